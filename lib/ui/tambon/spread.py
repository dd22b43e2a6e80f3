"""Steps 6 and 7: lessons, curricula, visits; and a province's policy proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import format_date, format_year
from lib.insight.country.progress import progress
from lib.insight.tambon.policy import proposals, told_by
from lib.insight.tambon.work import Work
from lib.insight.tambon.workspace_list import works
from lib.schema.field import label
from lib.schema.tambon_change import Lesson, PolicyProposal
from lib.schema.tambon_choices import LESSON_TYPES, PROPOSAL_STATES
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.filters import province as choose_province
from lib.ui.frame.filters import region
from lib.ui.frame.provinces import province_names
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs
    from lib.actions.tambon.acts import WorkspaceActs


def show_lessons(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """What the tambon hands on."""
    records = acts.records if acts else None
    for kind in LESSON_TYPES:
        mine = [s for s in work.parts["lesson"] if getattr(s.record, "type", "") == kind.value]
        st.markdown(f"#### {kind.label(here.language)} ({len(mine)})")
        show_lines(
            here,
            records,
            Lines(
                "lesson",
                mine,
                lambda x: _lesson(here, x),
                preset={"work": work.work.id, "type": kind.value},
                add=here.say("เพิ่ม{what}", what=kind.label(here.language)),
            ),
        )


def _lesson(here: Here, one: Lesson) -> str:
    told = [
        f"**{md(one.text)}**",
        format_date(one.on_day, here.language) if one.on_day else "",
        md(one.with_whom or ""),
    ]
    if one.people:
        told.append(here.say("{n} คน", n=one.people))
    return " · ".join(t for t in told if t)


def show_policy(here: Here, acts: RecordActs | None) -> None:
    """Proposals collected per province; the provincial plan stands on its ladder."""
    say = here.say
    in_region = region(here)
    names = province_names(here, progress(here.source), in_region)
    province = choose_province(here, say("จังหวัด"), names, say("ทุกจังหวัด"))
    found = [s for s in proposals(here.source).value if province in ("", told_by(s).area) and told_by(s).area in names]
    counts = {o.value: sum(told_by(s).state == o.value for s in found) for o in PROPOSAL_STATES}
    st.markdown(
        "#### "
        + say(
            "{n} ข้อเสนอ อยู่ในแผนจังหวัดแล้ว {plan} เป็นนโยบายแล้ว {policy}",
            n=len(found),
            plan=counts["in_plan"],
            policy=counts["policy"],
        )
    )
    labels = {
        c.id: f"{c.place.text(here.language)} {format_year(c.year, here.language)}"
        for c in works(here.source, audience=here.audience).value
    }
    for place in dict.fromkeys(told_by(s).area for s in found):
        st.markdown(f"**{md(names[place])}**")
        page_link(here, "networks", say("แผนและเครือข่ายของจังหวัด"), ":material/hub:", {"province": place})
        show_lines(
            here,
            acts,
            Lines(
                "policy_proposal",
                [s for s in found if told_by(s).area == place],
                lambda p: _proposal(here, p, labels),
                preset={"area": place},
                choices={"works": labels},
            ),
        )
    if acts and province:
        show_lines(
            here,
            acts,
            Lines(
                "policy_proposal",
                [],
                lambda p: "",
                preset={"area": province},
                add=say("เพิ่มข้อเสนอ"),
                choices={"works": labels} if labels else {},
                place=f"policy.{province}",
            ),
        )
    elif acts:
        st.caption(say("เลือกจังหวัดก่อน แล้วเพิ่มข้อเสนอของจังหวัดนั้น"))


def _proposal(here: Here, one: PolicyProposal, labels: dict[str, str]) -> str:
    told = [f"**{md(one.text)}**", label(PROPOSAL_STATES, one.state, here.language), md(one.addressed_to or "")]
    told += [md(labels[w]) for w in one.works if w in labels]
    return " · ".join(t for t in told if t)
