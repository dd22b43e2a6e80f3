"""The card of a tambon: everything that is known of it, each with its way, and nothing that is not for who asks."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.canvas import filling
from lib.actions.records.saving import save
from lib.actions.records.verifying import verify
from lib.insight.source import Source
from lib.insight.tambon.card import tambon_card
from lib.schema.seeing import Audience
from lib.store.opening import Store
from lib.ui.frame import shell
from tests.pages.conftest import Open, words_on

TAMBON = "TH-250213"


def fill(store: Store) -> dict[str, str]:
    """A tambon with a proved and a reported rung, two plans, a group, a leader who learned, a centre."""
    steps = {}
    for rung in ("trained", "plan"):
        values = {"area": TAMBON, "rung": rung, "reached_on": "2023-01-01"}
        steps[rung] = save(store, OWN_MACHINE, "tambon_progress", values).record.id
    proof = {"name": "มติประชาคม", "type": "note", "text": "มติ", "proves_kind": "tambon_progress"}
    save(store, OWN_MACHINE, "evidence", {**proof, "proves": steps["trained"]})
    verify(store, OWN_MACHINE, "tambon_progress", steps["trained"], "ผู้ตรวจ")
    for year, name in (("2569", "ปลาแดดเดียว"), ("2570", "ข้าวอินทรีย์")):
        filling.start(store, OWN_MACHINE, {"name": name, "area": TAMBON, "year": year}, "กลุ่มแปรรูป")
    save(store, OWN_MACHINE, "organisation", {"name": "กลุ่มออมทรัพย์", "type": "group", "area": TAMBON})
    person = save(store, OWN_MACHINE, "person", {"name": "สมศรี ใจดี", "area": TAMBON}).record.id
    event = save(store, OWN_MACHINE, "event", {"name": "อบรมรุ่น 1", "type": "training"}).record.id
    save(store, OWN_MACHINE, "learning", {"person": person, "event": event})
    save(store, OWN_MACHINE, "incubation_centre", {"name": "ศูนย์เขาไม้แก้ว", "area": TAMBON, "basis": "area"})
    return steps


def test_a_card_holds_what_was_recorded_newest_first(own: Source) -> None:
    fill(own.store)
    card = tambon_card(own, TAMBON, audience=Audience.WRITER, fresh=True)
    assert card is not None
    assert card.standing is not None
    assert (card.standing.proved, card.standing.reported) == (1, 2)
    assert [(p.year, p.name) for p in card.plans] == [(2570, "ข้าวอินทรีย์"), (2569, "ปลาแดดเดียว")]
    assert "ศูนย์เขาไม้แก้ว" in {c.name for c in card.centres}
    assert {c.area for c in card.centres} == {TAMBON}, "those in the province stand only where the tambon has none"
    assert (card.leaders, card.works, card.result) == (1, (), None)
    assert card.organisations >= 1
    assert [s.status for s in card.proof] == ["verified", "reported"]
    reader = tambon_card(own, TAMBON, audience=Audience.READER, fresh=True)
    assert reader is not None
    assert reader.leaders is None
    assert tambon_card(own, "TH-25", audience=Audience.WRITER) is None, "a province has a page"
    assert tambon_card(own, "TH-999999", audience=Audience.WRITER) is None


@pytest.mark.parametrize("who", ["writer", "reader"])
def test_the_card_stands_on_the_areas_page(
    open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    fill(own.store)
    if who == "reader":
        monkeypatch.setattr(shell, "current_actor", lambda: READER)
    app = open_page("area", tambon=TAMBON)
    said = words_on(app)
    for words in ("เขาไม้แก้ว", "กบินทร์บุรี", "มติประชาคม"):
        assert words in said
    ways = "\n".join(link.proto.label for link in app.get("page_link"))
    for words in ("**2570** ข้าวอินทรีย์", "**2569** ปลาแดดเดียว", "ศูนย์เขาไม้แก้ว"):
        assert words in ways
    assert "■▨□□□" in {m.value for m in app.metric}
    assert ("ผู้นำที่ผ่านการเรียนรู้" in {m.label for m in app.metric}) is (who == "writer")
    assert "สมศรี" not in said
    (back,) = [b for b in app.button if b.label == "กลับไปดูทั้งพื้นที่"]
    back.click().run()
    assert "มติประชาคม" not in words_on(app)


def test_a_card_that_is_not_there_is_said_and_the_area_shown(open_page: Open) -> None:
    app = open_page("area", world="practice", tambon="TH-nowhere")
    assert "ไม่พบตำบลนี้" in words_on(app)
    assert app.metric
