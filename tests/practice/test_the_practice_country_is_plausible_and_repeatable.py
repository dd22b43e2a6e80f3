"""The practice country: the same from the same seed, plausible, with the mistakes people make."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest

from lib.domain.places import BANGKOK_ID, LAT_RANGE, LON_RANGE
from lib.domain.thai_date import fiscal_year
from lib.practice.centres import CENTRES, PUBLISHED_IN
from lib.practice.country import SEED, InventedPlace, confirmed_none, country
from lib.practice.places import MARK
from lib.schema.area import Area
from lib.schema.centre import IncubationCentre
from lib.schema.field import NoAnswer
from lib.schema.household import HouseholdSurvey
from lib.schema.ladders import LadderStep, ProvincialNetwork, TambonProgress
from lib.schema.people import Learning, Organisation, Person
from lib.schema.problems import validate
from lib.schema.programme import ListItem
from lib.schema.record import Record, every_spec, plain
from lib.schema.work import Event, Evidence, Project
from lib.store.reference import areas, read_file

TODAY = date(2026, 11, 21)
R = TypeVar("R", bound=Record)


@pytest.fixture(scope="module")
def places() -> list[InventedPlace]:
    """The gazetteer as the practice country gets it."""
    known = _of(areas(), Area)
    regions = {a.id: a.region or "" for a in known if a.type == "province"}
    return [InventedPlace(a.id, a.type, a.name_th, a.province, regions[a.province]) for a in known if a.province]


@pytest.fixture(scope="module")
def points(places: Sequence[InventedPlace]) -> dict[str, tuple[float, float]]:
    """A middle for every province; where exactly does not matter here."""
    return {p.id: (15.0, 101.0) for p in places if p.type == "province"}


@pytest.fixture(scope="module")
def made(places: list[InventedPlace], points: dict[str, tuple[float, float]]) -> list[Record]:
    """The practice country of a day."""
    return country(places, points, TODAY)


def _of(made: Sequence[Record], model: type[R]) -> list[R]:
    return [r for r in made if isinstance(r, model)]


def _proven(made: Sequence[Record]) -> set[str]:
    return {e.proves for e in _of(made, Evidence)}


def test_the_same_seed_gives_the_same_country(
    places: list[InventedPlace], points: dict[str, tuple[float, float]], made: list[Record]
) -> None:
    again = country(places, points, TODAY, SEED)
    assert [plain(r) for r in again] == [plain(r) for r in made]


def test_another_seed_gives_another_country(
    places: list[InventedPlace], points: dict[str, tuple[float, float]], made: list[Record]
) -> None:
    other = country(places, points, TODAY, SEED + 1)
    assert [plain(r) for r in other] != [plain(r) for r in made]


def test_ids_are_unique_and_start_with_their_kind(made: list[Record]) -> None:
    ids = [r.id for r in made]
    assert len(ids) == len(set(ids))
    assert all(r.id.startswith(f"{r.about.prefix}-practice") for r in made)


def test_every_record_validates_as_if_it_had_been_typed(made: list[Record]) -> None:
    for record in made:
        assert plain(validate(type(record), plain(record))) == plain(record)


@pytest.mark.parametrize("today", [date(2023, 3, 1), TODAY, date(2028, 1, 1)])
def test_numbers_are_plausible_on_any_day(
    places: list[InventedPlace], points: dict[str, tuple[float, float]], today: date
) -> None:
    for seed in (SEED, 7):
        made = country(places, points, today, seed)
        steps, proven = _of(made, TambonProgress), _proven(made)
        concrete = [s for s in steps if s.rung == "concrete" and s.reached_on <= today]
        proved = {s.area for s in concrete if s.status == "verified" and s.id in proven}
        beside = {s.area for s in concrete if s.status != "returned"} - proved
        assert len({s.area for s in steps}) == 900
        assert 330 <= len(proved) <= 380
        assert 45 <= len(beside) <= 75
        assert any(s.status == "returned" and s.returned_reason for s in concrete)
        assert len({s.area for s in _of(made, ProvincialNetwork)}) == 70
        counted = Counter(type(r) for r in made)
        assert counted[IncubationCentre] == CENTRES
        assert [counted[m] for m in (Organisation, Event, Project, HouseholdSurvey)] == [65, 40, 25, 426]
        assert counted[Person] - len({n.person for n in _of(made, Learning)}) == 8, "contacts who are no leaders"


def test_rungs_rise_over_the_years_of_the_plan(made: list[Record]) -> None:
    order = {"trained": 1, "plan": 2, "in_use": 3, "spread": 4, "concrete": 5}
    by_tambon: dict[str, list[TambonProgress]] = {}
    for step in _of(made, TambonProgress):
        if step.reached_on <= TODAY:
            assert 2564 <= fiscal_year(step.reached_on) <= 2569
            by_tambon.setdefault(step.area, []).append(step)
    for steps in by_tambon.values():
        first = {s.rung: s.reached_on for s in reversed(steps)}
        days = [first[rung] for rung in sorted(first, key=order.__getitem__)]
        assert days == sorted(days)


def test_regions_are_uneven(places: list[InventedPlace], made: list[Record]) -> None:
    region = {p.id: p.region for p in places}
    reached = Counter(region[s.area] for s in _of(made, TambonProgress) if s.rung == "concrete")
    assert set(reached) == {"N", "NE", "CW", "BE", "S"}
    assert max(reached.values()) > 4 * min(reached.values())


def test_the_mistakes_that_people_make_are_in_it(made: list[Record]) -> None:
    steps, proven = _of(made, TambonProgress), _proven(made)
    verified = [s for s in steps if s.status == "verified"]
    assert 5 <= sum(s.id not in proven for s in verified) <= 12
    ahead = [s for s in steps if s.reached_on > TODAY]
    assert len(ahead) == 3
    assert any(s.status == "verified" for s in ahead)
    twice = [pair for pair, n in Counter((s.area, s.rung) for s in steps).items() if n > 1]
    assert len(twice) == 6


def test_a_verdict_says_who_and_when_and_lies_in_the_past(made: list[Record]) -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    for step in [r for r in made if isinstance(r, LadderStep)]:
        if step.status == "verified":
            assert step.verified_by
            assert step.verified_by.startswith("ผู้ตรวจฝึกหัด")
            assert step.verified_at is not None
            assert step.verified_at < now
        else:
            assert step.verified_at is None
        assert (step.status == "returned") == bool(step.returned_reason)


def test_centres_show_every_way_of_knowing_a_place(made: list[Record]) -> None:
    centres = _of(made, IncubationCentre)
    assert {c.basis for c in centres} == {"point", "office", "centroid", "area", "unresolved"}
    assert {c.cluster for c in centres} == {"production", "processing", "service"}
    for centre in centres:
        assert (centre.area is None) == (centre.basis == "unresolved")
        assert (centre.latitude is not None) == (centre.basis in ("point", "office", "centroid"))
        if centre.latitude is not None and centre.longitude is not None:
            assert LAT_RANGE[0] <= centre.latitude <= LAT_RANGE[1]
            assert LON_RANGE[0] <= centre.longitude <= LON_RANGE[1]
            assert centre.accuracy_km


def test_a_province_said_to_have_no_centre_has_none(places: list[InventedPlace], made: list[Record]) -> None:
    none = confirmed_none(places, made)
    assert len(none) == 12
    assert none == confirmed_none(places, made)
    listed = _of(read_file("incubation_centre"), IncubationCentre)
    published = {c.area[:5] for c in listed if c.area}
    assert published == set(PUBLISHED_IN)
    practised = {c.area[:5] for c in _of(made, IncubationCentre) if c.area}
    assert not set(none) & (published | practised | {BANGKOK_ID})


def test_names_say_that_they_are_practice(made: list[Record]) -> None:
    for record in made:
        if isinstance(record, (IncubationCentre, Organisation, Event, Project, Evidence)):
            assert record.name.endswith(MARK)
    for person in _of(made, Person):
        assert "ฝึกหัด" in person.name
        assert person.phone is None


def test_households_refuse_leave_gaps_and_may_not_consent(made: list[Record]) -> None:
    surveys = _of(made, HouseholdSurvey)
    assert len({s.area for s in surveys}) == 5
    silent = [s for s in surveys if s.consent == "no"]
    assert silent
    assert all(s.income_per_month is None and not s.debts for s in silent)
    answers = {why for s in surveys for why in s.no_answer.values()}
    assert answers == {NoAnswer.REFUSED, NoAnswer.UNKNOWN}
    assert any("balance" in debt.no_answer for s in surveys for debt in s.debts)
    assert any(s.consent == "yes" and s.savings is None and "savings" not in s.no_answer for s in surveys)


def test_leaders_learn_in_rounds_that_their_tambon_sat_in_and_some_go_on(made: list[Record]) -> None:
    notes, rounds = _of(made, Learning), {e.id: e for e in _of(made, Event) if e.type == "training"}
    homes = {p.id: p.area for p in _of(made, Person)}
    assert len(notes) > len(rounds)
    assert all(homes[n.person] in {t for e in rounds.values() for t in e.tambons} for n in notes)
    sat = Counter(n.person for n in notes)
    assert max(sat.values()) > 1, "nobody went on to another round"
    assert len(sat) == len({homes[p] for p in sat}), "one leader a tambon"
    asked = [n for n in notes if n.mindset_before and n.mindset_after]
    assert any(n.mindset_before != n.mindset_after for n in asked)
    assert any(n.mindset_before == n.mindset_after for n in asked)


def test_everything_that_is_referred_to_exists(places: list[InventedPlace], made: list[Record]) -> None:
    by_kind: dict[str, set[str]] = {"area": {p.id for p in places}}
    for record in [*made, *read_file("strategy_goal")]:
        by_kind.setdefault(record.about.id, set()).add(record.id)
    area_types = {p.id: p.type for p in places}
    lists = {(i.list, i.value) for i in _of(read_file("list_item"), ListItem)}
    for record in made:
        for name, spec in every_spec(type(record)).items():
            value = getattr(record, name)
            values = value if isinstance(value, list) else [value] if value else []
            if spec.refers_to:
                assert set(values) <= by_kind[spec.refers_to], (record.id, name)
            if spec.area_types:
                assert {area_types[v] for v in values} <= set(spec.area_types), (record.id, name)
            if spec.choice_list:
                assert {(spec.choice_list, v) for v in values} <= lists, (record.id, name)
    for evidence in _of(made, Evidence):
        assert evidence.proves in by_kind[evidence.proves_kind]
