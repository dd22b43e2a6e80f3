"""The parts of the records screen: the list, the open form, evidence, verdict, history."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from lib.domain.errors import Conflict
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.insight.ledger import PAGE_SIZE, Detail, Listing, detail, listing
from lib.schema.choices import STATUS
from lib.schema.record import Record, specs
from lib.schema.registry import kind
from lib.schema.work import Evidence
from lib.ui.desk import Desk, told
from lib.ui.overview_parts import action_word
from lib.ui.proof import evidence_line
from lib.ui.record_form import Form, show_form, typed_of
from lib.ui.replay import kept
from lib.ui.safe import md
from lib.ui.shell import Here

#: Kinds whose records are proved by evidence.
_WITH_EVIDENCE = {
    "tambon_progress",
    "provincial_network",
    "strategy_goal",
    "incubation_centre",
    "project",
}


def say_saved(here: Here) -> None:
    """What the last action did, once."""
    message = st.session_state.pop("_said", "")
    if message:
        st.success(message, icon=":material/check_circle:")


def _done(here: Here, message: str) -> None:
    st.session_state["_said"] = message
    here.wrote()
    st.rerun()


def show_list(here: Here, kind_id: str) -> None:
    """Search, then the records of a kind, twenty a page; press one to open it."""
    say, about = here.say, kind(kind_id).about
    search = st.text_input(
        say("ค้นหาใน {kind}", kind=about.label(here.language)),
        key=f"records.search.{kind_id}",
        placeholder=say("พิมพ์บางส่วนของชื่อ"),
    )
    first = _listed(here, kind_id, search or "", 1)
    st.caption(say("{n} รายการ", n=format_number(first.total)))
    pages = max(1, -(-first.total // PAGE_SIZE))
    page = (
        st.pagination(pages, key=f"records.page.{kind_id}", max_visible_pages=5) if pages > 1 else 1
    )
    found = first if page == 1 else _listed(here, kind_id, search or "", page)
    statuses = {o.value: o.label(here.language) for o in STATUS}
    for line in found.lines:
        state = f" · {statuses[line.status]}" if line.status else ""
        st.button(
            f"{md(line.title.text(here.language))}{state}", key=f"open.{line.id}", type="tertiary",
            icon=":material/chevron_right:", on_click=open_record, args=(kind_id, line.id),
        )  # fmt: skip
    if not found.lines:
        st.info(say("ยังไม่มีรายการ กด “เพิ่มรายการใหม่” เพื่อเริ่ม"), icon=":material/inbox:")


def _listed(here: Here, kind_id: str, search: str, page: int) -> Listing:
    """One page of a list, read once per version of what it shows."""
    version = here.source.version((kind_id, "area", "list_item"), fresh=here.fresh)
    build = partial(listing, here.source, kind_id, search, page)
    return kept(here, version, "listing", build, kind_id, search, page)


def open_record(kind_id: str, record_id: str, draft: str = "") -> None:
    """Put a record (or a new one, or a draft) into the address; the page opens it."""
    st.query_params["kind"] = kind_id
    for name, value in (("record", record_id), ("draft", draft)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    st.session_state.pop("_form", None)


def show_drafts(here: Here, desk: Desk) -> None:
    """Drafts that wait to be finished; each opens where it was left."""
    waiting = desk.open_drafts()
    if not waiting:
        return
    with st.expander(here.say("{n} ร่างที่ยังไม่ได้บันทึก", n=len(waiting)), icon=":material/draft:"):
        for draft in waiting:
            name = kind(draft.kind).about.label(here.language)
            st.button(
                f"{name} · {format_moment(draft.updated_at, here.language)}", key=f"draft.{draft.code}",
                on_click=open_record, args=(draft.kind, draft.record_id or "new", draft.code), type="tertiary",
            )  # fmt: skip


def show_editor(here: Here, desk: Desk, kind_id: str, record_id: str, code: str) -> None:
    """One record: form, evidence, verdict, history."""
    say = here.say
    opened = None if record_id == "new" else detail(here.source, kind_id, record_id)
    st.button(
        say("กลับไปที่รายการ"),
        on_click=open_record,
        args=(kind_id, ""),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    if opened is None and record_id != "new":
        st.warning(say("ไม่พบรายการนี้ อาจถูกลบหรือลิงก์ไม่ครบ"))
        return
    model = kind(kind_id)
    title = (
        opened.title.text(here.language)
        if opened
        else say("เพิ่ม {kind}", kind=model.about.label(here.language))
    )
    st.subheader(md(title), anchor=False)
    if opened:
        _state_line(here, opened)
    form = _form(here, desk, model, opened, code)
    if form.code:
        st.caption(
            f":material/cloud_done: {say('เก็บร่างไว้ที่เครื่องนี้แล้ว รหัสกู้คืน {code}', code=form.code)}"
        )
    show_form(here, form, lambda f: _keep(desk, f), _hidden(model, form))
    _save_buttons(here, desk, form, opened)
    if opened and kind_id in _WITH_EVIDENCE:
        _evidence(here, desk, opened)
    if opened and model.about.verifiable and not opened.stored.withdrawn:
        _verdict(here, desk, opened)
    if opened:
        _history(here, desk, opened)


def _state_line(here: Here, opened: Detail) -> None:
    say, stored = here.say, opened.stored
    status = getattr(stored.record, "status", None)
    parts = [next((o.label(here.language) for o in STATUS if o.value == status), "")]
    reason = getattr(stored.record, "returned_reason", None)
    if reason:
        parts.append(say("เหตุที่ส่งกลับ: {reason}", reason=md(reason)))
    if stored.withdrawn:
        parts.append(say("ถอนแล้ว ไม่ถูกนับ"))
    if stored.origin == "published":
        parts.append(
            say("จากเอกสารที่เผยแพร่ แก้ไขแล้วในระบบ") if stored.edited else say("จากเอกสารที่เผยแพร่")
        )
    parts.append(
        say(
            "ฉบับที่ {n} · {moment}",
            n=stored.revision,
            moment=format_moment(stored.updated_at, here.language),
        )
    )
    st.caption(" · ".join(p for p in parts if p))


def _form(here: Here, desk: Desk, model: type[Record], opened: Detail | None, code: str) -> Form:
    """This session's form of the open record: what was typed survives reruns and reloads."""
    record_id = opened.stored.record.id if opened else ""
    form_id = f"form.{model.about.id}.{record_id or 'new'}"
    held = st.session_state.get("_form")
    if isinstance(held, Form) and held.id.startswith(form_id) and (not code or held.code == code):
        return held
    number = st.session_state["_forms"] = st.session_state.get("_forms", 0) + 1
    draft = desk.resume(code) if code else None
    if draft is not None and draft.kind == model.about.id:
        form = Form(
            f"{form_id}.{number}",
            model,
            draft.record_id,
            draft.base_revision,
            draft.typed,
            draft.code,
        )
    else:
        typed = typed_of(opened.stored.record, here.language) if opened else _preset(model)
        form = Form(
            f"{form_id}.{number}", model, record_id, opened.stored.revision if opened else 0, typed
        )
    st.session_state["_form"] = form
    return form


