"""Imports as they are kept: the file, how it is read, what people answered, what was not used."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from lib.schema.record import new_id
from lib.store.database import upsert
from lib.store.tables import table

OPEN, APPLIED, UNDONE, DROPPED = "open", "applied", "undone", "dropped"
#: A connected Google Sheet: an import that never ends.
LIVE = "live"
#: What names the other store begins with, where a forum's file came from it: no office's workbook.
FORUM = "forum:"


@dataclass(frozen=True)
class Job:
    """One file on its way into the store. `revision` rises with every choice made on it."""

    id: str
    office: str
    file_name: str
    digest: str
    size: int
    state: str
    revision: int
    actor_label: str
    made_by: str | None
    created_at: datetime
    updated_at: datetime
    applied_at: datetime | None
    change_sets: list[int]
    plans: list[dict[str, Any]]
    #: Row → field → answer; of a forum's file: what its numbers are here.
    answers: dict[str, dict[str, Any]]
    counts: dict[str, int]


@dataclass(frozen=True)
class UnusedCell:
    """One cell that was not taken as it stood. `row` and `column` count from 0."""

    tab: str
    row: int
    column: int
    kind: str
    field: str
    record_id: str
    verdict: str
    said: str | None
    why_th: str
    why_en: str
    fix_th: str
    fix_en: str


def add(
    connection: Connection,
    office: str,
    file_name: str,
    content: bytes,
    by: tuple[str, str],
    plans: list[dict[str, Any]],
) -> str:
    """Keep a file that was just handed in by an actor (id, label); returns the import's id."""
    job_id, now = new_id("imp"), datetime.now(UTC)
    connection.execute(
        insert(table("import_job")).values(
            id=job_id,
            office=office,
            file_name=file_name,
            size=len(content),
            state=OPEN,
            digest=hashlib.sha256(content).hexdigest(),
            content=base64.b64encode(content).decode(),
            revision=1,
            change_sets=[],
            made_by=by[0],
            actor_label=by[1],
            created_at=now,
            updated_at=now,
            plans=plans,
            answers={},
            counts={},
        )
    )
    return job_id


def get(connection: Connection, job_id: str, *, for_update: bool = False) -> Job | None:
    """An import without its file; None when there is none."""
    jobs = table("import_job")
    query = select(*_columns()).where(jobs.c.id == job_id)
    row = connection.execute(query.with_for_update() if for_update else query).mappings().first()
    return Job(**row) if row else None


def content(connection: Connection, job_id: str) -> bytes | None:
    """The file; None when it was erased with somebody's data."""
    jobs = table("import_job")
    kept = connection.scalar(select(jobs.c.content).where(jobs.c.id == job_id))
    return None if kept is None else base64.b64decode(kept)


def is_kept(connection: Connection, job_id: str) -> bool:
    """Whether the file is still there (it goes when somebody's data in it is erased)."""
    jobs = table("import_job")
    kept = select(jobs.c.id).where(jobs.c.id == job_id, jobs.c.content.is_not(None))
    return connection.scalar(kept) is not None


def live(connection: Connection) -> list[Job]:
    """The standing imports of connected Sheets."""
    return latest(connection, 500, (LIVE,))


def latest(connection: Connection, limit: int = 50, states: Sequence[str] = (), whose: str = "") -> list[Job]:
    """Imports, newest first; of one actor (by id), when one is named."""
    jobs = table("import_job")
    query = select(*_columns()).order_by(jobs.c.updated_at.desc(), jobs.c.id).limit(limit)
    if states:
        query = query.where(jobs.c.state.in_(states))
    if whose:
        query = query.where(jobs.c.made_by == whose)
    return [Job(**row) for row in connection.execute(query).mappings()]


def note(connection: Connection, job: Job, **values: Any) -> None:
    """Write what changed of an import; its revision rises."""
    connection.execute(
        update(table("import_job"))
        .where(table("import_job").c.id == job.id)
        .values(**values, revision=job.revision + 1, updated_at=datetime.now(UTC))
    )


def keep_cells(connection: Connection, job_id: str, cells: Iterable[UnusedCell]) -> None:
    """Put down every cell of an import that was not taken as it stood."""
    cell = table("import_cell")
    connection.execute(delete(cell).where(cell.c.job == job_id))
    rows = [{"job": job_id, **vars(one)} for one in cells]
    if rows:
        connection.execute(insert(cell), rows)


