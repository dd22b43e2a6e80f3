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
from lib.domain.sentence import Worded
from lib.domain.thai_text import clean_text
from lib.store import forum_live, records
from lib.store.forum_live import ForumLive
from lib.store.opening import Store

LONGEST_MESSAGE: Final = 200


class Scene(Worded):
    """What the wall shows."""

    DOOR = "door", "ประตู", "Door"
    AGENDA = "agenda", "กำหนดการและเวลา", "Agenda and timer"
    BOX = "box", "แผนของกลุ่ม ทีละช่อง", "A group's plan, box by box"
    IDEAS = "ideas", "ความคิดจากทุกคน", "Ideas from everybody"
    BALLOT = "ballot", "การลงคะแนน", "Ballot"
    PROGRESS = "progress", "แต่ละกลุ่มถึงไหน", "How far the groups are"
    THANKS = "thanks", "ขอบคุณ", "Thanks"


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
        forum_live.change(connection, forum, **forum_live.begun(step))


def show_on_wall(store: Store, actor: Actor, forum: str, scene: Scene, of: str = "") -> None:
    """Let the wall show a scene; `of`: id of the ballot or group that it is about."""
    with _hall(store, actor, forum) as (connection, _):
        forum_live.change(connection, forum, scene=scene.value, scene_of=of or None)


def say_to_all(store: Store, actor: Actor, forum: str, message: str) -> None:
    """Say something to all phones and on the wall; '' takes it away."""
    said = clean_text(message)
    if len(said) > LONGEST_MESSAGE:
        raise BadInput(
            Problem(f"ข้อความยาวเกิน {LONGEST_MESSAGE} ตัวอักษร", f"The message is longer than {LONGEST_MESSAGE} letters")
        )
    with _hall(store, actor, forum) as (connection, _):
        forum_live.change(connection, forum, **forum_live.said(said))


def lock_group(store: Store, actor: Actor, forum: str, group: str, locked: bool) -> None:
    """Phones of a group write on its plan no more, or again."""
    with _hall(store, actor, forum) as (connection, live):
        _require_part(connection, "forum_group", group, forum)
        others = [g for g in live.locked if g != group]
        forum_live.change(connection, forum, locked=[*others, group] if locked else others)


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