def _preset(model: type[Record]) -> dict[str, Any]:
    """A new record's defaults."""
    defaults = {
        n: model.model_fields[n].default
        for n in specs(model)
        if not model.model_fields[n].is_required()
    }
    typed: dict[str, Any] = {"no_answer": {}}
    typed |= {
        n: list(v) if isinstance(v, list) else v
        for n, v in defaults.items()
        if isinstance(v, (str, bool, list))
    }
    return typed


def _hidden(model: type[Record], form: Form) -> frozenset[str]:
    """Evidence is added under what it proves; its two pointers are not typed by hand."""
    return frozenset({"proves_kind", "proves"}) if model is Evidence else frozenset()


def _keep(desk: Desk, form: Form) -> None:
    draft = desk.keep_draft(
        form.code, form.model.about.id, form.record_id, form.base_revision, form.typed
    )
    form.code = draft.code
    st.query_params["draft"] = draft.code


def _save_buttons(here: Here, desk: Desk, form: Form, opened: Detail | None) -> None:
    say = here.say
    with st.container(horizontal=True):
        save = st.button(say("บันทึก"), type="primary", icon=":material/save:", key=f"{form.id}.save")
        discard = form.code and st.button(say("ทิ้งร่าง"), type="tertiary", key=f"{form.id}.discard")
    if discard:
        desk.drop_draft(desk.resume(form.code))
        open_record(form.model.about.id, form.record_id or "")
        st.rerun()
    if save:
        _save(here, desk, form)
    if form.theirs:
        _settle(here, form, opened)


