"""What may be done about people and their rights, as one typed object."""

from __future__ import annotations

from lib.actions.access import granting, inviting, name_lists
from lib.actions.access.inviting import Invited
from lib.actions.access.name_lists import ListedPerson
from lib.actions.binding import Binding


class AccessActs:
    """Invite, take back, give, close. Each raises `ThunError` with a sentence to show.

    For who may invite somewhere; each act asks where, and whom, for itself.
    """

    def __init__(self, bound: Binding) -> None:
        self.invite = bound(inviting.invite)
        self.invite_many = bound(inviting.invite_many)
        self.read_list = bound(name_lists.read_list)
        self.revoke = bound(inviting.revoke)
        self.reprint = bound(inviting.reprint)
        self.new_phone = bound(inviting.new_phone)
        self.give = bound(granting.give)
        self.take = bound(granting.take)
        self.close = bound(granting.close)
        self.open_again = bound(granting.open_again)
        self.rename = bound(granting.rename)
        self.end_sessions = bound(granting.end_sessions)
        self.let_reporters_verify = bound(granting.let_reporters_verify)


__all__ = ["AccessActs", "Invited", "ListedPerson"]
