"""Who may do what, as one table: role × act → kinds. What does not stand here is forbidden.

A right holds for a place and everything inside it (`lib.store.containment`), or for one plan only.
This file knows no database and no request: it can be read aloud to an office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lib.domain.errors import Problem
from lib.domain.sentence import Worded
from lib.schema.registry import KINDS

#: The place of a right that holds everywhere.
COUNTRY: Final = "TH"
#: In place of a kind: the act is about no kind of record.
NO_KIND: Final = ""
#: Every kind of record, those to come included.
EVERY_KIND: Final = "*"


class Role(Worded):
    """What somebody is in a place."""

    READER = "reader", "ผู้อ่าน", "Reader"
    FILLER = "filler", "ผู้ร่วมกรอกแผน", "Fills in one plan"
    PARTICIPANT = "participant", "ผู้เข้าร่วมเวที", "Takes part in one forum"
    LEADER = "leader", "ผู้นำ", "Leader"
    ENUMERATOR = "enumerator", "ผู้เก็บแบบสำรวจ", "Enumerator"
    TEAM = "team", "ทีมตำบล", "Tambon team"
    NETWORK = "network", "เครือข่ายจังหวัด", "Provincial network"
    FACILITATOR = "facilitator", "ผู้ดูแลเวที", "Facilitator"
    OFFICER = "officer", "เจ้าหน้าที่ภาค", "Regional officer"
    COUNTRY = "country", "ผู้ดูแลระบบ", "Administrator"


class Act(Worded):
    """What can be done."""

    READ = "read", "ดูข้อมูลที่ไม่เผยแพร่", "see what is not public"
    WRITE = "write", "บันทึก", "record"
    VERIFY = "verify", "ตรวจรับรอง ส่งกลับ ปลดล็อก", "verify, return, unlock"
    RELEASE = "release", "เผยแพร่ผลสำรวจ", "publish survey results"
    MERGE = "merge", "รวมรายการซ้ำ", "merge duplicates"
    IMPORT = "import", "นำเข้าแฟ้มและย้อน", "import files and undo"
    EXPORT = "export", "ดาวน์โหลดข้อมูลที่ไม่เผยแพร่", "download what is not public"
    INVITE = "invite", "เชิญและถอนสิทธิ", "invite, and take rights back"
    ERASE = "erase", "ลบข้อมูลส่วนบุคคล", "erase personal data"
    SHEETS = "sheets", "ดูแล Google Sheets", "look after Google Sheets"
    SETTINGS = "settings", "ตั้งค่าระบบ", "change settings"


class Extent(StrEnum):
    """How far a right reaches inside its place."""

    PLACE = "place"
    #: Only what the person recorded oneself; new records may be added in the place.
    OWN = "own"


_CANVAS = frozenset(k for k, m in KINDS.items() if k == "canvas" or m.about.within == "canvas")
_FORUM = frozenset(k for k, m in KINDS.items() if k == "forum" or m.about.within == "forum")
_WORK = frozenset(k for k, m in KINDS.items() if k == "tambon_work" or m.about.within == "work")
_HOUSEHOLD = frozenset({"household_survey", "household_health"})
_REGISTER = frozenset({"organisation", "person", "event", "project", "evidence", "learning", "agreement"})
_RUNGS = frozenset({"tambon_progress", "provincial_network"})
#: Short forms that a leader fills in on a phone.
_SHORT = frozenset({"organisation", "event", "evidence", "tambon_task", "local_product", "community_capital"})
_SHORT |= {"tambon_problem", "swot_line", "plan_follow_up", "lesson"}
#: What the country publishes; a region does not change it.
_PUBLISHED = frozenset({"target", "published_result", "strategy_goal", "strategy_year", "list_item"})
_ALL = frozenset(KINDS)

_Kinds = Mapping[str, Extent]


def _in_place(*groups: Iterable[str]) -> _Kinds:
    return MappingProxyType({kind: Extent.PLACE for group in groups for kind in sorted(group)})


def _own(*groups: Iterable[str]) -> _Kinds:
    return MappingProxyType({kind: Extent.OWN for group in groups for kind in sorted(group)})


_NO_RECORDS: Final[_Kinds] = MappingProxyType({NO_KIND: Extent.PLACE})
_TEAM = _in_place(_WORK, _HOUSEHOLD, _CANVAS, _FORUM, _REGISTER, _RUNGS, {"policy_proposal"})
_NETWORK = _in_place(_WORK, _CANVAS, _FORUM, _REGISTER, _RUNGS, {"policy_proposal", "incubation_centre"})
_FACILITATOR = _in_place(_CANVAS, _FORUM, {"organisation", "event", "evidence"})
#: What somebody in the hall adds: oneself, and ideas. A vote is no record.
_PARTICIPANT = _in_place({"forum_seat", "forum_idea"})
_OFFICER = _in_place(_ALL - _PUBLISHED)
_COUNTRY = _in_place({EVERY_KIND})
_VERDICTS = _in_place(k for k, m in KINDS.items() if m.about.verifiable or k in _CANVAS | _WORK)

#: Deny by default: an act or kind that is missing is not allowed.
TABLE: Final[Mapping[Role, Mapping[Act, _Kinds]]] = MappingProxyType(
    {
        Role.READER: MappingProxyType({}),
        Role.FILLER: MappingProxyType({Act.READ: _in_place(_CANVAS), Act.WRITE: _in_place(_CANVAS)}),
        Role.PARTICIPANT: MappingProxyType({Act.WRITE: _PARTICIPANT}),
        Role.LEADER: MappingProxyType({Act.READ: _own(_SHORT), Act.WRITE: _own(_SHORT)}),
        Role.ENUMERATOR: MappingProxyType({Act.READ: _own(_HOUSEHOLD), Act.WRITE: _own(_HOUSEHOLD)}),
        Role.TEAM: MappingProxyType({Act.READ: _TEAM, Act.WRITE: _TEAM, Act.RELEASE: _in_place(_HOUSEHOLD)}),
        Role.NETWORK: MappingProxyType({Act.READ: _NETWORK, Act.WRITE: _NETWORK}),
        Role.FACILITATOR: MappingProxyType({Act.READ: _FACILITATOR, Act.WRITE: _FACILITATOR, Act.INVITE: _NO_RECORDS}),
        Role.OFFICER: MappingProxyType(
            {
                **dict.fromkeys((Act.READ, Act.WRITE, Act.MERGE, Act.EXPORT), _OFFICER),
                Act.VERIFY: _VERDICTS,
                Act.RELEASE: _in_place(_HOUSEHOLD),
                **dict.fromkeys((Act.IMPORT, Act.INVITE), _NO_RECORDS),
            }
        ),
        Role.COUNTRY: MappingProxyType(
            {
                **dict.fromkeys((Act.READ, Act.WRITE, Act.MERGE, Act.EXPORT, Act.VERIFY, Act.ERASE), _COUNTRY),
                Act.RELEASE: _in_place(_HOUSEHOLD),
                **dict.fromkeys((Act.IMPORT, Act.INVITE, Act.SHEETS, Act.SETTINGS), _NO_RECORDS),
            }
        ),
    }
)

#: Whom a role may invite; nobody gives a right that one does not have oneself.
INVITES: Final[Mapping[Role, frozenset[Role]]] = MappingProxyType(
    {
        Role.FACILITATOR: frozenset({Role.FILLER}),
        Role.OFFICER: frozenset(
            {Role.FILLER, Role.LEADER, Role.ENUMERATOR, Role.TEAM, Role.NETWORK, Role.FACILITATOR, Role.OFFICER}
        ),
        Role.COUNTRY: frozenset(Role) - {Role.READER, Role.PARTICIPANT},
    }
)


@dataclass(frozen=True)
class Grant:
    """One right: a role in a place (an area's id, or `COUNTRY`), or on one plan or forum (`record`)."""

    role: Role
    place: str
    #: Id of the one canvas or forum that it is for; '' for every record of the place.
    record: str = ""
    until: datetime | None = None
    id: str = ""


@dataclass(frozen=True)
class Spot:
    """Where a record lies and whose it is, as far as rights go."""

    #: Area id; '' when it lies nowhere that is known: only a right for the country reaches it.
    place: str
    #: Id of the canvas or forum that it is or belongs to; '' for other records.
    whole: str = ""
    #: Whether the one who asks recorded it; a new record is one's own.
    own: bool = False


@dataclass(frozen=True)
class Permission:
    """Yes with the right that it rests on, or no with the reason in words."""

    grant: Grant | None
    why: Problem

    @property
    def allowed(self) -> bool:
        """Whether it is a yes."""
        return self.grant is not None


#: Whether the first area is, or contains, the second.
Inside = Callable[[str, str], bool]


@dataclass(frozen=True)
class Rights:
    """What somebody may do: grants, less what one has set aside."""

    grants: tuple[Grant, ...] = ()
    set_aside: frozenset[Act] = field(default_factory=frozenset)

    def may(
        self, act: Act, kind_id: str = NO_KIND, spot: Spot | None = None, inside: Inside | None = None
    ) -> Permission:
        """Whether an act on a kind is allowed at a spot; without a spot: anywhere at all."""
        if act in self.set_aside:
            return Permission(None, _set_aside(act))
        able = [(grant, extent) for grant in self.grants if (extent := extent_of(grant.role, act, kind_id))]
        if not able:
            return Permission(None, _no_role(self.grants, act, kind_id))
        if spot is None:
            return Permission(able[0][0], _yes(able[0][0], act))
        here = [(g, e) for g, e in able if _reaches(g, spot, inside)]
        if not here:
            return Permission(None, _elsewhere(spot, act))
        for grant, extent in here:
            if extent is Extent.PLACE or spot.own:
                return Permission(grant, _yes(grant, act))
        return Permission(None, _not_own(act))

    def places(self, act: Act, kind_id: str = NO_KIND) -> tuple[Grant, ...]:
        """The grants by which an act on a kind is allowed somewhere."""
        if act in self.set_aside:
            return ()
        return tuple(grant for grant in self.grants if extent_of(grant.role, act, kind_id))

    def everywhere(self, act: Act, kind_id: str = NO_KIND) -> bool:
        """Whether an act on a kind is allowed in the whole country, on everybody's records."""
        return any(
            g.place == COUNTRY and not g.record and extent_of(g.role, act, kind_id) is Extent.PLACE
            for g in self.places(act, kind_id)
        )


def extent_of(role: Role, act: Act, kind_id: str = NO_KIND) -> Extent | None:
    """How far a role's right to an act on a kind reaches; None: it has none."""
    kinds = TABLE[role].get(act, {})
    return kinds.get(kind_id) or (kinds.get(EVERY_KIND) if kind_id != NO_KIND else None)


def may_invite(rights: Rights, role: Role, place: str, inside: Inside) -> Permission:
    """Whether somebody may give others a role in a place."""
    asked = rights.may(Act.INVITE, NO_KIND, Spot(place), inside)
    if not asked.allowed:
        return asked
    for grant in rights.places(Act.INVITE):
        if role in INVITES.get(grant.role, ()) and _reaches(grant, Spot(place), inside):
            return Permission(grant, _yes(grant, Act.INVITE))
    return Permission(None, Problem(f"ท่านเชิญคนเป็น{role.th}ไม่ได้", f"You may not invite somebody as: {role.en}"))


def _reaches(grant: Grant, spot: Spot, inside: Inside | None) -> bool:
    if grant.record:
        return grant.record == spot.whole
    if grant.place == COUNTRY:
        return True
    return bool(spot.place) and inside is not None and inside(grant.place, spot.place)


def _yes(grant: Grant, act: Act) -> Problem:
    return Problem(f"ได้ เพราะเป็น{grant.role.th}: {act.th}", f"Yes, as {grant.role.en}: {act.en}")


def _set_aside(act: Act) -> Problem:
    return Problem(
        f"ขณะนี้ทำงานในฐานะทีมตำบล จึงไม่ได้: {act.th}", f"You are working as a tambon's team now, so not: {act.en}"
    )


def _no_role(grants: tuple[Grant, ...], act: Act, kind_id: str) -> Problem:
    of = KINDS[kind_id].about if kind_id in KINDS else None
    th, en = (f" ({of.th})", f" ({of.en})") if of else ("", "")
    if not grants:
        return Problem(
            f"ดูได้อย่างเดียว การ{act.th}{th}ต้องมีสิทธิ ขอคำเชิญจากเจ้าหน้าที่ภาค",
            f"You can only read. To {act.en}{en} you need a right; ask the regional office for an invitation.",
        )
    roles_th = " ".join(dict.fromkeys(g.role.th for g in grants))
    roles_en = ", ".join(dict.fromkeys(g.role.en for g in grants))
    return Problem(
        f"สิทธิของท่าน ({roles_th}) ไม่รวมการ{act.th}{th}", f"Your rights ({roles_en}) do not include to {act.en}{en}."
    )


def _elsewhere(spot: Spot, act: Act) -> Problem:
    if not spot.place:
        return Problem(
            f"รายการนี้ยังไม่รู้ว่าอยู่พื้นที่ใด การ{act.th}จึงเป็นของผู้ดูแลระบบ",
            f"It is not known where this lies, so to {act.en} is for an administrator.",
        )
    return Problem(f"พื้นที่นี้อยู่นอกสิทธิของท่าน จึง{act.th}ไม่ได้", f"This place is outside your rights, so you may not {act.en}.")


def _not_own(act: Act) -> Problem:
    return Problem(f"{act.th}ได้เฉพาะรายการที่ท่านบันทึกเอง", f"You may {act.en} only what you recorded yourself.")
