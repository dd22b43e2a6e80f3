"""Make erased content unreachable everywhere in the store; used again after a restore."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, inspect, select, update

from lib.schema.household import HouseholdSurvey
from lib.schema.household_health import HouseholdHealth
from lib.schema.record import every_spec, nested_fields, plain, shape
from lib.schema.registry import KINDS, kind
from lib.store import (
    attachments,
    erased_words,
    expiries,
    history,
    household_rows,
    names_left,
    private_log,
    records,
    versions,
)
from lib.store.database import note_erased
from lib.store.tables import child_table_name, table

HOUSEHOLD, SENSITIVE = "household_survey", "household_health"
#: What the id of somebody who takes part in a forum begins with, in history; and what is left of the name.
SEATED, SOMEBODY = "seat:", "ผู้เข้าร่วมเวที"
#: Ends the kind of a record whose answers were taken back while the record itself stays.
ANSWERS = "#answers"
#: A row of the list of erasures, without its number.
Row = dict[str, Any]


def forget(connection: Connection, kind_id: str, record_id: str) -> None:
    """Take a record's content out of its table, history, drafts and imports.

    History keeps which fields changed when and by whom, without their values. The files of
    imports that touched the record are removed whole.
    """
    note_erased(connection)
    words = named_by(connection, kind_id, record_id)
    _of_household(connection, kind_id, record_id)
    if kind_id == "forum_seat":
        _of_seat(connection, record_id)
    for field_id in nested_fields(kind(kind_id)):
        child = table(child_table_name(kind_id, field_id))
        connection.execute(delete(child).where(child.c.record_id == record_id))
    rows = table(kind_id)
    connection.execute(delete(rows).where(rows.c.id == record_id))
    _empty_references(connection, kind_id, record_id)
    _empty_history(connection, kind_id, record_id)
    attachments.forget_record(connection, kind_id, record_id)
    drafts = table("draft")
    connection.execute(delete(drafts).where(drafts.c.kind == kind_id, drafts.c.record_id == record_id))
    touched = _empty_imports(connection, kind_id, record_id)
    erased_words.strike_out(connection, words, touched)
    names_left.drop(connection, kind_id, record_id)
    names_left.note(connection, words)


def named_by(connection: Connection, kind_id: str, record_id: str) -> frozenset[str]:
    """The words that name a record, as it stands and as it ever stood."""
    stored = records.get(connection, kind_id, record_id)
    if stored is None:
        return frozenset()
    now = plain(stored.record)
    changes = history.of_record(connection, kind_id, record_id)
    ever = [now, *(history.values_at(now, changes, revision) for revision in range(1, stored.revision))]
    return erased_words.naming(kind_id, ever)


def take_answers_back(connection: Connection, kind_id: str, record_id: str, told: Row) -> None:
    """Consent was withdrawn: what the record said goes from history, drafts, imports, releases.

    `told`: who and why, as an erasure notes it; a restored backup takes the answers back again.
    """
    note_erased(connection)
    _of_household(connection, kind_id, record_id)
    _empty_history(connection, kind_id, record_id)
    drafts = table("draft")
    connection.execute(delete(drafts).where(drafts.c.kind == kind_id, drafts.c.record_id == record_id))
    _empty_imports(connection, kind_id, record_id)
    if kind_id == HOUSEHOLD:
        _empty_references(connection, kind_id, record_id)
    noted = {**told, "kind": f"{kind_id}{ANSWERS}", "record_id": record_id, "key_digest": ""}
    connection.execute(insert(table("erasure")), [{**noted, "at": datetime.now(UTC)}])


def is_gone(connection: Connection, kind_id: str, record_id: str) -> bool:
    """Whether a record or an attached file was erased, or a record's answers were taken back."""
    erased = table("erasure")
    kinds = (kind_id, f"{kind_id}{ANSWERS}")
    query = select(erased.c.id).where(erased.c.kind.in_(kinds), erased.c.record_id == record_id)
    if connection.scalar(query) is not None:
        return True
    return kind_id in KINDS and expiries.is_gone(connection, kind_id, record_id)


def _of_household(connection: Connection, kind_id: str, record_id: str) -> None:
    """What stands elsewhere of a household: drafts under its code, and who it was in releases."""
    if kind_id == SENSITIVE:
        _of_health(connection, record_id)
    if kind_id != HOUSEHOLD:
        return
    rows, drafts = table(kind_id), table("draft")
    codes = household_rows.drafts_of(connection, record_id)
    connection.execute(delete(drafts).where(drafts.c.code.in_(codes)))
    where = select(rows.c.area, rows.c.year, rows.c.household_code).where(rows.c.id == record_id)
    if (lies := connection.execute(where).first()) is not None:
        private_log.forget_member(connection, lies.area, lies.year, (record_id, lies.household_code or ""))


def _of_seat(connection: Connection, seat: str) -> None:
    """History names who wrote by the seat's own name: nobody did any more."""
    sets = table("change_set")
    connection.execute(update(sets).where(sets.c.actor == f"{SEATED}{seat}").values(actor_label=SOMEBODY))