def _save(here: Here, desk: Desk, form: Form) -> None:
    typed = {k: v for k, v in form.typed.items() if k not in _decided(form.model)}
    saved = None
    with told(here):
        try:
            saved = desk.save(
                form.model.about.id,
                typed,
                record_id=form.record_id,
                base_revision=form.base_revision,
            )
        except Conflict as clash:
            form.theirs = clash.theirs
            raise
    if saved is None:
        return
    draft = desk.resume(form.code) if form.code else None
    if draft is not None:
        desk.drop_draft(draft)
    open_record(form.model.about.id, saved.record.id)
    message = here.say("บันทึกแล้วที่เครื่องนี้ ฉบับที่ {n}", n=saved.revision)
    if saved.reopened:
        message += " · " + here.say("เนื้อหาเปลี่ยน จึงต้องตรวจรับรองใหม่")
    elif form.model.about.verifiable and saved.created:
        message += " · " + here.say("ต่อไป: เพิ่มหลักฐานด้านล่าง แล้วให้ผู้ตรวจรับรอง")
    _done(here, message)


def _decided(model: type[Record]) -> set[str]:
    return {n for n, s in specs(model).items() if s.authority.value == "app"}


def _settle(here: Here, form: Form, opened: Detail | None) -> None:
    """A true clash: both values stand side by side, a person chooses."""
    say = here.say
    with st.container(border=True):
        for name, value in form.theirs.items():
            label = (
                specs(form.model)[name].label(here.language) if name in specs(form.model) else name
            )
            st.markdown(
                f"**{md(label)}** · {say('ของผู้อื่น')}: {md(value)} · {say('ของท่าน')}: {md(form.typed.get(name))}"
            )
        mine, theirs = st.columns(2)
        use_mine = mine.button(say("ใช้ค่าของฉัน"), key=f"{form.id}.mine")
        use_theirs = theirs.button(say("ใช้ค่าของผู้อื่น"), key=f"{form.id}.theirs")
    if (use_mine or use_theirs) and opened:
        if use_theirs:
            current = typed_of(opened.stored.record, here.language)
            form.typed.update({k: current.get(k) for k in form.theirs})
            for name in form.theirs:
                st.session_state.pop(f"{form.id}.{name}", None)
        form.base_revision, form.theirs = opened.stored.revision, {}
        st.rerun()


def _evidence(here: Here, desk: Desk, opened: Detail) -> None:
    say, record = here.say, opened.stored.record
    st.divider()
    st.subheader(say("หลักฐาน ({n})", n=len(opened.evidence)), anchor=False)
    for proof in opened.evidence:
        st.markdown(f"- {evidence_line(here, proof)}")
    form_key = f"_evidence.{record.id}"
    number = st.session_state.setdefault(f"{form_key}.number", 0)
    form = st.session_state.setdefault(
        form_key, Form(f"{form_key}.{number}", Evidence, "", 0, {"type": "link"})
    )
    with st.expander(say("เพิ่มหลักฐาน"), icon=":material/attach_file:", expanded=not opened.evidence):
        show_form(
            here,
            form,
            lambda f: _keep_evidence(desk, f, record),
            frozenset({"proves_kind", "proves"}),
        )
        if st.button(say("บันทึกหลักฐาน"), key=f"{form.id}.save", icon=":material/add:"):
            with told(here) as outcome:
                desk.save(
                    "evidence", {**form.typed, "proves_kind": record.about.id, "proves": record.id}
                )
            if outcome.ok:
                draft = desk.resume(form.code) if form.code else None
                if draft is not None:
                    desk.drop_draft(draft)
                del st.session_state[form_key]
                st.session_state[f"{form_key}.number"] = number + 1
                _done(here, say("บันทึกหลักฐานแล้ว"))


def _keep_evidence(desk: Desk, form: Form, record: Record) -> None:
    typed = {**form.typed, "proves_kind": record.about.id, "proves": record.id}
    form.code = desk.keep_draft(form.code, "evidence", "", 0, typed).code


