"""How the data is kept, for who looks after it: backups, the clock, forms on their way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.errors import ThunError
from lib.domain.thai_date import BANGKOK, format_date, format_moment
from lib.insight.country.keeping import DataKeeping
from lib.schema.record import Answers, every_spec, nested_fields
from lib.schema.registry import kind
from lib.ui.frame.flash import done
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

if TYPE_CHECKING:
    from lib.actions.acts import Acts
    from lib.actions.records.acts import RecordActs
    from lib.actions.survey.acts import HouseholdActs

#: A backup older than this is something to look into.
_OLD_DAYS = 2
#: Texts to correct shown at once; the others follow as these are done.
_AT_ONCE = 20


def show_keeping(here: Here, acts: Acts, kept: DataKeeping) -> None:
    """For who may write; nothing here is for readers."""
    st.subheader(here.say("การเก็บรักษาข้อมูล"), anchor=False)
    if kept.clock.leapt:
        _ask_about_the_clock(here, acts.households, kept)
    _backups(here, kept)
    _leaving(here, kept)
    _names_left(here, acts.records, kept)


def _ask_about_the_clock(here: Here, acts: HouseholdActs, kept: DataKeeping) -> None:
    say, today = here.say, kept.clock.now.astimezone(BANGKOK).date()
    shown = format_date(today, here.language, short=False)
    last = format_moment(kept.clock.latest, here.language)
    st.warning(
        say(
            "นาฬิกาของเครื่องบอกว่าวันนี้คือ **{day}** แต่ครั้งล่าสุดที่ระบบเชื่อคือ {last} "
            "ระบบจึงหยุดลบแบบที่ครบกำหนดและแฟ้มสำรองเก่า จนกว่าจะมีคนยืนยัน ถ้าวันที่ผิด ให้ตั้งนาฬิกาของเครื่องใหม่",
            day=shown,
            last=last,
        ),
        icon=":material/schedule:",
    )
    if st.button(say("วันที่ถูกแล้ว คือ {day}", day=shown), key="believe_clock"):
        try:
            acts.believe_clock(today)
        except ThunError as error:
            st.error(error.problems[0].text(here.language))
        else:
            done(here, say("ยืนยันวันที่แล้ว"))


def _backups(here: Here, kept: DataKeeping) -> None:
    say, state = here.say, kept.backups
    if state.newest is None:
        st.info(say("ยังไม่มีแฟ้มสำรอง ระบบสำรองให้เองวันละครั้งเมื่อมีคนบันทึกแล้ว"), icon=":material/backup:")
    else:
        age = (kept.clock.now - state.newest).days
        line = say("แฟ้มสำรองล่าสุด {moment}", moment=format_moment(state.newest, here.language))
        proved = (
            say("ลองนำกลับแล้วใช้ได้ {moment}", moment=format_moment(state.proved_at, here.language))
            if state.proved_at
            else say("ยังไม่ได้ลองนำกลับ ระบบลองให้เองตอนกลางคืน")
        )
        lines = [line, proved, say("ทั้งหมด {n} ชุด", n=state.count)]
        (st.warning if age >= _OLD_DAYS else st.success)(" · ".join(lines), icon=":material/backup:")
    place = state.second_place
    if not place:
        st.caption(
            say("แฟ้มสำรองอยู่ในเครื่องนี้ที่เดียว ตั้งที่ที่สอง (โฟลเดอร์ หรือที่เก็บออนไลน์) ด้วย `THUN_BACKUP_COPY` เผื่อเครื่องเสียหรือหาย")
        )
    else:
        copied = format_moment(state.copied_at, here.language) if state.copied_at else say("ยังไม่ได้คัดลอก")
        st.caption(say("คัดลอกไว้ที่ {place} ล่าสุด {moment}", place=md(place), moment=copied))
    if state.trouble is not None:
        st.error(md(state.trouble.text(here.language)), icon=":material/error:")


def _leaving(here: Here, kept: DataKeeping) -> None:
    say = here.say
    for one in kept.leaving:
        told = {"n": one.forms, "year": one.year, "day": format_date(one.first_on, here.language)}
        if one.hidden:
            st.warning(
                say("แบบครัวเรือนปี {year} จำนวน {n} แบบครบกำหนดเก็บและซ่อนแล้ว จะลบถาวรวันที่ {day}", **told),
                icon=":material/auto_delete:",
            )
        else:
            st.info(
                say("แบบครัวเรือนปี {year} จำนวน {n} แบบใกล้ครบกำหนดเก็บ จะซ่อนก่อน แล้วลบถาวรวันที่ {day}", **told),
                icon=":material/auto_delete:",
            )
    if kept.leaving:
        st.caption(say("ถ้าตำบลยังต้องใช้ ให้เลื่อนวันที่เก็บข้อมูลในหน้า “ตำบล 7 ขั้น” แบบที่ซ่อนจะกลับมาเอง"))


def _names_left(here: Here, acts: RecordActs, kept: DataKeeping) -> None:
    """Texts that name somebody who was erased: the way to each, or a word that it is right as it is."""
    say, left = here.say, kept.names_left
    if not left:
        return
    st.warning(
        say(
            "มี {n} ช่องที่อาจยังมีชื่อของผู้ที่ขอลบแล้ว ระบบไม่เก็บชื่อไว้ เปิดดูแล้วแก้ข้อความ ถ้าเป็นคนอื่นหรือตั้งใจให้มี กดว่าไม่ต้องแก้", n=len(left)
        ),
        icon=":material/person_off:",
    )
    for one in left[:_AT_ONCE]:
        where = one.where
        told, button = st.columns([4, 1], vertical_alignment="center")
        with told:
            page_link(
                here,
                "records",
                f"{kind(where.kind).about.label(here.language)} · {md(one.title)} · {md(_label(here, where.field, kind(where.kind)))}",
                ":material/edit:",
                {"kind": where.kind, "record": where.record_id, "field": where.field.partition(".")[0]},
            )
        key = f"name_left.{where.kind}.{where.record_id}.{where.field}"
        if button.button(say("ไม่ต้องแก้"), key=key):
            acts.leave_as_it_is(where)
            done(here, say("บันทึกแล้วว่าไม่ต้องแก้"))
    if len(left) > _AT_ONCE:
        st.caption(say("อีก {n} ช่องจะแสดงเมื่อทำช่องข้างบนแล้ว", n=len(left) - _AT_ONCE))


def _label(here: Here, field: str, model: type[Answers]) -> str:
    """The question as its form asks it; of a list: the list, then the question."""
    whole, _, inner = field.partition(".")
    label = every_spec(model)[whole].label(here.language)
    if not inner:
        return label
    return f"{label} · {every_spec(nested_fields(model)[whole])[inner].label(here.language)}"
