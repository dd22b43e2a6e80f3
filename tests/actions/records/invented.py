"""A kind that no feature has, with rules of every sort, in the house's own registry, tables and rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest import mock

from sqlalchemy import Connection

from lib.actions import rulebook
from lib.actions.records.rules import Rulebook, Rules
from lib.config import forget_everything
from lib.domain.errors import Problem
from lib.schema.field import Authority, field
from lib.schema.record import About, Record
from lib.schema.registry import KINDS
from lib.store.opening import Store
from lib.store.tables import tables

BLACK = Problem("แผงสีดำไม่มี", "There is no black stall", "colour")
KEPT = Problem("แผงทองอยู่ที่เดิม", "A golden stall stays golden", "colour")
STAYS = Problem("แผงทองถอนไม่ได้", "A golden stall is not withdrawn")
OFFICERS = Problem("แผงของเจ้าหน้าที่", "The officer's stall")


class Stall(Record):
    """A market stall."""

    about = About(
        id="stall",
        prefix="sl",
        th="แผงตลาด",
        en="Market stall",
        title="name",
        place="area",
        key=("name", "area"),
        order=99,
        help_th="แผงหนึ่ง",
        help_en="One stall",
    )

    name: str = field("ชื่อแผง", "Stall", required=True, max_length=100)
    area: str | None = field("ตำบลของแผง", "Tambon of the stall", area_types=("tambon",))
    colour: str | None = field("สีแผง", "Colour", max_length=20)
    opened: date | None = field("เปิดแผงเมื่อ", "Opened on")
    sign: str | None = field("ป้ายแผง", "Sign", max_length=200, authority=Authority.APP)


def settle(_connection: Connection, _before: Stall | None, after: Stall) -> Stall:
    """The sign says the name and the colour."""
    return after.model_copy(update={"sign": f"{after.name}/{after.colour}"})


RULES = Rules(
    Stall,
    problems=lambda _c, one: [BLACK] if one.colour == "ดำ" else [],
    may_not_change=lambda _c, before, after: [KEPT] if before.colour == "ทอง" != after.colour else [],
    may_not_go=lambda _c, one: [STAYS] if one.colour == "ทอง" else [],
    officers_own=lambda one: OFFICERS if one.colour == "ขาว" else None,
    settle=settle,
)


@contextmanager
def market(store: Store) -> Iterator[list[tuple[str | None, str | None]]]:
    """The house with stalls in it; gives the pairs (sign before, sign after) that the rules followed."""
    followed: list[tuple[str | None, str | None]] = []

    def follow(_connection: Connection, before: Stall | None, after: Stall) -> None:
        followed.append((before.sign if before else None, after.sign))

    mine = Rulebook.of(*rulebook.RULEBOOK, RULES, Rules(Stall, follow=follow))
    with mock.patch.dict(KINDS, {"stall": Stall}), mock.patch.object(rulebook, "RULEBOOK", mine):
        forget_everything()
        with store.database.writing() as connection:
            tables().tables["stall"].create(connection)
        try:
            yield followed
        finally:
            forget_everything()
    forget_everything()
