"""The board: nine boxes that follow what others fill in, each a press away from being filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from lib.access.identity import as_of_now
from lib.domain.thai_date import format_moment
from lib.insight.canvas.board import Board, board
from lib.schema.seeing import Audience
from lib.ui.canvas.line import CanvasPen, OpenCanvas
from lib.ui.canvas.steps import STEPS
from lib.ui.canvas.walk import show_lines
from lib.ui.canvas.wall import wall
from lib.ui.frame.replay import kept
from lib.ui.frame.shell import Here

#: How often an open board looks for what others wrote, seconds: with the second in which versions
#: are remembered it stays below three.
LOOK_AGAIN = 1.5


def show_board(opened: OpenCanvas) -> None:
    """The nine boxes, looked at anew every moment; each is filled in where it stands."""
    here = opened.here
    _live(here, opened.canvas, opened.board.audience)
    if not isinstance(opened, CanvasPen) or here.projector:
        return
    st.caption(here.say("กดเลขเพื่อกรอกช่องนั้น"))
    with st.container(horizontal=True, gap="small"):
        for one in STEPS:
            label = f"{one.number} · {one.short(here.language)}"
            if st.button(label, key=f"board.{one.number}", type="tertiary"):
                st.dialog(label, width="large")(_box)(opened, one.number)


def _box(pen: CanvasPen, number: int) -> None:
    """The lines of one step over the board: the very forms of the walk."""
    now = board(pen.here.source, pen.canvas, audience=pen.board.audience).value
    if now is not None:
        show_lines(replace(pen, board=now), number)


@st.fragment(run_every=LOOK_AGAIN)
def _live(here: Here, canvas: str, audience: Audience) -> None:
    if as_of_now(here.actor).grants != here.actor.grants:
        st.rerun()  # a right came or went: the whole page is drawn by what holds now
    shown = board(here.source, canvas, audience=audience)
    if shown.value is None:
        return
    st.html(kept(here, str(shown.value.version), "wall", _drawn(here, shown.value), canvas, audience))


def _drawn(here: Here, now: Board) -> Callable[[], str]:
    def draw() -> str:
        moment = format_moment(now.changed_at, here.language)
        told = here.say("แก้ล่าสุด {moment}", moment=moment)
        return wall(here, now) + f'<p style="opacity:.75;margin:.4rem 0 0">{told}</p>'

    return draw
