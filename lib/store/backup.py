"""Backups: one zip with a JSON line per row, the same for SQLite and PostgreSQL.

A backup made on the embedded file can be restored into PostgreSQL: that is how an office moves.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from alembic.migration import MigrationContext
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, MetaData, RowMapping, Table, func, insert, inspect, select

from lib.config import program_version, settings
from lib.domain.errors import BadInput, Problem
from lib.domain.worlds import OWN, PRACTICE
from lib.store import containment
from lib.store.database import Database

FORMAT = 1
#: Why a backup was made, the last word of its name.
MANUAL, DAILY, MIGRATION, BEFORE_RESTORE = "manual", "daily", "migration", "before-restore"
STAMP = "%Y%m%d-%H%M%S-%f"
_BATCH = 1000
#: Worked out of the other tables, four rows in five of a new store: made anew by whoever restores.
DERIVED = frozenset({containment.TABLE})
#: Whatever a torn or foreign file may raise while it is read.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; backups from before 0.6.0 know no world, store or counts."""

    format: int
    revision: str
    made_at: datetime
    tables: list[str]
    world: str = ""
    #: Identity of the store that it was made of.
    store: str = ""
    office: str = ""
    version: str = ""
    reason: str = ""
    #: Table → rows.
    counts: dict[str, int] = field(default_factory=dict)


_MANIFEST = TypeAdapter(Manifest)


def write_backup(database: Database, folder: Path, reason: str = MANUAL) -> Path:
    """Write a consistent backup and return its file; it appears whole or not at all.

    Only the machine's own user can read it. Old ones are removed by `kept_backups`, never here.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = datetime.now(UTC)
    with database.snapshot() as connection:
        manifest = _manifest(connection, now, reason)
        target = folder / _name(manifest)
        partial = target.with_suffix(".partial")
        try:
            _write(connection, manifest, partial)
            os.replace(partial, target)  # noqa: PTH105 - atomic on every system
        except OSError:
            partial.unlink(missing_ok=True)
            raise
    _make_durable(folder)
    return target


def write_again(database: Database, file: Path, told: Manifest) -> None:
    """Put a database's rows into a backup that stands already, under its name and its moment."""
    partial = file.with_suffix(".partial")
    with database.snapshot() as connection:
        fresh = _manifest(connection, told.made_at, told.reason)
        named = replace(fresh, world=told.world, store=told.store, office=told.office, version=told.version)
        _write(connection, named, partial)
    os.replace(partial, file)  # noqa: PTH105 - atomic on every system


def _name(manifest: Manifest) -> str:
    office = "".join(c for c in manifest.office if c.isalnum())[:30]
    parts = (manifest.made_at.strftime(STAMP), manifest.world, manifest.version, office, manifest.reason)
    return "-".join(["thun", *(p for p in parts if p)]) + ".zip"


def _manifest(connection: Connection, now: datetime, reason: str) -> Manifest:
    metadata = _reflect(connection)
    known: dict[str, str] = {}
    if (facts := metadata.tables.get("store_fact")) is not None:
        wanted = facts.c.key.in_(("practice", "store"))
        known = {r.key: r.value for r in connection.execute(select(facts.c.key, facts.c.value).where(wanted))}
    return Manifest(
        format=FORMAT,
        revision=MigrationContext.configure(connection).get_current_revision() or "",
        made_at=now,
        tables=[t.name for t in metadata.sorted_tables],
        world=PRACTICE if "practice" in known else OWN,
        store=known.get("store", ""),
        office=settings().office,
        version=program_version(),
        reason=reason,
        counts={
            t.name: int(connection.scalar(select(func.count()).select_from(t)) or 0) for t in metadata.sorted_tables
        },
    )


