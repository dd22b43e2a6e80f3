"""Actors: who reads or writes, with the rights they have. Every question goes to `lib.access.policy`.

Public reading is aggregates and public records; everything else needs a right. Where a record lies,
and so whether a right reaches it, is asked where it is written: `lib.actions.records.writing.Pen`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from lib.access.policy import COUNTRY, Act, Grant, Inside, Permission, Rights, Role, Spot
from lib.domain.errors import NotAllowed, Problem
from lib.schema.history_words import Way
from lib.schema.registry import kind
from lib.schema.seeing import Audience, sees_kind


@dataclass(frozen=True)
class Actor:
    """Somebody who reads or writes."""

    id: str
    label: str
    source: Way
    grants: tuple[Grant, ...] = ()
    #: Id of the one canvas whose recovery code the actor holds.
    canvas: str = ""
    #: Id of the seat in a forum's hall that somebody without an account took.
    seat: str = ""
    #: Id of the account that signed in; '' for the own machine, commands, Sheets and readers.
    account: str = ""
    #: Id of the session, and of the invitation that it came by.
    session: str = ""
    invitation: str = ""
    #: Key of the one answer that is being sent: what it writes is written once, however often it arrives.
    sending: str = ""
    #: What the actor leaves to others for now: on the own machine one chooses to work as a team.
    set_aside: frozenset[Act] = field(default_factory=frozenset)

    @cached_property
    def rights(self) -> Rights:
        """What the actor may do."""
        return Rights(self.grants, self.set_aside)

    @property
    def may_write(self) -> bool:
        """Whether the actor records anything anywhere, besides one plan by its code."""
        return any(not g.record for g in self.grants if g.role is not Role.READER)

    @property
    def role(self) -> str:
        """What the own machine's person chose to work as."""
        return TEAM if Act.VERIFY in self.set_aside else OFFICER


#: On the own machine one works as the one or the other: an officer gives verdicts, a team reports.
ROLES = OFFICER, TEAM = "officer", "team"

EVERYTHING = (Grant(Role.COUNTRY, COUNTRY),)
NO_VERDICTS = frozenset({Act.VERIFY})
OWN_MACHINE = Actor("own-machine", "ผู้ใช้เครื่องนี้", Way.FORM, EVERYTHING)
READER = Actor("reader", "ผู้อ่าน", Way.FORM)
COMMAND_LINE = Actor("command-line", "คำสั่งบนเครื่อง", Way.COMMAND, EVERYTHING)


def answer(
    actor: Actor, act: Act, kind_id: str = "", spot: Spot | None = None, inside: Inside | None = None
) -> Permission:
    """Whether the actor may do something at a spot (without one: anywhere at all), with the reason."""
    return actor.rights.may(act, kind_id, spot, inside)


def require(actor: Actor, act: Act, kind_id: str = "", spot: Spot | None = None, inside: Inside | None = None) -> None:
    """Raise `NotAllowed` with the reason unless the answer is a yes."""
    said = answer(actor, act, kind_id, spot, inside)
    if not said.allowed:
        raise NotAllowed(said.why)


def require_write(actor: Actor, kind_id: str) -> None:
    """Raise `NotAllowed` unless the actor writes records of a kind somewhere; the pen asks where."""
    kind(kind_id)
    require(actor, Act.WRITE, kind_id)


def acting_as(actor: Actor, role: str) -> Actor:
    """The own machine's person in a chosen role; anybody else, and an unknown role, stay as they are."""
    if actor.account or role not in ROLES:
        return actor
    return replace(actor, set_aside=NO_VERDICTS if role == TEAM else frozenset())


def may_decide(actor: Actor, kind_id: str = "tambon_progress") -> bool:
    """Whether the actor gives verdicts anywhere at all."""
    return answer(actor, Act.VERIFY, kind_id).allowed


def require_verdict(actor: Actor, kind_id: str, spot: Spot | None = None, inside: Inside | None = None) -> None:
    """Raise `NotAllowed` unless the actor may verify, return, reject and unlock."""
    if not answer(actor, Act.WRITE, kind_id).allowed or answer(actor, Act.VERIFY, kind_id).allowed:
        require(actor, Act.VERIFY, kind_id, spot, inside)
        return
    raise NotAllowed(
        Problem(
            "การตรวจรับรอง ส่งกลับ ไม่รับรอง และปลดล็อก เป็นหน้าที่ของเจ้าหน้าที่ภาค",
            "Verifying, returning, rejecting and unlocking is for the regional officer.",
        )
    )


def holding(actor: Actor, canvas: str) -> Actor:
    """The actor with the canvas that a recovery code opened ('' for none)."""
    return replace(actor, canvas=canvas) if canvas else actor


def may_read_records(actor: Actor, kind_id: str) -> bool:
    """Whether single records of a kind are shown to the actor, in some place at least."""
    kind(kind_id)
    return sees_kind(Audience.READER, kind_id) or answer(actor, Act.READ, kind_id).allowed


def audience_of(actor: Actor) -> Audience:
    """What the actor reads as where nothing is said of a place.

    Only who may see everything everywhere reads as a writer there: others do so place by place
    (`lib.access.reach`).
    """
    return Audience.WRITER if actor.rights.everywhere(Act.READ, "person") else Audience.READER
