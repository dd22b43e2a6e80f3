"""A report of an area's month, as it is handed out, and the number by which it can be checked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from lib.domain.months import Month
from lib.domain.places import COUNTRY_ID, id_of_part

_NUMBER = re.compile(r"^(\d{4}-\d{2})-(?:(TH\d{2}|[A-Z]{1,4})-)?([0-9a-f]{8})$")
_REGION = "CODI-"


@dataclass(frozen=True)
class MadeReport:
    """A report that was made. `place`: an area's id (``TH-50``, ``CODI-N``), ``TH`` for the whole country."""

    place: str
    month: Month
    #: The month at whose end it is held against.
    since: Month
    #: ``pdf`` or ``xlsx``.
    form: str
    #: ``th`` or ``en``.
    language: str
    #: Of the closed month; '' while it lasts.
    number: str
    content: bytes


@dataclass(frozen=True)
class ReportNumber:
    """What a report of a closed month is known by: ``2026-10-TH50-1a2b3c4d``."""

    month: Month
    #: An area's id; '' in numbers from before they told the area.
    place: str
    #: Made of what was closed (with the area, where there is one): eight hexadecimal digits.
    check: str

    @classmethod
    def read(cls, text: str) -> ReportNumber | None:
        """A number as somebody copies it from paper; None for anything else."""
        month, _, rest = text.strip().rpartition("-")
        found = _NUMBER.match(f"{month.upper()}-{rest.lower()}")
        named = Month.read(found[1]) if found else None
        if found is None or named is None:
            return None
        return cls(named, _place_of(found[2] or ""), found[3])

    def __str__(self) -> str:
        """As it stands on the report."""
        return "-".join(part for part in (self.month.id, _short(self.place), self.check) if part)

    def of(self, place: str) -> ReportNumber:
        """Of a closed month's own number: the one of an area's report, which no other area's is."""
        said = f"{self.month.id}-{self.check} {place}".encode()
        return ReportNumber(self.month, place, hashlib.blake2b(said, digest_size=4).hexdigest())


def number_of_part(number: str, place: str) -> str:
    """The number of a place's report, by that of its closed month; '' while there is none."""
    closed = ReportNumber.read(number)
    return str(closed.of(place)) if closed else ""


def _short(place: str) -> str:
    """An area in a number: ``TH50``, ``N``, ``TH``."""
    return place.removeprefix(_REGION).replace("-", "")


def _place_of(short: str) -> str:
    if short == COUNTRY_ID or not short:
        return short
    return f"TH-{short[2:]}" if short[2:].isdecimal() else id_of_part(short, "")
