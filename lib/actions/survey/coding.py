"""Codes of a round's households: which comes next in a village, and that none is given twice."""

from __future__ import annotations

from sqlalchemy import select

from lib.access.actors import Actor, require_write
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.domain.errors import BadInput, Problem
from lib.domain.household_code import next_code, same_code
from lib.store.opening import Store
from lib.store.tables import table

KIND = "household_survey"


def propose_code(store: Store, actor: Actor, area: str, year: int, village: int | None) -> str:
    """The next free code of a village in a round (B.E.); ``03-001`` style for the first. Asks for the right to collect."""
    used = _used(store, actor, area, year)
    mine = [code for number, code in used if number == village]
    wanted = next_code(mine[-1]) if mine else f"{village or 0:02d}-001"
    while wanted and any(same_code(wanted, code) for _, code in used):
        wanted = next_code(wanted)
    return wanted


def require_unused_code(store: Store, actor: Actor, area: str, year: int, code: str) -> None:
    """Raise `BadInput` when a household of the round has the code already, however it is written."""
    if any(same_code(code, other) for _, other in _used(store, actor, area, year)):
        raise BadInput(
            Problem(
                f"รหัส {code} ใช้แล้วในรอบนี้ ใช้รหัสอื่น",
                f"Code {code} is used in this round already; take another one",
                "household_code",
            )
        )


def _used(store: Store, actor: Actor, area: str, year: int) -> list[tuple[int | None, str]]:
    """Village and code of each form of a round, in the order they were made."""
    require_write(actor, KIND)
    rows = table(KIND)
    with store.database.reading() as connection:
        Reach(connection, actor).require_at(Act.WRITE, area, KIND)
        query = select(rows.c.village, rows.c.household_code).where(rows.c.area == area, rows.c.year == year)
        return [(r.village, r.household_code) for r in connection.execute(query.order_by(rows.c.created_at, rows.c.id))]
