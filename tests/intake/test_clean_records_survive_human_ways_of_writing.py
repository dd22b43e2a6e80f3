"""Clean records, messed up in random human ways, come back the same or as an honest question."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.thai_date import MONTHS_SHORT_TH, MONTHS_TH, be_year
from lib.intake.columns import plan_tab
from lib.intake.gazetteer import LEVELS
from lib.intake.grid import Grid
from lib.intake.known import Known
from lib.intake.reading import Verdict
from lib.intake.table import read_rows
from lib.schema.choices import ORGANISATION_TYPES
from tests.intake.test_a_place_is_found_or_asked_about import slip

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
HEADINGS = {
    "name": ("ชื่อองค์กร", "ชื่อกลุ่ม", "ชื่อวิสาหกิจชุมชน"),
    "type": ("ประเภทองค์กร", "ประเภท", "Type"),
    "area/tambon": ("ตำบล", "ชื่อตำบล", "ต."),
    "area/district": ("อำเภอ", "อ.", "ชื่ออำเภอ"),
    "area/province": ("จังหวัด", "จ.", "ชื่อจังหวัด"),
    "members": ("จำนวนสมาชิก", "จำนวนสมาชิก (คน)", "จำนวน สมาชิก"),
}
#: What became of all cells of all examples, for the report in docs/performance.md.
RATES: Counter[str] = Counter()


def wobble(text: str, rng: random.Random) -> str:
    """Spaces, hidden characters and letters in an order that looks the same."""
    how = rng.choice(("none", "spaces", "hidden", "double e", "nikhahit", "digits"))
    if how == "spaces":
        return f"  {text} "
    if how == "hidden":
        at = rng.randrange(len(text) + 1)
        return text[:at] + "\u200b" + text[at:]
    if how == "double e":
        return text.replace("แ", "เเ")
    if how == "nikhahit":
        return text.replace("ำ", "ํา")
    return text.translate(_THAI) if how == "digits" else text


def write_number(value: int, rng: random.Random) -> Any:
    forms = (
        str(value),
        f"{value:,}",
        f"{value} คน",
        float(value),
        f" {value:,} คน ",
        str(value).translate(_THAI),
    )
    return rng.choice(forms)


def write_date(day: date, rng: random.Random) -> Any:
    be = be_year(day.year)
    forms: list[Any] = [
        f"{day.day}/{day.month}/{be}", f"{day.day:02}/{day.month:02}/{be}", f"{day.day} {MONTHS_TH[day.month - 1]} {be}",
        f"{day.day} {MONTHS_SHORT_TH[day.month - 1]} {be}", f"{day.day}-{day.month}-{be}", day.isoformat(), day,
        float((day - date(1899, 12, 30)).days), f"วันที่ {day.day} {MONTHS_TH[day.month - 1]} พ.ศ. {be}",
        f"{day.day} {MONTHS_SHORT_TH[day.month - 1]}{be % 100}", f"{day.day}/{day.month}/{be % 100}",
    ]  # fmt: skip
    made = rng.choice(forms)
    return made.translate(_THAI) if isinstance(made, str) and rng.random() < 0.3 else made


@given(seed=st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_an_organisation(known: Known, seed: int) -> None:
    rng = random.Random(seed)
    places = [p for p in known.gazetteer.by_id.values() if p.type in LEVELS["tambon"]]
    truth, rows = [], []
    order = list(HEADINGS)
    rng.shuffle(order)
    heads = [rng.choice(HEADINGS[name]) for name in order]
    for n in range(5):
        place = rng.choice(places)
        kind = rng.choice(ORGANISATION_TYPES)
        members = rng.randrange(1, 40_000)
        name = f"กลุ่มแม่บ้านน้ำใส {n}"
        district = known.gazetteer.district_of(place)
        assert district is not None
        typed = slip(place.name_th, rng) if rng.random() < 0.4 else place.name_th
        cells = {
            "name": wobble(name, rng),
            "type": wobble(rng.choice((kind.th, kind.en, kind.value)), rng),
            "area/tambon": wobble(rng.choice(("", "ต.", "ตำบล", "ต. ")) + typed, rng),
            "area/district": wobble(rng.choice(("", "อ.", "อำเภอ")) + district.name_th, rng),
            "area/province": wobble(
                rng.choice(("", "จ.", "จังหวัด")) + known.gazetteer.by_id[place.province].name_th, rng
            ),
            "members": write_number(members, rng),
        }
        truth.append({"type": kind.value, "area": place.id, "members": members})
        rows.append([cells[name] for name in order])
    above = [["บัญชีรายชื่อองค์กร"], []] if rng.random() < 0.5 else []
    grid = Grid("ข้อมูล", [*above, heads, *rows])
    plan = plan_tab(grid)
    assert plan.kind == "organisation"
    assert not plan.proposals
    read = read_rows(grid, plan, known)
    assert len(read) == len(truth)
    for row, right in zip(read, truth, strict=True):
        for name, value in right.items():
            _judge(row.values.get(name), value, row.worst(name))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_a_date(known: Known, seed: int) -> None:
    rng = random.Random(seed)
    days = [date(2017, 1, 1) + timedelta(days=rng.randrange(3_600)) for _ in range(8)]
    grid = Grid(
        "กิจกรรม",
        [
            ["ชื่อกิจกรรม", "ประเภท", "วันเริ่ม"],
            *([f"งาน {n}", "อบรม", write_date(d, rng)] for n, d in enumerate(days)),
        ],
    )
    plan = plan_tab(grid, "event")
    for row, day in zip(read_rows(grid, plan, known), days, strict=True):
        _judge(row.values.get("starts_on"), day, row.worst("starts_on"))


def _judge(found: Any, right: Any, verdict: Verdict) -> None:
    if found is None:
        assert verdict in (Verdict.QUESTION, Verdict.REJECTED), "neither a value nor a reason"
        RATES[verdict.value] += 1
        return
    RATES["wrong" if found != right else verdict.value] += 1
    assert found == right, f"{found!r} was accepted for {right!r}"


@pytest.mark.parametrize("text", ["", "-", "N/A", "ไม่มีข้อมูล", "\u200b", " \u00a0 "])
def test_nothing_is_made_of_nothing(known: Known, text: str) -> None:
    grid = Grid("องค์กร", [["ชื่อองค์กร", "ประเภทองค์กร", "จำนวนสมาชิก"], ["ก", "กลุ่ม", text]])
    row = read_rows(grid, plan_tab(grid, "organisation"), known)[0]
    assert "members" not in row.values
