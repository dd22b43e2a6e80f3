"""Rules of a household's form: consent is dated, a check lasts until an edit, retention is counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select, update

from lib.actions.records.rules import Rules
from lib.domain.errors import Problem
from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.schema.household import CONSENT_VERSION, HouseholdSurvey
from lib.schema.household_health import HouseholdHealth
from lib.schema.record import Record, only_typable, plain
from lib.schema.tambon_work import TambonWork
from lib.store.tables import table

#: Years that a household's answers are kept when its tambon says nothing else.
KEEP_YEARS = 3
#: No form goes sooner than this after it was entered, or after a tambon shortened its date.
NOTICE = timedelta(days=30)


def _visit_problems(_connection: Connection, form: HouseholdSurvey) -> list[Problem]:
    """A visit lies in the past, in its round or beside it: retention is counted from it."""
    if form.surveyed_on > bangkok_today():
        return [Problem("วันที่สำรวจยังมาไม่ถึง", "The day of the visit is still to come", "surveyed_on")]
    if form.year is not None and abs(fiscal_year(form.surveyed_on) - form.year) > 1:
        return [
            Problem(
                f"วันที่สำรวจไม่อยู่ในรอบปี {form.year} ตรวจปีที่พิมพ์",
                f"The visit does not lie in the round of {form.year} B.E.; look at the year",
                "surveyed_on",
            )
        ]
    return []


def _not_asked_here(connection: Connection, record: HouseholdHealth) -> list[Problem]:
    """Sensitive questions are asked only where the tambon turned them on."""
    if record.explicit_consent != "yes":
        return []
    forms, works = table("household_survey"), table("tambon_work")
    on = connection.scalar(
        select(works.c.asks_health)
        .join(forms, (forms.c.area == works.c.area) & (forms.c.year == works.c.year))
        .where(forms.c.id == record.household, forms.c.consent == "yes", works.c.withdrawn_at.is_(None))
    )
    if on:
        return []
    return [
        Problem(
            "ตำบลนี้ยังไม่ได้เปิดถามข้อมูลสุขภาพ หรือครัวเรือนไม่ยินยอม",
            "This tambon does not ask about health, or the household does not consent",
        )
    ]


def settle(connection: Connection, before: HouseholdSurvey | None, after: HouseholdSurvey) -> HouseholdSurvey:
    """The form with what the app says of it: consent's wording and day, retention, whether it counts."""
    says: dict[str, Any] = {}
    if after.consent == "yes":
        if before is not None and before.consent == "no":
            # Given anew: it does not run from the first day.
            says |= {"consent_version": CONSENT_VERSION, "consented_on": bangkok_today()}
        else:
            says["consent_version"] = after.consent_version or CONSENT_VERSION
            says["consented_on"] = after.consented_on or after.surveyed_on
        says["withdrawn_on"] = None
    if after.keep_until is None or _moved(before, after):
        says["keep_until"] = _keep_until(connection, after)
    if before is not None and after.checked_on is not None and _answers(before) != _answers(after):
        # Somebody looked at other answers than these.
        says |= {"checked_on": None, "checked_by": None}
    return after.model_copy(update=says)


def _consent_taken_back(before: HouseholdSurvey, after: HouseholdSurvey) -> HouseholdSurvey | None:
    """That it was asked, consented and withdrew, and when, stays."""
    back = before.consent == "yes" and after.consent == "no"
    return before.without_answers(bangkok_today()) if back else None


def _explicit_consent_taken_back(before: HouseholdHealth, after: HouseholdHealth) -> HouseholdHealth | None:
    back = before.explicit_consent == "yes" and after.explicit_consent == "no"
    return before.without_answers(bangkok_today()) if back else None


def _moved(before: HouseholdSurvey | None, after: HouseholdSurvey) -> bool:
    """Whether another day or round was entered: the retention date follows it."""
    counted_from = ("surveyed_on", "year", "area")
    return before is not None and any(getattr(before, n) != getattr(after, n) for n in counted_from)


def _too_soon(_connection: Connection, before: TambonWork, after: TambonWork) -> list[Problem]:
    if after.keep_until in (None, before.keep_until) or far_enough(after.keep_until):
        return []
    return [
        Problem(
            f"วันที่เก็บข้อมูลถึง ต้องห่างจากวันนี้อย่างน้อย {NOTICE.days} วัน เพราะครบแล้วข้อมูลถูกลบ เรียกคืนไม่ได้",
            f"The retention date has to lie {NOTICE.days} days ahead: what is due is erased for good",
            "keep_until",
        )
    ]


def _keep_round(connection: Connection, before: TambonWork | None, after: TambonWork) -> None:
    """The day until which a tambon keeps its forms holds for those filled in already."""
    was = before.keep_until if before is not None else None
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
    asked: date | None = connection.scalar(
        select(works.c.keep_until).where(
            works.c.area == form.area, works.c.year == form.year, works.c.withdrawn_at.is_(None)
        )
    )
    if asked is not None and far_enough(asked):
        return asked
    return _years_later(form.surveyed_on, KEEP_YEARS)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(HouseholdSurvey, problems=_visit_problems, settle=settle, consent_taken_back=_consent_taken_back),
    Rules(HouseholdHealth, problems=_not_asked_here, consent_taken_back=_explicit_consent_taken_back),
    Rules(TambonWork, may_not_change=_too_soon, follow=_keep_round),
)
