"""From a tab and its plan to records-to-be: every row accounted for, every cell with its verdict."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from lib.domain.thai_text import clean_text
from lib.intake.cell_answers import CellAnswers, answer_key, answered
from lib.intake.context import IntakeContext
from lib.intake.coordinates import check_point, read_point
from lib.intake.grid import Grid, Unreadable, as_read, is_blank, shown
from lib.intake.merged_cells import MergedCells
from lib.intake.place_text import PlaceWanted
from lib.intake.places import find_place
from lib.intake.qualifiers import ONE, is_quantity, scale_of
from lib.intake.reading import EMPTY, Candidate, Reading, Verdict, question, rejected
from lib.intake.row_read import CellRead, RowRead, RowState
from lib.intake.rows_apart import RowsApart
from lib.intake.scaled import read_scaled
from lib.intake.tab_plan import Column, TabPlan
from lib.intake.targets import AS_NOTE, ID, PARENT, PARTS, POINT, may_be_set
from lib.intake.values import read_value
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Record, shape, specs

#: Looked at once more together, see `check_point`.
_PAIRED = ("latitude", "longitude")


def read_rows(
    grid: Grid,
    plan: TabPlan,
    known: IntakeContext,
    answers: CellAnswers | None = None,
    progress: Callable[[int, int], None] | None = None,
    only: Collection[int] | None = None,
    settled: Mapping[int, Mapping[str, Any]] | None = None,
    apart: RowsApart | None = None,
) -> list[RowRead]:
    """Every row below the header that holds anything; with `only`, those of its numbers.

    `settled`: row → field → value of cells that still say what was read before; `apart`: what tells
    the tab's rows apart, when somebody has looked already.
    """
    reader = _Reader(grid, plan, known, answers or {}, apart)
    reader.settled = settled or {}
    rows = []
    every = range(plan.first_row, len(grid.rows))
    for number in every if only is None else sorted(n for n in only if n in every):
        if progress and number % 500 == 0:
            progress(number, len(grid.rows))
        cells = grid.rows[number]
        if any(not is_blank(cell) for cell in cells) or number in reader.merged.covered:
            row = reader.row(number)
            if row is not None:
                rows.append(row)
    return rows


class _Reader:
    """Reads the rows of one tab; equal cells are read once."""

    def __init__(
        self, grid: Grid, plan: TabPlan, known: IntakeContext, answers: CellAnswers, apart: RowsApart | None
    ) -> None:
        self.grid, self.plan, self.known, self.answers = grid, plan, known, answers
        self.model = plan.model()
        self.specs = specs(self.model)
        self.required = {n for n in self.specs if self.model.model_fields[n].is_required()}
        self.apart = apart or RowsApart(grid, plan, self.required)
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
        self.merged = MergedCells(grid, plan.first_row)

    def row(self, number: int) -> RowRead | None:
        """One row; None when nothing stands in the columns that are used nor elsewhere."""
        read = RowRead(self.plan.tab, self.plan.kind, number, RowState.READ)
        raws = {c.index: self.merged.raw(number, c.index) for c in self.plan.columns}
        filled = [c for c in self.plan.columns if not is_blank(raws[c.index])]
        if not filled:
            return None
        covered = self.merged.covered.get(number)
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
        block = self.merged.tall.get((read.row, column.index))
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
        return answered(self.answers, self.plan.kind, spec.id, said, read, raw)

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
