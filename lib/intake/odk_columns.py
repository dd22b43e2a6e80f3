"""Which column of an export answers which question, and what its cells say as a person would type it.

Kobo writes headings as question names or as labels, with or without their groups, a question of
several choices as one column, as a column for each choice, or both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lib.domain.errors import Problem
from lib.domain.thai_text import spelling
from lib.intake.grid import Grid, Unreadable, as_read, is_blank, shown
from lib.intake.typed import DECLINED
from lib.schema.field import NoAnswer, Option, Spec
from lib.schema.record import Answers, nested_fields, shape, specs, typable

_WHY = "__why"
#: The label of the question that asks why another has no answer begins with that one's label.
_WHY_LABELS = ("{}: ถ้าไม่มีคำตอบ เพราะ", "{}: no answer because")
_TICKED = frozenset(("1", "true", "yes", "ใช่"))
#: Columns that the servers and phones add.
_TECHNICAL = frozenset(
    (
        *("start", "end", "today", "deviceid", "key", "parent_key", "submissiondate", "submitterid", "submittername"),
        *("attachmentspresent", "attachmentsexpected", "status", "reviewstate", "edits", "formversion", "deviceid"),
        *("instanceid", "instancename", "rootuuid", "deprecatedid", "simserial", "subscriberid", "phonenumber"),
        "username",
    )
)


class Columns:
    """One tab: its columns by the questions they answer."""

    def __init__(self, model: type[Answers], grid: Grid, mapping: Mapping[str, str], *, within: str = "") -> None:
        self.model, self.grid = model, grid
        self.heads = [shown(c).strip() for c in grid.rows[0]] if grid.rows else []
        self.fields: dict[str, int] = {}
        self.ticks: dict[str, dict[str, int]] = {}
        #: Heading → the question it was taken for.
        self.mapped: dict[str, str] = {}
        #: Headings that no question answers to.
        self.strange: list[str] = []
        self._low = [h.casefold() for h in self.heads]
        names = _names(model)
        for column, head in enumerate(self.heads):
            meant = mapping.get(head, "")
            wanted = meant if meant in set(names.values()) else _question(head, names, within)
            if not wanted and (tick := _tick(head, model, names, within)) is not None:
                self.ticks.setdefault(tick[0], {})[tick[1]] = column
            elif wanted:
                self.fields.setdefault(wanted, column)
                self.mapped[head] = wanted
            elif head and not _is_technical(head):
                self.strange.append(head)

    @property
    def answered(self) -> frozenset[str]:
        """Ids of the questions that this tab has a column for."""
        return frozenset((*(f for f in self.fields if not f.endswith(_WHY)), *self.ticks))

    def rows(self) -> list[tuple[int, list[object]]]:
        """Row number (from 1) and cells of every row that holds anything."""
        return [(n, row) for n, row in enumerate(self.grid.rows[1:], start=1) if any(not is_blank(c) for c in row)]

    def cell(self, cells: Sequence[object], names: Sequence[str]) -> str:
        """The first of some technical columns that says something."""
        return next(self.said_in(cells, names), "")

    def said_in(self, cells: Sequence[object], names: Sequence[str]) -> Iterator[str]:
        """What the columns of these names say, in the order of the names."""
        for name in names:
            for column, head in enumerate(self._low):
                last = head.replace("-", "/").rsplit("/", 1)[-1]
                if (head == name or last == name) and column < len(cells) and not is_blank(cells[column]):
                    yield shown(cells[column]).strip()

    def typed(self, cells: Sequence[object]) -> tuple[dict[str, object], list[Problem]]:
        """The answers of a row as a person would have typed them; cells that show an error are told."""
        declined: dict[str, str] = {}
        found: dict[str, object] = {DECLINED: declined}
        wrong: list[Problem] = []
        declared = specs(self.model)
        for field_id, column in self.fields.items():
            raw = as_read(cells[column]) if column < len(cells) else ""
            if is_blank(raw):
                continue
            if field_id.endswith(_WHY):
                declined[field_id.removesuffix(_WHY)] = _why(shown(raw))
            elif isinstance(raw, Unreadable):
                spec = declared[field_id]
                wrong.append(Problem(f"{spec.th} ช่องแสดง {raw} ไม่ใช่ค่า", f"{spec.en}: the cell shows {raw}", field_id))
            else:
                found[field_id] = _answer(self.model, declared[field_id], raw)
        for field_id, columns in self.ticks.items():
            chosen = [v for v, c in columns.items() if c < len(cells) and shown(cells[c]).casefold() in _TICKED]
            if chosen:  # more exact than labels with spaces between them
                found[field_id] = chosen
        return found, wrong


def _names(model: type[Answers]) -> dict[str, str]:
    """Every way to name a question, in one spelling → its field id."""
    found: dict[str, str] = {}
    for name, spec in typable(model).items():  # what the app decides comes from no phone
        if name in nested_fields(model):
            continue
        labels = [spec.th, spec.en]
        labels += [f"{spec.th} ({spec.unit_th})"] if spec.unit_th else []
        labels += [f"{spec.en} ({spec.unit_en})"] if spec.unit_en else []
        for said in (name, *labels, *spec.aliases):
            found.setdefault(spelling(said), name)
        if spec.may_decline:
            for said in (f"{name}{_WHY}", *(w.format(t) for w, t in zip(_WHY_LABELS, (spec.th, spec.en), strict=True))):
                found.setdefault(spelling(said), f"{name}{_WHY}")
    return found


def _question(head: str, names: Mapping[str, str], within: str) -> str:
    """The question of a heading, its groups left off one by one."""
    for said in (head, *_without_groups(head)):
        if said and (found := names.get(spelling(said.strip().removeprefix(within)))):
            return found
    return ""


def _without_groups(head: str) -> Iterator[str]:
    for sign in "/-":
        parts = head.split(sign)
        for first in range(1, len(parts)):
            yield sign.join(parts[first:])


def _tick(head: str, model: type[Answers], names: Mapping[str, str], within: str) -> tuple[str, str] | None:
    """A column that says whether one choice of several was ticked: ``…/question/choice``.

    Labels of choices hold slashes too: ``อาชีพเสริม/ยางพารา/ปาล์ม``.
    """
    parts = head.split("/")
    for cut in range(1, len(parts)):
        field_id = _question("/".join(parts[:cut]), names, within)
        if not field_id or field_id.endswith(_WHY) or not shape(model, field_id).many:
            continue
        said, options = "/".join(parts[cut:]), specs(model)[field_id].options
        if not options:
            return field_id, said
        if (option := _option(options, said)) is not None:
            return field_id, option.value
    return None


def _is_technical(head: str) -> bool:
    low = head.casefold()
    return low in _TECHNICAL or low.startswith(("_", "meta", "formhub", "set-of-", "section_")) or low.endswith("__odd")


def _answer(model: type[Answers], spec: Spec, raw: object) -> object:
    many = shape(model, spec.id).many
    if spec.options:
        if many:
            return _several(spec.options, shown(raw))
        option = _option(spec.options, shown(raw).strip())
        return option.value if option else shown(raw).strip()
    if many:
        return shown(raw).split()
    if shape(model, spec.id).python is bool:
        return shown(raw).strip().casefold() in _TICKED
    if hasattr(raw, "isoformat"):
        return raw.isoformat()[:10]
    return shown(raw)


def _option(options: Sequence[Option], said: str) -> Option | None:
    """A choice by its permanent value, or by its label when labels were exported."""
    known = spelling(said)
    return next((o for o in options if said == o.value or known in (spelling(o.th), spelling(o.en))), None)


def _several(options: Sequence[Option], said: str) -> list[str]:
    """Values or labels with spaces or commas between them; labels hold both, so the longest wins."""
    words = {word: o.value for o in options for word in (o.value, o.th, o.en)}
    longest = sorted(words, key=len, reverse=True)
    left, found = said.strip(), []
    while left:
        word = next((w for w in longest if left == w or left.startswith((f"{w} ", f"{w},"))), "")
        if not word:
            head, _, left = left.partition(" ")
            found.append(head.strip(","))
        else:
            found.append(words[word])
            left = left[len(word) :]
        left = left.strip(" ,")
    return [value for value in dict.fromkeys(found) if value]


def _why(said: str) -> str:
    refused = {NoAnswer.REFUSED.value, "ไม่สะดวกตอบ", "Would rather not say"}
    return NoAnswer.REFUSED.value if said in refused else NoAnswer.UNKNOWN.value
