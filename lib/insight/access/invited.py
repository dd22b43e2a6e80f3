"""Invitations with their use: who made them, how often they were used, on how many devices. Never shared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, not_, select

from lib.domain.sentence import Spoken
from lib.insight.source import Source
from lib.store.invitations import OWNER_PURPOSE, OWNERS_MAKER
from lib.store.jurisdiction import Jurisdiction
from lib.store.tables import table

#: A person has a phone and perhaps a computer; a link that opened more is in other hands too.
USUAL_DEVICES = 3


class InvitationState(Spoken):
    """What a link still does."""

    OPEN = "open", "ใช้ได้", "Open"
    USED = "used", "ใช้ครบแล้ว", "Used up"
    OVER = "over", "หมดอายุ", "Expired"
    REVOKED = "revoked", "ยกเลิกแล้ว", "Revoked"


@dataclass(frozen=True)
class SentInvitation:
    """One invitation. `people`: accounts that came by it; `devices`: browsers that did."""

    id: str
    role: str
    place: str
    record: str
    plan: str
    purpose: str
    pin: bool
    made_at: datetime
    made_by: str
    until: datetime
    most_uses: int
    uses: int
    for_lost_phone: bool
    state: InvitationState
    people: int
    devices: int
    #: Whether more browsers tried it than make sense: noted in the log of access when it happened.
    flagged: bool

    @property
    def suspicious(self) -> bool:
        """Whether it was used, or tried, on unusually many devices."""
        return self.flagged or self.devices > USUAL_DEVICES * max(1, self.people)


def inviter_of(source: Source, invitation: str) -> str:
    """The name of who made an invitation; '' when there is none. For who came by it."""
    rows = table("invitation")
    with source.store.database.reading() as connection:
        return connection.scalar(select(rows.c.made_by_label).where(rows.c.id == invitation)) or ""


def invitations(source: Source, charge: Jurisdiction) -> list[SentInvitation]:
    """Every invitation in the charge, the newest first."""
    rows, canvas = table("invitation"), table("canvas")
    columns = [c for c in rows.c if c.name != "digest"]
    query = (
        select(*columns, canvas.c.name.label("plan"))
        .outerjoin(canvas, canvas.c.id == rows.c.record)
        .order_by(rows.c.made_at.desc(), rows.c.id)
    )
    if not charge.everywhere:
        query = query.where(charge.holds(rows.c.role, rows.c.place))
    # The key of the own machine's browser is no invitation of a person.
    query = query.where(not_(and_(rows.c.made_by == OWNERS_MAKER, rows.c.purpose == OWNER_PURPOSE)))
    now = datetime.now(UTC)
    with source.store.database.reading() as connection:
        came, flagged = _came(connection), _flagged(connection)
        found = connection.execute(query).mappings().all()
    return [
        SentInvitation(
            r["id"],
            r["role"],
            r["place"],
            r["record"],
            r["plan"] or "",
            r["purpose"],
            r["pin"] is not None,
            r["made_at"],
            r["made_by_label"],
            r["until"],
            r["most_uses"],
            r["uses"],
            r["account"] is not None,
            _state(r["revoked_at"], r["until"], r["uses"] >= r["most_uses"], now),
            len({account for account, _ in came.get(r["id"], ())}),
            len({session for _, session in came.get(r["id"], ())}),
            r["id"] in flagged,
        )
        for r in found
    ]


def _state(revoked_at: datetime | None, until: datetime, used_up: bool, now: datetime) -> InvitationState:
    if revoked_at is not None:
        return InvitationState.REVOKED
    if used_up:
        return InvitationState.USED
    return InvitationState.OPEN if now < until else InvitationState.OVER


def _came(connection: Connection) -> dict[str, set[tuple[str, str]]]:
    """Invitation → (account, session) of all that came by it."""
    rows = table("login_session")
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    query = select(rows.c.invitation, rows.c.account, rows.c.id).where(rows.c.invitation.is_not(None))
    for invitation, account, session in connection.execute(query):
        found[invitation].add((account or "", session))
    return found


def _flagged(connection: Connection) -> frozenset[str]:
    events = table("access_event")
    query = select(events.c.detail).where(events.c.event == "invitation_many_devices")
    return frozenset(str((detail or {}).get("invitation", "")) for detail in connection.scalars(query))


__all__ = ["USUAL_DEVICES", "InvitationState", "SentInvitation", "invitations"]
