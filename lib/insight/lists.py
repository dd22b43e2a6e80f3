"""Editable lists as the screens need them: labels in order, rungs of the ladders."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from lib.domain.ladders import Rung
from lib.insight.bilingual_name import Name
from lib.insight.source import Shown, Source
from lib.store.tables import table

KINDS = ("list_item",)


@dataclass(frozen=True)
class ListEntry:
    """One entry of an editable list."""

    value: str
    name: Name
    order: int
    counts: bool
    retired: bool
    unconfirmed: bool


Lists = dict[str, tuple[ListEntry, ...]]


def lists(source: Source, *, fresh: bool = False) -> Shown[Lists]:
    """All editable lists, each in its order."""
    return source.read("lists", KINDS, read_lists, fresh=fresh)


def read_lists(connection: Connection) -> Lists:
    """The lists straight from the store."""
    items = table("list_item")
    grouped: dict[str, list[ListEntry]] = {}
    query = select(items).where(items.c.withdrawn_at.is_(None)).order_by(items.c.order, items.c.value)
    for row in connection.execute(query).mappings():
        grouped.setdefault(row["list"], []).append(
            ListEntry(
                row["value"],
                Name(row["label_th"], row["label_en"]),
                row["order"] or 0,
                bool(row["counts"]),
                bool(row["retired"]),
                bool(row["unconfirmed"]),
            )
        )
    return {name: tuple(entries) for name, entries in grouped.items()}


def rungs(entries: tuple[ListEntry, ...]) -> list[Rung]:
    """A ladder's rungs for the rules of the field; retired ones left out."""
    return [Rung(e.value, e.order, e.counts) for e in entries if not e.retired]
