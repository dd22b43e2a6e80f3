"""Shared ground of the survey tests: a workspace, and households as people type them."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save_typed
from lib.actions.survey import households
from lib.actions.tambon import work as tambon_work
from lib.store import records
from lib.store.opening import Store
from lib.store.records import Stored

AREA, YEAR = "TH-250204", 2569
FORM: dict[str, Any] = {
    "area": AREA,
    "village": "1",
    "surveyed_on": "12 พ.ย. 2568",
    "consent": "yes",
    "consent_channel": "paper",
    "people": "4",
    "main_occupation": "rice",
    "income_per_month": "12,000",
    "expense_per_month": "9,000",
    "savings": "500",
    "has_debt": "no",
    "enough_food": "always",
    "land_held": "own",
    "steady_income": "steady",
}


def begin(store: Store) -> str:
    return tambon_work.begin(store, OWN_MACHINE, AREA, YEAR)


def typed(number: int, **changes: Any) -> dict[str, Any]:
    """A form whose figures are its own, so that no two look alike."""
    own = {"household_code": f"{number:03d}", "income_per_month": str(9_000 + 100 * number)}
    return {**FORM, **own, **changes}


def visit(store: Store, number: int, **changes: Any) -> str:
    return save_typed(store, OWN_MACHINE, "household_survey", typed(number, **changes)).record.id


def visited(store: Store, count: int, first: int = 0) -> list[str]:
    """So many households, visited and checked."""
    ids = [visit(store, first + n) for n in range(count)]
    done, left = households.check(store, OWN_MACHINE, ids, "ผู้ตรวจแบบ")
    assert (done, left) == (count, {})
    return ids


def stored(store: Store, kind_id: str, record_id: str) -> Stored:
    with store.database.reading() as connection:
        found = records.get(connection, kind_id, record_id)
    assert found is not None
    return found


DAY = date(2025, 11, 12)


def certify_plan(store: Store, work: str) -> int:
    """The meeting certifies the plan of a workspace."""
    return tambon_work.certify(store, OWN_MACHINE, work, date(2026, 1, 9), "ประชาคมตำบล", 80, 77, "เห็นชอบตามเสนอ")


def ask_health(store: Store, work: str) -> None:
    """The tambon turns the sensitive questions on."""
    head = {"area": AREA, "year": str(YEAR), "name": "ท่าสายลวด", "asks_health": True}
    save_typed(store, OWN_MACHINE, "tambon_work", head, record_id=work)
