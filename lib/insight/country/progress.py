"""How far are the tambons: by region, province, rung and year; who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Integer, Subquery, case, cast, distinct, func, literal, select

from lib.domain.places import BANGKOK_ID
from lib.domain.thai_date import bangkok_today
from lib.insight.bilingual_name import Name
from lib.insight.country.ladder_sql import fiscal_year_of, steps
from lib.insight.lists import ListEntry, read_lists
from lib.insight.source import Shown, Source
from lib.store.tables import table

KIND, LADDER = "tambon_progress", "tambon_rung"
KINDS = (KIND, "evidence", "list_item", "area")


@dataclass(frozen=True)
class Tambon:
    """One tambon's standing; orders are those of the ladder's rungs, 0 = none yet."""

    area: str
    name: Name
    district: Name
    province: str
    region: str
    proved: int
    reported: int
    #: First day on which the counting rung was proved / reported.
    concrete_on: date | None
    reported_concrete_on: date | None
    #: When the counting rung was verified first (aware); a day of its own beside the one it was reached on.
    verified_on: datetime | None = None
    #: The district's id; '' where the tambon lies in none.
    district_id: str = ""
    #: Orders of the rungs that are proved, and of those that were reported; some may be skipped.
    proved_at: frozenset[int] = frozenset()
    said_at: frozenset[int] = frozenset()

    @property
    def concrete(self) -> bool:
        """Counted: the counting rung is proved."""
        return self.concrete_on is not None

    @property
    def reported_beside(self) -> bool:
        """Says it reached the counting rung, without proof so far."""
        return self.concrete_on is None and self.reported_concrete_on is not None


@dataclass(frozen=True)
class Province:
    """A province and its region."""

    id: str
    name: Name
    region: str
    unconfirmed: bool


@dataclass(frozen=True)
class YearCount:
    """Distinct tambons that reached a rung in a fiscal year (B.E.)."""

    region: str
    province: str
    rung: str
    year: int
    proved: int
    reported: int


@dataclass(frozen=True)
class Progress:
    """Everything the progress screen shows."""

    rungs: tuple[ListEntry, ...]
    provinces: tuple[Province, ...]
    tambons: tuple[Tambon, ...]
    years: tuple[YearCount, ...]

    @property
    def any_record(self) -> bool:
        """Whether anything was recorded at all; if not, there is no figure, not a zero."""
        return bool(self.tambons)

    @property
    def proved(self) -> int:
        """Tambons that count."""
        return sum(t.concrete for t in self.tambons)

    @property
    def reported_beside(self) -> int:
        """Tambons that reported the counting rung without proof; never added to `proved`."""
        return sum(t.reported_beside for t in self.tambons)

    @property
    def proved_on(self) -> list[date]:
        """Days on which the counted tambons were proved, sorted."""
        return sorted(t.concrete_on for t in self.tambons if t.concrete_on)

    @property
    def silent(self) -> list[Province]:
        """Provinces nobody has recorded anything of; Bangkok is not one of the 76."""
        heard = {t.province for t in self.tambons}
        return [p for p in self.provinces if p.id not in heard and p.id != BANGKOK_ID]

    def only(self, region: str = "", province: str = "") -> Progress:
        """The same for one region or province."""
        if not region and not province:
            return self

        def fits(one: Tambon | YearCount) -> bool:
            return region in ("", one.region) and province in ("", one.province)

        return Progress(
            self.rungs,
            tuple(p for p in self.provinces if region in ("", p.region) and province in ("", p.id)),
            tuple(t for t in self.tambons if fits(t)),
            tuple(y for y in self.years if fits(y)),
        )


def progress(source: Source, *, fresh: bool = False) -> Shown[Progress]:
    """The country's tambon ladder."""
    return source.read("progress", KINDS, read_progress, fresh=fresh)


