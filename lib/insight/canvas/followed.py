"""The quarters of a plan that were followed up, and what its months planned for each."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.canvas import Item
from lib.domain.canvas_months import first_month
from lib.domain.canvas_quarters import Planned, SoFar, planned_in, planned_of_line, so_far
from lib.insight.canvas.board import Board
from lib.schema.canvas_progress import CanvasFollowUp


def followed(board: Board) -> list[CanvasFollowUp]:
    """Quarters that were followed up, in their order."""
    return sorted(board.of("canvas_follow_up"), key=lambda q: (q.year, q.quarter))


def planned(board: Board, quarter: CanvasFollowUp) -> Planned:
    """What the plan's months say of a quarter, baht."""
    head = board.canvas
    first = first_month(head.year, head.first_month)
    return planned_in(board.numbers, first, quarter.year, int(quarter.quarter))


def planned_line(board: Board, quarter: CanvasFollowUp, item: Item) -> float:
    """What one gain of the plan expects of it, baht."""
    head = board.canvas
    return planned_of_line(item, first_month(head.year, head.first_month), quarter.year, int(quarter.quarter))


def income_so_far(board: Board, quarters: Sequence[CanvasFollowUp]) -> SoFar:
    """Income of some quarters, as planned and as told."""
    told = [None if q.income is None else float(q.income) for q in quarters]
    return so_far([planned(board, q) for q in quarters], told)
