"""Which row of a tab is which record: by id, else by what it says and where it stood.

People sort, insert, delete, copy and paste; ids may be cleared, doubled or left behind by all that.
When what rows say has moved and their ids have not (the id column is hidden, and was not sorted with
the others), identities follow what the rows say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.intake.grid import is_blank

#: Share of its filled cells that a row has to keep to be known again without its id.
_ALIKE = 0.5


@dataclass(frozen=True)
class KnownRow:
    """A row as it was agreed last."""

    record_id: str
    row: int
    digest: str
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands now. `raw`: cells by field id; `id_text`: what its id column says."""

    row: int
    id_text: str
    digest: str
    raw: Mapping[str, Any]


@dataclass
class Identity:
    """Rows with their records. A row in neither `ids` nor `unsure` has no record yet."""

    ids: dict[int, str] = field(default_factory=dict)
    #: Rows that may be any of several lost records.
    unsure: dict[int, tuple[str, ...]] = field(default_factory=dict)
    #: Rows that carry the id of another row (copied, pasted, filled down) → that id.
    doubled: dict[int, str] = field(default_factory=dict)
    #: Records whose rows are gone.
    gone: set[str] = field(default_factory=set)
    #: Rows in which the name of another record stands beside what was said of this one.
    mixed: set[int] = field(default_factory=set)


def identify(known: Sequence[KnownRow], rows: Sequence[SheetRow], title: str = "") -> Identity:
    """Tell the rows of a tab apart. `title`: field whose cell names a record."""
    found, before = Identity(), {k.record_id: k for k in known}
    carrying: dict[str, list[SheetRow]] = defaultdict(list)
    blank = [row for row in rows if row.id_text and _says_nothing(row)]
    for row in rows:
        if row.id_text and not _says_nothing(row):
            carrying[row.id_text].append(row)
    for record_id, holders in carrying.items():
        keeper = _keeper(before.get(record_id), holders)
        found.ids[keeper.row] = record_id
        found.doubled |= {h.row: record_id for h in holders if h is not keeper}
    lost = [k for k in known if k.record_id not in carrying]
    carried = {row.id_text for row in blank}
    _recover([k for k in lost if k.record_id not in carried], [r for r in rows if not r.id_text], found, title)
    _split(_unclaimed(lost, found), [r for r in rows if r.row in found.doubled], found, title)
    _follow(known, rows, found, title)
    # What was said of a record whose id went to another row may stand in a row without one.
    loose = [r for r in rows if not r.id_text and r.row not in found.ids and r.row not in found.unsure]
    _by_name(*_by_content(_unclaimed(known, found), loose, found), found, title)
    # An id in a row that says nothing is the record's only while it stands nowhere else.
    placed = set(found.ids.values())
    for row in blank:
        if row.id_text in placed:
            found.doubled[row.row] = row.id_text
        else:
            found.ids[row.row] = row.id_text
            placed.add(row.id_text)
    maybe = {record_id for several in found.unsure.values() for record_id in several}
    found.gone = {k.record_id for k in known} - set(found.ids.values()) - maybe
    return found


def _says_nothing(row: SheetRow) -> bool:
    return all(all(map(is_blank, cell)) if isinstance(cell, list) else is_blank(cell) for cell in row.raw.values())


def _unclaimed(lost: Sequence[KnownRow], found: Identity) -> list[KnownRow]:
    taken = {*found.ids.values(), *(i for several in found.unsure.values() for i in several)}
    return [k for k in lost if k.record_id not in taken]


def _split(lost: list[KnownRow], copies: list[SheetRow], found: Identity, title: str) -> None:
    """Rows over whose ids another one was filled down are who they were; a copy is somebody new.

    A copy that was edited only resembles what it was copied from: nothing follows from that.
    """
    lost, copies = _by_content(lost, copies, found)
    lost, copies = _by_name(lost, copies, found, title)
    for row in copies:
        here = next((k for k in lost if k.row == row.row and _likeness(k.raw, row.raw) >= _ALIKE), None)
        if here is not None:
            found.ids[row.row] = here.record_id
            lost.remove(here)


def _keeper(before: KnownRow | None, holders: list[SheetRow]) -> SheetRow:
    """The row that keeps an id: the one that says what it said, else the highest one."""
    if before is None or len(holders) == 1:
        return holders[0]
    same = [h for h in holders if h.digest == before.digest] or holders
    return min(same, key=lambda h: (abs(h.row - before.row), h.row))


