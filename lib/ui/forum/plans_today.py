"""The forum: one row a plan that somebody worked on today, looked at anew every few seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_date import bangkok_today
from lib.domain.thai_number import format_number
from lib.insight.canvas.calls import GroupCall, calls
from lib.insight.canvas.library import CanvasCard, canvases
from lib.insight.country.progress import progress
from lib.schema.canvas_choices import CANVAS_CALLS
from lib.schema.field import label
from lib.ui.canvas.steps import STEPS
from lib.ui.frame.filters import province as choose_province
from lib.ui.frame.layout import cards_row
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.provinces import province_names
from lib.ui.frame.replay import kept
from lib.ui.frame.safe import as_html, md
from lib.ui.frame.shell import Here, page_link

if TYPE_CHECKING:
    from lib.actions.canvas.acts import CanvasActs

_MOST_CALLS = 8
#: A plan that nobody touched for so long, and that is not answered, is stuck.
STUCK = timedelta(minutes=15)
_LOOK_AGAIN = 5.0
_STYLE = """<style>
.fr { width: 100%; border-collapse: collapse; line-height: 1.7; }
.fr th, .fr td { padding: .35em .5em; border-bottom: 1px solid rgba(128,148,146,.35); text-align: left; }
.fr i { display: inline-block; width: 1.75em; height: 1.75em; line-height: 1.75em; border-radius: 50%; text-align: center; font-style: normal; font-size: .85em; margin-right: .15em; border: 1px solid #1f6f78; color: #1f6f78; background: #fff; }
.fr i.on { background: #1f6f78; color: #fff; } .fr i.now { border: 2px solid #c8553d; color: #a23c27; font-weight: 700; }
.fr .stuck { color: #b4452e; font-weight: 600; }
@media (max-width: 760px) { .fr thead { display: none; } .fr td { display: block; border: 0; padding: .1em .2em; } .fr tr { display: block; padding: .6em 0; border-bottom: 1px solid rgba(128,148,146,.35); } }
</style>"""


def show_plans_today(here: Here, acts: CanvasActs | None) -> None:
    """Province, then the live list; who may fill plans in says as well that somebody went to a group that calls."""
    say = here.say
    names = province_names(here, progress(here.source), "")
    province = choose_province(here, say("จังหวัด"), names, say("ทุกจังหวัด"))
    _live(here, acts, province)
    page_link(here, "canvas", say("เริ่มแผนใหม่หรือเปิดแผน"), ":material/lightbulb:")


@st.fragment(run_every=_LOOK_AGAIN)
def _live(here: Here, acts: CanvasActs | None, province: str) -> None:
    say = here.say
    shown = canvases(here.source)
    near = [c for c in shown.value if not province or c.province == province]
    today = [c for c in near if c.day == bangkok_today()]
    called = calls(here.source)
    # Whoever calls is seen, also before anything was written today.
    _calling(here, acts, [(c, called[c.id]) for c in near if c.id in called])
    if not today:
        st.info(say("วันนี้ยังไม่มีแผนที่กำลังทำ"), icon=":material/groups:")
        return
    # Minutes pass without anybody writing: the table is drawn anew each minute.
    now = datetime.now(UTC)
    stuck = [c for c in today if _is_stuck(c, now)]
    with cards_row(3):
        st.metric(say("กลุ่มในเวที"), format_number(len(today)))
        st.metric(say("ครบ 9 ขั้น"), format_number(sum(c.step > 9 for c in today)))
        st.metric(say("อาจติดอยู่"), format_number(len(stuck)))
    st.html(kept(here, shown.version, "forum", lambda: _table(here, today, now), province, f"{now:%Y%m%d%H%M}"))
    st.caption(here.as_of(shown))


def _calling(here: Here, acts: CanvasActs | None, waiting: list[tuple[CanvasCard, GroupCall]]) -> None:
    """Groups that put a hand up, the longest waiting first."""
    now = datetime.now(UTC)
    for card, call in sorted(waiting, key=lambda pair: pair[1].at)[:_MOST_CALLS]:
        with st.container(horizontal=True, vertical_alignment="center"):
            ago = _ago(here, now - call.at)
            words = label(CANVAS_CALLS, call.sort, here.language)
            st.markdown(f":material/front_hand: **{md(card.group or card.name)}** – {words} · {ago}", width="content")
            if acts is not None and here.may_to(Act.WRITE, "canvas", card.id):
                _went(here, acts, card.id)


def _went(here: Here, acts: CanvasActs, canvas: str) -> None:
    if st.button(here.say("ไปแล้ว"), key=f"went.{canvas}", type="tertiary"):
        with shows_problems(here) as outcome:
            acts.call(canvas, "")
        if outcome.ok:
            st.rerun()


def _ago(here: Here, passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    return here.say("เมื่อสักครู่") if minutes < 1 else here.say("{n} นาทีก่อน", n=minutes)


def _is_stuck(card: CanvasCard, now: datetime) -> bool:
    return card.step <= 9 and now - card.changed_at >= STUCK


def _table(here: Here, today: list[CanvasCard], now: datetime) -> str:
    say = here.say
    rows = []
    for card in sorted(today, key=lambda c: (not _is_stuck(c, now), c.step, c.name)):
        marks = "".join(
            f'<i class="{"on" if s.number in card.answered else "now" if s.number == card.step else ""}" '
            f'title="{as_html(s.words(here.language))}">{s.number}</i>'
            for s in STEPS
        )
        ago = _ago(here, now - card.changed_at)
        state = (
            f'<span class="stuck">{as_html(say("อาจติดอยู่"))} · {as_html(ago)}</span>'
            if _is_stuck(card, now)
            else as_html(ago)
        )
        step = STEPS[card.step - 1].short(here.language) if card.step <= 9 else say("ครบแล้ว")
        rows.append(
            f"<tr><td><b>{as_html(card.group or card.name)}</b><br>{as_html(card.name)}</td>"
            f"<td>{marks}</td><td>{as_html(step)}</td><td>{state}</td></tr>"
        )
    heads = "".join(f"<th>{as_html(h)}</th>" for h in (say("กลุ่ม"), say("ขั้นที่ตอบแล้ว"), say("กำลังทำ"), say("ล่าสุด")))
    return f'{_STYLE}<table class="fr"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
