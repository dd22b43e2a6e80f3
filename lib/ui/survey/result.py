"""A tambon's result on screen: one plain sentence over each chart, and the page to take home."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.contributions import PRODUCE
from lib.domain.release import LEAST, SHARE
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.insight.source import Shown
from lib.insight.survey.results import (
    COMPARED,
    CellFigures,
    Others,
    ReleasedResult,
    others,
    preview,
    rechecked,
    releases,
)
from lib.insight.tambon.work import Work
from lib.schema.field import label
from lib.schema.survey_choices import CAPITALS, LENDERS, OCCUPATIONS
from lib.ui.frame.charts import bars, show, spreads
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.replay import replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.survey.capital_lines import capital_line, product_line
from lib.ui.survey.result_held import cell_words, held_back
from lib.ui.survey.result_paper import downloads_of
from lib.ui.survey.result_words import (
    compared_words,
    debt_answer,
    factor_answer,
    kept_words,
    leak_answer,
    leak_words,
    middles_note,
    missing_factors,
    money_answer,
    occupation_answer,
    others_answer,
    produce_answer,
    produce_words,
    quartile_words,
    share_answer,
    shares,
    spread_note,
    village_answer,
)

if TYPE_CHECKING:
    from lib.actions.survey.acts import HouseholdActs


def show_results(here: Here, acts: HouseholdActs | None, work: Work) -> None:
    """The chosen release of the round; for the team also what the next one would say."""
    say, area, year = here.say, work.work.area, work.work.year
    shown = releases(here.source, area, year)
    release = _choose(here, shown.value)
    if acts is not None and not here.projector:
        _release(here, acts, work, shown.value)
    if release is None:
        st.info(say("ยังไม่มีผลที่เผยแพร่ เผยแพร่ได้เมื่อมีแบบที่ตรวจแล้วอย่างน้อย {n} ครัวเรือน", n=LEAST), icon=":material/insights:")
        _capital(here, work)
        return
    before = releases(here.source, area, year - 1).value
    near = others(here.source, area, year)
    draw = partial(_charts, here, release, before[0] if before else None, near.value)
    # A release never changes, the others' middle may.
    key = Shown(None, f"{release.id}.{before[0].id if before else ''}.{near.version}", shown.as_of)
    replay(here, key, "results", draw)
    _capital(here, work)
    if release.held:
        with st.expander(say("ช่องที่ไม่เปิดเผย {n} ช่อง เพราะอะไร", n=len(release.held)), icon=":material/visibility_off:"):
            held_back(here, release)
    downloads_of(here, work, release, before[0] if before else None, near.value)
    st.caption(say("เผยแพร่เฉพาะตัวเลขจาก {n} ครัวเรือนขึ้นไป ปัดเงินเป็นร้อยบาท ไม่มีตัวเลขใดบอกข้อมูลของบ้านใดบ้านหนึ่ง", n=LEAST))


def _choose(here: Here, found: Sequence[ReleasedResult]) -> ReleasedResult | None:
    if not found:
        return None
    names = {
        str(r.number): here.say("ฉบับที่ {n} · {moment}", n=r.number, moment=format_moment(r.made_at, here.language))
        for r in found
    }
    if len(found) == 1:
        st.caption(here.say("ผลที่เผยแพร่ {name}", name=next(iter(names.values()))))
        return found[0]
    chosen = st.selectbox(here.say("ผลที่เผยแพร่"), list(names), format_func=names.__getitem__, key="results.release")
    return next(r for r in found if str(r.number) == chosen)


def _release(here: Here, acts: HouseholdActs, work: Work, found: Sequence[ReleasedResult]) -> None:
    say, area, year = here.say, work.work.area, work.work.year
    with st.expander(
        say("เผยแพร่ผลฉบับใหม่"), icon=":material/publish:", expanded=not found, key="results.publish", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        _rechecked(here, area, year)
        now = preview(here.source, area, year)
        st.markdown(
            say(
                "แบบที่ยินยอมและตรวจแล้ว {n} ครัวเรือน จะเปิดเผย {shown} ช่อง ปิดไว้ {held} ช่อง",
                n=format_number(now.counted),
                shown=len(now.told),
                held=len(now.held),
            )
        )
        if now.waiting and found:
            st.caption(
                say(
                    "{waiting} ครัวเรือนใหม่หรือแก้คำตอบยังไม่นับในฉบับนี้ รอให้ครบ {n} ครัวเรือน ไม่ให้คนนอกลบสองฉบับแล้วรู้คำตอบ",
                    waiting=now.waiting,
                    n=LEAST,
                )
            )
        if now.get("households") is None and now.counted >= LEAST and found:
            st.caption(say("ต่างจากฉบับก่อนไม่ถึง {n} ครัวเรือน จึงยังเผยแพร่ใหม่ไม่ได้", n=LEAST))
        if st.button(say("เผยแพร่"), type="primary", icon=":material/publish:", key="results.release.go"):
            with shows_problems(here) as outcome:
                acts.release(area, year)
            if outcome.ok:
                st.session_state.pop("results.release", None)
                done(here, say("เผยแพร่แล้ว ทุกคนเห็นผลฉบับนี้ได้"))


def _rechecked(here: Here, area: str, year: int) -> None:
    """Which earlier releases would not pass today; they are public and stay, the team knows."""
    found = rechecked(here.source, area, year)
    for number, cells in found.items():
        words = ", ".join(dict.fromkeys(cell_words(here, key) for key in cells))
        st.warning(
            here.say(
                "ฉบับที่ {number} จะไม่ผ่านกฎวันนี้ {n} ช่อง อย่านำไปเผยแพร่ต่อ: {cells}",
                number=number,
                n=len(cells),
                cells=md(words),
            ),
            icon=":material/policy:",
        )


def _charts(here: Here, release: ReleasedResult, before: ReleasedResult | None, near: Others) -> None:
    say = here.say
    _figures(here, release, before)
    _chapter(money_answer(here, release))
    if cell := release.get("money"):
        rows = [
            {"label": name, **{end: cell.figures[f"{key}_{end}"] for end in ("low", "middle", "high")}}
            for key, name in (("income", say("รายได้")), ("expense", say("รายจ่าย")), ("left", say("เหลือ")))
            if f"{key}_low" in cell.figures
        ]
        show(
            spreads(rows, say("บาทต่อเดือน"), quartile_words(here)),
            say("บาทต่อเดือน"),
            [{"label": r["label"], "n": r["middle"]} for r in rows],
        )
        notes = (spread_note(here, cell, "income"), say("แถบ = ครึ่งหนึ่งของครัวเรือน ขีด = ตรงกลาง"))
        st.caption(" · ".join(note for note in (*notes, middles_note(here)) if note))
    _by(
        here,
        release.of("money", "village"),
        village_answer(here, release.of("money", "village")),
        lambda g: say("หมู่ {n}", n=g) if g else say("ไม่ระบุ"),
    )
    jobs = {o.value: o.label(here.language) for o in OCCUPATIONS} | {"": say("ไม่ระบุ")}
    cells = release.of("money", "occupation")
    _chapter(occupation_answer(here, cells, jobs))
    _by(here, cells, "", lambda g: jobs.get(g, g), "left")
    _chapter(debt_answer(here, release))
    lenders = release.lenders
    if lenders:
        rows = [{"label": label(LENDERS, name, here.language), "n": t.figures["baht"]} for name, t in lenders]
        show(bars(rows, say("ยอดหนี้รวม (บาท)"), horizontal=True), say("ยอดหนี้รวม (บาท)"), rows)
    if note := spread_note(here, release.get("debt"), "debt"):
        st.caption(note)
    _chapter(leak_answer(here, release))
    leaks = sorted(release.leaks, key=lambda pair: -pair[1].figures["lost_year"])
    if leaks:
        rows = [{"label": leak_words(here, name), "n": t.figures["lost_year"]} for name, t in leaks]
        show(bars(rows, say("บาทต่อปีที่ออกไป"), horizontal=True), say("บาทต่อปีที่ออกไป"), rows)
        st.markdown(kept_words(here, release))
        st.caption(say("ที่เก็บไว้ได้: วัตถุดิบและของที่ทำเองได้นับเต็ม ส่วนการขายนับ 10% ของยอด (ถ้าได้ราคาดีขึ้น 10%)"))
    _chapter(produce_answer(here, release))
    held = [(p, v) for p in PRODUCE if (v := release.figure(f"produce_{p}", SHARE)) is not None]
    if held:
        rows = [{"label": produce_words(here, p), "n": v} for p, v in held]
        show(bars(rows, say("ใน 100 ครัวเรือนที่ผลิต"), horizontal=True), say("ใน 100 ครัวเรือนที่ผลิต"), rows)
    _chapter(factor_answer(here, release))
    if factors := shares(here, release, factors=True):
        _shares(factors, say("ใน 100 ครัวเรือน"))
    if missing := missing_factors(here, release):
        st.caption(say("ไม่อยู่ในผลนี้: {what}", what=md("; ".join(missing))))
    if rest := shares(here, release, factors=False):
        _chapter(share_answer(here, rest))
        _shares(rest, say("ใน 100 ครัวเรือนที่ตอบ"))
    _chapter(others_answer(here, release.figure("money", "income_middle"), near))
    _compare(here, release, before, near)


def _shares(told: Sequence[tuple[str, int]], axis: str) -> None:
    rows = [{"label": who, "n": n} for who, n in told]
    show(bars(rows, axis, horizontal=True), axis, rows)


def _chapter(answer: str) -> None:
    st.markdown(f"#### {md(answer)}")


def _figures(here: Here, release: ReleasedResult, before: ReleasedResult | None) -> None:
    """The four figures of the day, with last round's beside them."""
    say = here.say
    whole = release.get("households")
    told_ = (
        (say("ครัวเรือนในผลนี้ (ราว)"), whole.n if whole else None, None),
        (
            say("รายได้ตรงกลาง (บาท/เดือน)"),
            release.figure("money", "income_middle"),
            before.figure("money", "income_middle") if before else None,
        ),
        (
            say("รายจ่ายตรงกลาง (บาท/เดือน)"),
            release.figure("money", "expense_middle"),
            before.figure("money", "expense_middle") if before else None,
        ),
        (
            say("เงินออมตรงกลาง (บาท)"),
            release.figure("savings", "savings_middle"),
            before.figure("savings", "savings_middle") if before else None,
        ),
    )
    for place, (name, value, was) in zip(st.columns(4), told_, strict=True):
        change = f"{value - was:+,}" if value is not None and was is not None else None
        place.metric(
            name,
            format_number(value) if value is not None else "–",
            change,
            delta_color="off",
            help=say("เทียบกับรอบก่อน") if change else None,
        )


