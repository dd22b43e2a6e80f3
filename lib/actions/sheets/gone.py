"""Rows that are no longer on a tab: their records are withdrawn, unless more than the row speaks for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from lib.actions.records.checks import may_not_go
from lib.actions.records.verdicts import would_reopen
from lib.actions.sheets.intake import TabIntake
from lib.actions.sheets.merge import Difference
from lib.store import sheet_matters, sheet_rows
from lib.store.records import Stored
from lib.store.sheet_rows import AgreedRow, RowVersion

#: What a proposal says that is about the row as a whole.
DELETED_ROW = Difference("ลบทั้งแถว", None, None)


class Departure(StrEnum):
    """What a deleted row means for its record."""

    WITHDRAWN = "withdrawn"  # the record leaves the counts
    PROPOSED = "proposed"  # the row comes back, and a person decides
    RETURNS = "returns"  # the row comes back: it was a copy
    FORGOTTEN = "forgotten"  # the record no longer counts anyhow


def departure_of(intake: TabIntake, row: AgreedRow, stored: Stored | None) -> Departure:
    """What the deletion of a row means. `stored`: its record before anything was taken."""
    if stored is None or stored.withdrawn:
        return Departure.FORGOTTEN
    if intake.is_copy(stored.record):
        return Departure.RETURNS
    changed_here = row.revision not in (0, stored.revision)
    connection = intake.pen.connection
    if changed_here or would_reopen(connection, stored, None) or may_not_go(connection, stored.record):
        return Departure.PROPOSED
    return Departure.WITHDRAWN


def take_out(
    intake: TabIntake, standing: Mapping[str, AgreedRow], gone: Mapping[str, Stored | None]
) -> list[RowVersion]:
    """Do with each record what its deleted row means; returns what those rows say now: nothing."""
    said = []
    for record_id, stored in gone.items():
        row = standing[record_id]
        if row.row < 0:
            continue  # it is on its way back already
        said.append(RowVersion(row.kind, record_id, row.row, None))
        _take_out(intake, row, stored)
    return said


def _take_out(intake: TabIntake, row: AgreedRow, stored: Stored | None) -> None:
    connection, key, sheet_id = intake.pen.connection, intake.whole.book.key, intake.tab.sheet_id
    departure = departure_of(intake, row, stored)
    sheet_rows.drop_rows(connection, key, sheet_id, [row.record_id])
    if departure in (Departure.RETURNS, Departure.PROPOSED):
        back = AgreedRow(row.record_id, row.kind, -1, False, 0, {}, {})
        sheet_rows.keep_rows(connection, key, sheet_id, [back])
    if departure is Departure.PROPOSED:
        matter = intake.matter(row.record_id, "", sheet_matters.PROPOSAL, DELETED_ROW)
        sheet_matters.open_matter(connection, matter)
    if departure is Departure.WITHDRAWN and stored is not None:
        intake.pen.withdraw(stored)
