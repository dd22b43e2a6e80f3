"""Running a forum from the desk: the door, the step, the wall, what is said to all phones, whose plan is locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

from lib.access.actors import Actor
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.forum_wishes import Scene
from lib.domain.thai_text import clean_text
from lib.store import forum_live, records
from lib.store.forum_live import ForumLive
from lib.store.opening import Store

LONGEST_MESSAGE: Final = 200
LONGEST_WIFI: Final = 63


def open_door(store: Store, actor: Actor, forum: str) -> str:
    """Let phones in; returns the code. One that was open before stops."""
    with _hall(store, actor, forum) as (connection, _):
        return forum_live.open_door(connection, forum)


def shut_door(store: Store, actor: Actor, forum: str) -> None:
    """Nobody comes in any more."""
    with _hall(store, actor, forum) as (connection, _):
        forum_live.shut_door(connection, forum)


def go_to_step(store: Store, actor: Actor, forum: str, step: str) -> None:
    """Begin a step of the agenda ('' for none): its time runs from now."""
    with _hall(store, actor, forum) as (connection, _):
        if step:
            _require_part(connection, "forum_step", step, forum)
        forum_live.begin_step(connection, forum, step)


def show_on_wall(store: Store, actor: Actor, forum: str, scene: Scene, of: str = "") -> None:
    """Let the wall show a scene; `of`: id of the ballot or group that it is about."""
    with _hall(store, actor, forum) as (connection, _):
        # 250 phones need not look again for what only the wall shows; on a tour they may comment on whom it shows.
        forum_live.change(connection, forum, phones=scene is Scene.BOX, scene=scene.value, scene_of=of or None)


def say_to_all(store: Store, actor: Actor, forum: str, message: str) -> None:
    """Say something to all phones and on the wall; '' takes it away."""
    said = clean_text(message)
    if len(said) > LONGEST_MESSAGE:
        raise BadInput(
            Problem(f"ข้อความยาวเกิน {LONGEST_MESSAGE} ตัวอักษร", f"The message is longer than {LONGEST_MESSAGE} letters")
        )
    with _hall(store, actor, forum) as (connection, _):
        forum_live.say(connection, forum, said)


def set_wifi(store: Store, actor: Actor, forum: str, name: str, word: str) -> None:
    """Which Wi-Fi phones have to be on, and its password; '' for none. The wall shows both to everybody."""
    said = [clean_text(name), word.strip()]
    if any(len(one) > LONGEST_WIFI for one in said):
        raise BadInput(
            Problem(f"ชื่อและรหัส Wi-Fi ยาวไม่เกิน {LONGEST_WIFI} ตัวอักษร", f"At most {LONGEST_WIFI} letters of Wi-Fi each")
        )
    with _hall(store, actor, forum) as (connection, _):
        forum_live.change(connection, forum, phones=False, wifi_name=said[0] or None, wifi_word=said[1] or None)


def measure(store: Store, actor: Actor, forum: str, length: float, width: float) -> None:
    """How long the hall and how wide the picture is, metres: the wall's type follows."""
    if not (2 <= length <= 60 and 0.5 <= width <= 20):
        raise BadInput(
            Problem("ห้องยาว 2–60 เมตร ภาพกว้าง 0.5–20 เมตร", "A hall of 2–60 metres, a picture 0.5–20 metres wide")
        )
    with _hall(store, actor, forum) as (connection, _):
        forum_live.change(connection, forum, phones=False, length=length, width=width)


def lock_group(store: Store, actor: Actor, forum: str, group: str, locked: bool) -> None:
    """Phones of a group write on its plan no more, or again."""
    with _hall(store, actor, forum) as (connection, live):
        _require_part(connection, "forum_group", group, forum)
        others = [g for g in live.locked if g != group]
        forum_live.change(connection, forum, locked=[*others, group] if locked else others)


def door_of(store: Store, forum: str) -> str:
    """The code of a forum's door; '' while it is shut."""
    with store.database.reading() as connection:
        return forum_live.door_code(forum_live.of_forum(connection, forum))


def require_hall(store: Store, actor: Actor, forum: str) -> None:
    """Raise `NotFound` or `NotAllowed` unless the actor runs a forum."""
    with store.database.reading() as connection:
        require_in_charge(connection, actor, forum)


def require_in_charge(connection: Connection, actor: Actor, forum: str) -> records.Stored:
    """The standing forum, for who runs it; raises `NotFound`, `NotAllowed`."""
    stored = records.get(connection, "forum", forum)
    if stored is None or stored.withdrawn:
        raise NotFound(Problem("ไม่พบเวทีนี้", "There is no such forum"))
    Reach(connection, actor).require(Act.WRITE, stored.record)
    return stored


@contextmanager
def _hall(store: Store, actor: Actor, forum: str) -> Iterator[tuple[Connection, ForumLive]]:
    with store.database.writing() as connection:
        require_in_charge(connection, actor, forum)
        yield connection, forum_live.of_forum(connection, forum)


def _require_part(connection: Connection, kind_id: str, record_id: str, forum: str) -> None:
    stored = records.get(connection, kind_id, record_id)
    if stored is None or stored.withdrawn or getattr(stored.record, "forum", "") != forum:
        raise NotFound(Problem("ไม่พบในเวทีนี้", "It is not of this forum"))
