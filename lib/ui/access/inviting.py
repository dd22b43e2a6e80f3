"""Making invitations: one, or many from a pasted list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Role
from lib.access.role_places import FOR_ONE_PLAN
from lib.access.wishes import LONGEST_DAYS, LONGEST_PURPOSE, MOST_USES, USUAL_DAYS, InvitationWish
from lib.domain.thai_date import bangkok_today, fiscal_year, fiscal_year_bounds, format_date
from lib.ui.access.cards import keep_made
from lib.ui.access.places import pick_plan, pick_role_place, place_name, role_name
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import draw_rows

if TYPE_CHECKING:
    from lib.actions.access.acts import AccessActs, ListedPerson
    from lib.store.jurisdiction import Jurisdiction

_KEY = "people.invite"
_ONE, _MANY = "one", "many"


@dataclass(frozen=True)
class _Terms:
    """What holds for all invitations of a batch."""

    until: date
    with_pin: bool
    grant_until: date | None

    def wish(self, role: Role, place: str, purpose: str, *, uses: int = 1, record: str = "") -> InvitationWish:
        return InvitationWish(
            role.value, place, purpose, self.until, uses, self.with_pin, record, grant_until=self.grant_until
        )


def show_inviting(here: Here, acts: AccessActs, charge: Jurisdiction) -> None:
    """Whom, where, for how long; then the button."""
    say = here.say
    left, right = st.columns(2)
    with left:
        role = pick_role(here, charge, f"{_KEY}.role")
    ways = {_ONE: say("คนเดียวหรือลิงก์เดียว"), _MANY: say("หลายคนจากรายชื่อ")}
    way = _ONE
    # A plan has its own few people: they are invited one by one, or by one link for all.
    if role not in FOR_ONE_PLAN:
        with right:
            way = st.segmented_control(
                say("เชิญแบบไหน"),
                list(ways),
                format_func=ways.__getitem__,
                default=_ONE,
                key=f"{_KEY}.way",
                required=True,
            )
    if way == _MANY:
        _many(here, acts, charge, role)
    else:
        _one(here, acts, charge, role)


def pick_role(here: Here, charge: Jurisdiction, key: str) -> Role:
    """A role that may be given, with what it may do."""
    roles = [role for role in Role if role.value in charge.roles]
    usual = roles.index(Role.LEADER) if Role.LEADER in roles else 0
    role = st.selectbox(here.say("บทบาท"), roles, index=usual, format_func=lambda r: role_name(here, r.value), key=key)
    st.caption(role_help(here, role))
    return role


def role_help(here: Here, role: Role) -> str:
    """One sentence on what a role may do."""
    say = here.say
    return {
        Role.READER: say("ดูได้อย่างเดียว"),
        Role.FILLER: say("กรอกแผนธุรกิจแผนเดียวที่เลือก"),
        Role.LEADER: say("กรอกแบบสั้นของตำบลตัวเอง เห็นและแก้ได้เฉพาะรายการที่ตัวเองบันทึก"),
        Role.ENUMERATOR: say("กรอกแบบครัวเรือนของตำบล ไม่เห็นรายการของคนอื่น"),
        Role.TEAM: say("ทำงาน 7 ขั้นของตำบลทั้งหมด รวมแบบครัวเรือนและการเผยแพร่ผล"),
        Role.NETWORK: say("ดูแลเครือข่ายจังหวัดและงานของตำบลในจังหวัด ไม่เห็นแบบครัวเรือน"),
        Role.FACILITATOR: say("ดูแลเวทีและแผนธุรกิจในพื้นที่ เชิญคนมากรอกแผนได้"),
        Role.OFFICER: say("ทำได้ทุกอย่างในพื้นที่: ตรวจรับรอง นำเข้า ดาวน์โหลด เชิญและถอนสิทธิ"),
        Role.COUNTRY: say("ดูแลทั้งระบบ ให้สิทธิผู้ดูแลคนอื่น ตั้งค่า ลบข้อมูลตามสิทธิ"),
    }[role]


def pick_end(here: Here, key: str) -> date | None:
    """Last day of a right; None: until it is taken back."""
    today, say = bangkok_today(), here.say
    year_end = fiscal_year_bounds(fiscal_year(today))[1]
    ends: dict[str, tuple[str, date | None]] = {"": (say("จนกว่าจะถอน"), None), "year": (say("สิ้นปีงบประมาณนี้"), year_end)}
    ends |= {str(n): (say("อีก {n} วัน", n=n), today + timedelta(days=n)) for n in (7, 30, 90, 365)}

    def words(chosen: str) -> str:
        name, day = ends[chosen]
        return f"{name} ({format_date(day, here.language)})" if day else name

    return ends[st.selectbox(say("สิทธิอยู่ถึงเมื่อไร"), list(ends), format_func=words, key=key)][1]


def _terms(here: Here) -> _Terms:
    say, today = here.say, bangkok_today()
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    lengths = sorted({1, 3, 7, USUAL_DAYS, 30, LONGEST_DAYS})
    with left:
        days = st.selectbox(
            say("ลิงก์ใช้ได้กี่วัน"),
            lengths,
            index=lengths.index(USUAL_DAYS),
            format_func=lambda n: f"{say('{n} วัน', n=n)} ({format_date(today + timedelta(days=n), here.language)})",
            key=f"{_KEY}.days",
        )
    with middle:
        ends = pick_end(here, f"{_KEY}.ends")
    with right:
        pin = st.checkbox(
            say("ต้องใส่รหัส PIN ด้วย"),
            key=f"{_KEY}.pin",
            help=say("ระบบสร้างรหัส 6 หลักให้ บอกเจ้าตัวทางอื่น คนที่ได้ลิงก์อย่างเดียวเข้าไม่ได้"),
        )
    return _Terms(today + timedelta(days=days), pin, ends)


def _one(here: Here, acts: AccessActs, charge: Jurisdiction, role: Role) -> None:
    say, plan, place = here.say, "", ""
    if role in FOR_ONE_PLAN:
        plan = pick_plan(here, charge, _KEY)
    else:
        place = pick_role_place(here, charge, role, f"{_KEY}.{role.value}")
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        purpose = st.text_input(
            say("เชิญใคร หรือเพื่ออะไร"),
            key=f"{_KEY}.purpose",
            max_chars=LONGEST_PURPOSE,
            placeholder=say("เช่น นางสมศรี ประธานสภาองค์กรชุมชน"),
        )
    with right:
        uses = st.number_input(
            say("ใช้ได้กี่คน"),
            1,
            MOST_USES,
            1,
            key=f"{_KEY}.uses",
            help=say("ลิงก์เดียวที่หลายคนใช้ บอกไม่ได้ว่าใครส่งต่อให้ใคร ถ้ารู้ชื่อ เชิญทีละคนดีกว่า"),
        )
    terms = _terms(here)
    ready = bool(purpose.strip()) and bool(plan if role in FOR_ONE_PLAN else place)
    if st.button(say("ออกคำเชิญ"), type="primary", icon=":material/person_add:", key=f"{_KEY}.make", disabled=not ready):
        with shows_problems(here) as outcome:
            keep_made([acts.invite(terms.wish(role, place, purpose, uses=int(uses), record=plan))])
        if outcome.ok:
            _forget("purpose", "uses")
            done(here, say("ออกคำเชิญแล้ว บัตรและลิงก์อยู่บนสุดของหน้า พิมพ์หรือส่งก่อนปิดหน้านี้"))
    if not ready:
        missing = say("เลือกแผน และเขียนว่าเชิญใคร") if role in FOR_ONE_PLAN else say("เลือกพื้นที่ และเขียนว่าเชิญใคร")
        st.caption(missing)


def _many(here: Here, acts: AccessActs, charge: Jurisdiction, role: Role) -> None:
    say = here.say
    st.caption(say("วางจาก Excel หรือพิมพ์ บรรทัดละคน: ชื่อ แล้วตามด้วยตำบล อำเภอ จังหวัด คั่นด้วยจุลภาคหรือแท็บ"))
    text = st.text_area(
        say("รายชื่อ"), key=f"{_KEY}.list", height=180, placeholder=say("นางสมศรี, ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี")
    )
    place = pick_role_place(here, charge, role, f"{_KEY}.many.{role.value}", title=say("พื้นที่ของคนที่ไม่ได้เขียนไว้"))
    terms = _terms(here)
    found: Sequence[ListedPerson] = []
    if text.strip():
        with shows_problems(here):
            found = acts.read_list(text, role.value, place)
    if found:
        _told(here, found)
    wrong = sum(person.problem is not None for person in found)
    if wrong:
        st.warning(say("แก้ {n} บรรทัดก่อน แล้วจึงออกคำเชิญได้", n=wrong), icon=":material/edit:")
    name = say("ออกคำเชิญ {n} ใบ", n=len(found))
    ready = bool(found) and not wrong
    if st.button(name, type="primary", icon=":material/group_add:", key=f"{_KEY}.make_many", disabled=not ready):
        with shows_problems(here) as outcome:
            keep_made(acts.invite_many([terms.wish(role, p.place, p.name) for p in found]))
        if outcome.ok:
            _forget("list")
            done(here, say("ออกคำเชิญแล้ว บัตรและลิงก์อยู่บนสุดของหน้า พิมพ์หรือส่งก่อนปิดหน้านี้"))


def _told(here: Here, found: Sequence[ListedPerson]) -> None:
    """How each line is understood; what is amiss comes first."""
    say = here.say
    draw_rows(
        [
            {
                say("บรรทัด"): p.line,
                say("ชื่อ"): p.name,
                say("พื้นที่"): place_name(here, p.place) if p.place else "",
                say("ผล"): p.problem.text(here.language) if p.problem else say("พร้อม"),
            }
            for p in sorted(found, key=lambda p: (p.problem is None, p.line))
        ],
        say("รายชื่อที่อ่านได้"),
    )


def _forget(*names: str) -> None:
    for name in names:
        st.session_state.pop(f"{_KEY}.{name}", None)
