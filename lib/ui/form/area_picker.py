"""Choosing places: province first, for a tambon's name alone identifies nothing."""

from __future__ import annotations

import streamlit as st

from lib.insight.areas import place, places_in
from lib.insight.country.progress import progress
from lib.schema.choices import AREA_TYPES
from lib.schema.field import Spec
from lib.ui.form.asking import Questions
from lib.ui.frame.provinces import province_names
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def pick_area(questions: Questions, spec: Spec, title: str) -> None:
    """Province first, then the place inside it: a tambon's name alone identifies nothing."""
    here, key = questions.here, questions.key_of(spec.id)
    say, names = here.say, province_names(here, progress(here.source), "")
    value = questions.typed.get(spec.id) or None
    if spec.area_types == ("province",):
        # Bangkok is a province of the country and has no provincial network.
        whole = questions.form.model.about.id != "provincial_network"
        _select(questions, spec, title, {k: v for k, v in names.items() if whole or k != "TH-10"}, say("เลือกจังหวัด"))
        return
    standing = place(here.source, value) if value else None
    left, right = st.columns(2)
    with left:
        province_key = f"{key}.province"
        st.session_state.setdefault(province_key, (standing.province or None) if standing else None)
        province = st.selectbox(
            say("จังหวัดของ {field}", field=md(spec.label(here.language))),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("เลือกจังหวัด"),
            key=province_key,
        )
    options = _inside(here, spec, province)
    if standing and standing.id not in options and (not province or standing.province == province):
        options[standing.id] = standing.name.text(here.language)
    with right:
        _select(questions, spec, title, options, say("เลือกพื้นที่") if province else say("เลือกจังหวัดก่อน"))


def _inside(here: Here, spec: Spec, province: str | None) -> dict[str, str]:
    """The places of a province that fit the question, each with its district and type."""
    types = {o.value: o.label(here.language) for o in AREA_TYPES}
    options = {}
    for p in places_in(here.source, province, spec.area_types) if province else ():
        inside = f" · {p.district.text(here.language)}" if p.district.th else ""
        options[p.id] = f"{p.name.text(here.language)}{inside} ({types[p.type]})"
    return options


def areas_of_a_province(here: Here, spec: Spec) -> dict[str, str]:
    """Areas of the province chosen for this question (many tambons share a name)."""
    names = province_names(here, progress(here.source), "")
    province = st.selectbox(
        here.say("{field}: เลือกจังหวัดก่อน", field=md(spec.label(here.language))),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=here.say("เลือกจังหวัด"),
        key=f"pick.{spec.id}.province",
    )
    found = (
        {
            p.id: f"{p.name.text(here.language)} ({p.district.text(here.language)}, {names[province]})"
            for p in places_in(here.source, province, spec.area_types)
        }
        if province
        else {}
    )
    kept = st.session_state.setdefault(f"pick.{spec.id}.names", {})
    kept.update(found)
    return dict(kept)


def _select(questions: Questions, spec: Spec, title: str, options: dict[str, str], hint: str) -> None:
    key, value = questions.key_of(spec.id), questions.typed.get(spec.id)
    if st.session_state.get(key) not in options:
        st.session_state[key] = value if value in options else None
    st.selectbox(
        title,
        list(options),
        format_func=lambda v: options.get(v, v),
        key=key,
        index=None,
        placeholder=hint,
        on_change=questions.answer,
        args=(spec.id,),
    )
