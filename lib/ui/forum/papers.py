"""Before and after: cards for the tables, the list to sign, the hall's Wi-Fi and size; then the minutes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from lib.access.policy import Act
from lib.export.canvas_paper import one_page
from lib.export.forum_document import minutes_docx
from lib.export.forum_paper import TableCard, attendance, minutes_pdf, table_cards
from lib.export.paper.join import joined
from lib.export.paper.word_breaks import get_ready
from lib.export.work_paper import Paper
from lib.insight.canvas.board import board
from lib.insight.display_value import area_names
from lib.insight.forum.minutes import minutes
from lib.insight.records.attached import pictures_of
from lib.ui.canvas.paper import paper_words
from lib.ui.form.attached import files_part
from lib.ui.forum.carrying import pack_part
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.frame.light import light_path
from lib.ui.frame.share import app_address, only_here

#: As many as two pages of minutes hold.
_MOST_PHOTOS = 6
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_papers(pen: DeskPen) -> None:
    """Three headings: before, in the hall, after."""
    get_ready()
    say = pen.here.say
    st.markdown(f"#### {say('ก่อนเวที')}")
    _cards(pen)
    _hall(pen)
    pack_part(pen)
    st.markdown(f"#### {say('หลังเวที')}")
    if not pen.here.may_to(Act.READ, "forum", pen.forum):
        st.caption(say("ดาวน์โหลดรายชื่อได้เฉพาะผู้มีสิทธิดูรายชื่อ"))
        return
    told, paper = minutes(pen.here.source, pen.hall, pen.here.language), _paper(pen)
    pictures = _photos(pen)
    with st.container(horizontal=True):
        for words, make, name, kind in (
            (say("บันทึกการประชุม (PDF)"), partial(minutes_pdf, told, paper, pictures), "minutes.pdf", "application/pdf"),
            (say("บันทึกการประชุม (Word)"), partial(minutes_docx, told, paper, pictures), "minutes.docx", _DOCX),
            (say("รายชื่อให้ลงนาม (PDF)"), partial(attendance, told, paper), "attendance.pdf", "application/pdf"),
        ):
            st.download_button(
                words, make, name, kind, icon=":material/download:", key=f"forum.{name}", on_click="ignore"
            )
        plans = [g.canvas for g in pen.hall.plenum.groups if g.canvas]
        if plans:
            st.download_button(
                say("แผนทุกกลุ่ม {n} แผน (PDF)", n=len(plans)),
                partial(_all_plans, pen, plans),
                "plans.pdf",
                "application/pdf",
                icon=":material/print:",
                key="forum.plans.pdf",
                on_click="ignore",
            )
        if pen.here.may(Act.WRITE, "event"):
            event = partial(pen.acts.note_event, pen.forum)
            pen.button(
                say("บันทึกเป็นกิจกรรมของพื้นที่"), event, "event", ButtonLook(":material/event_available:", "secondary")
            )
    st.caption(say("มีกำหนดการ ผู้เข้าร่วม ความคิด ผลการลงคะแนนและวิธีลง มติ แผนที่รับรองพร้อมฉบับ และงานที่ต้องทำ"))


def _photos(pen: DeskPen) -> list[bytes]:
    """Photos of the forum: added here, and in the minutes."""
    say, head = pen.here.say, pen.hall.plenum.head.record
    with st.expander(say("รูปจากเวที"), icon=":material/photo_camera:"):
        files_part(pen.here, pen.all_acts.records.files, head)
    return pictures_of(pen.here.source, "forum", pen.forum, _MOST_PHOTOS)


def _all_plans(pen: DeskPen, plans: list[str]) -> bytes:
    """Every group's plan on one page, one after another; a hall prints them in one go."""
    here, pages = pen.here, list[bytes]()
    for canvas in plans:
        shown = board(here.source, canvas, fresh=True).value
        if shown is not None:
            pages.append(one_page(shown, paper_words(here.say, here.source, shown, "")))
    return joined(pages)


def _cards(pen: DeskPen) -> None:
    say, code = pen.here.say, pen.hall.code
    if not code:
        st.info(say("เปิดรับคนเข้าเวทีก่อน จึงพิมพ์การ์ดโต๊ะได้ เพราะรหัสอยู่บนการ์ด"), icon=":material/door_open:")
        return
    address = app_address(f"{light_path(practice=bool(pen.here.practice_note))}/in")
    shown = address.partition("://")[2]
    cards = [TableCard(g.order, g.name, f"{address}#{code}.{g.order}", code, shown) for g in pen.hall.plenum.groups]
    cards = cards or [TableCard(0, pen.hall.forum.name, f"{address}#{code}", code, shown)]
    st.download_button(
        say("พิมพ์การ์ดโต๊ะ {n} ใบ (PDF)", n=len(cards)),
        partial(table_cards, pen.hall, cards, _paper(pen)),
        "table-cards.pdf",
        "application/pdf",
        icon=":material/print:",
        key="forum.cards",
        on_click="ignore",
    )
    st.caption(say("รหัสบนการ์ดใช้ได้จนกว่าจะปิดรับ ที่อยู่บนการ์ดคือ {address}", address=shown))
    if only_here(address):
        st.warning(
            say("ตอนนี้โทรศัพท์ยังเข้าไม่ได้ เปิดระบบด้วย `python3 run.py hall` แล้วพิมพ์การ์ดจากหน้านั้น"), icon=":material/wifi_off:"
        )


def _hall(pen: DeskPen) -> None:
    say, live = pen.here.say, pen.hall.live
    with st.expander(say("Wi-Fi และขนาดห้อง"), icon=":material/wifi:"):
        left, right = st.columns(2)
        with left:
            name = st.text_input(say("ชื่อ Wi-Fi"), live.wifi_name, key="forum.wifi", max_chars=63)
            word = st.text_input(say("รหัส Wi-Fi"), live.wifi_word, key="forum.wifi.word", max_chars=63)
            pen.button(
                say("ให้จอบอก"),
                lambda: pen.acts.set_wifi(pen.forum, name or "", word or ""),
                "wifi",
                ButtonLook(sort="secondary"),
            )
            st.caption(say("จอแสดงทั้งชื่อและรหัสให้ทุกคนเห็น พร้อม QR"))
        with right:
            length = st.number_input(say("แถวหลังสุดห่างจากจอ (เมตร)"), 2.0, 60.0, live.length, key="forum.length")
            width = st.number_input(say("ภาพบนจอกว้าง (เมตร)"), 0.5, 20.0, live.width, key="forum.width")
            pen.button(
                say("ปรับขนาดตัวหนังสือ"),
                lambda: pen.acts.measure(pen.forum, length, width),
                "size",
                ButtonLook(sort="secondary"),
            )
            st.caption(say("ตัวหนังสือบนจอใหญ่พอให้แถวหลังสุดอ่านได้ เปิดจอใหม่หลังปรับ"))


def _paper(pen: DeskPen) -> Paper:
    here = pen.here
    place = area_names(here.source).get(pen.hall.forum.area)
    return Paper(
        here.language, here.say, place.text(here.language) if place else "", here.practice_note, "", datetime.now(UTC)
    )
