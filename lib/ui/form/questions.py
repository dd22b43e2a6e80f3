"""A form for any record kind, made from its declaration.

Every answer is kept as a draft the moment its field is left; nothing waits for a button.
Numbers and dates are typed as people write them and read back in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.insight.country.progress import progress
from lib.insight.lists import lists
from lib.insight.records.ledger import choices_of
from lib.intake.reading import Verdict
from lib.intake.values import read_open
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, Nested, nested_fields, shape, specs, typable
from lib.ui.form.area_picker import areas_of_a_province, pick_area
from lib.ui.form.state import Form, Keep
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

_NUMBERS = (int, float, Decimal)
_THAI = re.compile("[ก-๙]")


def show_form(
    here: Here,
    form: Form,
    keep: Keep,
    hide: frozenset[str] = frozenset(),
    *,
    sections: Mapping[str, str] | None = None,
    columns: int = 1,
) -> None:
    """Draw the whole form; `keep` is called after each change.

    `sections`: section id → heading. `columns`: questions side by side, for typing from paper.
    """
    layout = (dict(sections or {}), columns)
    _fields(here, form, form.model, form.typed, form.values(), form.id, keep, hide, layout)


def _fields(
    here: Here,
    form: Form,
    model: type[Answers],
    typed: dict[str, Any],
    values: dict[str, Any],
    key: str,
    keep: Keep,
    hide: frozenset[str],
    layout: tuple[dict[str, str], int] = ({}, 1),
) -> None:
    sections, many = layout
    section, places = "", list[Any]()
    for name, spec in typable(model).items():
        if name in hide:
            continue
        if spec.section != section:
            section, places = spec.section, []
            with st.container():
                if sections.get(section) and _any_asked(model, section, values, hide):
                    st.markdown(f"#### {md(sections[section])}")
        if many > 1 and name not in nested_fields(model):
            places = places or list(st.columns(many))
            with places.pop(0):
                _placed(here, form, model, name, spec, typed, values, key, keep)
            continue
        places = []
        _placed(here, form, model, name, spec, typed, values, key, keep)


def _any_asked(model: type[Answers], section: str, values: dict[str, Any], hide: frozenset[str]) -> bool:
    return any(s.section == section and n not in hide and s.asked(values) for n, s in typable(model).items())


def _placed(
    here: Here,
    form: Form,
    model: type[Answers],
    name: str,
    spec: Spec,
    typed: dict[str, Any],
    values: dict[str, Any],
    key: str,
    keep: Keep,
) -> None:
    """A question in a place of its own."""
    # A place of its own, asked or not: a question that moves on the page while the next one
    # is being typed is mounted anew by the browser, and what stands half typed in it is lost.
    with st.container():
        if not spec.asked(values):
            return
        if name in nested_fields(model):
            _rows(here, form, nested_fields(model)[name], spec, typed, f"{key}.{name}", keep)
        else:
            _question(here, form, model, spec, typed, f"{key}.{name}", keep)


def show_question(here: Here, form: Form, name: str, keep: Keep) -> None:
    """One question of a form, in a place of its own whether it is asked or not."""
    with st.container():
        spec = specs(form.model)[name]
        if spec.asked(form.values()):
            _question(here, form, form.model, spec, form.typed, f"{form.id}.{name}", keep)


def _question(
    here: Here, form: Form, model: type[Answers], spec: Spec, typed: dict[str, Any], key: str, keep: Keep
) -> None:
    """One question, with its way to decline when it has one."""
    required = shape(model, spec.id).required
    unit = f" ({md(spec.unit(here.language))})" if spec.unit(here.language) else ""
    title = f"{md(spec.label(here.language))}{unit}{' *' if required else ''}"
    declined = typed.get("no_answer", {}).get(spec.id)
    if declined:
        st.markdown(title)
    else:
        _widget(here, form, model, spec, typed, key, keep, title)
    if spec.may_decline:
        _decline(here, form, spec, typed, key, keep, title)


def _widget(
    here: Here, form: Form, model: type[Answers], spec: Spec, typed: dict[str, Any], key: str, keep: Keep, title: str
) -> None:
    python, many = shape(model, spec.id).python, shape(model, spec.id).many
    shown: dict[str, Any] = {"label": title, "key": key, "help": md(spec.help(here.language)) or None}

    def changed() -> None:
        typed[spec.id] = st.session_state[key]
        keep(form)

    if spec.refers_to == "area" and not many:
        pick_area(here, form, spec, typed, key, keep, title)
    elif spec.id in form.choices or spec.options or spec.choice_list or spec.refers_to:
        options = form.choices.get(spec.id) or _options(here, spec)
        if many:
            chosen = [v for v in typed.get(spec.id) or [] if v in options]
            st.session_state.setdefault(key, chosen)
            st.multiselect(
                **shown,
                options=list(options),
                format_func=lambda v: options.get(v, v),
                on_change=changed,
                placeholder=here.say("เลือกได้หลายข้อ"),
            )
        else:
            value = typed.get(spec.id)
            st.session_state.setdefault(key, value if value in options else None)
            st.selectbox(
                **shown,
                options=list(options),
                format_func=lambda v: options.get(v, v),
                on_change=changed,
                index=None,
                placeholder=here.say("เลือก"),
            )
    elif python is bool:
        st.session_state.setdefault(key, bool(typed.get(spec.id)))
        st.checkbox(**shown, on_change=changed)
    elif spec.long_text:
        st.session_state.setdefault(key, typed.get(spec.id) or "")
        st.text_area(**shown, on_change=changed, max_chars=_longest(model, spec.id))
    else:
        st.session_state.setdefault(key, typed.get(spec.id) or "")
        st.text_input(
            **shown, on_change=changed, placeholder=_placeholder(here, spec, python), max_chars=_longest(model, spec.id)
        )
        _read_back(here, spec, python, typed.get(spec.id))


def _placeholder(here: Here, spec: Spec, python: type[Any]) -> str:
    if python is date:
        return here.say("เช่น 19 ก.ย. 2566")
    # Examples are names and words of Thai forms: in English they would only puzzle.
    return "" if here.language == "en" and _THAI.search(spec.example) else spec.example


def _read_back(here: Here, spec: Spec, python: type[Any], text: Any) -> None:
    """Say how a date or number was understood, and warn about unusual values."""
    if not isinstance(text, str) or not text.strip():
        return
    if python is date:
        day = read_open(spec, python, text).value
        if day:
            st.caption(here.say("อ่านว่า {day}", day=format_date(day, here.language, short=False)))
        else:
            st.caption(f":red[{here.say('อ่านวันที่ไม่ได้ เขียนเช่น 19 ก.ย. 2566 หรือ 19/9/2566')}]")
    elif python in _NUMBERS:
        _read_back_number(here, spec, python, text)


def _read_back_number(here: Here, spec: Spec, python: type[Any], text: str) -> None:
    reading = read_open(spec, python, text)
    if reading.value is None:
        told = [p.text(here.language) for p in (reading.why, reading.fix) if p]
        st.caption(f":red[{md(' – '.join(told))}]")
    elif reading.verdict is Verdict.NORMALISED:
        st.caption(here.say("อ่านว่า {day}", day=format_number(reading.value, 0 if python is int else 2)))
    if reading.value is not None and spec.likely:
        low, high = spec.likely
        if not low <= float(reading.value) <= high:
            odd = here.say(
                "ผิดจากที่พบทั่วไป ({low}–{high}) ถ้าถูกแล้วบันทึกต่อได้", low=format_number(low), high=format_number(high)
            )
            st.caption(f":orange[{odd}]")


def _options(here: Here, spec: Spec) -> dict[str, str]:
    if spec.options:
        return {o.value: o.label(here.language) for o in spec.options}
    if spec.choice_list:
        entries = lists(here.source, fresh=here.fresh).value.get(spec.choice_list, ())
        return {e.value: e.name.text(here.language) for e in entries if not e.retired}
    if spec.refers_to == "area":
        return (
            {p.id: p.name.text(here.language) for p in progress(here.source).value.provinces}
            if spec.area_types == ("province",)
            else areas_of_a_province(here, spec)
        )
    return choices_of(here.source, spec.refers_to)


def _decline(here: Here, form: Form, spec: Spec, typed: dict[str, Any], key: str, keep: Keep, title: str) -> None:
    words = {NoAnswer.UNKNOWN.value: here.say("ไม่ทราบ"), NoAnswer.REFUSED.value: here.say("ไม่สะดวกตอบ")}
    state = f"{key}.declined"

    def changed() -> None:
        reasons = typed.setdefault("no_answer", {})
        if st.session_state[state]:
            reasons[spec.id] = st.session_state[state]
            typed[spec.id] = None
            st.session_state.pop(key, None)
        else:
            reasons.pop(spec.id, None)
        keep(form)

    st.session_state.setdefault(state, typed.get("no_answer", {}).get(spec.id))
    st.pills(
        title, list(words), format_func=words.__getitem__, key=state, on_change=changed, label_visibility="collapsed"
    )


def _rows(here: Here, form: Form, model: type[Nested], spec: Spec, typed: dict[str, Any], key: str, keep: Keep) -> None:
    """A nested list: one box per row, add and remove."""
    say = here.say
    rows: list[dict[str, Any]] = typed.setdefault(spec.id, None) or []
    typed[spec.id] = rows

    def add() -> None:
        rows.append({"id": "", "no_answer": {}})
        keep(form)

    def remove(number: int) -> None:
        rows.pop(number)
        for state in [s for s in st.session_state if str(s).startswith(f"{key}.")]:
            del st.session_state[state]
        keep(form)

    st.markdown(f"**{md(spec.label(here.language))}**")
    for number, row in enumerate(rows):
        with st.container(border=True):
            _fields(here, form, model, row, row, f"{key}.{number}", keep, frozenset())
            st.button(
                say("ลบแถวที่ {n}", n=number + 1),
                key=f"{key}.{number}.remove",
                on_click=remove,
                args=(number,),
                type="tertiary",
                icon=":material/delete:",
            )
    st.button(say("เพิ่ม{field}", field=spec.label(here.language)), key=f"{key}.add", on_click=add, icon=":material/add:")


def _longest(model: type[Answers], name: str) -> int | None:
    return next((m.max_length for m in model.model_fields[name].metadata if hasattr(m, "max_length")), None)
