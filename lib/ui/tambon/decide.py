"""Deciding together: rank problems by votes, split them, go down to the causes, weigh with SWOT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.cause_tree import depths, in_tree_order
from lib.domain.thai_number import format_number
from lib.insight.tambon.work import Work
from lib.schema.field import label
from lib.schema.tambon_choices import FINDING_CATEGORIES, SOLVABLE, SWOT_SIDES
from lib.schema.tambon_plan import ProblemCause, TambonProblem
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.charts import bars, show
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs
    from lib.actions.tambon.acts import WorkspaceActs
    from lib.store.records import Stored


def show_decisions(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """Step 3 in the order of a forum's afternoon."""
    frozen = work.work.plan_state == "certified"
    if frozen:
        st.info(here.say("ที่ประชุมรับรองแผนแล้ว หน้านี้จึงแก้ไม่ได้ ปลดล็อกได้ที่ “แผน–รับรอง”"), icon=":material/lock:")
    records = acts.records if acts and not frozen else None
    _problems(here, records, work)
    _causes(here, records, work)
    _swot(here, records, work)


def ranked(work: Work) -> list[TambonProblem]:
    """Problems, most votes first."""
    return sorted(work.of("tambon_problem"), key=lambda p: -(p.votes or 0))


def _problems(here: Here, acts: RecordActs | None, work: Work) -> None:
    say, problems = here.say, ranked(work)
    st.markdown(f"#### {say('เรื่องไหนสำคัญที่สุด')}")
    if any(p.votes for p in problems):
        first = problems[0]
        st.markdown(say("ที่ประชุมให้ “{first}” มาก่อน {n} คะแนน", first=md(first.text), n=format_number(first.votes or 0)))
        rows = [{"label": p.text[:60], "n": p.votes or 0} for p in problems[:10]]
        show(bars(rows, say("คะแนนโหวต"), horizontal=True), say("คะแนนโหวต"), rows)
    if acts and problems:
        _count(here, acts, work, problems)
    for side in (*SOLVABLE, None):
        mine = [p for p in problems if p.solvable == (side.value if side else None)]
        if mine:
            st.markdown(f"**{side.label(here.language) if side else say('ยังไม่ได้แยก')}**")
            show_lines(
                here,
                acts,
                Lines(
                    "tambon_problem",
                    _stored(work, "tambon_problem", mine),
                    lambda p: _problem(here, p),
                    preset={"work": work.work.id},
                    place=f"problems.{side.value if side else ''}",
                ),
            )
    show_lines(
        here,
        acts,
        Lines(
            "tambon_problem",
            [],
            lambda p: "",
            preset={"work": work.work.id},
            add=say("เพิ่มปัญหาหรือประเด็น"),
            place=f"problems.add.{work.work.id}",
        ),
    )


def _problem(here: Here, problem: TambonProblem) -> str:
    votes = here.say("{n} คะแนน", n=format_number(problem.votes)) if problem.votes is not None else ""
    category = label(FINDING_CATEGORIES, problem.category or "", here.language)
    mark = ":material/star: " if problem.chosen else ""
    return " · ".join(t for t in (f"{mark}{md(problem.text)}", votes, category) if t)


def _count(here: Here, acts: RecordActs, work: Work, problems: Sequence[TambonProblem]) -> None:
    """Hands or dots, counted by the facilitator: all problems on one small screen."""
    say = here.say
    with st.expander(say("นับคะแนน (นับมือหรือสติกเกอร์)"), icon=":material/how_to_vote:"):
        revisions = {s.record.id: s.revision for s in work.parts["tambon_problem"]}
        for problem in problems:
            key = f"votes.{problem.id}"
            # A box that nobody touched follows what others counted meanwhile.
            filled = st.session_state.get(f"{key}.from")
            if (
                filled is None
                or key not in st.session_state
                or (filled[0] != revisions[problem.id] and st.session_state.get(key) == filled[1])
            ):
                st.session_state[key] = problem.votes or 0
                st.session_state[f"{key}.from"] = (revisions[problem.id], problem.votes or 0)
            st.number_input(md(problem.text), 0, 100_000, key=key)
        if st.button(say("บันทึกคะแนน"), type="primary", key=f"votes.{work.work.id}.save"):
            with shows_problems(here) as outcome:
                for problem in problems:
                    revision, before = st.session_state[f"votes.{problem.id}.from"]
                    votes = int(st.session_state[f"votes.{problem.id}"])
                    if votes != before:
                        _save_votes(acts, problem, votes, revision)
                        st.session_state[f"votes.{problem.id}.from"] = None
            if outcome.ok:
                done(here, say("บันทึกคะแนนแล้ว เรียงใหม่ตามคะแนน"))


def _save_votes(acts: RecordActs, problem: TambonProblem, votes: int, revision: int) -> None:
    from lib.intake.as_typed import typed_of

    typed = {**typed_of(problem, "th"), "votes": str(votes)}
    acts.save("tambon_problem", typed, record_id=problem.id, base_revision=revision)


def _stored(work: Work, kind_id: str, records: Sequence[object]) -> list[Stored]:
    by_id = {s.record.id: s for s in work.parts[kind_id]}
    return [by_id[getattr(r, "id", "")] for r in records]


def _causes(here: Here, acts: RecordActs | None, work: Work) -> None:
    """A tree under each chosen problem: why, and why that, down to the root."""
    say = here.say
    chosen = [p for p in ranked(work) if p.chosen] or ranked(work)[:1]
    if not chosen:
        return
    st.markdown(f"#### {say('เพราะอะไร: ต้นไม้สาเหตุ')}")
    for problem in chosen:
        mine = [c for c in work.of("problem_cause") if c.problem == problem.id]
        st.markdown(f"**{md(problem.text)}**")
        by_id, above = {c.id: c for c in mine}, {c.id: c.because_of for c in mine}
        ordered = [by_id[cause] for cause in in_tree_order(above)]
        show_lines(
            here,
            acts,
            Lines(
                "problem_cause",
                _stored(work, "problem_cause", ordered),
                partial(_told_cause, here, depths(above)),
                preset={"work": work.work.id, "problem": problem.id},
                add=say("เพิ่มสาเหตุ"),
                choices={"because_of": {c.id: c.text for c in ordered}},
            ),
        )


def _told_cause(here: Here, depth_of: Mapping[str, int], cause: ProblemCause) -> str:
    depth = depth_of[cause.id]
    root = f" · :orange[{here.say('รากของปัญหา')}]" if cause.root else ""
    return f"{'&emsp;' * depth}{'↳ ' if depth else '• '}{md(cause.text)}{root}"


def _swot(here: Here, acts: RecordActs | None, work: Work) -> None:
    st.markdown("#### SWOT")
    left, right = st.columns(2)
    for number, side in enumerate(SWOT_SIDES):
        mine = [s for s in work.parts["swot_line"] if getattr(s.record, "side", "") == side.value]
        with (left, right)[number % 2].container(border=True):
            st.markdown(f"**{side.label(here.language)}**")
            show_lines(
                here,
                acts,
                Lines(
                    "swot_line",
                    mine,
                    lambda line: f"• {md(line.text)}",
                    preset={"work": work.work.id, "side": side.value},
                    add=here.say("เพิ่มข้อ"),
                ),
            )
