"""The steps from a Sheet to the store can be taken one by one, and none changes what it was given."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from sqlalchemy import select

from lib.actions.sheets import troubles
from lib.actions.sheets.identify import DoubtedTab, IdentifiedRows, TabDoubt, doubt_of
from lib.actions.sheets.merge import Difference, MergedRow
from lib.domain.errors import Problem
from lib.intake.identity import Identity
from lib.store import sheet_rows
from lib.store.opening import Store
from lib.store.sheet_rows import AgreedRow, CellTrouble
from lib.store.tables import table

TAB = 7


def agreed(record_id: str, row: int, **raw: object) -> AgreedRow:
    return AgreedRow(record_id, "organisation", row, True, 1, raw, dict(raw), "d")


def of(standing: int, gone: int, *, coming_back: int = 0) -> IdentifiedRows:
    rows = {f"org-{n}": agreed(f"org-{n}", n) for n in range(standing)}
    rows |= {f"back-{n}": agreed(f"back-{n}", -1) for n in range(coming_back)}
    return IdentifiedRows((), rows, Identity(gone={f"org-{n}" for n in range(gone)}))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (of(20, 7), DoubtedTab(TabDoubt.LOST, 20, 7)),
        (of(20, 6), None),  # six of twenty are no more than 30 %
        (of(10, 5), None),  # five rows may go at once, whatever their share
        (of(2, 2), DoubtedTab(TabDoubt.LOST, 2, 2)),  # an emptied tab
        (of(1, 1), None),  # a single row may be deleted
        (of(2, 2, coming_back=9), DoubtedTab(TabDoubt.LOST, 2, 2)),  # rows on their way back do not count as there
    ],
)
def test_a_tab_that_loses_too_much_at_once_is_not_believed(rows: IdentifiedRows, expected: DoubtedTab | None) -> None:
    assert doubt_of(rows) == expected


def test_what_may_not_be_taken_leaves_what_was_agreed_before() -> None:
    standing = agreed("org-1", 1, name="กลุ่ม ก", note="เดิม")
    merged = MergedRow(
        raw={"name": "กลุ่ม ก", "note": "ใหม่", "members": 5},
        agreed={"name": "กลุ่ม ก", "note": "ใหม่", "members": 5},
        takes={"note": "ใหม่", "members": 5},
    )
    refused = merged.refused(standing, [Problem("ไม่ได้", "no", "note")])
    assert refused.takes == {}
    assert refused.raw == refused.agreed == {"name": "กลุ่ม ก", "note": "เดิม"}
    assert [(t.field, t.verdict, t.why_th) for t in refused.troubles] == [("note", "rejected", "ไม่ได้")]
    assert merged.takes == {"note": "ใหม่", "members": 5}, "the merge itself stays what it was"


def test_a_row_with_too_little_left_is_not_written_over() -> None:
    merged = MergedRow(pushes={"note": "เดิม"}, proposals={"status": Difference("ผ่าน", None, "รายงาน")})
    waiting = merged.as_note()
    assert (waiting.pushes, waiting.proposals) == ({}, {})
    assert waiting.troubles == (troubles.too_little(),)


def test_values_of_a_look_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        agreed("org-1", 1).row = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        troubles.which_row().verdict = "used"  # type: ignore[misc]


def test_troubles_are_kept_as_they_always_were(sqlite_store: Store) -> None:
    """A list of seven texts each: what an earlier version wrote is read, and the other way round."""
    told = CellTrouble("members", "rejected", "มากมาย", "ไม่ใช่ตัวเลข", "not a number", "ใส่ตัวเลข", "type a number")
    row = AgreedRow("org-1", "organisation", 1, True, 3, {"members": "มากมาย"}, {}, "d", (told,))
    with sqlite_store.database.writing() as connection:
        sheet_rows.keep_rows(connection, "k", TAB, [row])
        stored = connection.scalar(select(table("sheet_row").c.troubles))
        assert stored == [["members", "rejected", "มากมาย", "ไม่ใช่ตัวเลข", "not a number", "ใส่ตัวเลข", "type a number"]]
        assert sheet_rows.rows_of(connection, "k", TAB) == {"org-1": row}
