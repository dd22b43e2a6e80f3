"""Tables of at most twenty-five rows a page, with downloads of everything they show.

A table is a fragment of its own: turning a page runs nothing else. Its rows are built once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from lib.domain.limits import DOWNLOAD_ROWS, SEARCH
from lib.domain.months import Month
from lib.domain.thai_date import bangkok_today
from lib.domain.thai_number import format_number
from lib.domain.thai_text import spelling, thai_sort_key
from lib.export.sheets import Cell, OnlyInFile, Origin, Row, on_screen, to_csv, to_xlsx
from lib.insight.source import Shown
from lib.ui.frame.links import Linked
from lib.ui.frame.replay import kept, replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

PAGE_SIZE = 25
#: Rows that one looks over without searching them.
LOOKED_OVER = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Build = Callable[[], Sequence[Row]]


@dataclass(frozen=True)
class TableLabel:
    """What a table and its files say of themselves. `name`: its id; `chosen`: what chose its rows, in words."""

    name: str
    title: str
    source: str
    chosen: tuple[str, ...] = ()


def table(here: Here, shown: Shown[object], name: str, title: str, build: Build, source: str, *filters: object) -> None:
    """Rows from `build`, paged; `name` is the table's id, `filters` all that chose its rows."""
    _paged(here, shown, TableLabel(name, title, source, chosen_words(here, filters)), build, filters)


