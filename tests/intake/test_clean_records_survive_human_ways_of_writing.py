"""Clean records, messed up in random human ways, come back the same or as an honest question."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.thai_text import to_ascii_digits
from lib.intake.context import IntakeContext
from lib.intake.dates import read_date
from lib.intake.grid import Grid
from lib.intake.header import plan_tab
from lib.intake.numbers import read_number
from lib.intake.reading import Verdict
from lib.intake.row_read import RowState
from lib.intake.table import read_rows
from lib.intake.units import Unit
from tests.intake.conftest import TODAY
from tests.intake.messing import MESSES, Sheet, some_day, write_date, write_money

HONEST = (Verdict.QUESTION, Verdict.REJECTED)
#: What dice happen to reach is not to count as covered, and watching costs as much again.
pytestmark = pytest.mark.no_cover
SEEDS = st.integers(0, 2**32)


def rates_of(sheet: Sheet, known: IntakeContext) -> Counter[str]:
    """Every cell's fate; `wrong` is a value that was accepted and is another, or that vanished."""
    plan = plan_tab(sheet.grid)
    assert plan.kind == sheet.kind
    assert not plan.proposals
    read = [r for r in read_rows(sheet.grid, plan, known) if r.state is not RowState.NOTE]
    assert len(read) == len(sheet.truth)
    told: Counter[str] = Counter()
    for row, truth in zip(read, sheet.truth, strict=True):
        for name, right in truth.items():
            found, verdict = row.values.get(name), row.worst(name)
            if found is None:
                told[verdict.value if verdict in HONEST else "wrong"] += 1
            elif found != right:
                told["wrong"] += 1
            else:
                told["used" if verdict is Verdict.EMPTY else verdict.value] += 1
            assert not told["wrong"], f"{name}: {found!r} ({verdict}) for {right!r}"
    return told


@pytest.mark.long
@pytest.mark.parametrize("kind", MESSES)
def test_a_messy_sheet_never_becomes_another_record(known: IntakeContext, kind: str) -> None:
    @given(seed=SEEDS)
    @settings(max_examples=60)
    def messed(seed: int) -> None:
        rates_of(MESSES[kind](known, random.Random(seed)), known)

    messed()


@pytest.mark.parametrize("kind", MESSES)
def test_most_cells_need_no_person(known: IntakeContext, kind: str, record_property: pytest.FixtureRequest) -> None:
    """Honest questions are no use if everything is asked about. ``bench intake`` reports the rates."""
    told: Counter[str] = Counter()
    for seed in range(40):
        told += rates_of(MESSES[kind](known, random.Random(seed)), known)
    record_property("rates", dict(told))  # type: ignore[operator]
    assert (told["used"] + told["normalised"]) / told.total() >= 0.95, told


@given(seed=SEEDS)
@settings(max_examples=150)
def test_a_date_is_the_same_day_in_every_spelling(known: IntakeContext, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(8):
        day = some_day(rng)
        written = write_date(day, rng)
        found = read_date(written, TODAY)
        assert found.value == day if found.settled else found.verdict in HONEST, written


@given(baht=st.integers(1, 900_000_000))
@settings(max_examples=150)
def test_money_is_the_same_to_the_baht(baht: int) -> None:
    rng = random.Random(baht)
    written = write_money(Decimal(baht), rng)
    found = read_number(written, Decimal, Unit("บาท", "baht"))
    assert found.value == baht if found.settled else found.verdict in HONEST, written


@given(text=st.text(alphabet="0123456789๐๕.,-–~ /()%xXนบ้าทคไรงวพลหมื่แสถึ\n\u200b", max_size=14))
@settings(max_examples=400)
def test_a_number_is_made_only_of_the_digits_that_stand_there(text: str) -> None:
    """Whatever is typed: a plain figure that is accepted shows exactly the digits of the cell."""
    for python, unit in ((int, "คน"), (Decimal, "บาท")):
        found = read_number(text, python, Unit(unit))
        if not found.settled or any(w in text for w in ("ล้", "แส", "หมื", "พ", "ร้")):
            continue
        digits = "".join(c for c in to_ascii_digits(text) if c.isdigit() or c == ".").strip(".")
        assert Decimal(digits) == abs(Decimal(found.value)), (text, found.value)


@pytest.mark.parametrize("text", ["", "-", "N/A", "ไม่มีข้อมูล", "\u200b", " \u00a0 "])
def test_nothing_is_made_of_nothing(known: IntakeContext, text: str) -> None:
    grid = Grid("องค์กร", [["ชื่อองค์กร", "ประเภทองค์กร", "จำนวนสมาชิก"], ["ก", "กลุ่ม", text]])
    row = read_rows(grid, plan_tab(grid, "organisation"), known)[0]
    assert "members" not in row.values


def test_thousands_of_ditto_marks_say_what_stands_above_them(known: IntakeContext) -> None:
    rows = [["ก", "กลุ่ม", 5.0], *([f"ก{n}", '"', 5.0] for n in range(2_000))]
    grid = Grid("องค์กร", [["ชื่อองค์กร", "ประเภทองค์กร", "จำนวนสมาชิก"], *rows])
    read = read_rows(grid, plan_tab(grid, "organisation"), known)
    assert {row.values["type"] for row in read} == {"group"}
