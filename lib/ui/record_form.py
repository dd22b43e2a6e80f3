"""A form for any record kind, made from its declaration.

Every answer is kept as a draft the moment its field is left; nothing waits for a button.
Numbers and dates are typed as people write them and read back in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import streamlit as st

from lib.domain.errors import BadInput
from lib.domain.thai_date import format_date, parse_date
from lib.domain.thai_number import format_number, parse_number
from lib.insight.areas import place, places_in
from lib.insight.ledger import choices_of
from lib.insight.lists import lists
from lib.insight.progress import progress
from lib.intake.typed import read_typed
from lib.schema.choices import AREA_TYPES
from lib.schema.field import Authority, NoAnswer, Spec
from lib.schema.record import Answers, Nested, Record, nested_fields, shape, specs
from lib.ui.progress_lists import province_names
from lib.ui.safe import md
from lib.ui.shell import Here

_NUMBERS = (int, float, Decimal)


@dataclass
class Form:
    """What is being typed into one form of one session."""

    id: str
    model: type[Record]
    record_id: str
    base_revision: int
    typed: dict[str, Any]
    code: str = ""
    theirs: dict[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """What can be read of it so far, for skip logic; unreadable fields are left out."""
        try:
            return read_typed(self.model, self.typed)
        except BadInput:
            return dict(self.typed)


Keep = Callable[[Form], None]


def typed_of(record: Answers, language: str) -> dict[str, Any]:
    """A record as a person would have typed it."""
    typed: dict[str, Any] = {"no_answer": {k: v.value for k, v in record.no_answer.items()}}
    for name in specs(type(record)):
        value = getattr(record, name)
        if name in nested_fields(type(record)):
            typed[name] = [{**typed_of(row, language), "id": row.id} for row in value]
        elif isinstance(value, datetime):
            typed[name] = value.isoformat()
        elif isinstance(value, date):
            typed[name] = format_date(value, "th") if language == "th" else value.isoformat()
        elif isinstance(value, Decimal):
            typed[name] = f"{value:f}"
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            typed[name] = str(value)
        else:
            typed[name] = value
    return typed


def show_form(here: Here, form: Form, keep: Keep, hide: frozenset[str] = frozenset()) -> None:
    """Draw the whole form; `keep` is called after each change."""
    _fields(here, form, form.model, form.typed, form.values(), form.id, keep, hide)


def _fields(
    here: Here, form: Form, model: type[Answers], typed: dict[str, Any], values: dict[str, Any],
    key: str, keep: Keep, hide: frozenset[str],
) -> None:  # fmt: skip
    for name, spec in specs(model).items():
        if name in hide or spec.authority is Authority.APP or not spec.asked(values):
            continue
        if name in nested_fields(model):
            _rows(here, form, nested_fields(model)[name], spec, typed, f"{key}.{name}", keep)
        else:
            _question(here, form, model, spec, typed, f"{key}.{name}", keep)


def _question(
    here: Here,
    form: Form,
    model: type[Answers],
    spec: Spec,
    typed: dict[str, Any],
    key: str,
    keep: Keep,
) -> None:
    """One question, with its way to decline when it has one."""
    required = shape(model, spec.id).required
    unit = f" ({spec.unit(here.language)})" if spec.unit(here.language) else ""
    title = f"{md(spec.label(here.language))}{md(unit)}{' :red[*]' if required else ''}"
    declined = typed.get("no_answer", {}).get(spec.id)
    if declined:
        st.markdown(title)
    else:
        _widget(here, form, model, spec, typed, key, keep, title)
    if spec.may_decline:
        _decline(here, form, spec, typed, key, keep, title)


def _widget(
    here: Here,
    form: Form,
    model: type[Answers],
    spec: Spec,
    typed: dict[str, Any],
    key: str,
    keep: Keep,
    title: str,
) -> None:
    python, many = shape(model, spec.id).python, shape(model, spec.id).many
    shown: dict[str, Any] = {
        "label": title,
        "key": key,
        "help": md(spec.help(here.language)) or None,
    }

    def changed() -> None:
        typed[spec.id] = st.session_state[key]
        keep(form)

    if spec.refers_to == "area" and not many:
        _area(here, form, spec, typed, key, keep, title)
    elif spec.options or spec.choice_list or spec.refers_to:
        options = _options(here, spec)
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
            **shown,
            on_change=changed,
            placeholder=_placeholder(here, spec, python),
            max_chars=_longest(model, spec.id),
        )
        _read_back(here, spec, python, typed.get(spec.id))


def _placeholder(here: Here, spec: Spec, python: type[Any]) -> str:
    if python is date:
        return here.say("เช่น 19 ก.ย. 2566")
    return spec.example


def _read_back(here: Here, spec: Spec, python: type[Any], text: Any) -> None:
    """Say how a date or number was understood, and warn about unusual values."""
    if not isinstance(text, str) or not text.strip():
        return
    if python is date:
        day = parse_date(text)
        if day:
            st.caption(here.say("อ่านว่า {day}", day=format_date(day, here.language, short=False)))
        else:
            st.caption(f":red[{here.say('อ่านวันที่ไม่ได้ เขียนเช่น 19 ก.ย. 2566 หรือ 19/9/2566')}]")
    elif python in _NUMBERS and spec.id not in ("fiscal_year", "since_year", "year"):
        number = parse_number(text)
        if number is None:
            st.caption(f":red[{here.say('อ่านตัวเลขไม่ได้ เขียนเช่น 1200')}]")
        elif spec.likely and not spec.likely[0] <= float(number) <= spec.likely[1]:
            low, high = (format_number(v) for v in spec.likely)
            st.caption(
                f":orange[{here.say('ผิดจากที่พบทั่วไป ({low}–{high}) ถ้าถูกแล้วบันทึกต่อได้', low=low, high=high)}]"
            )


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
            else _every_area(here, spec)
        )
    return choices_of(here.source, spec.refers_to)


def _every_area(here: Here, spec: Spec) -> dict[str, str]:
    """Areas of the province chosen for this question (many tambons share a name)."""
    names = province_names(here, progress(here.source), "")
    province = st.selectbox(
        here.say("{field}: เลือกจังหวัดก่อน", field=md(spec.label(here.language))), list(names),
        index=None, format_func=names.__getitem__, placeholder=here.say("เลือกจังหวัด"),
        key=f"pick.{spec.id}.province",
    )  # fmt: skip
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


def _area(
    here: Here, form: Form, spec: Spec, typed: dict[str, Any], key: str, keep: Keep, title: str
) -> None:
    """Province first, then the place inside it: a tambon's name alone identifies nothing."""
    say = here.say
    names = province_names(here, progress(here.source), "")
    value = typed.get(spec.id) or None
    standing = place(here.source, value) if value else None
    if spec.area_types == ("province",):
        options = (
            {k: v for k, v in names.items() if k != "TH-10"}
            if form.model.about.id == "provincial_network"
            else names
        )
        _pick(typed, spec.id, key, title, options, form, keep, say("เลือกจังหวัด"))
        return
    left, right = st.columns(2)
    with left:
        province_key = f"{key}.province"
        st.session_state.setdefault(province_key, (standing.province or None) if standing else None)
        province = st.selectbox(
            say("จังหวัดของ {field}", field=md(spec.label(here.language))), list(names), index=None,
            format_func=names.__getitem__, placeholder=say("เลือกจังหวัด"), key=province_key,
        )  # fmt: skip
    types = {o.value: o.label(here.language) for o in AREA_TYPES}
    options = {}
    for p in places_in(here.source, province, spec.area_types) if province else ():
        inside = f" · {p.district.text(here.language)}" if p.district.th else ""
        options[p.id] = f"{p.name.text(here.language)}{inside} ({types[p.type]})"
    if standing and standing.id not in options and (not province or standing.province == province):
        options[standing.id] = standing.name.text(here.language)
    with right:
        _pick(
            typed,
            spec.id,
            key,
            title,
            options,
            form,
            keep,
            say("เลือกพื้นที่") if province else say("เลือกจังหวัดก่อน"),
        )


