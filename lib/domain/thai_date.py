"""Thai dates: Buddhist Era (B.E. = C.E. + 543), month names and the government's fiscal year.

Dates are kept as C.E. `datetime.date`; B.E. exists only where people read or type.
Source: conventions for Thai data entry; fiscal year N (B.E.) runs 1 Oct N-1 to 30 Sep N.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from lib.domain.thai_text import to_ascii_digits

BE_OFFSET = 543
#: Years from here on can only be B.E. (2400 B.E. = 1857 C.E.).
FIRST_BE_YEAR = 2400
#: Thailand has had one zone without daylight saving since 1920 C.E.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")

MONTHS_TH = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_SHORT_TH = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MONTHS_SHORT_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_NUMERIC = re.compile(r"^(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{2}|\d{4})$")
_NAMED = re.compile(r"^(\d{1,2})\s*([ก-๙.]+)\s*(?:พ\.?ศ\.?)?\s*(\d{2}|\d{4})$")


def be_year(ce_year: int) -> int:
    """B.E. year of a C.E. year."""
    return ce_year + BE_OFFSET


def fiscal_year(day: date) -> int:
    """Fiscal year (B.E.) that a C.E. date falls in; it begins on 1 October."""
    return be_year(day.year) + (1 if day.month >= 10 else 0)


def fiscal_year_bounds(year_be: int) -> tuple[date, date]:
    """First and last day (C.E.) of fiscal year `year_be` (B.E.)."""
    ce = year_be - BE_OFFSET
    return date(ce - 1, 10, 1), date(ce, 9, 30)


def bangkok_today() -> date:
    """Today's date in Thailand, whatever the server's clock zone."""
    return datetime.now(BANGKOK).date()


def format_date(day: date, language: str = "th", *, short: bool = True) -> str:
    """``19 ก.ย. 2566`` in Thai (B.E.), ``19 Sep 2023`` in English (C.E.)."""
    if language == "en":
        return f"{day.day} {MONTHS_SHORT_EN[day.month - 1]} {day.year}"
    months = MONTHS_SHORT_TH if short else MONTHS_TH
    return f"{day.day} {months[day.month - 1]} {be_year(day.year)}"


def format_days(first: date, last: date | None, language: str = "th", *, short: bool = True) -> str:
    """The days of something: one day, or ``19 ก.ย. 2566 – 20 ก.ย. 2566``."""
    days = dict.fromkeys((first, last or first))
    return " – ".join(format_date(day, language, short=short) for day in days)


def format_moment(moment: datetime, language: str = "th") -> str:
    """Date and time in Thailand, e.g. ``19 ก.ย. 2566 14:05 น.``; naive moments are UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)  # noqa: UP017
    local = aware.astimezone(BANGKOK)
    return f"{format_date(local.date(), language)} {format_time(moment, language)}"


def format_time(moment: datetime, language: str = "th") -> str:
    """The hour in Thailand, e.g. ``14:05 น.``; naive moments are UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)  # noqa: UP017
    return f"{aware.astimezone(BANGKOK):%H:%M}" + ("" if language == "en" else " น.")


def format_year(year_be: int, language: str = "th") -> str:
    """A fiscal year as people of the language write it: ``2564`` or ``2021``."""
    return str(year_be if language == "th" else year_be - BE_OFFSET)


def parse_date(text: str) -> date | None:
    """Read a date as Thais type it: ``19 ก.ย. 66``, ``19/9/2566``, ``๑๙ กันยายน ๒๕๖๖``, ISO.

    Two-digit years are B.E. (66 = 2566); years from 2400 on are B.E.; others C.E.
    Returns None when the text is not a date; never guesses a missing part.
    """
    cleaned = re.sub(r"\s+", " ", to_ascii_digits(text)).strip()
    if match := _ISO.match(cleaned):
        year, month, day = (int(part) for part in match.groups())
        return _safe_date(year, month, day)
    if match := _NUMERIC.match(cleaned):
        day, month, year = (int(part) for part in match.groups())
        return _safe_date(_full_year(year, match.group(3)), month, day)
    if match := _NAMED.match(cleaned):
        number = _month_number(match.group(2))
        if number is not None:
            return _safe_date(_full_year(int(match.group(3)), match.group(3)), number, int(match.group(1)))
    return None


def _month_number(name: str) -> int | None:
    bare = name.replace(".", "")
    for names in (MONTHS_TH, MONTHS_SHORT_TH):
        for number, known in enumerate(names, start=1):
            if bare == known.replace(".", ""):
                return number
    return next((n for n, name in enumerate(MONTHS_TH, 1) if _one_slip(bare, name)), None)


def _one_slip(typed: str, month: str) -> bool:
    """Whether a month's full name was typed with one sign wrong, missing or too many."""
    if len(typed) < 6 or abs(len(typed) - len(month)) > 1 or typed[:2] != month[:2] or typed[-1] != month[-1]:
        return False
    same = next(
        (at for at, (a, b) in enumerate(zip(typed, month, strict=False)) if a != b), min(len(typed), len(month))
    )
    return typed[same + (len(typed) >= len(month)) :] == month[same + (len(month) >= len(typed)) :]


def _full_year(year: int, typed: str) -> int:
    return year + 2500 if len(typed) == 2 else year


def _safe_date(year: int, month: int, day: int) -> date | None:
    ce = year - BE_OFFSET if year >= FIRST_BE_YEAR else year
    try:
        return date(ce, month, day)
    except ValueError:
        return None
