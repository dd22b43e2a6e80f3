"""The keys that a command on the machine makes: for its owner's browser, and for the first administrator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.access.actors import COMMAND_LINE
from lib.access.event_words import AccessEventSort
from lib.access.policy import COUNTRY, Role
from lib.store import access_events, invitations
from lib.store.invitations import OWNER_PURPOSE, Invitation, NewInvitation
from lib.store.opening import Store

#: A working day: who starts in the morning may open the page in the afternoon.
KEY_LASTS = timedelta(hours=12)
LINK_LASTS = timedelta(days=1)
_BY = (COMMAND_LINE.id, COMMAND_LINE.label)


def is_owners(invitation: Invitation) -> bool:
    """Whether it makes a browser the owner's of this very machine; no person can make one."""
    return invitation.made_by == COMMAND_LINE.id and invitation.purpose == OWNER_PURPOSE


def owner_key(store: Store, secret: str = "") -> str:
    """A key that makes one browser the owner's; those that nobody used stop working.

    `secret`: one that `run.py` drew and will say itself.
    """
    new = NewInvitation(Role.COUNTRY, COUNTRY, OWNER_PURPOSE, datetime.now(UTC) + KEY_LASTS)
    with store.database.writing() as connection:
        invitations.revoke_unused(connection, COMMAND_LINE.id, OWNER_PURPOSE)
        return invitations.make(connection, new, _BY, secret=secret)[1]


def administrator_link(store: Store) -> str:
    """The secret of an invitation for an administrator, who gets an account by it."""
    new = NewInvitation(Role.COUNTRY, COUNTRY, "", datetime.now(UTC) + LINK_LASTS)
    with store.database.writing() as connection:
        made, secret = invitations.make(connection, new, _BY)
        access_events.note(
            connection, AccessEventSort.INVITED, _BY, place=COUNTRY, invitation=made, role=Role.COUNTRY.value
        )
    return secret
