"""Invented verdicts and the evidence behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from lib.domain.ladders import Status
from lib.domain.thai_date import format_date
from lib.practice.invented_sentences import PROOFS, RETURN_REASONS
from lib.practice.places import MARK, Dice
from lib.schema.choices import REGIONS
from lib.schema.ladders import LadderStep
from lib.schema.work import Evidence

#: 09:30 in Thailand, when invented verifiers work.
_MORNING_UTC = (2, 30)
#: Status → chances of 0, 1, 2 pieces of evidence; a verified rung has at least one.
_PIECES = {Status.VERIFIED: (0, 65, 35), Status.REPORTED: (35, 55, 10), Status.RETURNED: (45, 55, 0)}
_REGION_NAMES = {region.value: region.th for region in REGIONS}


def verdict(dice: Dice, status: Status, reached: date, region: str) -> dict[str, Any]:
    """The verdict's fields of a rung record; never later than yesterday."""
    if status is Status.REPORTED:
        return {"status": status.value}
    if status is Status.RETURNED:
        return {"status": status.value, "returned_reason": dice.pick(RETURN_REASONS)}
    seen = reached + timedelta(days=dice.random.randint(3, 75))
    seen = min(seen, dice.today - timedelta(days=1))
    return {
        "status": status.value,
        "verified_by": f"ผู้ตรวจฝึกหัด {_REGION_NAMES.get(region, '')}".strip(),
        "verified_at": datetime(seen.year, seen.month, seen.day, *_MORNING_UTC, tzinfo=UTC),
    }


def evidence(dice: Dice, step: LadderStep) -> list[Evidence]:
    """What proves a rung, or seems to."""
    count = dice.pick((0, 1, 2), _PIECES[Status(step.status)])
    dated = min(step.reached_on, dice.today)
    return [_piece(dice, step, dated, number) for number in range(1, count + 1)]


def _piece(dice: Dice, step: LadderStep, dated: date, number: int) -> Evidence:
    kind, name, said = dice.pick(PROOFS)
    return Evidence(
        id=f"ev-{step.id.removeprefix(step.about.prefix + '-')}-{step.about.prefix}{number}",
        name=f"{name} {format_date(dated)} {MARK}",
        proves_kind=step.about.id,
        proves=step.id,
        type=kind,
        link=f"https://example.org/practice/{step.id}/{number}" if kind == "link" else None,
        where_kept=said if kind == "file" else None,
        text=said if kind == "note" else None,
        dated=dated,
    )
