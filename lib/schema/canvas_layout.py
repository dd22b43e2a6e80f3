"""How a plan's lines are asked for, step by step: which kind of line, which questions, what is seldom needed.

The walk in Streamlit and the light pages draw the same rows; a field that is added here stands on both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class LineLayout:
    """The questions of one kind of line. `rows`: asked at once; `more`: behind a fold on a phone."""

    kind: str
    rows: Rows
    more: Rows = ()
    #: Says which activity of step 6 the line belongs to; '' for a line of its own.
    under: str = ""
    #: The step's own question is what its text answers.
    quiet: bool = False

    @property
    def all_rows(self) -> Rows:
        """Everything, in order, where there is room for it."""
        return self.rows + self.more


#: What a gain amounts to, said as one sentence: so many units at such a price for so many months, less their cost.
SENTENCE: Final = ("units", "unit", "price", "months", "unit_cost")
PLAIN: Final = LineLayout("canvas_item", (("text",),), (("detail",),), quiet=True)
GAIN: Final = LineLayout(
    "canvas_item",
    (("text",), ("gain",), SENTENCE),
    (("units_high", "price_high"), ("from_month", "capacity"), ("detail",)),
    quiet=True,
)
ACTIVITY: Final = LineLayout(
    "canvas_activity", (("text",), ("serves",), ("from_month", "to_month")), (("owner",),), quiet=True
)
OURSELVES: Final = LineLayout("canvas_activity", (("ways",), ("own_means",)))
PARTNER: Final = LineLayout("canvas_partner", (("text",), ("gives", "gets")), under="activity")
COST: Final = LineLayout(
    "canvas_cost", (("text",), ("amount",)), (("amount_high",), ("why", "source")), under="activity"
)

#: Steps whose lines stand for themselves; 7, 8 and 9 answer for the activities of step 6.
OF_STEP: Final = {**dict.fromkeys((1, 2, 3, 4), PLAIN), 5: GAIN, 6: ACTIVITY, 7: OURSELVES, 8: PARTNER, 9: COST}