def _write(connection: Connection, manifest: Manifest, partial: Path) -> None:
    metadata = _reflect(connection)
    private = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(private, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("manifest.json", _MANIFEST.dump_json(manifest))
            for one in metadata.sorted_tables:
                with bundle.open(f"{one.name}.jsonl", "w") as lines, connection.execute(select(one)) as found:
                    for batch in found.mappings().partitions(_BATCH):
                        lines.write(b"".join(_line(row) for row in batch))
        file.flush()
        os.fsync(file.fileno())


def _make_durable(folder: Path) -> None:
    """A name in a folder survives a power cut once the folder itself is on the disk (POSIX)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def manifest_of(file: Path) -> Manifest:
    """What a whole, undamaged backup says of itself; raises `BadInput` with a sentence."""
    if not file.is_file():
        raise BadInput(Problem(f"ไม่พบแฟ้ม {file} ยังไม่ได้เปลี่ยนข้อมูลใด", f"There is no file {file}. Nothing was changed."))
    try:
        with zipfile.ZipFile(file) as bundle:
            manifest = _MANIFEST.validate_json(bundle.read("manifest.json"))
            broken = bundle.testzip()
            held = {name.removesuffix(".jsonl") for name in bundle.namelist()}
            world = manifest.world or _world_told_by_rows(bundle)
    except (OSError, KeyError, ValueError, ValidationError, *UNREADABLE) as error:
        raise BadInput(not_a_backup(file)) from error
    whole = manifest.tables and set(manifest.tables) <= held
    if broken or manifest.format != FORMAT or not manifest.revision or not whole:
        raise BadInput(not_a_backup(file))
    return replace(manifest, world=world)


def _world_told_by_rows(bundle: zipfile.ZipFile) -> str:
    rows = bundle.read("store_fact.jsonl").decode().splitlines()
    return PRACTICE if any(json.loads(row).get("key") == "practice" for row in rows) else OWN


def rows_in(file: Path | BinaryIO, name: str) -> list[dict[str, Any]]:
    """Rows of one table as a backup holds them (moments and days as ISO text); none when it has no such table."""
    with zipfile.ZipFile(file) as bundle:
        if f"{name}.jsonl" not in bundle.namelist():
            return []
        return [json.loads(line) for line in bundle.read(f"{name}.jsonl").splitlines()]


def load_backup(connection: Connection, file: Path) -> int:
    """Fill empty tables from a backup; returns the number of rows.

    The tables must stand at the backup's own revision (see `restoring.restore`).
    """
    count = 0
    metadata = _reflect(connection)
    with zipfile.ZipFile(file) as bundle:
        names = {entry.removesuffix(".jsonl") for entry in bundle.namelist()}
        told = _MANIFEST.validate_json(bundle.read("manifest.json")).counts
        for one in metadata.sorted_tables:
            if one.name in names:
                rows = _load_table(connection, one, bundle)
                if rows != told.get(one.name, rows):
                    raise ValueError(f"{one.name}: {rows} rows instead of {told[one.name]}")
                count += rows
    return count


def _load_table(connection: Connection, one: Table, bundle: zipfile.ZipFile) -> int:
    count = 0
    for batch in _batches(bundle, one):
        connection.execute(insert(one), batch)
        count += len(batch)
    serial = one.primary_key.columns[0]
    if connection.dialect.name == "postgresql" and serial.type.python_type is int:
        # Rows came with their numbers; the next one must follow the highest.
        sequence = func.pg_get_serial_sequence(one.name, serial.name)
        highest = select(func.coalesce(func.max(serial), 1)).scalar_subquery()
        connection.execute(select(func.setval(sequence, highest)))
    return count


def _batches(bundle: zipfile.ZipFile, one: Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    keys = {column.name for column in one.primary_key}
    with bundle.open(f"{one.name}.jsonl") as lines:
        for line in lines:
            raw = json.loads(line)
            if not isinstance(raw, dict) or not keys <= raw.keys():
                raise ValueError(f"{one.name}: a row is no object, or has no key")
            batch.append({k: _from_json(v, one, k) for k, v in raw.items() if k in one.c})
            if len(batch) >= _BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _from_json(value: Any, one: Table, column: str) -> Any:
    python = one.c[column].type.python_type if value is not None else None
    if python is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if python is date else value


def _line(row: RowMapping) -> bytes:
    return json.dumps(dict(row), default=_jsonable).encode() + b"\n"


def _jsonable(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value)
    raise TypeError(type(value).__name__)


def _reflect(connection: Connection) -> MetaData:
    """The tables as they stand (they may be older than the schema), Alembic's own and derived ones left out."""
    metadata = MetaData()
    names = [n for n in inspect(connection).get_table_names() if n not in DERIVED | {"alembic_version"}]
    metadata.reflect(connection, only=names)
    return metadata


def not_a_backup(file: Path) -> Problem:
    """The sentence for a file that cannot be restored."""
    return Problem(
        f"{file.name} ไม่ใช่แฟ้มสำรองของระบบนี้ หรือแฟ้มเสียหาย ยังไม่ได้เปลี่ยนข้อมูลใด",
        f"{file.name} is not a backup of this system, or it is damaged. Nothing was changed.",
    )
