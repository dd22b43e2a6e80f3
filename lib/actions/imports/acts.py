"""What may be done with an office's file, as one typed object."""

from __future__ import annotations

from lib.actions.binding import Binding
from lib.actions.imports import importing, undoing
from lib.actions.imports.preview import Preview, RowFate


class ImportActs:
    """Take in, map, answer, apply, undo. Each raises `ThunError` with a sentence to show."""

    def __init__(self, bound: Binding) -> None:
        self.start = bound(importing.start)
        self.set_plan = bound(importing.set_plan)
        self.replan = bound(importing.replan)
        self.answer = bound(importing.answer)
        self.answer_many = bound(importing.answer_many)
        self.let_reopen = bound(importing.let_reopen)
        self.prefer = bound(importing.prefer)
        self.preview = bound(importing.preview)
        self.apply = bound(importing.apply)
        self.drop = bound(importing.drop)
        self.file_of = bound(importing.file_of)
        self.plan_undo = bound(undoing.plan_undo)
        self.undo = bound(undoing.undo)


__all__ = ["ImportActs", "Preview", "RowFate"]
