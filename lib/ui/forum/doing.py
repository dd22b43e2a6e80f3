"""What the parts of a desk work with: the hall as it stands, the acts, and buttons that do one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from lib.insight.forum.hall import Hall
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.acts import Acts
    from lib.actions.forum.acts import ForumActs


@dataclass(frozen=True)
class ButtonLook:
    """How a button looks."""

    icon: str = ""
    sort: Literal["primary", "secondary", "tertiary"] = "tertiary"
    off: bool = False


QUIET: Final = ButtonLook()


@dataclass(frozen=True)
class DeskPen:
    """The desk of one forum."""

    here: Here
    all_acts: Acts
    hall: Hall

    @property
    def acts(self) -> ForumActs:
        """What may be done in the forum."""
        return self.all_acts.forum

    @property
    def forum(self) -> str:
        """Its id."""
        return self.hall.forum.id

    def button(self, words: str, act: Callable[[], object], name: str, look: ButtonLook = QUIET) -> None:
        """A button that does one thing and shows the hall anew; refused, it says why."""
        key = f"forum.{self.forum}.{name}"
        if st.button(words, key=key, type=look.sort, icon=look.icon or None, disabled=look.off):
            self.do(act)

    def form(self, name: str) -> str:
        """What the keys of a form begin with: another one once what was typed in it is kept, so that it is empty then.

        What is refused stands where it was typed.
        """
        return f"forum.{self.forum}.{name}.{st.session_state.get(self._kept(name), 0)}"

    def _kept(self, form: str) -> str:
        return f"forum.{self.forum}.{form}.kept"

    def do(self, act: Callable[[], object], form: str = "") -> bool:
        """Do one thing and run the page anew; False when it was refused, and said so. `form`: that it was typed in."""
        with shows_problems(self.here) as outcome:
            act()
        if outcome.ok:
            if form:
                st.session_state[self._kept(form)] = st.session_state.get(self._kept(form), 0) + 1
            self.here.wrote()
            st.rerun()
        return False
