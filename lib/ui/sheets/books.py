"""The connected Sheets: how each is, what clashes, what the doctor found, how to connect one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.access.policy import Act
from lib.domain.clash import Clash
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.insight.display_value import DisplayValues
from lib.insight.sheets import books as sheets
from lib.insight.sheets.books import BookState
from lib.schema.registry import kind, synced_kinds
from lib.schema.seeing import Audience
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

if TYPE_CHECKING:
    from lib.actions.sheets.acts import SheetActs
    from lib.store.sheet_books import Book
    from lib.store.sheet_matters import Matter

_MARKS = {"good": ":material/check_circle:", "warn": ":material/info:", "bad": ":material/error:"}
#: How often a part looks whether the poller has done what was asked, seconds.
_LOOK_AGAIN = 2.0
_MATTERS = 20
#: What a filling did, as far as it is told at a glance.
_LINES = 3


def empty_part(here: Here) -> None:
    """Nothing is connected: say that it is optional, how it is done, and what is wrong with the settings."""
    say = here.say
    if here.may(Act.SHEETS):
        for line in sheets.last_check(here.source).lines:
            if line.state == "bad":
                st.error(md(line.text(here.language)), icon=":material/build:")
    st.info(
        say("ยังไม่ได้ต่อ Google Sheets ระบบใช้งานได้ครบโดยไม่ต้องมี ต่อเมื่ออยากให้ผู้นำกรอกจากโทรศัพท์ในชีตที่คุ้นมือ"),
        icon=":material/table_view:",
    )
    st.markdown(
        say(
            "1. คัดลอก `.streamlit/secrets.example.toml` เป็น `.streamlit/secrets.toml` แล้ววางกุญแจของบัญชีบริการ\n"
            "2. สร้างชีตเปล่าใน Google Sheets กด **แชร์** เพิ่มอีเมลของระบบเป็น **ผู้แก้ไข** แล้ววางลิงก์ในแฟ้มเดียวกัน\n"
            "3. เปิดระบบใหม่ มาที่หน้านี้ กด **เติมแบบฟอร์ม**\n\n"
            "คู่มือพร้อมภาพอยู่ใน `docs/sheets.md`"
        )
    )


def books_part(here: Here, acts: SheetActs | None, found: list[BookState]) -> None:
    """Each book: how it is, how old its data is, what waits, what to press."""

    @st.fragment(run_every=_LOOK_AGAIN * 5, key="sheets.books")
    def draw() -> None:
        now = datetime.now(UTC)
        for state in sheets.books(here.source, audience=here.audience):
            with st.container(border=True):
                _book(here, acts, state, now)

    draw()


def _book(here: Here, acts: SheetActs | None, state: BookState, now: datetime) -> None:
    say, book = here.say, state.book
    good = book.state == "ok" and not book.problem_th and not book.held
    mark = ":green[:material/check_circle:]" if good else ":orange[:material/warning:]"
    if book.state == "stopped":
        mark = ":red[:material/error:]"
    address = f"https://docs.google.com/spreadsheets/d/{book.key}/edit"
    # Whom a Sheet is open for is between its office and Google: readers get no address of it from us.
    link = f" · [{say('เปิดชีต')}]({address})" if here.audience is Audience.WRITER else ""
    st.markdown(f"{mark} **{md(book.name)}**{link}")
    st.caption(" · ".join(_figures(here, state, now)))
    problem = book.problem_en if here.language == "en" else book.problem_th
    if problem:
        st.warning(md(problem), icon=":material/build:")
    for sheet_id, why in book.held.items():
        _held(here, acts, state, int(sheet_id), why)
    if acts is not None:
        _buttons(here, acts, state)
    _filling(here, book)


def _filling(here: Here, book: Book) -> None:
    """What came of filling the template in the last time."""
    say, last = here.say, sheets.last_filling(here.source, book.key)
    if last is None:
        return
    if last.waits:
        st.caption(f":material/hourglass_top: {say('กำลังเติมแบบฟอร์ม…')}")
    elif last.problem is not None:
        st.error(md(last.problem.text(here.language)), icon=":material/error:")
    elif last.lines:
        lines = " · ".join(line.text(here.language) for line in last.lines[:_LINES])
        if (more := len(last.lines) - _LINES) > 0:
            lines += " · " + say("และอีก {n} เรื่อง", n=more)
        st.caption(say("เติมแบบฟอร์มครั้งล่าสุด: {what}", what=md(lines)))


def _figures(here: Here, state: BookState, now: datetime) -> list[str]:
    say, book = here.say, state.book
    if book.read_at is None:
        parts = [say("ยังไม่เคยอ่าน")]
    else:
        minutes = int((now - book.read_at).total_seconds() // 60)
        age = say("เมื่อครู่") if minutes < 1 else say("{n} นาทีก่อน", n=format_number(minutes))
        parts = [say("อ่านล่าสุด {moment} ({age})", moment=format_moment(book.read_at, here.language), age=age)]
    parts.append(say("{n} แถว", n=format_number(state.rows)))
    if state.to_mend:
        parts.append(say("ต้องแก้ {n} ช่อง", n=format_number(state.to_mend)))
    if state.open_matters:
        parts.append(say("รอเลือกค่า {n} เรื่อง", n=format_number(state.open_matters)))
    if book.editor:
        parts.append(say("แก้ล่าสุดโดย {who} (ตาม Drive)", who=md(book.editor)))
    return parts


def _held(here: Here, acts: SheetActs | None, state: BookState, sheet_id: int, why: dict[str, Any]) -> None:
    say = here.say
    figures = {"tab": md(why.get("title", "")), "lost": why.get("lost", 0), "had": why.get("had", 0)}
    if why.get("what") == "mixed":
        told = say(
            "แท็บ {tab} มี {lost} แถวที่ชื่อไปอยู่กับข้อมูลของรายการอื่น น่าจะเรียงเพียงบางคอลัมน์ จึงพักไว้ก่อน ข้อมูลเดิมยังอยู่ครบ กดเลิกทำในชีต แล้วเรียงใหม่ทั้งแถว",
            **figures,
        )
        press, icon = say("ตั้งใจแก้แบบนี้ รับตามชีต"), ":material/check:"
    else:
        told = say(
            "แท็บ {tab} หายไป {lost} จาก {had} แถวพร้อมกัน จึงพักไว้ก่อน ข้อมูลเดิมยังอยู่ครบ ถ้าลบโดยไม่ตั้งใจ กดเลิกทำในชีต", **figures
        )
        press, icon = say("ลบจริง ถอนรายการเหล่านี้"), ":material/delete:"
    st.warning(told, icon=":material/pause_circle:")
    if acts is None:
        return
    if why.get("believed"):
        st.caption(say("จะรับในการอ่านรอบหน้า"))
    elif st.button(press, key=f"believe.{state.book.key}.{sheet_id}", icon=icon):
        with shows_problems(here) as outcome:
            acts.believe(state.book.key, sheet_id)
        if outcome.ok:
            done(here, say("จะรับในการอ่านรอบหน้า"))


def _buttons(here: Here, acts: SheetActs, state: BookState) -> None:
    say, key = here.say, state.book.key
    with st.container(horizontal=True):
        look = st.button(say("อ่านเดี๋ยวนี้"), key=f"look.{key}", icon=":material/sync:")
        fill = st.button(
            say("เติมแบบฟอร์ม"),
            key=f"fill.{key}",
            icon=":material/post_add:",
            help=say("ใส่แท็บ หัวตาราง รายการเลือก ที่ยังไม่มี ไม่แตะสิ่งที่คนพิมพ์ กดซ้ำได้"),
            type="primary" if not state.book.tabs else "secondary",
        )
        _tabs(here, acts, state)
        if state.unconfirmed:
            page_link(here, "imports", say("จับคู่คอลัมน์ของแท็บที่ยังไม่รู้จัก"), ":material/link:", {"job": state.book.job})
        if state.to_mend:
            page_link(here, "quality", say("ดูช่องที่ต้องแก้"), ":material/fact_check:", {"job": state.book.job})
    for pressed, what, said in (
        (look, "look", say("ขออ่านแล้ว ผลขึ้นที่นี่ในไม่กี่วินาที")),
        (fill, "fill", say("ขอเติมแบบฟอร์มแล้ว เสร็จในไม่กี่วินาที")),
    ):
        if pressed:
            with shows_problems(here) as outcome:
                acts.ask(key, what)
            if outcome.ok:
                done(here, said)


def _tabs(here: Here, acts: SheetActs, state: BookState) -> None:
    """Which kinds the book has tabs of: few for a leader's phone, more where an office works in it."""
    say, book = here.say, state.book
    with st.popover(say("แท็บในชีต ({n})", n=len(book.tab_kinds)), icon=":material/tab:"):
        st.caption(say("เลือกเท่าที่ผู้นำใช้จริง แท็บที่ไม่เลือกถูกซ่อน แถวในแท็บยังอยู่ครบ เลือกกลับได้"))
        chosen = st.multiselect(
            say("แท็บที่มีในชีตนี้"),
            synced_kinds(),
            default=book.tab_kinds,
            format_func=lambda kind_id: kind(kind_id).about.label(here.language),
            key=f"tabs.{book.key}.{'-'.join(book.tab_kinds)}",
            placeholder=say("เลือกแท็บ"),
        )
        same = set(chosen) == set(book.tab_kinds)
        if st.button(say("ใช้แท็บเหล่านี้"), key=f"use.{book.key}", icon=":material/check:", disabled=same):
            with shows_problems(here) as outcome:
                acts.choose_kinds(book.key, chosen)
            if outcome.ok:
                done(here, say("ขอจัดแท็บแล้ว เสร็จในไม่กี่วินาที"))


