"""What may be asked of the connected Google Sheets, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.sheets import books, restoring, settling
from lib.actions.sheets.restoring import BackRow


class SheetActs:
    """Look now, mend, settle, bring back. Each raises `ThunError` with a sentence to show."""

    def __init__(self, bound: Binding) -> None:
        self.ask = bound(books.ask)
        self.believe = bound(books.believe)
        self.choose_kinds = bound(books.choose_kinds)
        self.fix = bound(books.fix)
        self.unfix = bound(books.unfix)
        self.settle = bound(settling.settle)
        self.plan_back = bound(restoring.plan_back)
        self.bring_back = bound(restoring.bring_back)


__all__ = ["BackRow", "SheetActs"]
