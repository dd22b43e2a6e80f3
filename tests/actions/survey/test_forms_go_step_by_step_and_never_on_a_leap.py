"""A form whose time has come is told of, hidden, erased days later; a clock that leapt erases nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.saving import save_typed, withdraw
from lib.actions.survey import retention
from lib.actions.survey.retention import Swept, sweep
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.thai_date import bangkok_today
from lib.insight.country.keeping import keeping
from lib.insight.source import Source
from lib.insight.survey.rounds import forms
from lib.store import backup, clock, expiries, history, records, restoring
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.records.test_what_is_erased_is_gone_everywhere import everything
from tests.actions.survey.household_forms import AREA, YEAR, begin, stored, visit

KIND = "household_survey"


@pytest.fixture
def server_lives_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own clock goes with the test's."""
    monkeypatch.setattr(clock, "_servers_clock_differs", lambda _connection, _now: False)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def believe(store: Store, day: date) -> None:
    """The store has seen this day."""
    with store.database.writing() as connection:
        clock.believe(connection, morning(day))


def live(store: Store, first: date, last: date) -> dict[str, date]:
    """A sweep a day from one day to another; the first day on which each step happened."""
    believe(store, first)
    happened: dict[str, date] = {}
    day = first
    while day <= last:
        done = sweep(store, OWN_MACHINE, morning(day))
        assert not done.stopped
        for name in ("announced", "hidden", "erased", "shown_again"):
            if getattr(done, name):
                happened.setdefault(name, day)
        day += timedelta(days=1)
    return happened


def whole_round(store: Store, moment: datetime) -> Swept:
    return retention.keep_promises(store, OWN_MACHINE, moment)[0]


def due(store: Store, record_id: str) -> date:
    with store.database.reading() as connection:
        found = connection.scalar(select(table(KIND).c.keep_until).where(table(KIND).c.id == record_id))
    assert found is not None
    return found


@pytest.mark.usefixtures("server_lives_along")
def test_a_form_is_told_of_hidden_and_erased_days_apart_and_each_step_is_a_change_set(store: Store) -> None:
    old, new = visit(store, 1), visit(store, 2, surveyed_on="1 มิ.ย. 2569")
    day = due(store, old)
    happened = live(store, day - timedelta(days=15), day + timedelta(days=9))
    assert happened == {
        "announced": day - timedelta(days=13),
        "hidden": day + timedelta(days=1),
        "erased": day + timedelta(days=8),
    }, "kept until the day itself, and a week more in which it can be brought back"
    with store.database.reading() as connection:
        assert connection.scalars(select(table(KIND).c.id)).all() == [new]
        told = [c.action for c in history.of_record(connection, KIND, old)]
        wished = connection.execute(select(table("erasure"))).all()
    assert told[:3] == ["expire", "hide", "announce"]
    assert wished == [], "nobody asked for it: it is on the other list"


def test_a_machine_that_was_off_tells_before_it_hides_and_hides_before_it_erases(sqlite_store: Store) -> None:
    day = due(sqlite_store, visit(sqlite_store, 1))
    late = day + timedelta(days=100)
    happened = live(sqlite_store, late, late + timedelta(days=20))
    assert happened == {"announced": late, "hidden": late + timedelta(days=7), "erased": late + timedelta(days=14)}


@pytest.mark.long
@pytest.mark.parametrize("years", [543, 4, -3])
def test_a_wrong_year_on_the_clock_changes_nothing_until_a_person_says_it_is_right(store: Store, years: int) -> None:
    record_id = visit(store, 1)
    made = backup.write_backup(store.database, store.backups)
    sweep(store, OWN_MACHINE)
    leapt = datetime.now(UTC) + timedelta(days=365 * years)
    before = everything(store).replace("\n", "")
    for hours in (0, 6, 12, 24, 48):
        moment = leapt + timedelta(hours=hours)
        # A whole round makes a backup and proves it, which takes seconds: the first and the last will do.
        done = sweep(store, OWN_MACHINE, moment) if 0 < hours < 48 else whole_round(store, moment)
        assert replace(done, backed_up=None) == Swept(stopped=True), "a backup may be made, nothing else"
    assert made.exists()
    assert stored(store, KIND, record_id).withdrawn is False
    assert len(everything(store)) >= len(before)
    assert clock.judge(store.database, leapt).leapt
    assert not clock.judge(store.database).leapt, "the right clock is believed at once when it is back"


