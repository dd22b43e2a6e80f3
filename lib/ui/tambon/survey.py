"""The tambon survey, its products and its capital; the map of five capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_number import format_number
from lib.insight.tambon.work import Work
from lib.schema.choices import BUYERS, CAPITALS, CONSUMERS, FOUNDERS, INPUT_OWNERS, PRICE_SETTERS
from lib.schema.field import label
from lib.schema.tambon_survey import CommunityCapital, LocalProduct
from lib.ui.form.line_form import part_form
from lib.ui.form.lines import show_lines
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs


def show_survey(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """2.1.1–2.1.4: what the tambon answers together; households' answers are counted apart."""
    say, key = here.say, {"work": work.work.id}
    records = acts.records if acts else None
    st.markdown(f"#### {say('ผลผลิตสำคัญ ใครถือส่วนไหน')}")
    show_lines(
        here,
        records,
        "local_product",
        work.parts["local_product"],
        lambda p: product_line(here, p),
        preset=key,
        add=say("เพิ่มผลผลิต"),
    )
    st.markdown(f"#### {say('ทุนของชุมชน')}")
    for kind in CAPITALS:
        mine = [s for s in work.parts["community_capital"] if getattr(s.record, "capital", "") == kind.value]
        st.markdown(f"**{kind.label(here.language)} ({len(mine)})**")
        show_lines(
            here,
            records,
            "community_capital",
            mine,
            lambda c: capital_line(here, c),
            preset={**key, "capital": kind.value},
            add=say("เพิ่ม{capital}", capital=kind.label(here.language)),
        )
    if records is not None:
        st.markdown(f"#### {say('บริบท เศรษฐกิจ และปัจจัยภายนอก')}")
        stored = next(iter(work.parts["tambon_survey"]), None)
        part_form(here, records, "tambon_survey", f"survey.{work.work.id}", stored, preset=key)


def product_line(here: Here, product: LocalProduct) -> str:
    """A product with who holds what of its way."""
    told = [
        label(INPUT_OWNERS, product.inputs or "", here.language),
        label(PRICE_SETTERS, product.price or "", here.language),
        label(BUYERS, product.sold_to or "", here.language),
        label(CONSUMERS, product.consumers or "", here.language),
    ]
    value = here.say("ปีละ {baht} บาท", baht=format_number(product.value)) if product.value else ""
    return " · ".join(t for t in (f"**{md(product.text)}**", value, *told) if t)


def capital_line(here: Here, one: CommunityCapital) -> str:
    """A piece of capital in one line."""
    told = [label(FOUNDERS, one.founded_by or "", here.language)]
    if one.fund is not None:
        told.append(here.say("กองทุน {baht} บาท", baht=format_number(one.fund)))
    if one.members is not None:
        told.append(here.say("สมาชิก {n} คน", n=format_number(one.members)))
    return " · ".join(t for t in (f"**{md(one.text)}**", *told, md(one.used_for or "")) if t)
