"""Time machine: a kind as of any moment, and what changed between two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import restore, save, withdraw
from lib.insight.display_value import DisplayValues
from lib.insight.records.timeline import as_of, end_of, steps
from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store.opening import Store
from tests.actions.imports.workbooks import NAKHA, bring, groups

GROUP = {"name": "กลุ่ม ก", "type": "group", "area": "TH-250213", "members": 10}


def now() -> datetime:
    return datetime.now(UTC)


def test_each_moment_shows_what_stood_then(store: Store) -> None:
    before = now()
    record_id = save(store, OWN_MACHINE, "organisation", GROUP).record.id
    first = now()
    save(store, OWN_MACHINE, "organisation", {**GROUP, "members": 20}, record_id=record_id)
    second = now()
    withdraw(store, OWN_MACHINE, "organisation", record_id, "ซ้ำ")
    third = now()
    restore(store, OWN_MACHINE, "organisation", record_id, 1)
    fourth = now()
    shown = [
        [t.values["members"] for t in as_of(Source(store), "organisation", moment)]
        for moment in (before, first, second, third, fourth)
    ]
    assert shown == [[], [10], [20], [], [10]]
    assert as_of(Source(store), "organisation", fourth, "TH-50") == []
    assert len(as_of(Source(store), "organisation", fourth, "TH-25")) == 1


def test_published_records_stand_from_the_day_they_were_read_in(store: Store) -> None:
    assert len(as_of(Source(store), "strategy_goal", now())) == 12
    assert as_of(Source(store), "strategy_goal", now() - timedelta(days=400)) == []


def test_changes_tell_who_and_by_which_way(store: Store) -> None:
    start = now()
    save(store, OWN_MACHINE, "organisation", GROUP)
    bring(store, groups(NAKHA))
    found = steps(Source(store), start, now(), ("organisation",), audience=Audience.WRITER)
    assert [s.change.source for s in found] == ["file", "form"]
    assert [s.title.th for s in found] == [NAKHA[0], "กลุ่ม ก"]
    assert "กลุ่ม.xlsx" in found[0].change.note
    assert [
        s.change.source for s in steps(Source(store), start, now(), ("organisation",), "form", audience=Audience.WRITER)
    ] == ["form"]
    assert steps(Source(store), now(), now(), ("organisation",)) == []


def test_a_day_ends_at_midnight_in_thailand() -> None:
    assert end_of(date(2023, 9, 19)) == datetime(2023, 9, 19, 17, tzinfo=UTC)


def test_values_are_told_as_people_read_them(sqlite_store: Store) -> None:
    th, en = DisplayValues(Source(sqlite_store), "th"), DisplayValues(Source(sqlite_store), "en")
    assert th.value("organisation", "area", "TH-250213") == "ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี"
    assert th.value("organisation", "type", "council") == "สภาองค์กรชุมชน"
    assert en.value("tambon_progress", "reached_on", "2023-01-02") == "2 Jan 2023"
    assert th.value("tambon_progress", "verified_at", "2023-01-02T00:00:00Z").startswith("2 ม.ค. 2566")
    assert th.value("project", "budget", "1200000.00") == "1,200,000"
    assert th.value("project", "fiscal_year", 2566) == "2566"
    assert th.value("project", "tambons", ["TH-250213"]).startswith("ต.เขาไม้แก้ว")
    assert th.value("tambon_progress", "rung", "plan") == "มีแผนแล้ว"
    assert th.value("list_item", "counts", True) == "✓"
    assert th.value("household_survey", "debts", [{}, {}]) == "2"
    assert th.value("organisation", "note", None) == "–"
    assert (th.label("organisation", "gone"), th.value("organisation", "gone", 3)) == ("gone", "3")