def read_provinces(connection: Connection) -> tuple[Province, ...]:
    """All provinces and Bangkok, by code."""
    areas = table("area")
    query = select(areas).where(areas.c.type == "province", areas.c.withdrawn_at.is_(None))
    return tuple(
        Province(r["id"], Name(r["name_th"], r["name_en"] or ""), r["region"] or "", bool(r["unconfirmed"]))
        for r in connection.execute(query.order_by(areas.c.id)).mappings()
    )


def read_progress(connection: Connection) -> Progress:
    """The same on a connection: for models that are made of it."""
    entries = tuple(e for e in read_lists(connection).get(LADDER, ()) if not e.retired)
    return Progress(entries, read_provinces(connection), _tambons(connection), _years(connection))


def _tambons(connection: Connection) -> tuple[Tambon, ...]:
    step = steps(KIND, LADDER, bangkok_today())
    area, district, province = (table("area").alias(n) for n in ("a", "d", "p"))
    standing = (
        select(
            step.c.area,
            func.max(case((step.c.proved, step.c.rung_order), else_=0)).label("proved"),
            func.max(case((step.c.reported, step.c.rung_order), else_=0)).label("reported"),
            func.min(case((step.c.proved & step.c.counts, step.c.reached_on))).label("concrete_on"),
            func.min(case((step.c.reported & step.c.counts, step.c.reached_on))).label("said_on"),
            func.min(case((step.c.proved & step.c.counts, step.c.verified_at))).label("verified_on"),
            _orders(step, step.c.proved).label("proved_at"),
            _orders(step, step.c.reported).label("said_at"),
        )
        .group_by(step.c.area)
        .subquery()
    )
    query = (
        select(
            standing,
            area.c.name_th,
            area.c.name_en,
            district.c.id.label("district_id"),
            district.c.name_th.label("district_th"),
            district.c.name_en.label("district_en"),
            area.c.province,
            province.c.region,
        )
        .join(area, area.c.id == standing.c.area)
        .outerjoin(district, district.c.id == area.c.parent)
        .outerjoin(province, province.c.id == area.c.province)
        .order_by(area.c.id)
    )
    return tuple(
        Tambon(
            r["area"],
            Name(r["name_th"], r["name_en"] or ""),
            Name(r["district_th"] or "", r["district_en"] or ""),
            r["province"] or "",
            r["region"] or "",
            r["proved"],
            r["reported"],
            r["concrete_on"],
            r["said_on"],
            r["verified_on"],
            r["district_id"] or "",
            _read_orders(r["proved_at"]),
            _read_orders(r["said_at"]),
        )
        for r in connection.execute(query).mappings()
    )


def _orders(step: Subquery, which: ColumnElement[bool]) -> ColumnElement[int]:
    """Orders of some rungs of a place as the bits of one number."""
    bit = literal(1).op("<<")(cast(step.c.rung_order, Integer))
    return func.coalesce(func.sum(distinct(case((which, bit), else_=0))), 0)


def _read_orders(bits: int) -> frozenset[int]:
    number = int(bits)
    return frozenset(n for n in range(number.bit_length()) if number >> n & 1)


def _years(connection: Connection) -> tuple[YearCount, ...]:
    step = steps(KIND, LADDER, bangkok_today())
    area, province = (table("area").alias(n) for n in ("a", "p"))
    year = fiscal_year_of(step.c.reached_on).label("year")
    query = (
        select(
            province.c.region,
            area.c.province,
            step.c.rung,
            year,
            func.count(func.distinct(case((step.c.proved, step.c.area)))).label("proved"),
            func.count(func.distinct(case((step.c.reported, step.c.area)))).label("reported"),
        )
        .join(area, area.c.id == step.c.area)
        .outerjoin(province, province.c.id == area.c.province)
        .group_by(province.c.region, area.c.province, step.c.rung, year)
        .order_by(year)
    )
    return tuple(
        YearCount(r.region or "", r.province or "", r.rung, int(r.year), r.proved, r.reported)
        for r in connection.execute(query)
    )
