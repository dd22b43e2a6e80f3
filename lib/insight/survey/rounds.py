"""A round of household surveys on the way: villages, forms to look at, and the country's count.

These are counts of forms, not of answers. Lists of forms are for those who may write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from lib.domain.blunted_statistics import COUNT_STEP, blunted_count, rounded
from lib.domain.household import Doubt, Household, doubts, look_alikes, ready_to_check
from lib.insight.source import Shown, Source
from lib.schema.seeing import Audience
from lib.store import distinct, household_rows, kept_backups, private_log
from lib.store.tables import table

KIND = "household_survey"


@dataclass(frozen=True)
class Village:
    """One village of a round: households to visit, forms filled, refused, checked."""

    number: int | None
    name: str
    to_visit: int
    forms: int
    refused: int
    checked: int


@dataclass(frozen=True)
class FormLine:
    """One form in the list: its code and how it stands, none of its answers."""

    id: str
    code: str
    village: int | None
    surveyed_on: date
    consents: bool
    withdrawn_consent: bool
    checked: bool
    checked_by: str
    doubts: tuple[Doubt, ...]
    #: Codes of other forms that look like this household, with the reason.
    alike: tuple[tuple[str, str], ...]

    @property
    def ready(self) -> bool:
        """Whether it may be checked at once with the other complete forms."""
        return ready_to_check(self.doubts, self.alike, consents=self.consents, checked=self.checked)


def villages(
    source: Source, area: str, year: int, targets: Mapping[int, tuple[str, int]], *, fresh: bool = False
) -> Shown[tuple[Village, ...]]:
    """Progress village by village; `targets`: number → (name, households to visit)."""

    def build(connection: Connection) -> tuple[Village, ...]:
        rows = table(KIND)
        query = (
            select(
                rows.c.village,
                func.count(),
                func.count(rows.c.checked_on),
                func.count().filter(rows.c.consent != "yes"),
            )
            .where(rows.c.area == area, rows.c.year == year, rows.c.withdrawn_at.is_(None))
            .group_by(rows.c.village)
        )
        told = {v: (int(n), int(c), int(no)) for v, n, c, no in connection.execute(query)}
        found = []
        for number in sorted({*told, *targets}, key=lambda n: (n is None, n or 0)):
            name, to_visit = targets.get(number or -1, ("", 0))
            forms, checked, refused = told.get(number, (0, 0, 0))
            found.append(Village(number, name, to_visit, forms, refused, checked))
        return tuple(found)

    name = f"villages:{area}:{year}:{sorted(targets.items())}"
    return source.read(name, (KIND,), build, fresh=fresh, every=0.5)


def forms(source: Source, area: str, year: int) -> list[FormLine]:
    """Every form of a round by village and code, as it stands now. For those who may read single records."""
    name = f"forms:{area}:{year}"
    return source.read(name, (KIND,), lambda c: _read_forms(c, area, year), fresh=True).value


def _read_forms(connection: Connection, area: str, year: int) -> list[FormLine]:
    rows = table(KIND)
    query = (
        select(
            rows.c.id,
            rows.c.household_code,
            rows.c.village,
            rows.c.surveyed_on,
            rows.c.consent,
            rows.c.withdrawn_on,
            rows.c.checked_on,
            rows.c.checked_by,
        )
        .where(rows.c.area == area, rows.c.year == year, rows.c.withdrawn_at.is_(None))
        .order_by(rows.c.village, rows.c.household_code)
    )
    found = connection.execute(query).all()
    homes = {h.id: h for h in household_rows.read_round(connection, area, year)}
    known = distinct.remembered(connection)
    alike: dict[str, list[tuple[str, str]]] = {}
    for one, other, why in look_alikes(list(homes.values())):
        if distinct.key_of(one.id, other.id) in known:
            continue
        alike.setdefault(one.id, []).append((other.code, why))
        alike.setdefault(other.id, []).append((one.code, why))
    return [
        FormLine(
            r.id,
            r.household_code,
            r.village,
            r.surveyed_on,
            r.consent == "yes",
            r.withdrawn_on is not None,
            r.checked_on is not None,
            r.checked_by or "",
            tuple(doubts(homes[r.id])) if r.id in homes else (),
            tuple(alike.get(r.id, ())),
        )
        for r in found
    ]


def looks_at(source: Source, *, record_id: str = "", place: str = "") -> list[private_log.AccessEntry]:
    """Who saw a household's form, or the forms of a place, newest first."""
    with source.store.database.reading() as connection:
        return private_log.looks(connection, record_id=record_id, place=place)


def gone_from_backups_on(day: date) -> date:
    """The day on which no backup on this machine holds what is erased on `day`."""
    return kept_backups.gone_from_backups_on(day)


@dataclass(frozen=True)
class Region:
    """Forms of one region in one round, rounded as releases are: a region may be a single tambon."""

    region: str
    year: int
    tambons: int
    forms: int
    consented: int
    checked: int


def country(source: Source, *, audience: Audience = Audience.READER, fresh: bool = False) -> Shown[tuple[Region, ...]]:
    """Forms by region and round, over the whole country; for readers rounded as a release rounds counts.

    A region may hold one tambon only, and a count that is looked at every day tells of each form that comes.
    """

    def build(connection: Connection) -> tuple[Region, ...]:
        regions = read_country(connection)
        if audience is Audience.WRITER:
            return regions
        return tuple(
            replace(
                r,
                forms=rounded(r.forms, COUNT_STEP),
                consented=rounded(r.consented, COUNT_STEP),
                checked=rounded(r.checked, COUNT_STEP),
            )
            for r in regions
        )

    return source.read(f"survey_country:{audience}", (KIND, "area"), build, fresh=fresh)


def read_country(connection: Connection) -> tuple[Region, ...]:
    """The same straight from the store: one count over an index, whatever the number of forms."""
    rows, area, province = table(KIND), table("area"), table("area").alias("p")
    by_place = (
        select(
            rows.c.area,
            rows.c.year,
            func.count().label("forms"),
            func.count().filter(rows.c.consent == "yes").label("consented"),
            func.count(rows.c.checked_on).label("checked"),
        )
        .where(rows.c.withdrawn_at.is_(None))
        .group_by(rows.c.area, rows.c.year)
        .subquery()
    )
    query = (
        select(
            province.c.region,
            by_place.c.year,
            func.count(),
            func.sum(by_place.c.forms),
            func.sum(by_place.c.consented),
            func.sum(by_place.c.checked),
        )
        .outerjoin(area, area.c.id == by_place.c.area)
        .outerjoin(province, province.c.id == area.c.province)
        .group_by(province.c.region, by_place.c.year)
        .order_by(by_place.c.year.desc(), province.c.region)
    )
    return tuple(
        Region(r or "", int(y), int(t), *(blunted_count(int(n)) for n in counts))
        for r, y, t, *counts in connection.execute(query)
    )


from_values = household_rows.from_values

__all__ = ["FormLine", "Household", "Region", "Village", "country", "forms", "from_values", "looks_at", "villages"]
