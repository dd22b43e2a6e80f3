"""What a tab of a Sheet said at an earlier look; rows or the whole tab brought back after a preview."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.thai_date import format_moment
from lib.export.sheets import Row
from lib.insight.display_value import DisplayValues
from lib.insight.sheets import books as sheets
from lib.insight.sheets.books import RowThen
from lib.insight.source import Shown
from lib.intake.grid import shown as as_text
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.schema.seeing import Audience
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table

if TYPE_CHECKING:
    from lib.actions.sheets.acts import BackRow, SheetActs
    from lib.store.sheet_books import Book

_SHOWN = 30


def sheet_part(here: Here, shown: Shown[object], acts: SheetActs | None) -> None:
    """Choose a book, a tab and a look; see it; bring it back."""
    say = here.say
    named = here.audience is Audience.WRITER
    # The address of a Sheet is its key: a reader's address bar names it by its place in the list.
    books = {
        s.book.key if named else str(s.book.position): s.book
        for s in sheets.books(here.source, audience=here.audience)
        if s.book.tabs
    }
    if not books:
        st.info(say("ยังไม่มีชีตที่อ่านแล้ว"), icon=":material/table_view:")
        return
    left, middle, right = st.columns(3)
    with left:
        key = choose(here, "book", say("ชีต"), {k: b.name for k, b in books.items()})
    tabs = sheets.tabs_of(books[key], audience=here.audience)
    if not tabs:
        st.info(say("ชีตนี้ไม่มีแท็บที่เปิดให้ทุกคนดู"), icon=":material/visibility_off:")
        return
    with middle:
        names = {str(i): title for i, (title, _) in tabs.items()}
        sheet_id = int(choose(here, "tab", say("แท็บ"), names))
    looks = sheets.looks_of(here.source, books[key].key, sheet_id)
    if not looks:
        st.info(say("แท็บนี้ยังไม่เคยมีแถว"), icon=":material/inbox:")
        return
    with right:
        at = choose(here, "look", say("ตามที่อ่านเมื่อ"), {m.isoformat(): format_moment(m, here.language) for m in looks})
    moment = next((m for m in looks if m.isoformat() == at), looks[0])
    kind_id = tabs[sheet_id][1]
    said = sheets.tab_at(here.source, books[key].key, sheet_id, moment, kind_id=kind_id, audience=here.audience)
    st.caption(say("อ่านเมื่อ {moment} มี {n} แถว", moment=format_moment(moment, here.language), n=len(said)))
    table(
        here,
        shown,
        "sheet-then",
        tabs[sheet_id][0],
        partial(_rows, here, kind_id, said),
        say("Google Sheets: {name}", name=books[key].name),
        key,
        sheet_id,
        at,
    )
    if acts is not None and said:
        _back(here, acts, books[key], kind_id, said, f"{key}.{sheet_id}.{at}")


def _rows(here: Here, kind_id: str, said: list[RowThen]) -> list[Row]:
    names = specs(kind(kind_id))
    used = [n for n in names if any(one.raw.get(n) not in ("", None) for one in said)]
    return [
        {here.say("แถว"): one.row + 1, **{names[n].label(here.language): _text(one.raw.get(n, "")) for n in used}}
        for one in said
    ]


def _text(raw: Any) -> str:
    return " ".join(as_text(r) for r in raw) if isinstance(raw, list) else as_text(raw)


def _back(here: Here, acts: SheetActs, book: Book, kind_id: str, said: list[RowThen], key: str) -> None:
    say = here.say
    title = kind(kind_id).about.title
    rows = {one.record_id: _text(one.raw.get(title, "")) or one.record_id for one in said}
    chosen = st.multiselect(
        say("ย้อนเฉพาะแถว"),
        list(rows),
        format_func=rows.__getitem__,
        key=f"back.{key}",
        placeholder=say("ไม่เลือก = ทั้งแท็บ"),
    )
    wanted = {one.record_id: one.raw for one in said if one.record_id in (chosen or rows)}
    if st.toggle(say("ดูก่อนว่าอะไรจะเปลี่ยน"), key=f"back.look.{key}"):
        with shows_problems(here):
            _preview(here, acts, kind_id, acts.plan_back(book.key, kind_id, wanted), key)


def _preview(here: Here, acts: SheetActs, kind_id: str, found: list[BackRow], key: str) -> None:
    say = here.say
    if not found:
        st.success(say("ตรงกับข้อมูลตอนนี้แล้ว ไม่มีอะไรต้องย้อน"), icon=":material/check_circle:")
        return
    teller = DisplayValues(here.source, here.language)
    lines = []
    for one in found[:_SHOWN]:
        parts = [
            f"{md(teller.label(kind_id, n))} {md(teller.value(kind_id, n, now))} → **{md(teller.value(kind_id, n, then))}**"
            for n, (now, then) in one.changes.items()
        ]
        if one.returns:
            parts.append(f"**{say('นำกลับเข้าระบบ')}**")
        if one.problem:
            parts.append(f":red[{md(one.problem.text(here.language))}]")
        lines.append(f"- {md(one.title)}: " + " · ".join(parts))
    st.markdown("\n".join(lines))
    if len(found) > _SHOWN:
        st.caption(say("และอีก {n} รายการ", n=len(found) - _SHOWN))
    able = [one for one in found if one.after is not None]
    if able and st.button(
        say("ย้อน {n} รายการ", n=len(able)), key=f"back.go.{key}", type="primary", icon=":material/history:"
    ):
        with shows_problems(here) as outcome:
            count = acts.bring_back(able)
        if outcome.ok:
            done(here, say("ย้อนแล้ว {n} รายการ ชีตจะตามในรอบอ่านหน้า", n=count))
