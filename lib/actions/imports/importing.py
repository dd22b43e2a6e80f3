"""Imports: hand a file in, say how it is read, look, apply all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from lib.access.actors import Actor, require, require_verdict, require_write
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.imports.comparing import compare
from lib.actions.imports.decisions import prefer_key, reopen_key
from lib.actions.imports.held_files import gone, grids_of, job_of, no_import, require_job
from lib.actions.imports.lookups import read_known
from lib.actions.imports.preview import Preview, Progress, RowFate, said_by
from lib.actions.imports.unused_cells import unused_cells
from lib.actions.records.verdicts import verdict_after
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.row_fate import Answer, Fate, Prefer
from lib.domain.thai_text import clean_text
from lib.intake.files import read_file
from lib.intake.grid import Grid
from lib.intake.header import plan_tab
from lib.intake.tab_plan import How, TabPlan
from lib.intake.targets import AS_NOTE, readable_kinds
from lib.intake.title import province_in_title
from lib.schema.history_words import Verb, Way
from lib.schema.record import typable
from lib.schema.registry import kind
from lib.store import imports, records, versions
from lib.store.imports import APPLIED, DROPPED, LIVE, OPEN, Job
from lib.store.opening import Store

#: How history names the way that imported changes came.
SOURCE = Way.FILE
#: An applied import stays open for answers: applying again writes only what they settle.
_WORKABLE = (OPEN, APPLIED, LIVE)
#: Any constant will do; PostgreSQL locks on a number.
_IMPORT_LOCK = 25640931


def start(store: Store, actor: Actor, office: str, file_name: str, content: bytes) -> str:
    """Take a file in and propose how to read it; returns the import's id. Nothing is written yet.

    Raises `BadInput` for a file that cannot be read, `NotAllowed`.
    """
    require(actor, Act.IMPORT)
    whose = clean_text(office)[:200]
    if not whose:
        raise BadInput(Problem("ใส่ชื่อสำนักงานหรือเครือข่ายเจ้าของแฟ้ม", "Say whose file it is", "office"))
    grids = read_file(file_name, content)
    with store.database.reading() as connection:
        plans = [_proposed(connection, store, whose, grid) for grid in grids]
    with store.database.writing() as connection:
        name = clean_text(file_name)[:200] or "-"
        return imports.add(connection, whose, name, content, (actor.id, actor.label), [p.to_json() for p in plans])


def set_plan(store: Store, actor: Actor, job_id: str, plans: Sequence[TabPlan]) -> None:
    """Say how the tabs are read; a confirmed layout is remembered for the office."""
    _check_plans(plans)
    with _changing(store, actor, job_id) as (connection, job):
        imports.note(connection, job, plans=[p.to_json() for p in plans])
        for plan in plans:
            if plan.confirmed and plan.kind:
                imports.remember_layout(connection, job.office, plan.fingerprint, plan.to_json())


def replan(store: Store, actor: Actor, job_id: str, tab: str, kind_id: str) -> None:
    """Read a tab as another record kind ('' leaves the tab out)."""
    job = job_of(store, job_id)
    require_job(actor, job)
    if job.state == LIVE:
        raise BadInput(
            Problem(
                "ชีตที่ต่อไว้เปลี่ยนเรื่องของแท็บที่นี่ไม่ได้ ตั้งชื่อแท็บให้ตรงกับเรื่อง แล้วระบบเสนอใหม่ในรอบอ่านหน้า",
                "Of a connected sheet the subject cannot be changed here: name the tab after it, and the next look proposes it",
            )
        )
    grids = grids_of(store, job_id)
    grid = next((g for g in grids if g.tab == tab), None)
    if grid is None or (kind_id and kind_id not in readable_kinds()):
        raise NotFound(Problem(f"ไม่มีแท็บ {tab}", f"There is no tab {tab}"))
    old = [TabPlan.from_json(p) for p in job.plans]
    made = plan_tab(grid, kind_id) if kind_id else TabPlan(tab, confirmed=True)
    set_plan(store, actor, job_id, [replace(made, province=p.province) if p.tab == tab else p for p in old])


def answer(store: Store, actor: Actor, job_id: str, key: str, said: Mapping[str, Any] | None) -> None:
    """Settle a doubtful cell: ``{"value": …}``, ``{"text": …}``, ``{"skip": True}``; None takes it back.

    The answer holds for every cell of the file with the same words in the same question.
    """
    with _changing(store, actor, job_id) as (connection, job):
        answers = {k: v for k, v in job.answers.items() if k != key}
        if said is not None:
            answers[key] = dict(said)
        imports.note(connection, job, answers=answers)


def answer_many(store: Store, actor: Actor, job_id: str, said: Mapping[str, Mapping[str, Any]]) -> None:
    """Settle many doubtful cells at once, each as `answer` does."""
    with _changing(store, actor, job_id) as (connection, job):
        imports.note(connection, job, answers={**job.answers, **{key: dict(one) for key, one in said.items()}})


def let_reopen(store: Store, actor: Actor, job_id: str, kind_id: str, record_id: str, accept: bool) -> None:
    """Say whether the file may change one verified record: an officer's decision, record by record."""
    require_verdict(actor, kind_id)
    with _changing(store, actor, job_id) as (connection, job):
        standing = records.get(connection, kind_id, record_id)
        if standing is not None:
            Reach(connection, actor).require(Act.VERIFY, standing.record)
        key = reopen_key(kind_id, record_id)
        answers = {k: v for k, v in job.answers.items() if k != key}
        imports.note(connection, job, answers={**answers, key: {"accept": True}} if accept else answers)


