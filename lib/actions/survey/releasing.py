"""Release a round's result: the only way by which households' answers leave the private store."""

from __future__ import annotations

from dataclasses import asdict

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.domain.errors import BadInput, Problem
from lib.domain.release import LEAST, Split, Why, list_version
from lib.domain.village_result import VillageResult, new_salt, result
from lib.schema.household_result import share_tables
from lib.store import household_rows, private_log, versions
from lib.store.opening import Store
from lib.store.private_log import StoredRelease
from lib.store.tables import table

#: Pseudo-kind under which read models learn of a new release.
KIND = "survey_release"
#: Why a round has no further release: its earlier ones do not say what each household contributed.
FORMER_RULES = Problem(
    "ฉบับก่อนของปีนี้เผยแพร่ด้วยกฎเดิม ซึ่งไม่ได้เก็บไว้ว่าแต่ละตัวเลขมาจากคำตอบใด จึงตรวจไม่ได้ว่าฉบับใหม่จะบอกข้อมูลของบางบ้านหรือไม่ "
    "ผลของปีนี้คงตามฉบับเดิม ปีหน้าเผยแพร่ได้ตามปกติ",
    "This year's earlier release was made by the former rules, which did not keep what each figure was made of, so "
    "nobody can tell whether a new one would tell of a household. This year's result stays; next year's is released as usual.",
)
_WHOLE = f"households/{Split.WHOLE.value}/"


def release(store: Store, actor: Actor, area: str, year: int) -> StoredRelease:
    """Publish the round as it stands; raises `BadInput` when too few households are in it, or differ."""
    require(actor, Act.RELEASE, "household_survey")
    with store.database.writing() as connection:
        Reach(connection, actor).require_at(Act.RELEASE, area, "household_survey")
        rows = table("household_survey")
        before = private_log.releases(connection, area, year)
        if any(one.former for one in before):
            raise BadInput(FORMER_RULES)
        homes = household_rows.read_round(connection, area, year, household_rows.counted(rows))
        salt = before[0].salt if before else new_salt()
        found = result(homes, share_tables(), [one.kept for one in before], salt)
        _worth_it(found, before)
        private_log.add_release(
            connection,
            found.shown(),
            area=area,
            year=year,
            number=(before[0].number if before else 0) + 1,
            list_version=list_version(share_tables()),
            salt=salt,
            actor_label=actor.label,
            cells=found.as_told(),
        )
        versions.bump(connection, [(KIND, versions.NOWHERE)])
        return private_log.releases(connection, area, year)[0]


def _worth_it(found: VillageResult, before: list[StoredRelease]) -> None:
    why = found.held.get(_WHOLE)
    if found.counted < LEAST or why is Why.FEW:
        raise BadInput(
            Problem(
                f"มีแบบที่ตรวจแล้ว {found.counted} ครัวเรือน เผยแพร่ได้เมื่อครบ {LEAST} ครัวเรือนขึ้นไป",
                f"{found.counted} households are checked; a result is released from {LEAST} on",
            )
        )
    last = before[0].cells["told"] if before else []
    same = bool(before) and last == [asdict(t) for t in found.told]
    if same and not found.waiting:
        raise BadInput(Problem("ผลยังเหมือนฉบับล่าสุด ไม่ต้องเผยแพร่ใหม่", "Nothing changed since the last release"))
    if same or why is not None:
        raise BadInput(
            Problem(
                f"ข้อมูลต่างจากฉบับที่เผยแพร่แล้วไม่ถึง {LEAST} ครัวเรือน ถ้าเผยแพร่ตอนนี้ คนนอกลบตัวเลขสองฉบับแล้วรู้คำตอบของบางบ้านได้ "
                f"เผยแพร่ฉบับใหม่ได้เมื่อเพิ่มหรือแก้ครบ {LEAST} ครัวเรือน",
                f"Fewer than {LEAST} households differ from what was released; subtracting the two would tell of a few. "
                f"Release again once {LEAST} were added or corrected.",
            )
        )
