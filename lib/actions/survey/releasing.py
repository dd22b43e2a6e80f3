"""Release a round's result: the only way by which households' answers leave the private store."""

from __future__ import annotations

from dataclasses import asdict

from lib.access.actors import Actor, require_write
from lib.domain.errors import BadInput, Problem
from lib.domain.release import LEAST, Split, Why, list_version
from lib.domain.village_result import Result, as_cells, new_salt, result
from lib.schema.household_result import share_tables
from lib.store import household_rows, private_log, versions
from lib.store.opening import Store
from lib.store.private_log import Released
from lib.store.tables import table

#: Pseudo-kind under which read models learn of a new release.
KIND = "survey_release"
_WHOLE = f"households/{Split.WHOLE.value}/"


def release(store: Store, actor: Actor, area: str, year: int) -> Released:
    """Publish the round as it stands; raises `BadInput` when too few households are in it, or differ."""
    require_write(actor, "household_survey")
    with store.database.writing() as connection:
        rows = table("household_survey")
        before = private_log.releases(connection, area, year)
        homes = household_rows.read_round(connection, area, year, household_rows.counted(rows))
        earlier = [as_cells(one.members) for one in before]
        salt = before[0].salt if before else new_salt()
        found = result(homes, share_tables(), earlier, salt)
        _worth_it(found, len(homes), before)
        private_log.add_release(
            connection,
            area=area,
            year=year,
            number=(before[0].number if before else 0) + 1,
            list_version=list_version(share_tables()),
            salt=salt,
            actor_label=actor.label,
            cells=found.as_told(),
            members=found.shown(),
        )
        versions.bump(connection, [(KIND, versions.NOWHERE)])
        return private_log.releases(connection, area, year)[0]


def _worth_it(found: Result, homes: int, before: list[Released]) -> None:
    why = found.held.get(_WHOLE)
    if homes < LEAST or why is Why.FEW:
        raise BadInput(
            Problem(
                f"มีแบบที่ตรวจแล้ว {homes} ครัวเรือน เผยแพร่ได้เมื่อครบ {LEAST} ครัวเรือนขึ้นไป",
                f"{homes} households are checked; a result is released from {LEAST} on",
            )
        )
    last = before[0].cells["told"] if before else []
    same = [asdict(t) for t in found.told]
    if before and last == same and not found.held.keys() - before[0].cells["held"].keys():
        raise BadInput(Problem("ผลยังเหมือนฉบับล่าสุด ไม่ต้องเผยแพร่ใหม่", "Nothing changed since the last release"))
    if why is not None:
        raise BadInput(
            Problem(
                f"ข้อมูลต่างจากฉบับที่เผยแพร่แล้วไม่ถึง {LEAST} ครัวเรือน ถ้าเผยแพร่ตอนนี้ คนนอกลบตัวเลขสองฉบับแล้วรู้คำตอบของบางบ้านได้ "
                f"เผยแพร่ฉบับใหม่ได้เมื่อเพิ่มหรือแก้ครบ {LEAST} ครัวเรือน",
                f"Fewer than {LEAST} households differ from what was released; subtracting the two would tell of a few. "
                f"Release again once {LEAST} were added or corrected.",
            )
        )
