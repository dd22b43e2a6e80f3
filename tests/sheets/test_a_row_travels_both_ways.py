"""What is typed on a phone arrives in the store, what is saved in the app on the Sheet."""

from __future__ import annotations

from tests.sheets.conftest import Field


def test_a_row_typed_on_a_phone_becomes_a_record_and_gets_its_id(field: Field) -> None:
    field.types(
        "organisation", 1, name="กลุ่มทอผ้าบ้านนาขา", type="กลุ่ม/วิสาหกิจชุมชน", members="๔๒", area="ต.เขาไม้แก้ว อ.กบินทร์บุรี"
    )
    field.look()
    (stored,) = field.stored("organisation")
    assert stored.record.name == "กลุ่มทอผ้าบ้านนาขา"
    assert stored.record.members == 42
    assert stored.record.area == "TH-250213"
    assert field.cell("organisation", 1, "id") == stored.record.id
    assert field.cell("organisation", 1, "_state") == "✓"
    assert field.cell("organisation", 1, "members") == "๔๒", "what people typed stays as it is"


def test_a_record_saved_in_the_app_gets_a_row(field: Field) -> None:
    field.saves("organisation", name="=2+3", type="group", members=7, area="TH-250213")
    field.look()
    assert field.rows("organisation") == ["=2+3"]
    assert field.tab("organisation").at(1, field.column("organisation", "name")).formula is None
    assert field.cell("organisation", 1, "area") == "ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี"
    assert field.cell("organisation", 1, "members") == 7
    field.look()
    assert len(field.stored("organisation")) == 1


def test_edits_of_both_sides_meet_field_by_field(field: Field) -> None:
    field.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน", members="10")
    field.look()
    field.types("organisation", 1, members="11")
    field.edits("organisation", "กลุ่ม ก", note="จากระบบ")
    field.look()
    assert field.one("organisation", "กลุ่ม ก").record.members == 11
    assert field.cell("organisation", 1, "note") == "จากระบบ"
    assert field.cell("organisation", 1, "members") == 11