def _verdict(here: Here, desk: Desk, opened: Detail) -> None:
    """Verify or send back, in somebody's name."""
    say, record = here.say, opened.stored.record
    st.divider()
    st.subheader(say("ตรวจรับรอง"), anchor=False)
    if getattr(record, "status", "") == "verified":
        st.markdown(
            f":green[:material/verified:] {say('ตรวจรับรองโดย {who}', who=md(getattr(record, 'verified_by', '')))}"
        )
    else:
        who = st.text_input(
            say("ชื่อผู้ตรวจรับรอง"), key=f"verdict.{record.id}.who", persist_state="session"
        )
        if st.button(
            say("ตรวจรับรอง: หลักฐานยืนยันจริง"),
            type="primary",
            icon=":material/verified:",
            key=f"verdict.{record.id}.yes",
        ):
            with told(here) as outcome:
                desk.verify(record.about.id, record.id, who or "")
            if outcome.ok:
                _done(here, say("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้"))
    reason = st.text_input(say("ถ้าส่งกลับ บอกเหตุผล"), key=f"verdict.{record.id}.why")
    if st.button(say("ส่งกลับให้แก้"), icon=":material/undo:", key=f"verdict.{record.id}.no"):
        with told(here) as outcome:
            desk.send_back(record.about.id, record.id, reason or "")
        if outcome.ok:
            _done(here, say("ส่งกลับแล้ว รายการนี้ไม่ถูกนับ"))


def _history(here: Here, desk: Desk, opened: Detail) -> None:
    """Every change, field by field, each revision restorable; and withdrawal."""
    say, record = here.say, opened.stored.record
    st.divider()
    with st.expander(say("ประวัติ ({n} ครั้ง)", n=len(opened.history)), icon=":material/history:"):
        for change in opened.history:
            st.markdown(
                f"**{say('ฉบับที่ {n}', n=change.revision)}** · {action_word(say, change.action)} · "
                f"{md(change.actor_label)} · {format_moment(change.at, here.language)}"
                + (f" · {md(change.note)}" if change.note and change.action != "restore" else "")
            )
            declared = specs(type(record))
            lines = [
                f"- {md(declared[n].label(here.language) if n in declared else n)}: {_told(before)} → {_told(after)}"
                for n, (before, after) in change.fields.items()
                if not n.startswith("_")
            ]
            if lines:
                st.markdown("\n".join(lines))
            if (change.revision != opened.stored.revision or opened.stored.withdrawn) and st.button(
                say("คืนค่าเป็นฉบับที่ {n}", n=change.revision),
                key=f"restore.{change.number}",
                icon=":material/settings_backup_restore:",
                type="tertiary",
            ):
                with told(here) as outcome:
                    desk.restore(record.about.id, record.id, change.revision)
                if outcome.ok:
                    open_record(record.about.id, record.id)
                    _done(here, say("คืนค่าแล้ว"))
        if not opened.history:
            st.caption(say("ยังไม่มีการแก้ไขตั้งแต่เผยแพร่"))
    if not opened.stored.withdrawn:
        with st.expander(say("ถอนรายการนี้"), icon=":material/delete:"):
            why = st.text_input(say("เหตุผลที่ถอน"), key=f"withdraw.{record.id}")
            if st.button(say("ถอน (เรียกคืนได้จากประวัติ)"), key=f"withdraw.{record.id}.go"):
                with told(here) as outcome:
                    desk.withdraw(record.about.id, record.id, why or "")
                if outcome.ok:
                    open_record(record.about.id, record.id)
                    _done(here, say("ถอนแล้ว ไม่ถูกนับ"))


def _told(value: Any) -> str:
    return "–" if value in (None, "", [], {}) else md(value)


def show_reading(here: Here, kind_id: str, record_id: str) -> None:
    """One public record for somebody who only reads."""
    from lib.schema.field import Privacy

    opened = detail(here.source, kind_id, record_id)
    st.button(
        here.say("กลับไปที่รายการ"),
        on_click=open_record,
        args=(kind_id, ""),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    if opened is None:
        st.warning(here.say("ไม่พบรายการนี้ อาจถูกลบหรือลิงก์ไม่ครบ"))
        return
    st.subheader(md(opened.title.text(here.language)), anchor=False)
    _state_line(here, opened)
    typed = typed_of(opened.stored.record, here.language)
    for name, spec in specs(type(opened.stored.record)).items():
        if typed.get(name) not in (None, "", []) and spec.privacy is Privacy.PUBLIC:
            st.markdown(f"**{md(spec.label(here.language))}** {md(typed[name])}")
    for proof in opened.evidence:
        st.markdown(f"- {evidence_line(here, proof)}")
