"""What the rows above a table say of all of it: the province in a title."""

from __future__ import annotations

import re

from lib.domain.thai_text import clean_text
from lib.intake.gazetteer import Gazetteer
from lib.intake.grid import Grid, shown
from lib.intake.province_search import find_province
from lib.intake.tab_plan import TabPlan

_PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*([ก-๙]+)")


def province_in_title(grid: Grid, plan: TabPlan, gazetteer: Gazetteer) -> str:
    """Id of the one province named above the header or in the tab's name; '' otherwise."""
    texts = [grid.tab] + [shown(cell) for row in grid.rows[: plan.header_row] for cell in row if isinstance(cell, str)]
    found = set()
    for text in texts:
        for name in _PROVINCE.findall(clean_text(text)):
            reading = find_province(gazetteer, name)
            if reading.settled:
                found.add(str(reading.value))
    bare = find_province(gazetteer, grid.tab)
    if not found and bare.settled and clean_text(grid.tab) in gazetteer.by_id[bare.value].name_th:
        found.add(str(bare.value))
    return found.pop() if len(found) == 1 else ""
