"""A month against the one before; closed months stay as they were, and corrections are told as such."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from lib.access.actors import OWN_MACHINE
from lib.actions.country.closing import close_month, close_what_is_over
from lib.actions.records.saving import save, withdraw
from lib.actions.records.verifying import reject, report_again, send_back, unlock, verify
from lib.domain.errors import BadInput, ThunError
from lib.domain.ladder_changes import MoveCause, What
from lib.domain.months import Month
from lib.domain.reports import ReportNumber, number_of_part
from lib.domain.thai_date import BANGKOK
from lib.insight.country.month import month_shown, number_stands
from lib.insight.source import Source
from lib.store import closed_months
from lib.store.database import Database
from lib.store.ladder_then import LADDERS, ladder_then
from lib.store.opening import Store
from lib.store.tables import table
from tests.insight.test_read_models_tell_what_the_store_holds import prove

KIND = "tambon_progress"
TAMBONS = ("TH-250213", "TH-540602", "TH-210304")


def moved(store: Store, back: timedelta) -> None:
    """Everything that the store holds was written so much earlier."""
    with store.database.writing() as connection:
        for name in (*LADDERS, "evidence"):
            rows = table(name)
            for row in connection.execute(rows.select()).mappings().all():
                values = {"created_at": row["created_at"] - back, "updated_at": row["updated_at"] - back}
                if row.get("verified_at"):
                    values["verified_at"] = row["verified_at"] - back
                connection.execute(update(rows).where(rows.c.id == row["id"]).values(**values))
        sets = table("change_set")
        for row in connection.execute(sets.select()).mappings().all():
            connection.execute(update(sets).where(sets.c.number == row["number"]).values(at=row["at"] - back))


def this_month() -> Month:
    return Month.of(datetime.now(BANGKOK).date())


def back_into(month: Month) -> timedelta:
    """From now into the middle of a month."""
    return datetime.now(UTC) - (month.end - timedelta(days=14))


def test_a_month_tells_who_came_and_who_went(store: Store) -> None:
    last = this_month().plus(-1)
    old = prove(store, KIND, area=TAMBONS[0], rung="concrete", reached_on="2023-09-19")
    moved(store, back_into(last))
    prove(store, KIND, area=TAMBONS[1], rung="concrete", reached_on="2023-09-19")
    prove(store, KIND, area=TAMBONS[2], rung="plan", reached_on="2023-09-19")
    prove(store, "provincial_network", area="TH-25", rung="team", reached_on="2023-09-19")
    send_back(store, OWN_MACHINE, KIND, old, "หลักฐานไม่ชัด")
    told = month_shown(Source(store), this_month()).value
    assert {(c.place.id, c.change.what, c.change.why) for c in told.tambons.changes} == {
        (TAMBONS[0], What.LOST, MoveCause.RETURNED),
        (TAMBONS[1], What.NEW, MoveCause.VERIFIED),
        (TAMBONS[2], What.UP, MoveCause.VERIFIED),
    }
    assert (told.tambons.grown, told.provinces.grown) == (0, 1)
    assert [p.id for p in told.tambons.counted_then] == [TAMBONS[0]]
    north = told.only("N").tambons
    assert [c.place.id for c in north.changes] == [TAMBONS[1]]
    assert (north.grown, north.count(What.NEW)) == (1, 1)
    assert [c.place.id for c in told.only("", "TH-25").tambons.changes] == [TAMBONS[0]]
    before = month_shown(Source(store), last).value
    assert [(c.place.id, c.change.what) for c in before.tambons.changes] == [(TAMBONS[0], What.NEW)]


def test_a_closed_month_says_the_same_for_ever_and_what_was_corrected_since(store: Store) -> None:
    last = this_month().plus(-1)
    record = prove(store, KIND, area=TAMBONS[0], rung="concrete", reached_on="2023-09-19")
    moved(store, back_into(last))
    with pytest.raises(BadInput, match="is not over yet"):
        close_month(store, this_month())
    (first,) = close_what_is_over(store)
    assert first.month == last
    assert close_what_is_over(store) == [], "once"
    assert close_month(store, last).number == first.number
    unlock(store, OWN_MACHINE, KIND, record, "ใส่ผิดตำบล")
    told = month_shown(Source(store), last).value
    assert told.number == first.number
    assert [p.id for p in told.tambons.counted_now] == [TAMBONS[0]], "as it was reported"
    assert [(c.place.id, c.change.what, c.change.why) for c in told.tambons.corrections] == [
        (TAMBONS[0], What.LOST, MoveCause.REOPENED)
    ]
    now = month_shown(Source(store), this_month()).value
    assert [(c.change.what, c.change.why) for c in now.tambons.changes] == [(What.LOST, MoveCause.REOPENED)]
    assert number_stands(Source(store), f" {first.number} ")
    assert not number_stands(Source(store), "2026-01-00000000")
    (phrae, nan) = (number_of_part(first.number, place) for place in ("TH-54", "TH-55"))
    assert phrae.startswith(f"{last.id}-TH54-")
    assert number_stands(Source(store), phrae.lower()), "as somebody types it"
    assert not number_stands(Source(store), phrae.replace("TH54", "TH55")), "another area's number is no number"
    assert phrae[-8:] != nan[-8:]
    for place, short in (("CODI-N", "N"), ("TH", "TH")):
        number = number_of_part(first.number, place)
        assert number.startswith(f"{last.id}-{short}-")
        assert number_stands(Source(store), number)
        assert ReportNumber.read(number) == ReportNumber(last, place, number[-8:])
    for wrong in ("", "2026-10", f"{last.id}-", "2026-13-TH50-1a2b3c4d", "x" * 500, f"{first.number}-TH54"):
        assert not number_stands(Source(store), wrong), wrong
    with store.database.writing() as connection:
        connection.execute(text("update closed_month set content = '{}'"))
        assert not closed_months.is_untouched(connection, first.number), "a figure that was changed by hand is noticed"
    assert not number_stands(Source(store), phrae), "by an area's number too"


def test_a_ladder_that_is_defined_anew_does_not_change_a_closed_month(store: Store) -> None:
    last = this_month().plus(-1)
    prove(store, KIND, area=TAMBONS[0], rung="concrete", reached_on="2023-09-19")
    moved(store, back_into(last))
    close_month(store, last)
    for value, counts in (("concrete", False), ("spread", True)):
        with store.database.reading() as connection:
            rows = table("list_item")
            row = (
                connection.execute(rows.select().where(rows.c.list == "tambon_rung", rows.c.value == value))
                .mappings()
                .one()
            )
        typed = {k: row[k] for k in ("list", "value", "label_th", "label_en", "order")} | {"counts": counts}
        save(store, OWN_MACHINE, "list_item", typed, record_id=row["id"], base_revision=row["revision"])
    told = month_shown(Source(store), last).value
    assert [p.id for p in told.tambons.counted_now] == [TAMBONS[0]]
    now = month_shown(Source(store), this_month()).value
    assert [(c.change.what, c.change.why) for c in now.tambons.changes] == [(What.LOST, MoveCause.LADDER)]


def test_what_an_exercise_brings_in_counts_from_its_verdict(practice_template: Path) -> None:
    database = Database(f"sqlite:///{practice_template}")
    with database.reading() as connection:
        ladder = ladder_then(connection, KIND, datetime(2024, 1, 1, tzinfo=UTC))
        now = ladder_then(connection, KIND, datetime.now(UTC))
    database.close()
    assert 0 < len(ladder.counted()) < len(now.counted())


@pytest.mark.parametrize("seed", range(6))
def test_every_moment_is_found_again_as_it_was(sqlite_store: Store, seed: int) -> None:
    """Random histories: what `ladder_then` says of a moment is what it said at that moment."""
    rng, store = random.Random(seed), sqlite_store
    records: list[str] = []
    proofs: list[str] = []
    seen: list[tuple[datetime, date, dict[str, Any]]] = []

    def told(moment: datetime, day: date) -> dict[str, Any]:
        found = {}
        with store.database.reading() as connection:
            for kind_id in LADDERS:
                ladder = ladder_then(connection, kind_id, moment, day)
                found[kind_id] = {
                    area: (sorted(ladder.proved(area)), sorted(ladder.reported(area)), sorted(s.status for s in steps))
                    for area, steps in ladder.steps.items()
                }
        return found

    def reports() -> None:
        rung = rng.choice(["plan", "in_use", "concrete"])
        values = {"area": rng.choice(TAMBONS), "rung": rung, "reached_on": f"202{rng.randrange(6)}-01-01"}
        records.append(save(store, OWN_MACHINE, KIND, values).record.id)

    def proves() -> None:
        values = {"name": "รายงาน", "type": "note", "text": "มติ", "proves_kind": KIND, "proves": rng.choice(records)}
        proofs.append(save(store, OWN_MACHINE, "evidence", values).record.id)

    acts: list[Callable[[], object]] = [
        reports,
        reports,
        proves,
        proves,
        proves,
        lambda: verify(store, OWN_MACHINE, KIND, rng.choice(records), "ผู้ตรวจ"),
        lambda: verify(store, OWN_MACHINE, KIND, rng.choice(records), "ผู้ตรวจ"),
        lambda: verify(store, OWN_MACHINE, KIND, rng.choice(records), "ผู้ตรวจ"),
        lambda: send_back(store, OWN_MACHINE, KIND, rng.choice(records), "ไม่ชัด"),
        lambda: reject(store, OWN_MACHINE, KIND, rng.choice(records), "ไม่จริง"),
        lambda: report_again(store, OWN_MACHINE, KIND, rng.choice(records)),
        lambda: unlock(store, OWN_MACHINE, KIND, rng.choice(records), "แก้"),
        lambda: withdraw(store, OWN_MACHINE, KIND, rng.choice(records), "ซ้ำ"),
        lambda: withdraw(store, OWN_MACHINE, "evidence", rng.choice(proofs), "ผิด"),
    ]
    done = 0
    while done < 60:
        try:
            rng.choice(acts)()
        except (ThunError, IndexError):
            continue
        done += 1
        time.sleep(0.002)
        moment, day = datetime.now(UTC), date(2026, 1, 1)
        seen.append((moment, day, told(moment, day)))
        time.sleep(0.002)
    assert len({str(state) for _, _, state in seen}) > 8, "something happened"
    for moment, day, state in seen:
        assert told(moment, day) == state
