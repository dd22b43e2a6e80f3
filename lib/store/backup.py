"""Backups: one zip with a JSON line per row, the same for SQLite and PostgreSQL.

A backup made on the embedded file can be restored into PostgreSQL: that is how an office moves.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select

from lib.domain.errors import BadInput, Problem
from lib.store.database import Database

FORMAT = 1
#: Automatic backups kept; older ones are removed.
KEEP_AUTOMATIC = 20
#: A backup in the data folder is removed after this time, whoever made it: what was erased at a
#: household's wish is then gone from there too. Copies kept elsewhere are their keeper's duty.
KEPT = timedelta(days=90)
_BATCH = 1000


def write_backup(database: Database, folder: Path, reason: str = "manual") -> Path:
    """Write a consistent backup and return its file; it appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"thun-{stamp}-{reason}.zip"
    partial = target.with_suffix(".partial")
    with database.reading() as connection:
        metadata = _reflect(connection)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as bundle:
            manifest = {
                "format": FORMAT,
                "revision": MigrationContext.configure(connection).get_current_revision(),
                "made_at": datetime.now(UTC).isoformat(),
                "tables": [t.name for t in metadata.sorted_tables],
            }
            bundle.writestr("manifest.json", json.dumps(manifest))
            for one in metadata.sorted_tables:
                with bundle.open(f"{one.name}.jsonl", "w") as lines:
                    for row in connection.execute(select(one)).mappings():
                        lines.write(json.dumps(dict(row), default=_jsonable).encode() + b"\n")
    os.replace(partial, target)  # noqa: PTH105 - atomic on every system
    if reason != "manual":
        _forget_old(folder, reason)
    expire_backups(folder)
    return target


def expire_backups(folder: Path, now: datetime | None = None) -> int:
    """Remove backups older than `KEPT`; returns how many."""
    oldest = ((now or datetime.now(UTC)) - KEPT).strftime("%Y%m%d-%H%M%S-%f")
    found = [f for f in folder.glob("thun-*.zip") if f.name.removeprefix("thun-") < oldest]
    gone = 0
    for old in found:
        with suppress(OSError):  # open elsewhere: the next time
            old.unlink(missing_ok=True)
            gone += 1
    return gone


def gone_from_backups_on(day: date) -> date:
    """The day on which no backup here holds what is erased on `day`."""
    return day + KEPT


def revision_in(file: Path) -> str:
    """Migration revision that a backup was made at; raises `BadInput` when it is no backup."""
    try:
        with zipfile.ZipFile(file) as bundle:
            manifest = json.loads(bundle.read("manifest.json"))
            broken = bundle.testzip()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadInput(not_a_backup(file)) from error
    if broken or manifest.get("format") != FORMAT or not manifest.get("revision"):
        raise BadInput(not_a_backup(file))
    return str(manifest["revision"])


def load_backup(connection: Connection, file: Path) -> int:
    """Fill empty tables from a backup; returns the number of rows.

    The tables must stand at the backup's own revision (see `opening.restore`).
    """
    count = 0
    metadata = _reflect(connection)
    with zipfile.ZipFile(file) as bundle:
        names = {entry.removesuffix(".jsonl") for entry in bundle.namelist()}
        for one in metadata.sorted_tables:
            if one.name in names:
                count += _load_table(connection, one, bundle)
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
    with bundle.open(f"{one.name}.jsonl") as lines:
        for line in lines:
            raw = json.loads(line)
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


def _jsonable(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value)
    raise TypeError(type(value).__name__)


def _reflect(connection: Connection) -> MetaData:
    """The tables as they stand (they may be older than the schema), Alembic's own left out."""
    metadata = MetaData()
    names = [n for n in inspect(connection).get_table_names() if n != "alembic_version"]
    metadata.reflect(connection, only=names)
    return metadata


def _forget_old(folder: Path, reason: str) -> None:
    for old in sorted(folder.glob(f"thun-*-{reason}.zip"))[:-KEEP_AUTOMATIC]:
        old.unlink(missing_ok=True)


def not_a_backup(file: Path) -> Problem:
    """The sentence for a file that cannot be restored."""
    return Problem(
        f"{file.name} ไม่ใช่แฟ้มสำรองของระบบนี้ หรือแฟ้มเสียหาย ยังไม่ได้เปลี่ยนข้อมูลใด",
        f"{file.name} is not a backup of this system, or it is damaged. Nothing was changed.",
    )
