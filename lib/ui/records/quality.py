"""Cells that could not be used, look-alike records, and whether it gets better."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.a1 import address
from lib.domain.row_fate import Fate
from lib.domain.sentence import Spoken
from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.export.sheets import OnlyInFile, Row
from lib.insight.display_value import DisplayValues
from lib.insight.records.duplicates import KINDS, Pair, pairs
from lib.insight.records.quality import Trouble, imported_version, trend, troubles
from lib.insight.source import Shown
from lib.intake.reading import Verdict
from lib.schema.registry import kind
from lib.ui.frame.charts import rungs_by, show
from lib.ui.frame.colours import BROWN, TEAL, TERRACOTTA
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import done
from lib.ui.frame.legend import legend
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.replay import replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link
from lib.ui.frame.tables import table
from lib.ui.imports.preview import apply_part
from lib.ui.imports.previews import preview_of
from lib.ui.imports.questions import questions_part

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs
    from lib.actions.records.acts import LookAlikeActs
    from lib.store.imports import Job

_PAGE = 10
#: Verdicts that somebody has to do something about.
_BAD = (Verdict.REJECTED, Verdict.QUESTION)
_COLOURS = ((Verdict.REJECTED, TERRACOTTA), (Verdict.QUESTION, BROWN), (Verdict.NORMALISED, TEAL))


def cells_part(here: Here, shown: Shown[object]) -> None:
    """Everything not used, by source, tab, row and cell."""
    say = here.say
    shown_as: tuple[Spoken, ...] = (*_BAD, Verdict.NORMALISED, Fate.NOTE)
    words = {one.value: one.words(here.language) for one in shown_as}
    verdict = choose(here, "verdict", say("แสดง"), words, all_label=say("ทุกช่องที่ต้องแก้"))
    wanted = (verdict,) if verdict else tuple(bad.value for bad in _BAD)
    found = troubles(here.source, wanted, audience=here.audience)
    if not found:
        st.success(say("ไม่มีช่องที่ต้องแก้จากแฟ้มที่นำเข้าแล้ว"), icon=":material/check_circle:")
        page_link(here, "imports", say("ไปหน้านำเข้า"), ":material/upload_file:")
        return
    files = {t.job: " · ".join(p for p in (t.office, t.file_name) if p) for t in found}
    job_id = choose(here, "job", say("แฟ้ม"), files, all_label=say("ทุกแฟ้ม"))
    found = [t for t in found if job_id in ("", t.job)]
    build = partial(_rows, here, found, words)
    chosen = (verdict, job_id, imported_version(here.source))
    table(here, shown, "troubles", say("ช่องที่ใช้ไม่ได้"), build, say("แฟ้มที่นำเข้า"), *chosen)


def fix_part(here: Here, acts: ImportActs, job: Job) -> None:
    """The doubts of one file, answered here, and the button that brings the answers in."""
    say = here.say
    st.subheader(say("แก้ที่นี่"), anchor=False)
    with shows_problems(here):
        seen = preview_of(here, acts, job.id, job.revision)
        questions_part(here, acts, seen)
        apply_part(here, acts, seen)


def _rows(here: Here, found: list[Trouble], words: dict[str, str]) -> list[Row]:
    say = here.say
    return [
        {
            say("รหัสรายการ"): OnlyInFile(t.record_id),
            say("แถว"): OnlyInFile(t.row + 1),
            say("ช่อง"): _where(t),
            say("เรื่อง"): t.label(here.language),
            say("เขียนว่า"): t.said,
            say("เพราะอะไร และแก้อย่างไร"): f"{words.get(t.verdict, t.verdict)}: {t.why(here.language)}",
        }
        for t in found
    ]


def _where(cell: Trouble) -> str:
    """File, tab and cell; for readers, whom neither is told, the office and the cell."""
    place = address(cell.row, cell.column)
    return f"{cell.file_name} {cell.tab}!{place}" if cell.file_name else f"{cell.office} {place}"


def duplicates_part(here: Here, acts: LookAlikeActs | None) -> None:
    """Look-alikes side by side; a person merges them or says that they are two."""
    say = here.say
    kind_id = choose(here, "kind", say("ประเภทข้อมูล"), {k: kind(k).about.label(here.language) for k in KINDS})
    found = pairs(here.source, kind_id, audience=here.audience)
    if not found:
        st.success(say("ไม่พบรายการที่น่าจะซ้ำกัน"), icon=":material/check_circle:")
        return
    st.caption(say("{n} คู่ที่เขียนใกล้เคียงกันในจังหวัดเดียวกัน", n=format_number(len(found))))
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key=f"quality.pairs.{kind_id}", max_visible_pages=5) if pages > 1 else 1
    teller = DisplayValues(here.source, here.language)
    for pair in found[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True):
            _pair(here, acts, teller, pair)


def _pair(here: Here, acts: LookAlikeActs | None, teller: DisplayValues, pair: Pair) -> None:
    say = here.say
    lines = {name: tuple(teller.value(pair.kind, name, v) for v in both) for name, both in pair.values.items()}
    left, right = st.columns(2)
    for side, column in ((0, left), (1, right)):
        with column:
            for name, both in lines.items():
                strong = "**" if both[0] != both[1] else ""
                st.markdown(f"{md(teller.label(pair.kind, name))}: {strong}{md(both[side])}{strong}")
    st.caption(say("ชื่อใกล้เคียงกัน {n}%", n=pair.likeness))
    if acts is None:
        return
    base = f"pair.{pair.first}.{pair.second}"
    differing = [n for n, both in lines.items() if both[0] != both[1]]
    take = st.multiselect(
        say("ช่องที่ใช้ค่าจากรายการที่จะถูกรวม"),
        differing,
        key=f"{base}.take",
        format_func=lambda n: teller.label(pair.kind, n),
        placeholder=say("ไม่เลือก = ใช้ค่าของรายการที่เก็บไว้"),
    )
    with st.container(horizontal=True):
        keep_left = st.button(say("เก็บรายการซ้าย"), key=f"{base}.left", icon=":material/arrow_back:")
        keep_right = st.button(say("เก็บรายการขวา"), key=f"{base}.right", icon=":material/arrow_forward:")
        apart = st.button(say("คนละรายการ"), key=f"{base}.apart", type="tertiary")
    if keep_left or keep_right:
        keep, give = (pair.first, pair.second) if keep_left else (pair.second, pair.first)
        with shows_problems(here) as outcome:
            acts.merge(pair.kind, keep, give, take)
        if outcome.ok:
            done(here, say("รวมแล้ว อีกรายการถูกถอนและยังอยู่ในประวัติ"))
    if apart:
        with shows_problems(here) as outcome:
            acts.call_distinct(pair.kind, pair.first, pair.second)
        if outcome.ok:
            done(here, say("จำไว้แล้วว่าเป็นคนละรายการ"))


def trend_part(here: Here, shown: Shown[object]) -> None:
    """Each applied import in the course of time, by what became of its cells."""
    say, points = here.say, trend(here.source)
    if not points:
        st.info(say("ยังไม่มีการนำเข้า"), icon=":material/inbox:")
        return
    words = tuple((verdict.value, verdict.words(here.language), colour) for verdict, colour in _COLOURS)
    places = [f"{n}. {format_date(p.at.date(), here.language)} {p.office}" for n, p in enumerate(points, 1)]
    rows: list[dict[str, Any]] = [
        {"place": place, "rung": word, "n": getattr(point, name), "step": step}
        for place, point in zip(places, points, strict=True)
        for step, (name, word, _) in enumerate(words)
    ]
    bad = [p.rejected + p.question for p in (points[0], points[-1])]
    first, last = (format_number(n) for n in bad)
    answer = say("ครั้งแรกมีช่องต้องแก้ {first} ช่อง ครั้งล่าสุด {last} ช่อง", first=first, last=last)
    st.markdown(answer)

    def draw() -> None:
        colours = [colour for _, _, colour in words]
        show(rungs_by(rows, places, [w for _, w, _ in words], colours, say("ช่อง")), answer)
        legend([(colour, word) for _, word, colour in words])

    replay(here, shown, "trend", draw, len(points), *bad)
