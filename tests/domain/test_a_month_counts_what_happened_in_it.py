"""Months, what is needed a month, and two moments of a ladder held against each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lib.domain.ladder_changes import LadderThen, MoveCause, StepThen, What, changes
from lib.domain.ladders import Rung
from lib.domain.months import Month, format_month, format_period, is_a_quarter, months_until, needed_per_month

RUNGS = (Rung("plan", 1, False), Rung("in_use", 2, False), Rung("concrete", 3, True))
DAY = date(2026, 10, 31)
PROVED = StepThen("tp-1", "concrete", "verified", date(2026, 10, 9), has_evidence=True, verified_by="สมศรี")


def ladder(*steps: StepThen, day: date = DAY, rungs: tuple[Rung, ...] = RUNGS) -> LadderThen:
    return LadderThen(day, rungs, {"TH-250213": steps})


def test_a_month_knows_its_days_and_its_fiscal_quarter() -> None:
    month = Month.of(date(2028, 2, 29))
    assert (month.id, month.first, month.last) == ("2028-02", date(2028, 2, 1), date(2028, 2, 29))
    # Midnight in Bangkok is 17:00 of the day before in UTC.
    assert month.end == datetime(2028, 2, 29, 17, tzinfo=UTC)
    assert (month.fiscal_year, month.fiscal_quarter, month.ends_a_quarter) == (2571, 2, False)
    assert [Month(2026, n).fiscal_quarter for n in (10, 12, 1, 3, 4, 6, 7, 9)] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [n for n in range(1, 13) if Month(2026, n).ends_a_quarter] == [3, 6, 9, 12]
    assert Month(2026, 10).fiscal_year == 2570
    assert Month(2026, 9).fiscal_year == 2569
    assert (Month(2026, 1).plus(-1), Month(2026, 12).plus(1), Month(2026, 5).plus(-17)) == (
        Month(2025, 12),
        Month(2027, 1),
        Month(2024, 12),
    )
    assert [m.id for m in months_until(Month(2026, 2), 3)] == ["2025-12", "2026-01", "2026-02"]
    assert (format_month(Month(2026, 11)), format_month(Month(2026, 11), "en")) == ("พ.ย. 2569", "Nov 2026")
    assert format_month(Month(2026, 11), short=False) == "พฤศจิกายน 2569"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "2569-11x", "9999-01", "2026-11-01", "๒๕๖๙-๑๑"]
)
def test_what_is_no_month_is_none(text: str) -> None:
    assert Month.read(text) is None


def test_months_are_read_as_addresses_name_them() -> None:
    assert Month.read("2026-11") == Month(2026, 11)


def test_what_is_needed_a_month_is_counted_from_today() -> None:
    # 61 days are two months of 30.44 days and 0.12 days more: 10 / 2.0039.
    assert needed_per_month(10, date(2026, 11, 1), date(2027, 1, 1)) == pytest.approx(4.990, abs=0.001)
    assert needed_per_month(0, date(2026, 11, 1), date(2027, 1, 1)) is None
    assert needed_per_month(10, date(2026, 11, 1), date(2026, 11, 1)) is None
    assert needed_per_month(10, date(2026, 11, 1), date(2021, 9, 30)) is None


CAME: list[tuple[dict[str, Any] | None, MoveCause]] = [
    (None, MoveCause.VERIFIED),
    ({"status": "reported"}, MoveCause.VERIFIED),
    ({"status": "returned"}, MoveCause.VERIFIED),
    ({"rung": "plan"}, MoveCause.VERIFIED),
    ({"has_evidence": False}, MoveCause.EVIDENCE),
    ({"reached_on": date(2026, 10, 5)}, MoveCause.DAY_CAME),
]


@pytest.mark.parametrize(("before", "why"), CAME)
def test_a_place_that_begins_to_count_says_why(before: dict[str, Any] | None, why: MoveCause) -> None:
    then = ladder(*([replace(PROVED, **before)] if before is not None else []), day=date(2026, 9, 30))
    (found,) = changes(then, ladder(PROVED))
    assert (found.what, found.why, found.now, found.record_id) == (What.NEW, why, "concrete", "tp-1")
    assert found.who == ("สมศรี" if why is MoveCause.VERIFIED else "")


WENT: list[tuple[dict[str, Any] | None, MoveCause]] = [
    (None, MoveCause.WITHDRAWN),
    ({"status": "returned"}, MoveCause.RETURNED),
    ({"status": "rejected"}, MoveCause.REJECTED),
    ({"status": "reported"}, MoveCause.REOPENED),
    ({"has_evidence": False}, MoveCause.EVIDENCE_GONE),
    ({"reached_on": date(2570, 1, 1)}, MoveCause.DAY_MOVED),
]


@pytest.mark.parametrize(("after", "why"), WENT)
def test_a_place_that_ceases_to_count_says_why(after: dict[str, Any] | None, why: MoveCause) -> None:
    now = ladder(*([replace(PROVED, **after)] if after is not None else []))
    (found,) = changes(ladder(PROVED), now)
    assert (found.what, found.why, found.then, found.now) == (What.LOST, why, "concrete", "")


def test_a_ladder_that_was_changed_is_the_reason_of_its_own() -> None:
    other = (Rung("plan", 1, False), Rung("in_use", 2, True), Rung("concrete", 3, False))
    (lost,) = changes(ladder(PROVED), ladder(PROVED, rungs=other))
    assert (lost.what, lost.why) == (What.LOST, MoveCause.LADDER)
    (new,) = changes(ladder(PROVED, rungs=other), ladder(PROVED))
    assert (new.what, new.why) == (What.NEW, MoveCause.LADDER)


def test_steps_below_the_counting_rung_move_up_and_down() -> None:
    plan = StepThen("tp-2", "plan", "verified", date(2026, 1, 1), has_evidence=True)
    use = replace(plan, id="tp-3", rung="in_use")
    (up,) = changes(ladder(plan), ladder(plan, use))
    assert (up.what, up.then, up.now, up.why) == (What.UP, "plan", "in_use", MoveCause.VERIFIED)
    (down,) = changes(ladder(plan, use), ladder(plan, replace(use, status="rejected")))
    assert (down.what, down.then, down.now, down.why) == (What.DOWN, "in_use", "plan", MoveCause.REJECTED)
    assert changes(ladder(plan, PROVED), ladder(plan, use, PROVED)) == [], "it counts as before"


def test_what_is_only_said_is_reported_and_does_not_count() -> None:
    said = replace(PROVED, status="reported")
    told = ladder(said, replace(said, id="tp-9", rung="plan", status="returned"))
    assert told.reported("TH-250213") == {"concrete"}
    assert told.counted() == told.proved("TH-250213") == frozenset()
    assert LadderThen(DAY, RUNGS[:2], {"TH-250213": [PROVED]}).counted() == frozenset(), (
        "nothing counts without its rung"
    )


def test_a_quarter_is_three_months_held_against_its_beginning() -> None:
    assert [Month(2026, n).quarter_begun_after.id for n in (10, 11, 12)] == ["2026-09"] * 3
    assert [Month(2026, n).quarter_begun_after.id for n in (1, 2, 3)] == ["2025-12"] * 3
    assert is_a_quarter(Month(2026, 9), Month(2026, 12))
    assert not is_a_quarter(Month(2026, 10), Month(2026, 12))
    assert not is_a_quarter(Month(2026, 9), Month(2026, 11))
    assert format_period(Month(2026, 9), Month(2026, 12)) == "ไตรมาส 1 ปีงบประมาณ 2570"
    assert format_period(Month(2026, 9), Month(2026, 12), "en") == "Q1 FY2570 B.E."
    assert format_period(Month(2026, 9), Month(2026, 10)) == "ตุลาคม 2569"
