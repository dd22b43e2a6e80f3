"""A1 notation to ranges and back. Rows and columns count from 0; ends are exclusive, None is open."""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r"^\$?([A-Za-z]{0,3})\$?(\d*)$")


class Range(NamedTuple):
    """A block of one sheet."""

    title: str
    top: int
    left: int
    bottom: int | None
    right: int | None


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _corner(text: str) -> tuple[int | None, int | None]:
    found = _CELL.match(text)
    if not found or not text:
        raise ValueError(text)
    column = None
    if found[1]:
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        column -= 1
    return (int(found[2]) - 1 if found[2] else None), column


def parse(text: str, first_title: str, titles: list[str]) -> Range:
    """A range as the API takes it; raises `ValueError` for what it cannot read."""
    title, bang, cells = text.rpartition("!")
    if not bang:
        title, cells = first_title, text
        bare = text[1:-1].replace("''", "'") if text.startswith("'") else text
        if bare in titles:
            return Range(bare, 0, 0, None, None)
    if title.startswith("'") and title.endswith("'"):
        title = title[1:-1].replace("''", "'")
    if title not in titles:
        raise ValueError(text)
    start, colon, end = cells.partition(":")
    top, left = _corner(start)
    if not colon:
        if top is None or left is None:
            raise ValueError(text)
        return Range(title, top, left, top + 1, left + 1)
    bottom, right = _corner(end)
    return Range(
        title, top or 0, left or 0, None if bottom is None else bottom + 1, None if right is None else right + 1
    )


def quoted(title: str) -> str:
    """A title as replies name it."""
    return title if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) else "'" + title.replace("'", "''") + "'"


def spell(title: str, top: int, left: int, bottom: int, right: int) -> str:
    """The range as replies name it (ends exclusive)."""
    head = f"{quoted(title)}!{letters(left)}{top + 1}"
    return head if (bottom, right) == (top + 1, left + 1) else f"{head}:{letters(right - 1)}{bottom}"