def prefer(store: Store, actor: Actor, job_id: str, answer: Answer, whose: Prefer) -> None:
    """Say whose value stays where both sides answer: of one record, or of every row of the file."""
    if answer.field not in typable(kind(answer.kind)):
        raise NotFound(Problem(f"ไม่มีช่อง {answer.field}", f"There is no field {answer.field}"))
    with _changing(store, actor, job_id) as (connection, job):
        imports.note(connection, job, answers={**job.answers, prefer_key(answer): {"prefer": whose.value}})


def preview(store: Store, actor: Actor, job_id: str, progress: Progress | None = None) -> Preview:
    """What applying would do now. Reads only."""
    require(actor, Act.IMPORT)
    job = job_of(store, job_id)
    require_job(actor, job)
    grids = grids_of(store, job_id)
    with store.database.reading() as connection:
        return compare(connection, _whose(store), job, grids, progress, reach=Reach(connection, actor))


def apply(store: Store, actor: Actor, seen: Preview) -> int:
    """Write every row that is new or changed, all or nothing; returns the number of rows.

    What the person looked at is what is written: when the store or the import changed
    meanwhile so that it would read differently, `BadInput` says so and nothing happens.
    """
    job_id = seen.job.id
    for kind_id in {r.kind for r in seen.writes}:
        require_write(actor, kind_id)
    for row in seen.writes:
        if row.reopens:
            require_verdict(actor, row.kind)
    note = f"{seen.job.office} · {seen.job.file_name}"
    with writing(store, _from_file(actor), Verb.IMPORT, note) as pen:
        job = imports.get(pen.connection, job_id, for_update=True)
        if job is not None:
            require_job(actor, job)
        if job is None or job.state not in _WORKABLE:
            raise BadInput(_not_open(job))
        if any(p["kind"] and not p["confirmed"] for p in job.plans):
            raise BadInput(Problem("ยืนยันการจับคู่คอลัมน์ของทุกแท็บก่อน", "Confirm the columns of every tab first"))
        now = _as_it_stands(pen, store, seen, job)
        _write(pen, now.writes)
        imports.keep_cells(pen.connection, job_id, unused_cells(now))
        imports.keep_seen(
            pen.connection,
            job.office,
            {(r.kind, r.record_id): said_by(r) for r in now.rows if r.record_id and "/" not in r.read.kind},
        )
        _count(pen, actor, job, now)
    return len(now.writes)


def _as_it_stands(pen: Pen, store: Store, seen: Preview, job: Job) -> Preview:
    """The preview that was looked at, made anew when anything was written since."""
    if not store.database.is_sqlite:
        # Imports queue for each other; SQLite has one writer anyway.
        pen.connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _IMPORT_LOCK})
    if job.revision == seen.job.revision:
        if versions.current(pen.connection) == seen.versions:
            return seen
        now = compare(pen.connection, _whose(store), job, grids_of(store, job.id), reach=pen.reach)
        if now.digest == seen.digest:
            return now
    raise BadInput(
        Problem(
            "ข้อมูลเปลี่ยนไประหว่างที่ดูตัวอย่าง ยังไม่ได้นำเข้า ดูตัวอย่างใหม่แล้วกดอีกครั้ง",
            "Something changed while you looked. Nothing was imported; look again, then press",
        )
    )


