"""What happens to a household's form whoever writes it: consent is dated, a check lasts until an edit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from lib.schema.field import Authority
from lib.schema.household import CONSENT_VERSION, HouseholdSurvey
from lib.schema.record import Record, plain, specs
from lib.store.tables import table

#: Years that a household's answers are kept when its tambon says nothing else.
KEEP_YEARS = 3


def settle(connection: Connection, before: Record | None, after: Record) -> None:
    """Fill in what the app says of a form: consent's wording and day, retention, whether it counts."""
    if not isinstance(after, HouseholdSurvey):
        return
    if after.consent == "yes":
        after.consent_version = after.consent_version or CONSENT_VERSION
        after.consented_on = after.consented_on or after.surveyed_on
        after.withdrawn_on = None
    if after.keep_until is None:
        after.keep_until = _keep_until(connection, after)
    if before is not None and after.checked_on is not None and _answers(before) != _answers(after):
        # Somebody looked at other answers than these.
        after.checked_on = after.checked_by = None


def _answers(record: Record) -> dict[str, object]:
    declared = specs(type(record))
    return {
        k: v
        for k, v in plain(record).items()
        if k not in declared or declared[k].authority is not Authority.APP
    }


def _keep_until(connection: Connection, form: HouseholdSurvey) -> date:
    works = table("tambon_work")
    told = connection.scalar(
        select(works.c.keep_until).where(
            works.c.area == form.area, works.c.year == form.year, works.c.withdrawn_at.is_(None)
        )
    )
    if told is not None:
        return told  # type: ignore[no-any-return]
    return _years_later(form.surveyed_on, KEEP_YEARS)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
