"""Reports are kept as they are handed out; an office chooses the slides of its wall.

Whoever may judge the rungs of a place answers for what is said of it: that is who keeps its reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from lib.access.actors import Actor
from lib.access.policy import COUNTRY, Act
from lib.access.reach import Reach
from lib.domain.errors import NotAllowed, NotFound, Problem, StorageProblem
from lib.domain.limits import KEPT_REPORTS_OF_PLACE
from lib.domain.months import Month
from lib.domain.reports import MadeReport
from lib.domain.slides import Slide
from lib.schema.ladders import TambonProgress
from lib.schema.record import new_id, stable_id
from lib.store import kept_reports
from lib.store.attachments import digests_in_use
from lib.store.database import in_the_words_of_the_field
from lib.store.held_files import digest_of
from lib.store.kept_reports import KeptReport
from lib.store.opening import Store
from lib.store.process_lock import REPORTING, unless_another_does


def keep_report(store: Store, actor: Actor, made: MadeReport, at: datetime | None = None) -> KeptReport:
    """Keep a report that somebody hands out. Raises `NotAllowed`, `BadInput` or `StorageProblem`.

    `at`: the one moment (aware) of all forms that are kept together.
    """
    with store.database.reading() as connection:
        _require(connection, actor, made.place)
        own = [one for one in kept_reports.kept_of(connection, made.place) if not one.scheduled]
        KEPT_REPORTS_OF_PLACE.require(len(own) + 1)
    return _keep(store, new_id("report"), made, at or datetime.now(UTC), scheduled=False)


@contextmanager
def unless_others_report(store: Store) -> Iterator[bool]:
    """Whether this process makes the reports of a month's end now; False while another one does."""
    with unless_another_does(store.database, REPORTING) as mine:
        yield mine


def keep_scheduled(store: Store, made: MadeReport) -> KeptReport:
    """Keep a report that is made by itself at a month's end; the same one is kept once."""
    report_id = scheduled_id(made.place, made.month, made.since, made.form)
    with store.database.reading() as connection:
        standing = kept_reports.kept(connection, report_id)
    return standing or _keep(store, report_id, made, datetime.now(UTC), scheduled=True)


def scheduled_id(place: str, month: Month, since: Month, form: str) -> str:
    """The id of what is made by itself, by what it is of."""
    return stable_id("report", place, month.id, since.id, form)


def _keep(store: Store, report_id: str, made: MadeReport, at: datetime, *, scheduled: bool) -> KeptReport:
    new = KeptReport(
        report_id,
        made.place,
        made.month.id,
        made.since.id,
        made.form,
        made.language,
        made.number,
        digest_of(made.content),
        len(made.content),
        at,
        scheduled,
    )
    with in_the_words_of_the_field():
        store.files.put(made.content)
    try:
        with store.database.writing() as connection:
            kept_reports.keep(connection, new)
    except IntegrityError:
        # Another process made it at the same moment; its file is the one that is named.
        with store.database.reading() as connection:
            standing = kept_reports.kept(connection, report_id)
        if standing is None:
            raise
        return standing
    with suppress(StorageProblem):  # it is there already
        # Once more: a sweep that ran in between could not know of the row.
        store.files.put(made.content)
    return new


def throw_away(store: Store, actor: Actor, report_id: str) -> None:
    """A report that somebody kept goes; what was made by itself at a month's end stays."""
    with store.database.writing() as connection:
        found = kept_reports.kept(connection, report_id)
        if found is None:
            raise NotFound(Problem("ไม่พบรายงานนี้ อาจถูกเอาออกไปแล้ว", "This report is not there; it may be gone already."))
        _require(connection, actor, found.place)
        if found.scheduled:
            raise NotAllowed(Problem("รายงานสิ้นเดือนเก็บไว้ถาวร", "What was made at a month's end stays."))
        kept_reports.forget(connection, report_id)

    def in_use() -> set[str]:
        with store.database.reading() as connection:
            return digests_in_use(connection)

    with suppress(StorageProblem):  # a bucket that does not answer: the keeper takes it out
        store.files.remove_unused(in_use, 0.0, [found.digest])


def choose_slides(store: Store, actor: Actor, place: str, slides: Sequence[Slide]) -> None:
    """The slides of a place's wall in their order; none: it has no choice of its own any more."""
    told = [one.value for one in dict.fromkeys(slides)]
    with store.database.writing() as connection:
        _require(connection, actor, place)
        kept_reports.choose_slides(connection, place, told, datetime.now(UTC))


def _require(connection: Connection, actor: Actor, place: str) -> None:
    kind_id = TambonProgress.about.id
    if place == COUNTRY and actor.rights.everywhere(Act.VERIFY, kind_id):
        return
    Reach(connection, actor).require_at(Act.VERIFY, place, kind_id)
