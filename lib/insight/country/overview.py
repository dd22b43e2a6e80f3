"""The first screen: two goals, centres, what changed lately, the biggest gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from lib.domain.gaps import Lack
from lib.domain.goals import GoalState, Standing, standing
from lib.domain.thai_date import bangkok_today
from lib.insight.bilingual_name import Name
from lib.insight.country.centres import Centres, centres
from lib.insight.country.networks import Networks, networks
from lib.insight.country.progress import Progress, progress
from lib.insight.country.published import Goal, Published, published
from lib.insight.country.to_do import Amiss, to_do
from lib.insight.records.ledger import titles
from lib.insight.source import Shown, Source
from lib.schema.registry import KINDS, kind
from lib.store import history

#: How many of the latest changes are shown.
LATEST = 8


@dataclass(frozen=True)
class Gap:
    """Something missing or wrong: what, how many, and the page and filters that list it."""

    lack: Lack
    count: int
    page: str
    query: dict[str, str]


@dataclass(frozen=True)
class Happening:
    """A change as the first screen tells it."""

    at: datetime
    actor: str
    action: str
    kind: str
    record_id: str
    title: Name


@dataclass(frozen=True)
class Overview:
    """Everything the first screen shows."""

    tambons: tuple[Goal, Standing] | None
    provinces: tuple[Goal, Standing] | None
    progress: Progress
    networks: Networks
    centres: Centres
    published: Published
    gaps: tuple[Gap, ...]
    happenings: tuple[Happening, ...]


def overview(source: Source, *, fresh: bool = False) -> Shown[Overview]:
    """The whole first screen; it changes with any public record."""
    parts = (
        progress(source, fresh=fresh).value,
        networks(source, fresh=fresh).value,
        centres(source, fresh=fresh).value,
        published(source, fresh=fresh).value,
        # The figure is that of the list that the gap leads to.
        to_do(source, fresh=fresh).value.count(Amiss.NO_EVIDENCE),
    )
    public = tuple(name for name, model in KINDS.items() if not model.about.private)
    return source.read("overview", public, lambda c: _build(c, *parts), fresh=fresh)


def goal_standing(goal: Goal | None, proved: int, reported: int, any_record: bool) -> tuple[Goal, Standing] | None:
    """A target with where it stands today; None when there is no target."""
    if goal is None:
        return None
    return goal, standing(goal.amount, proved, reported, goal.due_on, bangkok_today(), any_record=any_record)


def _build(
    connection: Connection, told: Progress, teams: Networks, places: Centres, facts: Published, unproved: int
) -> Overview:
    tambons = goal_standing(facts.target("concrete_tambons"), told.proved, told.reported_beside, told.any_record)
    provinces = goal_standing(
        facts.target("provinces_with_team"), teams.proved, teams.reported_beside, teams.any_record
    )
    return Overview(
        tambons,
        provinces,
        told,
        teams,
        places,
        facts,
        tuple(_gaps(told, teams, places, unproved)),
        tuple(_happenings(connection)),
    )


def _gaps(told: Progress, teams: Networks, places: Centres, unproved: int) -> list[Gap]:
    waiting = sum(t.reported_beside for t in told.tambons)
    active = {t.province for t in told.tambons}
    found = [
        Gap(
            Lack.PROVINCES_WITHOUT_TEAM,
            sum(p.team_proved_on is None for p in teams.provinces),
            "networks",
            {"show": "no_team"},
        ),
        Gap(Lack.TAMBONS_WAITING, waiting, "progress", {"show": "reported"}),
        Gap(
            Lack.PROVINCES_WITHOUT_TAMBON,
            sum(p.province not in active for p in teams.provinces),
            "progress",
            {"show": "silent"},
        ),
        Gap(Lack.COVERAGE_UNKNOWN, places.counted("unknown"), "centres", {}),
        Gap(Lack.CENTRES_UNRESOLVED, sum(c.drawn_as == "unresolved" for c in places.centres), "centres", {}),
        Gap(Lack.VERIFIED_WITHOUT_EVIDENCE, unproved, "area", {}),
    ]
    return sorted((g for g in found if g.count), key=lambda g: -g.count)


def _happenings(connection: Connection) -> list[Happening]:
    public = {name for name, model in KINDS.items() if not model.about.private}
    recent = [c for c in history.latest(connection, LATEST * 4) if c.kind in public][:LATEST]
    names = titles(connection, [(c.kind, c.record_id) for c in recent])
    return [
        Happening(
            c.at, c.actor_label, c.action, c.kind, c.record_id, names.get((c.kind, c.record_id), Name(c.record_id))
        )
        for c in recent
    ]


__all__ = ["Gap", "GoalState", "Happening", "Overview", "goal_standing", "kind", "overview"]