# What a person settles


def matters_part(here: Here, acts: SheetActs | None) -> None:
    """True conflicts and proposals, both values side by side."""
    say, found = here.say, sheets.matters(here.source, audience=here.audience)
    st.subheader(say("ค่าที่ต้องเลือก"), anchor=False)
    if not found:
        st.success(say("ไม่มีค่าที่ขัดกัน"), icon=":material/handshake:")
        return
    names = {s.book.key: s.book.name for s in sheets.books(here.source, audience=here.audience)}
    teller = DisplayValues(here.source, here.language)
    for matter in found[:_MATTERS]:
        with st.container(border=True):
            _matter(here, acts, teller, matter, names.get(matter.book, ""))
    if len(found) > _MATTERS:
        st.caption(say("และอีก {n} เรื่อง", n=len(found) - _MATTERS))


def _matter(here: Here, acts: SheetActs | None, teller: DisplayValues, matter: Matter, name: str) -> None:
    say = here.say
    what = Clash[matter.what.upper()].words(here.language)
    label = teller.label(matter.kind, matter.field) if matter.field else say("ทั้งแถว")
    title = sheets.title_of(here.source, matter.kind, matter.record_id)
    st.markdown(f"**{md(title)}** · {md(label)} · :orange-badge[{what}]")
    left, right = st.columns(2)
    theirs = matter.said or "–"
    if matter.field and matter.theirs is not None and not isinstance(matter.theirs, dict):
        theirs = teller.value(matter.kind, matter.field, matter.theirs)
    left.markdown(f"{say('ในชีต')} ({md(name)}): **{md(theirs)}**")
    ours = teller.value(matter.kind, matter.field, matter.ours) if matter.field else say("ยังอยู่")
    right.markdown(f"{say('ในระบบ')}: **{md(ours)}**")
    when = format_moment(matter.seen_at, here.language)
    if matter.seen_after:
        when = say(
            "เห็นในชีตระหว่าง {since} กับ {until}", since=format_moment(matter.seen_after, here.language), until=when
        )
    who = say("แฟ้มแก้ล่าสุดโดย {who}", who=md(matter.editor)) if matter.editor else say("Google ไม่บอกว่าใคร")
    st.caption(f"{when} · {who}" if here.audience is Audience.WRITER else when)
    if acts is None:
        return
    with st.container(horizontal=True):
        take = st.button(say("ใช้ค่าในชีต"), key=f"{matter.id}.sheet", icon=":material/table_view:")
        keep = st.button(say("ใช้ค่าในระบบ"), key=f"{matter.id}.app", icon=":material/dns:")
    if take or keep:
        with shows_problems(here) as outcome:
            acts.settle(matter.id, take_sheet=take)
        if outcome.ok:
            done(here, say("เลือกแล้ว ชีตจะตามภายในรอบอ่านหน้า"))


# The doctor


def doctor_part(here: Here, acts: SheetActs) -> None:
    """What has to be right for the connection, each red line with what to press."""
    say = here.say
    st.subheader(say("ตรวจการเชื่อมต่อ"), anchor=False)

    @st.fragment(run_every=_LOOK_AGAIN, key="sheets.doctor")
    def draw() -> None:
        last = sheets.last_check(here.source)
        if st.button(say("ตรวจเดี๋ยวนี้"), key="doctor.ask", icon=":material/stethoscope:", disabled=last.waits):
            with shows_problems(here):
                acts.ask("", "check")
        if last.waits:
            st.caption(f":material/hourglass_top: {say('กำลังตรวจ…')}")
        for line in last.lines:
            colour = {"good": "green", "warn": "orange", "bad": "red"}.get(line.state, "gray")
            st.markdown(f":{colour}[{_MARKS.get(line.state, '')}] {md(line.text(here.language))}")
        if last.at is not None:
            st.caption(say("ตรวจเมื่อ {moment}", moment=format_moment(last.at, here.language)))
        emails = {word for line in last.lines for word in line.th.split() if "@" in word}
        for email in sorted(emails):
            st.code(email, language=None)

    draw()
