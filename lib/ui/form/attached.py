"""Photos and documents of a record on a page: shown as a row, added, taken away, brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from lib.access.actors import answer
from lib.access.files import audience_for
from lib.access.policy import Act
from lib.domain.errors import ThunError
from lib.domain.limits import ATTACHED_FILE
from lib.domain.thai_number import format_number
from lib.insight.records.attached import attached, taken_files
from lib.insight.records.ledger import PlaceProof
from lib.intake.attached import BroughtFile
from lib.schema.attachments import ATTACHABLE, DOCUMENT_ENDINGS, PICTURE_ENDINGS
from lib.schema.record import Record
from lib.schema.work import Evidence
from lib.ui.form.taking_back import note_taken, offer_undo
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import as_html, md
from lib.ui.frame.shell import Here
from lib.ui.frame.styles import uploader

if TYPE_CHECKING:
    from lib.actions.records.acts import FileActs
    from lib.store.attachments import Attachment

_MB = 1024 * 1024
#: Width of one file with its buttons: two stand side by side on a phone.
_WIDE = 168
_ROW = "display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.25rem 0"
_PICTURE = "display:block;max-width:100%;max-height:150px;border-radius:.4rem;object-fit:cover"
_DOCUMENT = "display:inline-block;color:inherit;overflow-wrap:anywhere;padding:.35rem .7rem;border:1px solid currentColor;border-radius:.4rem;line-height:1.75"


def file_address(here: Here, one: Attachment, *, small: bool = False) -> str:
    """Where the browser gets a file, from any page of one step."""
    world = f"?{urlencode({'world': here.source.store.world})}" if here.source.store.is_practice else ""
    return f"s/file/{one.id}{'/small' if small else ''}{world}"


def picture_row(here: Here, files: Sequence[Attachment]) -> None:
    """Files side by side: small pictures that open whole, documents by name."""
    if files:
        st.html(f'<div style="{_ROW}">{"".join(_shown(here, one) for one in files)}</div>')


def _shown(here: Here, one: Attachment) -> str:
    name = one.name or here.say("เอกสาร PDF")
    if not one.is_picture:
        pages = here.say("{n} หน้า", n=format_number(one.pages or 1))
        return f'<a href="{file_address(here, one)}" style="{_DOCUMENT}">{as_html(name)} · {as_html(pages)}</a>'
    picture = (
        f'<img src="{file_address(here, one, small=True)}" alt="{as_html(one.name or here.say("รูป"))}" '
        f'loading="lazy" style="{_PICTURE}">'
    )
    return f'<a href="{file_address(here, one)}" target="_blank" rel="noopener">{picture}</a>'


def files_of(here: Here, records: Sequence[Record]) -> dict[str, tuple[Attachment, ...]]:
    """Files of some records of one kind, of each as this session may see it."""
    found: dict[str, tuple[Attachment, ...]] = {record.id: () for record in records}
    for audience, ids in audience_for(here.source.store, here.actor, records).items():
        found |= attached(here.source, records[0].about.id, ids, audience=audience)
    return found


def evidence_proving(kind_id: str, record_id: str, proofs: Sequence[PlaceProof]) -> list[Evidence]:
    """Evidence as far as rights go: whose it is, and that it lies with what it proves."""
    return [Evidence.model_construct(id=one.id, proves_kind=kind_id, proves=record_id) for one in proofs]


def proof_pictures(here: Here, kind_id: str, record_id: str, proofs: Sequence[PlaceProof]) -> None:
    """Files of the evidence of a record, side by side."""
    found = files_of(here, evidence_proving(kind_id, record_id, proofs))
    picture_row(here, [one for files in found.values() for one in files])


def files_part(here: Here, acts: FileActs, record: Record) -> None:
    """A record's files with what can be done to each, and more of them."""
    files, place = files_of(here, [record])[record.id], f"files.{record.id}"
    offer_undo(here, place, lambda _kind, file_id: acts.put_back(file_id))
    with st.container(horizontal=True):
        for one in files:
            with st.container(border=True, width=_WIDE, key=f"file.{one.id}"):
                _one(here, acts, place, one)
    _add(here, acts, record, place)
    _taken(here, acts, record)


def _one(here: Here, acts: FileActs, place: str, one: Attachment) -> None:
    say = here.say
    picture_row(here, [one])
    told = [md(one.name) if one.is_picture else "", say("{size} MB", size=format_number(one.size / _MB, 1))]
    if one.latitude is not None and one.longitude is not None:
        told.append(f":material/location_on: {one.latitude:.6f}, {one.longitude:.6f}")
    st.caption(" · ".join(t for t in told if t))
    st.checkbox(
        say("เผยแพร่ได้"),
        value=one.public,
        key=f"file.{one.id}.public.{one.public}",
        on_change=_publish,
        args=(here, acts, one),
        help=say("ผู้อ่านทุกคนเห็นแฟ้มนี้ ถ้ามีคนในภาพต้องได้รับความยินยอมก่อน"),
    )
    if st.button(say("เอาออก"), key=f"file.{one.id}.away", icon=":material/delete:", type="tertiary"):
        with shows_problems(here) as outcome:
            acts.take_away(one.id)
        if outcome.ok:
            note_taken(place, one.kind, one.id, one.name)
            done(here, say("เอาแฟ้มออกแล้ว"))