def test_a_person_confirms_the_date_that_the_screen_shows(sqlite_store: Store) -> None:
    believe(sqlite_store, date(2020, 1, 1))
    assert sweep(sqlite_store, OWN_MACHINE).stopped
    assert keeping(Source(sqlite_store)).clock.leapt
    with pytest.raises(BadInput):
        retention.believe_clock(sqlite_store, OWN_MACHINE, date(2569, 1, 1))
    with pytest.raises(NotAllowed):
        retention.believe_clock(sqlite_store, READER, bangkok_today())
    retention.believe_clock(sqlite_store, OWN_MACHINE, bangkok_today())
    assert not sweep(sqlite_store, OWN_MACHINE).stopped
    with sqlite_store.database.reading() as connection:
        assert connection.scalar(select(table("change_set").c.note).order_by(table("change_set").c.number.desc()))


def test_a_weekend_is_believed_after_a_day_on_which_the_clock_went_on() -> None:
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    memory = clock.Memory(friday)
    looks = []
    for hours in (72, 78, 95, 97):
        memory = clock.step(memory, friday + timedelta(hours=hours))
        looks.append(memory.latest)
    assert looks == [friday, friday, friday, friday + timedelta(hours=97)]
    far = clock.Memory(friday)
    for hours in range(0, 100, 6):
        far = clock.step(far, friday + timedelta(days=40, hours=hours))
    assert far.latest == friday, "more than a holiday is a question"
    assert clock.step(memory, memory.latest - timedelta(hours=5)).latest == memory.latest, "never back by itself"


def test_what_people_write_day_by_day_bears_witness_while_no_keeper_runs(sqlite_store: Store) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with sqlite_store.database.writing() as connection:
        clock.believe(connection, start)
        sets = table("change_set")
        told = {"actor": "a", "actor_label": "a", "source": "form", "action": "save", "schema_version": 1}
        for day in range(1, 9):
            connection.execute(sets.insert().values(at=start + timedelta(hours=20 * day), **told))
    assert not clock.judge(sqlite_store.database, start + timedelta(days=7)).leapt


def test_a_tambon_that_keeps_its_forms_longer_gets_hidden_ones_back_but_not_what_it_withdrew(
    sqlite_store: Store,
) -> None:
    work, hidden, taken = begin(sqlite_store), visit(sqlite_store, 1), visit(sqlite_store, 2)
    withdraw(sqlite_store, OWN_MACHINE, KIND, taken, "กรอกซ้ำ")
    day = due(sqlite_store, hidden)
    live(sqlite_store, day - timedelta(days=15), day + timedelta(days=3))
    assert forms(Source(sqlite_store), AREA, YEAR) == []
    (leaving,) = keeping(Source(sqlite_store)).leaving
    assert (leaving.forms, leaving.hidden, leaving.first_on) == (2, True, day + timedelta(days=8))
    head = {
        "area": AREA,
        "year": str(YEAR),
        "name": "ท่าสายลวด",
        "keep_until": (day.replace(year=day.year + 2)).isoformat(),
    }
    save_typed(sqlite_store, OWN_MACHINE, "tambon_work", head, record_id=work)
    assert sweep(sqlite_store, OWN_MACHINE, morning(day + timedelta(days=4))).shown_again == 2
    assert [stored(sqlite_store, KIND, one).withdrawn for one in (hidden, taken)] == [False, True]
    assert keeping(Source(sqlite_store)).leaving == []


@pytest.mark.long
@pytest.mark.usefixtures("server_lives_along")
def test_an_expired_form_may_be_entered_again_and_a_backup_brings_it_back_hidden(store: Store) -> None:
    old = visit(store, 1)
    file = backup.write_backup(store.database, store.backups)
    day = due(store, old)
    live(store, day - timedelta(days=15), day + timedelta(days=9))
    assert visit(store, 1, surveyed_on="1 มิ.ย. 2569") != old, "the same household's code"
    restoring.restore(store, file)
    with store.database.reading() as connection:
        back = records.get(connection, KIND, old)
    assert back is not None
    assert back.withdrawn
    assert forms(Source(store), AREA, YEAR) == []
    with store.database.reading() as connection:
        (way,) = expiries.listed(connection)
    assert (way.hidden_on, way.erased_on) == (bangkok_today(), None), "and there are some days to keep it longer"
