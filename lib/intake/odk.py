"""Submissions of KoboCollect and ODK (xlsx, csv, or a zip of csv) as typed answers.

Headings are question names with or without their groups (``section_money/savings``), labels in
either language, or what a mapping says. Repeats lie in tabs of their own and point at their
submission by ``_parent_index`` (Kobo) or ``PARENT_KEY`` (ODK Central).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.domain.errors import BadInput, Problem
from lib.domain.thai_text import spelling
from lib.intake.files import MAX_UNPACKED, read_file
from lib.intake.grid import Grid, is_blank, shown
from lib.intake.typed import DECLINED
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, Record, nested_fields, shape, specs, typable

_WHY = "__why"
#: Headings that name a submission over all its versions, the surest first.
_INSTANCE = ("meta/instanceid", "instanceid", "key", "_uuid", "_id")
_INDEX, _PARENTS = ("key", "_index"), ("parent_key", "_parent_index")
_MOST_FILES = 60


@dataclass(frozen=True)
class Submission:
    """One filled form: its id on the server it came from, and the answers as typed text."""

    instance: str
    #: Tab and row, as people find it.
    where: str
    typed: dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """What a file holds; `strange` are headings that no question answers to."""

    submissions: tuple[Submission, ...]
    strange: tuple[str, ...] = ()
    mapped: dict[str, str] = field(default_factory=dict)


def read_submissions(model: type[Record], name: str, content: bytes, mapping: Mapping[str, str] | None = None) -> Batch:
    """Every submission of a file; raises `BadInput` when it holds none. `mapping`: heading → field id."""
    grids = _grids(name, content)
    repeats = {g.tab.rsplit("/", 1)[-1]: g for g in grids[1:]}
    main = _Tab(model, grids[0], mapping or {})
    if not main.fields:
        raise BadInput(
            Problem(
                "ไม่พบคำถามของแบบนี้ในแฟ้ม เลือกแฟ้มที่ส่งออกจากแบบเดียวกัน",
                "No question of this form is in the file; choose an export of the same form",
            )
        )
    nested = {
        field_id: _Tab(inner, grid, {}, within=f"{field_id}__")
        for field_id, inner in nested_fields(model).items()
        for tab, grid in repeats.items()
        if tab == field_id or tab.endswith(f"-{field_id}") or tab.startswith(field_id)
    }
    rows = {field_id: tab.by_parent() for field_id, tab in nested.items()}
    found = []
    for number, cells in main.rows():
        typed = main.typed(cells)
        index = main.cell(cells, _INDEX) or str(number)
        for field_id, by_parent in rows.items():
            typed[field_id] = by_parent.get(index, [])
        instance = main.cell(cells, _INSTANCE).removeprefix("uuid:")
        found.append(Submission(instance, f"{grids[0].tab} · {number + 1}", typed))
    strange = [*main.strange, *(s for tab in nested.values() for s in tab.strange)]
    return Batch(tuple(found), tuple(dict.fromkeys(strange)), dict(main.said))


def _grids(name: str, content: bytes) -> list[Grid]:
    """The tabs, the submissions first. A zip of CSV files is what ODK Central gives."""
    if content.startswith(b"PK") and not _is_workbook(content):
        found = []
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            entries = [e for e in bundle.infolist() if e.filename.lower().endswith(".csv")]
            if len(entries) > _MOST_FILES or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise BadInput(Problem("แฟ้มใหญ่เกินไป", "The file is too large"))
            for entry in sorted(entries, key=lambda e: len(e.filename)):
                with bundle.open(entry) as part:
                    told = part.read(MAX_UNPACKED + 1)
                grid = read_file(entry.filename, told)[0]
                tab = entry.filename.rsplit("/", 1)[-1].removesuffix(".csv")
                found.append(Grid(tab, grid.rows))
        if found:
            return found
    return read_file(name, content)


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            return "[Content_Types].xml" in bundle.namelist()
    except zipfile.BadZipFile:
        return True


class _Tab:
    """One tab: which column answers which question."""

    def __init__(self, model: type[Answers], grid: Grid, mapping: Mapping[str, str], *, within: str = "") -> None:
        self.model, self.grid = model, grid
        self.heads = [shown(c).strip() for c in grid.rows[0]] if grid.rows else []
        self.fields: dict[str, int] = {}
        self.ticks: dict[str, dict[str, int]] = {}
        self.said: dict[str, str] = {}
        self.strange: list[str] = []
        self._low = [h.casefold() for h in self.heads]
        known = _known(model)
        for column, head in enumerate(self.heads):
            meant = mapping.get(head, "")
            wanted = meant if meant in set(known.values()) else _field(head, known, within)
            if wanted:
                self.fields.setdefault(wanted, column)
                self.said[head] = wanted
            elif (tick := _tick(head, model)) is not None:
                self.ticks.setdefault(tick[0], {})[tick[1]] = column
            elif head and not _technical(head):
                self.strange.append(head)

    def rows(self) -> list[tuple[int, list[Any]]]:
        """Row number (from 1) and cells of every row that holds anything."""
        return [(n, row) for n, row in enumerate(self.grid.rows[1:], start=1) if any(not is_blank(c) for c in row)]

    def cell(self, cells: list[Any], names: tuple[str, ...]) -> str:
        """The first of some technical columns that says something."""
        for name in names:
            for column, head in enumerate(self._low):
                ends = head == name or ("/" in head and head.rsplit("/", 1)[-1] == name)
                if ends and column < len(cells) and not is_blank(cells[column]):
                    return shown(cells[column]).strip()
        return ""

    def typed(self, cells: list[Any]) -> dict[str, Any]:
        """The answers of a row as a person would have typed them."""
        found: dict[str, Any] = {DECLINED: {}}
        for field_id, column in self.fields.items():
            raw = cells[column] if column < len(cells) else ""
            if is_blank(raw):
                continue
            if field_id.endswith(_WHY):
                found[DECLINED][field_id.removesuffix(_WHY)] = _why(shown(raw))
                continue
            found[field_id] = _answer(self.model, specs(self.model)[field_id], raw)
        for field_id, columns in self.ticks.items():
            chosen = [v for v, c in columns.items() if c < len(cells) and shown(cells[c]) in ("1", "TRUE", "True")]
            if chosen and field_id not in found:
                found[field_id] = chosen
        return found

    def by_parent(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of a repeat by the submission they belong to."""
        grouped: dict[str, list[dict[str, Any]]] = {}
        for _, cells in self.rows():
            grouped.setdefault(self.cell(cells, _PARENTS), []).append(self.typed(cells))
        return grouped


