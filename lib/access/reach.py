"""Rights held against records where they lie, within one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from lib.access.actors import Actor, answer
from lib.access.policy import NO_KIND, Act, Permission, Spot
from lib.access.visible import recorded_by
from lib.domain.errors import NotAllowed
from lib.schema.record import Record
from lib.schema.registry import kind
from lib.schema.seeing import Audience
from lib.store.tables import table
from lib.store.whereabouts import WHOLES, Whereabouts


class Reach:
    """What one actor may do, record by record; a place is looked up once."""

    def __init__(self, connection: Connection, actor: Actor, where: Whereabouts | None = None) -> None:
        self._connection, self._actor = connection, actor
        self._where = where or Whereabouts(connection)

    def everywhere(self, act: Act, record: Record) -> bool:
        """Whether an act on records of this kind is the actor's in the whole country."""
        return self._actor.rights.everywhere(act, record.about.id)

    def answer(self, act: Act, record: Record, *, new: bool = False) -> Permission:
        """Yes or no with the reason. `new`: the record is not there yet, so it is the actor's own."""
        kind_id = record.about.id
        if self._actor.rights.everywhere(act, kind_id):
            return answer(self._actor, act, kind_id)
        return answer(self._actor, act, kind_id, self.spot(record, new=new), self._where.contains)

    def require(self, act: Act, record: Record, *, new: bool = False) -> None:
        """Raise `NotAllowed` with the reason unless the answer is yes."""
        said = self.answer(act, record, new=new)
        if not said.allowed:
            raise NotAllowed(said.why)

    def at_place(self, act: Act, place: str, kind_id: str = NO_KIND, *, others: bool = False) -> Permission:
        """Whether an act is allowed in a place (an area's id), on one's own records, or also on `others`'."""
        return answer(self._actor, act, kind_id, Spot(place, own=not others), self._where.contains)

    def require_at(self, act: Act, place: str, kind_id: str = NO_KIND, *, others: bool = False) -> None:
        """Raise `NotAllowed` with the reason unless an act is allowed in a place."""
        said = self.at_place(act, place, kind_id, others=others)
        if not said.allowed:
            raise NotAllowed(said.why)

    def require_taking_away(self, record: Record) -> None:
        """Raise `NotAllowed` unless the actor may withdraw a record: a right to one plan is none to take it away."""
        if whole_of_record(record) == record.id:
            self.require_at(Act.WRITE, self._where.place(record), record.about.id)
        self.require(Act.WRITE, record)

    def draft(self, act: Act, kind_id: str, values: Mapping[str, object]) -> Permission:
        """Whether what is being typed lies where the actor may do something; nowhere yet is anywhere."""
        place = self._where.place_by(kind_id, values)
        spot = Spot(place, own=True) if place else None
        return answer(self._actor, act, kind_id, spot, self._where.contains)

    def audience(self, record: Record) -> Audience:
        """What the actor reads a record as."""
        canvas = self._actor.canvas
        if (canvas and canvas == whole_of_record(record)) or self.answer(Act.READ, record).allowed:
            return Audience.WRITER
        return Audience.READER

    def audience_in(self, place: str, kind_id: str) -> Audience:
        """What the actor reads records of a kind as in a place, everybody's among them."""
        if self._actor.rights.everywhere(Act.READ, kind_id):
            return Audience.WRITER
        said = answer(self._actor, Act.READ, kind_id, Spot(place), self._where.contains)
        return Audience.WRITER if said.allowed else Audience.READER

    def lies_in_sight(self, kind_id: str, values: Mapping[str, object]) -> bool:
        """Whether what is being typed lies where the actor sees everybody's records of the kind whole."""
        place = self._where.place_by(kind_id, values)
        return bool(place) and self.audience_in(place, kind_id) is Audience.WRITER

    def spot(self, record: Record, *, new: bool = False) -> Spot:
        """Where a record lies and whose it is."""
        return Spot(self._where.place(record), whole_of_record(record), own=new or self._recorded(record))

    def _recorded(self, record: Record) -> bool:
        """Whether the actor recorded it: asked for accounts only, others own nothing."""
        if not self._actor.account:
            return False
        mine = recorded_by(self._actor, record.about.id).where(table("change").c.record_id == record.id)
        return self._connection.scalar(mine.limit(1)) is not None


def whole_of_record(record: Record) -> str:
    """Id of the canvas or forum that a record is or belongs to; '' for other records."""
    about = kind(record.about.id).about
    if about.id in WHOLES:
        return record.id
    return str(getattr(record, about.within, "")) if about.within in WHOLES else ""
