"""How far are the provinces: team, plan, partners, and what each lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from lib.domain.ladders import Rung, Status, Step, highest, lacking
from lib.domain.places import BANGKOK_ID
from lib.domain.thai_date import bangkok_today
from lib.insight.bilingual_name import Name
from lib.insight.country.ladder_sql import steps
from lib.insight.country.progress import read_provinces
from lib.insight.lists import ListEntry, read_lists, rungs
from lib.insight.source import Shown, Source
from lib.store.tables import table

KIND, LADDER = "provincial_network", "province_rung"
KINDS = (KIND, "evidence", "list_item", "area")


class Stand(StrEnum):
    """How a province stands at a rung; skipped: a higher one is proved."""

    PROVED = "proved"
    REPORTED = "reported"
    SKIPPED = "skipped"
    NONE = "none"


@dataclass(frozen=True)
class Network:
    """One province on its ladder."""

    province: str
    name: Name
    region: str
    unconfirmed: bool
    proved: Rung | None
    reported: Rung | None
    lacks: tuple[str, ...]
    team_proved_on: date | None
    team_reported: bool
    team_name: str
    team_members: int | None
    plan_title: str
    partners: str
    #: When the driving team was verified first (aware).
    team_verified_on: datetime | None = None
    #: Ids of the rungs that were reported and not returned.
    said: frozenset[str] = frozenset()

    def stands_at(self, rung: ListEntry) -> Stand:
        """How it stands at one rung."""
        if rung.value not in self.lacks:
            return Stand.PROVED
        if rung.value in self.said:
            return Stand.REPORTED
        return Stand.SKIPPED if self.proved is not None and self.proved.order > rung.order else Stand.NONE


@dataclass(frozen=True)
class Networks:
    """The 76 provinces (Bangkok is not one of them)."""

    rungs: tuple[ListEntry, ...]
    provinces: tuple[Network, ...]

    @property
    def any_record(self) -> bool:
        """Whether any province has a record."""
        return any(p.reported for p in self.provinces)

    @property
    def proved(self) -> int:
        """Provinces whose driving team is verified."""
        return self.proved_in("")[0]

    def proved_in(self, region: str) -> tuple[int, int]:
        """(provinces whose driving team is verified, all provinces) of a region; of the country for ''."""
        mine = [p for p in self.provinces if region in ("", p.region)]
        return sum(p.team_proved_on is not None for p in mine), len(mine)

    @property
    def reported_beside(self) -> int:
        """Provinces that reported a team without proof so far."""
        return sum(p.team_reported and p.team_proved_on is None for p in self.provinces)


def networks(source: Source, *, fresh: bool = False) -> Shown[Networks]:
    """The country's provincial ladder."""
    return source.read("networks", KINDS, read_networks, fresh=fresh)


def read_networks(connection: Connection) -> Networks:
    """The same on a connection: for models that are made of it."""
    entries = tuple(e for e in read_lists(connection).get(LADDER, ()) if not e.retired)
    ladder = rungs(entries)
    step = steps(KIND, LADDER, bangkok_today())
    rows = table(KIND)
    query = (
        select(step, rows.c.team_name, rows.c.team_members, rows.c.plan_title, rows.c.partners)
        .join(rows, rows.c.id == step.c.id)
        .order_by(step.c.reached_on)
    )
    by_province: dict[str, list[dict[str, object]]] = {}
    for row in connection.execute(query).mappings():
        by_province.setdefault(row["area"], []).append(dict(row))
    return Networks(
        entries,
        tuple(
            _network(p.id, p.name, p.region, p.unconfirmed, by_province.get(p.id, []), ladder)
            for p in read_provinces(connection)
            if p.id != BANGKOK_ID
        ),
    )


def _network(
    province: str, name: Name, region: str, unconfirmed: bool, rows: list[dict[str, object]], ladder: list[Rung]
) -> Network:
    came = [r for r in rows if r["reported"]]
    standing = [Step(str(r["rung"]), Status(str(r["status"])), bool(r["has_evidence"])) for r in came]
    verdicts = [r["verified_at"] for r in rows if r["proved"] and r["counts"]]
    proved_team = [r["reached_on"] for r in rows if r["proved"] and r["counts"]]

    def last(field: str) -> object:
        return next((r[field] for r in reversed(rows) if r[field] not in (None, "")), None)

    members = last("team_members")
    return Network(
        province,
        name,
        region,
        unconfirmed,
        highest(ladder, standing, proved=True),
        highest(ladder, standing, proved=False),
        tuple(r.id for r in lacking(ladder, standing)),
        min((d for d in proved_team if isinstance(d, date)), default=None),
        any(r["counts"] for r in came),
        str(last("team_name") or ""),
        members if isinstance(members, int) else None,
        str(last("plan_title") or ""),
        str(last("partners") or ""),
        min((v for v in verdicts if isinstance(v, datetime)), default=None),
        frozenset(str(r["rung"]) for r in came),
    )
