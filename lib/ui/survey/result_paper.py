"""The village's result on one page: PDF for the wall, PNG for LINE, made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from lib.domain.release import LEAST
from lib.domain.thai_date import format_year
from lib.domain.thai_number import format_number
from lib.export.work_paper import Bar, Panel, Paper, result_page
from lib.insight.survey.results import Others, ReleasedResult
from lib.insight.tambon.work import Work
from lib.schema.field import label
from lib.schema.survey_choices import CAPITALS, LENDERS
from lib.ui.frame.share import view_address
from lib.ui.frame.shell import Here
from lib.ui.survey.result_words import (
    debt_answer,
    factor_answer,
    leak_answer,
    leak_words,
    middles_note,
    money_answer,
    others_answer,
    share_answer,
    shares,
    spread_note,
)


def downloads_of(here: Here, work: Work, release: ReleasedResult, before: ReleasedResult | None, near: Others) -> None:
    """Two buttons; nothing is set before one is pressed."""
    link = view_address()

    def made(*, picture: bool) -> bytes:
        place = f"{work.place.text(here.language)} {work.province_name.text(here.language)}"
        year = here.say("ปีงบ {year}", year=format_year(work.work.year, here.language))
        paper = Paper(here.language, here.say, f"{place} · {year}", here.practice_note, link, datetime.now(UTC))
        return result_page(
            here.say("ผลสำรวจเศรษฐกิจครัวเรือนของเรา"),
            _figures(here, release, before),
            _panels(here, work, release, near),
            here.say("ทุกตัวเลขมาจาก {n} ครัวเรือนขึ้นไป ปัดเศษแล้ว ผลฉบับที่ {number}", n=LEAST, number=release.number),
            paper,
            picture=picture,
        )

    name = f"result-{work.work.area}-{work.work.year}-{release.number}"
    with st.container(horizontal=True):
        _button(here.say("ใบสรุปหน้าเดียว A4 (PDF)"), lambda: made(picture=False), f"{name}.pdf", "application/pdf")
        _button(here.say("ภาพสำหรับ LINE (PNG)"), lambda: made(picture=True), f"{name}.png", "image/png")


def _button(name: str, make: Callable[[], bytes], file: str, mime: str) -> None:
    st.download_button(name, make, file, mime, icon=":material/download:", key=f"results.{file}", on_click="ignore")


def _figures(here: Here, release: ReleasedResult, before: ReleasedResult | None) -> list[tuple[str, str, str]]:
    say = here.say
    told = []
    for name, where, unit in (
        (say("รายได้ตรงกลาง"), ("money", "income_middle"), say("บาท/เดือน")),
        (say("รายจ่ายตรงกลาง"), ("money", "expense_middle"), say("บาท/เดือน")),
        (say("เป็นหนี้"), ("debt", "owing"), say("ใน 100 ครัวเรือน")),
        (say("เงินออมตรงกลาง"), ("savings", "savings_middle"), say("บาท")),
    ):
        value = release.figure(*where)
        was = before.figure(*where) if before else None
        change = f" ({value - was:+,})" if value is not None and was is not None else ""
        told.append((name, format_number(value) if value is not None else "–", unit + change))
    return told


def _panels(here: Here, work: Work, release: ReleasedResult, near: Others) -> list[Panel]:
    say = here.say
    panels = [
        Panel(
            money_answer(here, release),
            _bars(
                [
                    (say("หมู่ {n}", n=t.group) if t.group else say("ไม่ระบุ"), t.figures["income_middle"])
                    for t in release.of("money", "village")
                    if "income_middle" in t.figures
                ]
            ),
            " · ".join(
                note for note in (spread_note(here, release.get("money"), "income"), middles_note(here)) if note
            ),
        ),
        Panel(
            debt_answer(here, release),
            _bars([(label(LENDERS, name, here.language), t.figures["baht"]) for name, t in release.lenders[:7]]),
        ),
        Panel(
            leak_answer(here, release),
            _bars([(leak_words(here, name), t.figures["lost_year"]) for name, t in release.leaks]),
            say("บาทต่อปีที่ออกไป"),
        ),
        Panel(factor_answer(here, release), _bars(shares(here, release, factors=True), 100), say("ใน 100 ครัวเรือน")),
        Panel(others_answer(here, release.figure("money", "income_middle"), near), []),
    ]
    if rest := shares(here, release, factors=False):
        panels.append(Panel(share_answer(here, rest), _bars(rest, 100), say("ใน 100 ครัวเรือนที่ตอบ")))
    pieces = work.of("community_capital")
    if pieces:
        counts = [(k.label(here.language), sum(p.capital == k.value for p in pieces)) for k in CAPITALS]
        panels.append(Panel(say("ทุนของตำบล {n} อย่าง", n=len(pieces)), _bars([c for c in counts if c[1]])))
    return panels


def _bars(rows: Sequence[tuple[str, int]], longest: int = 0) -> list[Bar]:
    most = longest or max((abs(n) for _, n in rows), default=1) or 1
    return [Bar(name, format_number(n), min(1.0, abs(n) / most)) for name, n in rows]
