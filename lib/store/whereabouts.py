"""Where records lie, and what they are called: a part of another record lies where that one lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, literal, select

from lib.domain.places import province_id_of
from lib.schema.record import Record, every_spec
from lib.schema.registry import kind
from lib.store.tables import table

#: Between the name of a whole and the name of its part.
INSIDE = " › "


def place_of(kind_id: str) -> ColumnElement[Any] | None:
    """SQL for the place id of a kind's records; None when records of the kind lie nowhere."""
    about, rows = kind(kind_id).about, table(kind_id)
    if about.place:
        return rows.c[about.place]
    if not about.within:
        return None
    whole_kind = every_spec(kind(kind_id))[about.within].refers_to
    whole = table(whole_kind).alias("whole_place")
    inside = select(whole.c[kind(whole_kind).about.place]).where(whole.c.id == rows.c[about.within])
    return inside.scalar_subquery()


def titles_of(kind_id: str) -> Select[Any]:
    """Query of the standing records of a kind: ``id``, ``title`` (a part's begins with its whole's)."""
    about, rows = kind(kind_id).about, table(kind_id)
    title: ColumnElement[Any] = rows.c[about.title]
    if about.within:
        whole_kind = every_spec(kind(kind_id))[about.within].refers_to
        whole = table(whole_kind)
        name = whole.c[kind(whole_kind).about.title]
        title = name.concat(literal(INSIDE)).concat(cast(title, Text))
        query = (
            select(rows.c.id, title.label("title"))
            .join(whole, whole.c.id == rows.c[about.within])
            .where(whole.c.withdrawn_at.is_(None))
        )
    else:
        query = select(rows.c.id, title.label("title"))
    return query.where(rows.c.withdrawn_at.is_(None)).order_by(title)


class Whereabouts:
    """Provinces of records within one transaction; a whole is looked up once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[tuple[str, str], str] = {}

    def province(self, record: Record) -> str:
        """Province id that a record lies in, for versions and scope; '' when in none."""
        return self.province_by(record.about.id, record.__dict__)

    def province_by(self, kind_id: str, values: Mapping[str, Any]) -> str:
        """The same for a record that is given by its values."""
        about = kind(kind_id).about
        if about.place:
            return _province(values.get(about.place))
        if not about.within:
            return ""
        whole_kind = every_spec(kind(kind_id))[about.within].refers_to
        whole_id = str(values.get(about.within))
        if (whole_kind, whole_id) not in self._held:
            whole = table(whole_kind)
            query = select(whole.c[kind(whole_kind).about.place]).where(whole.c.id == whole_id)
            self._held[whole_kind, whole_id] = _province(self._connection.scalar(query))
        return self._held[whole_kind, whole_id]


def _province(place: Any) -> str:
    return (province_id_of(place) or "") if isinstance(place, str) else ""
