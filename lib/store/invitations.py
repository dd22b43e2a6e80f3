"""Invitations: a secret in a link, for a role in a place, with an end and a number of uses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Select, insert, select, update

from lib.schema.record import new_id
from lib.store.key_file import digest_of
from lib.store.tables import table

#: Who makes the own machine's keys, and what they are for: no invitations of a person.
OWNERS_MAKER, OWNER_PURPOSE = "command-line", "own machine"
#: RFC 7914; a PIN stands behind a long secret and is limited, so a tenth of a second is enough.
_COST = {"n": 2**14, "r": 8, "p": 1}


@dataclass(frozen=True)
class NewInvitation:
    """What an inviter says: role and place, for what, until when, how often, with which PIN ('' for none)."""

    role: str
    place: str
    purpose: str
    until: datetime
    most_uses: int = 1
    record: str = ""
    pin: str = ""
    grant_until: datetime | None = None
    account: str | None = None
    #: The PIN as it is kept, for who made it before the transaction (`kept_pin`); instead of `pin`.
    pin_kept: str | None = None


@dataclass(frozen=True)
class Invitation:
    """An invitation as it stands."""

    id: str
    role: str
    place: str
    record: str
    purpose: str
    pin: str | None
    made_at: datetime
    made_by: str
    made_by_label: str
    until: datetime
    most_uses: int
    uses: int
    grant_until: datetime | None
    account: str | None
    revoked_at: datetime | None

    def open(self, now: datetime) -> bool:
        """Whether somebody can still come in by it."""
        return self.revoked_at is None and now < self.until and self.uses < self.most_uses

    def pin_fits(self, typed: str) -> bool:
        """Whether a PIN is the right one; any fits where none is asked."""
        if self.pin is None:
            return True
        salt, kept = (base64.b64decode(part) for part in self.pin.split("$"))
        return hmac.compare_digest(_scrypt(typed, salt), kept)


def make(connection: Connection, new: NewInvitation, by: tuple[str, str], *, secret: str = "") -> tuple[str, str]:
    """Write an invitation by somebody (id, label); its id and its secret (160 bits), which stands nowhere else.

    `secret`: one that was drawn already, by who starts this process and says the link.
    """
    made, secret = new_id("inv"), secret or secrets.token_urlsafe(20)
    connection.execute(
        insert(table("invitation")).values(
            id=made,
            digest=digest_of(secret),
            role=new.role,
            place=new.place,
            record=new.record,
            purpose=new.purpose,
            pin=new.pin_kept or kept_pin(new.pin),
            made_at=datetime.now(UTC),
            made_by=by[0],
            made_by_label=by[1],
            until=new.until,
            most_uses=new.most_uses,
            uses=0,
            grant_until=new.grant_until,
            account=new.account,
        )
    )
    return made, secret


def by_secret(connection: Connection, secret: str) -> Invitation | None:
    """The invitation that a link leads to, whether it is still open or not."""
    rows = table("invitation")
    found = connection.execute(_columns().where(rows.c.digest == digest_of(secret))).mappings().first()
    return Invitation(**found) if found else None


def by_id(connection: Connection, invitation: str) -> Invitation | None:
    """One invitation."""
    rows = table("invitation")
    found = connection.execute(_columns().where(rows.c.id == invitation)).mappings().first()
    return Invitation(**found) if found else None


def every(connection: Connection) -> list[Invitation]:
    """All invitations, the newest first."""
    rows = table("invitation")
    query = _columns().order_by(rows.c.made_at.desc(), rows.c.id)
    return [Invitation(**row) for row in connection.execute(query).mappings()]


def hold(connection: Connection, invitation: str) -> None:
    """Let nobody else try this invitation until the transaction is over (SQLite has one writer anyway)."""
    rows = table("invitation")
    connection.execute(select(rows.c.id).where(rows.c.id == invitation).with_for_update())


def use(connection: Connection, invitation: str, now: datetime) -> bool:
    """Take one use; False when none is left, it is over or was taken back. Two at once never share one."""
    rows = table("invitation")
    able = (
        (rows.c.id == invitation)
        & rows.c.revoked_at.is_(None)
        & (rows.c.until > now)
        & (rows.c.uses < rows.c.most_uses)
    )
    return connection.execute(update(rows).where(able).values(uses=rows.c.uses + 1)).rowcount == 1


def revoke(connection: Connection, invitation: str) -> None:
    """Nobody comes in by it any more."""
    rows = table("invitation")
    standing = (rows.c.id == invitation) & rows.c.revoked_at.is_(None)
    connection.execute(update(rows).where(standing).values(revoked_at=datetime.now(UTC)))


def revoke_unused(connection: Connection, made_by: str, purpose: str) -> None:
    """The same for those that somebody made for a purpose and nobody has used."""
    rows = table("invitation")
    waiting = (rows.c.made_by == made_by) & (rows.c.purpose == purpose) & (rows.c.uses == 0)
    now = datetime.now(UTC)
    connection.execute(update(rows).where(waiting, rows.c.revoked_at.is_(None)).values(revoked_at=now))


def standing_for(connection: Connection, account: str, ids: Sequence[str] = ()) -> list[Invitation]:
    """Invitations that were not taken back: those for one account, and some by id."""
    rows = table("invitation")
    query = _columns().where((rows.c.account == account) | rows.c.id.in_(ids), rows.c.revoked_at.is_(None))
    return [Invitation(**row) for row in connection.execute(query).mappings()]


def stop_for(connection: Connection, account: str) -> None:
    """Open invitations that are for one account stop."""
    rows = table("invitation")
    standing = (rows.c.account == account) & rows.c.revoked_at.is_(None)
    connection.execute(update(rows).where(standing).values(revoked_at=datetime.now(UTC)))


def _columns() -> Select[tuple[object, ...]]:
    rows = table("invitation")
    return select(*(c for c in rows.c if c.name != "digest"))


def kept_pin(pin: str) -> str | None:
    """A PIN as the store keeps it, some hundredths of a second of work; None for none."""
    if not pin:
        return None
    salt = secrets.token_bytes(16)
    return "$".join(base64.b64encode(part).decode() for part in (salt, _scrypt(pin, salt)))


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_COST["n"], r=_COST["r"], p=_COST["p"], dklen=32)
