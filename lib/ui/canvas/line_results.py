"""What each line of a plan brought in a quarter, beside what its months planned."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.domain.canvas import Item
from lib.domain.thai_number import format_number
from lib.insight.canvas.followed import planned_line
from lib.schema.canvas_progress import CanvasFollowUp, CanvasLineResult
from lib.ui.canvas.line import CanvasPen, OpenCanvas, line_of, new_line, show_fields
from lib.ui.frame.safe import md


def lines_of_quarter(opened: OpenCanvas, quarter: CanvasFollowUp) -> None:
    """For who fills the plan in a box a line; for who reads what was told. What does not add up is said."""
    gains = opened.board.plan.of_step(5)
    told = _told(opened, quarter)
    if not gains or not (isinstance(opened, CanvasPen) or told):
        return
    say = opened.here.say
    if isinstance(opened, CanvasPen):
        words = say("ผลรายข้อ ({n} จาก {all} ข้อ)", n=len(told), all=len(gains))
        if st.toggle(words, key=f"canvas.lines.{quarter.id}"):
            for item in gains:
                _box(opened, quarter, item, told.get(item.id))
    else:
        st.markdown("\n".join(f"- {_line(opened, quarter, item, told.get(item.id))}" for item in gains))
    _sums(opened, quarter, gains, told)


def _told(opened: OpenCanvas, quarter: CanvasFollowUp) -> dict[str, CanvasLineResult]:
    """Results of a quarter by the line they are of."""
    every = opened.board.of("canvas_line_result")
    return {r.item: r for r in every if (r.year, r.quarter) == (quarter.year, quarter.quarter)}


def _line(opened: OpenCanvas, quarter: CanvasFollowUp, item: Item, result: CanvasLineResult | None) -> str:
    say = opened.here.say
    planned = say("แผน {n}", n=format_number(planned_line(opened.board, quarter, item)))
    came = say("ได้จริง {n}", n=format_number(result.amount)) if result else say("ไม่ได้บอก")
    return f"{md(item.text)} · {planned} · **{came}**"


def _box(pen: CanvasPen, quarter: CanvasFollowUp, item: Item, result: CanvasLineResult | None) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        st.markdown(_line(pen, quarter, item, result))
    with right:
        stored = pen.board.stored(result.id) if result else None
        slot = f"result.{quarter.id}.{item.id}"
        of = {"item": item.id, "year": str(quarter.year), "quarter": quarter.quarter}
        form = line_of(pen, stored) if stored else new_line(pen, "canvas_line_result", slot, **of)
        show_fields(pen, form, (("amount",),))


def _sums(
    opened: OpenCanvas, quarter: CanvasFollowUp, gains: tuple[Item, ...], told: Mapping[str, CanvasLineResult]
) -> None:
    """Lines and whole are told by people at different times: where they differ, both stand."""
    say = opened.here.say
    for name, words, mine in (
        ("income", say("รายได้"), [i for i in gains if i.gain != "saving"]),
        ("saving", say("รายจ่ายที่ลด"), [i for i in gains if i.gain == "saving"]),
    ):
        whole, known = getattr(quarter, name), [told[i.id].amount for i in mine if i.id in told]
        if whole is not None and known and len(known) == len(mine) and sum(known) != whole:
            st.caption(
                say(
                    "{what}: รวมรายข้อ {lines} ต่างจากที่บอกทั้งไตรมาส {whole} บาท",
                    what=words,
                    lines=format_number(sum(known)),
                    whole=format_number(whole),
                )
            )
