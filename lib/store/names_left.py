"""Free text of any record that still names somebody who was erased: which field to look at, not the name.

It is searched while the name is still known, in the transaction that erases it. A line stands until the
text is another one, or somebody says that it is right as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Column, Connection, Table, delete, func, insert, or_, select

from lib.config import forgettable
from lib.domain.naming_text import is_named, names_of
from lib.schema.record import Answers, every_spec, nested_fields, shape
from lib.schema.registry import KINDS
from lib.store import facts
from lib.store.tables import child_table_name, table


@dataclass(frozen=True)
class NameLeft:
    """A field (of a nested list: ``list.field``) whose text names somebody who was erased."""

    kind: str
    record_id: str
    field: str


def note(connection: Connection, words: Set[str]) -> None:
    """Find every text that holds the words, or a part of a name among them."""
    if not words:
        return
    names = names_of(words, _places(connection))
    known = set(_standing(connection))
    new: list[dict[str, object]] = []
    for kind_id, name in sorted(_fields()):
        column, key = _column(kind_id, name)
        like = or_(*(func.lower(column).contains(word, autoescape=True) for word in names.every))
        found = {row[0] for row in connection.execute(select(key, column).where(like)) if is_named(row[1], names)}
        for record_id in sorted(found):
            one = NameLeft(kind_id, record_id, name)
            if one not in known:
                digest = _digests(connection, one)[0]
                new.append({**asdict(one), "text_digest": digest, "noted_at": datetime.now(UTC)})
    if new:
        connection.execute(insert(table("name_left")), new)


def listed(connection: Connection) -> list[NameLeft]:
    """What is still to be looked at: the text is as it was."""
    return [one for one, digest in _standing(connection).items() if digest in _digests(connection, one)]


def settle(connection: Connection, one: NameLeft) -> None:
    """Somebody looked: the text is right as it is."""
    rows = table("name_left")
    here = (rows.c.kind == one.kind) & (rows.c.record_id == one.record_id) & (rows.c.field == one.field)
    connection.execute(delete(rows).where(here))


def drop(connection: Connection, kind_id: str, record_id: str) -> None:
    """A record that is erased itself needs no looking at."""
    rows = table("name_left")
    connection.execute(delete(rows).where(rows.c.kind == kind_id, rows.c.record_id == record_id))


def _standing(connection: Connection) -> dict[NameLeft, str]:
    rows = table("name_left")
    query = select(rows).order_by(rows.c.noted_at, rows.c.kind, rows.c.record_id, rows.c.field)
    return {NameLeft(r.kind, r.record_id, r.field): r.text_digest for r in connection.execute(query)}


def _digests(connection: Connection, one: NameLeft) -> list[str]:
    """Of the text that stands there now, by each secret of the store, its own first; none where nothing stands."""
    if (one.kind, one.field) not in _fields():
        return []
    column, key = _column(one.kind, one.field)
    texts = sorted(text for text in connection.scalars(select(column).where(key == one.record_id)) if text)
    if not texts:
        return []
    plain = hashlib.sha256("\x00".join(texts).encode()).hexdigest()
    return [facts.keyed(plain, secret) for secret in facts.secrets_of(connection)]


def _places(connection: Connection) -> set[str]:
    rows = table("area")
    return set(connection.scalars(select(rows.c.name_th))) | set(
        connection.scalars(select(rows.c.name_en).where(rows.c.name_en.is_not(None)))
    )


@forgettable
@cache
def _fields() -> frozenset[tuple[str, str]]:
    """Every question of every kind that is answered in one's own words."""
    return frozenset((kind_id, name) for kind_id, model in KINDS.items() for name in _free(model))


def _free(model: type[Answers]) -> Iterator[str]:
    nested = nested_fields(model)
    for name, spec in every_spec(model).items():
        if name in nested:
            yield from (f"{name}.{inner}" for inner in _free(nested[name]))
        elif shape(model, name)[:2] == (str, False) and not (spec.options or spec.choice_list or spec.refers_to):
            yield name


def _column(kind_id: str, name: str) -> tuple[Column[str], Column[str]]:
    """Where a field's texts stand, and the column beside it that says of which record."""
    whole, _, inner = name.partition(".")
    rows: Table = table(child_table_name(kind_id, whole)) if inner else table(kind_id)
    return rows.c[inner or whole], rows.c["record_id" if inner else "id"]
