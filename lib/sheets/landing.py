"""Where a batch landed: in the rows and columns that it was meant for, or in others that have to be put back.

Told from the copies that the batch itself made before it wrote, and from the marks of the columns
that its answer shows; when the answer was lost, from the headings in the copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.actions.sheets.noting import Written
from lib.actions.sheets.rows import CellWant, RowWant, Tab
from lib.intake.grid import Cell, is_blank, shown
from lib.sheets.book_meta import marks_in
from lib.sheets.layout import Json, from_typed
from lib.sheets.writing import REPAIR, SheetHead, SheetLine, WriteBatch

#: Tab → column → what it is marked as.
Marks = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True)
class Repair:
    """A cell that was hit by mistake: what stood in it, and what we put there."""

    sheet_id: int
    id_text: str
    #: Its row with everything that we put there.
    cells: list[Cell]
    column: int
    before: Cell
    ours: Cell
    #: What stood above the cell.
    heading: str = ""


@dataclass(frozen=True)
class Landing:
    """What came of a batch."""

    done: tuple[Written, ...]
    repairs: tuple[Repair, ...]
    #: Records whose added rows landed in columns of something else.
    astray: frozenset[str]
    #: (tab, row) of rows that stood as they were read when they were written into.
    clean: frozenset[tuple[int, int]]


def copies(reply: Json, scratch_id: int) -> list[list[Cell]]:
    """The hidden tab's cells in an answer."""
    data = next((_first(one) for one in _sheets(reply) if _number(one) == scratch_id), {})
    return [
        [from_typed(cell.get("effectiveValue")) for cell in row.get("values", [])] for row in data.get("rowData", [])
    ]


def marks_then(reply: Json) -> Marks:
    """What the columns of the tabs were marked as when the batch was written."""
    return {_number(one): marks_in(_first(one)) for one in _sheets(reply)}


def headings_then(reply: Json, sheet_id: int) -> list[str]:
    """The first row that an answer shows of a tab, as people see it."""
    data = next((_first(one) for one in _sheets(reply) if _number(one) == sheet_id), {})
    row = (data.get("rowData") or [{}])[0]
    return [shown(from_typed(cell.get("effectiveValue"))) for cell in row.get("values", [])]


def _sheets(reply: Json) -> list[Json]:
    return list(reply.get("updatedSpreadsheet", {}).get("sheets", []))


def _number(sheet: Json) -> int:
    return int(sheet.get("properties", {}).get("sheetId", 0))


def _first(sheet: Json) -> Json:
    data: list[Json] = sheet.get("data") or [{}]
    return data[0]


def was_applied(batch: WriteBatch, scratch: Sequence[Sequence[Cell]]) -> bool:
    """Whether the hidden tab carries the batch's id."""
    return bool(scratch and scratch[0]) and scratch[0][0] == batch.id


def landing_of(
    batch: WriteBatch, scratch: Sequence[Sequence[Cell]], id_columns: Mapping[int, int | None], marks: Marks | None
) -> Landing:
    """What each write of an applied batch met. `marks`: None when the answer was lost."""
    lines = {(line.sheet_id, line.row): line for line in batch.lines}
    columns = {head.sheet_id: _Columns.of(head, _row(scratch, head.scratch_row), marks) for head in batch.heads}
    written = _written(batch, scratch)
    done: list[Written] = []
    repairs: list[Repair] = []
    for want in batch.cells:
        line, then = lines[(want.sheet_id, want.row)], columns.get(want.sheet_id, _STAYED)
        copy, at = _row(scratch, line.scratch_row), id_columns.get(want.sheet_id)
        before = _at(copy, want.column)
        meant = _is_meant(want, line, copy, at, then)
        done.append(Written(want, meant, before))
        if not meant:
            id_now = None if at is None else then.place(at)
            id_text = "" if id_now is None else str(_at(copy, id_now))
            heading = then.headings.get(want.column, "")
            stands = written[want.sheet_id, want.row]
            repairs.append(Repair(want.sheet_id, id_text, stands, want.column, before, want.value, heading))
    astray = [row for row in batch.rows if any(columns.get(row.sheet_id, _STAYED).place(c) != c for c in row.cells)]
    for row in astray:
        repairs += _taken_back(row, columns[row.sheet_id])
    bad = {(one.want.sheet_id, one.want.row) for one in done if not one.meant}
    clean = frozenset(
        place
        for place, line in lines.items()
        if place not in bad and _says(_row(scratch, line.scratch_row), line.cells)
    )
    return Landing(tuple(done), tuple(repairs), frozenset(row.record_id for row in astray), clean)


def _written(batch: WriteBatch, scratch: Sequence[Sequence[Cell]]) -> dict[tuple[int, int], list[Cell]]:
    """Tab and row → the row that was hit, as it stood once the batch had written into it."""
    found = {(line.sheet_id, line.row): _row(scratch, line.scratch_row) for line in batch.lines}
    for want in batch.cells:
        row = found[want.sheet_id, want.row]
        row += [""] * (want.column + 1 - len(row))
        row[want.column] = want.value
    return found


