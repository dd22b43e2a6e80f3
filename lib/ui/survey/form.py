"""One household: consent first, then the questions with running totals, the check list, its rights."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import streamlit as st

from lib.access.policy import Act
from lib.domain.household import Doubt, doubts, left_over, total
from lib.domain.household_code import next_code
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_number import format_number
from lib.insight.records.ledger import Detail, detail
from lib.insight.survey.rounds import from_values, gone_from_backups_on
from lib.insight.tambon.work import Work
from lib.schema.household import HouseholdSurvey
from lib.schema.record import Record, specs
from lib.ui.form.engine import forget_form, forget_forms
from lib.ui.form.line_form import Part, part_form
from lib.ui.form.state import Form
from lib.ui.frame.flash import done
from lib.ui.frame.light import light_below, light_pages_are_served, show_light
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.survey.consent import health_notice, notice

if TYPE_CHECKING:
    from lib.actions.survey.acts import HouseholdActs
    from lib.store.records import Stored

KIND = "household_survey"


def open_form(record_id: str, draft: str = "") -> None:
    """Put a form, perhaps with a draft of it, into the address; '' goes back to the list."""
    for name in ("code", "village", "draft"):
        st.query_params.pop(name, None)
    if draft:
        st.query_params["draft"] = draft
    if record_id:
        st.query_params["form"] = record_id
    else:
        st.query_params.pop("form", None)


def show_house(here: Here, acts: HouseholdActs, work: Work) -> None:
    """The form in the address: a new one (``new``), or a stored one."""
    say = here.say
    record_id = st.query_params.get("form", "")
    st.button(say("กลับไปที่รายการ"), on_click=open_form, args=("",), type="tertiary", icon=":material/arrow_back:")
    opened = (
        detail(here.source, KIND, record_id, audience=here.audience_to(KIND, record_id)) if record_id != "new" else None
    )
    if record_id != "new" and (opened is None or not _of(opened, work)):
        st.warning(say("ไม่พบรายการนี้ อาจถูกลบหรือลิงก์ไม่ครบ"))
        return
    fast = st.toggle(say("พิมพ์ตามแบบกระดาษ (เรียงแน่น หลังถัดไปขึ้นให้เอง)"), key="households.fast", persist_state="session")
    if record_id == "new" and not fast and light_pages_are_served():
        show_light(_light_address(here, work), say("กรอกแบบครัวเรือนใหม่"))
        return
    place = f"{work.place.text(here.language)} {work.province_name.text(here.language)}"
    with st.expander(
        say("อ่านให้ครัวเรือนฟังก่อนถาม"), icon=":material/record_voice_over:", expanded=record_id == "new" and not fast
    ):
        st.markdown(notice(say, work.work, place))
    if opened:
        _note_look(acts, opened, work)
        _standing(here, acts, opened)
    stored = opened.stored if opened else None
    part = Part(
        KIND,
        f"house.{work.work.id}.{record_id}",
        stored,
        preset={"area": work.work.area, "year": _typed_year(stored, work)},
        start=_start(work),
        columns=3 if fast else 1,
        in_address=True,
    )
    part_form(
        here,
        acts.records,
        part,
        after=lambda saved: _after(acts, work, saved, fast),
        note=lambda form: _running(here, form),
    )
    if opened and getattr(opened.stored.record, "consent", "") == "yes":
        _health(here, acts, work, record_id)
    if opened:
        _rights(here, acts, opened)


def _light_address(here: Here, work: Work) -> str:
    """The form as on a phone: a new one, with what the QR of a paper form says, or a draft that was left."""
    below = f"{light_below(practice=bool(here.practice_note))}/house/{work.work.id}"
    draft, lang = st.query_params.get("draft", ""), {"lang": "en"} if here.language == "en" else {}
    if draft:
        return f"{below}/d/{quote(draft, safe='')}/0?{urlencode(lang)}"
    told = {name: st.query_params.get(name, "") for name in ("village", "code")}
    return f"{below}/new?{urlencode({**told, **lang})}"


def _of(opened: Detail, work: Work) -> bool:
    record = opened.stored.record
    return isinstance(record, HouseholdSurvey) and record.area == work.work.area and not opened.stored.withdrawn


def _typed_year(stored: Stored | None, work: Work) -> str:
    year = getattr(stored.record, "year", None) if stored else None
    return str(year or work.work.year)


def _start(work: Work) -> dict[str, str]:
    """What a new form begins with: what the QR says, or what follows from the last one."""
    asked = {"household_code": st.query_params.get("code", ""), "village": st.query_params.get("village", "")}
    last: dict[str, str] = st.session_state.get("_last_house", {}).get(work.work.id, {})
    today = format_date(bangkok_today(), "th")
    return {"surveyed_on": today, **last, **{k: v for k, v in asked.items() if v}}


def _after(acts: HouseholdActs, work: Work, saved: Record, fast: bool) -> None:
    """Say at once when a form looks like another household; go on to the next when typing from paper."""
    assert isinstance(saved, HouseholdSurvey)
    if fast and not acts.alike(saved.id):
        held = st.session_state.setdefault("_last_house", {})
        held[work.work.id] = {
            "village": str(saved.village or ""),
            "surveyed_on": format_date(saved.surveyed_on, "th"),
            "household_code": next_code(saved.household_code),
        }
        forget_form(f"house.{work.work.id}.new")
        open_form("new")
    else:
        open_form(saved.id)


def _note_look(acts: HouseholdActs, opened: Detail, work: Work) -> None:
    seen = st.session_state.setdefault("_forms_seen", set())
    if opened.stored.record.id not in seen:
        seen.add(opened.stored.record.id)
        acts.records.note_view("open", KIND, [opened.stored.record.id], work.work.area)


def _standing(here: Here, acts: HouseholdActs, opened: Detail) -> None:
    """How the form stands; the warning about a look-alike right after saving and later."""
    say, record = here.say, opened.stored.record
    assert isinstance(record, HouseholdSurvey)
    alike = acts.alike(record.id)
    if alike:
        codes = ", ".join(h.code for h, _ in alike)
        st.warning(
            say("แบบนี้คล้ายกับ {codes} อาจเป็นบ้านเดียวกัน ตรวจก่อน ถ้าซ้ำให้ลบหรือถอนแบบหนึ่ง", codes=md(codes)),
            icon=":material/content_copy:",
        )
        if st.button(say("เป็นคนละหลัง"), key=f"two.{record.id}", icon=":material/call_split:"):
            with shows_problems(here) as outcome:
                for other, _ in alike:
                    acts.call_two(record.id, other.id)
            if outcome.ok:
                done(here, say("จำไว้แล้วว่าเป็นคนละหลัง"))
    if record.withdrawn_on:
        st.info(say("ครัวเรือนถอนความยินยอมเมื่อ {day} คำตอบถูกลบแล้ว", day=format_date(record.withdrawn_on, here.language)))
    elif record.checked_on:
        st.caption(
            ":green[:material/fact_check:] "
            + say(
                "ตรวจแล้วโดย {who} เมื่อ {day} ถ้าแก้คำตอบ ต้องตรวจใหม่",
                who=md(record.checked_by or ""),
                day=format_date(record.checked_on, here.language),
            )
        )


def _running(here: Here, form: Form) -> None:
    """Sums so far and what is still missing, as the answers come in."""
    say = here.say
    values = form.read().values
    if values.get("consent") != "yes":
        return
    one = from_values(values)
    told_ = [
        (say("รายได้ต่อเดือน"), one.income),
        (say("รายจ่ายต่อเดือน"), one.expense),
        (say("เหลือ"), left_over(one)),
        (say("หนี้รวม"), one.debt),
    ]
    known = [f"**{name}** {format_number(value)}" for name, value in told_ if value is not None]
    listed = [(say("รายได้ที่แจกแจง"), total(one.incomes)), (say("รายจ่ายที่แจกแจง"), total(one.expenses))]
    known += [f"{name} {format_number(value)}" for name, value in listed if value is not None]
    if known:
        st.markdown(":material/calculate: " + " · ".join(known))
    lines = [doubt_words(here, doubt) for doubt in doubts(one)]
    if lines:
        st.caption(say("ก่อนตรวจ ดูอีกครั้ง ({n})", n=len(lines)) + ": " + md(" · ".join(lines)))
    else:
        st.caption(":green[:material/check_circle:] " + say("ถูกต้อง ครบถ้วน"))


def doubt_words(here: Here, doubt: Doubt) -> str:
    """A doubt in the language of the screen."""
    return doubt_words_in(doubt, here.language)


def doubt_words_in(doubt: Doubt, language: str) -> str:
    """A doubt with the question that it is about as the form asks it."""
    asked = specs(HouseholdSurvey).get(doubt.question)
    return doubt.words(language, asked.label(language) if asked else "")


def _health(here: Here, acts: HouseholdActs, work: Work, household: str) -> None:
    """Sensitive questions: only where the workspace turned them on, in a form of their own."""
    from lib.insight.survey.health import health_of

    told_before = health_of(here.source, household)
    if not work.work.asks_health and told_before is None:
        return
    with st.expander(here.say("ข้อมูลสุขภาพ (อ่อนไหว)"), icon=":material/health_and_safety:"):
        st.markdown(health_notice(here.say))
        part = Part("household_health", f"health.{household}", told_before, {"household": household})
        part_form(here, acts.records, part)


def _rights(here: Here, acts: HouseholdActs, opened: Detail) -> None:
    """What the household may ask for: a copy, taking consent back, erasure."""
    say, record = here.say, opened.stored.record
    assert isinstance(record, HouseholdSurvey)
    with st.expander(say("สิทธิของครัวเรือน: ขอดู ถอนความยินยอม ลบ"), icon=":material/shield_person:"):
        if record.keep_until:
            st.caption(say("เก็บไว้ถึง {day} แล้วระบบลบให้เอง", day=format_date(record.keep_until, here.language)))
        if here.may_to(Act.EXPORT, KIND, record.id):
            st.download_button(
                say("สำเนาทุกอย่างที่เก็บไว้ (JSON)"),
                lambda: acts.export_form(record.id),
                f"household-{record.id}.json",
                "application/json",
                icon=":material/download:",
                key=f"rights.{record.id}.copy",
                on_click="ignore",
            )
        else:
            st.caption(say("สำเนาของครัวเรือนขอได้ที่เจ้าหน้าที่ภาค"))
        if record.consent == "yes":
            sure = st.checkbox(say("ครัวเรือนขอถอนความยินยอม คำตอบทั้งหมดจะถูกลบ"), key=f"rights.{record.id}.sure")
            if st.button(say("ถอนความยินยอม"), key=f"rights.{record.id}.withdraw", disabled=not sure):
                with shows_problems(here) as outcome:
                    acts.withdraw_consent(record.id)
                if outcome.ok:
                    _closed(record.id)
                    done(here, say("ถอนความยินยอมแล้ว คำตอบถูกลบ และไม่ถูกนับในผลครั้งต่อไป"))
        if not here.may_to(Act.ERASE, KIND, record.id):
            st.caption(say("การลบถาวรตามคำขอเป็นหน้าที่ของผู้ดูแลระบบ"))
            return
        gone = gone_from_backups_on(bangkok_today())
        st.caption(
            say(
                "ลบถาวร: หายจากแบบ ประวัติ ร่าง และแฟ้มที่เคยนำเข้าทันที แฟ้มสำรองที่ยังมีจะถูกลบภายใน {day}",
                day=format_date(gone, here.language),
            )
        )
        why = st.text_input(say("เหตุผล (ไม่ใส่ชื่อบุคคล)"), key=f"rights.{record.id}.why")
        if st.button(say("ลบถาวร"), key=f"rights.{record.id}.erase", disabled=not why):
            with shows_problems(here) as outcome:
                acts.erase_form(record.id, why or "")
            if outcome.ok:
                _closed(record.id)
                open_form("")
                done(here, say("ลบถาวรแล้ว"))


def _closed(record_id: str) -> None:
    """Forget what this session held of a form whose answers are gone."""
    forget_forms(lambda place: place.endswith(record_id))