def _by(here: Here, cells: Sequence[CellFigures], title: str, name: partial[str] | object, key: str = "income") -> None:
    cells = [c for c in cells if f"{key}_low" in c.figures]
    if not cells or not callable(name):
        return
    if title:
        _chapter(title)
    rows = [
        {"label": name(c.group), **{end: c.figures[f"{key}_{end}"] for end in ("low", "middle", "high")}} for c in cells
    ]
    axis = here.say("รายได้ บาทต่อเดือน") if key == "income" else here.say("เงินเหลือ บาทต่อเดือน")
    show(spreads(rows, axis, quartile_words(here)), axis, [{"label": r["label"], "n": r["middle"]} for r in rows])


def _compare(here: Here, release: ReleasedResult, before: ReleasedResult | None, near: Others) -> None:
    from lib.ui.frame.tables import draw_rows

    say, names = here.say, compared_words(here)
    rows = [
        {
            say("เรื่อง"): names[name],
            say("รอบนี้"): release.figure(*where),
            say("รอบก่อน"): before.figure(*where) if before else None,
            say("ตรงกลางของอีก {n} ตำบลในจังหวัด", n=near.count): near.figures.get(name),
        }
        for name, where in COMPARED.items()
    ]
    draw_rows(rows, say("เทียบกับรอบก่อนและตำบลอื่น"))


def _capital(here: Here, work: Work) -> None:
    """The map of five capitals and the important products: from the tambon survey, open to all."""
    say = here.say
    pieces = work.of("community_capital")
    if pieces:
        fund = sum(p.fund or 0 for p in pieces)
        _chapter(say("ทุนของตำบล {n} อย่าง เงินกองทุนรวม {baht} บาท", n=len(pieces), baht=format_number(fund)))
        for kind in CAPITALS:
            mine = [p for p in pieces if p.capital == kind.value]
            if mine:
                st.markdown(f"**{kind.label(here.language)}** " + " · ".join(capital_line(here, p) for p in mine))
    products = work.of("local_product")
    if products:
        _chapter(say("ผลผลิตสำคัญ {n} อย่าง", n=len(products)))
        st.markdown("\n".join(f"- {product_line(here, p)}" for p in products))
