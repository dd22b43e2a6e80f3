"""Results of a round: the releases, what the next one would say, and how others stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from lib.domain.blunted_statistics import rounded
from lib.domain.contributions import LEAKS
from lib.domain.release import SHARE, Why
from lib.domain.release_recheck import EarlierRelease, would_not_pass
from lib.domain.village_result import CellFigures, VillageResult, result
from lib.insight.source import Shown, Source
from lib.schema.household_result import share_tables
from lib.store import household_rows, private_log
from lib.store.tables import table

KIND = "survey_release"
#: Fewer other tambons than this are not compared with: one would be recognised.
LEAST_OTHERS = 3


@dataclass(frozen=True)
class ReleasedResult:
    """One release: its cells, and what was held back and why (cell → reason)."""

    id: str
    number: int
    made_at: datetime
    told: tuple[CellFigures, ...]
    held: Mapping[str, str]
    #: A result that is not released yet, for the team's eyes.
    preview: bool = False

    def get(self, question: str, split: str = "whole", group: str = "") -> CellFigures | None:
        """One cell, or None when it is held back or was never there."""
        key = f"{question}/{split}/{group}"
        return next((t for t in self.told if t.key == key), None)

    def of(self, question: str, split: str) -> list[CellFigures]:
        """The cells of one table that may be seen."""
        return [t for t in self.told if t.question == question and t.split == split]

    @property
    def leaks(self) -> list[tuple[str, CellFigures]]:
        """Ways in which money leaves, by name, those that may be seen."""
        found = [(name, self.get(f"leak_{name}")) for name in LEAKS]
        return [(name, cell) for name, cell in found if cell is not None]

    @property
    def lenders(self) -> list[tuple[str, CellFigures]]:
        """What is owed to whom, by lender, the most first; those that may be seen."""
        found = [t for t in self.told if t.question.startswith("lender_")]
        found.sort(key=lambda t: -t.figures["baht"])
        return [(t.question.removeprefix("lender_"), t) for t in found]

    def figure(self, question: str, name: str) -> int | None:
        """One figure of the whole tambon."""
        cell = self.get(question)
        return cell.figures.get(name) if cell else None


def releases(source: Source, area: str, year: int, *, fresh: bool = False) -> Shown[tuple[ReleasedResult, ...]]:
    """Every release of a round (fiscal year B.E.), newest first."""

    def build(connection: Connection) -> tuple[ReleasedResult, ...]:
        return tuple(_released(r) for r in private_log.releases(connection, area, year))

    return source.read(f"releases:{area}:{year}", (KIND,), build, fresh=fresh, every=0.5)


def _released(stored: private_log.StoredRelease) -> ReleasedResult:
    told = tuple(CellFigures(**t) for t in stored.cells["told"])
    return ReleasedResult(stored.id, stored.number, stored.made_at, told, dict(stored.cells["held"]))


def preview(source: Source, area: str, year: int) -> VillageResult:
    """What a release would say now. For those who may read single records."""
    with source.store.database.reading() as connection:
        rows = table("household_survey")
        homes = household_rows.read_round(connection, area, year, household_rows.counted(rows))
        released = private_log.releases(connection, area, year)
    return result(homes, share_tables(), [one.kept for one in released], released[0].salt if released else "")


def rechecked(source: Source, area: str, year: int) -> dict[int, Mapping[str, Why]]:
    """Releases of a round that would not pass the rules of today: number → cell → why. For the team."""
    with source.store.database.reading() as connection:
        made = [_made(r) for r in reversed(private_log.releases(connection, area, year))]
    found = {number: would_not_pass(one, made[: number - 1]) for number, one in enumerate(made, start=1)}
    return {number: cells for number, cells in found.items() if cells}


def _made(stored: private_log.StoredRelease) -> EarlierRelease:
    return EarlierRelease(stored.cells["told"], stored.kept, stored.members if stored.former else {})


@dataclass(frozen=True)
class Others:
    """The latest releases of other tambons of the province, nameless: how many, and their middle."""

    count: int
    figures: Mapping[str, int]
    #: How many told each figure.
    counts: Mapping[str, int]


#: What is compared: name → (question, figure).
COMPARED = {
    "income": ("money", "income_middle"),
    "expense": ("money", "expense_middle"),
    "left": ("money", "left_middle"),
    "savings": ("savings", "savings_middle"),
    "debt": ("debt", "debt_middle"),
    "owing": ("debt", "owing"),
    **{table.id: (table.id, SHARE) for table in share_tables() if not table.sensitive},
}


def others(source: Source, area: str, year: int) -> Shown[Others]:
    """How the province's other tambons stand in the same round: only middles of several, no names."""
    return source.read(f"others:{area}:{year}", (KIND, "area"), lambda c: _read_others(c, area, year))


def _read_others(connection: Connection, area: str, year: int) -> Others:
    areas, rows = table("area"), table(KIND)
    province = select(areas.c.province).where(areas.c.id == area).scalar_subquery()
    latest = (
        select(rows.c.area, func.max(rows.c.number).label("number"))
        .join(areas, areas.c.id == rows.c.area)
        .where(rows.c.year == year, rows.c.area != area, areas.c.province == province)
        .group_by(rows.c.area)
        .subquery()
    )
    query = (
        select(rows.c.cells)
        .join(latest, (latest.c.area == rows.c.area) & (latest.c.number == rows.c.number))
        .where(rows.c.year == year)
    )
    told = [_figures(cells) for cells in connection.scalars(query)]
    counts = {name: sum(name in t for t in told) for name in COMPARED}
    figures = {
        name: _middle([t[name] for t in told if name in t]) for name, count in counts.items() if count >= LEAST_OTHERS
    }
    return Others(len(told), figures, counts)


def _figures(cells: Mapping[str, Any]) -> dict[str, int]:
    wholes = {t["question"]: t["figures"] for t in cells["told"] if t["split"] == "whole"}
    return {
        name: wholes[question][figure]
        for name, (question, figure) in COMPARED.items()
        if figure in wholes.get(question, {})
    }


def _middle(told: Sequence[int]) -> int:
    ordered = sorted(told)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return rounded(middle, 1)


__all__ = ["COMPARED", "CellFigures", "Others", "ReleasedResult", "Why", "others", "preview", "rechecked", "releases"]
