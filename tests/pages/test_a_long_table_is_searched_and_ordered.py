"""Long tables are searched by any cell and put in order by any column, and files hold what is seen."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from lib.export.sheets import Cell, Row
from lib.ui.frame.tables import found_in
from tests.pages.conftest import Open

ROWS: list[Row] = [
    {"name": "แม่ทา", "n": 3, "day": Cell("1 ม.ค. 2569", date(2026, 1, 1))},
    {"name": "เกาะช้าง", "n": None, "day": ""},
    {"name": "ขุนยวม", "n": 12, "day": Cell("2 ก.พ. 2569", date(2026, 2, 2))},
]


def names(sought: str = "", by: str = "") -> list[str]:
    return [str(row["name"]) for row in found_in(ROWS, sought, by)]


def test_any_cell_is_searched_in_one_spelling() -> None:
    assert names("เกาะ ช้าง") == ["เกาะช้าง"]
    assert names("ก.พ.") == ["ขุนยวม"]
    assert names("12") == ["ขุนยวม"]
    assert names("none") == names("ไม่มี") == [], "what is not known says nothing"
    many: list[Row] = [{"n": 1234}, {"n": 12.5}, {"n": 20}]
    assert found_in(many, "1,234", "") == [{"n": 1234}]
    assert [r["n"] for r in found_in(many, "", "n")] == [1234, 20, 12.5]
    assert names() == ["แม่ทา", "เกาะช้าง", "ขุนยวม"]


def test_numbers_the_most_days_the_newest_words_as_in_a_dictionary_and_the_unknown_last() -> None:
    assert names(by="n") == ["ขุนยวม", "แม่ทา", "เกาะช้าง"]
    assert names(by="day") == ["ขุนยวม", "แม่ทา", "เกาะช้าง"]
    assert names(by="name") == ["เกาะช้าง", "ขุนยวม", "แม่ทา"]


def test_the_screen_searches_its_table(open_page: Open) -> None:
    app = open_page("progress", world="practice", region="N")
    (box,) = [t for t in app.text_input if t.label == "ค้นในตาราง"]
    (before,) = app.table
    assert len(before.value) == 25
    sought = "เชียงของ"
    box.set_value(sought).run()
    assert not app.exception
    assert app.table
    for table in app.table:
        assert all(sought in " ".join(map(str, row)) for row in table.value.to_numpy())
    box.set_value("ไม่มีที่ใดชื่อนี้แน่").run()
    assert not app.exception
    assert not app.table
    (by,) = [s for s in app.selectbox if s.label == "เรียงตาม"]
    box.set_value("").run()
    by.select("เรียงตาม เป็นรูปธรรมเมื่อ").run()
    days = [str(row[-1]) for row in app.table[0].value.to_numpy()]
    assert all("256" in d for d in days), "the newest first, the unknown last"


def test_a_link_opens_the_table_as_it_was_seen(open_page: Open) -> None:
    whole = open_page("progress", world="practice", region="N").table[0].value.to_numpy().tolist()
    (name,) = {p.split(".")[0] for p in _said(open_page("progress", world="practice", region="N"), "เชียง")}
    second = open_page("progress", world="practice", region="N", **{f"{name}.page": "2"})
    assert second.table[0].value.to_numpy().tolist() != whole
    found = open_page("progress", world="practice", region="N", **{f"{name}.find": "เชียงของ", f"{name}.by": "0"})
    assert {t.value for t in found.text_input if t.label == "ค้นในตาราง"} == {"เชียงของ"}
    assert all("เชียงของ" in " ".join(map(str, r)) for r in found.table[0].value.to_numpy())
    for rubbish in ("99999", "-3", "x", "0"):
        app = open_page("progress", world="practice", region="N", **{f"{name}.page": rubbish, f"{name}.by": rubbish})
        assert len(app.table[0].value) == 25, rubbish


def _said(app: AppTest, sought: str) -> list[str]:
    """What the address says after a search."""
    (box,) = [t for t in app.text_input if t.label == "ค้นในตาราง"]
    box.set_value(sought).run()
    assert not app.exception
    return [name for name in app.query_params if name.endswith(".find")]