def _recover(lost: list[KnownRow], loose: list[SheetRow], found: Identity, title: str) -> None:
    """Give rows without id back to records that lost theirs."""
    lost, loose = _by_content(lost, loose, found)
    lost, loose = _by_name(lost, loose, found, title)
    likeness = {
        (k.record_id, r.row): alike for k in lost for r in loose if (alike := _likeness(k.raw, r.raw)) >= _ALIKE
    }
    for row in list(loose):
        here = [k for k in lost if k.row == row.row and (k.record_id, row.row) in likeness]
        if here:
            found.ids[row.row] = here[0].record_id
            lost.remove(here[0])
            loose.remove(row)
    for row in loose:
        near = [k.record_id for k in lost if (k.record_id, row.row) in likeness]
        if not near:
            continue
        rivals = {r.row for r in loose for k in near if (k, r.row) in likeness}
        if len(near) == 1 and rivals == {row.row}:
            found.ids[row.row] = near[0]
        else:
            found.unsure[row.row] = tuple(near)


def _by_content(lost: list[KnownRow], loose: list[SheetRow], found: Identity) -> tuple[list[KnownRow], list[SheetRow]]:
    """Rows that say exactly what a lost one said; among equal ones the order decides."""
    saying: dict[str, list[SheetRow]] = defaultdict(list)
    for row in sorted(loose, key=lambda r: r.row):
        saying[row.digest].append(row)
    rest = []
    for one in sorted(lost, key=lambda k: k.row):
        if saying.get(one.digest):
            found.ids[saying[one.digest].pop(0).row] = one.record_id
        else:
            rest.append(one)
    return rest, [r for r in loose if r.row not in found.ids]


def _by_name(
    lost: list[KnownRow], loose: list[SheetRow], found: Identity, title: str
) -> tuple[list[KnownRow], list[SheetRow]]:
    """Rows whose name only one lost row had, and no other loose row has."""
    had: dict[Any, list[KnownRow]] = defaultdict(list)
    has: dict[Any, list[SheetRow]] = defaultdict(list)
    for one in lost:
        had[str(one.raw.get(title, ""))].append(one)
    for row in loose:
        has[str(row.raw.get(title, ""))].append(row)
    sure = {n for n in had if n and len(had[n]) == 1 and len(has.get(n, ())) == 1}
    for name in sure:
        found.ids[has[name][0].row] = had[name][0].record_id
    return (
        [k for k in lost if str(k.raw.get(title, "")) not in sure],
        [r for r in loose if str(r.raw.get(title, "")) not in sure],
    )


def _likeness(before: Mapping[str, Any], now: Mapping[str, Any]) -> float:
    """Share of equal cells among those filled before or now."""
    filled = [n for n in {*before, *now} if not (is_blank(before.get(n)) and is_blank(now.get(n)))]
    if not filled:
        return 0.0
    equal = [n for n in filled if before.get(n) == now.get(n)]
    return len(equal) / len(filled)


# What rows say has moved, and their ids have not


def _follow(known: Sequence[KnownRow], rows: Sequence[SheetRow], found: Identity, title: str) -> None:
    """Give rows that say what another record said to that record; see `Identity.mixed` for half of it."""
    before = {k.record_id: k for k in known}
    moved = [r for r in rows if r.row in found.ids and not _says_its_own(r, before.get(found.ids[r.row]))]
    if not moved:
        return
    mine = {r.row: found.ids[r.row] for r in moved}
    # Records that may have moved: those whose rows say something else now, and those without a row.
    placed = set(found.ids.values())
    free = {i for i in before if i not in placed} | {i for i in mine.values() if i in before}
    heirs = _heirs(moved, [before[i] for i in free], title)
    news: dict[int, str] = {}
    for row in moved:
        other = heirs.get(row.row, "")
        if not other or other == mine[row.row]:
            continue
        own = before.get(mine[row.row])
        alike = _likeness(before[other].raw, row.raw)
        if own is None or alike > _likeness(own.raw, row.raw):
            news[row.row] = other
        else:
            found.mixed.add(row.row)
    found.ids |= news
    taken = set(news.values())
    # Rows whose own id is somebody else's now: what is left over, by name or by what they say.
    left = [r for r in moved if r.row not in news and mine[r.row] in taken]
    for row in left:
        del found.ids[row.row]
    placed = set(found.ids.values())
    _recover([before[i] for i in free if i not in placed], left, found, title)


def _says_its_own(row: SheetRow, own: KnownRow | None) -> bool:
    return own is not None and row.digest == own.digest


def _heirs(rows: Sequence[SheetRow], records: Sequence[KnownRow], title: str) -> dict[int, str]:
    """Row → the one record that said exactly this, else the one that had this name."""
    found: dict[int, str] = {}
    for told, had in (
        (lambda r: r.digest, lambda k: k.digest),
        (lambda r: str(r.raw.get(title, "")), lambda k: str(k.raw.get(title, ""))),
    ):
        now, then, told_apart = defaultdict(list), defaultdict(list), set(found.values())
        for row in rows:
            if row.row not in found:
                now[told(row)].append(row.row)
        for record in records:
            if record.record_id not in told_apart:
                then[had(record)].append(record.record_id)
        found |= {now[key][0]: then[key][0] for key in now if key and len(now[key]) == 1 == len(then.get(key, ()))}
    return found
