"""What a plan amounts to, and what is worth a look: big numbers, one chart, findings with a jump."""

from __future__ import annotations

import streamlit as st

from lib.domain.canvas import Numbers, numbers
from lib.domain.canvas_months import first_month, is_past, month_name
from lib.domain.ranges import Range
from lib.domain.thai_date import bangkok_today
from lib.domain.thai_number import format_number, format_share
from lib.ui.canvas.line import OpenCanvas
from lib.ui.canvas.steps import go_to, step
from lib.ui.canvas.trades import say_stays
from lib.ui.frame.charts import plan_balance, show
from lib.ui.frame.layout import RANGE_WIDTH, cards_row
from lib.ui.frame.replay import replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import draw_rows


def baht(here: Here, amount: Range) -> str:
    """``12,000 บาท`` or ``12,000–15,000 บาท``."""
    return here.say("{n} บาท", n=figures(amount))


def figures(amount: Range) -> str:
    """A range as digits; one figure when it is certain."""
    return amount.figures()


def show_numbers(opened: OpenCanvas) -> None:
    """Sums of twelve months, the month of break-even, shares, then what is worth a look."""
    here, told = opened.here, opened.board.numbers
    if opened.board.counted:
        _sums(opened)
    _big(opened, told)
    if told.income.high or told.saving.high or told.cost.high:
        first = first_month(opened.board.canvas.year, opened.board.canvas.first_month)

        gained = here.say("ได้สะสม หักต้นทุนของที่ขายแล้ว (บาท)") if told.making.high else here.say("ได้สะสม (บาท)")

        def draw() -> None:
            names = [month_name(first, m, here.language) for m in range(1, 13)]
            show(plan_balance(names, told.by_month, gained, here.say("ใช้สะสม (บาท)")), _answer(opened, told))

        st.markdown(f"**{_answer(opened, told)}**")
        replay(here, opened.shown, "plan_balance", draw, opened.canvas)
    show_findings(opened)


def _big(opened: OpenCanvas, told: Numbers) -> None:
    say = opened.here.say
    cards = [
        (say("รายได้เพิ่มต่อปี"), figures(told.income)),
        (say("รายจ่ายลดต่อปี"), figures(told.saving)),
        (say("เงินที่ใช้"), figures(told.cost)),
        (say("ได้ต่อเดือน (ยังไม่หักต้นทุน)") if told.only_turnover else say("เหลือต่อเดือน"), figures(told.per_month)),
    ]
    if told.making.high:
        cards.insert(2, (say("ต้นทุนของที่ขาย"), figures(told.making)))
    if told.per_household is not None:
        cards.append((say("ต่อครัวเรือนต่อเดือน"), figures(told.per_household)))
    with cards_row(3, RANGE_WIDTH):
        for label, value in cards:
            st.metric(label, value)
    shares = []
    if told.without_money is not None:
        shares.append(say("กิจกรรมที่ไม่ใช้เงิน {share}", share=format_share(told.without_money, 1)))
    if told.own_money is not None:
        shares.append(say("เงินจากทุนของเราเอง {share}", share=format_share(told.own_money, 1)))
    if told.unpriced:
        shares.append(say("อีก {n} ข้อยังไม่มีตัวเลข", n=told.unpriced))
    if shares:
        st.caption(" · ".join(shares))


def _sums(opened: OpenCanvas) -> None:
    """The parts one under the other, the plan's own lines, and their sum: it can be added up by hand."""
    say, board = opened.here.say, opened.board
    st.markdown(f"**{say('รวมจากแผนของ {n} กลุ่ม และส่วนที่แผนตำบลเพิ่มเอง', n=len(board.counted))}**")
    lines = [(p.name if p.state else f"{p.name} ({say('ถอนแล้วหลังรับรอง')})", numbers(p.counted)) for p in board.counted]
    lines += [(say("ส่วนที่แผนตำบลเพิ่มเอง"), board.own), (say("รวมทั้งตำบล"), board.numbers)]
    draw_rows(
        [
            {
                say("แผน"): name,
                say("รายได้เพิ่มต่อปี"): figures(told.income),
                say("รายจ่ายลดต่อปี"): figures(told.saving),
                say("เงินที่ใช้"): figures(told.cost),
                say("เหลือต่อปี"): figures(told.surplus),
            }
            for name, told in lines
        ],
        say("รวมแผน"),
    )
    if board.households and not board.canvas.households:
        st.caption(
            say("{n} ครัวเรือน ครัวเรือนที่อยู่หลายกลุ่มอาจถูกนับซ้ำ ใส่จำนวนจริงได้ที่ “หัวแผน”", n=format_number(board.households))
        )
    say_stays(opened)
    say_changed_parts(opened)


