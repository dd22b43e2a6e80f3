"""Who buys from whom among the groups of a tambon: proposed, recorded, summed up."""

from __future__ import annotations

import streamlit as st

from lib.domain.canvas_rollup import Exchange, exchanges
from lib.domain.canvas_words import canonical
from lib.domain.thai_number import format_number
from lib.insight.canvas.board import Board
from lib.schema.canvas_trade import CanvasTrade
from lib.ui.canvas.line import CanvasPen, OpenCanvas, line_of, new_line, save_new, show_fields, show_line
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.speech import Words

_ROWS = (("text",), ("buyer", "seller"), ("amount", "unit", "price"), ("agreed",), ("note",))


def trade_part(pen: CanvasPen) -> None:
    """What is proposed, each a press away from being recorded; then what was recorded, and a new one."""
    say = pen.here.say
    st.markdown(f"#### {say('ซื้อขายกันเองได้')}")
    st.caption(say("กลุ่มหนึ่งซื้อสิ่งที่อีกกลุ่มทำ เงินหมุนอยู่ในตำบล"))
    known = {(t.buyer, t.seller, canonical(t.text)) for t in pen.board.trades}
    offered = [e for e in exchanges(pen.board.part_plans) if (e.buyer, e.seller, canonical(e.cost_text)) not in known]
    for number, one in enumerate(offered):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_proposed(pen, one), width="stretch")
            if st.button(say("บันทึกไว้"), icon=":material/add:", key=f"trade.take.{number}", type="tertiary"):
                typed = {"text": one.cost_text, "buyer": one.buyer, "seller": one.seller}
                with shows_problems(pen.here) as outcome:
                    pen.acts.put(pen.canvas, "canvas_trade", typed)
                if outcome.ok:
                    done(pen.here, say("บันทึกแล้ว ใส่จำนวนและราคาเมื่อคุยกันได้"))
    choices = {"buyer": dict(pen.board.parts), "seller": dict(pen.board.parts)}
    for trade in pen.board.trades:
        stored = pen.board.stored(trade.id)
        assert stored is not None
        form = line_of(pen, stored)
        form.choices = {k: v | {getattr(trade, k): pen.board.part_name(getattr(trade, k))} for k, v in choices.items()}
        with st.expander(
            " · ".join(md(t) for t in trade_words(say, pen.board, trade) if t), icon=":material/swap_horiz:"
        ):
            show_line(pen, form, _ROWS, border=False)
    with st.expander(say("เพิ่มการซื้อขายในตำบล"), icon=":material/add:"):
        form = new_line(pen, "canvas_trade", "trade")
        form.choices = choices
        show_fields(pen, form, _ROWS)
        if st.button(say("บันทึกการซื้อขาย"), key="trade.new", type="primary"):
            if save_new(pen, form):
                done(pen.here, say("บันทึกการซื้อขายแล้ว"))
            st.rerun()
    say_stays(pen)


def _proposed(pen: CanvasPen, one: Exchange) -> str:
    say, name = pen.here.say, pen.board.part_name
    worth = f" ({say('{n} บาท', n=one.amount.figures())})" if one.amount else ""
    need = say("ซื้อ “{need}”{worth} จาก", need=md(one.cost_text), worth=worth)
    return f"**{md(name(one.buyer))}** {need} **{md(name(one.seller))}** (“{md(one.item_text)}”)"


def trade_words(say: Words, board: Board, trade: CanvasTrade) -> tuple[str, str]:
    """One trade: who sells what to whom; what it is worth and whether it is agreed. Plain text."""
    names = {"seller": board.part_name(trade.seller), "buyer": board.part_name(trade.buyer), "what": trade.text}
    told = say("{seller} ขาย “{what}” ให้ {buyer}", **names)
    worth = say("{n} บาท/ปี", n=format_number(trade.worth)) if trade.worth is not None else say("ยังไม่รู้ราคา")
    return told, f"{worth} · {say('ตกลงแล้ว') if trade.agreed else say('ยังไม่ตกลง')}"


def say_stays(opened: OpenCanvas) -> None:
    """How much of the groups' money stays in the tambon."""
    say, told = opened.here.say, opened.board.stays
    if not opened.board.trades:
        return
    words = [say("เงินหมุนในตำบลปีละ **{n}** บาท (ตกลงแล้ว)", n=format_number(told.agreed))]
    if told.talked:
        words.append(say("อีก {n} บาทยังไม่ตกลง", n=format_number(told.talked)))
    if told.unpriced:
        words.append(say("{n} รายการยังไม่รู้จำนวนหรือราคา", n=told.unpriced))
    st.info(" · ".join(words), icon=":material/cycle:")
