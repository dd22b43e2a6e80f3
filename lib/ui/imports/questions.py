"""Doubtful cells, each asked once however often its words occur; answered by choosing or typing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.errors import Problem
from lib.domain.thai_number import format_number
from lib.intake.cell_answers import answer_key
from lib.intake.reading import Candidate, Verdict
from lib.intake.targets import may_be_set, targets_of
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs, Preview
    from lib.store.imports import Job

_PAGE = 8
#: Answers that decide about rows, not about cells (see `actions.imports.decisions`).
DECIDED = ("reopen|", "prefer|")


@dataclass
class CellQuestion:
    """One question: the words in doubt, where they stand, what they may mean."""

    key: str
    said: str
    heading: str
    why: Problem | None
    fix: Problem | None
    candidates: tuple[Candidate, ...]
    rejected: bool
    #: Whether typing something else can help (a verdict is not the file's to give).
    may_type: bool
    where: list[str] = field(default_factory=list)


def doubts_of(seen: Preview) -> list[CellQuestion]:
    """Distinct doubts of a preview, the most frequent first."""
    found: OrderedDict[str, CellQuestion] = OrderedDict()
    for row in seen.rows:
        for cell in row.doubts:
            key = answer_key(row.read.kind, cell.target, cell.said)
            doubt = found.get(key)
            if doubt is None:
                doubt = found[key] = CellQuestion(
                    key,
                    cell.said,
                    cell.heading,
                    cell.reading.why,
                    cell.reading.fix,
                    cell.reading.candidates,
                    cell.reading.verdict is Verdict.REJECTED,
                    may_be_set(targets_of(row.read.kind).get(cell.target)),
                )
            doubt.where.append(f"{row.read.tab} {cell.address}")
    return sorted(found.values(), key=lambda d: -len(d.where))


def questions_part(here: Here, acts: ImportActs, seen: Preview) -> None:
    """The third part: each doubt with its candidates, a box to type, and "leave it out"."""
    say, doubts = here.say, doubts_of(seen)
    answered = {k: v for k, v in seen.job.answers.items() if not k.startswith(DECIDED)}
    if not doubts:
        st.markdown(f":green[:material/check_circle:] {say('ไม่มีข้อสงสัยค้างอยู่')}")
    else:
        st.caption(say("ตอบครั้งเดียวใช้กับทุกช่องที่เขียนเหมือนกัน ยังไม่ตอบก็นำเข้าแถวอื่นก่อนได้"))
        _take_single(here, acts, seen.job, [d for d in doubts if len(d.candidates) == 1 and not d.rejected])
        pages = -(-len(doubts) // _PAGE)
        page = st.pagination(pages, key=f"imports.page.ask.{seen.job.id}", max_visible_pages=5) if pages > 1 else 1
        for doubt in doubts[(page - 1) * _PAGE : page * _PAGE]:
            with st.container(border=True):
                _doubt(here, acts, seen.job, doubt)
    if answered:
        with st.expander(say("คำตอบที่ให้ไว้ {n} ข้อ", n=len(answered)), icon=":material/task_alt:"):
            for key, said in list(answered.items())[:100]:
                words = key.split("|", 2)[2]
                what = say("ข้ามไป") if said.get("skip") else str(said.get("text", said.get("value")))
                st.button(
                    f"{md(words)} → {md(what)} ({say('กดเพื่อถอนคำตอบ')})",
                    key=f"ask.{seen.job.id}.undo.{key}",
                    on_click=_take_back,
                    args=(here, acts, seen.job.id, key),
                    type="tertiary",
                )


def _take_single(here: Here, acts: ImportActs, job: Job, single: list[CellQuestion]) -> None:
    """One press for every question that has one proposal only, each of them shown beside it."""
    if len(single) < 2:
        return
    say = here.say
    with st.expander(say("{n} ข้อมีคำตอบเดียวให้เลือก", n=len(single)), icon=":material/done_all:"):
        for doubt in single[:60]:
            st.markdown(f"- {md(doubt.said)} → **{md(doubt.candidates[0].label(here.language))}**")
        st.button(
            say("ใช้ทั้ง {n} ข้อ", n=len(single)),
            key=f"ask.{job.id}.single",
            on_click=_take_all,
            args=(here, acts, job.id, single),
        )


def _take_all(here: Here, acts: ImportActs, job_id: str, single: list[CellQuestion]) -> None:
    with shows_problems(here):
        acts.answer_many(job_id, {d.key: {"value": _plain(d.candidates[0].value)} for d in single})


def _plain(value: object) -> object:
    """A candidate's value as an import keeps it."""
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def _take_back(here: Here, acts: ImportActs, job_id: str, key: str) -> None:
    with shows_problems(here):
        acts.answer(job_id, key, None)


def _doubt(here: Here, acts: ImportActs, job: Job, doubt: CellQuestion) -> None:
    say = here.say
    colour = "red" if doubt.rejected else "orange"
    badge = say("ใช้ไม่ได้") if doubt.rejected else say("เลือก")
    why = doubt.why.text(here.language) if doubt.why else ""
    where = ", ".join(doubt.where[:3]) + (f" +{format_number(len(doubt.where) - 3)}" if len(doubt.where) > 3 else "")
    st.markdown(f":{colour}-badge[{badge}] **{md(why)}** \u2003:gray[{md(where)}]")
    if doubt.fix:
        st.caption(md(doubt.fix.text(here.language)))
    base = f"ask.{job.id}.{doubt.key}"
    left, middle, right = st.columns([3, 3, 1], vertical_alignment="bottom")
    if doubt.candidates:
        left.selectbox(
            say("คือ"),
            range(len(doubt.candidates)),
            index=None,
            key=f"{base}.which",
            format_func=lambda n: doubt.candidates[n].label(here.language),
            placeholder=say("เลือก"),
            on_change=_chosen,
            args=(here, acts, job.id, doubt),
        )
    if doubt.may_type:
        (middle if doubt.candidates else left).text_input(
            say("หรือพิมพ์ที่ถูกต้อง") if doubt.candidates else say("พิมพ์ที่ถูกต้อง"),
            key=f"{base}.text",
            on_change=_typed,
            args=(here, acts, job.id, doubt),
        )
    right.button(
        say("เว้นว่าง"),
        key=f"{base}.skip",
        on_click=_skipped,
        args=(here, acts, job.id, doubt),
        help=say("ไม่ใช้ช่องนี้ แถวอื่น ๆ ของรายการยังใช้"),
    )


def _chosen(here: Here, acts: ImportActs, job_id: str, doubt: CellQuestion) -> None:
    number = st.session_state.get(f"ask.{job_id}.{doubt.key}.which")
    if number is None:
        return
    value = doubt.candidates[number].value
    plain = value if isinstance(value, (str, int, float, bool)) else str(value)
    with shows_problems(here):
        acts.answer(job_id, doubt.key, {"value": plain})


def _typed(here: Here, acts: ImportActs, job_id: str, doubt: CellQuestion) -> None:
    text = str(st.session_state.get(f"ask.{job_id}.{doubt.key}.text") or "").strip()
    if text:
        with shows_problems(here):
            acts.answer(job_id, doubt.key, {"text": text})


def _skipped(here: Here, acts: ImportActs, job_id: str, doubt: CellQuestion) -> None:
    with shows_problems(here):
        acts.answer(job_id, doubt.key, {"skip": True})
