"""A report of an area's month, as it is handed out."""

from __future__ import annotations

from dataclasses import dataclass

from lib.domain.months import Month


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
