"""A round of household forms: villages and their progress, forms to check, and the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.asking import audience_in
from lib.access.visible import visible
from lib.domain.thai_number import format_number
from lib.insight.records.listing import record_ids
from lib.insight.survey.rounds import FormLine, forms, villages
from lib.insight.tambon.work import Work
from lib.schema.seeing import Audience
from lib.ui.form.engine import forget_form
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.flash import done
from lib.ui.frame.parts import choose_part
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.survey.devices import show_devices
from lib.ui.survey.form import KIND, doubt_words, open_form, show_house
from lib.ui.survey.log import show_log

if TYPE_CHECKING:
    from lib.actions.survey.acts import HouseholdActs

#: Forms shown of one village at a time.
_PAGE = 30


def show_households(here: Here, acts: HouseholdActs, work: Work) -> None:
    """The round of a workspace; for those who may write."""
    if st.query_params.get("form"):
        show_house(here, acts, work)
        return
    say = here.say
    parts = {"list": say("หมู่บ้านและแบบ"), "devices": say("กระดาษและโทรศัพท์")}
    if _sees_all(here, work):
        parts["log"] = say("ใครเปิดดู")
    part = choose_part(say("มุมมอง"), "households.part", parts, "list")
    if part == "devices":
        show_devices(here, acts, work)
    elif part == "log":
        show_log(here, work)
    else:
        _list(here, acts, work)


def _list(here: Here, acts: HouseholdActs, work: Work) -> None:
    say = here.say
    st.button(
        say("กรอกแบบครัวเรือนใหม่"),
        type="primary",
        icon=":material/add_home:",
        key="households.new",
        on_click=_go_on,
        args=(work, "", ""),
    )
    _drafts(here, acts, work)
    _villages(here, acts, work)
    _note_look(acts, work)
    lines = forms(here.source, work.work.area, work.work.year)
    if _sees_all(here, work):
        _to_check(here, acts, lines)
    else:  # who collects forms sees one's own and no list of the others
        mine = record_ids(here.source, KIND, visible(here.actor, KIND))
        lines = [one for one in lines if one.id in mine]
    _forms(here, lines)


def _sees_all(here: Here, work: Work) -> bool:
    """Whether everybody's forms of the round are this person's to see."""
    return audience_in(here.source.store, here.actor, work.work.area, KIND) is Audience.WRITER


def _note_look(acts: HouseholdActs, work: Work) -> None:
    """The list shows codes of households: it is noted once a session."""
    seen = st.session_state.setdefault("_lists_seen", set())
    if work.work.id not in seen:
        seen.add(work.work.id)
        acts.records.note_view("list", KIND, [""], work.work.area)


def _drafts(here: Here, acts: HouseholdActs, work: Work) -> None:
    waiting = [
        d
        for d in acts.records.open_drafts(KIND)
        if d.typed.get("area") == work.work.area and d.typed.get("year") == str(work.work.year)
    ]
    for draft in waiting:
        code = str(draft.typed.get("household_code") or here.say("ยังไม่มีรหัส"))
        st.button(
            here.say("ทำต่อ: ร่างของ {code} (รหัสกู้คืน {draft})", code=md(code), draft=draft.code),
            key=f"draft.{draft.code}",
            type="tertiary",
            icon=":material/draft:",
            on_click=_go_on,
            args=(work, draft.record_id, draft.code),
        )

    with st.popover(here.say("มีรหัสกู้คืน"), icon=":material/restore:", type="tertiary"):
        code = st.text_input(here.say("รหัสกู้คืน"), key="households.resume")
        named = acts.records.resume(code.strip()) if code else None
        elsewhere = named is not None and named.typed.get("area") != work.work.area
        if code and (named is None or named.kind != KIND or elsewhere):
            st.caption(here.say("ไม่พบร่างของรหัสนี้ อาจบันทึกไปแล้ว"))
        elif named is not None:
            del st.session_state["households.resume"]
            _go_on(work, named.record_id, named.code)
            st.rerun()


def _go_on(work: Work, record_id: str, code: str) -> None:
    forget_form(f"house.{work.work.id}.{record_id or 'new'}")
    open_form(record_id or "new", code)


def _villages(here: Here, acts: HouseholdActs, work: Work) -> None:
    say = here.say
    targets = {v.number: (v.name or "", v.households or 0) for v in work.of("survey_village")}
    shown = villages(here.source, work.work.area, work.work.year, targets).value
    to_visit = sum(v.to_visit for v in shown)
    done_ = sum(v.forms for v in shown)
    st.markdown(
        "#### "
        + say(
            "เก็บแล้ว {done} จาก {all} ครัวเรือน ตรวจแล้ว {checked}",
            done=format_number(done_),
            all=format_number(to_visit) if to_visit else "–",
            checked=format_number(sum(v.checked for v in shown)),
        )
    )
    for village in shown:
        name = say("หมู่ {n}", n=village.number) if village.number else say("ยังไม่ระบุหมู่")
        words = f"{name} {md(village.name)} · {village.forms}/{village.to_visit or '–'}"
        words += " · " + say("ตรวจแล้ว {n}", n=village.checked)
        if village.refused:
            words += " · " + say("ไม่ยินยอม {n}", n=village.refused)
        st.progress(min(1.0, village.forms / village.to_visit) if village.to_visit else 0.0, text=words)
    with st.expander(say("หมู่บ้านและจำนวนที่จะไปเยี่ยม"), icon=":material/holiday_village:", expanded=not targets):
        show_lines(
            here,
            acts.records,
            Lines(
                "survey_village",
                work.parts["survey_village"],
                lambda v: say(
                    "หมู่ {n} {name} {count} ครัวเรือน", n=v.number, name=md(v.name or ""), count=v.households or "–"
                ),
                preset={"work": work.work.id},
                add=say("เพิ่มหมู่บ้าน"),
            ),
        )


def _to_check(here: Here, acts: HouseholdActs, lines: list[FormLine]) -> None:
    """Step 2.4: complete forms are checked together, by somebody with a name."""
    say = here.say
    ready = [f for f in lines if f.ready]
    waiting = [f for f in lines if f.consents and not f.checked and not f.ready]
    if not ready and not waiting:
        return
    with st.container(border=True):
        st.markdown(
            f"**{say('รอตรวจ: ครบแล้ว {ready} ชุด ต้องดูก่อน {waiting} ชุด', ready=len(ready), waiting=len(waiting))}**"
        )
        who = st.text_input(say("ชื่อผู้ตรวจแบบ"), key="households.checker", persist_state="session")
        if st.button(say("ตรวจแบบที่ครบทั้งหมด"), key="households.check", icon=":material/fact_check:", disabled=not ready):
            count = 0
            with shows_problems(here) as outcome:
                count, _ = acts.check([f.id for f in ready], who or "")
            if outcome.ok:
                done(here, say("ตรวจแล้ว {n} ชุด นับเข้าผลสำรวจ", n=count))


def _forms(here: Here, lines: list[FormLine]) -> None:
    say = here.say
    numbers = sorted({f.village for f in lines}, key=lambda n: (n is None, n or 0))
    if not numbers:
        st.info(say("ยังไม่มีแบบของรอบนี้"), icon=":material/home_work:")
        return
    names = {str(n or ""): say("หมู่ {n}", n=n) if n else say("ยังไม่ระบุหมู่") for n in numbers}
    chosen = st.selectbox(say("หมู่ที่"), list(names), format_func=names.__getitem__, key="households.village")
    mine = [f for f in lines if str(f.village or "") == chosen]
    mine.sort(key=lambda f: (f.checked or not f.consents, not f.alike, not f.doubts, f.code))
    pages = -(-len(mine) // _PAGE)
    page = st.pagination(pages, key="households.page", max_visible_pages=5) if pages > 1 else 1
    for one in mine[(page - 1) * _PAGE : page * _PAGE]:
        st.button(
            f"{md(one.code)} · {_state(here, one)}",
            key=f"form.{one.id}",
            type="tertiary",
            icon=":material/chevron_right:",
            on_click=open_form,
            args=(one.id,),
        )


def _state(here: Here, one: FormLine) -> str:
    say = here.say
    if one.withdrawn_consent:
        return say("ถอนความยินยอมแล้ว")
    if not one.consents:
        return say("ไม่ยินยอม")
    if one.alike:
        return ":orange[" + say("คล้ายกับ {codes}", codes=md(", ".join(c for c, _ in one.alike))) + "]"
    if one.checked:
        return ":green[" + say("ตรวจแล้ว") + "]"
    if one.doubts:
        more = f" +{len(one.doubts) - 1}" if len(one.doubts) > 1 else ""
        return doubt_words(here, one.doubts[0]) + more
    return say("ครบแล้ว รอตรวจ")
