"""What a row or a tab said at any completed look, and the way back to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.sheets.restoring import bring_back, plan_back
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.schema.seeing import Audience
from tests.sheets.conftest import Field


@pytest.fixture
def changed(field: Field) -> tuple[Field, datetime]:
    """Three groups; afterwards one was edited, one deleted, one added."""
    for n, name in enumerate(("กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค"), 1):
        field.types("organisation", n, name=name, type="กลุ่ม/วิสาหกิจชุมชน", members=n)
    field.look()
    then = datetime.now(UTC)
    field.types("organisation", 1, members=100, note="เพิ่มทีหลัง")
    field.phone.deletes_row(field.tab("organisation").title, 2)
    field.types("organisation", 3, name="กลุ่ม ง", type="กลุ่ม/วิสาหกิจชุมชน")
    field.look()
    return field, then


def test_a_tab_is_seen_as_it_was(changed: tuple[Field, datetime]) -> None:
    field, then = changed
    source, tab = Source(field.store), field.tab("organisation").id
    was = sheets.tab_at(source, field.book.key, tab, then, kind_id="organisation", audience=Audience.WRITER)
    now = sheets.tab_at(
        source, field.book.key, tab, datetime.now(UTC), kind_id="organisation", audience=Audience.WRITER
    )
    assert [s.raw["name"] for s in was] == ["กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค"]
    assert [s.raw["members"] for s in was] == [1, 2, 3]
    assert sorted(s.raw["name"] for s in now) == ["กลุ่ม ก", "กลุ่ม ค", "กลุ่ม ง"]
    assert len(sheets.looks_of(source, field.book.key, tab)) >= 2
    (book,) = [s.book for s in sheets.books(source)]
    assert next(iter(sheets.tabs_of(book).values()))[1] == "organisation"


def test_a_tab_is_brought_back_to_store_and_sheet_after_a_look(changed: tuple[Field, datetime]) -> None:
    field, then = changed
    was = sheets.tab_at(
        Source(field.store),
        field.book.key,
        field.tab("organisation").id,
        then,
        kind_id="organisation",
        audience=Audience.WRITER,
    )
    said = {s.record_id: s.raw for s in was}
    found = plan_back(field.store, OWN_MACHINE, field.book.key, "organisation", said)
    told = {f.title: (f.changes, f.returns) for f in found}
    assert told["กลุ่ม ก"][0] == {"members": (100, 1), "note": ("เพิ่มทีหลัง", None)}
    assert told["กลุ่ม ข"] == ({}, True)
    assert "กลุ่ม ค" not in told
    assert bring_back(field.store, OWN_MACHINE, found) == 2
    assert field.one("organisation", "กลุ่ม ก").record.members == 1
    field.look()
    field.look()
    assert field.cell("organisation", field.row_of("organisation", "กลุ่ม ก"), "members") == 1
    assert "กลุ่ม ข" in field.rows("organisation")
    assert "กลุ่ม ง" in field.rows("organisation"), "what came later stays"


def test_going_back_asks_who_may_and_notices_that_something_changed(changed: tuple[Field, datetime]) -> None:
    field, then = changed
    was = sheets.tab_at(
        Source(field.store),
        field.book.key,
        field.tab("organisation").id,
        then,
        kind_id="organisation",
        audience=Audience.WRITER,
    )
    said = {s.record_id: s.raw for s in was}
    with pytest.raises(NotAllowed):
        plan_back(field.store, READER, field.book.key, "organisation", said)
    with pytest.raises(NotFound):
        plan_back(field.store, OWN_MACHINE, "unknown", "organisation", said)
    found = plan_back(field.store, OWN_MACHINE, field.book.key, "organisation", said)
    field.edits("organisation", "กลุ่ม ก", members=55)
    with pytest.raises(BadInput, match="was changed while you looked"):
        bring_back(field.store, OWN_MACHINE, found)
    assert field.one("organisation", "กลุ่ม ข").withdrawn
