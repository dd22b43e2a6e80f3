"""A press on a map or a bar chooses a province for every screen; another one gives it free."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.insight.country.progress import Progress
from lib.ui.frame.charts import Spec, named
from lib.ui.frame.followed import note_choice
from lib.ui.frame.shell import Here

#: Name of the selection that a chart makes, and the field that tells which province (``50`` or ``TH-50``).
CHOSEN: Final = "chosen"
CODE: Final = "code"


def chart_that_chooses(here: Here, spec: Spec, name: str, told: Progress, province: str, title: str) -> None:
    """Show a chart whose marks are provinces. `province`: the one that is chosen now, or ''.
    `title`: the name that is read aloud for it.

    Under each choice it is another chart: a press on what was pressed before is a press again.
    """
    key, regions = f"{here.page.id}.{name}.{province}", {p.id: p.region for p in told.provinces}

    def chosen() -> None:
        picked = (st.session_state[key].get("selection") or {}).get(CHOSEN) or []
        code = str(picked[0].get(CODE) or "") if picked else ""
        place = code if code.startswith("TH-") else f"TH-{code}"
        if place in regions and place != province:
            st.query_params["region"] = regions[place]
            st.query_params["province"] = place
            note_choice("region", regions[place])
            note_choice("province", place)
        elif province:
            st.query_params["province"] = "all"
            note_choice("province", "")

    st.vega_lite_chart(None, named(spec, title), on_select=chosen, selection_mode=CHOSEN, key=key, width="stretch")


def pressed_mark(key: str, spec: Spec, title: str) -> str:
    """Show a chart whose marks have a code; the code of the one that was just pressed, or ''."""

    turn = int(st.session_state.get(f"{key}.turn", 0))
    # After each press it is another chart, with nothing pressed in it: the same mark can be pressed again.
    drawn = f"{key}.{turn}"

    def keep() -> None:
        picked = (st.session_state[drawn].get("selection") or {}).get(CHOSEN) or []
        st.session_state[f"{key}.pressed"] = str(picked[0].get(CODE) or "") if picked else ""
        st.session_state[f"{key}.turn"] = turn + 1

    st.vega_lite_chart(None, named(spec, title), on_select=keep, selection_mode=CHOSEN, key=drawn, width="stretch")
    # Once: what it opens is not opened again by whatever is pressed next.
    return str(st.session_state.pop(f"{key}.pressed", ""))
