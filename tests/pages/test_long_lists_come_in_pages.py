"""A household with a thousand debts opens like any other: rows in pages, nothing lost by turning them."""

from __future__ import annotations

import time
from typing import Any

from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE
from lib.actions.records import drafting
from lib.domain.limits import DRAFTS_AT_ONCE, ROWS_AT_ONCE
from lib.insight.source import Source
from tests.pages.conftest import Open

MANY = 1_000


def rows(app: AppTest) -> list[str]:
    """What stands in the boxes for the purpose of each debt drawn."""
    return [str(b.value) for b in app.text_input if b.label == "กู้เพื่อ"]


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception


def opened(own: Source, open_page: Open, count: int) -> AppTest:
    debts = [{"id": "", "no_answer": {}, "purpose": f"ข้อ {n}"} for n in range(count)]
    typed: dict[str, Any] = {"consent": "yes", "has_debt": "yes", "debts": debts, "no_answer": {}}
    draft = drafting.keep_draft(own.store, OWN_MACHINE, "", "household_survey", "", 0, typed)
    return open_page("records", kind="household_survey", record="new", draft=draft.code)


def test_a_thousand_rows_are_drawn_a_page_at_a_time(own: Source, open_page: Open) -> None:
    started = time.process_time()
    app = opened(own, open_page, MANY)
    assert rows(app) == [f"ข้อ {n}" for n in range(ROWS_AT_ONCE)]
    assert time.process_time() - started < 20, "the whole form took 49 s"


def test_a_new_row_is_seen_and_a_row_that_goes_takes_no_other_with_it(own: Source, open_page: Open) -> None:
    app = opened(own, open_page, ROWS_AT_ONCE)
    assert len(rows(app)) == ROWS_AT_ONCE
    press(app, "เพิ่มหนี้แต่ละก้อน")
    assert rows(app) == ["" if v == "None" else v for v in rows(app)][-1:], "the page of the new row is open"
    next(b for b in app.text_input if b.label == "กู้เพื่อ").input("ใหม่").run()
    (draft,) = drafting.open_drafts(own.store, OWN_MACHINE, "household_survey")
    assert [d.get("purpose") for d in draft.typed["debts"]] == [*(f"ข้อ {n}" for n in range(ROWS_AT_ONCE)), "ใหม่"]
    press(app, f"ลบแถวที่ {ROWS_AT_ONCE + 1}")
    assert rows(app) == [f"ข้อ {n}" for n in range(ROWS_AT_ONCE)], "the page before it"


def test_drafts_are_listed_in_pages_and_none_vanishes(own: Source, open_page: Open) -> None:
    for n in range(DRAFTS_AT_ONCE + 5):
        drafting.keep_draft(own.store, OWN_MACHINE, "", "organisation", "", 0, {"name": f"ร่าง {n}"})
    app = open_page("records", kind="organisation")
    listed = [b for b in app.button if str(b.key).startswith("draft.")]
    assert len(listed) == DRAFTS_AT_ONCE
    assert any(f"{DRAFTS_AT_ONCE + 5} ร่าง" in e.label for e in app.expander)
