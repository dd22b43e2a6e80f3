"""Reference files: every row validates, ids are unique and lasting, places exist."""

import csv
from collections import Counter
from pathlib import Path

import geothai
import pytest

from lib.domain.places import place_id
from lib.schema.centre import IncubationCentre
from lib.schema.programme import ListItem, StrategyGoal
from lib.schema.record import every_spec, specs
from lib.schema.registry import kind
from lib.store.reference import FILES, REFERENCE, areas, read_file

PROVINCES = REFERENCE / "provinces.csv"


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def area_ids() -> set[str]:
    """Every place of the gazetteer."""
    return {a.id for a in areas()}


def test_every_file_is_known() -> None:
    assert {f.stem for f in REFERENCE.glob("*.csv")} == {*FILES, "provinces"}


@pytest.mark.parametrize("kind_id", FILES)
def test_every_row_validates_and_no_cell_is_dropped(kind_id: str) -> None:
    rows, made = _rows(REFERENCE / f"{kind_id}.csv"), read_file(kind_id)
    assert len(rows) == len(made) > 0
    for row, record in zip(rows, made, strict=True):
        for name, cell in row.items():
            assert not cell or getattr(record, name) not in (None, "", []), (record.id, name)


@pytest.mark.parametrize("kind_id", FILES)
def test_headers_are_field_ids(kind_id: str) -> None:
    heads = list(_rows(REFERENCE / f"{kind_id}.csv")[0])
    assert heads[0] == "id"
    assert set(heads[1:]) <= set(specs(kind(kind_id)))


@pytest.mark.parametrize("file", sorted(REFERENCE.glob("*.csv")), ids=lambda f: f.name)
def test_a_file_is_utf8_without_bom_and_without_stray_spaces(file: Path) -> None:
    raw = file.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert all(cell is not None and cell == cell.strip() for row in _rows(file) for cell in row.values())


def test_ids_are_unique_and_start_with_their_kind() -> None:
    made = [record for kind_id in FILES for record in read_file(kind_id)]
    assert len({r.id for r in made}) == len(made)
    assert all(r.id.startswith(f"{r.about.prefix}-") for r in made)


@pytest.mark.parametrize("kind_id", FILES)
def test_every_row_has_its_source_where_the_kind_asks_for_one(kind_id: str) -> None:
    if "source" in specs(kind(kind_id)):
        assert all(row["source"] for row in _rows(REFERENCE / f"{kind_id}.csv"))


@pytest.mark.parametrize("kind_id", FILES)
def test_every_area_exists(kind_id: str, area_ids: set[str]) -> None:
    for name, spec in every_spec(kind(kind_id)).items():
        if spec.refers_to == "area":
            named = {getattr(r, name) for r in read_file(kind_id)} - {None}
            assert named <= area_ids


def test_chosen_list_values_exist() -> None:
    known = {(i.list, i.value) for i in read_file("list_item") if isinstance(i, ListItem)}
    for centre in read_file("incubation_centre"):
        assert isinstance(centre, IncubationCentre)
        assert {("product", v) for v in centre.products} <= known
        assert {("target_group", v) for v in centre.target_groups} <= known


def test_each_ladder_has_exactly_one_counting_rung_and_is_unconfirmed() -> None:
    items = [i for i in read_file("list_item") if isinstance(i, ListItem)]
    counting = {(i.list, i.value) for i in items if i.counts}
    assert counting == {("tambon_rung", "concrete"), ("province_rung", "team")}
    assert all(i.unconfirmed for i in items if i.list.endswith("_rung"))


def test_a_list_entry_is_named_by_its_list_and_value_in_a_gapless_order() -> None:
    items = [i for i in read_file("list_item") if isinstance(i, ListItem)]
    assert all(i.id == f"li-{i.list}-{i.value}" for i in items)
    for name in {i.list for i in items}:
        orders = [i.order for i in items if i.list == name]
        assert orders == list(range(1, len(orders) + 1))


def test_the_77_provinces_are_the_gazetteers() -> None:
    rows = _rows(PROVINCES)
    known = {p.code: (p.name_th, p.name_en) for p in geothai.provinces()}
    assert len(rows) == 77
    assert {r["code"]: r["province_th"] for r in rows} == {c: n[0] for c, n in known.items()}
    assert {r["unconfirmed"] for r in rows} == {"true", "false"}
    assert Counter(r["region"] for r in rows) == {"N": 17, "NE": 20, "CW": 14, "BE": 12, "S": 14}


def test_provinces_whose_region_is_unsure_are_unconfirmed() -> None:
    unsure = {r["code"] for r in _rows(PROVINCES) if r["unconfirmed"] == "true"}
    assert {"73", "74"} <= unsure  # one of them is the 13th province of Bangkok and the East


def test_there_are_four_strategies_of_three_goals() -> None:
    goals = [g for g in read_file("strategy_goal") if isinstance(g, StrategyGoal)]
    assert [g.number for g in goals] == [f"{s}.{n}" for s in range(1, 5) for n in range(1, 4)]
    assert len({g.strategy_th for g in goals}) == 4
    assert all(g.target is None and g.actual is None for g in goals)  # none is published


def test_the_four_addresses_that_need_care_are_held_honestly() -> None:
    made = [c for c in read_file("incubation_centre") if isinstance(c, IncubationCentre)]
    centres = {c.id[-2:]: c for c in made}
    assert len(centres) == 12
    bang_bon, trat, tak, pattani = (centres[n] for n in ("02", "03", "07", "11"))
    assert all(c.place_note for c in (bang_bon, trat, tak, pattani))
    assert (bang_bon.area, bang_bon.basis) == (place_id("1050"), "area")
    assert (trat.area, trat.basis) == (place_id("23"), "area")
    assert (tak.area, tak.basis) == (None, "unresolved")
    assert pattani.area == place_id("940902")
    assert all(c.unconfirmed for c in (bang_bon, trat, tak))
