"""Where a tab's header stands, among title rows, two-line headers and merged cells, and of which kind its rows are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lib.domain.thai_text import name_key as key
from lib.intake.column_match import match_headings
from lib.intake.grid import Grid, is_blank, shown
from lib.intake.heading_words import headings_known
from lib.intake.qualifiers import is_qualifier_row
from lib.intake.tab_plan import Column, How, TabPlan
from lib.intake.targets import readable_kinds
from lib.schema.record import specs
from lib.schema.registry import kind

#: A header is looked for in the first rows only.
_LOOK_AT = 30


def plan_tab(grid: Grid, kind_id: str = "") -> TabPlan:
    """Best reading of a tab's header; an empty `kind` when nothing known stands in it."""
    if grid.hidden and not kind_id:
        return TabPlan(grid.tab, confirmed=True)  # a person may still choose to use it
    best, best_score = TabPlan(grid.tab), 0.0
    # Where a header may stand is the same whatever the kind: looked for once.
    headers = [
        (row, lines, headings)
        for row in range(min(_LOOK_AT, len(grid.rows)))
        for lines in (1, 2)
        for headings in [_headings(grid, row, lines)]
        if len([h for h in headings if h]) >= 2
    ]
    for candidate in [kind_id] if kind_id else readable_kinds():
        for row, lines, headings in headers:
            columns, score = match_headings(headings, candidate)
            score += _fits_tab_name(grid.tab, candidate) - 0.1 * (lines - 1) - 0.01 * row
            if score > best_score:
                best_score = score
                best = TabPlan(grid.tab, candidate, row, lines, columns)
    best = replace(best, columns=_beside(grid, best.header_row, best.columns))
    if best_score < 2 and not kind_id:
        return replace(best, kind="")
    return best


def _beside(grid: Grid, header: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns behind an empty one may belong to another table: they are proposed, not taken."""
    gap = next(
        (
            c.index
            for c in columns
            if not c.heading
            and sum(bool(o.target) for o in columns[: c.index]) >= 2
            and all(is_blank(grid.at(row, c.index)) for row in range(header, len(grid.rows)))
        ),
        len(columns),
    )
    sure = (How.LABEL, How.ALIAS)
    return tuple(replace(c, how=How.PROPOSED) if c.index > gap and c.how in sure else c for c in columns)


def _headings(grid: Grid, row: int, lines: int) -> list[str]:
    """Texts of a header of one or two rows; merged cells lend their text to all they cover."""
    if row + lines > len(grid.rows):
        return []
    spread = {}
    for top, left, bottom, right in grid.merged:
        if top <= row + lines - 1 and bottom >= row:
            for r in range(max(top, row), min(bottom, row + lines - 1) + 1):
                for c in range(left, right + 1):
                    spread[(r, c)] = grid.at(top, left)
    width = max(len(grid.rows[r]) for r in range(row, row + lines))
    headings = []
    for column in range(width):
        parts = [shown(spread.get((r, column), grid.at(r, column))).strip() for r in range(row, row + lines)]
        headings.append("\n".join(dict.fromkeys(p for p in parts if p)))
    if _needs_two_lines(grid, row) if lines == 1 else not _two_lines(grid, row, spread):
        return []
    return headings


def _two_lines(grid: Grid, row: int, spread: Mapping[tuple[int, int], Any]) -> bool:
    """A second header line has words only, and the first spans something or has gaps."""
    second = grid.rows[row + 1]
    if any(not isinstance(cell, str) for cell in second if not is_blank(cell)):
        return False
    words = [key(cell) for cell in second if not is_blank(cell)]
    if is_qualifier_row(second) or (words and all(w in headings_known() for w in words) and len(words) < len(second)):
        return True
    first = grid.rows[row]
    gaps = any(is_blank(grid.at(row, c)) for c in range(len(second)) if not is_blank(second[c]))
    return bool(spread) or (gaps and any(not is_blank(cell) for cell in first))


def _needs_two_lines(grid: Grid, row: int) -> bool:
    """Whether the line below belongs to the heading: it only qualifies, or stands under one wide cell."""
    if row + 1 >= len(grid.rows):
        return False
    below = grid.rows[row + 1]
    if is_qualifier_row(below):
        return True
    wide = [(left, right) for top, left, bottom, right in grid.merged if top == bottom == row and right > left]
    parts = [sum(isinstance(c, str) and not is_blank(c) for c in below[left : right + 1]) for left, right in wide]
    return any(count >= 2 for count in parts) and all(isinstance(c, str) for c in below if not is_blank(c))


def _fits_tab_name(tab: str, kind_id: str) -> float:
    head, _, nested = kind_id.partition("/")
    about = kind(head).about
    label = specs(kind(head))[nested].th if nested else about.th
    wanted = {key(label), key(about.en), key(head)} if not nested else {key(label), key(nested)}
    name = key(tab)
    if name in wanted:
        return 3.0
    return 1.0 if any(len(w) > 3 and w in name for w in wanted) else 0.0
