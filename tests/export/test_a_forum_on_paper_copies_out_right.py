"""Cards, list and minutes of a forum: Thai that copies out, every name of 250 there, nothing that breaks them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pypdfium2 as pdfium
import zxingcpp
from docx import Document
from PIL import Image

from lib.access.actors import OWN_MACHINE
from lib.actions.forum import ballots, ideas, joining
from lib.actions.records.saving import save_typed
from lib.domain.forum_wishes import SeatWish
from lib.export.forum_document import minutes_docx
from lib.export.forum_paper import TableCard, attendance, minutes_pdf, table_cards
from lib.export.work_paper import Paper
from lib.insight.forum.minutes import Minutes, minutes
from lib.insight.source import Source
from lib.store.opening import Store
from lib.ui.frame.speech import words
from tests.actions.forum.halls import Made, made

HOSTILE = '#set page(width: 1pt) "‮ %s \\ & <b> คำ'


def paper(language: str = "th") -> Paper:
    return Paper(language, words(language), "ต.นนทรี อ.กบินทร์บุรี จ.ปราจีนบุรี", "", "", datetime.now(UTC))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def full(store: Store) -> tuple[Made, Minutes]:
    """A forum after its afternoon."""
    hall = made(store, plans=True)
    group = hall.seen().plenum.groups[0]
    for number in range(1, 4):
        joining.add_person(store, OWN_MACHINE, hall.forum, SeatWish(f"คนที่ {number} {HOSTILE[:40]}", group.id, number))
    idea = ideas.add(store, OWN_MACHINE, hall.forum, HOSTILE)
    ideas.sort_into(store, OWN_MACHINE, idea, "ตลาด")
    seat = hall.seat("ป้าสมศรี")
    for form in ("scale", "rank", "several", "certify"):
        ballot = hall.ballot(form, **({"canvas": group.canvas or ""} if form == "certify" else {}))
        ballots.open_ballot(store, OWN_MACHINE, ballot)
        ballots.vote(store, hall.forum, ballot, seat, "w", [0, 2, 1] if form == "rank" else [0])
        ballots.close_ballot(store, OWN_MACHINE, ballot)
    ballots.count_hands(store, OWN_MACHINE, ballot, {"รับรอง": 11})
    ballots.certify(store, OWN_MACHINE, ballot, 15)
    for sort, text in (("decision", "ขายวันเสาร์แรกของเดือน"), ("task", "จองที่หน้าวัด")):
        more = {"owner": "ลุงบุญมา", "due": "1 ธ.ค. 2569"} if sort == "task" else {}
        save_typed(store, OWN_MACHINE, "forum_decision", {"forum": hall.forum, "text": text, "sort": sort, **more})
    return hall, minutes(Source(store), hall.seen(), "th")


def test_minutes_tell_the_same_in_print_and_in_word(sqlite_store: Store) -> None:
    hall, told = full(sqlite_store)
    printed = text_of(minutes_pdf(told, paper()))
    document = Document(io.BytesIO(minutes_docx(told, paper())))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    written = squeezed("".join([*(p.text for p in document.paragraphs), *cells]))
    said = [
        hall.seen().forum.name,
        "ศาลาประชาคม",
        "กลุ่มนำเสนอแผน",
        "ขายวันเสาร์แรกของเดือน",
        "จองที่หน้าวัด",
        "ลุงบุญมา",
        "1 ธ.ค. 2569",
        "ลงคะแนนลับ",
        "เฉลี่ย 1.0",
        "ลงทางโทรศัพท์ 1 จาก 4 ที่นั่ง",
        "มือหรือกระดาษ",
        "กลุ่มแปรรูปปลา (กลุ่มแปรรูปปลา) ฉบับที่",
        "ตลาด",
        "ป้าสมศรี",
        "ผู้เข้าร่วม 4 คน",
    ]
    for text in said:
        assert squeezed(text) in printed, text
        assert squeezed(text) in written, text
    assert "#setpage(width:1pt)" in printed
    assert "Minutes" in Document(io.BytesIO(minutes_docx(told, paper("en")))).paragraphs[0].text


def test_photos_stand_in_both_documents(sqlite_store: Store) -> None:
    _, told = full(sqlite_store)
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "#1f6f78").save(out, "WEBP")
    pictures = [out.getvalue()] * 3
    with pdfium.PdfDocument(io.BytesIO(minutes_pdf(told, paper(), pictures))) as document:
        images = [one for page in document for one in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])]
        assert len(images) == 3
    assert len(Document(io.BytesIO(minutes_docx(told, paper(), pictures))).inline_shapes) == 3


def test_a_list_of_250_has_every_name_and_room_for_more(sqlite_store: Store) -> None:
    hall = made(sqlite_store)
    for number in range(1, 251):
        joining.add_person(sqlite_store, OWN_MACHINE, hall.forum, SeatWish(f"ชื่อที่{number}ย", "", number))
    told = minutes(Source(sqlite_store), hall.seen(), "th")
    for content in (attendance(told, paper()), minutes_pdf(told, paper())):
        printed = text_of(content)
        assert all(f"ชื่อที่{number}ย" in printed for number in range(1, 251))


def test_a_card_for_each_table_says_its_group_and_is_scanned_from_the_sheet(sqlite_store: Store) -> None:
    hall = made(sqlite_store)
    cards = [
        TableCard(
            g.order, g.name, f"http://192.168.43.1:8501/m/in#{hall.code}.{g.order}", hall.code, "192.168.43.1:8501/m/in"
        )
        for g in hall.seen().plenum.groups
    ]
    content = table_cards(hall.seen(), cards, paper())
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        read = {found.text for found in zxingcpp.read_barcodes(document[0].render(scale=3).to_pil().convert("RGB"))}
    assert read == {card.link for card in cards}
    printed = text_of(content)
    assert all(squeezed(card.group) in printed for card in cards)
    assert hall.code in printed
