"""Tables of at most twenty-five rows a page, with downloads of everything they show.

A table is a fragment of its own: turning a page runs nothing else. Its rows are built once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from lib.domain.limits import DOWNLOAD_ROWS
from lib.domain.thai_number import format_number
from lib.export.sheets import Origin, Row, to_csv, to_xlsx
from lib.insight.source import Shown
from lib.ui.frame.replay import kept, replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Build = Callable[[], Sequence[Row]]


@st.fragment
def table(here: Here, shown: Shown[object], name: str, title: str, build: Build, source: str, *filters: object) -> None:
    """Rows from `build`, paged; `name` is the table's id, `filters` all that chose its rows."""
    rows = kept(here, shown.version, f"rows:{name}", build, *filters)
    if not rows:
        st.info(here.say("ไม่มีรายการที่ตรงกับตัวกรองนี้"), icon=":material/filter_alt_off:")
        return
    pages = -(-len(rows) // PAGE_SIZE)
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=f"{here.page.id}.{name}.page", max_visible_pages=5)
    first = (page - 1) * PAGE_SIZE
    visible = rows[first : first + PAGE_SIZE]
    replay(here, shown, f"table:{name}", lambda: draw_rows(visible, title), page, *filters)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            here.say(
                "{first}–{last} จาก {total} รายการ",
                first=first + 1,
                last=first + len(visible),
                total=format_number(len(rows)),
            )
        )
        downloads(here, name, title, rows, here.as_of(shown), source)


def draw_rows(rows: Sequence[Row], title: str) -> None:
    """The rows as a real HTML table: readable aloud, wrapping, with the page's font."""
    import pandas as pd

    cells = [{md(k): _cell(v) for k, v in row.items()} for row in rows]
    st.table(pd.DataFrame(cells), border="horizontal", hide_index=True, alt=title)


def downloads(here: Here, name: str, title: str, rows: Sequence[Row], as_of: str, source: str) -> None:
    """Buttons for the table as Excel and CSV, made only when pressed; a sentence instead when it is too long."""
    if len(rows) > DOWNLOAD_ROWS.most:
        st.caption(DOWNLOAD_ROWS.problem().text(here.language))
        return
    origin = Origin(title, as_of, here.say("ที่มา: {source}", source=source), here.practice_note, here.say)
    prefix = "practice-" if here.practice_note else ""
    for label, ending, mime, make in (("Excel", "xlsx", XLSX, to_xlsx), ("CSV", "csv", "text/csv", to_csv)):
        st.download_button(
            label,
            partial(make, rows, origin),
            file_name=f"{prefix}{name}.{ending}",
            mime=mime,
            key=f"{here.page.id}.{name}.{ending}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, (int, float)):
        return format_number(value)
    return md(value)
