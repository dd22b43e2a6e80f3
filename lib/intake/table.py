"""From a tab and its plan to records-to-be: every row accounted for, every cell with its verdict."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from lib.domain.a1 import address
from lib.domain.thai_text import clean_text
from lib.intake.context import IntakeContext
from lib.intake.coordinates import check_point, read_point
from lib.intake.grid import Block, Grid, Unreadable, as_read, is_blank, shown
from lib.intake.place_text import PlaceWanted
from lib.intake.places import find_place
from lib.intake.qualifiers import ONE, is_quantity, scale_of
from lib.intake.reading import EMPTY, Candidate, Reading, Verdict, normalised, question, rejected
from lib.intake.rows_apart import RowsApart
from lib.intake.scaled import read_scaled
from lib.intake.tab_plan import Column, TabPlan
from lib.intake.targets import AS_NOTE, ID, PARENT, PARTS, POINT, may_be_set
from lib.intake.values import read_value
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, Record, shape, specs

_DITTO = frozenset({'"', "''", "”", "〃", "-do-", "ditto", "เหมือนบน", "เหมือนข้างบน", "เช่นเดียวกัน", "ดังบน"})
#: Looked at once more together, see `check_point`.
_PAIRED = ("latitude", "longitude")


class RowState(StrEnum):
    """What a row is before the store is looked at."""

    READ = "read"
    NOTE = "note"
    WAITS = "waits"  # a required cell is a question or was rejected


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell's fate. `said` is the row's own text, which an answer is remembered under."""

    row: int
    column: int
    target: str
    heading: str
    said: str
    reading: Reading

    @property
    def address(self) -> str:
        """A1 notation."""
        return address(self.row, self.column)


@dataclass(slots=True)
class RowRead:
    """One row: values ready for the schema, and what became of each cell.

    `used`: columns taken as they stand; all other filled cells are in `cells`.
    """

    tab: str
    kind: str
    row: int
    state: RowState
    values: dict[str, Any] = field(default_factory=dict)
    used: tuple[int, ...] = ()
    cells: list[CellRead] = field(default_factory=list)
    record_id: str = ""
    #: With nested rows: the text that names the record they belong to.
    parent: str = ""
    text: str = ""

    def worst(self, field_id: str) -> Verdict:
        """Worst verdict of the cells that answer a question."""
        found = [c.reading.verdict for c in self.cells if c.target.partition("/")[0] == field_id]
        return max(found, key=list(Verdict).index, default=Verdict.EMPTY)


#: What a person said of a doubtful cell: ``{"value": …}``, ``{"text": …}`` or ``{"skip": True}``.
Answers_ = Mapping[str, Mapping[str, Any]]


def answer_key(kind: str, target: str, said: str) -> str:
    """Under which an answer is kept: the same words in the same question mean the same."""
    return f"{kind}|{target.partition('/')[0]}|{clean_text(said)}"


