"""Nested rows on a phone: a short list of kinds is shown whole, to be filled in; others grow by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lib.intake.typed import Typed
from lib.schema.record import Answers, nested_fields, shape, typable
from lib.web.light.boxes import ANSWER, ASKED, Asking, Box, answers_in

ROW: Final = "r."


@dataclass(frozen=True)
class RowForm:
    """One row. `title`: its kind, where the list of kinds is shown whole."""

    slot: str
    title: str
    boxes: list[Box]
    more: list[Box]
    id: str = ""
    quiet: bool = False

    @property
    def record(self) -> str:
        """A row is no record of its own."""
        return ""


@dataclass(frozen=True)
class RowsBox:
    """The rows of one question."""

    name: str
    label: str
    rows: list[RowForm]


def listed_by(model: type[Answers]) -> str:
    """The question that says what a row is about, when its answers are few: all of them are shown; '' for none."""
    first = next(iter(typable(model).values()))
    return first.id if first.options and "amount" in typable(model) else ""


def rows_box(asking: Asking, name: str) -> RowsBox:
    """The rows of a question, with room for one more."""
    model, spec = nested_fields(asking.model)[name], typable(asking.model)[name]
    standing = list(asking.typed.get(name) or [])
    by = listed_by(model)
    if not by:
        rows = [_row(asking, name, model, str(n), row, "") for n, row in enumerate([*standing, {}])]
        return RowsBox(name, spec.label(asking.language), rows)
    option = typable(model)[by]
    rows = []
    for choice in option.options:
        mine = [row for row in standing if row.get(by) == choice.value] or [{}]
        for n, row in enumerate(mine):
            index = f"{choice.value}-{n}"
            rows.append(_row(asking, name, model, index, {**row, by: choice.value}, choice.label(asking.language)))
    return RowsBox(name, spec.label(asking.language), rows)


def _row(asking: Asking, name: str, model: type[Answers], index: str, row: Typed, title: str) -> RowForm:
    mine = replace(asking, model=model, typed={"period": "month", **row}, problems=())
    by = listed_by(model)
    boxes = [
        mine.box(n)._replace(name=f"{ROW}{name}.{index}.{n}", may_decline=False) for n in typable(model) if n != by
    ]
    if not by:
        return RowForm(f"{name}-{index}", "", boxes[:2], boxes[2:], str(row.get("id") or ""))
    # The kind of the row is the title of its amount; a period stands beside it without one.
    amount, period, *more = sorted(
        boxes, key=lambda b: (not b.name.endswith(".amount"), not b.name.endswith(".period"))
    )
    first = [amount._replace(label=title), period._replace(sort="list", bare=True)]
    return RowForm(f"{name}-{index}", title, first, more, str(row.get("id") or ""))


def rows_in(model: type[Answers], name: str, fields: Sequence[tuple[str, str]]) -> list[Typed]:
    """The rows of a question as a sent form says them; a row without any answer is none."""
    nested, begins = nested_fields(model)[name], f"{ANSWER}{ROW}{name}."
    by, found = listed_by(nested), dict[str, list[tuple[str, str]]]()
    for key, value in fields:
        if key.startswith(begins):
            index, _, question = key.removeprefix(begins).partition(".")
            found.setdefault(index, []).append((f"{ANSWER}{question}", value))
    ids = {key.removeprefix(f"i.{name}."): value for key, value in fields if key.startswith(f"i.{name}.")}
    rows = []
    for index, said in found.items():
        row = answers_in(nested, [*said, (ASKED, ",".join(typable(nested)))])
        told = {k: v for k, v in row.items() if v not in (None, "", [], False) and k != "period"}
        if told:
            kind = {by: index.rpartition("-")[0]} if by else {}
            rows.append({"id": ids.get(index, ""), "no_answer": {}, **row, **kind})
    return rows


def has_rows(model: type[Answers], name: str) -> bool:
    """Whether a question is a list of rows."""
    return name in nested_fields(model) and shape(model, name).many
