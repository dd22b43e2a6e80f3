"""Where the incubation centres are, and which provinces have one, have none, or are not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from lib.domain.places import BANGKOK_ID, distance_km
from lib.insight.bilingual_name import Name
from lib.insight.country.progress import Province, read_provinces
from lib.insight.lists import Lists, read_lists
from lib.insight.records.attached import published_files
from lib.insight.source import Shown, Source
from lib.store import records
from lib.store.attachments import Attachment
from lib.store.tables import table

KIND = "incubation_centre"
KINDS = (KIND, "area", "list_item")


@dataclass(frozen=True)
class Centre:
    """One centre. `basis` says how far its position is to be trusted."""

    id: str
    name: str
    place: Name
    area: str
    area_type: str
    province: str
    region: str
    basis: str
    latitude: float | None
    longitude: float | None
    accuracy_km: float | None
    place_note: str
    state: str
    since_year: int | None
    cluster: str
    products: tuple[str, ...]
    target_groups: tuple[str, ...]
    members: int | None
    abilities: str
    partners: str
    markets: str
    changes: str
    missing: str
    direction: str
    unconfirmed: bool
    published: bool
    #: Those that readers may see.
    pictures: tuple[Attachment, ...] = ()

    @property
    def drawn_as(self) -> str:
        """``point``, ``area`` or ``unresolved``: how a map may honestly show it."""
        if self.basis == "unresolved" or (not self.area and self.latitude is None):
            return "unresolved"
        if self.basis == "area" or self.latitude is None or self.longitude is None:
            return "area"
        return "point"


@dataclass(frozen=True)
class Centres:
    """All centres and every province's state of knowledge: has, none (confirmed), unknown."""

    centres: tuple[Centre, ...]
    provinces: tuple[Province, ...]
    coverage: dict[str, str]
    lists: Lists

    def counted(self, state: str, region: str = "") -> int:
        """Provinces of a region ('' = all) in a state of coverage; Bangkok is not one of the 76."""
        return sum(self.coverage[p.id] == state for p in self.provinces_of(region) if p.id != BANGKOK_ID)

    def provinces_of(self, region: str) -> tuple[Province, ...]:
        """Provinces of a region; all for ''."""
        return tuple(p for p in self.provinces if region in ("", p.region))

    def nearest(self, latitude: float, longitude: float, count: int = 5) -> list[tuple[Centre, float]]:
        """Located centres by distance in km from a point (degrees), nearest first."""
        measured = [
            (c, distance_km(latitude, longitude, c.latitude, c.longitude))
            for c in self.centres
            if c.latitude is not None and c.longitude is not None and c.drawn_as != "unresolved"
        ]
        return sorted(measured, key=lambda pair: pair[1])[:count]


def centres(source: Source, *, fresh: bool = False) -> Shown[Centres]:
    """All centres and the coverage of provinces."""
    return source.read("centres", KINDS, _build, fresh=fresh)


def _build(connection: Connection) -> Centres:
    provinces = read_provinces(connection)
    regions = {p.id: p.region for p in provinces}
    centre, area, province = table(KIND), table("area").alias("a"), table("area").alias("p")
    query = (
        select(
            centre,
            area.c.name_th.label("area_th"),
            area.c.name_en.label("area_en"),
            area.c.type.label("area_type"),
            area.c.province.label("province"),
            province.c.name_th.label("province_th"),
            province.c.name_en.label("province_en"),
        )
        .outerjoin(area, area.c.id == centre.c.area)
        .outerjoin(province, province.c.id == area.c.province)
        .where(centre.c.withdrawn_at.is_(None))
        .order_by(centre.c.id)
    )
    rows = connection.execute(query).mappings().all()
    pictures = published_files(connection, KIND, [r["id"] for r in rows])
    found = tuple(replace(_centre(dict(r), regions), pictures=pictures.get(r["id"], ())) for r in rows)
    with_centre = {c.province for c in found if c.province and c.state == "active"}
    areas = table("area")
    said = {
        r.id: r.centre_coverage
        for r in connection.execute(select(areas.c.id, areas.c.centre_coverage).where(areas.c.type == "province"))
    }
    coverage = {p.id: "has" if p.id in with_centre else said.get(p.id) or "unknown" for p in provinces}
    return Centres(found, provinces, coverage, read_lists(connection))


def _centre(row: dict[str, Any], regions: dict[str, str]) -> Centre:
    def text(name: str) -> str:
        return str(row[name] or "")

    province = text("province")
    inside = row["area_type"] not in (None, "province")
    place_th = f"{text('area_th')} {text('province_th') if inside else ''}".strip()
    place_en = f"{row['area_en'] or text('area_th')} {text('province_en') if inside else ''}".strip()
    return Centre(
        id=text("id"),
        name=text("name"),
        place=Name(place_th, place_en),
        area=text("area"),
        area_type=text("area_type"),
        province=province,
        region=regions.get(province, ""),
        basis=text("basis"),
        latitude=row["latitude"],
        longitude=row["longitude"],
        accuracy_km=row["accuracy_km"],
        place_note=text("place_note"),
        state=text("state"),
        since_year=row["since_year"],
        cluster=text("cluster"),
        products=tuple(row["products"] or ()),
        target_groups=tuple(row["target_groups"] or ()),
        members=row["members"],
        abilities=text("abilities"),
        partners=text("partners"),
        markets=text("markets"),
        changes=text("changes"),
        missing=text("missing"),
        direction=text("direction"),
        unconfirmed=bool(row["unconfirmed"]),
        published=row["origin"] == records.PUBLISHED,
    )
