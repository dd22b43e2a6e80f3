"""Cells of a connected Sheet that could not be used: open the very cell, or mend it from here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.a1 import address
from lib.domain.thai_date import format_moment
from lib.insight.records.quality import Trouble, troubles
from lib.insight.sheets import books as sheets
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.sheets.acts import SheetActs
    from lib.store.sheet_books import Book
    from lib.store.sheet_wishes import Wish

_SHOWN = 12


def sheet_part(here: Here, acts: SheetActs, book: Book) -> None:
    """Each kind of trouble once: where it stands, why, and one box that mends all of it."""
    say = here.say
    found = [t for t in troubles(here.source, ("rejected", "question"), audience=here.audience) if t.job == book.job]
    st.subheader(say("แก้ในชีตจากที่นี่"), anchor=False)
    if not found:
        st.success(say("ทุกช่องในชีตนี้ใช้ได้"), icon=":material/check_circle:")
    else:
        order = sorted(found, key=lambda t: (t.kind, t.field, t.said, t.why_th, t.tab, t.row))
        groups = [list(g) for _, g in groupby(order, key=lambda t: (t.kind, t.field, t.said, t.why_th))]
        groups.sort(key=len, reverse=True)
        for number, group in enumerate(groups[:_SHOWN]):
            with st.container(border=True):
                _group(here, acts, book, group, number)
        if len(groups) > _SHOWN:
            st.caption(say("และอีก {n} เรื่อง", n=len(groups) - _SHOWN))
        st.subheader(say("ข้อความสำหรับส่งใน LINE"), anchor=False)
        st.caption(say("กดคัดลอกที่มุมขวา แล้ววางในกลุ่มของผู้ที่กรอกชีตนี้"))
        st.code(sheets.line_message(book, found), language=None, wrap_lines=True)
    _corrections(here, acts, book)


def _group(here: Here, acts: SheetActs, book: Book, group: Sequence[Trouble], number: int) -> None:
    say, first = here.say, group[0]
    said = f" “{md(first.said)}”" if first.said else ""
    st.markdown(f"**{md(first.label(here.language))}**{said}: {md(first.why(here.language))}")
    links = [
        f"[{md(t.tab)} {address(t.row, t.column)}]({sheets.link(book, t.tab, t.row, t.column)})" for t in group[:8]
    ]
    st.markdown(" · ".join(links) + (f" +{len(group) - 8}" if len(group) > 8 else ""))
    if not first.field:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    key = f"fix.{book.job}.{first.kind}.{first.field}.{first.said[:40]}.{number}"
    text = left.text_input(say("แก้เป็น"), key=key, placeholder=first.said)
    if right.button(say("แก้ {n} ช่องในชีต", n=len(group)), key=f"{key}.go", icon=":material/edit:"):
        cells = [
            {"tab": t.tab, "row": t.row, "column": t.column, "record_id": t.record_id, "said": t.said, "text": text}
            for t in group
        ]
        with shows_problems(here) as outcome:
            acts.fix(book.key, cells)
        if outcome.ok:
            done(here, say("ส่งไปแก้ในชีตแล้ว ผลขึ้นในไม่กี่วินาที เลิกทำได้ด้านล่าง"))


def _corrections(here: Here, acts: SheetActs, book: Book) -> None:
    """What was mended from here lately, and the way back."""
    say, made = here.say, sheets.corrections(here.source, book.key)
    if not made:
        return
    st.subheader(say("แก้จากที่นี่ล่าสุด"), anchor=False)
    for wish in made:
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(_told(here, wish))
        if right.button(say("เลิกทำ"), key=f"unfix.{wish.id}", icon=":material/undo:", type="tertiary"):
            with shows_problems(here) as outcome:
                acts.unfix(wish.id)
            if outcome.ok:
                done(here, say("ส่งไปแก้กลับแล้ว เฉพาะช่องที่ยังเป็นค่าที่แก้"))


def _told(here: Here, wish: Wish) -> str:
    first = wish.asked[0] if wish.asked else {"said": "", "text": ""}
    written = (wish.answer or {}).get("written", 0)
    return here.say(
        "{moment} · “{said}” → “{text}” · เขียนแล้ว {n} จาก {of} ช่อง",
        moment=format_moment(wish.asked_at, here.language),
        said=md(first["said"]),
        text=md(first["text"]),
        n=written,
        of=len(wish.asked or []),
    )
