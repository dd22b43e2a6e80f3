"""A form for any record kind, made from its declaration.

Every answer is kept as a draft the moment its field is left; nothing waits for a button.
Numbers and dates are typed as people write them and read back in words.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.domain.limits import ROWS_AT_ONCE
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import nested_fields, shape, specs, typable
from lib.schema.sections import section_names
from lib.ui.form.answer_box import answer_box
from lib.ui.form.asking import Questions
from lib.ui.form.read_back import show_refusals
from lib.ui.form.state import Form, Keep
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def show_form(here: Here, form: Form, keep: Keep, hide: frozenset[str] = frozenset(), *, columns: int = 1) -> None:
    """Draw the whole form, under the headings of its sections; `keep` is called after each change.

    `columns`: questions side by side, for typing from paper.
    """
    _fields(Questions.of(here, form, keep), hide, columns)


def show_question(here: Here, form: Form, name: str, keep: Keep) -> None:
    """One question of a form, in a place of its own whether it is asked or not."""
    _placed(Questions.of(here, form, keep), specs(form.model)[name])


def _fields(questions: Questions, hide: frozenset[str], columns: int = 1) -> None:
    headings = section_names(questions.here.language)
    section, places = "", list[Any]()
    for name, spec in typable(questions.model).items():
        if name in hide:
            continue
        if spec.section != section:
            section, places = spec.section, []
            with st.container():
                if section in headings and _any_asked(questions, section, hide):
                    st.markdown(f"#### {md(headings[section])}")
        if columns > 1 and name not in nested_fields(questions.model):
            places = places or list(st.columns(columns))
            with places.pop(0):
                _placed(questions, spec)
            continue
        places = []
        _placed(questions, spec)


def _any_asked(questions: Questions, section: str, hide: frozenset[str]) -> bool:
    asks = questions.reading.asks
    return any(s.section == section and n not in hide and asks(s) for n, s in typable(questions.model).items())


def _placed(questions: Questions, spec: Spec) -> None:
    """A question in a place of its own."""
    # A place of its own, asked or not: a question that moves on the page while the next one
    # is being typed is mounted anew by the browser, and what stands half typed in it is lost.
    with st.container():
        if not questions.reading.asks(spec):
            return
        if spec.id in nested_fields(questions.model):
            _rows(questions, spec)
        else:
            _question(questions, spec)


def _question(questions: Questions, spec: Spec) -> None:
    """One question, with its way to decline when it has one."""
    title = questions.title(spec, required=shape(questions.model, spec.id).required)
    if questions.typed.get("no_answer", {}).get(spec.id):
        st.markdown(title)
    else:
        answer_box(questions, spec, title)
    if spec.may_decline:
        _decline(questions, spec, title)


def _decline(questions: Questions, spec: Spec, title: str) -> None:
    say, typed = questions.here.say, questions.typed
    words = {NoAnswer.UNKNOWN.value: say("ไม่ทราบ"), NoAnswer.REFUSED.value: say("ไม่สะดวกตอบ")}
    key = questions.key_of(spec.id)
    state = f"{key}.declined"

    def changed() -> None:
        reasons = typed.setdefault("no_answer", {})
        if st.session_state[state]:
            reasons[spec.id] = st.session_state[state]
            typed[spec.id] = None
            st.session_state.pop(key, None)
        else:
            reasons.pop(spec.id, None)
        questions.changed(spec.id)

    st.session_state.setdefault(state, typed.get("no_answer", {}).get(spec.id))
    st.pills(
        title, list(words), format_func=words.__getitem__, key=state, on_change=changed, label_visibility="collapsed"
    )


def _rows(questions: Questions, spec: Spec) -> None:
    """A nested list: one box per row, add and remove; a long one in pages."""
    here, typed, key = questions.here, questions.typed, questions.key_of(spec.id)

    def add() -> None:
        typed[spec.id] = [*(typed.get(spec.id) or []), {"id": "", "no_answer": {}}]
        st.session_state[f"{key}.page"] = -(-len(typed[spec.id]) // ROWS_AT_ONCE)
        questions.changed(spec.id)

    def remove(number: int) -> None:
        typed[spec.id] = [row for n, row in enumerate(typed[spec.id]) if n != number]
        for state in [s for s in st.session_state if str(s).startswith(f"{key}.")]:
            if state != f"{key}.page":
                del st.session_state[state]
        questions.changed(spec.id)

    st.markdown(f"**{md(spec.label(here.language))}**")
    for number in _rows_of_page(f"{key}.page", len(typed.get(spec.id) or [])):
        with st.container(border=True):
            _fields(questions.row(spec.id, number), frozenset())
            # Behind a door of its own: Tab leads from field to field, never onto a button that deletes.
            row = here.say("แถวที่ {n}", n=number + 1)
            with st.popover(row, icon=":material/more_horiz:", type="tertiary", key=f"{key}.{number}.more"):
                st.button(
                    here.say("ลบแถวที่ {n}", n=number + 1),
                    key=f"{key}.{number}.remove",
                    on_click=remove,
                    args=(number,),
                    type="tertiary",
                    icon=":material/delete:",
                )
    add_words = here.say("เพิ่ม{field}", field=spec.label(here.language))
    st.button(add_words, key=f"{key}.add", on_click=add, icon=":material/add:")
    with st.container():
        show_refusals(questions, spec)


def _rows_of_page(key: str, count: int) -> range:
    """Numbers (from 0) of the rows that are drawn: all of a short list, one page of a long one."""
    pages = max(1, -(-count // ROWS_AT_ONCE))
    page = min(int(st.session_state.get(key) or 1), pages)
    if pages > 1:
        st.session_state[key] = page
        page = st.pagination(pages, key=key, max_visible_pages=5)
    return range((page - 1) * ROWS_AT_ONCE, min(count, page * ROWS_AT_ONCE))
