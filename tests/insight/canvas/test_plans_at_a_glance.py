"""The library's cards: what they tell, and that only what changed is worked out anew."""

from __future__ import annotations

from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.actions.records.saving import save, withdraw
from lib.domain.thai_date import bangkok_today
from lib.domain.thai_text import spelling
from lib.insight.canvas.examples import examples
from lib.insight.canvas.library import CanvasCard, canvases
from lib.insight.source import Source


@pytest.fixture
def two(source: Source) -> tuple[str, str]:
    """Plans of two groups of one region."""
    made = [
        filling.start(source.store, OWN_MACHINE, {"name": n, "area": a, "year": "2570", "cluster": "processing"}, g)
        for n, a, g in (("ปลา", "TH-250204", "กลุ่มปลา"), ("ผ้า", "TH-250213", "กลุ่มผ้า"))
    ]
    return made[0].canvas, made[1].canvas


def put(source: Source, canvas: str, kind: str, **typed: Any) -> str:
    return str(filling.put(source.store, OWN_MACHINE, canvas, kind, typed).record.id)


def cards(source: Source) -> dict[str, CanvasCard]:
    return {c.id: c for c in canvases(source, fresh=True).value}


def test_a_card_tells_who_where_and_how_far(source: Source, two: tuple[str, str]) -> None:
    fish, _ = two
    put(source, fish, "canvas_item", step="1", text="ปลาสด ๆ")
    work = put(source, fish, "canvas_activity", text="แปรรูป", ways=["self"])
    put(source, fish, "canvas_partner", text="ประมงจังหวัด", activity=work)
    card = cards(source)[fish]
    assert (card.group, card.province, card.region, card.year, card.lines) == ("กลุ่มปลา", "TH-25", "BE", 2570, 3)
    assert (card.answered, card.step, card.partners) == ((1, 6, 7, 8, 9), 2, ("ประมงจังหวัด",))
    assert card.day == bangkok_today()
    assert spelling("ปลาสดๆ") in card.words


def test_only_what_changed_is_worked_out_anew(source: Source, two: tuple[str, str]) -> None:
    fish, cloth = two
    before = cards(source)
    line = put(source, fish, "canvas_item", step="1", text="ปลาสด")
    after = cards(source)
    assert after[cloth] is before[cloth]
    assert after[fish].lines == 1
    filling.take_away(source.store, OWN_MACHINE, fish, "canvas_item", line)
    assert cards(source)[fish].lines == 0
    organisation = next(iter(_groups(source)))
    save(source.store, OWN_MACHINE, "organisation", {"name": "กลุ่มปลาใหม่", "type": "group"}, record_id=organisation)
    assert "กลุ่มปลาใหม่" in {c.group for c in cards(source).values()}
    withdraw(source.store, OWN_MACHINE, "canvas", fish, "ซ้ำ")
    assert set(cards(source)) == {cloth}


def _groups(source: Source) -> list[str]:
    from lib.store import records

    with source.store.database.reading() as connection:
        return [g.record.id for g in records.find(connection, "organisation")]


def test_quarters_are_counted(source: Source, two: tuple[str, str]) -> None:
    fish, _ = two
    put(source, fish, "canvas_follow_up", year="2570", quarter="1", income="500")
    assert cards(source)[fish].quarters == 1


def test_examples_come_from_other_groups_only(source: Source, two: tuple[str, str]) -> None:
    fish, cloth = two
    put(source, fish, "canvas_item", step="1", text="ปลาสด")
    put(source, cloth, "canvas_item", step="1", text="ลายดอกบัว")
    put(source, cloth, "canvas_activity", text="ย้อมสี")
    assert [(e.text, e.group) for e in examples(source, fish, 1)] == [("ลายดอกบัว", "กลุ่มผ้า")]
    assert [e.text for e in examples(source, fish, 6)] == ["ย้อมสี"]
    assert examples(source, fish, 2) == ()
    assert examples(source, "cv-none", 1) == ()
