"""What the app's own column says beside a row, and whether it still says so."""

from __future__ import annotations

from lib.actions.sheets.intake import COPY_NOTE, WITHDRAWN_NOTE
from lib.actions.sheets.merge import MergedRow
from lib.actions.sheets.rows import Tab
from lib.schema.record import specs
from lib.store.sheet_rows import AgreedRow, CellTrouble

_GOOD, _BAD, _CLASHES = "✓", "✗", "รอเลือกค่า:"
#: Longest text in the app's own column.
_STATE_LENGTH = 300


def state_words(tab: Tab, merged: MergedRow, note: str = "") -> str:
    """What the app's own column says beside a row; `note`: when nothing is wrong with it."""
    names = specs(tab.model)
    if bad := [t for t in merged.troubles if t.unusable]:
        return _trouble_words(bad, {t.field: names[t.field].th for t in bad if t.field in names})
    if merged.clashes:
        return f"{_CLASHES} " + ", ".join(names[n].th for n in merged.clashes)
    return note or _GOOD


def _trouble_words(bad: list[CellTrouble], named: dict[str, str]) -> str:
    fields = ", ".join(dict.fromkeys(named.values()))
    words = f"{_BAD} {fields}: {bad[0].why_th}" if fields else f"{_BAD} {bad[0].why_th}"
    return words[:_STATE_LENGTH]


def is_overwritten(tab: Tab, row: int, agreed: AgreedRow) -> bool:
    """Whether somebody typed into the app's own column, or put a tick where something is to be mended."""
    if tab.state_column is None:
        return False
    said = tab.state_said(row)
    if any(trouble.unusable for trouble in agreed.troubles):
        return not said.startswith(_BAD)
    return said != _GOOD and not said.startswith((_CLASHES, COPY_NOTE, WITHDRAWN_NOTE))
