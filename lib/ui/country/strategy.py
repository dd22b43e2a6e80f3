"""The parts of the strategy screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from lib.domain.thai_date import format_date, format_year
from lib.domain.thai_number import format_number, format_share
from lib.export.sheets import OnlyInFile, Row
from lib.insight.country.own_counts import SPEAKS_OF, OwnCount
from lib.insight.country.published import Published, StrategyLine, StrategyYearLine
from lib.insight.source import Shown
from lib.ui.frame.links import address_of
from lib.ui.frame.safe import as_link, md
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table


def strategy_cards(here: Here, lines: Sequence[StrategyLine], counts: Mapping[OwnCount, int]) -> None:
    """One row of three goals for each of the four strategies; what our own records count stands beside each."""
    say = here.say
    known = sum(line.actual is not None or any(y.actual is not None for y in line.years) for line in lines)
    st.markdown(say("{n} จาก {all} เป้าประสงค์มีผลที่บันทึกแล้ว ที่เหลือยังไม่มีตัวเลขเผยแพร่", n=known, all=len(lines)))
    for (number, strategy), goals in groupby(lines, key=lambda line: (line.number[0], line.strategy)):
        st.subheader(f"{number}. {md(strategy.text(here.language))}", anchor=False)
        for column, goal in zip(st.columns(3), goals, strict=False):
            with column, st.container(border=True, height="stretch"):
                _goal(here, goal, counts)


def _goal(here: Here, goal: StrategyLine, counts: Mapping[OwnCount, int]) -> None:
    say = here.say
    st.markdown(f"**{goal.number}** {md(goal.name.text(here.language))}")
    if goal.indicator:
        st.caption(say("ตัวชี้วัด: {text}", text=md(goal.indicator)))
    if goal.years:
        _years(here, goal.years)
    elif goal.actual is None:
        st.markdown(f":gray[{say('ยังไม่มีตัวเลขเผยแพร่')}]")
    else:
        share = f" ({format_share(goal.actual, goal.target)})" if goal.target else ""
        st.markdown(f"### {format_number(goal.actual)} / {format_number(goal.target)}{share}")
        if goal.as_of:
            st.caption(say("ข้อมูล ณ {moment}", moment=format_date(goal.as_of, here.language)))
    if (own := SPEAKS_OF.get(goal.number)) is not None:
        words = say("จากบันทึกในระบบ **{n}**", n=format_number(counts[own]))
        st.markdown(f"{words} {own.words(here.language)}")
    if goal.evidence:
        st.markdown(
            "\n".join(f"- [{md(n)}]({as_link(link)})" if as_link(link) else f"- {md(n)}" for n, link in goal.evidence)
        )
    year = address_of(here, "records", kind="strategy_year", record="new", of=f"goal:{goal.id}")
    itself = address_of(here, "records", kind="strategy_goal", record=goal.id)
    # Links of a text lead on in the window like any other, and cost a fraction of an element each.
    st.markdown(
        f":material/edit_note: [{say('บันทึกตัวชี้วัดและผล')}]({itself}) · :material/add: [{say('เพิ่มผลของปี')}]({year})"
    )


def _years(here: Here, years: Sequence[StrategyYearLine]) -> None:
    """The newest year as a figure, all of them as lines: each in its own unit."""
    newest = next((y for y in reversed(years) if y.actual is not None), years[-1])
    st.markdown(f"### {md(_reached(newest))}")
    lines = [f"- {format_year(y.year, here.language)}: {md(_reached(y))}" for y in years]
    st.markdown("\n".join(lines))
    if newest.as_of:
        st.caption(here.say("ข้อมูล ณ {moment}", moment=format_date(newest.as_of, here.language)))


def _reached(year: StrategyYearLine) -> str:
    """Actual and target of a year; plain text."""

    def told(value: float | None) -> str:
        return "–" if value is None else format_number(value, 0 if value == int(value) else 2)

    share = f" ({format_share(year.actual, year.target)})" if year.actual is not None and year.target else ""
    return f"{told(year.actual)} / {told(year.target)} {year.unit}".strip() + share


def strategy_table(here: Here, shown: Shown[Published], counts: Shown[dict[OwnCount, int]]) -> None:
    """The same as a table to download."""
    say = here.say

    def build() -> list[Row]:
        return [
            {
                say("รหัส"): OnlyInFile(g.id),
                say("ข้อ"): g.number,
                say("ยุทธศาสตร์"): g.strategy.text(here.language),
                say("เป้าประสงค์"): g.name.text(here.language),
                say("ตัวชี้วัด"): g.indicator,
                say("ค่าเป้าหมาย"): g.target,
                say("ผลจริง"): g.actual,
                say("รายปี"): "; ".join(f"{format_year(y.year, here.language)}: {_reached(y)}" for y in g.years),
                say("จากบันทึกในระบบ"): counts.value[own] if (own := SPEAKS_OF.get(g.number)) else None,
                say("นับอะไร"): own.words(here.language) if own else "",
                say("หลักฐาน"): ", ".join(name for name, _ in g.evidence),
                say("แหล่งที่มา"): g.source,
            }
            for g in shown.value.strategy
        ]

    with st.expander(say("ตารางทั้งหมด")):
        table(here, shown, "strategy", say("ยุทธศาสตร์"), build, say("แผนยุทธศาสตร์ที่เผยแพร่"), counts.version)
