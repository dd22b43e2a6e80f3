"""Who looked at what, and what happened about access: two logs with filters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.event_words import AccessEventSort
from lib.domain.thai_date import format_moment
from lib.insight.access.logs import MOST_LINES, AccessLine, Look, happened, looks
from lib.schema.registry import KINDS
from lib.ui.access.places import place_name, role_name, way_name
from lib.ui.frame.filters import choose
from lib.ui.frame.layout import filter_row
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import PAGE_SIZE, draw_rows

if TYPE_CHECKING:
    from lib.store.jurisdiction import Jurisdiction


def show_looks(here: Here, charge: Jurisdiction) -> None:
    """Every look at what is not public, newest first."""
    say = here.say
    kinds = {k: m.about.label(here.language) for k, m in KINDS.items()}
    with filter_row(3) as cells:
        with cells[0]:
            kind_id = choose(here, "kind", say("ประเภทข้อมูล"), kinds, all_label=say("ทุกประเภท"))
        with cells[1]:
            since = _since(here)
        with cells[2]:
            who = st.text_input(say("ค้นชื่อ"), key="people.looks.who")
    found = looks(here.source, charge, who=who or "", kind_id=kind_id, since=since)
    acts = {"open": say("เปิดดู"), "list": say("เปิดรายการ"), "export": say("ขอสำเนา")}

    def row(look: Look) -> dict[str, str]:
        what = [kinds.get(look.kind, look.kind), look.code or look.record or say("ทั้งรายการ")]
        return {
            say("เมื่อ"): format_moment(look.at, here.language),
            say("ใคร"): f"{look.who} · {acts.get(look.act, look.act)}",
            say("รายการ"): " · ".join([*what, *([place_name(here, look.place)] if look.place else [])]),
        }

    _lines(here, "looks", [row(one) for one in found], say("ใครดูอะไร"))


def show_events(here: Here, charge: Jurisdiction) -> None:
    """Sign-ins, invitations, rights given and taken, newest first."""
    say = here.say
    sorts = {e.value: e.label(here.language) for e in AccessEventSort}
    with filter_row(3) as cells:
        with cells[0]:
            event = choose(here, "event", say("เหตุการณ์"), sorts, all_label=say("ทุกเหตุการณ์"))
        with cells[1]:
            since = _since(here)
        with cells[2]:
            who = st.text_input(say("ค้นชื่อ"), key="people.events.who")
    found = happened(here.source, charge, event=event, who=who or "", since=since)

    def row(line: AccessLine) -> dict[str, str]:
        whom = f" → {line.whom}" if line.whom and line.whom != line.who else ""
        where = [place_name(here, line.place)] if line.place else []
        return {
            say("เมื่อ"): format_moment(line.at, here.language),
            say("เหตุการณ์"): f"{sorts.get(line.event, line.event)} · {line.who}{whom}",
            say("รายละเอียด"): " · ".join([*_detail(here, line), *where]),
        }

    _lines(here, "events", [row(one) for one in found], say("บันทึกเหตุการณ์"))


def _detail(here: Here, line: AccessLine) -> list[str]:
    """What is worth telling of an event besides ids."""
    say, told = here.say, line.detail
    parts = [role_name(here, str(told["role"]))] if told.get("role") else []
    if told.get("provider"):
        parts.append(way_name(here, str(told["provider"])))
    if told.get("uses"):
        parts.append(say("ใช้ได้ {n} ครั้ง", n=told["uses"]))
    if told.get("devices"):
        parts.append(say("{n} เครื่อง", n=told["devices"]))
    if told.get("tries"):
        parts.append(say("ลองผิด {n} ครั้ง", n=told["tries"]))
    if "allowed" in told:
        parts.append(say("ผู้รายงานตรวจรับรองเองได้") if told["allowed"] else say("ผู้รายงานตรวจรับรองเองไม่ได้"))
    return parts


def _since(here: Here) -> datetime | None:
    say = here.say
    days = {"7": say("7 วัน"), "30": say("30 วัน"), "365": say("1 ปี"), "all": say("ทั้งหมด")}
    chosen = choose(here, "days", say("ย้อนหลัง"), days)
    return None if chosen == "all" else datetime.now(UTC) - timedelta(days=int(chosen))


def _lines(here: Here, name: str, rows: list[dict[str, str]], title: str) -> None:
    if not rows:
        st.info(here.say("ไม่มีรายการที่ตรงกับตัวกรองนี้"), icon=":material/filter_alt_off:")
        return
    if len(rows) == MOST_LINES:
        st.caption(here.say("แสดง {n} รายการล่าสุด กรองให้แคบลงเพื่อดูที่เก่ากว่า", n=MOST_LINES))
    pages = -(-len(rows) // PAGE_SIZE)
    page = st.pagination(pages, key=f"people.{name}.page", max_visible_pages=5) if pages > 1 else 1
    draw_rows(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], title)
