"""Whatever was done, history and timeline say it in words, never as it is stored."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import restore, save
from lib.actions.records.verifying import unlock, verify
from lib.actions.records.writing import writing
from lib.insight.display_value import DisplayValues
from lib.insight.source import Source
from lib.schema.history_words import Verb, Way
from lib.store.tables import table
from tests.pages.conftest import Open, words_on


@pytest.fixture
def written(own: Source) -> str:
    """A group that was changed by every verb and every way, and by a verb that is no longer written."""
    group = {"name": "กลุ่มหนึ่ง", "type": "group"}
    one = save(own.store, OWN_MACHINE, "organisation", group).record.id
    ways = list(Way)
    # The newest fill the first page: the one that is no longer written is among them.
    for number, verb in enumerate(sorted(Verb, key=lambda verb: verb is Verb.SETTLE)):
        actor = replace(OWN_MACHINE, label="ป้าสมร", source=ways[number % len(ways)])
        with writing(own.store, actor, verb) as pen:
            before = pen.stored("organisation", one)
            pen.change(before, before.record.model_copy(update={"members": number + 1}))
    with own.store.database.writing() as connection:
        sets = table("change_set")
        connection.execute(sets.update().where(sets.c.action == "settle").values(action="settled", source="telex"))
    return one


RAW = re.compile(rf"\b({'|'.join([*Verb, *Way, 'settled', 'telex'])})\b")


@pytest.mark.parametrize("page", ["history", "timeline"])
def test_no_stored_word_is_on_a_thai_screen(open_page: Open, written: str, page: str) -> None:
    if page == "history":
        said = words_on(open_page("records", kind="organisation", record=written))
        found = [line for line in said.splitlines() if line.startswith("**ฉบับที่")]
        assert len(found) == len(Verb) + 1
    else:
        app = open_page("timeline", show="changes", kind="organisation")
        (first,) = app.table
        found = [" ".join(map(str, row)) for row in first.value.to_numpy()]
        assert len(found) == 25
        assert any(Way.SHEET.th in line for line in found)
    assert not [line for line in found if RAW.search(line)]
    assert any("เปลี่ยนข้อมูล" in line for line in found), "a verb of an older version has a plain word"
    assert any(Verb.EXPIRE.th in line for line in found)


#: Codes of a rung and its verdict, and moments as they are stored.
STORED = re.compile(r"\b(verified|reported|unlock|plan|tambon_progress|own-machine|no_answer)\b|\d{4}-\d\d-\d\d|T\d\d:")


@pytest.mark.parametrize("page", ["history", "timeline", "workbook"])
def test_values_in_history_are_told_as_people_read_them(open_page: Open, own: Source, page: str) -> None:
    rung = {"area": "TH-250213", "rung": "plan", "reached_on": "2023-01-02"}
    one = save(own.store, OWN_MACHINE, "tambon_progress", rung).record.id
    proof = {"name": "รายงาน", "proves_kind": "tambon_progress", "proves": one, "type": "note", "text": "ประชุม"}
    save(own.store, OWN_MACHINE, "evidence", proof)
    verify(own.store, OWN_MACHINE, "tambon_progress", one, "ผู้ตรวจ")
    unlock(own.store, OWN_MACHINE, "tambon_progress", one, "พิมพ์ผิด")
    restore(own.store, OWN_MACHINE, "tambon_progress", one, 1)
    if page == "history":
        said = words_on(open_page("records", kind="tambon_progress", record=one))
        found = said[said.index("**ฉบับที่") :].replace("\\", "")
        assert "สถานะ: ตรวจรับรองแล้ว → รายงานแล้ว" in found
    elif page == "timeline":
        app = open_page("timeline", show="changes", kind="tambon_progress")
        found = " ".join(map(str, app.table[0].value.to_numpy().ravel()))
        assert "พิมพ์ผิด" in found
    else:
        teller = DisplayValues(own, "th")
        found = " ".join(teller.value("evidence", name, value) for name, value in proof.items() if name != "proves")
    assert not STORED.search(found), STORED.search(found)