def _of_health(connection: Connection, record_id: str) -> None:
    """Sensitive answers that go leave the releases as well."""
    rows, forms = table(SENSITIVE), table(HOUSEHOLD)
    query = (
        select(forms.c.id, forms.c.household_code, forms.c.area, forms.c.year)
        .join(rows, rows.c.household == forms.c.id)
        .where(rows.c.id == record_id)
    )
    if (home := connection.execute(query).first()) is not None:
        household = (home.id, home.household_code or "")
        private_log.forget_member(connection, home.area, home.year, household, "health/")


def _again(connection: Connection, kind_id: str, record_id: str, told: Row) -> None:
    """After a restore: erase once more, or take a form's answers back once more."""
    if kind_id == attachments.ERASED_FILE:
        attachments.forget(connection, record_id)
        return
    base = kind_id.removesuffix(ANSWERS)
    if base not in KINDS:
        return
    if base == kind_id:
        forget(connection, kind_id, record_id)
        return
    stored = records.get(connection, base, record_id)
    if stored is None or not isinstance(stored.record, (HouseholdSurvey, HouseholdHealth)):
        return
    if stored.updated_at > told["at"]:
        return  # it consented again after that
    bare = stored.record.without_answers(told["at"].date())
    records.replace(connection, bare, stored.revision + 1, withdrawn=stored.withdrawn)
    _of_household(connection, base, record_id)
    _empty_history(connection, base, record_id)
    _empty_imports(connection, base, record_id)
    _empty_references(connection, base, record_id)


def listed(connection: Connection) -> list[Row]:
    """Everything that was ever erased at somebody's wish; nothing on a database older than erasure."""
    erased = table("erasure")
    if not inspect(connection).has_table(erased.name):
        return []
    found = connection.execute(select(erased)).mappings().all()
    return [{k: v for k, v in row.items() if k != "id"} for row in found]


def carry_over(connection: Connection, before: Iterable[Row]) -> None:
    """In a restore's transaction: note what was erased before it, and erase all of that once more."""
    rows, known = listed(connection), set()
    for row in rows:
        known.add(_identity(row))
    new = [row for row in before if _identity(row) not in known]
    if new:
        connection.execute(insert(table("erasure")), new)
    for row in [*rows, *new]:
        _again(connection, row["kind"], row["record_id"], row)


def _identity(row: Row) -> tuple[str, str, str]:
    return row["kind"], row["record_id"], row["key_digest"]


def _empty_references(connection: Connection, kind_id: str, record_id: str) -> None:
    for other, model in KINDS.items():
        pointing = [n for n, spec in every_spec(model).items() if spec.refers_to == kind_id]
        for name in pointing:
            column = table(other).c[name]
            if shape(model, name).many:
                _take_out_of_lists(connection, other, name, record_id)
                continue
            if shape(model, name).required and model.about.private:
                # What somebody learned is about that person as well: it goes with them.
                for gone in list(connection.scalars(select(table(other).c.id).where(column == record_id))):
                    forget(connection, other, gone)
                versions.bump(connection, [(other, versions.NOWHERE)])
                continue
            connection.execute(update(table(other)).where(column == record_id).values({column.name: None}))


def _take_out_of_lists(connection: Connection, kind_id: str, name: str, record_id: str) -> None:
    rows = table(kind_id)
    for row in connection.execute(select(rows.c.id, rows.c[name].label("held")).where(rows.c[name].is_not(None))).all():
        if row.held and record_id in row.held:
            left = [one for one in row.held if one != record_id]
            connection.execute(update(rows).where(rows.c.id == row.id).values({name: left}))


def _empty_history(connection: Connection, kind_id: str, record_id: str) -> None:
    change = table("change")
    mine = (change.c.kind == kind_id) & (change.c.record_id == record_id)
    for row in connection.execute(select(change.c.id, change.c.fields).where(mine)).all():
        hollow = {name: [None, None] for name in row.fields}
        connection.execute(update(change).where(change.c.id == row.id).values(fields=hollow))


def _empty_imports(connection: Connection, kind_id: str, record_id: str) -> set[str]:
    """Returns the ids of the imports that touched the record."""
    cell, job, seen = table("import_cell"), table("import_job"), table("import_seen")
    touched = set(connection.scalars(select(cell.c.job).where(cell.c.record_id == record_id)))
    change = table("change")
    sets = set(connection.scalars(select(change.c.change_set).where(change.c.record_id == record_id)))
    for row in connection.execute(select(job.c.id, job.c.change_sets)).all():
        if sets & set(row.change_sets):
            touched.add(row.id)
    connection.execute(
        update(cell).where(cell.c.job.in_(touched), cell.c.kind == kind_id).values(said=None, why_th=None, why_en=None)
    )
    connection.execute(update(job).where(job.c.id.in_(touched)).values(content=None, answers={}))
    connection.execute(delete(seen).where(seen.c.kind == kind_id, seen.c.record_id == record_id))
    return touched
