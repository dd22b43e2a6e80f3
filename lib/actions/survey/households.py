"""What is done with a household's form: look (noted), check, withdraw consent, export.

Saving and erasing are the common actions (`saving`, `erasing`), consent is taken back in every one of
them (`writing`); here is what only these forms need.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import select

from lib.access.actors import Actor, require, require_write
from lib.access.event_words import AccessEventSort
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.records.erasing import erase_in
from lib.actions.records.private_views import note_view
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.household import Household, doubts, look_alike
from lib.domain.thai_date import bangkok_today
from lib.domain.thai_text import clean_text
from lib.schema.history_words import Verb
from lib.schema.household import HouseholdSurvey
from lib.schema.record import plain
from lib.store import access_events, distinct, history, household_rows, private_log, records, versions
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table

KIND = "household_survey"


def call_two(store: Store, actor: Actor, first: str, second: str) -> None:
    """Remember that two look-alikes are two homes, so that both can count."""
    require_write(actor, KIND)
    with store.database.writing() as connection:
        reach = Reach(connection, actor)
        for found in (records.get(connection, KIND, one) for one in (first, second)):
            if found is not None:
                reach.require(Act.WRITE, found.record)
        distinct.remember(connection, first, second, actor.label)
        versions.bump(connection, [(KIND, versions.NOWHERE)])


def alike(store: Store, actor: Actor, record_id: str) -> list[tuple[Household, str]]:
    """Other forms of the round that look like this household, with the reason."""
    require_write(actor, KIND)
    with store.database.reading() as connection:
        stored = records.get(connection, KIND, record_id)
        if stored is None or not isinstance(stored.record, HouseholdSurvey):
            return []
        Reach(connection, actor).require(Act.WRITE, stored.record)
        form, rows = stored.record, table(KIND)
        here = rows.c.village == form.village if form.village else rows.c.village.is_(None)
        near = household_rows.read_round(connection, form.area, form.year or 0, here)
        known = distinct.remembered(connection)
    mine = next((h for h in near if h.id == record_id), None)
    if mine is None:
        return []
    return [(h, why) for h in near if (why := look_alike(mine, h)) and distinct.key_of(h.id, record_id) not in known]


def alike_to(store: Store, actor: Actor, area: str, year: int, values: Mapping[str, object]) -> list[str]:
    """Codes of forms of the round (B.E.) that look like one that is not handed in yet. `values`: as they are read."""
    require_write(actor, KIND)
    with store.database.reading() as connection:
        Reach(connection, actor).require_at(Act.WRITE, area, KIND)
        rows, village = table(KIND), values.get("village")
        here = rows.c.village == village if village else rows.c.village.is_(None)
        near = household_rows.read_round(connection, area, year, here)
    mine = household_rows.from_values(values)
    return [one.code for one in near if look_alike(mine, one)]


def check(store: Store, actor: Actor, record_ids: Sequence[str], by: str) -> tuple[int, dict[str, list[str]]]:
    """Mark complete forms as checked in somebody's name.

    Returns how many, and for the others (code → questions) what is missing. Raises `BadInput`
    without a name.
    """
    require_write(actor, KIND)
    name = actor.label if actor.account else clean_text(by)
    if not name:
        raise BadInput(Problem("ใส่ชื่อผู้ตรวจแบบ", "Give the checker's name", "checked_by"))
    left: dict[str, list[str]] = {}
    with writing(store, actor, Verb.CHECK) as pen:
        done = []
        for record_id in record_ids:
            stored = pen.stored(KIND, record_id)
            form = stored.record
            # Who collects forms hands them in; somebody who sees all of the place's checks them.
            pen.reach.require_at(Act.READ, pen.where.place(form), KIND, others=True)
            if stored.withdrawn or not isinstance(form, HouseholdSurvey) or form.consent != "yes":
                continue
            seen = household_rows.read_round(pen.connection, form.area, form.year or 0, table(KIND).c.id == record_id)
            stops = [d.question for one in seen for d in doubts(one) if d.stops]
            if stops or not seen:
                left[form.household_code] = stops
                continue
            done.append((stored, form.model_copy(update={"checked_on": bangkok_today(), "checked_by": name})))
        pen.change_many(done)
    return len(done), left


def withdraw_consent(store: Store, actor: Actor, record_id: str) -> None:
    """A household takes its consent back: its answers go from record, history, drafts and imports.

    What stays is that it was asked, consented and withdrew, and when.
    """
    require_write(actor, KIND)
    with writing(store, actor, Verb.WITHDRAW_CONSENT) as pen:
        stored = _form(pen, record_id)
        form = stored.record
        assert isinstance(form, HouseholdSurvey)
        if form.consent == "yes":
            pen.change(stored, form.without_answers(bangkok_today()))


def erase_form(store: Store, actor: Actor, record_id: str, reason: str) -> None:
    """Erase a household for good: its form, its sensitive answers, every draft with its code."""
    require(actor, Act.ERASE, KIND)
    why = clean_text(reason)
    if not why:
        raise BadInput(Problem("บอกเหตุผลที่ลบ (ไม่ใส่ชื่อบุคคล)", "Say why, without naming the person"))
    with writing(store, actor, Verb.ERASE, why) as pen:
        form = _form(pen, record_id)
        pen.require(Act.ERASE, form.record)
        pen.open(actor, Verb.ERASE, why)
        erase_in(pen, actor, form, why)


def export_form(store: Store, actor: Actor, record_id: str) -> bytes:
    """Everything kept of one household as JSON, for whoever asks to see it (PDPA, section 30)."""
    require(actor, Act.EXPORT, KIND)
    with store.database.reading() as connection:
        found = records.get(connection, KIND, record_id)
        if found is not None:
            Reach(connection, actor).require(Act.EXPORT, found.record)
    place = str(getattr(found.record, "area", "")) if found else ""
    with store.database.writing() as connection:
        who = (actor.id, actor.label)
        access_events.note(connection, AccessEventSort.EXPORTED, who, place=place, kind=KIND, record=record_id)
    note_view(store, actor, "export", KIND, [record_id], place)
    with store.database.reading() as connection:
        stored = records.get(connection, KIND, record_id)
        if stored is None:
            raise NotFound(Problem(f"ไม่พบรายการ {record_id}", f"There is no record {record_id}"))
        health = table("household_health")
        ids = connection.scalars(select(health.c.id).where(health.c.household == record_id)).all()
        sensitive = [records.get(connection, "household_health", one) for one in ids]
        told = {
            "made_at": datetime.now(UTC).isoformat(),
            "form": plain(stored.record),
            "sensitive": [plain(s.record) for s in sensitive if s],
            "history": [
                {"at": c.at, "by": c.actor_label, "action": c.action, "fields": c.fields}
                for c in history.of_record(connection, KIND, record_id)
            ],
            "seen_by": [asdict(one) for one in private_log.looks(connection, record_id=record_id)],
        }
    return json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()


def _form(pen: Pen, record_id: str) -> Stored:
    stored = pen.stored(KIND, record_id)
    assert isinstance(stored.record, HouseholdSurvey)
    return stored
