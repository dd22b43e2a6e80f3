"""What the records screen may do, handed to it by the page: the actions, bound to store and actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Protocol

import streamlit as st

from lib.domain.errors import ThunError
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


class SavedRecord(Protocol):
    """What a save returns."""

    @property
    def record(self) -> Any:
        """The record as it stands now."""

    @property
    def revision(self) -> int:
        """Its revision."""

    @property
    def created(self) -> bool:
        """Whether it is new."""

    @property
    def reopened(self) -> bool:
        """Whether an edit took a verified record back to "reported"."""


@dataclass(frozen=True)
class Desk:
    """The actions that the screen offers. Each raises `ThunError` with a sentence to show."""

    save: Callable[..., SavedRecord]
    verify: Callable[[str, str, str], int]
    send_back: Callable[..., int]
    reject: Callable[[str, str, str], int]
    unlock: Callable[[str, str, str], int]
    report_again: Callable[[str, str], int]
    withdraw: Callable[[str, str, str], int]
    restore: Callable[[str, str, int], SavedRecord]
    erase: Callable[[str, str, str], None]
    keep_draft: Callable[[str, str, str, int, dict[str, Any]], Any]
    resume: Callable[[str], Any]
    drop_draft: Callable[[Any], None]
    open_drafts: Callable[[], list[Any]]
    look: Callable[..., None]


#: What a form saves is typed text.
_BY_ANOTHER_NAME = {"save": "save_typed"}


def record_desk(store: Any, actor: Any, *actions: Any) -> Desk:
    """The desk with the actions of some modules, bound to a store and an actor."""
    found = {}
    for field in fields(Desk):
        name = _BY_ANOTHER_NAME.get(field.name, field.name)
        found[field.name] = next(partial(getattr(m, name), store, actor) for m in actions if hasattr(m, name))
    return Desk(**found)


class told:
    """Show an action's problems in words; the block's work is then undone by the action itself.

    Afterwards `self.ok` says whether it went through.
    """

    def __init__(self, here: Here) -> None:
        self.here, self.ok = here, False

    def __enter__(self) -> told:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        self.ok = error is None
        if isinstance(error, ThunError):
            tell_problems(self.here, error)
            return True
        return False


def tell_problems(here: Here, error: ThunError) -> None:
    """Each problem on its own line, then the assurance that nothing typed is gone."""
    lines = "\n".join(f"- {md(p.text(here.language))}" for p in error.problems)
    st.error(f"{lines}\n\n{here.say('ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้ยังอยู่ครบ')}", icon=":material/error:")


__all__ = ["Desk", "SavedRecord", "record_desk", "tell_problems", "told"]