@st.fragment
def _paged(here: Here, shown: Shown[object], label: TableLabel, build: Build, filters: tuple[object, ...]) -> None:
    name, title = label.name, label.title
    rows = kept(here, shown.version, f"rows:{name}", build, *filters)
    if not rows:
        st.info(here.say("ไม่มีรายการที่ตรงกับตัวกรองนี้"), icon=":material/filter_alt_off:")
        return
    sought, by = _search_and_order(here, name, rows) if len(rows) > LOOKED_OVER else ("", "")
    rows = found_in(rows, sought, by)
    if not rows:
        st.info(here.say("ไม่มีแถวใดมีคำว่า “{text}”", text=md(sought)), icon=":material/search_off:")
        return
    pages = -(-len(rows) // PAGE_SIZE)
    page = 1
    if pages > 1:
        key = f"{here.page.id}.{name}.page"
        _begin(key, f"{name}.page", range(1, pages + 1))
        page = st.pagination(pages, key=key, max_visible_pages=5)
        _say(f"{name}.page", page if page > 1 else "")
    first = (page - 1) * PAGE_SIZE
    visible = rows[first : first + PAGE_SIZE]
    if sought or by:
        # What somebody looks for is theirs alone: it is drawn for them.
        draw_rows(visible, title)
    else:
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
        looked = [here.say("ค้น: {text}", text=sought)] if sought else []
        ordered = [here.say("เรียงตาม {column}", column=by)] if by else []
        downloads(here, replace(label, chosen=(*label.chosen, *looked, *ordered)), rows, here.as_of(shown))


def chosen_words(here: Here, filters: Sequence[object]) -> tuple[str, ...]:
    """What a page's filters say that chose a table's rows; of a month that was chosen for something else, that it did not.

    A filter whose value is not among `filters` had no part in it.
    """
    values = {str(f) for f in filters}
    found = [
        here.say("ตัวกรอง: {name} = {choice}", name=c.label, choice=c.words)
        for c in here.chosen.values()
        if c.value in values
    ]
    month = here.chosen.get("month")
    if month is not None and month.value not in values and month.value != Month.of(bangkok_today()).id:
        found.append(here.say("แถวเป็นข้อมูลวันนี้ ไม่ใช่ของสิ้น {month} ที่เลือกบนแถบ", month=month.words))
    return tuple(found)


def _search_and_order(here: Here, name: str, rows: Sequence[Row]) -> tuple[str, str]:
    """What is looked for in a long table, and the column that it is put in order by ('' as it comes)."""
    left, right = st.columns([3, 2])
    keys = {what: f"{here.page.id}.{name}.{what}" for what in ("sought", "by")}
    with left:
        if keys["sought"] not in st.session_state:
            st.session_state[keys["sought"]] = st.query_params.get(f"{name}.find", "")[: SEARCH.most]
        sought = st.text_input(
            here.say("ค้นในตาราง"),
            key=keys["sought"],
            max_chars=SEARCH.most,
            placeholder=here.say("ค้นในตาราง"),
            label_visibility="collapsed",
        )
    with right:
        # By its number: its heading is another one in the other language.
        columns = list(on_screen(rows[:1])[0])
        _begin(keys["by"], f"{name}.by", range(-1, len(columns)))
        by = st.selectbox(
            here.say("เรียงตาม"),
            range(-1, len(columns)),
            key=keys["by"],
            format_func=lambda n: here.say("เรียงตาม {column}", column=columns[n]) if n >= 0 else here.say("เรียงตามเดิม"),
            label_visibility="collapsed",
        )
    found = (sought or "").strip()
    _say(f"{name}.find", found)
    _say(f"{name}.by", by if by >= 0 else "")
    return found, columns[by] if by >= 0 else ""


def _begin(key: str, name: str, offered: range) -> None:
    """A number that the address names is what a box begins with; one that is no longer offered becomes the first."""
    said = st.query_params.get(name, "")
    standing = st.session_state.get(key, int(said) if said.isdecimal() and len(said) < 6 else None)
    if standing is not None:
        st.session_state[key] = standing if standing in offered else offered[0]


def _say(name: str, value: object) -> None:
    """Have it in the address, so that a link and a reload show the same; '' takes it out."""
    told = str(value)
    if st.query_params.get(name, "") == told:
        return
    if told:
        st.query_params[name] = told
    else:
        st.query_params.pop(name, None)


def found_in(rows: Sequence[Row], sought: str, by: str) -> Sequence[Row]:
    """Rows of which a cell holds what is sought, ordered by a column; what is not known comes last.

    Numbers the most first, days the newest first, words as in a dictionary.
    """
    words = spelling(sought)
    left = [r for r in rows if any(words in spelling(_said(v)) for v in r.values())] if words else list(rows)
    if not by:
        return left
    known = [r for r in left if r.get(by) not in (None, "")]
    unknown = [r for r in left if r.get(by) in (None, "")]
    values = [r[by].value if isinstance(r[by], Cell) else r[by] for r in known]
    if all(isinstance(v, (int, float)) for v in values) or all(isinstance(v, date) for v in values):
        order = sorted(range(len(known)), key=lambda n: values[n], reverse=True)
    else:
        order = sorted(range(len(known)), key=lambda n: thai_sort_key(str(known[n][by])))
    return [known[n] for n in order] + unknown


def _said(value: object) -> str:
    """What a cell says on the screen."""
    if isinstance(value, (bool, OnlyInFile)) or value is None:
        return ""
    return format_number(value) if isinstance(value, (int, float)) else str(value)


def draw_rows(rows: Sequence[Row], title: str) -> None:
    """The rows as a real HTML table: readable aloud, wrapping, with the page's font."""
    import pandas as pd

    cells = [{md(k): _cell(v) for k, v in row.items()} for row in on_screen(rows)]
    st.table(pd.DataFrame(cells), border="horizontal", hide_index=True, alt=title)


def downloads(here: Here, label: TableLabel, rows: Sequence[Row], as_of: str) -> None:
    """Buttons for the table as Excel and CSV, made only when pressed; a sentence instead when it is too long."""
    if len(rows) > DOWNLOAD_ROWS.most:
        st.caption(DOWNLOAD_ROWS.problem().text(here.language))
        return
    source = here.say("ที่มา: {source}", source=label.source)
    origin = Origin(label.title, as_of, source, here.practice_note, here.say, label.chosen)
    prefix = "practice-" if here.practice_note else ""
    for words, ending, mime, make in (("Excel", "xlsx", XLSX, to_xlsx), ("CSV", "csv", "text/csv", to_csv)):
        st.download_button(
            words,
            partial(make, rows, origin),
            file_name=f"{prefix}{label.name}.{ending}",
            mime=mime,
            key=f"{here.page.id}.{label.name}.{ending}",
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
    return f"[{md(value)}]({value.address})" if isinstance(value, Linked) else md(value)
