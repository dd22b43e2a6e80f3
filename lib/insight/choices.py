"""Standing records to point at, by their title: what a list of choices offers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection

from lib.insight.source import Source
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.store.whereabouts import titles_of


def choices_of(source: Source, kind_id: str, only: ColumnElement[bool] | None = None) -> dict[str, str]:
    """Standing records of a kind to point at: id → title; none where they are too many.

    `only`: those that somebody may know the names of, read for oneself alone.
    """
    if kind(kind_id).about.many:
        return {}
    if only is not None:
        with source.store.database.reading() as connection:
            return {row.id: row.title for row in connection.execute(titles_of(kind_id).where(only))}
    within = kind(kind_id).about.within
    wholes = (specs(kind(kind_id))[within].refers_to,) if within else ()

    def build(connection: Connection) -> dict[str, str]:
        return {row.id: row.title for row in connection.execute(titles_of(kind_id))}

    return source.read(f"choices:{kind_id}", (kind_id, *wholes), build).value
