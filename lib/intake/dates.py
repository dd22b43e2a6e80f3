"""Dates as people type them into sheets. A part that is missing is asked for, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from lib.domain.thai_date import BE_OFFSET, FIRST_BE_YEAR, bangkok_today, format_date, parse_date
from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.grid import Serial1904
from lib.intake.reading import EMPTY, Candidate, Reading, normalised, question, rejected, used

#: Day 0 of spreadsheets (Excel counts a 29 Feb 1900 that never was; only later days occur here).
_DAY_ZERO = date(1899, 12, 30)
#: Serial numbers of days that a programme of today can mean: 1950 to 2200 C.E. …
_SERIALS = range(18_264, 109_576)
#: … and the same typed as B.E. years into a sheet that counts in C.E. (+543 years).
_BE_SERIALS = range(18_264 + 198_326, 109_576 + 198_327)
#: A workbook of the 1904 system is that many days behind.
_DAYS_TO_1904 = 1_462
_SERIALS_1904 = range(_SERIALS.start - _DAYS_TO_1904, _BE_SERIALS.stop)
#: A two-digit year is B.E. when that lies so near; farther away it is a question.
_YEARS_BACK, _YEARS_AHEAD = 25, 5
#: Thailand's clock is seven hours ahead of UTC.
_MINUTES_AHEAD = 7 * 60

_EN_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EN_DAY_FIRST = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{4})$")
_EN_MONTH_FIRST = re.compile(r"^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_WORDS = re.compile(
    r"(วันที่|วัน(?=จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)|จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์|"
    r"ที่(?=\s*\d)|เดือน|ปี(?=\s*(?:พ|\d))|พ\.\s?ศ\.|พศ\.?|ค\.\s?ศ\.|คศ\.?)"
)
_YEAR_ONLY = re.compile(r"^\d{4}$")
_MONTH_YEAR = re.compile(r"^([ก-๙.]+)\s*(\d{2}|\d{4})$")
_SPAN = re.compile(r"^(\d{1,2})\s*(?:-|–|ถึง)\s*(\d{1,2})(\s*[ก-๙./].*)$")
_NUMERIC = re.compile(r"^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$")
_ISO = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")
#: The time of day that exports write behind a day, with or without its zone.
_CLOCK = re.compile(
    r"(?<=\d)(?:[Tt]|,? +(?:เวลา )?)(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)? ?(น\.?|am|pm)? ?(z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
#: ``19-ก.ย.-66`` and ``19/ก.ย./66``: a day written with signs around its month's name.
_SIGNS = re.compile(r"^(\d{1,2})\s*[-/.]\s*([ก-๙a-zA-Z.]+?)\s*[-/]\s*(\d{2}|\d{4})$")


def read_date(raw: Any, today: date | None = None) -> Reading:
    """A day (C.E. `date`) from a date cell, a serial number or text in B.E. or C.E."""
    now = today or bangkok_today()
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return _from_cell(raw, now)
    if isinstance(raw, bool):
        return _no_date(str(raw))
    if isinstance(raw, Serial1904):
        return _from_number(raw + _DAYS_TO_1904 if int(raw) in _SERIALS_1904 else float(raw), now)
    if isinstance(raw, (int, float)):
        return _from_number(raw, now)
    text = clean_text(str(raw))
    return _from_text(text, now) if text else EMPTY


def _from_cell(day: date, now: date) -> Reading:
    if day.year < FIRST_BE_YEAR:
        return _short_year_in_a_cell(day, now) or used(day)
    shifted = _same_day(day.year - BE_OFFSET, day.month, day.day)
    if shifted is None:
        return _no_date(day.isoformat())
    return normalised(shifted, f"ปีในช่องเป็น พ.ศ. {day.year}", f"The cell's year {day.year} is B.E.")


def _from_number(raw: float, now: date) -> Reading:
    whole = int(raw)
    if raw == whole and FIRST_BE_YEAR - 500 <= whole <= 2700:
        return _year_only(whole)
    if whole in _SERIALS:
        day = _DAY_ZERO + timedelta(days=whole)
        if (asked := _short_year_in_a_cell(day, now)) is not None:
            return asked
        return normalised(day, f"เลขลำดับวันของตาราง {whole}", f"Serial day number {whole}")
    if whole in _BE_SERIALS:
        typed = _DAY_ZERO + timedelta(days=whole)
        return _from_cell(typed, now)
    if raw == whole and len(str(whole)) in (7, 8):
        return _from_text(str(whole), now)
    return _no_date(f"{raw:g}")


def _short_year_in_a_cell(day: date, now: date) -> Reading | None:
    """Excel makes 1966 of ``19/9/66``, which people here type for 2566: asked about."""
    meant = day.year + 2500 - BE_OFFSET - 1900
    if day.year >= 2000 or not -_YEARS_BACK <= meant - now.year <= _YEARS_AHEAD:
        return None
    found = _same_day(meant, day.month, day.day)
    shown = format_date(day)
    return question(
        f"ช่องนี้เก็บวันที่ {shown} (ค.ศ. {day.year}) ผู้พิมพ์อาจหมายถึง พ.ศ. {meant + BE_OFFSET}",
        f"The cell holds {format_date(day, 'en')}; B.E. {meant + BE_OFFSET} ({meant}) may be meant",
        [_candidate(d) for d in (found, day) if d],
    )


def _from_text(text: str, now: date) -> Reading:
    bare, later = _without_clock(to_ascii_digits(text).strip())
    bare = re.sub(r"\s+", " ", _WORDS.sub(" ", bare)).strip(" .,")
    bare = _SIGNS.sub(r"\1 \2 \3", bare)
    if re.fullmatch(r"[0-9]{5,6}", bare):
        found = _from_number(float(bare), now)
        return found if found.settled or found.candidates else _no_date(text)
    if _YEAR_ONLY.match(bare):
        return _year_only(int(bare))
    if iso := _ISO.match(bare):
        return _made(text, *(int(p) for p in iso.groups()), plain=bare == text, later=later)
    if span := _SPAN.match(bare):
        return _span(text, span, now)
    if english := _english(bare):
        return _made(text, *english, plain=False)
    if re.fullmatch(r"\d{7,8}", bare):
        return _run_together(text, bare)
    if numeric := _NUMERIC.match(bare):
        day, month, year = (int(p) for p in numeric.groups())
        if month > 12 >= day:
            return _month_first(text, year, day, month)
    found_day = parse_date(bare)
    if found_day is None:
        return _month_only(text, bare) or _no_date(text)
    if not 1900 <= found_day.year <= 2200:
        return _no_date(text)
    if re.search(r"(?<!\d)\d{2}$", bare):
        return _two_digits(text, found_day, now)
    return used(found_day) if text == bare else _respelt(text, found_day)


def _without_clock(bare: str) -> tuple[str, int]:
    """The day without its time, and how many days later that moment is in Thailand (-1, 0 or 1)."""
    found = _CLOCK.search(bare)
    if not found:
        return bare, 0
    hour, minute, half, zone = found.groups()
    if int(hour) > 24 or int(minute) > 59:
        return bare, 0
    minutes = int(hour) * 60 + int(minute)
    if half and half.casefold() in ("am", "pm"):
        minutes = minutes % 720 + (720 if half.casefold() == "pm" else 0)
    if zone:
        sign = -1 if zone[0] == "-" else 1
        away = 0 if zone in "zZ" else sign * (int(zone[1:3]) * 60 + int(zone[-2:]))
        minutes += _MINUTES_AHEAD - away
        return bare[: found.start()].strip(), minutes // 1_440
    return bare[: found.start()].strip(), 0


def _made(text: str, year: int, month: int, day: int, *, plain: bool, later: int = 0) -> Reading:
    ce = year - BE_OFFSET if year >= FIRST_BE_YEAR else year
    found = _same_day(ce, month, day)
    if found is not None and later:
        found += timedelta(days=later)
    if found is None or not 1900 <= ce <= 2200:
        return _no_date(text)
    return used(found) if plain and year == ce else _respelt(text, found)


def _two_digits(text: str, found: date, now: date) -> Reading:
    """``66`` is 2566; ``23`` may be 2523 B.E. or 2023 C.E. and is asked about."""
    years = found.year - now.year
    if -_YEARS_BACK <= years <= _YEARS_AHEAD:
        return _respelt(text, found)
    other = _same_day(2000 + (found.year + BE_OFFSET) % 100, found.month, found.day)
    return question(
        f"ปีสองหลักใน “{text}” เป็น พ.ศ. หรือ ค.ศ.",
        f"Is the two-digit year in “{text}” B.E. or C.E.?",
        [_candidate(d) for d in (found, other) if d],
    )


def _year_only(year: int) -> Reading:
    ce = year - BE_OFFSET if year >= FIRST_BE_YEAR else year
    if not 1900 <= ce <= 2200:
        return _no_date(str(year))
    days = (date(ce, 1, 1), date(ce, 9, 30), date(ce, 12, 31))
    return question(
        f"“{year}” มีแต่ปี ต้องมีวันและเดือน",
        f"“{year}” is only a year; day and month are needed",
        [_candidate(d) for d in days],
    )


def _month_only(text: str, bare: str) -> Reading | None:
    if not _MONTH_YEAR.match(bare):
        return None
    first = parse_date(f"1 {bare}")
    if first is None:
        return None
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return question(
        f"“{text}” ไม่มีวันที่", f"“{text}” has no day", [_candidate(d) for d in (first, after - timedelta(days=1))]
    )


def _span(text: str, span: re.Match[str], now: date) -> Reading:
    ends = [parse_date(f"{span.group(n)}{span.group(3)}") for n in (1, 2)]
    known = [d for d in ends if d]
    if len(known) < 2:
        return _no_date(text)
    return question(
        f"“{text}” เป็นช่วงวัน เลือกวันเดียว", f"“{text}” is a span of days; choose one", [_candidate(d) for d in known]
    )


def _month_first(text: str, year: int, month: int, day: int) -> Reading:
    found = _same_day(year - BE_OFFSET if year >= FIRST_BE_YEAR else year, month, day)
    if found is None:
        return _no_date(text)
    return question(f"“{text}” เขียนเดือนก่อนวันใช่หรือไม่", f"Is “{text}” written month first?", [_candidate(found)])


def _run_together(text: str, digits: str) -> Reading:
    """``19092566`` or ``25660919``: likely, but a person confirms."""
    eight = digits.zfill(8)
    tries = ((int(eight[4:]), int(eight[2:4]), int(eight[:2])), (int(eight[:4]), int(eight[4:6]), int(eight[6:])))
    days = [_same_day(y - BE_OFFSET if y >= FIRST_BE_YEAR else y, m, d) for y, m, d in tries if 1900 <= y <= 2700]
    known = [d for d in days if d and 1900 <= d.year <= 2200]
    if not known:
        return _no_date(text)
    return question(f"“{text}” เป็นวันที่ใด", f"Which day is “{text}”?", [_candidate(d) for d in known])


def _english(bare: str) -> tuple[int, int, int] | None:
    low = bare.lower()
    if found := _EN_DAY_FIRST.match(low):
        day, name, year = found.groups()
    elif found := _EN_MONTH_FIRST.match(low):
        name, day, year = found.groups()
    else:
        return None
    if name[:3] not in _EN_MONTHS:
        return None
    return int(year), _EN_MONTHS.index(name[:3]) + 1, int(day)


def _respelt(text: str, found: date) -> Reading:
    return normalised(
        found, f"อ่าน “{text}” เป็น {format_date(found)}", f"“{text}” is read as {format_date(found, 'en')}"
    )


def _candidate(day: date) -> Candidate:
    return Candidate(day, format_date(day), format_date(day, "en"))


def _same_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_date(text: str) -> Reading:
    return rejected(
        f"“{text}” ไม่ใช่วันที่ หรือไม่มีวันนี้ในปฏิทิน",
        f"“{text}” is no date, or there is no such day",
        "เขียนเช่น 19 ก.ย. 2566 หรือ 19/9/2566",
        "write e.g. 19/9/2566 or 2023-09-19",
    )