def _publish(here: Here, acts: FileActs, one: Attachment) -> None:
    try:
        acts.publish(one.id, public=not one.public)
    except ThunError as error:
        st.session_state[f"files.{one.record_id}.refused"] = [p.text(here.language) for p in error.problems]
    here.wrote()


def _add(here: Here, acts: FileActs, record: Record, place: str) -> None:
    say = here.say
    show_refused_files(place)
    brought = chosen_files(here, place, documents=ATTACHABLE[record.about.id].documents)
    if st.button(say("แนบแฟ้ม"), key=f"{place}.go", icon=":material/attach_file:", disabled=not brought):
        kept = attach_all(here, acts, record, brought, place)
        done(here, say("แนบแล้ว {n} แฟ้ม", n=kept))


def show_refused_files(place: str) -> None:
    """What could not be attached the last time, and why."""
    with st.container():
        for line in st.session_state.pop(f"{place}.refused", ()):
            st.error(md(line), icon=":material/error:")


def chosen_files(here: Here, place: str, *, documents: bool) -> list[BroughtFile]:
    """The chooser of files with its two questions; what was chosen, not attached yet."""
    say, endings = here.say, PICTURE_ENDINGS + (DOCUMENT_ENDINGS if documents else ())
    st.html(uploader(say("เลือกแฟ้ม")))
    most = ATTACHED_FILE.most // _MB
    words = (
        say("เพิ่มรูป (JPEG PNG WebP) หรือเอกสาร PDF ไม่เกิน {most} MB ต่อแฟ้ม", most=most)
        if documents
        else say("เพิ่มรูป (JPEG PNG WebP) ไม่เกิน {most} MB ต่อแฟ้ม", most=most)
    )
    round_ = st.session_state.get(f"{place}.round", 0)
    files = st.file_uploader(words, type=list(endings), accept_multiple_files=True, key=f"{place}.files.{round_}")
    if not files:
        return []
    public = st.checkbox(
        say("เผยแพร่ได้"), key=f"{place}.public.{round_}", help=say("ผู้อ่านทุกคนเห็นแฟ้มนี้ ถ้ามีคนในภาพต้องได้รับความยินยอมก่อน")
    )
    keep_place = st.checkbox(
        say("เก็บพิกัดที่ถ่ายภาพไว้กับรายการ"),
        key=f"{place}.place.{round_}",
        help=say("พิกัดถูกลบออกจากแฟ้มเสมอ ถ้าเลือก ระบบเก็บพิกัดไว้ให้ผู้บันทึกเห็น"),
    )
    return [BroughtFile(one.name, one.getvalue(), public, keep_place) for one in files]


def attach_all(here: Here, acts: FileActs, record: Record, brought: Sequence[BroughtFile], place: str) -> int:
    """Attach what was chosen at a place; what is refused is told there by the run that follows. How many stand."""
    refused, kept = list[str](), 0
    for one in brought:
        try:
            acts.attach(record.about.id, record.id, one)
            kept += 1
        except ThunError as error:
            refused += [f"{one.name}: {problem.text(here.language)}" for problem in error.problems]
    st.session_state[f"{place}.refused"] = refused
    st.session_state[f"{place}.round"] = st.session_state.get(f"{place}.round", 0) + 1
    return kept


def _taken(here: Here, acts: FileActs, record: Record) -> None:
    """What was taken away here, each with its way back; and for good, for who may."""
    found, say = taken_files(here.source, record.about.id, record.id), here.say
    if not found:
        return
    may_erase = answer(here.actor, Act.ERASE, record.about.id).allowed
    title = say("แฟ้มที่เอาออกแล้ว {n} แฟ้ม (ลบจริงหลัง 90 วัน)", n=len(found))
    with st.expander(title, icon=":material/restore_from_trash:", key=f"files.{record.id}.gone"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(md(one.name), width="stretch")
                if st.button(say("นำกลับ"), key=f"file.{one.id}.back", icon=":material/undo:", type="tertiary"):
                    with shows_problems(here) as outcome:
                        acts.put_back(one.id)
                    if outcome.ok:
                        done(here, say("นำแฟ้มกลับแล้ว"))
                if may_erase:
                    _erase(here, acts, one)


def _erase(here: Here, acts: FileActs, one: Attachment) -> None:
    say = here.say
    with st.popover(say("ลบถาวร"), icon=":material/delete_forever:", type="tertiary"):
        st.markdown(say("แฟ้มจะหายจากเครื่องทันที และจากชุดสำรองภายใน 90 วัน เรียกคืนไม่ได้"))
        why = st.text_input(say("เหตุผล (ไม่ใส่ชื่อบุคคล)"), key=f"file.{one.id}.why")
        if st.button(say("ลบถาวร"), key=f"file.{one.id}.erase"):
            with shows_problems(here) as outcome:
                acts.erase(one.id, why or "")
            if outcome.ok:
                done(here, say("ลบถาวรแล้ว"))