def _known(model: type[Answers]) -> dict[str, str]:
    """Every way to name a question, in one spelling → its field id."""
    found: dict[str, str] = {}
    for name, spec in typable(model).items():  # what the app decides comes from no phone
        for said in (name, spec.th, spec.en, *spec.aliases):
            found.setdefault(spelling(said), name)
        if spec.may_decline:
            found[spelling(f"{name}{_WHY}")] = f"{name}{_WHY}"
    for name in nested_fields(model):
        found = {said: at for said, at in found.items() if at != name}
    return found


def _field(head: str, known: Mapping[str, str], within: str) -> str:
    for said in (head, head.rsplit("/", 1)[-1], head.rsplit("-", 1)[-1], head.rsplit("(", 1)[0]):
        if said and (found := known.get(spelling(said.strip().removeprefix(within)))):
            return found
    return ""


def _tick(head: str, model: type[Answers]) -> tuple[str, str] | None:
    """A column that says whether one choice of several was ticked: ``…/field/choice``."""
    parts = head.split("/")
    if len(parts) < 2:
        return None
    if parts[-2] not in typable(model) or parts[-2] in nested_fields(model):
        return None
    return (parts[-2], parts[-1]) if shape(model, parts[-2]).many else None


def _technical(head: str) -> bool:
    low = head.casefold()
    return (
        low.startswith(("_", "meta", "formhub", "__"))
        or low.endswith(("__odd",))
        or low
        in (
            "start",
            "end",
            "today",
            "deviceid",
            "key",
            "parent_key",
            "submissiondate",
            "submitterid",
            "submittername",
            "attachmentspresent",
            "attachmentsexpected",
            "status",
            "reviewstate",
            "edits",
            "formversion",
            "instanceid",
            "instancename",
            "set-of-incomes",
            "set-of-expenses",
            "set-of-debts",
            "set-of-produce",
            "simserial",
            "subscriberid",
            "phonenumber",
            "username",
        )
        or low.startswith(("set-of-", "section_"))
    )


def _answer(model: type[Answers], spec: Spec, raw: Any) -> Any:
    many = shape(model, spec.id).many
    if spec.options:
        values = [o.value for o in spec.options]
        if many:
            return [_value(spec, part) for part in _parts(shown(raw), values)]
        return _value(spec, shown(raw).strip())
    if many:
        return shown(raw).split()
    if shape(model, spec.id).python is bool:
        return shown(raw).strip().casefold() in ("true", "1", "yes", "ใช่")
    if hasattr(raw, "isoformat"):
        return raw.isoformat()[:10]
    return shown(raw)


def _parts(text: str, values: list[str]) -> list[str]:
    parts = text.split()
    return parts if all(p in values for p in parts) else [p.strip() for p in text.split(",")]


def _value(spec: Spec, said: str) -> str:
    """A choice by its permanent value, or by its label when labels were exported."""
    for option in spec.options:
        if said == option.value or spelling(said) in (spelling(option.th), spelling(option.en)):
            return option.value
    return said


def _why(said: str) -> str:
    refused = {NoAnswer.REFUSED.value, "ไม่สะดวกตอบ", "Would rather not say"}
    return NoAnswer.REFUSED.value if said in refused else NoAnswer.UNKNOWN.value
