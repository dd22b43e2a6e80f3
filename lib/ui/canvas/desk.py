"""What the canvas screens may do, handed to them by the page: actions bound to store and actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from lib.intake.reading import Reading
from lib.ui.form.desk import SavedRecord


@dataclass(frozen=True)
class CanvasDesk:
    """The actions that the screens offer. Each raises `ThunError` with a sentence to show."""

    place_meant: Callable[..., Reading]
    start: Callable[..., Any]
    copy: Callable[..., Any]
    put: Callable[..., SavedRecord]
    take_away: Callable[[str, str, str], None]
    code_of: Callable[[str], str]
    new_code: Callable[[str], str]
    keep_draft: Callable[..., None]
    drafts_of: Callable[[str], dict[str, Any]]
    drop_draft: Callable[[str, str], None]
    restore_version: Callable[[str, int], int]
    take_up: Callable[..., int]
    present: Callable[..., int]
    certify: Callable[..., int]
    put_in_use: Callable[[str], int]
    reopen: Callable[[str, str], int]
    give_evidence: Callable[[str], str]


def canvas_desk(store: Any, actor: Any, *actions: Any) -> CanvasDesk:
    """The desk with the actions of some modules bound to a store and an actor."""
    found = {f.name: getattr(m, f.name) for m in actions for f in fields(CanvasDesk) if hasattr(m, f.name)}
    return CanvasDesk(**{name: partial(action, store, actor) for name, action in found.items()})
