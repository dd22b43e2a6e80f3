"""An independent reading of an XLSForm's rules: what a phone asks, refuses and lets through.

It knows nothing of the schema: types, choices, ``relevant``, ``required`` and ``constraint`` come from
the workbook alone, as KoboCollect and ODK Collect read them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\w+\})|(?P<text>'[^']*')|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z][\w-]*)|(?P<sign><=|>=|!=|[<>=().,]))"
)


@dataclass
class Question:
    """One row of the survey sheet."""

    name: str
    kind: str
    list_name: str = ""
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    message: str = ""
    default: str = ""
    read_only: bool = False


@dataclass
class Rules:
    """The questions in their order; those of a repeat under its name."""

    main: list[Question] = field(default_factory=list)
    repeats: dict[str, list[Question]] = field(default_factory=dict)
    repeat_relevant: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


def read_rules(book: bytes) -> Rules:
    """The rules of an XLSForm."""
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    rules, repeat = Rules(), ""
    for row in _rows(sheets["survey"]):
        kind, _, list_name = str(row["type"]).partition(" ")
        if kind == "begin_repeat":
            repeat = row["name"]
            rules.repeats[repeat], rules.repeat_relevant[repeat] = [], row["relevant"]
        elif kind == "end_repeat":
            repeat = ""
        elif kind not in ("begin_group", "end_group", "note"):
            place = rules.repeats[repeat] if repeat else rules.main
            place.append(
                Question(
                    row["name"],
                    kind,
                    list_name,
                    row["required"] == "yes",
                    row["relevant"],
                    row["constraint"],
                    row["constraint_message::ไทย (th)"],
                    row["default"],
                    row["read_only"] == "yes",
                )
            )
    for row in _rows(sheets["choices"]):
        rules.choices.setdefault(row["list_name"], []).append(row["name"])
    return rules


def _rows(sheet: Any) -> list[dict[str, str]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [{str(h): "" if v is None else str(v) for h, v in zip(head, row, strict=True)} for row in rows]


def holds(expression: str, answers: Mapping[str, str], own: str = "") -> bool:
    """Whether an XPath condition of the few forms that XLSForms use holds; `own` is the answer itself."""
    if not expression:
        return True
    tokens = _tokens(expression)
    value = _Reader(tokens, answers, own).either()
    return bool(value)


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(expression.rstrip()):
        match = _TOKEN.match(expression, at)
        assert match, f"not understood: {expression[at:]}"
        found.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        at = match.end()
    return found


class _Reader:
    """Recursive descent: or, and, comparison, value."""

    def __init__(self, tokens: Sequence[tuple[str, str]], answers: Mapping[str, str], own: str) -> None:
        self.tokens, self.at, self.answers, self.own = list(tokens), 0, answers, own

    def either(self) -> Any:
        value = self.both()
        while self._take("or"):
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.compared()
        while self._take("and"):
            other = self.compared()
            value = value and other
        return value

    def compared(self) -> Any:
        left = self.value()
        for sign, test in _COMPARISONS.items():
            if self._take(sign):
                return test(left, self.value())
        return left

    def value(self) -> Any:
        group, word = self.tokens[self.at]
        self.at += 1
        if group == "ref":
            return self.answers.get(word[2:-1], "")
        if group == "text":
            return word[1:-1]
        if group == "number":
            return float(word)
        if word == ".":
            return self.own
        if word == "(":
            value = self.either()
            assert self._take(")")
            return value
        assert self._take("("), word
        arguments: list[Any] = []
        while not self._take(")"):
            arguments.append(self.either())
            self._take(",")
        return _FUNCTIONS[word](*arguments)

    def _take(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][1] == word:
            self.at += 1
            return True
        return False


def _number(value: Any) -> float:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return float(date.fromisoformat(value).toordinal())
    try:
        return float(value)
    except ValueError:
        return float("nan")


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: str(a) == str(b),
    "!=": lambda a, b: str(a) != str(b),
    "<=": lambda a, b: _number(a) <= _number(b),
    ">=": lambda a, b: _number(a) >= _number(b),
    "<": lambda a, b: _number(a) < _number(b),
    ">": lambda a, b: _number(a) > _number(b),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "selected": lambda several, one: one in str(several).split(),
    "string-length": lambda text: float(len(text)),
    "regex": lambda text, pattern: re.search(pattern, text) is not None,
    "not": lambda value: not value,
    "normalize-space": lambda text: " ".join(text.split()),
    "today": lambda: date.today().isoformat(),
}
