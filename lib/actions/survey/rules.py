"""What happens to a household's form whoever writes it: consent is dated, a check lasts until an edit."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select, update

from lib.domain.thai_date import bangkok_today
from lib.schema.household import CONSENT_VERSION, HouseholdHealth, HouseholdSurvey
from lib.schema.record import Record, only_typable, plain
from lib.schema.tambon_work import TambonWork
from lib.store.tables import table

#: Years that a household's answers are kept when its tambon says nothing else.
KEEP_YEARS = 3
#: No form goes sooner than this after it was entered, or after a tambon shortened its date.
NOTICE = timedelta(days=30)


def settle(connection: Connection, before: Record | None, after: Record) -> None:
    """Fill in what the app says of a form: consent's wording and day, retention, whether it counts."""
    if isinstance(after, TambonWork):
        _keep_round(connection, before, after)
    if not isinstance(after, HouseholdSurvey):
        return
    if after.consent == "yes":
        if isinstance(before, HouseholdSurvey) and before.consent == "no":
            # Given anew: it does not run from the first day.
            after.consent_version, after.consented_on = CONSENT_VERSION, bangkok_today()
        after.consent_version = after.consent_version or CONSENT_VERSION
        after.consented_on = after.consented_on or after.surveyed_on
        after.withdrawn_on = None
    if after.keep_until is None or _moved(before, after):
        after.keep_until = _keep_until(connection, after)
    if before is not None and after.checked_on is not None and _answers(before) != _answers(after):
        # Somebody looked at other answers than these.
        after.checked_on = after.checked_by = None


def takes_consent_back(before: Record, after: Record) -> bool:
    """Whether an edit turns a consent that was given into one that is not."""
    if isinstance(before, HouseholdSurvey) and isinstance(after, HouseholdSurvey):
        return before.consent == "yes" and after.consent == "no"
    if isinstance(before, HouseholdHealth) and isinstance(after, HouseholdHealth):
        return before.explicit_consent == "yes" and after.explicit_consent == "no"
    return False


def _moved(before: Record | None, after: HouseholdSurvey) -> bool:
    """Whether another day or round was entered: the retention date follows it."""
    if not isinstance(before, HouseholdSurvey):
        return False
    told = ("surveyed_on", "year", "area")
    return any(getattr(before, n) != getattr(after, n) for n in told)


def _keep_round(connection: Connection, before: Record | None, after: TambonWork) -> None:
    """The day until which a tambon keeps its forms holds for those filled in already."""
    was = getattr(before, "keep_until", None)
    if after.keep_until == was:
        return
    rows = table("household_survey")
    mine = (rows.c.area == after.area) & (rows.c.year == after.year)
    if after.keep_until is not None:
        if far_enough(after.keep_until):
            connection.execute(update(rows).where(mine).values(keep_until=after.keep_until))
        return
    for form in connection.execute(select(rows.c.id, rows.c.surveyed_on).where(mine)).all():
        until = _years_later(form.surveyed_on, KEEP_YEARS)
        connection.execute(update(rows).where(rows.c.id == form.id).values(keep_until=until))


def far_enough(day: date) -> bool:
    """Whether a retention date leaves time to notice that it was mistyped."""
    return day >= bangkok_today() + NOTICE


def _answers(record: Record) -> dict[str, object]:
    return only_typable(type(record), plain(record))


def _keep_until(connection: Connection, form: HouseholdSurvey) -> date:
    works = table("tambon_work")
    told = connection.scalar(
        select(works.c.keep_until).where(
            works.c.area == form.area, works.c.year == form.year, works.c.withdrawn_at.is_(None)
        )
    )
    if told is not None and far_enough(told):
        return told  # type: ignore[no-any-return]
    return _years_later(form.surveyed_on, KEEP_YEARS)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
