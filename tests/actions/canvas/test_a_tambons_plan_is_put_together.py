"""TBMC: a person confirms line by line; figures stay with the groups and are summed from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.actions.canvas.rolling import take_up
from lib.domain.canvas_rollup import bundles
from lib.domain.errors import BadInput
from lib.insight.canvas.board import Board, read_board
from lib.store.opening import Store

TAMBON = "TH-250204"


def board(store: Store, canvas: str) -> Board:
    with store.database.reading() as connection:
        found = read_board(connection, canvas)
    assert found is not None
    return found


def start(store: Store, name: str, group: str, **more: Any) -> str:
    typed = {"name": name, "area": TAMBON, "year": "2570", **more}
    return filling.start(store, OWN_MACHINE, typed, group).canvas


def line(store: Store, canvas: str, kind: str, **typed: Any) -> str:
    return str(filling.put(store, OWN_MACHINE, canvas, kind, typed).record.id)


@pytest.fixture
def tambon(sqlite_store: Store) -> str:
    """Two groups with a shared customer and partner, and a tambon's plan over them."""
    parts = []
    for name, units in (("ปลา", "100"), ("ปุ๋ยหมัก", "50")):
        canvas = start(sqlite_store, f"แผน{name}", f"กลุ่ม{name}", households="๑๐")
        guest = line(sqlite_store, canvas, "canvas_item", step="2", text="นักท่องเที่ยว")
        gain = line(
            sqlite_store,
            canvas,
            "canvas_item",
            step="5",
            text=name,
            gain="income",
            units=units,
            price="10",
            months="12",
        )
        work = line(
            sqlite_store,
            canvas,
            "canvas_activity",
            text=f"ทำ{name}",
            serves=[guest, gain],
            ways=["self"],
            from_month="2",
            to_month="5",
        )
        line(sqlite_store, canvas, "canvas_partner", text="เกษตรอำเภอ", activity=work, gives=f"สอน{name}")
        line(sqlite_store, canvas, "canvas_cost", text="ค่าปุ๋ยหมัก", activity=work, amount="300", source="own")
        parts.append(canvas)
    return start(sqlite_store, "แผนตำบล", "สภาตำบล", level="tambon", parts=parts)


def test_everything_taken_up_keeps_its_links_and_counts_once(sqlite_store: Store, tambon: str) -> None:
    told = board(sqlite_store, tambon)
    waiting = bundles(told.part_plans)
    assert take_up(sqlite_store, OWN_MACHINE, tambon, waiting) == len(waiting)
    told = board(sqlite_store, tambon)
    behind = {
        i
        for kind in ("canvas_item", "canvas_activity", "canvas_partner", "canvas_cost")
        for r in told.of(kind)
        for i in r.made_from
    }
    assert behind == {li.id for b in waiting for li in b.lines}
    (customer,) = told.of_step(2)
    assert len(customer.made_from) == 2
    (partner,) = told.of("canvas_partner")
    assert partner.gives == "สอนปลา / สอนปุ๋ยหมัก"
    assert all(customer.id in a.serves for a in told.of("canvas_activity"))
    assert {c.activity for c in told.of("canvas_cost")} <= {a.id for a in told.of("canvas_activity")}
    assert (told.numbers.income.low, told.numbers.cost.low, told.households) == (18_000, 600, 20)
    assert told.own.income.high == told.own.cost.high == 0, "nothing is counted twice"


def test_taking_up_again_changes_nothing_and_a_new_line_joins_its_bundle(sqlite_store: Store, tambon: str) -> None:
    take_up(sqlite_store, OWN_MACHINE, tambon, bundles(board(sqlite_store, tambon).part_plans))
    before = board(sqlite_store, tambon).version
    assert take_up(sqlite_store, OWN_MACHINE, tambon, bundles(board(sqlite_store, tambon).part_plans)) == 0
    assert board(sqlite_store, tambon).version == before
    third = start(sqlite_store, "แผนผ้า", "กลุ่มผ้า")
    line(sqlite_store, third, "canvas_item", step="2", text="นักท่องเที่ยว")
    head = board(sqlite_store, tambon).head
    typed = {
        "name": "แผนตำบล",
        "area": TAMBON,
        "year": "2570",
        "level": "tambon",
        "organisation": head.record.organisation,
        "parts": [*head.record.parts, third],  # type: ignore[attr-defined]
    }
    filling.put(sqlite_store, OWN_MACHINE, tambon, "canvas", typed, record_id=tambon, base_revision=head.revision)
    assert take_up(sqlite_store, OWN_MACHINE, tambon, bundles(board(sqlite_store, tambon).part_plans)) == 0
    (customer,) = board(sqlite_store, tambon).of_step(2)
    assert len(customer.made_from) == 3


def test_lines_of_strangers_are_refused_whole(sqlite_store: Store, tambon: str) -> None:
    waiting = bundles(board(sqlite_store, tambon).part_plans)
    strange = replace(waiting[0], lines=(replace(waiting[0].lines[0], id="ci-elsewhere"),))
    with pytest.raises(BadInput):
        take_up(sqlite_store, OWN_MACHINE, tambon, [*waiting[1:], strange])
    assert board(sqlite_store, tambon).of("canvas_item") == []
    part = board(sqlite_store, tambon).canvas.parts[0]
    with pytest.raises(BadInput):
        take_up(sqlite_store, OWN_MACHINE, part, waiting)


def test_a_tambons_plan_is_made_of_groups_plans_only(sqlite_store: Store, tambon: str) -> None:
    with pytest.raises(BadInput) as told:
        start(sqlite_store, "อีกแผนตำบล", "สภาตำบล", level="tambon", parts=[tambon])
    assert told.value.problems[0].field == "parts"
