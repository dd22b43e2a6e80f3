"""The box that a question is answered in, by its declaration: choices, a tick, or one's own words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import streamlit as st

from lib.access.policy import Act
from lib.access.visible import visible
from lib.insight.country.progress import progress
from lib.insight.options import options_of
from lib.schema.field import Spec
from lib.schema.record import Answers, shape
from lib.schema.registry import kind
from lib.ui.form.area_picker import areas_of_a_province, pick_area
from lib.ui.form.asking import Questions
from lib.ui.form.position import POSITION, answer_position, show_position_help
from lib.ui.form.read_back import read_back, show_refusals
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

_THAI = re.compile("[ก-๙]")


def answer_box(questions: Questions, spec: Spec, title: str) -> None:
    """Draw the box under its title; leaving it keeps the answer."""
    python, many, _ = shape(questions.model, spec.id)
    chosen = spec.id in questions.form.choices or spec.options or spec.choice_list or spec.refers_to
    if spec.refers_to == "area" and not many:
        pick_area(questions, spec, title)
    elif chosen:
        _choice(questions, spec, title, many=many)
    elif python is bool:
        shown = _shown(questions, spec, title, bool(questions.typed.get(spec.id)))
        st.checkbox(**shown)
    else:
        _own_words(questions, spec, title, python)
    with st.container():
        read_back(questions, spec, python)
        if spec.id in POSITION:
            show_position_help(questions, spec.id)
        show_refusals(questions, spec)


def _shown(questions: Questions, spec: Spec, title: str, value: Any) -> dict[str, Any]:
    """What every box has; it begins with `value` and holds what is typed from then on."""
    key = questions.key_of(spec.id)
    st.session_state.setdefault(key, value)
    help_text = md(spec.help(questions.here.language)) or None
    return {"label": title, "key": key, "help": help_text, "on_change": questions.answer, "args": (spec.id,)}


def _choice(questions: Questions, spec: Spec, title: str, *, many: bool) -> None:
    here, value = questions.here, questions.typed.get(spec.id)
    options = questions.form.choices.get(spec.id) or _options(here, spec)
    chosen = [str(one) for one in (value if many and isinstance(value, list) else [value]) if one]
    if spec.refers_to and _names_withheld(here, spec.refers_to):
        # What was chosen stays, whoever may not know its name.
        withheld = here.say("เลือกไว้แล้ว (ชื่ออยู่นอกสิทธิของท่าน)")
        options = {**options, **{one: withheld for one in chosen if one not in options}}

    def named(one: str) -> str:
        return options.get(one, one)

    if many:
        shown = _shown(questions, spec, title, [v for v in value or [] if v in options])
        st.multiselect(**shown, options=list(options), format_func=named, placeholder=here.say("เลือกได้หลายข้อ"))
    else:
        shown = _shown(questions, spec, title, value if value in options else None)
        st.selectbox(**shown, options=list(options), format_func=named, index=None, placeholder=here.say("เลือก"))


def _own_words(questions: Questions, spec: Spec, title: str, python: type[Any]) -> None:
    shown = _shown(questions, spec, title, questions.typed.get(spec.id) or "")
    if spec.id in POSITION and set(POSITION) <= set(questions.model.model_fields):
        shown |= {"on_change": answer_position, "args": (questions, spec.id)}
    longest = _longest(questions.model, spec.id)
    if spec.long_text:
        st.text_area(**shown, max_chars=longest)
    else:
        st.text_input(**shown, max_chars=longest, placeholder=_placeholder(questions.here, spec, python))


def _placeholder(here: Here, spec: Spec, python: type[Any]) -> str:
    if python is date:
        return here.say("เช่น 19 ก.ย. 2566")
    # Examples are names and words of Thai forms: in English they would only puzzle.
    return "" if here.language == "en" and _THAI.search(spec.example) else spec.example


def _options(here: Here, spec: Spec) -> dict[str, str]:
    if spec.area_types == ("province",):
        return {p.id: p.name.text(here.language) for p in progress(here.source).value.provinces}
    if spec.refers_to == "area":
        return areas_of_a_province(here, spec)
    withheld = bool(spec.refers_to) and _names_withheld(here, spec.refers_to)
    only = visible(here.actor, spec.refers_to) if withheld else None
    return options_of(here.source, spec, here.language, only)


def _names_withheld(here: Here, kind_id: str) -> bool:
    """Whether records of a private kind are named only where one may read them."""
    return kind(kind_id).about.private and not here.actor.rights.everywhere(Act.READ, kind_id)


def _longest(model: type[Answers], name: str) -> int | None:
    return next((m.max_length for m in model.model_fields[name].metadata if hasattr(m, "max_length")), None)