def read_rows(
    grid: Grid,
    plan: TabPlan,
    known: IntakeContext,
    answers: Answers_ | None = None,
    progress: Callable[[int, int], None] | None = None,
    only: Container[int] | None = None,
    settled: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[RowRead]:
    """Every row below the header that holds anything; with `only`, those of its numbers.

    `settled`: row → field → value of cells that still say what was read before.
    """
    reader = _Reader(grid, plan, known, answers or {})
    reader.settled = settled or {}
    rows = []
    for number in range(plan.first_row, len(grid.rows)):
        if progress and number % 500 == 0:
            progress(number, len(grid.rows))
        if only is not None and number not in only:
            continue
        cells = grid.rows[number]
        if any(not is_blank(cell) for cell in cells) or number in reader.covered:
            row = reader.row(number)
            if row is not None:
                rows.append(row)
    return rows


class _Reader:
    """Reads the rows of one tab; equal cells are read once."""

    def __init__(self, grid: Grid, plan: TabPlan, known: IntakeContext, answers: Answers_) -> None:
        self.grid, self.plan, self.known, self.answers = grid, plan, known, answers
        self.model = plan.model()
        self.specs = specs(self.model)
        self.required = {n for n in self.specs if self.model.model_fields[n].is_required()}
        self.apart = RowsApart(grid, plan, self.required)
        self.scales = {c.index: scale_of(c.heading, self.specs.get(c.target)) for c in plan.used}
        self.plain = [c for c in plan.used if "/" not in c.target and c.target not in (POINT, AS_NOTE)]
        self.notes = [c for c in plan.used if c.target == AS_NOTE]
        self.parts = {c.target.partition("/")[2]: c for c in plan.used if "/" in c.target}
        self.point = next((c for c in plan.used if c.target == POINT), None)
        self.place = self.model.about.place if issubclass(self.model, Record) else ""
        #: A whole text of the place beside its parts is read together with them.
        self.whole = next((c for c in self.plain if c.target == self.place), None)
        if self.parts:
            self.plain = [c for c in self.plain if c is not self.whole]
        #: Most rows use the same columns: one tuple serves them all.
        self._same_columns: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._memory: dict[tuple[Any, ...], Reading] = {}
        self.settled: Mapping[int, Mapping[str, Any]] = {}
        self.tall: dict[tuple[int, int], Block] = {}
        self.covered = self._vertical()

    def _vertical(self) -> dict[int, dict[int, Any]]:
        """Rows below the first of a vertically merged cell: column → the merged text."""
        found: dict[int, dict[int, Any]] = {}
        for top, left, bottom, right in self.grid.merged:
            if bottom > top >= self.plan.first_row:
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        self.tall[row, column] = (top, left, bottom, right)
                        if row > top:
                            found.setdefault(row, {})[column] = self.grid.at(top, left)
        return found

    def raw(self, row: int, column: int) -> Any:
        """A cell with merged cells and ditto marks filled in."""
        while True:  # a column may hold thousands of ditto marks
            cell = self.grid.at(row, column)
            if is_blank(cell):
                return self.covered.get(row, {}).get(column, "")
            if not (isinstance(cell, str) and cell.strip() in _DITTO and row > self.plan.first_row):
                return cell
            row -= 1

    def row(self, number: int) -> RowRead | None:
        """One row; None when nothing stands in the columns that are used nor elsewhere."""
        read = RowRead(self.plan.tab, self.plan.kind, number, RowState.READ)
        raws = {c.index: self.raw(number, c.index) for c in self.plan.columns}
        filled = [c for c in self.plan.columns if not is_blank(raws[c.index])]
        if not filled:
            return None
        covered = self.covered.get(number)
        if covered and all(c.index in covered for c in filled):
            return None
        if self.apart.is_no_record(number, filled, raws):
            read.state = RowState.NOTE
            read.text = " ".join(shown(raws[c.index]) for c in filled)[:300]
            return read
        settled = self.settled.get(number, {})
        if self.place in settled:
            read.values[self.place] = settled[self.place]
        else:
            self._place(read, raws)
        for column in self.plain:
            if column.target in settled:
                read.values[column.target] = settled[column.target]
                read.used = (*read.used, column.index)
            else:
                self._cell(read, column, raws[column.index])
        self._position(read, raws)
        self._note(read, raws)
        doubtful = {
            name
            for name in self.required
            if name not in read.values and read.worst(name) in (Verdict.QUESTION, Verdict.REJECTED)
        }
        if doubtful:
            read.state = RowState.WAITS
        read.used = self._same_columns.setdefault(read.used, read.used)
        return read

    def _cell(self, read: RowRead, column: Column, raw: Any) -> None:
        if column.target in (PARENT, ID):
            said = "" if isinstance(as_read(raw), Unreadable) else clean_text(shown(raw))
            if column.target == PARENT:
                read.parent = said
            else:
                read.record_id = said
            return
        spec = self.specs[column.target]
        if self._is_part_of_a_merged_number(read, column, spec):
            return
        if is_blank(raw):
            return
        said = shown(raw)
        province = self._province(read)
        closed = spec.options or spec.choice_list or spec.refers_to
        if not closed and shape(self.model, spec.id).python is str:
            # Free text hardly repeats; remembering it would cost more than reading.
            self._keep(read, column, said, self._answered(spec, said, partial(self._read, spec, province), raw), spec)
            return
        memory = (column.target, type(raw), raw, province if spec.refers_to == "area" else "")
        reading = self._memory.get(memory)
        if reading is None:
            read_one = partial(self._read, spec, province, scale=self.scales[column.index])
            reading = self._memory[memory] = self._answered(spec, said, read_one, raw)
        self._keep(read, column, said, reading, spec)

    def _is_part_of_a_merged_number(self, read: RowRead, column: Column, spec: Spec) -> bool:
        """A figure in a cell merged over several rows is one figure, not one for each of them."""
        if not is_quantity(spec):
            return False
        block = self.tall.get((read.row, column.index))
        if block is None or is_blank(raw := self.grid.at(block[0], block[1])):
            return False
        if block[0] == read.row:
            said = shown(raw)
            read_one = partial(self._read_merged, spec, block[2] - block[0] + 1, column.index)
            self._keep(read, column, said, self._answered(spec, said, read_one, raw), spec)
        return True

    def _read_merged(self, spec: Spec, count: int, column: int, raw: Any) -> Reading:
        reading = self._read(spec, "", raw, scale=self.scales[column])
        if not reading.settled or reading.value is None:
            return reading
        value = reading.value
        return question(
            f"“{shown(raw)}” เป็นช่องเดียวที่ผสานกัน {count} แถว ใส่ไว้ที่แถวแรกแถวเดียวใช่หรือไม่",
            f"“{shown(raw)}” is one cell merged over {count} rows; does it belong to the first one only?",
            [Candidate(value, f"{value:,} ที่แถวแรกแถวเดียว", f"{value:,} in the first row only")],
        )

    def _read(self, spec: Spec, province: str, raw: Any, scale: Decimal = ONE) -> Reading:
        if not may_be_set(spec):
            return rejected(
                f"{spec.th} เปลี่ยนได้ด้วยการตรวจรับรองในระบบเท่านั้น",
                f"{spec.en} changes only by verification in the app",
                "ปล่อยว่างได้ แล้วตรวจรับรองในหน้าบันทึก",
                "leave it empty and verify on the records screen",
            )
        if scale != ONE:
            return read_scaled(self.model, spec, raw, scale, self.known)
        return read_value(self.model, spec, raw, self.known, province)

    def _answered(self, spec: Spec, said: str, read: Callable[[Any], Reading], raw: Any) -> Reading:
        """The reading of a cell, a person's answer put in its place when there is one."""
        answer = self.answers and self.answers.get(answer_key(self.plan.kind, spec.id, said))
        if not answer:
            return read(raw)
        if answer.get("skip"):
            return EMPTY
        if "text" in answer:
            # A person writes the figure itself, not so many thousands of it.
            whole = partial(read, scale=ONE) if isinstance(read, partial) and "scale" in read.keywords else read
            again = whole(answer["text"])
            if not again.settled:
                return again
            return normalised(
                again.value, f"แก้จาก “{said}” เป็น “{answer['text']}”", f"“{said}” was corrected to “{answer['text']}”"
            )
        first = read(raw)
        choice = next((c for c in first.candidates if _plain(c.value) == answer["value"]), None)
        if choice is None:
            return first
        return normalised(choice.value, f"ผู้ใช้ตอบว่า “{said}” คือ {choice.th}", f"Answered: “{said}” is {choice.en}")

    def _keep(self, read: RowRead, column: Column, said: str, reading: Reading, spec: Spec) -> None:
        if reading.verdict is Verdict.EMPTY:
            return
        if reading.verdict is Verdict.USED and spec.id not in _PAIRED:
            read.used = (*read.used, column.index)
        else:
            read.cells.append(CellRead(read.row, column.index, column.target, column.heading, said, reading))
        if not reading.settled:
            return
        if isinstance(reading.value, NoAnswer):
            read.values.setdefault("no_answer", {})[spec.id] = reading.value
        else:
            read.values[spec.id] = reading.value

    def _province(self, read: RowRead) -> str:
        place = read.values.get(self.place) if self.place else None
        return place[:5] if isinstance(place, str) and place.startswith("TH-") else self.plan.province

    def _place(self, read: RowRead, raws: Mapping[int, Any]) -> None:
        """The place from parts in columns of their own, a whole text beside them included."""
        if not self.parts or not self.place:
            return
        texts = {p: clean_text(shown(raws[self.parts[p].index])) if p in self.parts else "" for p in PARTS}
        spec = self.specs[self.place]
        whole = self.whole
        wanted = PlaceWanted(
            clean_text(shown(raws[whole.index])) if whole else "",
            texts["tambon"],
            texts["district"],
            texts["province"],
            self.plan.province,
        )
        if not wanted.said:
            return
        read_place = partial(self._find, spec)
        memory = ("place", wanted)
        reading = self._memory.get(memory)
        if reading is None:
            reading = self._memory[memory] = self._answered(spec, wanted.said, read_place, wanted)
        shown_at = whole or self.parts.get("tambon") or next(iter(self.parts.values()))
        self._keep(read, replace(shown_at, target=self.place), wanted.said, reading, spec)

    def _find(self, spec: Spec, wanted: Any) -> Reading:
        if isinstance(wanted, str):
            wanted = PlaceWanted(wanted, default_province=self.plan.province)
        return find_place(self.known.gazetteer, wanted, spec.area_types)

    def _note(self, read: RowRead, raws: Mapping[int, Any]) -> None:
        """Columns that no question answers, each with its heading, behind what the note itself says."""
        said = [
            f"{clean_text(c.heading)}: {clean_text(shown(raws[c.index]))}"
            for c in self.notes
            if not is_blank(raws[c.index]) and not isinstance(as_read(raws[c.index]), Unreadable)
        ]
        if said:
            read.values["note"] = "\n".join([*([read.values["note"]] if read.values.get("note") else []), *said])
            read.used = (*read.used, *(c.index for c in self.notes))

    def _position(self, read: RowRead, raws: Mapping[int, Any]) -> None:
        """Latitude and longitude together: one cell or two, swapped or in another province."""
        if self.point is not None and not is_blank(raw := raws[self.point.index]):
            for name, reading in zip(("latitude", "longitude"), read_point(raw), strict=True):
                spec = self.specs[name]
                self._keep(read, replace(self.point, target=name), shown(raw), reading, spec)
        if "latitude" not in read.values or "longitude" not in read.values:
            return
        province = self._province(read)
        place = self.known.gazetteer.by_id.get(province)
        checked = check_point(
            read.values["latitude"],
            read.values["longitude"],
            self.known.shapes.get(province),
            f"จ.{place.name_th}" if place else "",
        )
        for name, reading in zip(("latitude", "longitude"), checked, strict=True):
            at = next(i for i, c in enumerate(read.cells) if c.target == name)
            cell = read.cells[at]
            answer = self.answers.get(answer_key(self.plan.kind, name, cell.said))
            if reading.verdict is Verdict.USED or (answer and "value" in answer and reading.candidates):
                continue
            read.cells[at] = replace(cell, reading=EMPTY if answer and answer.get("skip") else reading)
            if reading.settled:
                read.values[name] = reading.value
            else:
                read.values.pop(name)


def _plain(value: Any) -> Any:
    """A candidate's value as JSON keeps it."""
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


__all__ = ["Answers", "CellRead", "RowRead", "RowState", "answer_key", "read_rows"]
