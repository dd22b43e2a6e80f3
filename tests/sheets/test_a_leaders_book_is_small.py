"""A province's book: few tabs, short forms, dropdowns that know what was just saved, and room to type."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.sheets.books import WantedBook, choose_kinds, connect
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.intake.targets import ID, STATE
from lib.schema.registry import KINDS, kind, kinds_of_a_province, synced_kinds
from lib.sheets import doctor
from lib.sheets.layout import LISTS, columns_of
from lib.store import sheet_books
from lib.store.opening import Store
from tests.sheets.conftest import EMAIL, Connect, Field, field_of
from tests.sheets_double.book import Sheet
from tests.sheets_double.server import Double

KIND = "organisation"


def tabs(field: Field) -> list[str]:
    """Kinds of the tabs that people see."""
    marks = {s.id: m["metadataValue"] for s in field.book.sheets for m in s.metadata if not m["dimension"]}
    return [marks[s.id] for s in field.book.sheets if not s.hidden and marks.get(s.id) in KINDS]


def sent(field: Field, act: Any) -> list[dict[str, Any]]:
    """The requests that the app sends meanwhile."""
    made: list[dict[str, Any]] = []
    real = type(field.poller.google).write

    def write(key: str, body: Any, **more: Any) -> Any:
        made.extend(body["requests"])
        return real(field.poller.google, key, body, **more)

    field.poller.google.write = write  # type: ignore[method-assign]
    act()
    del field.poller.google.write
    return made


def entries(field: Field, name: str) -> list[str]:
    """What the list of a dropdown offers."""
    hidden = next(s for s in field.book.sheets if s.title == LISTS)
    at = next(c for c in range(hidden.width) if hidden.at(0, c).value == name)
    return [str(v) for r in range(1, hidden.height) if (v := hidden.at(r, at).value)]


# The tabs


def test_a_province_has_few_tabs_a_region_all(connect: Connect, sqlite_store: Store, field: Field) -> None:
    assert tabs(field) == kinds_of_a_province()
    assert 3 <= len(tabs(field)) <= 6
    assert tabs(connect(sqlite_store, scope="CODI-CW")) == synced_kinds()


def test_an_office_chooses_other_tabs_and_nothing_is_lost(field: Field) -> None:
    field.types(KIND, 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน")
    field.look()
    choose_kinds(field.store, OWN_MACHINE, field.book.key, ["canvas", "tambon_progress"])
    told = field.poller.fill(field.book.key)
    assert tabs(field) == ["tambon_progress", "canvas"]
    assert any("องค์กร" in p.th and "ซ่อน" in p.th for p in told)
    # What is hidden goes on being read.
    field.types(KIND, 1, members="12")
    field.look()
    assert field.one(KIND, "กลุ่ม ก").record.members == 12
    found = doctor.book_findings(
        field.poller.settings, field.poller.google, field.poller.settings.workbooks[0], ["canvas", "tambon_progress"]
    )
    assert not any("ไม่มีแท็บ" in one.said.th for one in found)
    choose_kinds(field.store, OWN_MACHINE, field.book.key, [*kinds_of_a_province()])
    field.poller.fill(field.book.key)
    assert sorted(tabs(field)) == sorted(kinds_of_a_province())
    assert field.rows(KIND) == ["กลุ่ม ก"]
    with field.store.database.reading() as connection:
        (book,) = sheet_books.books(connection)
    assert book.kinds is None, "what its scope has is no choice of its own"


def test_a_book_of_before_keeps_the_tabs_that_hold_something(whole_field: Field) -> None:
    field = whole_field
    field.types("project", 1, name="โครงการ ก")
    field.look()
    with field.store.database.writing() as connection:
        sheet_books.note_book(connection, field.book.key, kinds=None)
    field.poller.fill(field.book.key)
    assert sorted(tabs(field)) == sorted([*kinds_of_a_province(), "project"])


def test_what_cannot_be_chosen_changes_nothing(field: Field) -> None:
    for kinds in ([], ["organisation", "person"], ["no_such_kind"]):
        with pytest.raises(BadInput):
            choose_kinds(field.store, OWN_MACHINE, field.book.key, kinds)
    with pytest.raises(NotFound):
        choose_kinds(field.store, OWN_MACHINE, "no-such-book", ["organisation"])
    with pytest.raises(NotAllowed):
        choose_kinds(field.store, READER, field.book.key, ["canvas"])
    assert tabs(field) == kinds_of_a_province()


def test_records_without_a_tab_in_their_province_are_at_home_in_the_book_that_has_one(
    google: Double, field: Field
) -> None:
    country = google.add("ทั้งประเทศ", EMAIL)
    wanted = [WantedBook(field.book.key, "ปราจีนบุรี", "TH-25"), WantedBook(country.key, "ทั้งประเทศ", "country")]
    connect(field.store, wanted)
    other = field_of(google, field.store, country, "country")
    other.poller.fill(country.key)
    connect(field.store, wanted)
    project = field.saves("project", name="โครงการ ก", area="TH-250213")
    group = field.saves(KIND, name="กลุ่ม ก", type="group", area="TH-250213")
    other.poller.rounds.round(country.key)
    other.poller.rounds.round(country.key)
    states = {
        kind_id: {other.cell(kind_id, r, "name"): str(other.cell(kind_id, r, STATE)) for r in (1,)}
        for kind_id in ("project", KIND)
    }
    assert states == {"project": {"โครงการ ก": "✓"}, KIND: {"กลุ่ม ก": states[KIND]["กลุ่ม ก"]}}
    assert "ปราจีนบุรี" in states[KIND]["กลุ่ม ก"], "only shown here"
    other.types("project", 1, note="แก้จากชีตประเทศ")
    other.poller.rounds.round(country.key)
    assert field.one("project", "โครงการ ก").record.note == "แก้จากชีตประเทศ"
    assert project.record.id != group.record.id


# Its short forms


@pytest.mark.parametrize("kind_id", synced_kinds())
def test_a_short_form_asks_everything_that_is_needed(kind_id: str) -> None:
    columns = columns_of(kind_id)
    targets = [c.target for c in columns]
    in_sight = [c.target for c in columns if not c.folded]
    assert targets[0] == ID
    assert in_sight[-1] == STATE
    assert targets == [*in_sight, *(c.target for c in columns if c.folded)], "what is folded away stands behind"
    assert [c.target for c in columns if c.needed and c.folded] == []
    assert len(in_sight) <= 12
    assert sorted(targets) == sorted(set(targets))
    assert set(kind(kind_id).about.leaders) <= set(in_sight)


def test_the_rest_is_folded_away_and_still_read(field: Field) -> None:
    tab = field.tab("incubation_centre")
    folded = [c.target for c in columns_of("incubation_centre") if c.folded]
    hidden = {field.column("incubation_centre", target) for target in folded}
    assert tab.hidden_columns == hidden | {field.column("incubation_centre", ID)}
    assert set(tab.column_depths) == hidden, "one touch unfolds them"
    field.types(KIND, 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน", registration="4-41-05-04/1-0027")
    field.look()
    assert field.one(KIND, "กลุ่ม ก").record.registration == "4-41-05-04/1-0027"


# Its dropdowns


def test_what_is_saved_can_be_chosen_at_once_in_its_own_province(whole_field: Field) -> None:
    field = whole_field
    before = entries(field, KIND)
    group = field.saves(KIND, name="กลุ่มทอผ้าใหม่", type="group", area="TH-250213")
    field.saves(KIND, name="กลุ่มของจังหวัดอื่น", type="group", area="TH-500101")
    field.look()
    assert set(entries(field, KIND)) - set(before) == {"กลุ่มทอผ้าใหม่"}
    rule = field.tab("project").at(1, field.column("project", KIND)).rule
    assert rule is not None
    block = rule["condition"]["values"][0]["userEnteredValue"]
    assert block.split("$")[-1].isalpha(), "to the end of the column: a longer list needs no new rule"
    field.edits(KIND, "กลุ่มทอผ้าใหม่", name="กลุ่มทอผ้า")
    field.look()
    assert "กลุ่มทอผ้า" in entries(field, KIND)
    assert "กลุ่มทอผ้าใหม่" not in entries(field, KIND)
    assert field.one(KIND, "กลุ่มทอผ้า").record.id == group.record.id
    calls = len(field.google.calls)
    field.look()
    assert not any("batchUpdate" in c.what for c in field.google.calls[calls:])


def test_filling_in_again_sends_the_lists_that_changed(field: Field) -> None:
    hidden = next(s for s in field.book.sheets if s.title == LISTS)

    def lists_sent() -> list[int]:
        made = sent(field, lambda: field.poller.fill(field.book.key))
        ranges = [q["updateCells"].get("range", {}) for q in made if "updateCells" in q]
        return [r.get("startColumnIndex", 0) for r in ranges if r.get("sheetId") == hidden.id]

    assert lists_sent() == []
    hidden.put(3, 0, hidden.at(3, 0)._replace(value="พิมพ์ทับ"))
    assert lists_sent() == [0]
    assert "พิมพ์ทับ" not in [hidden.at(r, 0).value for r in range(hidden.height)]


def test_the_whole_country_is_filled_in_with_a_few_megabytes(connect: Connect, sqlite_store: Store) -> None:
    field = connect(sqlite_store, scope="country", fill=False)
    made = sent(field, lambda: field.poller.fill(field.book.key))
    assert len(json.dumps(made, ensure_ascii=False).encode()) < 4_000_000
    again = sent(field, lambda: field.poller.fill(field.book.key))
    assert len(json.dumps(again, ensure_ascii=False).encode()) < 200_000


# Room to type


def last_cell(tab: Sheet, column: int) -> Any:
    return tab.at(tab.height - 1, column)


def test_dropdowns_and_formats_reach_the_last_row_and_new_ones(field: Field) -> None:
    tab, at = field.tab(KIND), field.column(KIND, "type")
    assert last_cell(tab, at).rule is not None
    before = tab.height
    field.phone.types_at(tab, before - 20, field.column(KIND, "name"), "กลุ่มท้ายแท็บ")
    field.phone.types_at(tab, before - 20, at, "กลุ่ม/วิสาหกิจชุมชน")
    field.look()
    assert tab.height > before
    assert last_cell(tab, at).rule == tab.at(1, at).rule
    assert (
        last_cell(tab, field.column(KIND, "registration")).style == tab.at(1, field.column(KIND, "registration")).style
    )
    height = tab.height
    field.look()
    assert tab.height == height
    assert [s.record.name for s in field.stored(KIND)] == ["กลุ่มท้ายแท็บ"]
