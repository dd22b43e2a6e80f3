"""Which row of a tab is which record, and whether the tab may be believed at all."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, select

from lib.actions.sheets.rows import Since, Tab, is_empty
from lib.intake.identity import Identity, SheetRow, identify
from lib.intake.identity import KnownRow as KnownRow
from lib.store import sheet_rows
from lib.store.sheet_rows import AgreedRow
from lib.store.tables import table

#: A tab that loses more rows than this, and more than this share, at once is not believed.
COLLAPSE_ROWS, COLLAPSE_SHARE = 5, 0.3
#: So many names beside what was said of others are no corrections.
MIXED_ROWS = 3
#: A column in which so many rows lost all they said at once was deleted, not answered.
COLUMN_ROWS = 3


@dataclass(frozen=True)
class IdentifiedRows:
    """Rows of a tab with their records, as they were told apart before anything is taken."""

    found: tuple[SheetRow, ...]
    #: Record id → the row as last agreed; columns that were lost since say nothing.
    standing: Mapping[str, AgreedRow]
    identity: Identity
    #: What is known of the rows that need no look; None: all were looked at.
    since: Since | None = None
    #: Rows that cannot be a record yet and need no look either.
    waiting: frozenset[int] = frozenset()

    def agreed(self, row: int) -> AgreedRow | None:
        """What was agreed last of the record that a row is; None for a row without one."""
        record_id = self.identity.ids.get(row)
        return self.standing.get(record_id) if record_id else None


class TabDoubt(StrEnum):
    """Why what a tab says is not believed until somebody says that it was meant."""

    LOST = "lost"  # many of its rows are gone at once
    MIXED = "mixed"  # names stand beside what was said of others: some columns were sorted without the rest


@dataclass(frozen=True)
class DoubtedTab:
    """A tab that is not believed: how many of its rows it concerns."""

    what: TabDoubt
    had: int
    lost: int


def identify_rows(
    connection: Connection, key: str, tab: Tab, elsewhere: Container[str] = (), had: Container[str] | None = None
) -> IdentifiedRows:
    """Rows of a tab of the book `key` with their records.

    `elsewhere`: ids that stand on its other tabs; `had`: fields that had a column at the last look
    (None: not known), since a column that comes back empty says nothing.
    """
    standing = sheet_rows.rows_of(connection, key, tab.sheet_id)
    found = tuple(tab.rows())
    mine = _with_real_ids(connection, tab, found, standing)
    before = [KnownRow(r.record_id, r.row, r.digest, r.raw) for r in standing.values()]
    identity = identify(before, mine, tab.model.about.title)
    identity.gone = {i for i in identity.gone if i not in elsewhere}
    return IdentifiedRows(found, _without_lost_columns(tab, found, standing, identity, had), identity)


def identify_some(
    connection: Connection, key: str, tab: Tab, since: Since, changed_here: Iterable[str]
) -> IdentifiedRows | None:
    """The same of the rows that have to be looked at; None when only all rows together tell.

    `changed_here`: records of the tab that changed in the store.
    """
    places = since.places
    numbers = {*since.rows, *(places[i] for i in changed_here if i in places)}
    found = tuple(row for number in sorted(numbers) if (row := tab.row(number)) is not None)
    if len(found) != len(numbers):
        return None  # a row was emptied
    asked = {i for f in found for i in (f.id_text, since.ids.get(f.row, "")) if i} | set(changed_here)
    standing = sheet_rows.rows_of(connection, key, tab.sheet_id, asked)
    mine = _with_real_ids(connection, tab, found, standing)
    if any(m.id_text in places and places[m.id_text] not in numbers for m in mine):
        return None  # an id that stands in another row as well
    there = [KnownRow(r.record_id, r.row, r.digest, r.raw) for r in standing.values() if r.row >= 0]
    identity = identify(there, mine, tab.model.about.title)
    emptied = [
        n
        for n in tab.columns
        if sum(_was_emptied(n, f, standing.get(identity.ids.get(f.row, ""))) for f in found) >= COLUMN_ROWS
    ]
    if identity.gone or identity.unsure or identity.mixed or identity.doubled or emptied:
        return None
    return IdentifiedRows(found, standing, identity, since, since.waiting - numbers)


def _was_emptied(name: str, found: SheetRow, row: AgreedRow | None) -> bool:
    return row is not None and is_empty(found.raw[name]) and not is_empty(row.raw.get(name, ""))


def doubt_of(rows: IdentifiedRows) -> DoubtedTab | None:
    """Why the tab is not believed; None when it is."""
    there = {i for i, row in rows.standing.items() if row.row >= 0}
    had, lost = len(there), len(rows.identity.gone & there)
    emptied = had >= 2 and lost == had
    if emptied or (lost > COLLAPSE_ROWS and lost > COLLAPSE_SHARE * had):
        return DoubtedTab(TabDoubt.LOST, had, lost)
    if len(rows.identity.mixed) >= MIXED_ROWS:
        return DoubtedTab(TabDoubt.MIXED, had, len(rows.identity.mixed))
    return None


def _with_real_ids(
    connection: Connection, tab: Tab, found: Sequence[SheetRow], standing: Mapping[str, AgreedRow]
) -> list[SheetRow]:
    """An id that belongs to nothing here is as good as none."""
    rows = table(tab.kind)
    asked = {f.id_text for f in found} - set(standing) - {""}
    real = {i for i in asked if connection.scalar(select(rows.c.id).where(rows.c.id == i)) is not None}
    return [f if f.id_text in real or f.id_text in standing else replace(f, id_text="") for f in found]


def _without_lost_columns(
    tab: Tab,
    found: Sequence[SheetRow],
    standing: Mapping[str, AgreedRow],
    identity: Identity,
    had: Container[str] | None,
) -> dict[str, AgreedRow]:
    """A column that is gone, or came back empty, is no wish to erase: its values are written anew."""
    there = set(identity.ids.values())
    rows = [row for record_id, row in standing.items() if record_id in there]
    lost = {
        name
        for name in tab.columns
        if all(is_empty(f.raw[name]) for f in found)
        and sum(not is_empty(row.raw.get(name, "")) for row in rows) >= COLUMN_ROWS
    }
    stay = {name for name in tab.columns if name not in lost and (had is None or name in had)}
    return {record_id: _only(row, stay) for record_id, row in standing.items()}


def _only(row: AgreedRow, names: set[str]) -> AgreedRow:
    if row.raw.keys() <= names and row.agreed.keys() <= names:
        return row
    return replace(
        row,
        raw={n: v for n, v in row.raw.items() if n in names},
        agreed={n: v for n, v in row.agreed.items() if n in names},
    )
