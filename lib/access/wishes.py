"""What an inviter says of an invitation before it is made, and how much may be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

#: A link that lies in a chat for longer is a key that somebody forgot.
LONGEST_DAYS: Final = 90
#: How long it lasts when nobody says otherwise.
USUAL_DAYS: Final = 14
MOST_USES: Final = 200
LONGEST_PURPOSE: Final = 120


@dataclass(frozen=True)
class InvitationWish:
    """One invitation to be made. `purpose`: for whom or for what; `record`: the plan of who fills in one."""

    role: str
    place: str
    purpose: str
    until: date
    uses: int = 1
    with_pin: bool = False
    record: str = ""
    #: Last day of the right itself; None: until it is taken back.
    grant_until: date | None = None


@dataclass(frozen=True)
class RightWish:
    """One right to be given. `record`: the plan of who fills in one; `until`: its last day, None for no end."""

    role: str
    place: str
    record: str = ""
    until: date | None = None
