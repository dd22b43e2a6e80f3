"""What waits in an area, a list each: to verify, returned, silent, to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.asking import audience_in
from lib.domain.thai_date import BANGKOK, format_date
from lib.domain.thai_number import format_number
from lib.export.sheets import OnlyInFile, Row
from lib.insight.country.area_state import AreaState
from lib.insight.country.contacts import Contact, contacts
from lib.insight.country.doings import LastWord, quiet
from lib.insight.country.overview import OTHERWISE
from lib.insight.country.progress import Province, progress
from lib.insight.country.to_do import Amiss, RecordAmiss, ToDo
from lib.insight.source import Shown
from lib.schema.registry import kind
from lib.schema.seeing import Audience
from lib.ui.country.place_words import place_words, province_names_of
from lib.ui.country.verify_queue import verify_queue
from lib.ui.frame.cells import day_cell
from lib.ui.frame.filters import BARE, TABS, choose
from lib.ui.frame.links import Linked, address_of
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs


def my_tasks(
    here: Here, acts: RecordActs | None, shown: Shown[ToDo], state: AreaState, words: Shown[tuple[LastWord, ...]]
) -> None:
    """The lists of an area, one at a time; the choice stands in the address, so that a figure leads to its list."""
    say, todo = here.say, state.todo
    # Whatever month the screen is of: what is to be done is today's.
    silent = progress(here.source).value.only(state.region, state.province).silent
    unheard = {p.id for p in silent}
    late = [one for one in quiet(words.value, state.region, state.province) if one.province.id not in unheard]
    counts = {
        "waiting": (say("รอตรวจรับรอง"), len(todo.waiting)),
        "returned": (say("ส่งกลับแล้ว"), len(todo.returned)),
        "silent": (say("เงียบ"), len(silent) + len(late)),
        "amiss": (say("ต้องแก้"), len(todo.amiss)),
    }
    st.subheader(say("สิ่งที่ต้องทำ"), anchor=False)
    lists = {name: f"{words} {format_number(n)}" for name, (words, n) in counts.items()}
    listed = choose(here, "todo", say("สิ่งที่ต้องทำ"), lists, manner=TABS)
    if listed == "waiting":
        verify_queue(here, acts, todo)
    elif listed == "returned":
        _returned(here, shown, state)
    elif listed == "silent":
        _silent(here, silent, late)
    else:
        _amiss(here, shown, state)


def _record(here: Here, words: str, kind_id: str, record_id: str) -> Linked:
    return Linked.to(words, address_of(here, "records", kind=kind_id, record=record_id))


def _returned(here: Here, shown: Shown[ToDo], state: AreaState) -> None:
    say, language, names = here.say, here.language, province_names_of(here)

    def build() -> list[Row]:
        return [
            {
                say("รหัสพื้นที่"): OnlyInFile(one.place.id),
                say("พื้นที่"): _record(here, place_words(here, names, one.place), one.kind, one.record_id),
                say("ขั้น"): one.rung.text(language),
                say("เหตุผลที่ส่งกลับ"): one.reason,
                say("รหัสรายการ"): OnlyInFile(one.record_id),
                say("แก้ล่าสุด"): day_cell(one.at.astimezone(BANGKOK).date(), language),
            }
            for one in state.todo.returned
        ]

    title = say("ส่งกลับแล้ว รอแก้และส่งใหม่")
    table(here, shown, "returned", title, build, say("บันทึกในระบบ"), state.region, state.province)


def _amiss(here: Here, shown: Shown[ToDo], state: AreaState) -> None:
    say, language = here.say, here.language
    kinds = {a.value: a.words(language) for a in Amiss} | {OTHERWISE: say("ทุกข้อที่ขัดกันเอง นอกจากไม่มีหลักฐาน")}
    what = choose(here, "what", say("เรื่องที่ต้องแก้"), kinds, all_label=say("ทุกเรื่อง"), manner=BARE)
    fits, names = chosen_amiss(state.todo.amiss, what), province_names_of(here)

    def build() -> list[Row]:
        return [
            {
                say("รหัสพื้นที่"): OnlyInFile(one.place.id),
                say("พื้นที่"): _record(here, place_words(here, names, one.place), one.kind, one.record_id),
                say("รายการ"): f"{kind(one.kind).about.label(language)} · {one.name.text(language)}",
                say("เรื่องที่ต้องแก้"): one.what.words(language),
                say("รหัสรายการ"): OnlyInFile(one.record_id),
            }
            for one in fits
        ]

    title = say("รายการที่ต้องแก้")
    table(here, shown, "amiss", title, build, say("บันทึกในระบบ"), state.region, state.province, what)


def chosen_amiss(found: Sequence[RecordAmiss], what: str) -> list[RecordAmiss]:
    """Records with one thing that cannot be right; '' for all, `OTHERWISE` for all that have evidence."""
    if what == OTHERWISE:
        return [a for a in found if a.what is not Amiss.NO_EVIDENCE]
    return [a for a in found if what in ("", a.what.value)]


def _silent(here: Here, silent: Sequence[Province], late: Sequence[LastWord]) -> None:
    say, language, now = here.say, here.language, datetime.now(UTC)
    lines = [(r.id, f"**{md(r.name.text(language))}** · {say('ยังไม่มีรายการของตำบลใด')}") for r in silent]
    for one in late:
        since = format_date(one.at.astimezone(BANGKOK).date(), language)
        told = say("เงียบมา {n} เดือน ตั้งแต่ {day}", n=one.months_until(now), day=since)
        lines.append((one.province.id, f"**{md(one.province.name.text(language))}** · {told}"))
    if not lines:
        st.success(say("ไม่มีจังหวัดที่เงียบ"), icon=":material/task_alt:")
        return
    store = here.source.store
    known = {p for p, _ in lines if audience_in(store, here.actor, p, "person") is Audience.WRITER}
    # Personal: read for whoever asks, and never kept.
    people = contacts(here.source, known) if known else {}
    st.markdown("\n".join(f"- {words}{_reached(here, people.get(place, ()))}" for place, words in lines))
    if known and not people:
        st.caption(say("ยังไม่มีผู้ประสานงานของจังหวัดเหล่านี้ในระบบ เพิ่มได้ที่ “บุคคล” ในหน้าบันทึก"))


def _reached(here: Here, several: Sequence[Contact]) -> str:
    told = []
    for one in several:
        name = f"{md(one.name)} ({md(one.role)})" if one.role else md(one.name)
        told.append(f"{name} [{one.phone}](tel:{one.phone})" if one.phone else name)
    return f" · {here.say('ติดต่อ')} {', '.join(told)}" if told else ""
