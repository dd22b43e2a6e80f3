"""How a tab is to be read: where its header stands, and which question each of its columns answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from lib.domain.thai_text import name_key as key
from lib.intake.targets import STATE
from lib.schema.record import Answers, nested_fields
from lib.schema.registry import kind


class How(StrEnum):
    """Why a column was given its question."""

    LABEL = "label"
    ALIAS = "alias"
    REMEMBERED = "remembered"
    PROPOSED = "proposed"
    CHOSEN = "chosen"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Column:
    """One column of a tab and the question it answers ('' for none)."""

    index: int
    heading: str
    target: str = ""
    how: How = How.UNKNOWN


@dataclass(frozen=True)
class TabPlan:
    """How a tab is to be read. `kind` is a record kind, or ``kind/field`` for nested rows."""

    tab: str
    kind: str = ""
    header_row: int = 0
    header_lines: int = 1
    columns: tuple[Column, ...] = ()
    #: Id of the province that the whole tab is about, found in its title or chosen.
    province: str = ""
    confirmed: bool = False

    @property
    def first_row(self) -> int:
        """Row (from 0) where records begin."""
        return self.header_row + self.header_lines

    @property
    def used(self) -> tuple[Column, ...]:
        """Columns that answer something."""
        return tuple(c for c in self.columns if c.target not in ("", STATE) and c.how is not How.IGNORED)

    @property
    def proposals(self) -> tuple[Column, ...]:
        """Columns that a person has to confirm."""
        return tuple(c for c in self.columns if c.how is How.PROPOSED)

    @property
    def fingerprint(self) -> str:
        """What is remembered of a layout: its headings, in their order."""
        return "|".join(key(c.heading) for c in self.columns)

    def model(self) -> type[Answers]:
        """The model whose questions the columns answer."""
        head, _, nested = self.kind.partition("/")
        return nested_fields(kind(head))[nested] if nested else kind(head)

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be kept with an import."""
        return {
            "tab": self.tab,
            "kind": self.kind,
            "header_row": self.header_row,
            "header_lines": self.header_lines,
            "province": self.province,
            "confirmed": self.confirmed,
            "columns": [[c.index, c.heading, c.target, c.how.value] for c in self.columns],
        }

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> TabPlan:
        """The plan that `to_json` wrote."""
        columns = tuple(Column(i, h, t, How(how)) for i, h, t, how in values["columns"])
        return TabPlan(**{**values, "columns": columns})


def mapped(plan: TabPlan, chosen: Mapping[int, str], how: How = How.CHOSEN) -> TabPlan:
    """The plan with a person's choice of targets for some columns ('' for "do not use")."""
    taken = {t for t in chosen.values() if t}
    columns = []
    for column in plan.columns:
        if column.index in chosen:
            target = chosen[column.index]
            columns.append(replace(column, target=target, how=how if target else How.IGNORED))
        elif column.target in taken:
            columns.append(replace(column, target="", how=How.UNKNOWN))
        else:
            columns.append(column)
    return replace(plan, columns=tuple(columns))
