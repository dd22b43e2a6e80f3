"""Put a backup in place of a store's data: all or nothing, on a healthy, damaged, newer or foreign store.

Versions never go back, and what was erased stays erased: both are carried over in the one
transaction that brings the backup in.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from lib.domain.errors import BadInput, DamagedStore, Problem, StorageProblem, ThunError
from lib.domain.thai_date import bangkok_today
from lib.domain.worlds import PRACTICE
from lib.schema.history_words import Verb, Way
from lib.store import (
    backup,
    backup_files,
    carrying_access,
    containment,
    erasures,
    expiries,
    facts,
    history,
    kept_backups,
    migrate,
    reference,
    versions,
)
from lib.store.checking import loading
from lib.store.clock import FACT as CLOCK
from lib.store.database import Database, note_erased
from lib.store.opening import Store
from lib.store.tables import table

WRITER = history.Writer("restore", "นำแฟ้มสำรองกลับมา", Way.COMMAND)


class TargetState(StrEnum):
    """How a database stands before a restore."""

    EMPTY = "empty"
    READY = "ready"
    NEWER = "newer"
    #: Some of our tables, no revision: a start that was cut off.
    HALF = "half"
    FOREIGN = "foreign"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class _Standing:
    """What has to outlive a restore."""

    erased: list[erasures.Row]
    expired: list[expiries.Expiry]
    versions: dict[tuple[str, str], int]
    secrets: list[str]
    #: The clock it believes, and its identity, for a backup from before there was one.
    facts: dict[str, str]
    change_sets: int
    #: Accounts, grants, sessions; None where nothing could be read, or nobody ever signed in.
    access: carrying_access.Access | None = None


_NOTHING = _Standing([], [], {}, [], {}, 0)


def state_of(database: Database) -> TargetState:
    """Look without changing anything."""
    try:
        with database.reading() as connection:
            if database.is_sqlite and connection.scalar(text("pragma quick_check(1)")) != "ok":
                return TargetState.DAMAGED
            names = set(inspect(connection).get_table_names())
            if not names:
                return TargetState.EMPTY
            revision = migrate.revision_of(connection)
    except DamagedStore:
        return TargetState.DAMAGED
    if "store_fact" not in names:
        return TargetState.FOREIGN if names - {"alembic_version"} else TargetState.HALF
    if revision is None:
        return TargetState.HALF
    return TargetState.READY if migrate.is_known(revision) else TargetState.NEWER


def restore(store: Store, file: Path, *, agreed: bool = False) -> int:
    """Put a backup in place of a store's data, after backing up what is there; returns rows.

    All or nothing: a damaged backup leaves the data as it was. `agreed`: the backup of another
    store may take the place of records that stand here. Raises `BadInput` with a sentence.
    """
    manifest = backup.manifest_of(file)
    _must_fit(store, file, manifest)
    state = state_of(store.database)
    if state is TargetState.FOREIGN and not store.database.is_sqlite:
        raise BadInput(_somebody_elses())
    standing = _read_standing(store.database, state)
    if not agreed and state is TargetState.READY and _is_anothers(store.database, manifest):
        raise BadInput(another_store(file))
    erased = [*standing.erased, *_erased_by_backups(store.backups)]
    _save_what_is_there(store, state)
    with store.database.writing() as connection, loading(connection, file) as count:
        note_erased(connection)
        facts.keep_secrets(connection, standing.secrets)
        for key, value in standing.facts.items():
            if key == CLOCK or not manifest.store:
                facts.write(connection, key, value)
        carrying_access.carry_over(connection, standing.access)
        containment.rebuild(connection)
        erasures.carry_over(connection, erased)
        expiries.carry_over(connection, standing.expired, bangkok_today())
        _go_on_counting(connection, standing)
        _note(connection, standing, file)
    with suppress(StorageProblem):  # the data is back already; whoever opens the store next does this again
        reference.seed(store.database)
    with suppress(StorageProblem):  # a bucket that does not answer: the keeper does this again, and tells
        backup_files.bring_back(store, file)
    return count


def _must_fit(store: Store, file: Path, manifest: backup.Manifest) -> None:
    if not migrate.is_known(manifest.revision):
        raise BadInput(
            Problem(
                f"{file.name} มาจากโปรแกรมรุ่นใหม่กว่านี้ ปรับรุ่นโปรแกรมก่อน ยังไม่ได้เปลี่ยนข้อมูลใด",
                f"{file.name} comes from a newer version of the programme: update first. Nothing was changed.",
            )
        )
    if (manifest.world == PRACTICE) != store.is_practice:
        th, en = ("ข้อมูลฝึกหัด", "practice data") if manifest.world == PRACTICE else ("ข้อมูลจริง", "real data")
        raise BadInput(
            Problem(
                f"{file.name} เป็น{th} นำเข้าที่เก็บนี้ไม่ได้ ยังไม่ได้เปลี่ยนข้อมูลใด",
                f"{file.name} holds {en} and does not go into this store. Nothing was changed.",
            )
        )


def another_store(file: Path) -> Problem:
    """The sentence for a backup of another office's store."""
    return Problem(
        f"{file.name} มาจากที่เก็บอื่น ไม่ใช่ของเครื่องนี้ ถ้าตั้งใจแทนข้อมูลที่มี ให้ใส่ --foreign ยังไม่ได้เปลี่ยนข้อมูลใด",
        f"{file.name} comes from another store than this one. To replace what stands here, add --foreign. "
        "Nothing was changed.",
    )


