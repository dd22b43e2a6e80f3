"""A tambon's products and its pieces of capital, one line each."""

from __future__ import annotations

from lib.domain.thai_number import format_number
from lib.schema.field import label
from lib.schema.survey_choices import BARGAINING, BUYERS, CONSUMERS, DECIDERS, FOUNDERS, INPUT_OWNERS, PRICE_SETTERS
from lib.schema.tambon_survey import CommunityCapital, LocalProduct
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def product_line(here: Here, product: LocalProduct) -> str:
    """A product with who holds what of its way."""
    told = [
        label(INPUT_OWNERS, product.inputs or "", here.language),
        label(PRICE_SETTERS, product.price or "", here.language),
        label(DECIDERS, product.decides or "", here.language),
        *(label(BUYERS, way, here.language) for way in product.channels or [product.sold_to or ""]),
        *(label(BARGAINING, why, here.language) for why in product.bargaining),
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
    if one.able_people is not None:
        told.append(here.say("มีคนทำได้ {n} คน", n=format_number(one.able_people)))
    return " · ".join(t for t in (f"**{md(one.text)}**", *told, md(one.used_for or "")) if t)
