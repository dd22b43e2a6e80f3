"""Which evidence proves anything by itself: not a note that the app made of its own records.

A plan or workspace of the app may be *shown* beside a rung. What proves the rung is something that can be
looked at without the app: a link, a paper and where it is kept, a file, or what a person wrote down.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from lib.store.tables import table


def weighs() -> ColumnElement[bool]:
    """SQL condition on ``evidence``: more than a note of the app."""
    evidence, files = table("evidence"), table("attachment")
    attached = exists().where(
        files.c.kind == "evidence", files.c.record_id == evidence.c.id, files.c.withdrawn_at.is_(None)
    )
    return or_(
        evidence.c.made_from.is_(None), evidence.c.link.is_not(None), evidence.c.where_kept.is_not(None), attached
    )


def proves(kind_id: str, record_id: ColumnElement[str]) -> ColumnElement[bool]:
    """SQL condition: standing evidence that weighs proves a record of a kind."""
    evidence = table("evidence")
    standing = and_(
        evidence.c.proves_kind == kind_id, evidence.c.proves == record_id, evidence.c.withdrawn_at.is_(None)
    )
    return exists().where(standing, weighs())


def files_since(connection: Connection, moment: datetime) -> dict[str, datetime]:
    """Evidence → when the first of the files that it had at a moment was attached."""
    rows = table("attachment")
    there = (rows.c.made_at <= moment) & (rows.c.withdrawn_at.is_(None) | (rows.c.withdrawn_at > moment))
    query = select(rows.c.record_id, rows.c.made_at).where(rows.c.kind == "evidence", there)
    found: dict[str, datetime] = {}
    for record_id, made in connection.execute(query.order_by(rows.c.made_at.desc())):
        found[record_id] = made
    return found
