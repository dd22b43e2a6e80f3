"""An action's problems in words on screen, with the assurance that nothing typed is gone."""

from __future__ import annotations

import streamlit as st

from lib.domain.errors import ThunError
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


class shows_problems:
    """Show an action's problems in words; the block's work is then undone by the action itself.

    Afterwards `self.ok` says whether it went through.
    """

    def __init__(self, here: Here) -> None:
        self.here, self.ok = here, False

    def __enter__(self) -> shows_problems:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        self.ok = error is None
        if isinstance(error, ThunError):
            show_error(self.here, error)
            return True
        return False


def show_error(here: Here, error: ThunError) -> None:
    """Each problem on its own line, then the assurance that nothing typed is gone."""
    lines = "\n".join(f"- {md(p.text(here.language))}" for p in error.problems)
    st.error(f"{lines}\n\n{here.say('ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้ยังอยู่ครบ')}", icon=":material/error:")
