"""SQL tables of access: who may come in, by what right, and what came of it.

Secrets stand here as digests only. Nothing of this is a record of the programme: it has no history
of its own but the event log, is not carried by a Sheet, and a restore never brings a right back.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

from lib.store.columns import Moment

_ID = String(64)
_DIGEST = String(64)
#: What belongs to an installation and not to its data: see `lib.store.restoring`.
OF_THE_INSTALLATION: Final = (
    "account",
    "login",
    "invitation",
    "role_grant",
    "login_session",
    "attempt",
    "access_event",
    "region_rule",
)


def access_tables(metadata: MetaData) -> None:
    """Accounts, logins, grants, invitations, sessions, attempts, events; and which area lies in which."""
    Table(
        "account",
        metadata,
        Column("id", _ID, primary_key=True),
        # The name the person goes by: it stands in every history.
        Column("name", Text, nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("disabled_at", Moment),
    )
    Table(
        "login",
        metadata,
        # A person of a provider of sign-in: OpenID Connect's issuer by its short name, and its `sub`.
        Column("provider", String(64), primary_key=True),
        Column("subject", String(255), primary_key=True),
        Column("account", _ID, ForeignKey("account.id"), nullable=False, index=True),
        Column("email", Text),
        Column("made_at", Moment, nullable=False),
    )
    _rights(metadata)
    Table(
        "login_session",
        metadata,
        Column("id", _ID, primary_key=True),
        # SHA-256 of what stands in the cookie.
        Column("digest", _DIGEST, nullable=False, unique=True),
        # NULL: the owner of the machine that the app runs on.
        Column("account", _ID, ForeignKey("account.id"), index=True),
        Column("invitation", _ID, ForeignKey("invitation.id"), index=True),
        Column("provider", String(64), nullable=False),
        Column("device", Text, nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("seen_at", Moment, nullable=False),
        # Idle since this moment, or after that one whatever happens: it is over.
        Column("idle_until", Moment, nullable=False),
        Column("until", Moment, nullable=False),
        Column("ended_at", Moment),
    )
    attempt = Table(
        "attempt",
        metadata,
        # Something secret was tried: a digest of what was tried at, and by which session or address.
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", Moment, nullable=False),
        Column("target", _DIGEST, nullable=False),
        Column("by", _DIGEST, nullable=False),
        Column("succeeded", Boolean, nullable=False),
    )
    Index("ix_attempt_target", attempt.c.target, attempt.c.at)
    Table(
        "access_event",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", Moment, nullable=False, index=True),
        Column("event", String(32), nullable=False, index=True),
        Column("actor", String(64), nullable=False),
        Column("actor_label", Text, nullable=False),
        # The account that it was done to; may be nobody's.
        Column("account", _ID, nullable=False, index=True),
        Column("place", _ID, nullable=False),
        Column("detail", JSON, nullable=False),
    )
    Table(
        "area_inside",
        metadata,
        # Every area with every area that it lies in, itself included; made anew when areas change.
        Column("outer", _ID, primary_key=True),
        Column("inner", _ID, primary_key=True, index=True),
    )


def _rights(metadata: MetaData) -> None:
    Table(
        "invitation",
        metadata,
        Column("id", _ID, primary_key=True),
        # SHA-256 of the secret of its link.
        Column("digest", _DIGEST, nullable=False, unique=True),
        Column("role", String(32), nullable=False),
        Column("place", _ID, nullable=False),
        # A canvas: the right is for that one plan only. '' for every record of the place.
        Column("record", _ID, nullable=False),
        # For whom or for what, as the inviter wrote it.
        Column("purpose", Text, nullable=False),
        # scrypt of a six-digit PIN with its salt; NULL when there is none.
        Column("pin", String(255)),
        Column("made_at", Moment, nullable=False),
        Column("made_by", String(64), nullable=False),
        Column("made_by_label", Text, nullable=False),
        Column("until", Moment, nullable=False),
        Column("most_uses", Integer, nullable=False),
        Column("uses", Integer, nullable=False),
        # How long the right itself lasts; NULL: until it is taken back.
        Column("grant_until", Moment),
        # For a person who has lost a phone: the account that the link is for; NULL: a new one.
        Column("account", _ID, ForeignKey("account.id"), index=True),
        Column("revoked_at", Moment),
    )
    Table(
        "role_grant",
        metadata,
        Column("id", _ID, primary_key=True),
        Column("account", _ID, ForeignKey("account.id"), nullable=False, index=True),
        Column("role", String(32), nullable=False),
        Column("place", _ID, nullable=False),
        Column("record", _ID, nullable=False),
        Column("invitation", _ID, ForeignKey("invitation.id"), index=True),
        Column("made_at", Moment, nullable=False),
        Column("made_by", String(64), nullable=False),
        Column("made_by_label", Text, nullable=False),
        Column("until", Moment),
        Column("revoked_at", Moment),
    )
    Table(
        "region_rule",
        metadata,
        # What a region decided for itself, such as that a reporter may verify.
        Column("region", _ID, primary_key=True),
        Column("rule", String(64), primary_key=True),
        Column("value", Text, nullable=False),
    )