def say_changed_parts(opened: OpenCanvas) -> None:
    """Groups' plans that are otherwise today than what the meeting certified: told, and not counted."""
    say, found = opened.here.say, opened.board.changed_parts
    if not found:
        return
    lines = []
    for part in found:
        if part.now is None:
            lines.append(say("“{name}” ถูกถอนหลังรับรอง", name=md(part.name)))
            continue
        before, now = numbers(part.counted), numbers(part.now)
        told = [
            f"{words} {figures(a)} → {figures(b)}"
            for words, a, b in (
                (say("รายได้"), before.income, now.income),
                (say("รายจ่ายที่ลด"), before.saving, now.saving),
                (say("เงินที่ใช้"), before.cost, now.cost),
            )
            if a != b
        ]
        lines.append(f"“{md(part.name)}” {' · '.join(told) or say('เปลี่ยนข้อความ ตัวเลขเท่าเดิม')}")
    st.warning(
        "\n".join(
            [
                f"**{say('แผนกลุ่มเปลี่ยนหลังรับรอง {n} แผน', n=len(found))}**",
                *(f"- {line}" for line in lines),
                "",
                say("ตัวเลขของแผนตำบลยังเป็นตามที่ประชุมรับรอง จะใช้ตัวเลขใหม่ต้องเปิดเป็นฉบับร่างแล้วรับรองใหม่"),
            ]
        ),
        icon=":material/difference:",
    )


def _answer(opened: OpenCanvas, told: Numbers) -> str:
    """The chart's one sentence."""
    say = opened.here.say
    first = first_month(opened.board.canvas.year, opened.board.canvas.first_month)
    if told.only_turnover:
        return say("ยังไม่ได้เขียนค่าใช้จ่าย (ขั้น 9) จึงยังบอกไม่ได้ว่าเหลือเท่าไรและคุ้มทุนเมื่อใด")
    best, worst = (m and month_name(first, m, opened.here.language) for m in told.break_even)
    if best and is_past(first, told.break_even[0] or 0, bangkok_today()):
        return say(
            "ตามแผนคุ้มทุนตั้งแต่ {month} ซึ่งผ่านไปแล้ว ดูผลจริงที่ “รับรอง–ติดตาม” หรือเปลี่ยนเดือนแรกที่ “หัวแผน” ถ้ายังไม่ได้เริ่ม", month=best
        )
    if best and best == worst:
        return say("คุ้มทุนในเดือน {month}", month=best)
    if best and worst:
        return say("คุ้มทุนระหว่าง {first} ถึง {last}", first=best, last=worst)
    if best:
        return say("คุ้มทุนเร็วสุด {month} แต่ถ้าได้อย่างต่ำ ยังไม่คุ้มใน 12 เดือน", month=best)
    return say("ยังไม่คุ้มทุนใน 12 เดือน")


def show_findings(opened: OpenCanvas) -> None:
    """What is worth a look, each with a jump to its step."""
    say, found = opened.here.say, opened.board.findings
    st.markdown(f"#### {say('น่าดูอีกครั้ง')}")
    if not found:
        st.success(say("แผนเชื่อมกันครบ ไม่มีข้อที่หลุดจากกัน"), icon=":material/check_circle:")
    for number, finding in enumerate(found):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(f":material/lightbulb: {md(finding.words(opened.here.language))}")
        right.button(
            say("ไปที่ขั้น {n}", n=finding.step),
            key=f"finding.{number}",
            type="tertiary",
            on_click=go_to,
            args=(finding.step,),
            icon=f":material/{step(finding.step).icon}:",
        )
