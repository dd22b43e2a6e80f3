"""The parts of the first screen: the goals, what is to be done, what was done this month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from lib.domain.months import format_month
from lib.domain.thai_date import format_year
from lib.domain.thai_number import format_number
from lib.insight.country.area_state import AreaState
from lib.insight.country.centres import Centres
from lib.insight.country.doings import Doing, LastWord, MonthDone
from lib.insight.country.overview import gaps
from lib.insight.country.published import Published
from lib.schema.choices import COVERAGE
from lib.schema.field import label
from lib.schema.registry import kind
from lib.ui.country.area_words import sentence
from lib.ui.country.goals import tambon_goal, team_goal
from lib.ui.country.scope import Scope
from lib.ui.frame.layout import cards_row
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

#: Provinces that are told of what was recorded in them, and lines each.
_PROVINCES, _LINES = 8, 4


def where_we_stand(here: Here, state: AreaState) -> None:
    """One sentence; the way to the first record where there is none."""
    st.markdown(f"#### {md(sentence(here.say, state))}")
    if not state.any_record:
        st.info(here.say("ยังไม่มีใครบันทึกข้อมูลในระบบ เริ่มที่หน้า “บันทึก”"), icon=":material/edit_note:")
        page_link(here, "records", label=here.say("บันทึกรายการแรก"), icon=":material/add:")


def goals(here: Here, state: AreaState) -> None:
    """The two goals side by side."""
    left, right = st.columns(2)
    with left:
        tambon_goal(here, state)
    with right:
        team_goal(here, state)


def to_be_done(here: Here, state: AreaState, places: Centres, words: Sequence[LastWord], scope: Scope) -> None:
    """What waits and what is missing, each with the way to its list."""
    st.markdown(f"**{here.say('ต้องทำ')}**")
    found = gaps(state, places, words)
    if not found:
        st.success(here.say("ไม่พบช่องว่าง"), icon=":material/check_circle:")
        return
    place = {k: v for k, v in scope.query.items() if k in ("region", "province")}
    with st.container(border=True, key="todo", gap=None):
        for gap in found:
            page_link(
                here,
                gap.page,
                label=f"**{format_number(gap.count)}** {gap.lack.words(here.language)}",
                icon=":material/arrow_forward:",
                query={**place, **gap.query} or None,
            )


def this_month(here: Here, found: MonthDone, scope: Scope, *, names: bool) -> None:
    """Who recorded what in the month, province by province. `names`: people are named."""
    say = here.say
    st.markdown(f"**{say('บันทึกใน {month}', month=format_month(scope.month, here.language, short=False))}**")
    mine = [d for d in found.by_kind if d.province.within(*scope.place)]
    if not mine:
        st.caption(say("ยังไม่มีใครบันทึกอะไรในเดือนนี้"))
        page_link(here, "records", label=say("บันทึกรายการ"), icon=":material/add:")
        return
    by_place: dict[str, list[Doing]] = defaultdict(list)
    for one in mine:
        by_place[one.province.id].append(one)
    ranked = sorted(by_place.values(), key=lambda several: -sum(d.count for d in several))
    lines = []
    for several in ranked[:_PROVINCES]:
        place, total = several[0].province, format_number(sum(d.count for d in several))
        told = [d for d in found.by_person if d.province.id == place.id] if names else several
        lines.append(f"- **{md(place.name.text(here.language))}** {total}: {_by(here, told)}")
    st.markdown("\n".join(lines))
    if len(ranked) > _PROVINCES:
        st.caption(say("และอีก {n} จังหวัด", n=format_number(len(ranked) - _PROVINCES)))


def _by(here: Here, several: Sequence[Doing]) -> str:
    told = []
    for one in several[:_LINES]:
        words = f"{kind(one.kind).about.label(here.language)} {format_number(one.count)}"
        told.append(f"{md(one.who)} · {words}" if one.who else words)
    return ", ".join(told)


def centre_cards(here: Here, places: Centres, facts: Published, scope: Scope) -> None:
    """Centres named, the published count beside them, and what is known of the provinces."""
    say, (region, province) = here.say, scope.place
    st.markdown(f"**{say('ศูนย์บ่มเพาะเศรษฐกิจและทุนชุมชน')}**")
    named = [c for c in places.centres if region in ("", c.region) and province in ("", c.province)]
    if province:
        known = label(COVERAGE, places.coverage[province], here.language) if province in places.coverage else ""
        st.markdown(" · ".join(w for w in (say("**{n} ศูนย์**", n=format_number(len(named))), known) if w))
        return
    latest = facts.latest("incubation_centres")
    cards = cards_row(4 if region else 5)
    cards.metric(say("มีชื่อในระบบ"), format_number(len(named)), border=True)
    if not region:
        # Published of the whole country only.
        cards.metric(
            say("เผยแพร่ปี {year}", year=format_year(latest.year, here.language))
            if latest and latest.year
            else say("เผยแพร่"),
            format_number(latest.value if latest else None),
            border=True,
            help=md(latest.source) if latest else None,
        )
    cards.metric(say("จังหวัดที่มีศูนย์"), format_number(places.counted("has", region)), border=True)
    cards.metric(say("ยืนยันว่ายังไม่มี"), format_number(places.counted("none", region)), border=True)
    cards.metric(say("จังหวัดที่ยังไม่ทราบ"), format_number(places.counted("unknown", region)), border=True)
