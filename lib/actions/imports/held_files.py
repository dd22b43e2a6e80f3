"""The files that offices handed in: which import, and its tabs as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lib.access.actors import Actor
from lib.access.policy import Act
from lib.config import forgettable
from lib.domain.errors import NotFound, Problem
from lib.intake.files import read_file
from lib.intake.grid import Grid
from lib.store import imports
from lib.store.imports import Job
from lib.store.opening import Store


def job_of(store: Store, job_id: str) -> Job:
    """An import without its file; raises `NotFound`."""
    with store.database.reading() as connection:
        job = imports.get(connection, job_id)
    if job is None:
        raise NotFound(no_import(job_id))
    return job


def require_job(actor: Actor, job: Job) -> None:
    """Raise `NotFound` for an import of somebody else's, as if it were not there; administrators see them all."""
    if not actor.rights.everywhere(Act.IMPORT) and job.made_by != actor.id:
        raise NotFound(no_import(job.id))


def grids_of(store: Store, job_id: str) -> list[Grid]:
    """The tabs of an import's file; raises `NotFound` when it was erased."""
    job = job_of(store, job_id)
    with store.database.reading() as connection:
        if not imports.is_kept(connection, job_id):
            raise gone()  # what was erased is not read from memory either
    held = _Held(store, job_id, job.file_name, job.digest)
    # A large file's cells are let go of as soon as they are read; see `compare`.
    return list(_read_once(held)) if job.size < _REMEMBERED else _read_now(held)


@dataclass(frozen=True)
class _Held:
    """A file of a store, told from others by its content."""

    store: Store
    job_id: str
    file_name: str
    digest: str

    def __hash__(self) -> int:
        return hash((self.job_id, self.digest))


#: Files larger than this are parsed again each time rather than kept in memory, bytes.
_REMEMBERED = 3 * 1024 * 1024


@forgettable
@lru_cache(maxsize=2)
def _read_once(held: _Held) -> list[Grid]:
    """The grids of the files worked on last: looking again must not parse again."""
    return _read_now(held)


def _read_now(held: _Held) -> list[Grid]:
    with held.store.database.reading() as connection:
        content = imports.content(connection, held.job_id)
    if content is None:
        raise gone()
    return read_file(held.file_name, content)


def gone() -> NotFound:
    """An import whose file is there no more."""
    return NotFound(Problem("แฟ้มนี้ถูกลบไปพร้อมข้อมูลส่วนบุคคลแล้ว", "The file was erased with somebody's data"))


def no_import(job_id: str) -> Problem:
    """That there is no such import."""
    return Problem(f"ไม่พบการนำเข้า {job_id}", f"There is no import {job_id}")
