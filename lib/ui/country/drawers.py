"""What a row opens without leaving the screen: a place's proof, a district's tambons."""

from __future__ import annotations

import streamlit as st

from lib.insight.areas import place
from lib.insight.country.progress import Progress
from lib.insight.records.ledger import proof_of
from lib.ui.country.progress_lists import rung_squares
from lib.ui.form.proof import show_proof
from lib.ui.frame.links import address_of
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

#: The address's word for the place whose proof is open.
PROOF = "proof"
#: Of a drawer, px: the screen that it was opened on stays in sight beside it.
WIDTH = 560


def proof_drawer(here: Here) -> None:
    """The proof of the place that the address names, beside the screen; shutting it takes it out of the address."""
    area = st.query_params.get(PROOF, "")
    found = place(here.source, area) if area else None
    if found is None:
        return
    # A tambon lies in a district, a province in none.
    kind_id = "tambon_progress" if found.district.th else "provincial_network"
    name = found.name.text(here.language)

    @st.dialog(name, width=WIDTH, position="right", on_dismiss=_shut)
    def drawer() -> None:
        if kind_id == "tambon_progress":
            page_link(here, "area", here.say("เปิดการ์ดตำบล"), ":material/badge:", {"tambon": area})
        st.caption(here.say("หลักฐานเป็นของวันนี้"))
        show_proof(here, name, proof_of(here.source, kind_id, area, audience=here.audience))

    drawer()


def _shut() -> None:
    st.query_params.pop(PROOF, None)


def district_drawer(here: Here, told: Progress, province: str, district: str) -> None:
    """The tambons of a district (its Thai name): where each stands, and the way to its card."""
    mine = [t for t in told.tambons if t.province == province and t.district.th == district]
    if not mine:
        return
    names = {r.order: r.name.text(here.language) for r in told.rungs}

    @st.dialog(mine[0].district.text(here.language), width=WIDTH, position="right")
    def drawer() -> None:
        st.markdown(
            "\n".join(
                f"- {rung_squares(t, told.rungs)} "
                f"[{md(t.name.text(here.language))}]({address_of(here, 'area', region=t.region, province=t.province, tambon=t.area)})"
                f" · {md(names.get(t.proved, '') or here.say('ยังไม่พิสูจน์ขั้นใด'))}"
                for t in sorted(mine, key=lambda t: (-t.proved, -t.reported, t.area))
            )
        )

    drawer()
