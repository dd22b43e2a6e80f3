"""Invented progress: tambons and provinces climbing their ladders, mistakes included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lib.domain.ladders import Status
from lib.domain.places import BANGKOK_ID
from lib.practice.places import MARK, Dice, Place, of_type
from lib.schema.ladders import ProvincialNetwork, TambonProgress
from lib.schema.record import Record
from lib.schema.work import Evidence

TAMBON_RUNGS = ("trained", "plan", "in_use", "spread", "concrete")
PROVINCE_RUNGS = ("team", "vision", "plan", "in_province_plan", "policy_centres")
TAMBONS = 900
#: Share of tambons that go on from one rung to the next, by region: practice is uneven, as life is.
GOES_ON = {"N": 0.90, "NE": 0.80, "CW": 0.74, "BE": 0.86, "S": 0.82}
START = date(2020, 10, 1)
_VERIFIERS = ("ผู้ตรวจฝึกหัด สมชาย", "ผู้ตรวจฝึกหัด มาลี", "ผู้ตรวจฝึกหัด อำนวย")
_REASONS = ("หลักฐานไม่ตรงกับตำบล", "ภาพไม่ชัด ขอรายงานการประชุม", "วันที่ในเอกสารไม่ตรงกัน")


def tambon_steps(places: Sequence[Place], dice: Dice) -> list[Record]:
    """Rungs of about 900 tambons with their evidence."""
    made: list[Record] = []
    silent = {p.id for p in of_type(places, "province") if dice.chance(0.06)}
    pool = [p for p in of_type(places, "tambon") if p.province not in silent]
    for place in sorted(dice.random.sample(pool, TAMBONS), key=lambda p: p.id):
        _climb(place, dice, made)
    return made


def _climb(place: Place, dice: Dice, made: list[Record]) -> None:
    day = dice.day(START, dice.today - timedelta(days=500))
    for rung in TAMBON_RUNGS:
        if day > dice.today:
            return
        number = dice.number("tambon step")
        status = _status(dice, rung)
        step = TambonProgress(
            id=f"tp-practice{number:05d}",
            area=place.id,
            rung=rung,
            reached_on=day,
            **_verdict(dice, status, day),
        )
        if number in (500, 1500):  # a mistake: a day that has not come
            step = step.model_copy(update={"reached_on": dice.today + timedelta(days=30)})
        made.append(step)
        if number % 400 == 0:  # a mistake: the same rung typed twice
            made.append(
                step.model_copy(
                    update={
                        "id": f"tp-practice{number:05d}x",
                        "status": "reported",
                        "verified_by": None,
                        "verified_at": None,
                    }
                )
            )
        made += _evidence(dice, step, forgotten=number % 250 == 0)
        if not dice.chance(GOES_ON.get(place.region, 0.8)):
            return
        day += timedelta(days=dice.random.randint(60, 420))


def _status(dice: Dice, rung: str) -> Status:
    roll = dice.random.random()
    if roll < (0.80 if rung == "concrete" else 0.88):
        return Status.VERIFIED
    return Status.RETURNED if roll > 0.975 else Status.REPORTED


def _verdict(dice: Dice, status: Status, day: date) -> dict[str, Any]:
    if status is Status.VERIFIED:
        seen = min(day + timedelta(days=dice.random.randint(3, 90)), dice.today)
        when = datetime(seen.year, seen.month, seen.day, 3, 0, tzinfo=UTC)
        return {
            "status": status.value,
            "verified_by": dice.random.choice(_VERIFIERS),
            "verified_at": when,
        }
    reason = dice.random.choice(_REASONS) if status is Status.RETURNED else None
    return {"status": status.value, "returned_reason": reason}


def _evidence(
    dice: Dice, step: TambonProgress | ProvincialNetwork, *, forgotten: bool
) -> list[Record]:
    """Verified steps have evidence, but for a few on which it was forgotten."""
    if forgotten or (step.status != Status.VERIFIED and dice.chance(0.5)):
        return []
    number = dice.number("evidence")
    proofs: list[Record] = [
        Evidence(
            id=f"ev-practice{step.about.prefix}{number:05d}", name=f"รายงานการประชุมสภาองค์กรชุมชน {MARK}",
            proves_kind=step.about.id, proves=step.id, type="link",
            link=f"https://example.org/practice/{step.id}", dated=step.reached_on,
        )
    ]  # fmt: skip
    if dice.chance(0.2):
        proofs.append(
            Evidence(
                id=f"ev-practice{step.about.prefix}{number:05d}b", name=f"ภาพถ่ายกิจกรรม {MARK}", type="file",
                proves_kind=step.about.id, proves=step.id, where_kept="แฟ้มสภาองค์กรชุมชน ตู้ 2",
            )
        )  # fmt: skip
    return proofs


def province_steps(places: Sequence[Place], dice: Dice) -> list[Record]:
    """Rungs of about 70 provinces; a few have none."""
    made: list[Record] = []
    number = 0
    for place in of_type(places, "province"):
        if place.id == BANGKOK_ID or dice.chance(0.08):
            continue
        day = dice.day(START, date(2023, 6, 30))
        for rung in PROVINCE_RUNGS:
            if day > dice.today:
                break
            number += 1
            step = ProvincialNetwork(
                id=f"pn-practice{number:05d}", area=place.id, rung=rung, reached_on=day,
                team_name=f"ทีมขับเคลื่อนแผนธุรกิจ{place.name_th} {MARK}" if rung == "team" else None,
                team_members=dice.random.randint(7, 25) if rung == "team" else None,
                plan_title=f"แผนเศรษฐกิจและทุนชุมชน{place.name_th} {MARK}" if rung == "plan" else None,
                partners=dice.random.choice(("พัฒนาชุมชน เกษตรจังหวัด", "มหาวิทยาลัยราชภัฏ ธ.ก.ส.", "อบจ. และหอการค้า")),
                **_verdict(dice, _status(dice, rung), day),
            )  # fmt: skip
            made.append(step)
            made += _evidence(dice, step, forgotten=number % 90 == 0)
            if not dice.chance(0.72):
                break
            day += timedelta(days=dice.random.randint(90, 500))
    return made
