"""Everything that is known of one tambon, with the way to each: its ladder, work, plans, centre, result, people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from lib.insight import areas
from lib.insight.areas import AreaOption
from lib.insight.bilingual_name import Name
from lib.insight.canvas.library import CanvasCard, canvases
from lib.insight.country.centres import Centre, centres
from lib.insight.country.progress import Tambon, progress
from lib.insight.lists import ListEntry
from lib.insight.records.ledger import ProvenStep, proof_of
from lib.insight.source import Source
from lib.insight.survey.published import PublicResult, newest_release
from lib.insight.tambon.workspace_list import WorkspaceCard, works
from lib.schema.seeing import Audience
from lib.store.tables import table


@dataclass(frozen=True)
class TambonCard:
    """One tambon at a glance; works and plans come newest first, certified plans before others of their year."""

    place: AreaOption
    province_name: Name
    region: str
    #: None while nobody has recorded a rung of it.
    standing: Tambon | None
    rungs: tuple[ListEntry, ...]
    proof: tuple[ProvenStep, ...]
    works: tuple[WorkspaceCard, ...]
    plans: tuple[CanvasCard, ...]
    #: Those in the tambon itself, and otherwise those in its province.
    centres: tuple[Centre, ...]
    result: PublicResult | None
    organisations: int
    #: Leaders of the tambon that learned in a round; None for readers.
    leaders: int | None


def tambon_card(source: Source, area: str, *, audience: Audience, fresh: bool = False) -> TambonCard | None:
    """The card of a tambon by its id; None when there is no such place or it is a province."""
    found = areas.place(source, area)
    if found is None or not found.district.th:
        return None
    told = progress(source, fresh=fresh).value
    known = centres(source, fresh=fresh).value.centres
    here = tuple(c for c in known if c.area == area)
    with source.store.database.reading() as connection:
        organisations, leaders = _counted(connection, area)
    plans = [c for c in canvases(source, fresh=fresh).value if c.area == area]
    mine = [w for w in works(source, audience=audience, fresh=fresh).value if w.area == area]
    return TambonCard(
        found,
        next((p.name for p in told.provinces if p.id == found.province), Name("", "")),
        next((p.region for p in told.provinces if p.id == found.province), ""),
        next((t for t in told.tambons if t.area == area), None),
        told.rungs,
        tuple(proof_of(source, "tambon_progress", area, audience=audience)),
        tuple(sorted(mine, key=lambda w: (-w.year, w.id))),
        tuple(sorted(plans, key=lambda c: (-c.year, c.state not in ("certified", "in_use"), c.id))),
        here or tuple(c for c in known if c.province == found.province),
        newest_release(source, area),
        organisations,
        leaders if audience is Audience.WRITER else None,
    )


def _counted(connection: Connection, area: str) -> tuple[int, int]:
    """Organisations of the tambon, and its leaders that learned in a round."""
    groups, person, learning = table("organisation"), table("person"), table("learning")
    standing = (groups.c.area == area) & groups.c.withdrawn_at.is_(None)
    learned = (
        select(func.count(func.distinct(person.c.id)))
        .join(learning, (learning.c.person == person.c.id) & learning.c.withdrawn_at.is_(None))
        .where(person.c.area == area, person.c.withdrawn_at.is_(None))
    )
    organisations = connection.scalar(select(func.count()).select_from(groups).where(standing))
    return organisations or 0, connection.scalar(learned) or 0
