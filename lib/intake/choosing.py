"""Closed choices, editable lists, yes/no and references by name: what a cell means among options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz.distance import OSA

from lib.domain.thai_text import clean_text, name_key, to_ascii_digits
from lib.intake.gazetteer import sound
from lib.intake.reading import EMPTY, Candidate, Reading, normalised, question, rejected, used

_YES = frozenset(
    [
        "มี",
        "ใช่",
        "ใช่แล้ว",
        "ถูก",
        "ถูกต้อง",
        "จริง",
        "เป็น",
        "ได้",
        "ผ่าน",
        "แล้ว",
        "yes",
        "y",
        "true",
        "1",
        "1.0",
        "✓",
        "✔",
        "☑",
        "✅",
        "√",
        "มีแล้ว",
    ]
)
_NO = frozenset(
    [
        "ไม่มี",
        "ไม่ใช่",
        "ไม่",
        "ไม่จริง",
        "ไม่ได้",
        "ไม่เป็น",
        "ไม่ผ่าน",
        "ยัง",
        "ยังไม่มี",
        "no",
        "n",
        "false",
        "0",
        "0.0",
        "✗",
        "✘",
        "☐",
        "❌",
        "×",
    ]
)
_PART = re.compile(r"[/()·–]| หรือ ")
_SEVERAL = re.compile(r"\s*(?:[,;\n•·]|(?<!\S)[-–](?=\s)|\s(?:และ|กับ)\s)\s*")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s*")
_DIGITS = re.compile(r"\d+")
#: A slip of one key in a long enough word is put right; anything farther is asked about.
_LONG_ENOUGH = 5
#: So many answers can be looked through and chosen from.
_MOST_OFFERED = 40


def split_list(text: str) -> list[str]:
    """The entries of a list in one cell: commas, semicolons, lines, bullets, "และ", "1."."""
    parts = (_NUMBERED.sub("", part).strip(" -–•") for part in _SEVERAL.split(clean_text(text)))
    return [part for part in parts if part]


def read_yes_no(raw: Any) -> Reading:
    """A tick, มี/ไม่มี, ใช่/ไม่ใช่, yes/no; a lone ``x`` means either and is asked about."""
    if isinstance(raw, bool):
        return used(raw)
    text = clean_text(str(raw))
    low = text.casefold().strip(" .")
    if not low:
        return EMPTY
    if low in _YES or low in _NO:
        value = low in _YES
        word = ("มี/ใช่", "yes") if value else ("ไม่มี/ไม่ใช่", "no")
        return normalised(value, f"อ่าน “{text}” เป็น {word[0]}", f"“{text}” is read as {word[1]}")
    both = [Candidate(True, "มี/ใช่", "Yes"), Candidate(False, "ไม่มี/ไม่ใช่", "No")]
    if low in {"x", "กากบาท", "/"}:
        return question(f"“{text}” หมายถึงมีหรือไม่มี", f"Does “{text}” mean yes or no?", both)
    return rejected(f"“{text}” ไม่ใช่คำตอบมี/ไม่มี", f"“{text}” is no yes or no", "เขียน มี หรือ ไม่มี", "write yes or no")


def key(text: str) -> str:
    """What two spellings of one option share; ``หมู่ ๕`` and ``หมู่ 5`` are one."""
    return name_key(to_ascii_digits(text))


def read_choice(raw: Any, options: Sequence[Candidate], *, what: tuple[str, str], names: bool = False) -> Reading:
    """One of the options by its value or label, a part of a label, or a slip of one key.

    `what`: the field's name in Thai and English, for the sentence. `names`: the options are names
    of records, and there may be others: ``หมู่ 4`` is not a slip of ``หมู่ 5``, nor ``นาขาม`` of
    ``นาขา``. Only what sounds the same is then taken for a slip.
    """
    text = clean_text(str(raw))
    if not text:
        return EMPTY
    asked = key(text)
    by_key: dict[str, list[Candidate]] = {}
    for option in options:
        for word in {key(str(option.value)), key(option.th), key(option.en)}:
            by_key.setdefault(word, []).append(option)
    exact = by_key.get(asked, [])
    if len(exact) == 1:
        one = exact[0]
        return used(one.value) if text in (one.th, one.value) else _taken(text, one)
    if len(exact) > 1:
        return _which(text, exact, what)
    parts = [o for o in options if asked in {key(p) for label in (o.th, o.en) for p in _PART.split(label) if p.strip()}]
    if len(parts) == 1:
        return _taken(text, parts[0])
    near = _near(asked, by_key)
    if not parts and len(near) == 1 and near[0][0] == 1 and len(asked) >= _LONG_ENOUGH:
        one = near[0][1]
        spelled = [w for w, o in by_key.items() if one in o and OSA.distance(asked, w) == 1]
        if any(_a_slip(asked, word, names) for word in spelled):
            return _taken(text, one)
    if parts or near:
        return _which(text, parts or [o for _, o in near], what)
    inside = [o for o in options if len(asked) >= 3 and (asked in key(o.th) or key(o.th) in asked)]
    if inside:
        return _which(text, inside, what)
    known = ", ".join(o.th for o in options[:6])
    told = rejected(
        f"“{text}” ไม่อยู่ในตัวเลือกของ{what[0]}",
        f"“{text}” is not among the choices of {what[1]}",
        f"ใช้คำใดคำหนึ่ง: {known}" if options else f"เพิ่ม{what[0]}นี้ในระบบก่อน",
        f"use one of: {', '.join(o.en for o in options[:6])}" if options else f"add this {what[1]} first",
    )
    # Answers that exist are chosen, not typed anew; long lists of records are found by typing.
    return told if names or len(options) > _MOST_OFFERED else replace(told, candidates=tuple(options))


def _a_slip(asked: str, word: str, names: bool) -> bool:
    """Whether one key of difference is a slip rather than another name."""
    if _DIGITS.findall(asked) != _DIGITS.findall(word):
        return False
    return not names or sound(asked) == sound(word)


def _near(asked: str, by_key: dict[str, list[Candidate]]) -> list[tuple[int, Candidate]]:
    """Options whose spelling differs by one or two keys, nearest first, each once."""
    limit = 2 if len(asked) >= 2 * _LONG_ENOUGH else 1
    found: dict[int, tuple[int, Candidate]] = {}
    for word, options in by_key.items():
        distance = OSA.distance(asked, word, score_cutoff=limit)
        if distance <= limit and len(word) > 2:
            for option in options:
                at = id(option)
                if at not in found or distance < found[at][0]:
                    found[at] = (distance, option)
    ordered = sorted(found.values(), key=lambda pair: pair[0])
    return [pair for pair in ordered if pair[0] <= ordered[0][0] + 1]


def _taken(text: str, option: Candidate) -> Reading:
    return normalised(option.value, f"อ่าน “{text}” เป็น {option.th}", f"“{text}” is read as {option.en or option.th}")


def _which(text: str, options: Iterable[Candidate], what: tuple[str, str]) -> Reading:
    return question(f"“{text}” คือ{what[0]}ใด", f"Which {what[1]} is “{text}”?", list(options)[:8])
