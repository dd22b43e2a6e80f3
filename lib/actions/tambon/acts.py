"""What may be done on the workspace of a tambon, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.records.acts import RecordActs
from lib.actions.tambon import work


class WorkspaceActs:
    """Begin, certify, unlock, report a rung. Each raises `ThunError` with a sentence to show."""

    def __init__(self, bound: Binding) -> None:
        #: Everything that stands in a workspace is a record.
        self.records = RecordActs(bound)
        self.begin = bound(work.begin)
        self.certify = bound(work.certify)
        self.ask_to_change = bound(work.ask_to_change)
        self.unlock_plan = bound(work.unlock_plan)
        self.report_rung = bound(work.report_rung)
