"""Actors and the one rule in force now: the own machine may do all, anyone else reads.

Public reading is aggregates and public records; private kinds (people, households) open
only to those who may write. Invitations and roles with a scope come later, behind the
same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from lib.domain.errors import NotAllowed, Problem
from lib.schema.history_words import Way
from lib.schema.registry import kind
from lib.schema.seeing import Audience, sees_kind

#: Any of these says that the browser is not the peer we see.
_FORWARDING = ("forwarded", "via", "cf-connecting-ip", "true-client-ip", "x-real-ip")
_LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Request:
    """What a browser's connection shows of itself; `peer` None means loopback."""

    peer: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Actor:
    """Somebody who reads or writes."""

    id: str
    label: str
    source: Way
    may_write: bool
    #: Id of the one canvas whose recovery code the actor holds.
    canvas: str = ""
    #: What the actor acts as; sign-in comes later, on the own machine one chooses.
    role: str = "team"


#: The regional officer verifies, returns, rejects and unlocks; a tambon's team reports.
ROLES = OFFICER, TEAM = "officer", "team"

OWN_MACHINE = Actor("own-machine", "ผู้ใช้เครื่องนี้", Way.FORM, may_write=True, role=OFFICER)
READER = Actor("reader", "ผู้อ่าน", Way.FORM, may_write=False)
COMMAND_LINE = Actor("command-line", "คำสั่งบนเครื่อง", Way.COMMAND, may_write=True, role=OFFICER)


def actor_for(request: Request, *, served: bool) -> Actor:
    """The actor behind a request. `served`: the app is declared to stand behind a proxy."""
    return OWN_MACHINE if not served and is_own_machine(request) else READER


def is_own_machine(request: Request) -> bool:
    """Loopback peer, localhost as host, a page of localhost, and no sign of a proxy.

    The page's origin is looked at as well: a proxy on this machine in its default setting
    sends no forwarding header and rewrites the host, but passes the browser's origin on.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    if any(name in headers for name in _FORWARDING) or any(h.startswith("x-forwarded") for h in headers):
        return False
    if not _is_loopback(request.peer) or _host_of("//" + headers.get("host", "")) not in _LOCAL_NAMES:
        return False
    origin = headers.get("origin")
    return origin is None or _host_of(origin) in _LOCAL_NAMES


def require_write(actor: Actor, kind_id: str, province: str = "") -> None:
    """Raise `NotAllowed` unless the actor may write records of a kind in a province."""
    kind(kind_id)
    if not actor.may_write:
        raise NotAllowed(
            Problem(
                "เครื่องนี้ดูได้อย่างเดียว การบันทึกทำที่เครื่องที่เปิดระบบ",
                "This device can only read. Records are written on the machine that runs the app.",
            )
        )


def acting_as(actor: Actor, role: str) -> Actor:
    """The actor in a chosen role; an unknown one changes nothing."""
    return replace(actor, role=role) if role in ROLES else actor


def may_decide(actor: Actor) -> bool:
    """Whether the actor gives verdicts: an officer who may write."""
    return actor.may_write and actor.role == OFFICER


def require_verdict(actor: Actor, kind_id: str) -> None:
    """Raise `NotAllowed` unless the actor may verify, return, reject and unlock."""
    require_write(actor, kind_id)
    if not may_decide(actor):
        raise NotAllowed(
            Problem(
                "การตรวจรับรอง ส่งกลับ ไม่รับรอง และปลดล็อก เป็นหน้าที่ของเจ้าหน้าที่ภาค",
                "Verifying, returning, rejecting and unlocking is for the regional officer.",
            )
        )


def may_fill(actor: Actor, canvas: str) -> bool:
    """Whether the actor may fill in a canvas: writers, and who holds its recovery code."""
    return actor.may_write or (bool(canvas) and actor.canvas == canvas)


def holding(actor: Actor, canvas: str) -> Actor:
    """The actor with the canvas that a recovery code opened ('' for none)."""
    return replace(actor, canvas=canvas) if canvas else actor


def require_fill(actor: Actor, canvas: str) -> Actor:
    """The actor as one who writes on this canvas; raises `NotAllowed`.

    What comes back may write anything: it belongs into actions that touch this canvas only.
    """
    if not may_fill(actor, canvas):
        raise NotAllowed(
            Problem(
                "กรอกแผนนี้ได้ด้วยรหัสของแผน ขอรหัสหรือ QR จากผู้ดูแลเวที",
                "This plan is filled in with its code; ask the facilitator for the code or QR.",
            )
        )
    if actor.may_write:
        return actor
    return Actor(f"code:{canvas}", "ผู้ร่วมกรอกแผน", Way.FORM, may_write=True, canvas=canvas)


def may_read_records(actor: Actor, kind_id: str) -> bool:
    """Whether single records of a kind are shown to the actor."""
    kind(kind_id)
    return sees_kind(audience_of(actor), kind_id)


def audience_of(actor: Actor, canvas: str = "") -> Audience:
    """What the actor reads as; the holder of a canvas's code sees all of that canvas."""
    return Audience.WRITER if may_fill(actor, canvas) else Audience.READER


def _is_loopback(peer: str | None) -> bool:
    if peer is None:
        return True
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
