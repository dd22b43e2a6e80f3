"""Publishing a round: when it may, what is held back, and how the next one waits."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.saving import save_typed
from lib.actions.survey import households
from lib.actions.survey.releasing import release
from lib.domain.errors import BadInput, NotAllowed
from lib.insight.source import Source
from lib.insight.survey.results import Why, others, preview, rechecked, releases
from lib.insight.survey.rounds import country
from lib.insight.tambon.workspace_list import works
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.survey.household_forms import AREA, YEAR, begin, typed, visit, visited


def publish(store: Store, area: str = AREA) -> int:
    return release(store, OWN_MACHINE, area, YEAR).number


def test_nothing_is_released_below_ten_checked_households(store: Store) -> None:
    visited(store, 9)
    visit(store, 30)
    with pytest.raises(BadInput) as caught:
        publish(store)
    assert "9 ครัวเรือน" in caught.value.problems[0].th
    visited(store, 1, first=40)
    assert publish(store) == 1
    (told,) = releases(Source(store), AREA, YEAR, fresh=True).value
    # incomes 9 000 … 9 800 and 13 000: the middle of ten is 9 450
    assert told.figure("money", "income_middle") == 9_500
    assert told.get("money", "village", "1") is not None


def test_a_second_release_waits_for_ten_and_the_first_stays(store: Store) -> None:
    visited(store, 12)
    publish(store)
    with pytest.raises(BadInput) as same:
        publish(store)
    assert "ยังเหมือนฉบับล่าสุด" in same.value.problems[0].th
    visited(store, 9, first=100)
    with pytest.raises(BadInput) as few:
        publish(store)
    assert "ไม่ถึง 10 ครัวเรือน" in few.value.problems[0].th
    visited(store, 1, first=200)
    assert publish(store) == 2
    assert [r.number for r in releases(Source(store), AREA, YEAR, fresh=True).value] == [2, 1]


def test_consent_withdrawn_is_out_of_the_next_release(sqlite_store: Store) -> None:
    ids = visited(sqlite_store, 20)
    publish(sqlite_store)
    for one in ids[:10]:
        households.withdraw_consent(sqlite_store, OWN_MACHINE, one)
    publish(sqlite_store)
    newest, _ = releases(Source(sqlite_store), AREA, YEAR, fresh=True).value
    assert newest.figure("money", "income_low") == 10_200  # of 10 000 … 10 900


def test_an_unchecked_correction_leaves_the_count_until_it_is_checked(sqlite_store: Store) -> None:
    ids = visited(sqlite_store, 11)
    changed = typed(0, people="9")
    save_typed(sqlite_store, OWN_MACHINE, "household_survey", changed, record_id=ids[0])
    cell = next(c for c in preview(Source(sqlite_store), AREA, YEAR).cells if c.key == "households/whole/")
    assert len(cell.members) == 10


def test_a_reader_releases_nothing(sqlite_store: Store) -> None:
    visited(sqlite_store, 10)
    with pytest.raises(NotAllowed):
        release(sqlite_store, READER, AREA, YEAR)


def test_other_tambons_are_compared_without_names_and_only_from_three_on(sqlite_store: Store) -> None:
    near = ("TH-250205", "TH-250206", "TH-250207")
    for number, area in enumerate((AREA, *near)):
        ids = [
            visit(sqlite_store, 100 * number + n, area=area, income_per_month=str(7_100 + 1_000 * number + 200 * n))
            for n in range(10)
        ]
        households.check(sqlite_store, OWN_MACHINE, ids, "ครูแดง")
        if area != near[-1]:
            publish(sqlite_store, area)
    source = Source(sqlite_store)
    assert others(source, AREA, YEAR).value.figures == {}
    publish(sqlite_store, near[-1])
    told = others(Source(sqlite_store), AREA, YEAR).value
    assert (told.count, told.figures["income"]) == (3, 10_000)
    assert not any(name in str(told) for name in near)


def test_what_is_stored_of_a_release_names_no_household(sqlite_store: Store) -> None:
    ids = visited(sqlite_store, 10)
    stored = release(sqlite_store, OWN_MACHINE, AREA, YEAR)
    told = str(stored.cells) + str(stored.members)
    assert not any(one in told for one in ids)


def test_a_round_released_by_the_former_rules_stays_as_it_is_and_says_what_would_not_pass(sqlite_store: Store) -> None:
    """A digest of each whole form does not say what it contributed: a second release could tell of a few."""
    visited(sqlite_store, 12)
    publish(sqlite_store)
    rows = table("survey_release")
    figures = {"savings_mean": 100_000, "saving": 100}
    told = [{"question": "savings", "split": "whole", "group": "", "n": 10, "figures": figures}]
    with sqlite_store.database.writing() as connection:
        members = {"households/whole/": {f"{n:012x}": f"{n:012x}" for n in range(12)}}
        connection.execute(rows.update().values(members=members, cells={"told": told, "held": {}}))
    visited(sqlite_store, 30, first=100)
    with pytest.raises(BadInput) as former:
        publish(sqlite_store)
    assert "กฎเดิม" in former.value.problems[0].th
    assert rechecked(Source(sqlite_store), AREA, YEAR) == {1: {"savings/whole/": Why.TELLS_OF_ONE}}


def test_a_release_of_today_passes_the_rules_of_today(sqlite_store: Store) -> None:
    visited(sqlite_store, 14)
    publish(sqlite_store)
    assert rechecked(Source(sqlite_store), AREA, YEAR) == {}


def test_forms_that_come_in_are_counted_for_everybody_as_releases_are(sqlite_store: Store) -> None:
    begin(sqlite_store)
    visited(sqlite_store, 12)
    visit(sqlite_store, 40)
    (card,) = works(Source(sqlite_store)).value
    assert (card.visited, card.checked) == (15, 10)
    (region,) = country(Source(sqlite_store)).value
    assert (region.tambons, region.forms, region.consented, region.checked) == (1, 15, 15, 10)
