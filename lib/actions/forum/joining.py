"""Coming in: the door's code, a name, a group; and somebody without a phone is added at the desk."""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection, select

from lib.access.actors import Actor, require_write
from lib.access.seated import at_the_door
from lib.actions.canvas.code_tries import tried_code
from lib.actions.forum.running import require_in_charge
from lib.actions.records.checks import problems_with
from lib.actions.records.saving import Saved
from lib.actions.records.sending import Kept, once
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, NotAllowed, NotFound, Problem, bad_input
from lib.domain.forum_wishes import SeatWish
from lib.schema.forum import ForumSeat
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.store import forum_live, records
from lib.store.opening import Store
from lib.store.tables import table

#: A hall, and as many again: nobody fills the list from the street.
MOST_SEATS = 1000
_DOOR = "forum door"


def enter(store: Store, code: str, by: str = "") -> str:
    """Id of the forum whose door a code opens, '' for none. `by`: the browser that tries.

    Raises `NotAllowed` after too many wrong ones.
    """
    return tried_code(store, code, by, _DOOR, forum_live.forum_behind)


def take_seat(store: Store, forum: str, wish: SeatWish, key: str) -> Kept:
    """Take a seat from a phone that the door let in; sent twice under one key, one seat is taken.

    Raises `BadInput`, and `NotAllowed` once the door is shut.
    """
    return once(
        store, at_the_door(forum), key, "forum_seat", "", lambda actor: _seat(store, actor, forum, wish, "phone")
    )


def add_person(store: Store, actor: Actor, forum: str, wish: SeatWish) -> str:
    """Add somebody without a phone; returns the seat's id. The desk does so whether the door is open or shut."""
    require_write(actor, "forum_seat")
    with store.database.reading() as connection:
        require_in_charge(connection, actor, forum)
    return _seat(store, actor, forum, wish, "desk").record.id


def require_seat(connection: Connection, forum: str, seat: str) -> ForumSeat:
    """Who sits there; raises `NotAllowed` for a seat that was taken away, or is another forum's."""
    stored = records.get(connection, "forum_seat", seat)
    if stored is None or stored.withdrawn or not isinstance(stored.record, ForumSeat) or stored.record.forum != forum:
        raise NotAllowed(Problem("ที่นั่งนี้ถูกเอาออกแล้ว บอกโต๊ะลงทะเบียน", "This seat was taken away; tell the desk"))
    return stored.record


def _seat(store: Store, actor: Actor, forum: str, wish: SeatWish, way: str) -> Saved:
    name = " ".join("".join(c for c in wish.name if unicodedata.category(c) not in ("Cf", "Cc")).split())
    if not name and wish.number is not None:
        # Who has a printed slip needs no more.
        name = f"เลข {wish.number}"
    with writing(store, actor, Verb.JOIN) as pen:
        _require_room(pen.connection, forum, wish, door=way == "phone")
        told = {"forum": forum, "name": name or None, "number": wish.number, "group": wish.group or None, "way": way}
        new = validate(ForumSeat, told)
        bad_input(problems_with(pen.connection, new))
        return Saved(new, pen.add(new), created=True)


def _require_room(connection: Connection, forum: str, wish: SeatWish, *, door: bool) -> None:
    stored = records.get(connection, "forum", forum)
    if stored is None or stored.withdrawn:
        raise NotFound(Problem("ไม่พบเวทีนี้", "There is no such forum"))
    if door and not forum_live.of_forum(connection, forum).door_open:
        raise NotAllowed(Problem("ปิดรับคนเข้าเวทีแล้ว บอกโต๊ะลงทะเบียน", "The door is shut. Please tell the desk."))
    rows = table("forum_seat")
    standing = select(rows.c.id, rows.c.number).where(rows.c.forum == forum, rows.c.withdrawn_at.is_(None))
    taken = connection.execute(standing).all()
    if len(taken) >= MOST_SEATS:
        raise BadInput(Problem(f"เวทีนี้เต็มแล้ว ({MOST_SEATS} คน)", f"This forum is full ({MOST_SEATS} people)"))
    if wish.number is not None and any(row.number == wish.number for row in taken):
        raise BadInput(
            Problem(
                f"เลข {wish.number} มีคนใช้แล้ว ดูเลขบนบัตรอีกครั้ง หรือบอกโต๊ะลงทะเบียน",
                f"Number {wish.number} is taken. Look at your slip again, or tell the desk.",
                "number",
            )
        )
