"""Published facts: results, targets and strategy goals, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from lib.insight.bilingual_name import Name
from lib.insight.source import Shown, Source
from lib.store.tables import table

KINDS = ("published_result", "target", "strategy_goal", "strategy_year", "evidence")


@dataclass(frozen=True)
class PublishedFigure:
    """A published figure; `year` is B.E."""

    id: str
    series: str
    label: Name
    metric: str
    value: int
    year: int | None
    region: str
    mode: str
    source: str
    caveat: Name
    unconfirmed: bool


@dataclass(frozen=True)
class Goal:
    """A target: what, how many, from when to when (C.E. dates)."""

    id: str
    name: Name
    metric: str
    amount: int
    starts_on: date
    due_on: date
    region: str
    source: str
    unconfirmed: bool
    #: A province's id; '' for a region's or the country's.
    province: str = ""
    #: When a region or province agreed on it; None for a published one.
    agreed_on: date | None = None


@dataclass(frozen=True)
class StrategyYearLine:
    """What was aimed at and reached of a goal in a year (B.E.), in its unit ('' = a count)."""

    year: int
    unit: str
    target: float | None
    actual: float | None
    as_of: date | None
    source: str


@dataclass(frozen=True)
class StrategyLine:
    """One of the 4 × 3 goals with what was recorded of it."""

    id: str
    number: str
    strategy: Name
    name: Name
    indicator: str
    target: int | None
    actual: int | None
    as_of: date | None
    source: str
    evidence: tuple[tuple[str, str], ...]  # (what it is, link)
    #: Its years, the earliest first.
    years: tuple[StrategyYearLine, ...] = ()


@dataclass(frozen=True)
class Published:
    """All published facts."""

    results: tuple[PublishedFigure, ...]
    targets: tuple[Goal, ...]
    strategy: tuple[StrategyLine, ...]

    def series(self, name: str) -> list[PublishedFigure]:
        """Figures of one series, by year, then as recorded."""
        return sorted((r for r in self.results if r.series == name), key=lambda r: (r.year or 0, r.id))

    def target(self, metric: str) -> Goal | None:
        """The country's latest target of a metric."""
        return max(
            (t for t in self.targets if t.metric == metric and not t.region and not t.province),
            key=lambda t: t.due_on,
            default=None,
        )

    def total(self, series: str) -> PublishedFigure | None:
        """The one figure of a series that is a published total, dated or not; None when nobody published it."""
        return next((r for r in self.results if r.series == series and not r.region), None)

    def latest(self, metric: str) -> PublishedFigure | None:
        """The newest figure for the whole country of a metric; None when nobody published one."""
        fits = [r for r in self.results if r.metric == metric and not r.region and not r.mode and r.year]
        return max(fits, key=lambda r: r.year or 0, default=None)


def published(source: Source, *, fresh: bool = False) -> Shown[Published]:
    """Published results, targets, strategy."""
    return source.read("published", KINDS, _build, fresh=fresh)


def _build(connection: Connection) -> Published:
    return Published(_results(connection), _targets(connection), _strategy(connection))


def _results(connection: Connection) -> tuple[PublishedFigure, ...]:
    rows = table("published_result")
    query = select(rows).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.id)
    return tuple(
        PublishedFigure(
            r["id"],
            r["series"],
            Name(r["label_th"], r["label_en"]),
            r["metric"],
            r["value"],
            r["year"],
            r["region"] or "",
            r["mode"] or "",
            r["source"],
            Name(r["caveat_th"] or "", r["caveat_en"] or ""),
            bool(r["unconfirmed"]),
        )
        for r in connection.execute(query).mappings()
    )


def _targets(connection: Connection) -> tuple[Goal, ...]:
    rows = table("target")
    query = select(rows).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.due_on)
    return tuple(
        Goal(
            r["id"],
            Name(r["name_th"], r["name_en"]),
            r["metric"],
            r["amount"],
            r["starts_on"],
            r["due_on"],
            r["region"] or "",
            r["source"],
            bool(r["unconfirmed"]),
            r["province"] or "",
            r["agreed_on"],
        )
        for r in connection.execute(query).mappings()
    )


def _strategy(connection: Connection) -> tuple[StrategyLine, ...]:
    evidence, rows = table("evidence"), table("strategy_goal")
    proofs: dict[str, list[tuple[str, str]]] = {}
    for e in connection.execute(
        select(evidence.c.proves, evidence.c.name, func.coalesce(evidence.c.link, "").label("link"))
        .where(evidence.c.proves_kind == "strategy_goal", evidence.c.withdrawn_at.is_(None))
        .order_by(evidence.c.id)
    ):
        proofs.setdefault(e.proves, []).append((e.name, e.link))
    years = _strategy_years(connection)
    query = select(rows).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.number)
    return tuple(
        StrategyLine(
            r["id"],
            r["number"],
            Name(r["strategy_th"], r["strategy_en"]),
            Name(r["name_th"], r["name_en"]),
            r["indicator"] or "",
            r["target"],
            r["actual"],
            r["as_of"],
            r["source"],
            tuple(proofs.get(r["id"], [])),
            tuple(years.get(r["id"], [])),
        )
        for r in connection.execute(query).mappings()
    )


def _strategy_years(connection: Connection) -> dict[str, list[StrategyYearLine]]:
    rows = table("strategy_year")
    query = select(rows).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.year, rows.c.id)
    found: dict[str, list[StrategyYearLine]] = {}
    for r in connection.execute(query).mappings():
        one = StrategyYearLine(r["year"], r["unit"] or "", r["target"], r["actual"], r["as_of"], r["source"])
        found.setdefault(r["goal"], []).append(one)
    return found
