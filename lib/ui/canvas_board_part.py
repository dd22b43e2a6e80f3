"""The board: nine boxes that follow what others fill in, each a press away from being filled in."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.domain.thai_date import format_moment
from lib.insight.canvas_board import Board, board
from lib.ui.canvas_steps import STEPS, go_to
from lib.ui.canvas_wall import wall
from lib.ui.replay import kept
from lib.ui.shell import Here

#: How often an open board looks for what others wrote, seconds: with the second in which versions
#: are remembered it stays below three.
LOOK_AGAIN = 1.5


def show_board(here: Here, canvas: str, *, may_fill: bool) -> None:
    """The nine boxes, looked at anew every moment; below them the way into each."""
    _live(here, canvas)
    if may_fill and not here.projector:
        st.caption(here.say("กดเลขเพื่อไปกรอกขั้นนั้น"))
        with st.container(horizontal=True, gap="small"):
            for one in STEPS:
                st.button(
                    f"{one.number} · {one.short(here.language)}", key=f"board.{one.number}",
                    on_click=go_to, args=(one.number,), type="tertiary",
                )  # fmt: skip


@st.fragment(run_every=LOOK_AGAIN)
def _live(here: Here, canvas: str) -> None:
    shown = board(here.source, canvas, fresh=here.fresh)
    if shown.value is None:
        return
    st.html(kept(here, str(shown.value.version), "wall", _drawn(here, shown.value), canvas))


def _drawn(here: Here, now: Board) -> Callable[[], str]:
    def draw() -> str:
        moment = format_moment(now.changed_at, here.language)
        told = here.say("แก้ล่าสุด {moment}", moment=moment)
        return wall(here, now) + f'<p style="opacity:.75;margin:.4rem 0 0">{told}</p>'

    return draw
