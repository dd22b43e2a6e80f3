"""The parts of an area's page: a sentence, four figures, the ranking, what changed, what cannot be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.ladder_changes import What
from lib.domain.months import format_month
from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.insight.country.area_state import AreaState, Tile
from lib.insight.country.calendar import DayEntry
from lib.insight.country.month import PlaceChange
from lib.insight.country.progress import Progress
from lib.ui.country.area_words import sentence
from lib.ui.country.ranking import show_ranking
from lib.ui.frame.layout import cards_row
from lib.ui.frame.links import address_of
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

#: Lines of what changed that are told at a glance; the rest is folded.
_CHANGES = 14
#: Lines of the month's timeline.
_DAYS_TOLD = 60
_MARKS = {What.NEW: ":green[:material/add_circle:]", What.LOST: ":red[:material/do_not_disturb_on:]"}
_MOVED = {What.UP: ":material/arrow_upward:", What.DOWN: ":material/arrow_downward:"}


def at_a_glance(here: Here, state: AreaState) -> None:
    """One sentence that says where the area stands, and its four figures."""
    say = here.say
    st.markdown(f"#### {md(sentence(here.say, state))}")
    cards = cards_row(4, 185)
    _tile(here, cards, state, say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state.tambons)
    _tile(here, cards, state, say("จังหวัดที่มีทีมขับเคลื่อน"), state.provinces)
    with cards.container(border=True, height="stretch"):
        st.metric(say("รอตรวจรับรองวันนี้"), format_number(len(state.todo.waiting)))
        st.caption(" · ".join([say("รายงานแล้ว ยังไม่มีใครตัดสิน"), *_held_against(here, state, state.waiting_middle)]))
    with cards.container(border=True, height="stretch"):
        if state.province:
            st.metric(say("ข้อมูลที่ต้องแก้"), format_number(len(state.todo.amiss)))
            st.caption(" · ".join([say("ขัดกันเอง หรือไม่มีหลักฐาน"), *_held_against(here, state, state.amiss_middle)]))
        else:
            st.metric(say("จังหวัดที่เงียบ"), format_number(len(state.silent)))
            told = say("ยังไม่มีรายการของตำบลใด · ยังไม่มีทีม {n}", n=format_number(state.teamless))
            st.caption(" · ".join([told, *_held_against(here, state, state.silent_middle)]))


def _held_against(here: Here, state: AreaState, middle: float | None) -> list[str]:
    """The middle one of the country, beside an area's figure."""
    if middle is None:
        return []
    n = format_number(middle, 0 if middle == int(middle) else 1)
    words = here.say("มัธยฐานของจังหวัด {n}", n=n) if state.province else here.say("มัธยฐานของภาค {n}", n=n)
    return [words]


def _tile(here: Here, cards: DeltaGenerator, state: AreaState, label: str, tile: Tile) -> None:
    say = here.say
    beside = [say("จาก {n}", n=format_number(tile.of))] if tile.of is not None else []
    if tile.grown and not state.month.against_the_month_before:
        since = format_month(state.month.since, here.language)
        beside.append(say("เปลี่ยนตั้งแต่สิ้น {month}", month=since))
    if tile.reported:
        beside.append(say("รอพิสูจน์ {n}", n=format_number(tile.reported)))
    beside += _held_against(here, state, tile.middle)
    if tile.country is not None:
        beside.append(say("ทั้งประเทศ {n}", n=format_number(tile.country)))
    with cards.container(border=True, height="stretch"):
        st.metric(
            label,
            format_number(tile.count),
            delta=f"{tile.grown:+,}" if tile.grown else None,
            delta_description=say("เดือนนี้") if tile.grown and state.month.against_the_month_before else None,
            chart_data=list(tile.spark) if any(tile.spark) else None,
            chart_type="line",
        )
        st.caption(" · ".join(beside))


