"""What stands under a form that was not saved: why, and both values where somebody else was quicker."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.schema.record import specs
from lib.ui.form.engine import OpenForm
from lib.ui.form.state import Form
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def show_refusal(here: Here, opened: OpenForm, assurance: str) -> None:
    """Each problem on its own line with the `assurance` that nothing is lost; a clash to choose a side of."""
    form = opened.form
    if form.problems:
        lines = "\n".join(f"- {md(p.text(here.language))}" for p in form.problems)
        st.error(f"{lines}\n\n{assurance}", icon=":material/error:")
    if form.theirs:
        _show_clash(here, opened)


def _show_clash(here: Here, opened: OpenForm) -> None:
    say, form = here.say, opened.form
    with st.container(border=True):
        for name, value in form.theirs.items():
            st.markdown(
                f"**{md(_label(here, form, name))}** · {say('ของผู้อื่น')}: {md(_words(value))} · "
                f"{say('ของท่าน')}: {md(_words(form.typed.get(name)))}"
            )
        mine, theirs = st.columns(2)
        mine.button(say("ใช้ค่าของฉัน"), key=f"{form.id}.mine", on_click=_settle, args=(here, opened, False))
        theirs.button(say("ใช้ค่าของผู้อื่น"), key=f"{form.id}.theirs", on_click=_settle, args=(here, opened, True))


def _settle(here: Here, opened: OpenForm, theirs: bool) -> None:
    opened.settle(theirs=theirs)
    here.wrote()


def _label(here: Here, form: Form, name: str) -> str:
    spec = specs(form.model).get(name)
    return spec.label(here.language) if spec else name


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")
