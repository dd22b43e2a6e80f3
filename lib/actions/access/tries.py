"""Tries at an invitation: the PIN that stands behind its long secret, and the devices its link turns up on.

Counted by invitation and by browser, never by address – a hall is one address –, so whoever storms one
invitation locks out only oneself; a ceiling for all together keeps six digits from being guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from lib.access.actors import READER
from lib.access.event_words import AccessEventSort
from lib.actions.access.owning import is_owners
from lib.actions.access.refusals import leads_nowhere
from lib.config import settings
from lib.domain.errors import NotAllowed, Problem, ThunError
from lib.store import access_events, attempts, invitations
from lib.store.attempts import TryLimit
from lib.store.invitations import Invitation
from lib.store.opening import Store

#: So many wrong PINs of one browser, and of all together, before no further one is looked at.
BY_ONE = TryLimit(5, timedelta(minutes=15))
BY_ALL = TryLimit(100, timedelta(days=1))
#: So many answers of a provider that cannot be believed are written down.
UNBELIEVED = TryLimit(60, timedelta(hours=1))


@dataclass(frozen=True)
class Browser:
    """A browser that tries something: the random id of its cookie, and what kind of device it is."""

    id: str
    device: str
    #: Id of the session that stood in it so far; it ends when another one begins.
    session: str = ""


def read(store: Store, secret: str, pin: str, browser: Browser, now: datetime) -> tuple[Invitation, bool]:
    """The invitation and whether the PIN is right. What is slow is done here, while nobody waits to write."""
    with store.database.reading() as connection:
        invitation = invitations.by_secret(connection, secret)
        limited = invitation is not None and _limit(connection, invitation, browser, now) is not None
    if invitation is None or not invitation.open(now):
        if invitation is not None:
            _note_in_vain(store, invitation, browser, now)
        raise leads_nowhere(invitation, now)
    if is_owners(invitation) and settings().served:
        raise NotAllowed(
            Problem(
                "ระบบนี้เปิดให้ใช้ผ่านเครือข่าย (THUN_SERVED=1) จึงไม่มีเครื่องของเจ้าของ พิมพ์ python3 run.py admin ใหม่",
                "This app is served (THUN_SERVED=1), so there is no own machine: type python3 run.py admin anew.",
            )
        )
    return invitation, not limited and invitation.pin_fits(pin.strip())


def tried(
    connection: Connection, invitation: Invitation, browser: Browser, now: datetime, *, fits: bool
) -> ThunError | None:
    """Count a try; what to refuse it with, or None."""
    invitations.hold(connection, invitation.id)
    if invitation.pin is None:
        _note_device(connection, invitation, browser, now, succeeded=True)
        return None
    if (refusal := _limit(connection, invitation, browser, now)) is not None:
        return refusal
    attempts.note(connection, _pin_of(invitation), browser.id, now, succeeded=fits)
    if fits:
        _note_device(connection, invitation, browser, now, succeeded=True)
        return None
    nobody = (READER.id, READER.label)
    told = {"account": invitation.account or "", "place": invitation.place}
    access_events.note(connection, AccessEventSort.PIN_REFUSED, nobody, **told, invitation=invitation.id)
    if attempts.too_many(connection, _pin_of(invitation), None, BY_ALL, now):
        access_events.note(
            connection, AccessEventSort.PIN_STORM, nobody, **told, invitation=invitation.id, tries=BY_ALL.most
        )
    return NotAllowed(
        Problem(
            "รหัส PIN ไม่ตรง ถามผู้ที่เชิญท่าน แล้วลองอีกครั้ง", "The PIN is wrong. Ask who invited you, then try again.", "pin"
        )
    )


def _limit(connection: Connection, invitation: Invitation, browser: Browser, now: datetime) -> NotAllowed | None:
    if attempts.too_many(connection, _pin_of(invitation), browser.id, BY_ONE, now):
        minutes = int(BY_ONE.within.total_seconds() // 60)
        return NotAllowed(
            Problem(
                f"ลองรหัส PIN ผิดหลายครั้ง รอ {minutes} นาทีแล้วลองใหม่ หรือถามผู้ที่เชิญท่าน",
                f"Too many wrong PINs. Wait {minutes} minutes, then try again, or ask who invited you.",
                "pin",
            )
        )
    if attempts.too_many(connection, _pin_of(invitation), None, BY_ALL, now):
        return NotAllowed(
            Problem(
                "คำเชิญนี้ถูกลองรหัสผิดมากผิดปกติ จึงพักไว้ ขอคำเชิญใหม่จากผู้ที่เชิญท่าน",
                "Unusually many wrong PINs were tried on this invitation, so it rests. Ask for a new invitation.",
                "pin",
            )
        )
    return None


def _note_in_vain(store: Store, invitation: Invitation, browser: Browser, now: datetime) -> None:
    with store.database.writing() as connection:
        _note_device(connection, invitation, browser, now, succeeded=False)


def _note_device(
    connection: Connection, invitation: Invitation, browser: Browser, now: datetime, *, succeeded: bool
) -> None:
    """Count the browsers that used a link or tried to; more than make sense are flagged, once."""
    link = f"link {invitation.id}"
    before = attempts.triers(connection, link, now - attempts.KEPT)
    if not succeeded and before > most_devices(invitation.most_uses):
        return  # flagged already: whoever goes on fills no table
    attempts.note(connection, link, browser.id, now, succeeded=succeeded)
    devices = attempts.triers(connection, link, now - attempts.KEPT)
    if before <= most_devices(invitation.most_uses) < devices:
        access_events.note(
            connection,
            AccessEventSort.INVITATION_ON_MANY_DEVICES,
            (READER.id, READER.label),
            account=invitation.account or "",
            place=invitation.place,
            invitation=invitation.id,
            devices=devices,
        )


def most_devices(uses: int) -> int:
    """On how many devices a link for so many uses may turn up: people change phones, and some come late."""
    return uses + max(2, uses // 5)


def _pin_of(invitation: Invitation) -> str:
    return f"pin {invitation.id}"
