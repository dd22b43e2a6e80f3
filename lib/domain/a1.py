"""Names of cells in a sheet, counted from 0 here and from A1 there."""

from __future__ import annotations


def column_name(column: int) -> str:
    """Letters of a column counted from 0: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """A1 notation of a cell counted from 0."""
    return f"{column_name(column)}{row + 1}"


def quoted(title: str) -> str:
    """A tab's title as an address names it."""
    return "'" + title.replace("'", "''") + "'"
