"""What the app writes into a cell reads back as the same value; rows are told apart without ids."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.actions.imports.lookups import known_of
from lib.domain.thai_date import BANGKOK
from lib.domain.three_way import Merge, merge
from lib.intake.context import IntakeContext as KnownThings
from lib.intake.headings import headings
from lib.intake.identity import KnownRow, SheetRow, identify
from lib.intake.values import options_of, read_value
from lib.intake.wording import place_label, word
from lib.schema.field import NoAnswer, Sync
from lib.schema.household import HouseholdSurvey
from lib.schema.record import nested_fields, shape, specs
from lib.schema.registry import KINDS
from lib.store.opening import Store

SYNCED = [m for m in KINDS.values() if m.about.sync is not Sync.NONE]


@pytest.fixture(scope="module")
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> KnownThings:
    import shutil

    from lib.store.database import Database

    folder = tmp_path_factory.mktemp("wording")
    shutil.copy(request.getfixturevalue("sqlite_template"), folder / "own.sqlite")
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder)
    found = known_of(store)
    store.database.close()
    return found


def samples(model: Any, spec: Any, known: KnownThings) -> list[Any]:
    python, many, _ = shape(model, spec.id)
    if spec.refers_to == "area":
        fits = [p.id for p in known.gazetteer.by_id.values() if not spec.area_types or p.type in spec.area_types]
        few = fits[:: max(len(fits) // 40, 1)]
        return [few[:1], few[3:6]] if many else few
    if spec.options or spec.choice_list or spec.refers_to:
        values = [c.value for c in options_of(spec, known)]
        return [values[:1], values[:2]] if many and values else values
    if python is bool:
        return [True, False]
    if python is date:
        return [date(2023, 9, 19), date(2024, 2, 29), date(1999, 12, 31)]
    if python is int:
        return [2564] if spec.format == "be_year" else [1, 42, 1200]
    if python in (float, Decimal):
        return {"latitude": [13.75], "longitude": [101.5]}.get(spec.id, [Decimal("1200.50"), Decimal("3.00")])
    if spec.format == "phone":
        return ["0812345678"]
    return [["ก", "ข"]] if many else ["กลุ่มทอผ้า", "=1+1", "<b>"]


@pytest.mark.parametrize("model", SYNCED, ids=lambda m: m.about.id)
def test_every_value_of_a_synced_kind_survives_the_way_to_a_cell_and_back(model: Any, known: KnownThings) -> None:
    looked_at = 0
    for name, spec in specs(model).items():
        if name in nested_fields(model) or shape(model, name).python is datetime:
            continue
        for value in samples(model, spec, known):
            cell = word(model, spec, value, known)
            reading = read_value(model, spec, cell, known)
            assert reading.settled, (name, value, cell, reading.why)
            assert reading.value == value or str(reading.value) == str(value), (name, value, cell)
            looked_at += 1
    assert looked_at > 5


def test_every_place_of_the_country_has_a_label_of_its_own(known: KnownThings) -> None:
    model = KINDS["organisation"]
    spec = specs(model)["area"]
    for place in list(known.gazetteer.by_id.values())[::23]:
        assert read_value(model, spec, word(model, spec, place.id, known), known).value == place.id
    assert place_label(known, "TH-250213") == "ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี"
    assert place_label(known, "unknown") == "unknown"


def test_no_answer_and_nothing_are_different_words(known: KnownThings) -> None:
    model = KINDS["organisation"]
    spec = specs(model)["note"]
    assert word(model, spec, None, known) == ""
    assert word(model, spec, NoAnswer.UNKNOWN, known) == "ไม่ทราบ"
    moment = datetime(2026, 11, 21, 3, 0, tzinfo=BANGKOK)
    verified = specs(KINDS["tambon_progress"])["verified_at"]
    assert word(KINDS["tambon_progress"], verified, moment, known) == "21 พ.ย. 2569"
    texts = [h.text for h in headings(HouseholdSurvey)]
    assert texts


# Rows without ids


def k(record_id: str, row: int, **raw: Any) -> KnownRow:
    return KnownRow(record_id, row, repr(raw), raw)


def f(row: int, record_id: str = "", **raw: Any) -> SheetRow:
    return SheetRow(row, record_id, repr(raw), raw)


def test_rows_are_known_by_id_then_content_then_name_then_place() -> None:
    known = [k("a", 1, name="ก", n=1), k("b", 2, name="ข", n=2), k("c", 3, name="ค", n=3)]
    found = identify(known, [f(5, "b", name="ข", n=9), f(1, "", name="ก", n=1), f(2, "", name="ค", n=7)], "name")
    assert found.ids == {5: "b", 1: "a", 2: "c"}
    assert found.gone == set()


def test_a_copied_row_leaves_the_id_to_the_first() -> None:
    known = [k("a", 1, name="ก", n=1)]
    found = identify(known, [f(1, "a", name="ก", n=1), f(4, "a", name="ก", n=2)], "name")
    assert found.ids == {1: "a"}
    assert found.doubled == {4: "a"}


def test_what_fits_several_is_asked_and_nothing_is_gone_meanwhile() -> None:
    known = [k("a", 1, name="ก", n=1, m=1), k("b", 2, name="ข", n=1, m=1)]
    found = identify(known, [f(7, "", name="ค", n=1, m=1)], "name")
    assert found.ids == {}
    assert found.unsure == {7: ("a", "b")}
    assert found.gone == set()


@given(
    st.lists(st.tuples(st.text("กขค", max_size=2), st.integers(0, 3)), max_size=6, unique=True),
    st.randoms(use_true_random=False),
)
def test_clearing_every_id_and_sorting_finds_every_row_again(rows: list[tuple[str, int]], rng: Any) -> None:
    known = [k(f"r{i}", i, name=name, n=n) for i, (name, n) in enumerate(rows)]
    order = list(range(len(rows)))
    rng.shuffle(order)
    found = identify(known, [f(at, "", name=rows[i][0], n=rows[i][1]) for at, i in enumerate(order)], "name")
    assert {at: f"r{i}" for at, i in enumerate(order)} == found.ids
    assert not found.gone


@pytest.mark.parametrize(
    ("sheet", "app", "readable", "same", "fate"),
    [
        (False, False, True, True, Merge.STAY),
        (False, True, True, False, Merge.PUSH),
        (True, False, True, False, Merge.TAKE),
        (True, True, True, True, Merge.AGREE),
        (True, True, True, False, Merge.CLASH),
        (True, False, False, False, Merge.UNREAD),
        (True, True, False, False, Merge.UNREAD),
    ],
)
def test_three_ways_of_one_field(sheet: bool, app: bool, readable: bool, same: bool, fate: Merge) -> None:
    assert merge(sheet_changed=sheet, app_changed=app, readable=readable, same=same) is fate