@dataclass(frozen=True)
class _Columns:
    """Where columns of a tab that were read stood at the moment of writing (None: nowhere), and the headings then."""

    places: Mapping[int, int | None]
    headings: Mapping[int, str]

    def place(self, column: int) -> int | None:
        return self.places.get(column, column)

    @classmethod
    def of(cls, head: SheetHead, copy: Sequence[Cell], marks: Marks | None) -> _Columns:
        now = None if marks is None else {target: column for column, target in marks.get(head.sheet_id, {}).items()}
        then = {column: shown(cell) for column, cell in enumerate(copy)}
        if head.row < 0:
            # Without headings only marks tell; the rows' own content is compared besides.
            return cls({c: now.get(t) for c, t in head.marks.items()} if now else {}, {})
        read = {column: shown(cell) for column, cell in enumerate(head.cells)}
        same = _words(read) == _words(then)
        places: dict[int, int | None] = {}
        for column in {*read, *head.marks}:
            target, text = head.marks.get(column), read.get(column, "")
            if target is not None and now is not None:
                places[column] = now.get(target)
            elif not same:
                places[column] = _one(then, text) if _one(read, text) == column else None
        return cls(places, then)


_STAYED = _Columns({}, {})


def _words(headings: Mapping[int, str]) -> dict[int, str]:
    return {column: text for column, text in headings.items() if text}


def _one(headings: Mapping[int, str], text: str) -> int | None:
    """The one column of a heading."""
    found = [column for column, other in headings.items() if other == text]
    return found[0] if text and len(found) == 1 else None


def _is_meant(want: CellWant, line: SheetLine, copy: Sequence[Cell], id_column: int | None, then: _Columns) -> bool:
    """Whether the cell that was hit is the one that was read."""
    if then.place(want.column) != want.column:
        return False
    mends = want.field == REPAIR
    if mends and _at(copy, want.column) != want.expected:
        return False  # somebody has put it right meanwhile
    id_now = None if id_column is None else then.place(id_column)
    if id_now is not None and line.id_text and (mends or want.record_id == line.id_text):
        return str(_at(copy, id_now)) == line.id_text
    # A row without its id yet is known by everything that it says.
    width = max(len(copy), len(line.cells)) if not then.places else len(line.cells)
    places = ((c, then.place(c)) for c in range(width) if not (mends and c == want.column))
    return all(_at(copy, now) == _at(line.cells, c) for c, now in places if now is not None)


def _taken_back(row: RowWant, then: _Columns) -> Iterable[Repair]:
    """An added row in columns of something else is emptied, and added anew."""
    width = max(row.cells) + 1
    ours = [row.cells.get(column, "") for column in range(width)]
    return [
        Repair(row.sheet_id, "", ours, column, "", value, then.headings.get(column, ""))
        for column, value in row.cells.items()
        if not is_blank(value)
    ]


def place_of(repair: Repair, tab: Tab) -> tuple[int, int] | None:
    """Row and column in which a mistaken cell stands now; None when somebody has changed it since."""
    places = [
        (number, column)
        for column in _may_stand(repair, tab)
        for number, row in enumerate(tab.grid.rows)
        if _at(row, column) == repair.ours
    ]
    ranked = [(_unlike(repair, tab, number), number, column) for number, column in places]
    unlike, row, column = min(ranked, default=(_ANOTHER, 0, 0))
    return (row, column) if unlike < _ANOTHER else None


#: A row that has nothing to do with the one that was hit.
_ANOTHER = 3


def _unlike(repair: Repair, tab: Tab, number: int) -> int:
    """How far a row is from the one that was hit: it has its id, says the same, or says more than was copied."""
    row, said = tab.grid.rows[number], _words_of(repair.cells)
    if repair.id_text and tab.id_column is not None and str(_at(row, tab.id_column)) == repair.id_text:
        return 0
    if said and said == _words_of(row):
        return 1
    # What was pushed to the right of the copy is not in it; our own word alone would fit any row.
    more = said - Counter([str(repair.ours)])
    return 2 if more and not said - _words_of(row) else _ANOTHER


def _may_stand(repair: Repair, tab: Tab) -> list[int]:
    """Columns in which the cell may stand now: under the heading that it was hit under, or where it was."""
    if not repair.heading:
        return [repair.column]
    found = [column for column, cell in enumerate(tab.head) if shown(cell) == repair.heading]
    return found if len(found) == 1 else [repair.column]


def _words_of(row: Sequence[Cell]) -> Counter[str]:
    """What a row says, in any order of its columns."""
    return Counter(str(cell) for cell in row if not is_blank(cell))


def _says(row: Sequence[Cell], cells: Sequence[Cell]) -> bool:
    return all(_at(row, column) == _at(cells, column) for column in range(max(len(row), len(cells))))


def _row(scratch: Sequence[Sequence[Cell]], number: int) -> list[Cell]:
    return list(scratch[number]) if number < len(scratch) else []


def _at(line: Sequence[Cell], column: int) -> Cell:
    return line[column] if column < len(line) else ""
