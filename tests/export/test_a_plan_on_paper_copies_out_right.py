"""Posters and pages: Thai text comes back out as it went in, long plans flow on, hostile text is harmless."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.actions.canvas.states import certify
from lib.domain.errors import BadInput
from lib.domain.thai_date import bangkok_today
from lib.export import canvas_paper as paper
from lib.export.canvas_paper import PaperWords
from lib.export.paper import fonts, renderer, word_breaks
from lib.insight.canvas.board import Board, read_board
from lib.schema.canvas_choices import CANVAS_STEPS
from lib.store.opening import Store

LINK = "https://thun.example/canvas?canvas=cv-1&code=k7fm-x2hp-9wqt"
HARD = (
    "น้ำปลาร้าต้มสุก ขึ้นชื่อที่สุดในตำบลท่าสายลวด",
    "กลุ่มผู้เลี้ยงปลากระชังริมแม่น้ำเมย ๑๘ ราย ส่งปลานิล ๒๐ กก. ต่าง ๆ",
    "ผู้ใหญ่บ้านช่วยประสานพื้นที่ จัดกติกา และแก้ข้อขัดแย้ง",
    "เก็บได้ ๖ เดือน ซีลสุญญากาศ ทอดหรืออบได้ทันที",
)


def say(text: str, **values: object) -> str:
    return text.format(**values) if values else text


def told_by(board: Board, **more: Any) -> PaperWords:
    lines = {n: [(i.text, "") for i in board.plan.of_step(n)] for n in range(1, 6)}
    lines[6] = [(a.text, "") for a in board.plan.activities]
    lines[8] = [(p.text, p.gives) for p in board.plan.partners]
    steps = {int(o.value): (o.th[:18], o.th, "#1f6f78", "ใครกินใครใช้") for o in CANVAS_STEPS}
    values = {
        "language": "th",
        "say": say,
        "steps": steps,
        "lines": lines,
        "place": "ต.เขาไม้แก้ว",
        "ribbon": "",
        "link": LINK,
        "made_at": datetime(2026, 11, 21, tzinfo=UTC),
    }
    return PaperWords(**(values | more))


@pytest.fixture
def canvas(sqlite_store: Store) -> str:
    made = filling.start(
        sqlite_store,
        OWN_MACHINE,
        {"name": "ปลาแดดเดียวบ้านท่าอาจ", "area": "TH-250204", "year": "2570", "households": "32"},
        "กลุ่มแปรรูปปลา",
    )
    return made.canvas


def fill(store: Store, canvas: str, step: str, *texts: str) -> None:
    for text in texts:
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": step, "text": text})


def board(store: Store, canvas: str) -> Board:
    with store.database.reading() as connection:
        found = read_board(connection, canvas)
    assert found is not None
    return found


def text_of(pdf: bytes) -> str:
    """What a browser copies out, spaces and line ends left aside."""
    with pdfium.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", "", "".join(pages))


def size_mm(pdf: bytes) -> tuple[int, int]:
    with pdfium.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_line_of_the_plan_copies_out_of_the_poster_as_it_was_typed(sqlite_store: Store, canvas: str) -> None:
    fill(sqlite_store, canvas, "1", *HARD)
    told = board(sqlite_store, canvas)
    made = paper.poster(told, told_by(told))
    assert size_mm(made) == (420, 297)
    copied = text_of(made)
    for text in (*HARD, told.canvas.name, told.group):
        assert squeezed(text) in copied, text
    page = paper.one_page(told, told_by(told))
    assert size_mm(page) == (210, 297)
    assert all(squeezed(text) in text_of(page) for text in HARD)


def test_readers_that_look_up_single_glyphs_find_every_thai_mark(sqlite_store: Store, canvas: str) -> None:
    fill(sqlite_store, canvas, "1", *HARD)
    told = board(sqlite_store, canvas)
    wanted = {c for text in HARD for c in text if unicodedata.category(c) == "Mn"}
    mapped: set[str] = set()
    with pikepdf.open(io.BytesIO(paper.poster(told, told_by(told)))) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                for code in re.findall(rb"<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]+)>", one.ToUnicode.read_bytes()):
                    mapped |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    assert wanted <= mapped


@pytest.mark.long
def test_a_long_plan_goes_on_in_full_on_a_second_page(sqlite_store: Store, canvas: str) -> None:
    lines = [f"ข้อที่ {n} {HARD[n % 4]}" for n in range(40)]
    fill(sqlite_store, canvas, "2", *lines)
    told = board(sqlite_store, canvas)
    made = paper.poster(told, told_by(told))
    with pdfium.PdfDocument(made) as document:
        assert len(document) >= 2
    copied = text_of(made)
    assert all(squeezed(line) in copied for line in lines)
    assert squeezed("ดูต่อหน้าถัดไป") in copied
    short = paper.poster(board(sqlite_store, canvas), told_by(told, lines={1: [("สั้น", "")]}))
    with pdfium.PdfDocument(short) as document:
        assert len(document) == 1


def test_one_long_box_stays_on_the_a4_page_that_has_room(sqlite_store: Store, canvas: str) -> None:
    fill(sqlite_store, canvas, "2", *(f"ข้อที่ {n} {HARD[n % 4]}" for n in range(16)))
    told = board(sqlite_store, canvas)
    made = paper.one_page(told, told_by(told))
    with pdfium.PdfDocument(made) as document:
        assert len(document) == 1
    assert squeezed("ดูต่อหน้าถัดไป") not in text_of(made)


def test_bars_of_the_poster_never_lie_on_one_another(sqlite_store: Store, canvas: str) -> None:
    for number, text in enumerate(HARD):
        typed = {"step": "5", "text": f"{number} {text}", "gain": "income", "units": "10", "units_high": "20"}
        filling.put(sqlite_store, OWN_MACHINE, canvas, "canvas_item", {**typed, "price": "10", "months": "12"})
    told = board(sqlite_store, canvas)
    with pdfium.PdfDocument(paper.poster(told, told_by(told))) as document:
        page = document[0]
        text = page.get_textpage()
        amounts = text.search("1,200–2,400")
        found = []
        while (at := amounts.get_next()) is not None:
            found.append(text.get_charbox(at[0]))
    assert len(found) >= 4, "a range, as on the screen"
    heights = sorted((bottom, top) for _, bottom, _, top in found)
    assert all(below[1] <= above[0] for below, above in itertools.pairwise(heights))


def test_what_is_left_is_a_range_and_turnover_is_called_turnover(sqlite_store: Store, canvas: str) -> None:
    gain = {"step": "5", "text": "ขายปลา", "gain": "income", "units": "100", "price": "80", "price_high": "120"}
    filling.put(sqlite_store, OWN_MACHINE, canvas, "canvas_item", {**gain, "months": "12"})
    told = board(sqlite_store, canvas)
    for made in (paper.poster, paper.one_page):
        copied = text_of(made(told, told_by(told)))
        assert "96,000–144,000" in copied
        assert squeezed("ได้ (ยังไม่หักต้นทุน)") in copied
    act = filling.put(sqlite_store, OWN_MACHINE, canvas, "canvas_activity", {"text": "ซื้อปลา"}).record.id
    cost = {"text": "ค่าปลา", "activity": act, "amount": "30000"}
    filling.put(sqlite_store, OWN_MACHINE, canvas, "canvas_cost", cost)
    told = board(sqlite_store, canvas)
    copied = text_of(paper.one_page(told, told_by(told)))
    assert "66,000–114,000" in copied
    assert squeezed("ยังไม่หักต้นทุน") not in copied


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "x"',
        "$ x^2 $ *bold* _it_ `code` = H",
        "\\ \\u{202e} [#] ] )",
        '=HYPERLINK("http://x")',
        "<script>alert(1)</script>",
        "\u202eกลับหัว\u202c",
        "ก" + "่" * 300,
        "x" * 290,
        "👩\u200d🌾 🐟",
        "\ue000\uf8ff",
    ],
)
def test_hostile_text_is_set_as_text_or_left_out(sqlite_store: Store, canvas: str, hostile: str) -> None:
    fill(sqlite_store, canvas, "1", f"ก{hostile}"[:300])
    told = board(sqlite_store, canvas)
    copied = text_of(paper.poster(told, told_by(told)))
    wanted = word_breaks.safe(f"ก{hostile}"[:300], fonts.glyphs())
    assert squeezed(wanted) in copied or len(wanted) > 200
    assert "root:" not in copied
    assert "\u202e" not in copied


def test_the_picture_is_a_png_of_the_poster_and_the_blank_form_bears_the_questions(
    sqlite_store: Store, canvas: str
) -> None:
    told = board(sqlite_store, canvas)
    assert paper.picture(told, told_by(told)).drawn().startswith(b"\x89PNG")
    form = paper.blank(told_by(told), told)
    assert squeezed("ใครกินใครใช้") in text_of(form)
    assert squeezed(told.canvas.name) in text_of(form)
    nobody = paper.blank(told_by(told, link="javascript:alert(1)"))
    assert squeezed(told.canvas.name) not in text_of(nobody)


def test_a_certified_plan_says_who_and_practice_data_says_so(sqlite_store: Store, canvas: str) -> None:
    certify(sqlite_store, OWN_MACHINE, canvas, bangkok_today(), "สภาองค์กรชุมชนตำบลเขาไม้แก้ว", 42)
    told = board(sqlite_store, canvas)
    ribbon = told_by(told, ribbon="ข้อมูลฝึกหัด")
    for made in (paper.poster(told, ribbon), paper.one_page(told, ribbon)):
        assert squeezed("สภาองค์กรชุมชนตำบลเขาไม้แก้ว") in text_of(made)
        assert squeezed("ข้อมูลฝึกหัด") in text_of(made)


def test_the_workbook_holds_the_plan_and_no_formula(sqlite_store: Store, canvas: str) -> None:
    fill(sqlite_store, canvas, "1", "=1+1")
    told = board(sqlite_store, canvas)
    made = paper.workbook(told, told_by(told), [("ข้อ", [["ข้อความ"], ["=1+1"]])])
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert all(c.data_type == "s" for c in cells)
    assert sum(c.value == "=1+1" for c in cells) == 2


def test_what_cannot_be_set_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput):
        renderer.render("canvas_poster", {"boxes": []})
    monkeypatch.setattr(renderer, "SECONDS", 0.01)
    with pytest.raises(BadInput):
        renderer.render("canvas_poster", {})


@given(st.text(alphabet=st.sampled_from("กขเแ้่ำาุ๑12 .,()ๆ–abc"), max_size=60))
def test_words_put_together_are_the_text_again(text: str) -> None:
    safe = word_breaks.safe(text)
    found = word_breaks.thai_words(safe)
    assert "".join(found) == safe
    for before, word in itertools.pairwise(found):
        if before != " " and word != " ":
            assert unicodedata.category(word[0]) != "Mn", "no mark begins a line"
            assert word[0] not in "ๆ)"


def test_numbers_stay_with_their_units_and_months_with_their_years() -> None:
    assert "2 ชั่วโมง" in word_breaks.thai_words("ภายใน 2 ชั่วโมง")
    assert "ต.ค. 2569" in word_breaks.thai_words("เริ่ม ต.ค. 2569")
    assert "ต่าง ๆ" in word_breaks.thai_words("ต่าง ๆ")
    assert "แม่สอด" in word_breaks.thai_words("อำเภอแม่สอด")
