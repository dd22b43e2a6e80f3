"""Both values of a true conflict are kept; verdicts and copies are only shown on a Sheet."""

from __future__ import annotations

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.actions.records.verifying import verify
from lib.actions.sheets.settling import settle
from lib.insight.country.progress import progress
from lib.insight.source import Source
from lib.sheets.settings import SheetSettings, Workbook
from lib.store import sheet_matters
from tests.sheets.conftest import EMAIL, Field


def matters(field: Field, state: str = "open") -> list[sheet_matters.Matter]:
    with field.store.database.reading() as connection:
        return sheet_matters.matters(connection, state=state)


def clash(field: Field) -> sheet_matters.Matter:
    field.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน", members=10)
    field.look()
    field.types("organisation", 1, members=11)
    field.edits("organisation", "กลุ่ม ก", members=12)
    field.look()
    (matter,) = matters(field)
    return matter


def test_a_true_conflict_keeps_both_values_until_a_person_chooses(field: Field) -> None:
    matter = clash(field)
    assert (matter.what, matter.theirs, matter.ours, matter.said) == ("conflict", 11, 12, "11")
    assert matter.seen_after is not None
    assert matter.seen_after < matter.seen_at
    assert field.one("organisation", "กลุ่ม ก").record.members == 12
    assert field.cell("organisation", 1, "members") == 11
    assert field.cell("organisation", 1, "_state") == "รอเลือกค่า: จำนวนสมาชิก"
    field.look()
    assert len(matters(field)) == 1, "looking again does not ask again"


def test_choosing_the_sheets_value(field: Field) -> None:
    settle(field.store, OWN_MACHINE, clash(field).id, take_sheet=True)
    field.look()
    assert field.one("organisation", "กลุ่ม ก").record.members == 11
    assert field.cell("organisation", 1, "_state") == "✓"
    assert matters(field) == []


def test_choosing_the_apps_value(field: Field) -> None:
    settle(field.store, OWN_MACHINE, clash(field).id, take_sheet=False)
    field.look()
    assert field.one("organisation", "กลุ่ม ก").record.members == 12
    assert field.cell("organisation", 1, "members") == 12
    assert field.cell("organisation", 1, "_state") == "✓"


def test_a_conflict_goes_away_by_itself_when_both_sides_agree(field: Field) -> None:
    clash(field)
    field.types("organisation", 1, members="12 คน")
    field.look()
    assert matters(field) == []
    assert field.cell("organisation", 1, "_state") == "✓"


def counted(field: Field) -> None:
    """A rung with evidence and a verdict, on the Sheet."""
    field.types("tambon_progress", 1, area="ต.เขาไม้แก้ว อ.กบินทร์บุรี", rung="พื้นที่รูปธรรม", reached_on="19 ก.ย. 66")
    field.look()
    (step,) = field.stored("tambon_progress")
    save(
        field.store,
        OWN_MACHINE,
        "evidence",
        {
            "name": "รายงาน",
            "proves_kind": "tambon_progress",
            "proves": step.record.id,
            "type": "link",
            "link": "https://example.org/1",
        },
    )
    verify(field.store, OWN_MACHINE, "tambon_progress", step.record.id, "ผู้ตรวจ")
    field.look()
    assert proved(field) == 1
    assert field.cell("tambon_progress", 1, "verified_by") == "ผู้ตรวจ"


def proved(field: Field) -> int:
    return progress(Source(field.store), fresh=True).value.proved


def test_no_edit_on_a_sheet_moves_a_verified_count(field: Field) -> None:
    counted(field)
    tab = field.tab("tambon_progress")
    field.types("tambon_progress", 1, status="รายงานแล้ว", verified_by="ใครก็ได้")
    field.look()
    assert proved(field) == 1
    assert field.cell("tambon_progress", 1, "verified_by") == "ผู้ตรวจ", "put back"
    field.types("tambon_progress", 1, area="ต.บ่อทอง อ.กบินทร์บุรี", rung="มีแผนแล้ว", reached_on="1 ม.ค. 60")
    field.look()
    assert proved(field) == 1
    assert field.cell("tambon_progress", 1, "rung") == "พื้นที่รูปธรรม", "put back"
    field.phone.deletes_row(tab.title, 1)
    field.look()
    assert proved(field) == 1
    assert field.cell("tambon_progress", 1, "rung") == "พื้นที่รูปธรรม", "the row comes back"
    said = {(m.field, m.what) for m in matters(field)}
    assert {("rung", "proposal"), ("area", "proposal"), ("verified_by", "proposal"), ("", "proposal")} <= said
    field.types(
        "tambon_progress",
        2,
        area="ต.บ่อทอง อ.กบินทร์บุรี",
        rung="พื้นที่รูปธรรม",
        reached_on="19 ก.ย. 66",
        status="ตรวจรับรองแล้ว",
        verified_by="ฉันเอง",
    )
    field.look()
    assert proved(field) == 1, "a new row cannot bring its verdict along"
    field.types("tambon_progress", 1, note="เล่าเพิ่ม")
    field.look()
    assert field.stored("tambon_progress")[-1].record.note == "เล่าเพิ่ม" or any(
        s.record.note == "เล่าเพิ่ม" for s in field.stored("tambon_progress")
    )
    assert proved(field) == 1, "a comment needs no new verdict"


def test_a_proposal_that_is_taken_goes_the_way_of_every_edit(field: Field) -> None:
    counted(field)
    field.types("tambon_progress", 1, rung="มีแผนแล้ว")
    field.look()
    (matter,) = matters(field)
    settle(field.store, OWN_MACHINE, matter.id, take_sheet=True)
    assert proved(field) == 0
    field.look()
    assert field.cell("tambon_progress", 1, "rung") == "มีแผนแล้ว"
    assert field.cell("tambon_progress", 1, "status") == "รายงานแล้ว รอตรวจ"


def test_other_books_show_a_copy_that_cannot_be_edited(field: Field) -> None:
    country = field.google.add("ทั้งประเทศ", EMAIL)
    books = (*field.poller.settings.workbooks, Workbook("ประเทศ", country.key, "country"))
    settings = SheetSettings(**{**vars(field.poller.settings), "workbooks": books})
    field.poller.settings = settings
    field.poller.google.settings = settings
    field.poller.connect()
    field.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน", area="ต.เขาไม้แก้ว อ.กบินทร์บุรี")
    field.look()
    field.poller.fill(country.key)
    wide = Field(field.google, field.store, country, field.poller, type(field.phone)(country))
    at = wide.row_of("organisation", "กลุ่ม ก")
    assert wide.cell("organisation", at, "_state") == "สำเนา แก้ที่ชีต ปราจีนบุรี"
    wide.types("organisation", at, name="เปลี่ยนที่สำเนา")
    wide.look()
    assert field.one("organisation", "กลุ่ม ก")
    assert wide.cell("organisation", at, "name") == "กลุ่ม ก"
    wide.phone.deletes_row(wide.tab("organisation").title, at)
    wide.look()
    assert not field.one("organisation", "กลุ่ม ก").withdrawn
    assert "กลุ่ม ก" in wide.rows("organisation")
