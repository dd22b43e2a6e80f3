"""A forum with its agenda, groups, ballots and ideas, and what happens in the hall just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from lib.domain.ballots import choices_of, read_counts
from lib.domain.forum_wishes import APPLAUSE
from lib.insight.source import Source
from lib.schema.forum import Forum, ForumBallot, ForumDecision, ForumGroup, ForumIdea, ForumStep
from lib.store import ballots as urn
from lib.store import forum_live, records
from lib.store.forum_live import ForumLive
from lib.store.records import Stored
from lib.store.tables import table

KINDS = ("forum", "forum_step", "forum_group", "forum_seat", "forum_idea", "forum_ballot", "forum_decision")
#: Kinds whose records have an order of their own, or that of their making.
_IN_ORDER = ("forum_step", "forum_group", "forum_ballot", "forum_decision")
#: The hall is looked at anew this often, seconds, by whom nothing presses.
EVERY = 0.5


@dataclass(frozen=True)
class ChoiceCount:
    """What one choice got: votes, dots or points of phones, and hands or paper beside them; None: not counted."""

    choice: str
    phones: int | None
    hands: int | None

    @property
    def together(self) -> int:
        """Both."""
        return (self.phones or 0) + (self.hands or 0)


@dataclass(frozen=True)
class BallotSeen:
    """A ballot as everybody may know it: no paper of anybody."""

    id: str
    asked: ForumBallot
    choices: tuple[str, ...]
    counted: tuple[ChoiceCount, ...]


@dataclass(frozen=True)
class IdeaSeen:
    """An idea, without who had it. `at`: aware."""

    id: str
    said: ForumIdea
    at: datetime


@dataclass(frozen=True)
class Plenum:
    """What stands of a forum in records: the same for everybody who may see it."""

    head: Stored
    steps: tuple[ForumStep, ...]
    groups: tuple[ForumGroup, ...]
    #: Group id ('' for none) → how many sit there.
    seats: Mapping[str, int]
    ballots: tuple[BallotSeen, ...]
    ideas: tuple[IdeaSeen, ...]
    decisions: tuple[ForumDecision, ...]
    #: Kind → its records as they stand in the store, for forms that change them.
    stored: Mapping[str, tuple[Stored, ...]]

    @property
    def forum(self) -> Forum:
        """The head."""
        assert isinstance(self.head.record, Forum)
        return self.head.record

    @property
    def spoken(self) -> list[IdeaSeen]:
        """What was said in words, comments too: applause left out; oldest first."""
        return [i for i in self.ideas if not _claps(i)]

    @property
    def heads(self) -> int:
        """How many people are in the hall."""
        return sum(self.seats.values())


@dataclass(frozen=True)
class Hall:
    """A forum and what happens in it now."""

    plenum: Plenum
    live: ForumLive

    @property
    def forum(self) -> Forum:
        """The head."""
        return self.plenum.forum

    @property
    def code(self) -> str:
        """The code that phones come in by; '' while the door is shut."""
        return forum_live.door_code(self.live)

    @property
    def step(self) -> ForumStep | None:
        """The step that runs."""
        return next((s for s in self.plenum.steps if s.id == self.live.step), None)

    @property
    def next_step(self) -> ForumStep | None:
        """The step after it; the first before any has begun."""
        steps = self.plenum.steps
        at = next((n for n, s in enumerate(steps) if s.id == self.live.step), -1)
        return steps[at + 1] if at + 1 < len(steps) else None

    @property
    def open_ballot(self) -> BallotSeen | None:
        """The ballot that runs."""
        return next((b for b in self.plenum.ballots if b.asked.state == "open"), None)

    @property
    def ballot_on_wall(self) -> BallotSeen | None:
        """The ballot that the wall is about."""
        return next((b for b in self.plenum.ballots if b.id == self.live.scene_of), None) or self.open_ballot

    def may_show(self, ballot: BallotSeen) -> bool:
        """Whether its result was let out at the desk."""
        return ballot.id in self.live.shown

    def group(self, group: str) -> ForumGroup | None:
        """A group by its id."""
        return next((g for g in self.plenum.groups if g.id == group), None)

    def ideas_now(self) -> list[IdeaSeen]:
        """Ideas of the step that runs (without one: all), set aside ones and comments left out, oldest first."""
        step = self.live.step
        found = [i for i in self.plenum.ideas if i.said.state != "aside" and not i.said.on_group]
        return [i for i in found if not step or i.said.step == step]

    @property
    def presents(self) -> ForumGroup | None:
        """The group whose plan the wall shows while groups present."""
        step = self.step
        touring = step is not None and step.tool == "tour" and self.live.scene == "box"
        return self.group(self.live.scene_of) if touring else None

    def comments_on(self, group: str) -> list[IdeaSeen]:
        """What was said about a group's plan, oldest first, applause left out."""
        return [i for i in self.plenum.ideas if i.said.on_group == group and i.said.state != "aside" and not _claps(i)]

    def applause_for(self, group: str) -> int:
        """How many seats applauded."""
        return sum(i.said.on_group == group and _claps(i) for i in self.plenum.ideas)


