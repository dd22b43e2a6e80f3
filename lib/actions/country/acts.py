"""What may be done for an area as a whole, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.country import reports


class AreaActs:
    """Keep a report and throw one away, choose the wall's slides. Each raises `ThunError` with a sentence to show."""

    def __init__(self, bound: Binding) -> None:
        self.keep_report = bound(reports.keep_report)
        self.throw_away = bound(reports.throw_away)
        self.choose_slides = bound(reports.choose_slides)


__all__ = ["AreaActs"]
