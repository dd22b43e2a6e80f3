"""What is wished of a forum: groups as they are pasted, people as they come in, scenes for the wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.domain.sentence import Worded

#: What an idea says that is applause.
APPLAUSE: Final = "👏"


@dataclass(frozen=True)
class GroupWish:
    """A group. `area`: where its plan lies (an area's id); '' for a group that makes none here."""

    name: str
    area: str = ""


@dataclass(frozen=True)
class SeatWish:
    """Who comes in. `group`: its id, '' for none; `number`: of a printed slip, None for none."""

    name: str
    group: str = ""
    number: int | None = None


@dataclass(frozen=True)
class PackWish:
    """What goes along in a forum's file besides the forum, its groups and their plans."""

    #: Who took part, by name: then the file is sealed.
    people: bool = False
    #: Ids of tambons' workspaces, with their problems and plans; never their households.
    works: tuple[str, ...] = ()


class Scene(Worded):
    """What the wall shows, in the order of its number keys."""

    DOOR = "door", "ประตู", "Door"
    AGENDA = "agenda", "กำหนดการ", "Agenda"
    BOX = "box", "แผนของกลุ่ม", "A group's plan"
    IDEAS = "ideas", "ความคิด", "Ideas"
    BALLOT = "ballot", "คะแนน", "Ballot"
    PROGRESS = "progress", "แต่ละกลุ่ม", "Groups"
    THANKS = "thanks", "ขอบคุณ", "Thanks"
