"""A quarter as a picture: planned beside what came, by hand; what nobody told is no zero."""

from __future__ import annotations

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.export.quarter_card import _data, quarter_card
from lib.insight.canvas.board import board
from lib.insight.canvas.followed import followed
from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store.opening import Store
from lib.ui.canvas.paper import paper_words
from lib.ui.frame.speech import words


def test_the_figures_are_those_of_the_plans_months(sqlite_store: Store) -> None:
    begun = {"area": "TH-250213", "year": "2569", "name": "แผนปลาแดดเดียว", "level": "group"}
    plan = filling.start(sqlite_store, OWN_MACHINE, begun, "กลุ่มแปรรูปปลา").canvas
    sale = {"gain": "income", "text": "ขายปลา", "units": "10", "unit": "ห่อ", "price": "100", "months": "12"}
    filling.put(sqlite_store, OWN_MACHINE, plan, "canvas_item", {"step": "5", **sale})
    for number, income in ((1, "3000"), (2, "1500")):
        told = {"year": "2569", "quarter": str(number), "income": income, "reason": "น้ำท่วมตลาด"}
        filling.put(sqlite_store, OWN_MACHINE, plan, "canvas_follow_up", told)
    source = Source(sqlite_store)
    shown = board(source, plan, audience=Audience.READER).value
    assert shown is not None
    first, second = followed(shown)
    said = _data(shown, second, paper_words(words("th"), source, shown, ""))
    (income,) = said["figures"]
    # 10 × 100 a month: 3,000 a quarter, of which 1,500 came; 4,500 of 6,000 so far.
    assert (income["plan"], income["actual"]) == (1.0, 0.5)
    assert (income["plan_words"], income["actual_words"]) == ("3,000 บาท", "1,500 บาท")
    assert said["so_far"] == "รายได้จริงถึงไตรมาสนี้ 4,500 บาท · 75% ของแผน"
    assert [t["text"] for t in said["told"]] == ["น้ำท่วมตลาด"]
    assert (
        "ไม่ได้บอก"
        in _data(shown, first.model_copy(update={"income": None}), paper_words(words("th"), source, shown, ""))[
            "figures"
        ][0]["actual_words"]
    )
    assert quarter_card(shown, second, paper_words(words("en"), source, shown, "")).drawn().startswith(b"\x89PNG")