def ranked(here: Here, told: Progress, state: AreaState, version: str) -> None:
    """Provinces (of one province: districts) by how many are proved, with what the month brought."""
    say = here.say
    rows = [r for r in state.rows if r.proved or r.reported or r.grown][:20]
    if not rows:
        st.info(say("ยังไม่มีรายการของตำบลใดในพื้นที่นี้"), icon=":material/inbox:")
    else:
        top = rows[0]
        st.markdown(
            "**"
            + say("{place} พิสูจน์ได้มากที่สุด {n} ตำบล", place=md(top.name.text(here.language)), n=format_number(top.proved))
            + "**"
        )
        show_ranking(here, told, state, rows, version)
    if state.silent and not state.province:
        names = ", ".join(r.name.text(here.language) for r in state.silent)
        with st.expander(say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(state.silent)))):
            st.markdown(md(names))
            page_link(
                here,
                "progress",
                say("เปิดรายชื่อ"),
                ":material/arrow_forward:",
                {"show": "silent", **({"region": state.region} if state.region else {})},
            )


def changed(here: Here, state: AreaState) -> None:
    """What the month brought and took, province by province, each line the way to its proof."""
    say = here.say
    month = state.month
    names = {"month": format_month(month.month, here.language), "since": format_month(month.since, here.language)}
    st.markdown(f"**{say('{month} เทียบสิ้น {since}', **names)}**")
    if month.number:
        st.caption(f":material/lock: {say('เดือนนี้ ปิดแล้ว เลขที่ {number}', number=month.number)}")
    found = [*month.tambons.changes, *month.provinces.changes]
    if not found:
        st.caption(say("ไม่มีตำบลหรือจังหวัดใดเปลี่ยนขั้นในช่วงนี้"))
    _lines(here, found)
    corrected = [*month.tambons.corrections, *month.provinces.corrections]
    if corrected:
        st.markdown(f"**{say('แก้หลังปิดเดือน')}**")
        _lines(here, corrected)


def _lines(here: Here, found: Sequence[PlaceChange]) -> None:
    grouped: dict[str, list[PlaceChange]] = defaultdict(list)
    order = {What.NEW: 0, What.LOST: 1, What.UP: 2, What.DOWN: 3}
    for one in sorted(found, key=lambda c: (order[c.change.what], c.place.province, c.place.id)):
        grouped[one.place.province].append(one)
    lines: list[str] = []
    for several in grouped.values():
        for one in several:
            lines.append(change_line(here, one))

    for line in lines[:_CHANGES]:
        st.markdown(line)
    if len(lines) > _CHANGES:
        with st.expander(here.say("และอีก {n} รายการ", n=format_number(len(lines) - _CHANGES))):
            st.markdown("\n".join(f"- {line}" for line in lines[_CHANGES:]))


def change_line(here: Here, one: PlaceChange) -> str:
    """What became of one place and why, with the way to its proof."""
    language, change = here.language, one.change
    mark = _MARKS.get(change.what) or _MOVED[change.what]
    link = address_of(here, "area", proof=one.place.id)
    why = change.why.words(language)
    return f"{mark} [{md(one.place.name.text(language))}]({link}) · {change.what.words(language)} · {why}"


def _record(here: Here, kind_id: str, record_id: str) -> str:
    return address_of(here, "records", kind=kind_id, record=record_id)


def timeline(here: Here, state: AreaState, found: Sequence[DayEntry]) -> None:
    """What happened in the month, day by day, each line the way to its record."""
    say = here.say
    mine = [e for e in found if e.place.within(state.region, state.province)]
    month = format_month(state.month.month, here.language, short=False)
    with st.expander(
        say("เส้นเวลาของ {month} ({n})", month=month, n=format_number(len(mine))), icon=":material/timeline:"
    ):
        if not mine:
            st.caption(say("ยังไม่มีการตรวจรับรอง การรับรองแผน กิจกรรม หรือการเผยแพร่ผลในเดือนนี้"))
        for day, several in groupby(mine[:_DAYS_TOLD], lambda e: e.day):
            lines = "\n".join(f"- {_happened(here, e)}" for e in several)
            st.markdown(f"**{format_date(day, here.language)}**\n{lines}")
        if len(mine) > _DAYS_TOLD:
            st.caption(say("และอีก {n} รายการ", n=format_number(len(mine) - _DAYS_TOLD)))


def _happened(here: Here, one: DayEntry) -> str:
    name, place = md(one.name.text(here.language)), md(one.place.name.text(here.language))
    told = f"[{name}]({_record(here, one.kind, one.record_id)})" if one.kind else name
    return f"{one.what.words(here.language)} {told} · {place}"
