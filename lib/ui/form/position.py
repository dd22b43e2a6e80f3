"""The two boxes of a position: one paste fills both, and a point outside the chosen province asks."""

from __future__ import annotations

import streamlit as st

from lib.insight.areas import place
from lib.insight.province_shapes import lies_in, province_at
from lib.intake.pasted_position import is_short_link, pasted_position
from lib.schema.record import Record, specs
from lib.ui.form.asking import Questions
from lib.ui.form.state import Form
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

#: Fields that are filled together.
POSITION = ("latitude", "longitude")


def answer_position(questions: Questions, name: str) -> None:
    """A box was left: a whole position in it is told apart into latitude and longitude."""
    found = pasted_position(str(st.session_state[questions.key_of(name)] or ""))
    if found is None:
        questions.answer(name)
        return
    for field, degrees in zip(POSITION, found, strict=True):
        st.session_state[questions.key_of(field)] = questions.typed[field] = _degrees(degrees)
        questions.form.answered(field)
    questions.changed(name)


def begins_at(model: type[Record], said: str) -> dict[str, str]:
    """What a new record begins with at a point (``13.75,100.5``): its position, how it is known, its province."""
    point = pasted_position(said) if said else None
    if point is None or not set(POSITION) <= set(specs(model)):
        return {}
    degrees = dict(zip(POSITION, map(_degrees, point), strict=True))
    also = {"basis": "point", "area": province_at(*point)}
    return degrees | {name: value for name, value in also.items() if value and name in specs(model)}


def _degrees(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


def show_position_help(questions: Questions, name: str) -> None:
    """Under the boxes: what may be pasted, and why a short link cannot be read."""
    say, typed = questions.here.say, str(questions.typed.get(name) or "")
    if is_short_link(typed):
        st.caption(f":red[{say('ลิงก์สั้นไม่บอกพิกัด เปิดลิงก์นั้น แล้วคัดลอกที่อยู่เต็มจากแถบบนสุด หรือกดค้างที่หมุดแล้วคัดลอกตัวเลข')}]")
    elif name == POSITION[0] and not typed:
        st.caption(say("วาง “13.7563, 100.5018” องศา–ลิปดา หรือลิงก์แผนที่ ลงช่องนี้ได้ ระบบแยกใส่สองช่องให้"))


def position_is_meant(here: Here, form: Form) -> bool:
    """Ask about a point outside the chosen province; whether the record may be saved as it stands."""
    values = form.read().values
    area, lat, lon = str(values.get("area") or ""), *(values.get(name) for name in POSITION)
    chosen = place(here.source, area) if area and lat is not None and lon is not None else None
    province = (chosen.province or (chosen.id if chosen.type == "province" else "")) if chosen else ""
    if not province or lies_in(province, float(str(lat)), float(str(lon))):
        return True
    known, say = place(here.source, province), here.say
    name = md(known.name.text(here.language)) if known else province
    with st.container(border=True):
        st.markdown(
            f":orange[:material/wrong_location: {say('พิกัด {lat}, {lon} อยู่นอกจังหวัด{province}ที่เลือก', lat=lat, lon=lon, province=name)}]"
        )
        return st.checkbox(say("พิกัดนี้ถูกแล้ว ใช้ตามนี้"), key=f"{form.id}.position.{province}.{lat}.{lon}")
