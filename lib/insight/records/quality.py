"""What could not be used: cell by cell, import by import, and how that changes over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from lib.domain.thai_date import BANGKOK
from lib.insight.source import Source
from lib.schema.registry import kind
from lib.schema.seeing import Audience, sees
from lib.store import imports, sheet_books
from lib.store.imports import APPLIED, LIVE, Job
from lib.store.tables import table

#: Cells shown at once; the whole list is in the download.
MOST = 20_000


@dataclass(frozen=True)
class Trouble:
    """One cell (or row) of the newest file of its name that was not used as it stood."""

    job: str
    office: str
    file_name: str
    tab: str
    row: int
    column: int
    kind: str
    field: str
    record_id: str
    verdict: str
    said: str
    why_th: str
    why_en: str
    fix_th: str
    fix_en: str

    def why(self, language: str) -> str:
        """Why it was not used, and how to put it right."""
        parts = (self.why_en, self.fix_en) if language == "en" else (self.why_th, self.fix_th)
        return " – ".join(part for part in parts if part)

    def label(self, language: str) -> str:
        """Kind and question that the cell answers."""
        from lib.schema.record import every_spec

        model = kind(self.kind)
        spec = every_spec(model).get(self.field.partition("/")[0])
        name = model.about.label(language)
        return f"{name}: {spec.label(language)}" if spec else name


@dataclass(frozen=True)
class Point:
    """One applied import in the course of time: cells used, put right, asked about, rejected."""

    at: datetime
    office: str
    file_name: str
    used: int
    normalised: int
    question: int
    rejected: int


def jobs(source: Source, states: tuple[str, ...] = (), whose: str = "") -> list[Job]:
    """Imports of workbooks, newest first; of one actor (by id), when one is named."""
    with source.store.database.reading() as connection:
        found = imports.latest(connection, 100, states, whose)
    return [job for job in found if not job.office.startswith(imports.FORUM)]


def troubles(source: Source, verdicts: tuple[str, ...], *, audience: Audience) -> list[Trouble]:
    """What stands unused in the newest applied file of each office and name.

    A reader sees cells of public fields only – a cell that answers no declared question may hold anything –
    and not what the file is called, for files are named after people.
    """
    current = [job.id for job in newest(source)]
    named = audience is Audience.WRITER
    cell, job = table("import_cell"), table("import_job")
    query = (
        select(cell, job.c.office, job.c.file_name)
        .join(job, job.c.id == cell.c.job)
        .where(cell.c.job.in_(current), cell.c.verdict.in_(verdicts))
        .order_by(job.c.office, job.c.file_name, cell.c.tab, cell.c.row, cell.c.column)
        .limit(MOST)
    )
    with source.store.database.reading() as connection:
        found = connection.execute(query).mappings().all()
    return [
        Trouble(
            r["job"],
            r["office"],
            r["file_name"] if named else "",
            r["tab"] if named else "",
            r["row"],
            r["column"],
            r["kind"],
            r["field"],
            r["record_id"],
            r["verdict"],
            r["said"] or "",
            r["why_th"] or "",
            r["why_en"] or "",
            r["fix_th"] or "",
            r["fix_en"] or "",
        )
        for r in found
        if sees(audience, r["kind"], (r["field"] or "").partition("/")[0])
    ]


def imported_version(source: Source) -> str:
    """Key of what is in the newest files: changes with every import, answer, undoing and look at a Sheet."""
    return ",".join(f"{job.id}:{job.revision}:{job.state}:{job.updated_at:%Y%m%d%H%M%S%f}" for job in newest(source))


def newest(source: Source) -> list[Job]:
    """The last applied import of each file name of each office."""
    seen: dict[tuple[str, str], Job] = {}
    for job in jobs(source, (APPLIED, LIVE)):
        seen.setdefault((job.office, job.file_name), job)
    return list(seen.values())


def trend(source: Source) -> list[Point]:
    """Every applied import and each day of each connected Sheet, oldest first."""
    found = _of_sheets(source)
    found += [
        Point(
            job.applied_at,
            job.office,
            job.file_name,
            job.counts.get("cell.used", 0),
            job.counts.get("cell.normalised", 0),
            job.counts.get("cell.question", 0),
            job.counts.get("cell.rejected", 0),
        )
        for job in reversed(jobs(source, (APPLIED,)))
        if job.applied_at is not None
    ]
    return sorted(found, key=lambda p: p.at)


def _of_sheets(source: Source) -> list[Point]:
    """Each day's last look at each connected Sheet."""
    with source.store.database.reading() as connection:
        books = sheet_books.books(connection)
    return [
        Point(
            datetime.combine(date.fromisoformat(day), time(12), BANGKOK),
            book.name,
            "Google Sheets",
            0,
            normalised,
            asked,
            rejected,
        )
        for book in books
        for day, normalised, asked, rejected in book.trend
    ]


def job_of(source: Source, job_id: str, whose: str = "") -> Job | None:
    """One import; None for an empty or unknown id, and for somebody else's when one actor is named."""
    if not job_id:
        return None
    with source.store.database.reading() as connection:
        job = imports.get(connection, job_id)
    return None if job is not None and whose and job.made_by != whose else job


def offices(source: Source) -> list[str]:
    """Names of offices that handed files in."""
    with source.store.database.reading() as connection:
        return imports.offices(connection)
