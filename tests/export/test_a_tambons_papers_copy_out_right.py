"""The village's page, the certificate and the paper form: Thai that copies out, and nothing that breaks them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save_typed
from lib.actions.tambon import work as tambon_work
from lib.export.paper.join import joined
from lib.export.work_paper import Bar, Panel, Paper, certificate, form, result_page
from lib.insight.tambon.work import Work, read_work
from lib.schema.field import Option
from lib.schema.registry import kind
from lib.store.opening import Store
from lib.ui.frame.speech import words
from tests.actions.survey.household_forms import AREA, YEAR, certify_plan

HOSTILE = '#set page(width: 1pt) "‮ %s \\ & <b> ผลผลิต'


def paper(**more: Any) -> Paper:
    told = {
        "language": "th",
        "say": words("th"),
        "place": "ท่าสายลวด แม่สอด ตาก",
        "ribbon": "",
        "link": "https://example.org/x",
    }
    return Paper(**{**told, "made_at": datetime.now(UTC), **more})


def text_of(content: bytes) -> tuple[str, int]:
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", "", "".join(pages)), len(pages)


@pytest.fixture
def plan(sqlite_store: Store) -> tuple[Store, str]:
    work = tambon_work.begin(sqlite_store, OWN_MACHINE, AREA, YEAR)
    for number in range(14):
        told = {
            "work": work,
            "text": f"แผนงานที่ {number} ทำปุ๋ยหมักใช้เองทั้งตำบล",
            "indicator": HOSTILE if number == 3 else "ค่าปุ๋ย",
            "baseline": "9,600",
            "target": "5,000.5",
            "better": "down",
            "budget": "45,000",
            "owner": "สมศรี",
            "method": "อบรมและทดลองในแปลง",
            "source": "กองทุนตำบล",
            "level": "family",
            "from_day": "1 ต.ค. 2568",
            "to_day": "30 ก.ย. 2569",
        }
        save_typed(sqlite_store, OWN_MACHINE, "plan_line", told)
    return sqlite_store, work


def opened(store: Store, work: str) -> Work:
    with store.database.reading() as connection:
        found = read_work(connection, work)
    assert found is not None
    return found


def test_a_draft_says_that_it_is_one_and_a_certificate_what_was_decided(plan: tuple[Store, str]) -> None:
    store, work = plan
    draft, _ = text_of(certificate(opened(store, work), paper()))
    assert "ยังไม่ได้รับรอง" in draft
    certify_plan(store, work)
    printed = certificate(opened(store, work), paper(ribbon="ข้อมูลฝึกหัด"))
    told, pages = text_of(printed)
    with pdfium.PdfDocument(io.BytesIO(printed)) as document:
        read = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil().convert("RGB"))
    assert [one.text for one in read] == ["https://example.org/x"], "whoever holds the paper can check it"
    for said in (
        f"เลขที่{AREA}/{YEAR}",
        "มีผู้เข้าร่วม80คน",
        "เห็นชอบ77คน",
        "มีมติรับรองแผนฉบับนี้",
        "เห็นชอบตามเสนอ",
        "9,600→5,000.50",
        "รวมงบ630,000บาท",
        "สมศรี",
        "ลงชื่อ",
        "ข้อมูลฝึกหัด",
        "1ต.ค.2568–30ก.ย.2569",
        "อบรมและทดลองในแปลง·แหล่งงบกองทุนตำบล",
    ):
        assert said in told, said
    assert told.count("แผนงานที่") == 28, "each in the table, and with its method"
    assert pages >= 2, "long plans go on"


def test_names_of_people_are_not_for_readers(plan: tuple[Store, str]) -> None:
    store, work = plan
    told, _ = text_of(certificate(opened(store, work), paper(names=False)))
    assert "สมศรี" not in told


def test_a_villages_page_fits_one_page_as_pdf_and_picture() -> None:
    panels = [
        Panel(f"เงินรั่วทางใหญ่ที่สุดคือซื้อปุ๋ย {n}", [Bar(f"หมู่ {k} {HOSTILE}", f"{k},000", k / 7) for k in range(1, 8)], "บาทต่อปี")
        for n in range(6)
    ]
    figures = [("รายได้ตรงกลาง", "13,400", "บาท/เดือน")] * 4
    told, pages = text_of(result_page("ผลสำรวจของเรา", figures, panels, "จาก 10 ครัวเรือน", paper()))
    assert pages == 1
    assert told.count("เงินรั่วทางใหญ่ที่สุด") == 6
    assert "13,400" in told
    picture = result_page("ผลสำรวจของเรา", [], panels[:1], "", paper(link="ftp://no"), picture=True)
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize("kind_id", ["household_survey", "tambon_survey", "local_product", "tambon_work"])
def test_a_paper_form_asks_what_the_declaration_asks(kind_id: str) -> None:
    lists = {"product": (Option("rice", "ข้าว", "Rice"),)}
    filled = {"household_code": "03-017", "area": "ท่าสายลวด"}
    one = form(kind(kind_id), paper(), lists, filled=filled, notice="อ่านให้ฟัง")
    told, pages = text_of(one)
    assert "อ่านให้ฟัง" in told
    if kind_id == "household_survey":
        for said in ("03-017", "ไม่สะดวกตอบ", "หนี้แต่ละก้อน", "ถามเมื่อ“มีหนี้หรือไม่”=มี", "ขายให้ใคร", "รายได้รายจ่าย"):
            assert said in told, said
        assert "ตรวจแล้วเมื่อ" not in told, "what the app says is not asked"
    twice, many = text_of(joined([one, one]))
    assert (many, twice.count("อ่านให้ฟัง")) == (2 * pages, 2)
    assert joined([one]) is one
