"""Where records lie, and what they are called: a part of another record lies where that one lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, case, cast, literal, select

from lib.domain.places import province_id_of
from lib.schema.record import Record, every_spec
from lib.schema.registry import KINDS, kind
from lib.store import containment
from lib.store.tables import table

#: Between the name of a whole and the name of its part.
INSIDE = " › "
#: Kinds that somebody may have a right to one of, with what belongs to it; their parts say so in a field of that name.
WHOLES = ("canvas", "forum")


def place_of(kind_id: str) -> ColumnElement[str] | None:
    """SQL for the place id of a kind's records; None when records of the kind lie nowhere."""
    about, rows = kind(kind_id).about, table(kind_id)
    if about.place:
        return rows.c[about.place]
    if len(about.lies_with) == 1:
        field_id = about.lies_with[0]
        return _place_with(every_spec(kind(kind_id))[field_id].refers_to, rows.c[field_id])
    if about.lies_with:
        named, pointing = (rows.c[field_id] for field_id in about.lies_with)
        whens = [(named == one, _place_with(one, pointing)) for one in KINDS if one != kind_id and _placed(one)]
        return case(*whens)
    if not about.within:
        return None
    whole_kind = every_spec(kind(kind_id))[about.within].refers_to
    whole = table(whole_kind).alias("whole_place")
    inside = select(whole.c[kind(whole_kind).about.place]).where(whole.c.id == rows.c[about.within])
    return inside.scalar_subquery()


def _placed(kind_id: str) -> bool:
    about = kind(kind_id).about
    return bool(about.place or about.within)


def _place_with(kind_id: str, pointing: ColumnElement[str]) -> ColumnElement[str]:
    """SQL for the place of the record of a kind that a column points at."""
    about = kind(kind_id).about
    rows = table(kind_id).alias("lies_with")
    if about.place:
        return select(rows.c[about.place]).where(rows.c.id == pointing).scalar_subquery()
    whole_kind = every_spec(kind(kind_id))[about.within].refers_to
    whole = table(whole_kind).alias("lies_with_whole")
    joined = select(whole.c[kind(whole_kind).about.place]).join(rows, rows.c[about.within] == whole.c.id)
    return joined.where(rows.c.id == pointing).scalar_subquery()


def whole_of(kind_id: str) -> ColumnElement[str] | None:
    """SQL for the id of the canvas or forum that records of a kind are or belong to; None for other kinds."""
    rows, within = table(kind_id), kind(kind_id).about.within
    if kind_id in WHOLES:
        return rows.c.id
    return rows.c[within] if within in WHOLES else None


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
        self._places: dict[tuple[str, str], str] = {}
        self._inside: dict[tuple[str, str], bool] = {}

    def place(self, record: Record) -> str:
        """Area id that a record lies in, for rights; '' when it is not known where.

        An area that is not there yet lies where it says it will.
        """
        return self.place_by(record.about.id, record.__dict__)

    def place_by(self, kind_id: str, values: Mapping[str, object]) -> str:
        """The same for a record that is given by its values."""
        about = kind(kind_id).about
        if kind_id == "area":
            region = f"CODI-{values['region']}" if values.get("region") else ""
            return str(values.get("parent") or values.get("province") or region)
        if about.place:
            return str(values.get(about.place) or "")
        pointing = (*about.lies_with,) or ((about.within,) if about.within else ())
        if not pointing:
            return ""
        target = str(values.get(pointing[-1]) or "")
        refers_to = every_spec(kind(kind_id))[pointing[-1]].refers_to
        with_kind = str(values.get(pointing[0]) or "") if len(pointing) == 2 else refers_to
        return self._place_of_other(with_kind, target)

    def _place_of_other(self, kind_id: str, record_id: str) -> str:
        if not record_id or kind_id not in KINDS:
            return ""
        if (kind_id, record_id) not in self._places:
            where, rows = place_of(kind_id), table(kind_id)
            found = None if where is None else self._connection.scalar(select(where).where(rows.c.id == record_id))
            self._places[kind_id, record_id] = str(found or "")
        return self._places[kind_id, record_id]

    def expect(self, record: Record) -> None:
        """Remember where a record will lie that is written in this transaction, for what belongs to it."""
        self._places[record.about.id, record.id] = self.place(record)

    def contains(self, outer: str, inner: str) -> bool:
        """Whether an area is another or contains it; asked once a transaction."""
        if (outer, inner) not in self._inside:
            self._inside[outer, inner] = containment.contains(self._connection, outer, inner)
        return self._inside[outer, inner]

    def province(self, record: Record) -> str:
        """Province id that a record lies in, for versions and scope; '' when in none."""
        return self.province_by(record.about.id, record.__dict__)

    def province_by(self, kind_id: str, values: Mapping[str, object]) -> str:
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