def _write(pen: Pen, rows: Sequence[RowFate]) -> None:
    pen.rows = {row.record_id: f"{row.read.tab}!{row.read.row + 1}" for row in rows}
    new = (row.record for row in rows if row.fate is Fate.NEW)
    pen.add_many([record for record in new if record is not None])
    for row in rows:
        if row.before is not None and row.after is not None:
            if row.reopens:
                pen.require(Act.VERIFY, row.before.record)
            pen.change(row.before, verdict_after(pen, row.before, row.after)[0])


def _count(pen: Pen, actor: Actor, job: Job, now: Preview) -> None:
    """Close the import; its change-set is opened first so that it can be undone by number."""
    sets = list(job.change_sets)
    if pen.changes:
        sets.append(pen.open(_from_file(actor), Verb.IMPORT, f"{job.office} · {job.file_name}"))
    imports.note(pen.connection, job, state=APPLIED, applied_at=datetime.now(UTC), change_sets=sets, counts=now.counts)


def drop(store: Store, actor: Actor, job_id: str) -> None:
    """Put an import away without applying it; its file stays in the list of imports."""
    with _changing(store, actor, job_id) as (connection, job):
        imports.note(connection, job, state=DROPPED)


def file_of(store: Store, actor: Actor, job_id: str) -> bytes:
    """The office's own file, as it was handed in."""
    require(actor, Act.IMPORT)
    require_job(actor, job_of(store, job_id))
    with store.database.reading() as connection:
        content = imports.content(connection, job_id)
    if content is None:
        raise gone()
    return content


def _proposed(connection: Connection, store: Store, office: str, grid: Grid) -> TabPlan:
    plan = plan_tab(grid)
    remembered = imports.layout_of(connection, office, plan.fingerprint) if plan.columns else None
    known = read_known(connection, _whose(store))
    title = province_in_title(grid, plan, known.gazetteer)
    if remembered is None:
        return replace(plan, province=title, confirmed=bool(plan.kind) and not plan.proposals)
    old = TabPlan.from_json(remembered)
    columns = tuple(
        replace(c, target=o.target, how=How.REMEMBERED if o.target else How.IGNORED)
        for c, o in zip(plan.columns, old.columns, strict=True)
    )
    return replace(plan, kind=old.kind, columns=columns, province=title or old.province, confirmed=True)


def _check_plans(plans: Sequence[TabPlan]) -> None:
    for plan in plans:
        if not plan.kind:
            continue
        targets = [c.target for c in plan.used if c.target != AS_NOTE]
        twice = {t for t in targets if targets.count(t) > 1}
        if twice:
            raise BadInput(
                Problem(
                    f"แท็บ {plan.tab} มีสองคอลัมน์ที่ตอบคำถามเดียวกัน เลือกคอลัมน์เดียว",
                    f"Two columns of tab {plan.tab} answer the same question; choose one",
                )
            )


class _changing:
    """An open import, locked, for an actor who may change it."""

    def __init__(self, store: Store, actor: Actor, job_id: str) -> None:
        require(actor, Act.IMPORT)
        self._transaction = store.database.writing()
        self._job_id, self._actor = job_id, actor

    def __enter__(self) -> tuple[Connection, Job]:
        connection = self._transaction.__enter__()
        try:
            job = imports.get(connection, self._job_id, for_update=True)
            if job is not None:
                require_job(self._actor, job)
            if job is None or job.state not in _WORKABLE:
                raise BadInput(_not_open(job))
        except BaseException as error:
            self._transaction.__exit__(type(error), error, error.__traceback__)
            raise
        return connection, job

    def __exit__(self, *error: Any) -> bool | None:
        return self._transaction.__exit__(*error)


def _whose(store: Store) -> str:
    return f"{store.world}:{store.database.url}"


def _from_file(actor: Actor) -> Actor:
    return replace(actor, source=SOURCE)


def _not_open(job: Job | None) -> Problem:
    if job is None:
        return no_import("")
    return Problem("การนำเข้านี้ปิดไปแล้ว ส่งแฟ้มใหม่เพื่อนำเข้าอีกครั้ง", "This import is closed; hand the file in again")


__all__ = ["answer", "answer_many", "apply", "drop", "file_of", "job_of", "preview", "replan", "set_plan", "start"]
