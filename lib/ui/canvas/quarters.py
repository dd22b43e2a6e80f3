"""The quarters of a plan: what its months planned, what came of it, why, and what changes next."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.domain.thai_number import format_number, format_share
from lib.export.quarter_card import quarter_card
from lib.insight.canvas.followed import followed, income_so_far, planned
from lib.schema.canvas_choices import QUARTERS
from lib.schema.canvas_progress import CanvasFollowUp
from lib.schema.field import label
from lib.schema.record import specs
from lib.ui.canvas.line import CanvasPen, OpenCanvas, line_of, new_line, save_new, show_fields, show_line
from lib.ui.canvas.line_results import lines_of_quarter
from lib.ui.canvas.paper import drawn, paper_words
from lib.ui.frame.charts import plan_and_actual, show
from lib.ui.frame.flash import done
from lib.ui.frame.replay import replay
from lib.ui.frame.safe import md

_QUARTER = (
    ("year", "quarter"),
    ("income", "saving", "spending"),
    ("activities_done",),
    ("reason",),
    ("lesson", "next_change"),
)
#: What a quarter tells in words.
_TOLD = ("reason", "lesson", "next_change")


def show_quarters(opened: OpenCanvas) -> None:
    """What was planned and what came of it; for who fills the plan in, each quarter to correct and a new one."""
    say, quarters = opened.here.say, followed(opened.board)
    st.markdown(f"#### {say('ติดตามรายไตรมาส')}")
    if quarters:
        rows = _rows(opened, quarters)
        st.markdown(f"**{_answer(opened, quarters)}**")

        def draw() -> None:
            names = list(dict.fromkeys(r["what"] for r in rows))
            for name, place in zip(names, st.columns(len(names)), strict=True):
                mine = [r for r in rows if r["what"] == name]
                with place:
                    st.markdown(f"**{name}**")
                    show(plan_and_actual(mine, say("ตามแผน"), say("ทำได้จริง")), name)

        replay(opened.here, opened.shown, "plan_actual", draw, opened.canvas)
    if isinstance(opened, CanvasPen):
        _quarter_forms(opened)
    else:
        _told(opened, quarters)


def _quarter_forms(pen: CanvasPen) -> None:
    """Each quarter to correct, and a new one."""
    say, here = pen.here.say, pen.here
    done_choices = {a.id: a.text for a in pen.board.plan.activities}
    for record in followed(pen.board):
        stored = pen.board.stored(record.id)
        assert stored is not None
        form = line_of(pen, stored)
        form.choices = {"activities_done": done_choices}
        title = f"{label(QUARTERS, record.quarter, here.language)} {record.year}"
        with st.expander(title, icon=":material/event_note:"):
            show_line(pen, form, _QUARTER, border=False)
            lines_of_quarter(pen, record)
            _picture(pen, record)
    with st.expander(say("เพิ่มไตรมาส"), icon=":material/add:", expanded=False):
        form = new_line(pen, "canvas_follow_up", "quarter", year=str(fiscal_year(bangkok_today())))
        form.choices = {"activities_done": done_choices}
        show_fields(pen, form, _QUARTER)
        if st.button(say("บันทึกไตรมาส"), key="canvas.quarter", type="primary"):
            if save_new(pen, form):
                done(here, say("บันทึกไตรมาสแล้ว"))
            st.rerun()


def _rows(opened: OpenCanvas, quarters: list[CanvasFollowUp]) -> list[dict[str, Any]]:
    """Plan and actual of each followed quarter, for the chart."""
    say = opened.here.say
    names = {"income": say("รายได้"), "saving": say("รายจ่ายที่ลด"), "spending": say("เงินที่ใช้")}
    rows = []
    for one in quarters:
        expected = planned(opened.board, one)
        for field, name in names.items():
            quarter, actual = f"{one.year}/{one.quarter}", getattr(one, field)
            rows.append({"quarter": quarter, "what": name, "sort": "plan", "baht": getattr(expected, field)})
            if actual is not None:
                rows.append({"quarter": quarter, "what": name, "sort": "actual", "baht": float(actual)})
    return rows


def _answer(opened: OpenCanvas, quarters: list[CanvasFollowUp]) -> str:
    income = income_so_far(opened.board, quarters)
    told = format_number(income.actual)
    if not income.planned:
        return opened.here.say("รายได้จริงถึงตอนนี้ {n} บาท", n=told)
    share = format_share(income.actual, income.planned)
    return opened.here.say("รายได้จริงถึงตอนนี้ {n} บาท คิดเป็น {share} ของแผน", n=told, share=share)


def _told(opened: OpenCanvas, quarters: list[CanvasFollowUp]) -> None:
    """What each quarter taught, for who only reads."""
    for one in quarters:
        said = [(_words(opened, name), getattr(one, name)) for name in _TOLD if getattr(one, name)]
        by_line = any((r.year, r.quarter) == (one.year, one.quarter) for r in opened.board.of("canvas_line_result"))
        if said or by_line:
            title = f"{label(QUARTERS, one.quarter, opened.here.language)} {one.year}"
            lines = "\n".join(f"- **{words}** {md(text)}" for words, text in said)
            st.markdown(f"**{title}**\n{lines}")
            lines_of_quarter(opened, one)
            _picture(opened, one)


def _picture(opened: OpenCanvas, quarter: CanvasFollowUp) -> None:
    """The quarter as a picture for a chat: made when it is asked for."""
    say = opened.here.say
    st.download_button(
        say("ภาพสำหรับ LINE (PNG)"),
        lambda: drawn(quarter_card(opened.board, quarter, paper_words(say, opened.here.source, opened.board, ""))),
        f"cbmc-{opened.canvas}-{quarter.year}-{quarter.quarter}.png",
        "image/png",
        icon=":material/image:",
        key=f"quarter.{quarter.id}.png",
        on_click="ignore",
        type="tertiary",
    )


def _words(opened: OpenCanvas, name: str) -> str:
    return specs(CanvasFollowUp)[name].label(opened.here.language)
