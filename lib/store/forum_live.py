"""What happens in a hall just now: the door, the running step, what the wall shows, what is said to all phones.

Whatever phones show of it raises the hall's turn: they ask for that one number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from lib.config import forgettable
from lib.store.database import upsert
from lib.store.key_file import digest_of
from lib.store.spelled_codes import code_for, typed
from lib.store.tables import table

#: Letters of a door's code: short enough for the whole hall, and tries are limited.
_LETTERS = 6
FIRST_SCENE = "door"
#: A village hall and a common screen, until somebody says otherwise; metres.
LENGTH, WIDTH = 10.0, 2.0


@dataclass(frozen=True)
class ForumLive:
    """The hall as it stands. Moments are aware; ids '' for none."""

    forum: str
    turn: int = 0
    door_open: bool = False
    door_number: int = 0
    step: str = ""
    step_since: datetime | None = None
    scene: str = FIRST_SCENE
    scene_of: str = ""
    message: str = ""
    message_at: datetime | None = None
    locked: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    wifi_name: str = ""
    wifi_word: str = ""
    #: Metres from the wall to the last row, and width of the picture.
    length: float = LENGTH
    width: float = WIDTH


def of_forum(connection: Connection, forum: str) -> ForumLive:
    """The hall of a forum; one where nothing has begun when nobody opened it yet."""
    row = connection.execute(_one(), {"forum": forum}).first()
    return _live(row) if row is not None else ForumLive(forum)


@forgettable
@cache
def _one() -> Select[tuple[object, ...]]:
    """Made once: every phone of a hall asks it every three seconds."""
    rows = table("forum_live")
    return select(*rows.c).where(rows.c.forum == bindparam("forum"))


def change(connection: Connection, forum: str, *, phones: bool = True, **values: object) -> None:
    """Change some of it: `step`, `step_since`, `scene`, `message` … `phones`: they have something new to show."""
    rows = table("forum_live")
    _begin(connection, forum)
    told = {**values, "turn": rows.c.turn + int(phones)}
    connection.execute(update(rows).where(rows.c.forum == forum).values(**told))


def open_door(connection: Connection, forum: str) -> str:
    """Let phones in, by a code that nobody had before; returns it."""
    number = of_forum(connection, forum).door_number + 1
    while forum_behind(connection, code := _code(forum, number)):
        number += 1
    change(connection, forum, door=digest_of(typed(code)), door_number=number)
    return code


def shut_door(connection: Connection, forum: str) -> None:
    """Nobody comes in any more; who is in stays in."""
    change(connection, forum, door=None)


def door_code(live: ForumLive) -> str:
    """The code of an open door; '' while it is shut, or opened on another installation."""
    return _code(live.forum, live.door_number) if live.door_open else ""


def forum_behind(connection: Connection, code: str) -> str:
    """The forum that a code lets in to; '' for none."""
    rows = table("forum_live")
    return connection.scalar(select(rows.c.forum).where(rows.c.door == digest_of(typed(code)))) or ""


def _begin(connection: Connection, forum: str) -> None:
    rows = table("forum_live")
    new = {"forum": forum, "turn": 0, "door_number": 0, "scene": FIRST_SCENE, "locked": [], "shown": []}
    connection.execute(upsert(connection, rows).values(**new).on_conflict_do_nothing())


def begin_step(connection: Connection, forum: str, step: str) -> None:
    """A step begins now; '' for none."""
    change(connection, forum, step=step or None, step_since=datetime.now(UTC) if step else None)


def say(connection: Connection, forum: str, message: str) -> None:
    """Something is said to all phones now; '' for nothing."""
    change(connection, forum, message=message or None, message_at=datetime.now(UTC) if message else None)


def _code(forum: str, number: int) -> str:
    return code_for(f"forum door {forum} {number}", _LETTERS).replace("-", "")


def _live(row: Row[tuple[object, ...]]) -> ForumLive:
    return ForumLive(
        row.forum,
        row.turn,
        row.door is not None,
        row.door_number,
        row.step or "",
        row.step_since,
        row.scene,
        row.scene_of or "",
        row.message or "",
        row.message_at,
        tuple(row.locked),
        tuple(row.shown),
        row.wifi_name or "",
        row.wifi_word or "",
        row.length or LENGTH,
        row.width or WIDTH,
    )
