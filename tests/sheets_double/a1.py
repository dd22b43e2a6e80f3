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
    whole = _bare(text)
    # What reads as cells are cells, unless quotes say that it is a name.
    if whole in titles and (whole != text or not _CELL.match(text)):
        return Range(whole, 0, 0, None, None)
    title, bang, cells = text.rpartition("!")
    title = _bare(title) if bang else first_title
    if title not in titles:
        raise ValueError(text)
    start, colon, end = cells.partition(":")
    top, left = _corner(start)
    if not colon:
        if top is None or left is None:
            raise ValueError(text)
        return Range(title, top, left, top + 1, left + 1)
    bottom, right = _corner(end)
    # People drag from any corner to any other.
    if top is not None and bottom is not None:
        top, bottom = min(top, bottom), max(top, bottom)
    if left is not None and right is not None:
        left, right = min(left, right), max(left, right)
    return Range(
        title, top or 0, left or 0, None if bottom is None else bottom + 1, None if right is None else right + 1
    )


def _bare(title: str) -> str:
    """A title without the quotes around it."""
    if len(title) > 1 and title.startswith("'") and title.endswith("'"):
        return title[1:-1].replace("''", "'")
    return title


def quoted(title: str) -> str:
    """A title as replies name it: in quotes when it is no plain word, or reads as a cell."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not reads_as_a_cell(title)
    return title if plain else "'" + title.replace("'", "''") + "'"


def reads_as_a_cell(name: str) -> bool:
    """Whether a name could be a cell's: D3, R1C1."""
    return bool(re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name))


def spell(title: str, top: int, left: int, bottom: int, right: int) -> str:
    """The range as replies name it (ends exclusive)."""
    head = f"{quoted(title)}!{letters(left)}{top + 1}"
    return head if (bottom, right) == (top + 1, left + 1) else f"{head}:{letters(right - 1)}{bottom}"
