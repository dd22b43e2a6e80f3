"""A quarter of a plan as a picture for a chat: planned beside what came, why it differs, what changes next."""

from __future__ import annotations

from lib.domain.thai_date import format_moment, format_year
from lib.domain.thai_number import format_number, format_share
from lib.export.canvas_paper import PaperWords, Picture, pictured
from lib.insight.canvas.board import Board
from lib.insight.canvas.followed import followed, income_so_far, planned
from lib.schema.canvas_choices import QUARTERS
from lib.schema.canvas_progress import CanvasFollowUp
from lib.schema.field import label
from lib.schema.record import specs

#: What a quarter tells in words, by field.
_TOLD = ("reason", "lesson", "next_change")


def quarter_card(board: Board, quarter: CanvasFollowUp, words: PaperWords) -> Picture:
    """1080 × 1350 pixels of a quarter that was followed up."""
    return pictured("quarter_card", _data(board, quarter, words))


def _data(board: Board, quarter: CanvasFollowUp, words: PaperWords) -> dict[str, object]:
    say, language, names = words.say, words.language, specs(CanvasFollowUp)
    expected = planned(board, quarter)
    told_of = {"income": say("รายได้"), "saving": say("รายจ่ายที่ลด"), "spending": say("เงินที่ใช้")}
    figures = [
        _figure(words, title, getattr(expected, name), getattr(quarter, name))
        for name, title in told_of.items()
        if getattr(expected, name) or getattr(quarter, name)
    ]
    past = [q for q in followed(board) if (q.year, q.quarter) <= (quarter.year, quarter.quarter)]
    income = income_so_far(board, past)
    so = say("รายได้จริงถึงไตรมาสนี้ {n} บาท", n=format_number(income.actual))
    if income.planned:
        so += " · " + say("{share} ของแผน", share=format_share(income.actual, income.planned))
    return {
        "ribbon": words.ribbon,
        "title": f"{label(QUARTERS, quarter.quarter, language)} {format_year(quarter.year, language)}",
        "name": board.canvas.name,
        "place": " · ".join(p for p in (board.group, words.place) if p),
        "figures": figures,
        "so_far": so,
        "planned": say("ตามแผน"),
        "actual": say("ทำได้จริง"),
        "done": say("กิจกรรมที่ทำแล้ว {n} จาก {all}", n=len(quarter.activities_done), all=len(board.plan.activities))
        if board.plan.activities
        else "",
        "told": [
            {"label": names[name].label(language), "text": getattr(quarter, name)}
            for name in _TOLD
            if getattr(quarter, name)
        ],
        "footer": say("ทุนชุมชน · แผนลดรายจ่าย เพิ่มรายได้ ขยายกิจการ"),
        "stamp": say("พิมพ์เมื่อ {moment}", moment=format_moment(words.made_at, language)),
    }


def _figure(words: PaperWords, name: str, planned: float, actual: object) -> dict[str, object]:
    """One pair of bars; what nobody has told is no zero."""
    told = None if actual is None else float(str(actual))
    most = max(planned, told or 0.0, 1.0)
    return {
        "name": name,
        "plan": planned / most,
        "actual": None if told is None else told / most,
        "plan_words": words.say("{n} บาท", n=format_number(planned)),
        "actual_words": words.say("ไม่ได้บอก") if told is None else words.say("{n} บาท", n=format_number(told)),
    }
