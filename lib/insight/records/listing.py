"""Lists of records to choose from: searched by what an audience sees, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, func, or_, select

from lib.domain.limits import SEARCH
from lib.insight.bilingual_name import Name
from lib.insight.records.ledger import titles
from lib.insight.source import Source
from lib.schema.registry import kind
from lib.schema.seeing import Audience, sees, sees_kind
from lib.store.tables import table

PAGE_SIZE = 20


@dataclass(frozen=True)
class RecordLine:
    """One record in a list."""

    kind: str
    id: str
    title: Name
    status: str
    updated_at: datetime
    withdrawn: bool
    origin: str


@dataclass(frozen=True)
class Listing:
    """One page of a list and how many there are in all."""

    lines: tuple[RecordLine, ...]
    total: int


def listing(
    source: Source,
    kind_id: str,
    search: str = "",
    page: int = 1,
    *,
    audience: Audience = Audience.READER,
    only: Callable[[Connection], ColumnElement[bool]] | None = None,
) -> Listing:
    """Records of a kind whose words contain `search`, newest first, `PAGE_SIZE` a page.

    Only what the audience sees is searched, and nothing is listed or counted of a kind that it does not see.
    `only`: condition that every record fulfils, such as that it lies where somebody may see it whole; of one
    moment with what is listed.
    """
    model, rows = kind(kind_id), table(kind_id)
    if not sees_kind(audience, kind_id):
        return Listing((), 0)
    search = search[: SEARCH.most]
    title = rows.c[model.about.title]
    database = source.store.database
    with database.reading() if only is None else database.snapshot(streamed=False) as connection:
        where = [rows.c.withdrawn_at.is_(None), *([] if only is None else [only(connection)])]
        if search.strip():
            where.append(_contains(kind_id, search.strip(), audience))
        total = connection.scalar(select(func.count()).select_from(rows).where(*where)) or 0
        query = (
            select(rows)
            .where(*where)
            .order_by(rows.c.updated_at.desc(), title, rows.c.id)
            .limit(PAGE_SIZE)
            .offset((page - 1) * PAGE_SIZE)
        )
        found = connection.execute(query).mappings().all()
        names = titles(connection, [(kind_id, r["id"]) for r in found])
    return Listing(
        tuple(
            RecordLine(
                kind_id,
                r["id"],
                names.get((kind_id, r["id"]), Name(r["id"])),
                r.get("status") or "",
                r["updated_at"],
                r["withdrawn_at"] is not None,
                r["origin"],
            )
            for r in found
        ),
        total,
    )


def record_ids(source: Source, kind_id: str, only: ColumnElement[bool]) -> frozenset[str]:
    """Ids of the standing records of a kind that fulfil a condition."""
    rows = table(kind_id)
    with source.store.database.reading() as connection:
        return frozenset(connection.scalars(select(rows.c.id).where(rows.c.withdrawn_at.is_(None), only)))


def _contains(kind_id: str, search: str, audience: Audience) -> ColumnElement[bool]:
    """SQL condition: any text column that the audience sees, or the place's name, contains the words."""
    rows, area = table(kind_id), table("area").alias("place")
    escaped = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    texts = [c for c in rows.c if isinstance(c.type, Text) and (c.name == "id" or sees(audience, kind_id, c.name))]
    hits = [c.ilike(pattern, escape="\\") for c in texts]
    if "area" in rows.c and sees(audience, kind_id, "area"):
        inside = select(area.c.id).where(area.c.name_th.ilike(pattern, escape="\\"))
        hits.append(rows.c.area.in_(inside))
    return or_(*hits)