def _pick(
    typed: dict[str, Any],
    name: str,
    key: str,
    title: str,
    options: dict[str, str],
    form: Form,
    keep: Keep,
    hint: str,
) -> None:
    def changed() -> None:
        typed[name] = st.session_state[key]
        keep(form)

    value = typed.get(name)
    if st.session_state.get(key) not in options:
        st.session_state[key] = value if value in options else None
    st.selectbox(
        title,
        list(options),
        format_func=lambda v: options.get(v, v),
        key=key,
        index=None,
        placeholder=hint,
        on_change=changed,
    )


def _decline(
    here: Here, form: Form, spec: Spec, typed: dict[str, Any], key: str, keep: Keep, title: str
) -> None:
    words = {
        NoAnswer.UNKNOWN.value: here.say("ไม่ทราบ"),
        NoAnswer.REFUSED.value: here.say("ไม่สะดวกตอบ"),
    }
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
        title,
        list(words),
        format_func=words.__getitem__,
        key=state,
        on_change=changed,
        label_visibility="collapsed",
    )


def _rows(
    here: Here,
    form: Form,
    model: type[Nested],
    spec: Spec,
    typed: dict[str, Any],
    key: str,
    keep: Keep,
) -> None:
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
    st.button(
        say("เพิ่ม{field}", field=spec.label(here.language)),
        key=f"{key}.add",
        on_click=add,
        icon=":material/add:",
    )


def _longest(model: type[Answers], name: str) -> int | None:
    return next(
        (m.max_length for m in model.model_fields[name].metadata if hasattr(m, "max_length")), None
    )