def keep_cells_of(
    connection: Connection, job_id: str, tab: str, rows: Collection[int] | None, cells: Iterable[UnusedCell]
) -> None:
    """The same for some rows of one tab (None: all of them); what is listed of the others stays."""
    cell = table("import_cell")
    of_tab = delete(cell).where(cell.c.job == job_id, cell.c.tab == tab)
    if rows is None:
        connection.execute(of_tab)
    wanted = sorted(rows or ())
    for start in range(0, len(wanted), 500):
        connection.execute(of_tab.where(cell.c.row.in_(wanted[start : start + 500])))
    new = [{"job": job_id, **vars(one)} for one in cells]
    if new:
        connection.execute(insert(cell), new)


def drop_cells_beside(connection: Connection, job_id: str, tabs: Collection[str]) -> None:
    """Forget what was listed of tabs that are not there any more, or are called otherwise."""
    cell = table("import_cell")
    connection.execute(delete(cell).where(cell.c.job == job_id, cell.c.tab.not_in(tabs)))


def counts_of_cells(connection: Connection, job_id: str) -> dict[str, int]:
    """Verdict → number of listed cells."""
    cell = table("import_cell")
    query = select(cell.c.verdict, func.count()).where(cell.c.job == job_id).group_by(cell.c.verdict)
    return {verdict: int(count) for verdict, count in connection.execute(query)}


def note_counts(connection: Connection, job: Job, counts: Mapping[str, int]) -> None:
    """Note how many cells of each verdict an import has, when that is new."""
    told = {f"cell.{verdict}": count for verdict, count in counts.items()}
    if told != {name: count for name, count in job.counts.items() if name != "cell.used"}:
        note(connection, job, counts=told)


def remember_layout(connection: Connection, office: str, fingerprint: str, plan: Mapping[str, Any]) -> None:
    """Remember how an office's list is laid out."""
    values = {"plan": dict(plan), "updated_at": datetime.now(UTC)}
    new = upsert(connection, table("import_layout")).values(office=office, fingerprint=_short(fingerprint), **values)
    connection.execute(new.on_conflict_do_update(index_elements=["office", "fingerprint"], set_=values))


def layout_of(connection: Connection, office: str, fingerprint: str) -> dict[str, Any] | None:
    """The remembered layout of an office's list, or None."""
    layouts = table("import_layout")
    return connection.scalar(
        select(layouts.c.plan).where(layouts.c.office == office, layouts.c.fingerprint == _short(fingerprint))
    )


def offices(connection: Connection) -> list[str]:
    """Names of offices that handed in files, in their order."""
    jobs = table("import_job")
    named = select(jobs.c.office).where(jobs.c.office.not_like(f"{FORUM}%")).distinct().order_by(jobs.c.office)
    return list(connection.scalars(named))


def seen(connection: Connection, office: str, kind_id: str) -> dict[str, dict[str, Any]]:
    """What an office's files said last of each record: record id → field → JSON-ready value."""
    rows = table("import_seen")
    query = select(rows.c.record_id, rows.c.said).where(rows.c.office == office, rows.c.kind == kind_id)
    return {row.record_id: row.said for row in connection.execute(query)}


def records_of(connection: Connection, office: str, kind_id: str) -> set[str]:
    """Ids of the records of a kind that an office's files spoke of."""
    return set(seen(connection, office, kind_id))


def keep_seen(connection: Connection, office: str, said: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    """Remember what a file said of each (kind, record id)."""
    rows = table("import_seen")
    for kind_id in {k for k, _ in said}:
        ids = [record_id for k, record_id in said if k == kind_id]
        for start in range(0, len(ids), 500):
            batch = ids[start : start + 500]
            connection.execute(
                delete(rows).where(rows.c.office == office, rows.c.kind == kind_id, rows.c.record_id.in_(batch))
            )
    values = [
        {"office": office, "kind": kind_id, "record_id": record_id, "said": one}
        for (kind_id, record_id), one in said.items()
    ]
    if values:
        connection.execute(insert(rows), values)


def _columns() -> list[Any]:
    return [c for c in table("import_job").c if c.name != "content"]


def _short(fingerprint: str) -> str:
    return hashlib.sha256(fingerprint.encode()).hexdigest()
