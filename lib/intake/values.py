"""One raw cell and the question it answers → a value, by the question's declaration."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.domain.citizen_id import holds_citizen_id
from lib.domain.thai_date import BE_OFFSET, format_date
from lib.domain.thai_text import clean_text, spelling, to_ascii_digits
from lib.intake.choosing import read_choice, read_yes_no, split_list
from lib.intake.context import IntakeContext
from lib.intake.coordinates import read_degrees
from lib.intake.dates import read_date
from lib.intake.grid import Unreadable, as_read, is_blank, shown
from lib.intake.numbers import read_number
from lib.intake.phones import read_phone
from lib.intake.place_text import PlaceWanted
from lib.intake.places import find_place
from lib.intake.reading import (
    EMPTY,
    Candidate,
    Reading,
    Verdict,
    combined,
    normalised,
    question,
    rejected,
    respelled,
    used,
)
from lib.intake.units import Unit
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, shape

#: Written for "there is nothing here".
_NOTHING = frozenset({"-", "–", "—", "--", "ไม่มีข้อมูล", "ไม่ระบุ", "n/a", "na", "null", "none", ".", "รอข้อมูล"})
_DECLINES = {
    "ไม่ทราบ": NoAnswer.UNKNOWN,
    "ไม่รู้": NoAnswer.UNKNOWN,
    "จำไม่ได้": NoAnswer.UNKNOWN,
    "ไม่ตอบ": NoAnswer.REFUSED,
    "ไม่สะดวกตอบ": NoAnswer.REFUSED,
    "ไม่ประสงค์ตอบ": NoAnswer.REFUSED,
    "ไม่ให้ข้อมูล": NoAnswer.REFUSED,
}

_YEAR_WORDS = re.compile(r"^(?:ปีงบประมาณ|ปีงบฯ?|งบปี|ปี)?\s*(?:พ\.?\s?ศ\.?)?\s*(?=[\d๐-๙])")

#: No answer but free text is longer, lists in one cell included; patterns search a text of spaces
#: for a minute, and a sheet has many cells.
LONGEST = 4_000


def read_value(model: type[Answers], spec: Spec, raw: Any, known: IntakeContext, province: str = "") -> Reading:
    """What a cell says in answer to a question. A declined answer is a `NoAnswer` value.

    `province`: id of the province the row or file is about, for places named alone.
    """
    if is_blank(raw):
        return EMPTY
    if isinstance(raw := as_read(raw), Unreadable):
        return rejected(
            f"ช่องนี้แสดง {raw} ไม่ใช่ค่า",
            f"The cell shows {raw}, not a value",
            "เปิดใน Excel ให้คำนวณแล้วบันทึกใหม่ หรือพิมพ์ค่าแทนสูตร",
            "open it in Excel so that it is calculated and save again, or type the value",
        )
    if isinstance(raw, str) and (declined := _declined(spec, clean_text(raw), known)) is not None:
        return declined
    python, many, _ = shape(model, spec.id)
    closed = spec.options or spec.choice_list or spec.refers_to
    if (python is not str or many or closed) and (endless := _endless(raw)):
        return endless
    if many:
        return combined(_respelt(part, _one(spec, python, part, known, province)) for part in split_list(shown(raw)))
    return _respelt(raw, _one(spec, python, raw, known, province))


def options_of(spec: Spec, known: IntakeContext) -> tuple[Candidate, ...]:
    """What a closed question may be answered with."""
    if spec.options:
        return tuple(Candidate(o.value, o.th, o.en) for o in spec.options)
    if spec.choice_list:
        return known.lists.get(spec.choice_list, ())
    return known.titles.get(spec.refers_to, ()) if spec.refers_to else ()


def _one(spec: Spec, python: type[Any], raw: Any, known: IntakeContext, province: str) -> Reading:
    if spec.refers_to == "area":
        return find_place(known.gazetteer, PlaceWanted(shown(raw), default_province=province), spec.area_types)
    if spec.options or spec.choice_list or spec.refers_to:
        return read_choice(shown(raw), options_of(spec, known), what=(spec.th, spec.en), names=bool(spec.refers_to))
    return read_open(spec, python, raw, known.today)


def read_open(spec: Spec, python: type[Any], raw: Any, today: date | None = None) -> Reading:
    """A question without choices: yes/no, days, figures, telephone numbers, text."""
    if (python is not str or spec.format) and (endless := _endless(raw)):
        return endless
    if python is bool:
        return read_yes_no(raw if isinstance(raw, bool) else shown(raw))
    if python in (date, datetime):
        return read_date(raw, today)
    if spec.format == "phone":
        return read_phone(raw)
    if spec.format == "be_year":
        bare = _YEAR_WORDS.sub("", clean_text(raw)) if isinstance(raw, str) else raw
        return respelled(_be_year(read_number(bare, int)), shown(raw), shown(bare))
    if spec.id in ("latitude", "longitude"):
        return read_degrees(raw)
    if python in (int, float, Decimal):
        return read_number(raw, python, Unit(spec.unit_th, spec.unit_en))
    return _text(spec, raw)


def _endless(raw: Any) -> Reading | None:
    if not isinstance(raw, str) or len(raw) <= LONGEST:
        return None
    return rejected(
        f"ข้อความยาวเกินไป ({len(raw):,} ตัวอักษร): “{clean_text(raw[:30])}…”",
        f"The text is too long ({len(raw):,} letters): “{clean_text(raw[:30])}…”",
        "ตรวจว่าวางข้อความผิดช่องหรือไม่",
        "see whether it was pasted into the wrong cell",
    )


def _text(spec: Spec, raw: Any) -> Reading:
    text = clean_text(shown(raw))
    if holds_citizen_id(text):
        return rejected(
            "มีเลขบัตรประชาชนในช่องนี้ ระบบไม่เก็บเลขบัตรของใคร",
            "The cell holds a citizen id; nobody's is kept here",
            "ลบเลขบัตรออก ใช้รหัสหรือชื่อแทน",
            "take it out and use a code or a name",
        )
    if spec.format == "code" and isinstance(raw, (datetime, date)):
        return _was_a_code(raw)
    if spec.format == "code":
        return respelled(used(to_ascii_digits(text)), text, to_ascii_digits(text))
    if isinstance(raw, (datetime, date)):
        return used(raw.isoformat()[:10])
    return used(text)


def _was_a_code(day: date) -> Reading:
    """Excel makes a date of ``3/12`` and ``12-3``: nobody can tell any more which one was typed."""
    month = (day.month, day.year % 100) if day.day == 1 else (day.day, day.month)
    tries = dict.fromkeys(
        (f"{month[0]}/{month[1]}", f"{day.month}/{day.day}", f"{month[0]}-{month[1]}", f"{day.month}-{day.day}")
    )
    return question(
        f"Excel เปลี่ยนช่องนี้เป็นวันที่ {format_date(day)} เดิมพิมพ์ว่าอะไร",
        f"Excel made the date {format_date(day, 'en')} of this cell; what was typed?",
        [Candidate(t, t, t) for t in tries],
    )


def _respelt(raw: Any, reading: Reading) -> Reading:
    """Say so when hidden characters or another order of marks were put right."""
    if not isinstance(raw, str) or not isinstance(reading.value, str):
        return reading
    return respelled(reading, raw.strip(), clean_text(raw))


def _be_year(reading: Reading) -> Reading:
    """A year of this century in C.E. becomes B.E., and is said."""
    if reading.settled and 1950 <= reading.value < 2400:
        year = reading.value + BE_OFFSET
        return normalised(year, f"ปี ค.ศ. {reading.value} เป็น พ.ศ. {year}", f"{reading.value} C.E. is {year} B.E.")
    if reading.settled and 40 <= reading.value < 100:
        year = 2500 + reading.value
        return normalised(year, f"ปี {reading.value} เป็น พ.ศ. {year}", f"Year {reading.value} is {year} B.E.")
    return reading


def _declined(spec: Spec, text: str, known: IntakeContext) -> Reading | None:
    if text.casefold() in _NOTHING:
        # "None" and "ไม่มี" are answers where they are among the choices.
        chosen = {spelling(word) for o in options_of(spec, known) for word in (str(o.value), o.th, o.en)}
        return None if spelling(text) in chosen - {""} else EMPTY
    if not spec.may_decline or text not in _DECLINES:
        return None
    reason = _DECLINES[text]
    th = "ไม่ทราบ" if reason is NoAnswer.UNKNOWN else "ไม่สะดวกตอบ"
    if text == th:
        return used(reason)
    return Reading(
        Verdict.NORMALISED,
        reason,
        normalised(None, f"อ่าน “{text}” เป็น {th}", f"“{text}” is read as “{reason.value}”").why,
    )
