"""A pasted list of people, one a line, read as invitations before anything is made: name, then place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.access.actors import Actor
from lib.access.policy import Role
from lib.access.role_places import HELD_IN
from lib.access.wishes import LONGEST_PURPOSE
from lib.actions.access.charge import Inviter, one_line
from lib.actions.imports.lookups import place_meant
from lib.domain.errors import BadInput, Problem, ThunError
from lib.domain.limits import INVITATIONS_AT_ONCE
from lib.store.opening import Store

#: Numbers and bullets that stand before a name.
_MARK = re.compile(r"^\s*(?:[\d๐-๙]+\s*[.)]|[-•*·])\s*")
#: Between a name and its place: a cell's edge, or the first comma or bar.
_EDGE = re.compile(r"\s*[\t,|;]\s*")


@dataclass(frozen=True)
class ListedPerson:
    """One line: who, where (an area's id, '' when it is not known), and what is amiss (None: nothing)."""

    line: int
    name: str
    place: str
    problem: Problem | None


def read_list(store: Store, actor: Actor, text: str, role: str, place: str = "") -> list[ListedPerson]:
    """Each line with what it means. `place`: where those live whose line names no place."""
    wanted = Role.stored(role)
    if wanted is None:
        raise BadInput(Problem("เลือกบทบาทก่อน", "Choose a role first", "role"))
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    INVITATIONS_AT_ONCE.require(len(lines))
    found, seen = [], set[tuple[str, str]]()
    with store.database.reading() as connection:
        inviter = Inviter(connection, actor)
        for number, line in lines:
            name, rest = _parted(line)
            where, problem = _place(store, actor, rest, wanted) if rest else (place, None)
            problem = problem or _amiss(inviter, name, wanted, where)
            if problem is None and (name, where) in seen:
                problem = Problem("ซ้ำกับบรรทัดก่อนหน้า", "The same as a line above")
            seen.add((name, where))
            found.append(ListedPerson(number, name, where, problem))
    return found


def _parted(line: str) -> tuple[str, str]:
    """A line's name, and what it says of a place."""
    bare = _MARK.sub("", line)
    edge = _EDGE.search(bare)
    if edge is None:
        return one_line(bare), ""
    return one_line(bare[: edge.start()]), one_line(_EDGE.sub(" ", bare[edge.end() :]))


def _place(store: Store, actor: Actor, said: str, role: Role) -> tuple[str, Problem | None]:
    reading = place_meant(store, actor, said, tuple(HELD_IN[role]))
    if reading.settled:
        return str(reading.value), None
    near = [c.th for c in reading.candidates[:3]], [c.en for c in reading.candidates[:3]]
    th, en = (" · ".join(names) for names in near)
    why = reading.why or Problem("ไม่รู้ว่าที่ใด", "It is not known where")
    return "", Problem(f"{why.th}{f' ({th})' if th else ''}", f"{why.en}{f' ({en})' if en else ''}")


def _amiss(inviter: Inviter, name: str, role: Role, place: str) -> Problem | None:
    if not name or len(name) > LONGEST_PURPOSE:
        return Problem(f"ต้องมีชื่อ ไม่เกิน {LONGEST_PURPOSE} ตัวอักษร", f"A name of at most {LONGEST_PURPOSE} letters")
    try:
        inviter.settled(role.value, place, "")
    except ThunError as error:
        return error.problems[0]
    return None
