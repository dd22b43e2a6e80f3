"""All pages, own and practice, Thai and English, for writers and readers, without any failure."""

from __future__ import annotations

import re

import pytest

from lib.access.actors import READER
from lib.config import forget_everything
from lib.ui.frame import shell
from lib.ui.frame.registry import PAGES
from tests.pages.conftest import Open, words_on

THAI = re.compile(r"[ก-๙]")


@pytest.mark.parametrize("page", [p.id for p in PAGES])
@pytest.mark.parametrize("world", ["own", "practice"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_page_opens(open_page: Open, page: str, world: str, language: str) -> None:
    app = open_page(page, world=world, lang=language)
    title = next(p for p in PAGES if p.id == page).title(language)
    assert [t.value for t in app.title] == [title]
    assert not app.error
    marked = any(("ฝึกหัด" in w.value) or ("ractice" in w.value) for w in app.markdown)
    assert marked == (world == "practice")
    if language == "en":
        labels = [e.label for e in [*app.selectbox, *app.button, *app.metric, *app.text_input]]
        places = {"คลัสเตอร์"}
        assert [
            label
            for label in labels
            if THAI.search(label) and label not in places and page not in ("records", "canvas", "tambon")
        ] == []


@pytest.mark.parametrize("page", [p.id for p in PAGES])
def test_a_reader_sees_no_way_to_write(open_page: Open, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    app = open_page(page)
    assert "เพิ่มรายการใหม่" not in words_on(app)
    if page == "records":
        assert "ดูได้อย่างเดียว" in words_on(app)
        assert not {"บุคคล", "แบบสำรวจครัวเรือน"} & set(app.selectbox[0].options)


def test_without_records_there_is_no_figure_and_an_invitation(open_page: Open) -> None:
    said = words_on(open_page())
    assert said.count("ยังไม่มีตัวเลขเผยแพร่") == 2
    assert "เริ่มที่หน้า “บันทึก”" in said


def test_the_practice_country_is_told_as_it_is(open_page: Open) -> None:
    app = open_page(world="practice")
    by_label = {m.label: m.value for m in app.metric}
    assert by_label["มีชื่อในระบบ"] == "58"
    assert 200 < int(by_label["ตำบลรูปธรรมที่พิสูจน์แล้ว จาก 500"]) < 500


def test_a_page_reached_without_home_has_the_same_shell(folder) -> None:  # type: ignore[no-untyped-def]
    """Streamlit's old multipage mode runs the page's own script for the first visitor."""
    from streamlit.testing.v1 import AppTest

    from tests.pages.conftest import HOME

    app = AppTest.from_file(str(HOME.parent / "pages" / "strategy.py"), default_timeout=60)
    app.run()
    assert not app.error
    assert [t.value for t in app.title] == ["ยุทธศาสตร์"]


def test_a_failure_is_a_sentence_with_a_number(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from lib.insight.country import published as module

    def broken(*_arguments: object) -> None:
        raise RuntimeError("boom <secret>")

    monkeypatch.setattr(module, "_build", broken)
    app = open_page()
    (error,) = app.error
    number = re.search(r"แจ้งผู้ดูแลด้วยเลข (\w{6})", error.value)
    assert number
    assert f"failure {number.group(1)}" in caplog.text
    assert "boom" not in error.value


def test_a_store_that_cannot_open_is_a_sentence(folder, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from streamlit.testing.v1 import AppTest

    from tests.pages.conftest import HOME

    (folder / "broken").mkdir()
    (folder / "broken" / "own.sqlite").write_bytes(b"not a database" * 200)
    with monkeypatch.context() as patch:
        patch.setenv("THUN_DATA_DIR", str(folder / "broken"))
        forget_everything()
        app = AppTest.from_file(str(HOME), default_timeout=60)
        app.run()
        assert "แฟ้มข้อมูลเสียหาย" in app.error[0].value
    forget_everything()
