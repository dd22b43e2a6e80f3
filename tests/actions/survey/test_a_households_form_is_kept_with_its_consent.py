"""Consent, checking, look-alikes, copies, withdrawal, erasure, retention: what a household may rely on."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records import drafting
from lib.actions.records.erasing import erase
from lib.actions.records.private_views import note_view
from lib.actions.records.saving import restore, save_typed, withdraw
from lib.actions.survey import households, retention
from lib.actions.survey.releasing import release
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.domain.thai_date import bangkok_today
from lib.insight.source import Source
from lib.insight.survey.rounds import forms, looks_at, villages
from lib.schema.household import CONSENT_VERSION, HouseholdSurvey
from lib.store import backup, private_log, restoring
from lib.store.opening import Store
from lib.store.tables import table, tables
from tests.actions.survey.household_forms import AREA, DAY, FORM, YEAR, ask_health, begin, stored, typed, visit, visited


def form(store: Store, record_id: str) -> HouseholdSurvey:
    found = stored(store, "household_survey", record_id).record
    assert isinstance(found, HouseholdSurvey)
    return found


def test_consent_is_dated_and_the_form_belongs_to_a_round_and_a_retention_date(store: Store) -> None:
    kept = form(store, visit(store, 1))
    assert (kept.consent_version, kept.consented_on, kept.year) == (CONSENT_VERSION, DAY, YEAR)
    assert kept.keep_until == date(2028, 11, 12), "three years after the visit"


def test_the_workspace_says_how_long_forms_are_kept(sqlite_store: Store) -> None:
    work = begin(sqlite_store)
    head = {"area": AREA, "year": str(YEAR), "name": "ท่าสายลวด", "keep_until": "30 ก.ย. 2570"}
    save_typed(sqlite_store, OWN_MACHINE, "tambon_work", head, record_id=work)
    assert form(sqlite_store, visit(sqlite_store, 1)).keep_until == date(2027, 9, 30)


def test_without_consent_nothing_else_is_kept(store: Store) -> None:
    kept = form(store, visit(store, 1, consent="no"))
    assert (kept.people, kept.income_per_month, kept.consent_version, kept.consented_on) == (None, None, None, None)


def test_only_complete_forms_are_checked_and_an_edit_asks_for_a_new_check(store: Store) -> None:
    whole, gap = visit(store, 1), visit(store, 2, savings="")
    with pytest.raises(BadInput):
        households.check(store, OWN_MACHINE, [whole], "  ")
    assert households.check(store, OWN_MACHINE, [whole, gap], "ครูแดง") == (1, {"002": ["savings"]})
    assert form(store, whole).checked_by == "ครูแดง"
    save_typed(store, OWN_MACHINE, "household_survey", typed(1, people="5"), record_id=whole)
    assert form(store, whole).checked_on is None


def test_refusing_is_an_answer_and_does_not_stop_the_check(sqlite_store: Store) -> None:
    refused = visit(sqlite_store, 1, savings=None, no_answer={"savings": "refused"})
    assert households.check(sqlite_store, OWN_MACHINE, [refused], "ครูแดง")[0] == 1


def test_a_household_that_looks_like_another_is_pointed_out(store: Store) -> None:
    first = visit(store, 1, household_code="03-017")
    twin = visit(store, 2, household_code="3/17")
    answers = visit(store, 3, household_code="03-099", income_per_month=typed(1)["income_per_month"])
    visit(store, 4, village="2", household_code="03-017")
    assert {(h.id, why) for h, why in households.alike(store, OWN_MACHINE, first)} == {
        (twin, "code"),
        (answers, "answers"),
    }
    lines = {f.id: f for f in forms(Source(store), AREA, YEAR)}
    assert [c for c, _ in lines[twin].alike] == ["03-017"]


def test_progress_is_counted_village_by_village(sqlite_store: Store) -> None:
    visited(sqlite_store, 3)
    visit(sqlite_store, 50, village="2", consent="no")
    told = villages(Source(sqlite_store), AREA, YEAR, {1: ("ท่าอาจ", 20), 3: ("ใหม่", 5)}, fresh=True).value
    assert [(v.number, v.to_visit, v.forms, v.refused, v.checked) for v in told] == [
        (1, 20, 3, 0, 3),
        (2, 0, 1, 1, 0),
        (3, 5, 0, 0, 0),
    ]


def test_a_copy_holds_everything_and_the_look_is_noted(sqlite_store: Store) -> None:
    record_id = visit(sqlite_store, 1)
    note_view(sqlite_store, OWN_MACHINE, "open", "household_survey", [record_id], AREA)
    told = json.loads(households.export_form(sqlite_store, OWN_MACHINE, record_id))
    assert told["form"]["income_per_month"] == "9100.00"
    assert [look["act"] for look in told["seen_by"]] == ["export", "open"]
    assert len(told["history"]) == 1
    assert [x.act for x in looks_at(Source(sqlite_store), record_id=record_id)] == ["export", "open"]
    with pytest.raises(NotFound):
        households.export_form(sqlite_store, OWN_MACHINE, "hh-nobody")


def test_a_reader_sees_and_does_nothing_with_forms(sqlite_store: Store) -> None:
    record_id = visit(sqlite_store, 1)
    for attempt in (
        lambda: note_view(sqlite_store, READER, "open", "household_survey", [record_id]),
        lambda: households.check(sqlite_store, READER, [record_id], "x"),
        lambda: households.export_form(sqlite_store, READER, record_id),
        lambda: households.erase_form(sqlite_store, READER, record_id, "x"),
        lambda: households.withdraw_consent(sqlite_store, READER, record_id),
        lambda: households.alike(sqlite_store, READER, record_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def everywhere(store: Store, *words: str) -> list[str]:
    """Tables in which any of the words still stands: as a whole, for five digits also turn up in an id or a moment."""
    found = []
    whole = {word: re.compile(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])") for word in words}
    with store.database.reading() as connection:
        for one in tables().sorted_tables:
            for row in connection.execute(select(one)):
                told = " ".join(str(value) for value in row)
                found += [f"{one.name}: {w}" for w in words if whole[w].search(told)]
    return found


def secretive(store: Store) -> str:
    """A household with words that can be searched for, in its answers, history, health and drafts."""
    ask_health(store, begin(store))
    debts = [{"lender": "shop", "balance": "77,311", "purpose": "ลับมาก"}]
    record_id = visit(store, 1, has_debt="yes", debts=debts, income_per_month="88,442")
    save_typed(
        store,
        OWN_MACHINE,
        "household_survey",
        typed(1, has_debt="yes", debts=debts, income_per_month="99,663"),
        record_id=record_id,
    )
    save_typed(
        store,
        OWN_MACHINE,
        "household_health",
        {"household": record_id, "explicit_consent": "yes", "health": "heavy", "disabled": "7"},
    )
    unsaved = typed(1, income_per_month="66,005")
    drafting.keep_draft(store, OWN_MACHINE, "", "household_survey", "", 0, unsaved)
    drafting.keep_draft(store, OWN_MACHINE, "", "household_survey", record_id, 2, {"savings": "55,004"})
    drafting.keep_draft(
        store, OWN_MACHINE, "", "household_health", "", 0, {"household": record_id, "disabled": "44,003"}
    )
    return record_id


SECRETS = ("ลับมาก", "77311", "88442", "99663", "66,005", "55,004", "44,003", "heavy")


def test_what_is_erased_is_gone_from_form_history_health_and_every_draft(store: Store) -> None:
    record_id = secretive(store)
    assert len({w.split(": ")[1] for w in everywhere(store, *SECRETS)}) == len(SECRETS)
    with pytest.raises(BadInput):
        households.erase_form(store, OWN_MACHINE, record_id, "")
    households.erase_form(store, OWN_MACHINE, record_id, "เจ้าของขอ")
    assert everywhere(store, *SECRETS) == []


def test_consent_withdrawn_takes_the_answers_and_leaves_that_it_was_withdrawn(store: Store) -> None:
    record_id = secretive(store)
    households.check(store, OWN_MACHINE, [record_id], "ครูแดง")
    households.withdraw_consent(store, OWN_MACHINE, record_id)
    kept = form(store, record_id)
    assert (kept.consent, kept.withdrawn_on is not None, kept.consented_on) == ("no", True, DAY)
    assert everywhere(store, *SECRETS) == []
    assert [f.withdrawn_consent for f in forms(Source(store), AREA, YEAR)] == [True]


def test_a_draft_nobody_finishes_goes_as_well(sqlite_store: Store) -> None:
    draft = drafting.keep_draft(sqlite_store, OWN_MACHINE, "", "household_survey", "", 0, typed(9))
    rows = table("draft")
    with sqlite_store.database.writing() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=200)
        connection.execute(rows.update().where(rows.c.code == draft.code).values(updated_at=long_ago))
    retention.sweep(sqlite_store, OWN_MACHINE)
    assert drafting.resume(sqlite_store, OWN_MACHINE, draft.code) is None


def test_a_withdrawn_form_leaves_the_round(sqlite_store: Store) -> None:
    record_id = visit(sqlite_store, 1)
    withdraw(sqlite_store, OWN_MACHINE, "household_survey", record_id, "กรอกผิดตำบล")
    assert forms(Source(sqlite_store), AREA, YEAR) == []


def test_a_name_in_place_of_a_code_is_refused_only_when_it_cannot_be_one(sqlite_store: Store) -> None:
    with pytest.raises(BadInput):
        visit(sqlite_store, 1, household_code="นางสาวสมศรี ใจดี!")


def test_sensitive_answers_need_their_own_consent(sqlite_store: Store) -> None:
    record_id = visit(sqlite_store, 1)
    told = {"household": record_id, "explicit_consent": "no", "health": "well"}
    with pytest.raises(BadInput) as off:
        save_typed(sqlite_store, OWN_MACHINE, "household_health", {**told, "explicit_consent": "yes"})
    assert "ยังไม่ได้เปิด" in off.value.problems[0].th
    ask_health(sqlite_store, begin(sqlite_store))
    kept = save_typed(sqlite_store, OWN_MACHINE, "household_health", told).record
    assert getattr(kept, "health", "") is None


def test_looks_say_who_and_never_what(sqlite_store: Store) -> None:
    record_id = visit(sqlite_store, 1)
    note_view(sqlite_store, OWN_MACHINE, "open", "household_survey", [record_id], AREA)
    with sqlite_store.database.reading() as connection:
        (look,) = private_log.looks(connection, place=AREA)
        count = connection.scalar(select(func.count()).select_from(table("access_log")))
    assert (look.actor_label, look.record_id, count) == (OWN_MACHINE.label, record_id, 1)
    assert FORM["income_per_month"] not in str(look)


def test_consent_taken_back_in_the_form_takes_the_answers_too_and_they_do_not_come_back(store: Store) -> None:
    record_id = secretive(store)
    save_typed(store, OWN_MACHINE, "household_survey", typed(1, consent="no"), record_id=record_id)
    assert form(store, record_id).withdrawn_on is not None
    assert everywhere(store, *SECRETS) == []
    with pytest.raises(BadInput):
        restore(store, OWN_MACHINE, "household_survey", record_id, 1)
    late = drafting.keep_draft(store, OWN_MACHINE, "", "household_survey", record_id, 1, {"savings": "55,004"})
    assert (late.code, everywhere(store, *SECRETS)) == ("", [])


def test_explicit_consent_taken_back_takes_the_sensitive_answers(store: Store) -> None:
    ask_health(store, begin(store))
    household = visit(store, 1)
    told = {"household": household, "explicit_consent": "yes", "health": "heavy", "disabled": "7"}
    sensitive = save_typed(store, OWN_MACHINE, "household_health", told).record.id
    told = {"household": household, "explicit_consent": "no"}
    save_typed(store, OWN_MACHINE, "household_health", told, record_id=sensitive)
    assert everywhere(store, "heavy") == []
    assert form(store, household).consent == "yes"


@pytest.mark.long
def test_a_restored_backup_takes_the_answers_back_again(store: Store) -> None:
    record_id = secretive(store)
    file = backup.write_backup(store.database, store.backups)
    households.withdraw_consent(store, OWN_MACHINE, record_id)
    other = visit(store, 2)
    assert other
    restoring.restore(store, file)
    assert (form(store, record_id).consent, everywhere(store, *SECRETS)) == ("no", [])


def test_erasing_on_the_records_page_is_as_thorough(store: Store) -> None:
    record_id = secretive(store)
    erase(store, OWN_MACHINE, "household_survey", record_id, "เจ้าของขอ")
    assert everywhere(store, *SECRETS) == []


def test_a_release_does_not_tell_who_was_in_it_once_erased(store: Store) -> None:
    ids = visited(store, 12)
    before = release(store, OWN_MACHINE, AREA, YEAR)
    households.erase_form(store, OWN_MACHINE, ids[0], "เจ้าของขอ")
    with store.database.reading() as connection:
        (after,) = private_log.releases(connection, AREA, YEAR)
    assert after.cells == before.cells
    was, now = before.kept, after.kept
    assert len(now.who) == len(was.who) - 1, "nothing leads from a release to the record that was erased"
    for key, members in was.cells.items():
        changed = {name for name in members if now.cells[key][name] != members[name]}
        assert len(changed) == (1 if len(members) == 12 else len(changed))
        assert members.keys() == now.cells[key].keys(), "typed anew it is known not to be another household"
        assert all(isinstance(n, str) for name in changed for n in now.cells[key][name].values()), "answers are gone"


def test_two_homes_that_look_alike_can_both_count(sqlite_store: Store) -> None:
    first = visit(sqlite_store, 1)
    twin = visit(sqlite_store, 2, income_per_month=typed(1)["income_per_month"])
    assert [h.id for h, _ in households.alike(sqlite_store, OWN_MACHINE, first)] == [twin]
    households.call_two(sqlite_store, OWN_MACHINE, twin, first)
    assert households.alike(sqlite_store, OWN_MACHINE, first) == []
    assert [f.alike for f in forms(Source(sqlite_store), AREA, YEAR)] == [(), ()]


def test_a_later_retention_date_holds_for_forms_that_are_there(sqlite_store: Store) -> None:
    work, record_id = begin(sqlite_store), visit(sqlite_store, 1)
    head = {"area": AREA, "year": str(YEAR), "name": "ท่าสายลวด", "keep_until": "30 ก.ย. 2570"}
    save_typed(sqlite_store, OWN_MACHINE, "tambon_work", head, record_id=work)
    assert form(sqlite_store, record_id).keep_until == date(2027, 9, 30)


def test_a_withdrawn_form_stays_withdrawn_when_its_consent_goes(sqlite_store: Store) -> None:
    record_id = visit(sqlite_store, 1)
    withdraw(sqlite_store, OWN_MACHINE, "household_survey", record_id, "ซ้ำ")
    households.withdraw_consent(sqlite_store, OWN_MACHINE, record_id)
    assert stored(sqlite_store, "household_survey", record_id).withdrawn


def test_a_household_may_consent_again_and_is_kept_from_then_on(store: Store) -> None:
    record_id = visit(store, 1)
    households.withdraw_consent(store, OWN_MACHINE, record_id)
    save_typed(store, OWN_MACHINE, "household_survey", typed(1, savings="900"), record_id=record_id)
    again = form(store, record_id)
    assert (again.consent, again.withdrawn_on, again.savings) == ("yes", None, 900)
    assert drafting.keep_draft(store, OWN_MACHINE, "", "household_survey", record_id, 3, {"savings": "1"}).code
    file = backup.write_backup(store.database, store.backups)
    restoring.restore(store, file)
    assert form(store, record_id).savings == 900


def test_a_mistyped_visit_is_asked_about_and_moves_its_retention(sqlite_store: Store) -> None:
    for wrong in ("1 พ.ค. 2557", "1 ม.ค. 2599"):
        with pytest.raises(BadInput) as caught:
            visit(sqlite_store, 1, surveyed_on=wrong, year=str(YEAR))
        assert caught.value.problems[0].field == "surveyed_on"
    record_id = visit(sqlite_store, 1, surveyed_on="12 พ.ย. 2567")
    save_typed(sqlite_store, OWN_MACHINE, "household_survey", typed(1), record_id=record_id)
    assert form(sqlite_store, record_id).keep_until == date(2028, 11, 12)


def test_no_date_erases_a_round_at_once(sqlite_store: Store) -> None:
    work, record_id = begin(sqlite_store), visit(sqlite_store, 1)
    head = {"area": AREA, "year": str(YEAR), "name": "ท่าสายลวด"}
    soon = {**head, "keep_until": (bangkok_today() + timedelta(days=2)).isoformat()}
    with pytest.raises(BadInput) as caught:
        save_typed(sqlite_store, OWN_MACHINE, "tambon_work", soon, record_id=work)
    assert "30 วัน" in caught.value.problems[0].th
    later = {**head, "keep_until": "30 ก.ย. 2570"}
    save_typed(sqlite_store, OWN_MACHINE, "tambon_work", later, record_id=work)
    save_typed(sqlite_store, OWN_MACHINE, "tambon_work", head, record_id=work)
    assert form(sqlite_store, record_id).keep_until == date(2028, 11, 12), "cleared: the usual three years"


def test_a_form_just_entered_is_not_swept_away(sqlite_store: Store) -> None:
    visit(sqlite_store, 1, surveyed_on="1 พ.ย. 2564")
    assert retention.sweep(sqlite_store, OWN_MACHINE) == retention.Swept()


def test_sensitive_answers_taken_back_leave_the_releases_too(store: Store) -> None:
    ask_health(store, begin(store))
    ids = visited(store, 24)
    for number, one in enumerate(ids):
        told = {"household": one, "explicit_consent": "yes", "health": "well" if number % 2 else "some"}
        save_typed(store, OWN_MACHINE, "household_health", told)
    before = release(store, OWN_MACHINE, AREA, YEAR).kept.cells
    off = {"area": AREA, "year": str(YEAR), "name": "ท่าสายลวด", "asks_health": False}
    save_typed(store, OWN_MACHINE, "tambon_work", off, record_id=begin(store))
    rows = table("household_health")
    with store.database.reading() as connection:
        first = connection.scalar(select(rows.c.id).where(rows.c.household == ids[0]))
    told = {"household": ids[0], "explicit_consent": "no"}
    save_typed(store, OWN_MACHINE, "household_health", told, record_id=str(first))
    with store.database.reading() as connection:
        (after,) = private_log.releases(connection, AREA, YEAR)
    changed = {key for key, members in before.items() if members != after.kept.cells[key]}
    assert changed == {"health/whole/"}
