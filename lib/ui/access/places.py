"""Choosing a place or a plan inside one's own charge; roles and places in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import COUNTRY, Role
from lib.access.role_places import HELD_IN, WIDE_AREAS
from lib.domain.thai_date import BANGKOK, format_date
from lib.insight.access.places import ChargedPlace, areas_of, in_charge, wide_places
from lib.insight.areas import places_in
from lib.insight.canvas.library import canvases
from lib.insight.display_value import area_names
from lib.schema.choices import AREA_TYPES
from lib.schema.field import label
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.store.jurisdiction import Jurisdiction


def role_name(here: Here, role: str) -> str:
    """A role in words; an unknown one as it is stored."""
    known = Role.stored(role)
    return known.label(here.language) if known else role


def end_name(here: Here, until: datetime | None) -> str:
    """How long a right lasts, in words."""
    if until is None:
        return here.say("จนกว่าจะถอน")
    return here.say("ถึง {day}", day=format_date(until.astimezone(BANGKOK).date(), here.language))


def way_name(here: Here, provider: str) -> str:
    """By what somebody comes in, in words."""
    known = {
        "google": "Google",
        "line": "LINE",
        "invitation": here.say("ลิงก์คำเชิญ"),
        "own-machine": here.say("ลิงก์ตอนเปิดระบบ"),
    }
    return known.get(provider, provider)


def place_name(here: Here, place: str) -> str:
    """A place in words."""
    if place == COUNTRY:
        return here.say("ทั้งประเทศ")
    found = area_names(here.source).get(place)
    return found.text(here.language) if found else place or "–"


def pick_role_place(here: Here, charge: Jurisdiction, role: Role, key: str, *, title: str = "") -> str:
    """A place in which the role may be given by who is in charge; '' while none is chosen."""
    if role is Role.COUNTRY:
        st.caption(here.say("ผู้ดูแลระบบดูแลทั้งประเทศ"))
        return COUNTRY
    return pick_place(here, charge, [role.value], HELD_IN[role], key, title=title)


def pick_place(
    here: Here, charge: Jurisdiction, roles: Collection[str], types: Collection[str], key: str, *, title: str = ""
) -> str:
    """A place of some types in the charge: the wide one first, then perhaps one inside a province."""
    say, narrow = here.say, [t for t in types if t not in WIDE_AREAS]
    found = {
        p.id: p
        for p in wide_places(here.source, charge, roles)
        if (p.type in types and p.mine) or (narrow and p.type == "province")
    }
    left, right = st.columns(2) if narrow else (st.container(), None)
    with left:
        wide = st.selectbox(
            title or say("พื้นที่"),
            list(found),
            index=0 if len(found) == 1 else None,
            format_func=lambda i: _wide_name(here, found[i]),
            placeholder=say("เลือกจังหวัด") if set(types) <= {*narrow, "province"} else say("เลือกพื้นที่"),
            key=f"{key}.wide",
        )
    if not wide or right is None or found[wide].type != "province":
        return wide if wide and found[wide].mine and found[wide].type in types else ""
    whole = found[wide].mine and "province" in types
    inside = places_in(here.source, wide, tuple(sorted(narrow)))
    if not found[wide].mine:
        mine = in_charge(here.source, charge, roles, wide)
        inside = tuple(p for p in inside if p.id in mine)
    names = {
        p.id: p.name.text(here.language) + (f" · {p.district.text(here.language)}" if p.district.th else "")
        for p in inside
    }
    with right:
        chosen = st.selectbox(
            say("ตำบลหรือเทศบาล"),
            list(names),
            index=None,
            format_func=lambda i: names.get(i, i),
            placeholder=say("ทั้งจังหวัด") if whole else say("เลือกพื้นที่"),
            key=f"{key}.narrow.{wide}",
        )
    return chosen or (wide if whole else "")


def pick_plan(here: Here, charge: Jurisdiction, key: str) -> str:
    """One plan in the charge; '' while none is chosen."""
    plans = canvases(here.source).value
    if not charge.everywhere:
        mine = areas_of(here.source, [c.place for c in charge.charges])
        plans = tuple(p for p in plans if p.area in mine)
    names = {p.id: f"{p.name} · {p.group} · {place_name(here, p.area)}" for p in plans}
    if not names:
        st.info(here.say("ยังไม่มีแผนธุรกิจในพื้นที่ของท่าน เริ่มแผนที่หน้า “แผนธุรกิจ” ก่อน"), icon=":material/lightbulb:")
        return ""
    chosen = st.selectbox(
        here.say("แผนธุรกิจ"),
        list(names),
        index=None,
        format_func=lambda i: names.get(i, i),
        placeholder=here.say("เลือกแผน"),
        key=f"{key}.plan",
    )
    return chosen or ""


def _wide_name(here: Here, place: ChargedPlace) -> str:
    name = place.name.text(here.language)
    return name if place.type == "region" else f"{name} ({label(AREA_TYPES, place.type, here.language)})"