def _somebody_elses() -> Problem:
    return Problem(
        "ฐานข้อมูลนี้มีตารางของโปรแกรมอื่น ใช้ฐานข้อมูลว่างสำหรับระบบนี้ ยังไม่ได้เปลี่ยนข้อมูลใด",
        "This database holds tables of another programme. Use an empty database for this one. Nothing was changed.",
    )


def _is_anothers(database: Database, manifest: backup.Manifest) -> bool:
    """Whether it would put another office's records in place of work that stands here."""
    with database.reading() as connection:
        if not history.has_work(connection):
            return False
        here = facts.read(connection, facts.IDENTITY)
    return bool(manifest.store and here and manifest.store != here)


def _read_standing(database: Database, state: TargetState) -> _Standing:
    """What can be read of it: everything of a healthy store, what is left of a damaged one."""
    if state in (TargetState.EMPTY, TargetState.FOREIGN, TargetState.HALF):
        return _NOTHING
    if state is TargetState.DAMAGED:
        found = _NOTHING
        with suppress(ThunError), database.reading() as connection:
            found = _Standing(erasures.listed(connection), expiries.listed(connection), {}, [], {}, 0)
        with suppress(ThunError), database.reading() as connection:
            secrets = facts.secrets_of(connection)
            found = _Standing(found.erased, found.expired, {}, secrets, {}, 0)
        return found
    with database.reading() as connection:
        rows, sets = table("data_version"), table("change_set")
        wishes, secrets = erasures.listed(connection), facts.secrets_of(connection)
        if not secrets:
            # Not opened since an older version: what the migration does for it is done here.
            secrets = [facts.new_secret()]
            wishes = [
                {**row, "key_digest": row["key_digest"] and facts.keyed(row["key_digest"], secrets[0])}
                for row in wishes
                if row["reason"] != "retention date reached"
            ]
        return _Standing(
            wishes,
            expiries.listed(connection),
            {(r.kind, r.province): int(r.version) for r in connection.execute(select(rows))},
            secrets,
            {key: value for key in (CLOCK, facts.IDENTITY) if (value := facts.read(connection, key))},
            int(connection.scalar(select(func.max(sets.c.number))) or 0),
            carrying_access.read(connection) if _knows_access(connection) else None,
        )