def _claps(idea: IdeaSeen) -> bool:
    return idea.said.text == APPLAUSE


def hall(source: Source, forum: str, *, fresh: bool = True) -> Hall | None:
    """A forum as it stands now; None when there is none."""
    shown = source.read(f"forum:{forum}", KINDS, lambda c: _plenum(c, forum), fresh=fresh, every=EVERY).value
    if shown is None:
        return None
    with source.store.database.reading() as connection:
        return Hall(shown, forum_live.of_forum(connection, forum))


def live_of(source: Source, forum: str) -> ForumLive:
    """What happens in a hall now: one look at one row."""
    with source.store.database.reading() as connection:
        return forum_live.of_forum(connection, forum)


def votes(source: Source, ballot: str) -> int:
    """How many seats have voted in a ballot by now."""
    with source.store.database.reading() as connection:
        return urn.voted(connection, ballot)


def _plenum(connection: Connection, forum: str) -> Plenum | None:
    head = records.get(connection, "forum", forum)
    if head is None or head.withdrawn or not isinstance(head.record, Forum):
        return None
    seats = table("forum_seat")
    sitting = (
        select(seats.c.group, func.count())
        .where(seats.c.forum == forum, seats.c.withdrawn_at.is_(None))
        .group_by(seats.c.group)
    )
    stored = {kind_id: _in_order(connection, kind_id, forum) for kind_id in _IN_ORDER}
    ballots = [
        BallotSeen(s.record.id, s.record, _choices(s.record), _counted(s.record))
        for s in stored["forum_ballot"]
        if isinstance(s.record, ForumBallot)
    ]
    ideas = [
        IdeaSeen(s.record.id, s.record, s.created_at)
        for s in _parts(connection, "forum_idea", forum)
        if isinstance(s.record, ForumIdea)
    ]
    return Plenum(
        head,
        tuple(s.record for s in stored["forum_step"] if isinstance(s.record, ForumStep)),
        tuple(s.record for s in stored["forum_group"] if isinstance(s.record, ForumGroup)),
        {group or "": int(count) for group, count in connection.execute(sitting)},
        tuple(ballots),
        tuple(sorted(ideas, key=lambda i: (i.at, i.id))),
        tuple(s.record for s in stored["forum_decision"] if isinstance(s.record, ForumDecision)),
        stored,
    )


def _parts(connection: Connection, kind_id: str, forum: str) -> list[records.Stored]:
    return records.find(connection, kind_id, table(kind_id).c.forum == forum)


def _in_order(connection: Connection, kind_id: str, forum: str) -> tuple[Stored, ...]:
    found = _parts(connection, kind_id, forum)
    return tuple(sorted(found, key=lambda s: (getattr(s.record, "order", 0), s.created_at, s.record.id)))


def _choices(asked: ForumBallot) -> tuple[str, ...]:
    return choices_of(asked.form, asked.offered or "")


def _counted(asked: ForumBallot) -> tuple[ChoiceCount, ...]:
    choices = _choices(asked)
    if not asked.by_phones and not asked.by_hands:
        return ()
    phones, hands = (read_counts(kept, len(choices)) for kept in (asked.by_phones, asked.by_hands))
    return tuple(ChoiceCount(*one) for one in zip(choices, phones, hands, strict=True))
