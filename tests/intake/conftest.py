"""What intake knows of the world, read once: the real gazetteer and the published lists."""

from __future__ import annotations

from datetime import date

import pytest

from lib.actions.imports.lookups import former_places
from lib.intake.context import IntakeContext
from lib.intake.gazetteer import Gazetteer, Place
from lib.intake.reading import Candidate
from lib.schema.area import Area
from lib.schema.programme import ListItem
from lib.store.province_shapes import province_shapes
from lib.store.reference import areas, read_file

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """All places of the country, with two municipalities as an office would add them."""
    known = [a for a in areas() if isinstance(a, Area)]
    own = [
        Place("area-tk1", "municipality", "ตลาดใหม่", "", "TH-2501", "TH-25"),
        Place("area-tk2", "municipality", "เขาไม้แก้ว", "", "TH-2502", "TH-25"),
    ]
    places = [Place(a.id, a.type, a.name_th, a.name_en or "", a.parent or "", a.province or "") for a in known]
    return Gazetteer([*places, *own], former_places())


@pytest.fixture(scope="session")
def known(gazetteer: Gazetteer) -> IntakeContext:
    """Everything intake asks about."""
    lists: dict[str, list[Candidate]] = {}
    for item in read_file("list_item"):
        assert isinstance(item, ListItem)
        lists.setdefault(item.list, []).append(Candidate(item.value, item.label_th, item.label_en))
    groups = (Candidate("org-1", "กลุ่มทอผ้าบ้านนาขา", ""), Candidate("org-2", "กลุ่มเลี้ยงปลา", ""))
    return IntakeContext(
        gazetteer, {k: tuple(v) for k, v in lists.items()}, {"organisation": groups}, province_shapes(), TODAY
    )