def _knows_access(connection: Connection) -> bool:
    """Whether the store was opened since accounts came (0.7.0) and anybody has one or had a session."""
    if not inspect(connection).has_table("login_session"):
        return False
    accounts, sessions = table("account"), table("login_session")
    anybody = connection.scalar(select(accounts.c.id).limit(1)) or connection.scalar(select(sessions.c.id).limit(1))
    return anybody is not None


def _erased_by_backups(folder: Path) -> list[erasures.Row]:
    """Erasures that any backup here knows of: they outlive a store that cannot be read."""
    found: dict[tuple[str, str, str], erasures.Row] = {}
    for one in kept_backups.listed(folder):
        with suppress(OSError, ValueError, KeyError, *backup.UNREADABLE):
            # Before there was a secret, digests could be found out by trying: only ids are taken over.
            keyed = any(row["key"] == facts.SECRET for row in backup.rows_in(one.file, "store_fact"))
            for row in backup.rows_in(one.file, "erasure"):
                if not keyed and row["reason"] == "retention date reached":
                    continue
                told = {k: row[k] for k in ("kind", "record_id", "actor_label", "reason")}
                digest = row["key_digest"] if keyed else ""
                at = datetime.fromisoformat(row["at"])
                found[row["kind"], row["record_id"], digest] = {**told, "key_digest": digest, "at": at}
    return list(found.values())


def _save_what_is_there(store: Store, state: TargetState) -> None:
    if state is TargetState.EMPTY:
        return
    if state in (TargetState.READY, TargetState.NEWER):
        made = backup.write_backup(store.database, store.backups, reason=backup.BEFORE_RESTORE)
        backup_files.hold(store, [made])
    if state is not TargetState.READY and store.database.path is not None:
        set_aside(store.database, state)


def set_aside(database: Database, state: TargetState) -> Path:
    """Rename an SQLite file (and its log) that cannot be used; returns the new name. Nothing is deleted."""
    path = database.path
    assert path is not None
    database.close()
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}-{state.value}-{stamp}{path.suffix}")
    try:
        for ending in ("-wal", "-shm", ""):
            standing = Path(f"{path}{ending}")
            if standing.exists():
                standing.rename(f"{aside}{ending}")
    except OSError as error:
        raise StorageProblem(
            Problem(
                "แฟ้มข้อมูลเดิมยังเปิดอยู่ ปิดโปรแกรมก่อน แล้วสั่งใหม่ ยังไม่ได้เปลี่ยนข้อมูลใด",
                "The old data file is still open. Stop the app first, then try again. Nothing was changed.",
            )
        ) from error
    return aside


def _go_on_counting(connection: Connection, standing: _Standing) -> None:
    """No version that anybody has seen comes back with other data behind it."""
    rows = table("data_version")
    now = {(r.kind, r.province): int(r.version) for r in connection.execute(select(rows))}
    # Of a store that could not be read nobody knows how far it had counted; no clock counts so slowly.
    least = 0 if standing.versions else int(time.time())
    for kind, province in {*now, *standing.versions}:
        wanted = max(now.get((kind, province), 0), standing.versions.get((kind, province), 0), least)
        here = (rows.c.kind == kind) & (rows.c.province == province)
        if (kind, province) in now:
            connection.execute(rows.update().where(here).values(version=wanted))
        else:
            connection.execute(rows.insert().values(kind=kind, province=province, version=wanted))
    versions.bump(connection, {*now, *standing.versions})


def _note(connection: Connection, standing: _Standing, file: Path) -> None:
    """The restore is a change-set of its own; numbers of change-sets go on as well."""
    sets = table("change_set")
    highest = int(connection.scalar(select(func.max(sets.c.number))) or 0)
    number = history.open_change_set(connection, WRITER, Verb.BRING_BACK, file.name)
    wanted = max(highest, standing.change_sets) + 1
    connection.execute(sets.update().where(sets.c.number == number).values(number=wanted))
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence("change_set", "number")
        connection.execute(select(func.setval(sequence, wanted)))
