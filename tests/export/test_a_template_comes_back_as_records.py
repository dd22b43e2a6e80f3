"""Templates: filled in and handed in again they are read without a question; marks on the office's own file."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from lib.domain.limits import Limit
from lib.domain.row_fate import Fate
from lib.export import marked
from lib.export.marked import Mark, to_marked, unpacked
from lib.export.template import to_template
from lib.insight.imports.template_lists import template_lists
from lib.insight.source import Source
from lib.intake.files import read_file
from lib.intake.header import plan_tab
from lib.intake.tab_plan import TabPlan
from lib.schema.record import nested_fields, specs
from lib.schema.registry import kind, kinds_for_forms
from lib.store.opening import Store
from lib.ui.frame.speech import words
from tests.actions.imports.workbooks import NAKHA, groups, look


def template(store: Store, kinds: tuple[str, ...], province: str = "") -> bytes:
    offered = template_lists(Source(store), kinds, province)
    return to_template(kinds, offered, ["อ่านก่อน"], "ปราจีนบุรี" if province else "")


@pytest.mark.parametrize("kind_id", [m.about.id for m in kinds_for_forms()])
def test_every_heading_of_a_template_is_recognised(sqlite_store: Store, kind_id: str) -> None:
    # A province's own template: its headings are those of the country's, its list of places is a hundredth.
    grids = {g.tab: g for g in read_file("t.xlsx", template(sqlite_store, (kind_id,), "TH-25"))}
    model = kind(kind_id)
    plan = plan_tab(grids[model.about.th[:31]])
    assert plan.kind == kind_id
    assert not plan.proposals
    assert [c.heading for c in plan.columns if not c.target] == []
    needed = {n for n in specs(model) if model.model_fields[n].is_required()}
    assert needed <= {c.target.partition("/")[0] for c in plan.used}
    for name in nested_fields(model):
        child = plan_tab(grids[specs(model)[name].th[:31]])
        assert child.kind == f"{kind_id}/{name}"
        assert {"parent"} <= {c.target for c in child.used}


def test_dropdowns_offer_the_lists_and_only_the_province_of_the_row(sqlite_store: Store) -> None:
    book = load_workbook(io.BytesIO(template(sqlite_store, ("tambon_progress",))))
    sheet = book["ความก้าวหน้าตำบล"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = {str(r.sqref).split(":")[0]: r.formula1 for r in sheet.data_validations.dataValidation}
    assert "OFFSET(_พื้นที่" in rules[f"{heads['ตำบล *']}2"]
    assert "_รายการ!" in rules[f"{heads['ขั้น *']}2"]
    assert sheet[f"{heads['ขั้น *']}1"].comment is None or sheet[f"{heads['ขั้น *']}1"].comment.text
    assert book["_พื้นที่"].max_row > 7_000
    one = load_workbook(io.BytesIO(template(sqlite_store, ("tambon_progress",), "TH-25")))
    assert {row[0] for row in one["_พื้นที่"].iter_rows(min_row=2, values_only=True)} == {"ปราจีนบุรี"}
    assert book["อ่านก่อน"]["A1"].value == "อ่านก่อน"


def test_phones_and_codes_are_text_so_that_no_zero_is_lost(sqlite_store: Store) -> None:
    sheet = load_workbook(io.BytesIO(template(sqlite_store, ("person",))))["บุคคล"]
    phone = next(cell.column_letter for cell in sheet[1] if cell.value == "โทรศัพท์")
    at = column_index_from_string(phone)
    formats = [d.number_format for d in sheet.column_dimensions.values() if d.min <= at <= d.max]
    assert formats == ["@"]


def test_a_filled_template_is_all_new_records(sqlite_store: Store) -> None:
    book = load_workbook(io.BytesIO(template(sqlite_store, ("organisation",))))
    sheet = book["องค์กร"]
    told = dict(zip(("ชื่อองค์กร *", "ประเภทองค์กร *", "ตำบล", "อำเภอ", "จังหวัด"), NAKHA, strict=False))
    for cell in sheet[1]:
        if cell.value in told:
            sheet[f"{cell.column_letter}2"] = told[cell.value]
    out = io.BytesIO()
    book.save(out)
    seen = look(sqlite_store, out.getvalue())
    assert [r.fate for r in seen.rows] == [Fate.NEW]
    assert all(TabPlan.from_json(p).confirmed for p in seen.job.plans if p["kind"])


def test_the_offices_own_file_comes_back_coloured_and_explained() -> None:
    content = groups(NAKHA)
    marks = [Mark("องค์กร", 1, 2, "rejected", "=ไม่พบตำบล"), Mark("ไม่มี", 0, 0, "question", "ก")]
    book = load_workbook(io.BytesIO(to_marked(content, marks, ["สีแดง = ใช้ไม่ได้"])))
    cell = book["องค์กร"]["C2"]
    assert cell.value == NAKHA[2]
    assert cell.fill.fgColor.rgb == "FFF6C7BC"
    assert cell.comment.text == "=ไม่พบตำบล"
    first = book.worksheets[0]
    assert first.title == "สิ่งที่ต้องแก้"
    rows = [[c.value for c in row] for row in first.iter_rows()]
    assert ["องค์กร", "C2", "=ไม่พบตำบล"] in rows
    assert all(c.data_type != "f" for row in first.iter_rows() for c in row), "no text becomes a formula"


def test_of_a_file_too_large_to_be_held_the_list_comes_back_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office's file of 11 MB took 1.9 GB and two and a half minutes; here its cells are never built."""
    content, mark = groups(NAKHA), Mark("องค์กร", 1, 2, "rejected", "ไม่พบตำบล")
    monkeypatch.setattr(marked, "MARKED_WORKBOOK", Limit(unpacked(content) - 1, "เกิน {most}", "over {most}"))
    monkeypatch.setattr("openpyxl.load_workbook", lambda *_given, **_more: pytest.fail("the whole file was read"))
    made = to_marked(content, [mark], ["สีแดง = ใช้ไม่ได้"])
    monkeypatch.undo()
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["สิ่งที่ต้องแก้"]
    rows = [[c.value for c in row] for row in book.worksheets[0].iter_rows()]
    assert ["องค์กร", "C2", "ไม่พบตำบล"] in rows
    assert rows[0][0].startswith("เกิน")


def test_a_csv_comes_back_as_a_workbook_without_formulas() -> None:
    made = to_marked(
        b"a,b\n=1+1,2\n", [Mark("csv", 1, 0, "question", "?")], [], [("csv", [["a", "b"], ["=1+1", 2.0, "\x07"]])]
    )
    sheet = load_workbook(io.BytesIO(made))["csv"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_what_is_around_the_cells_is_in_the_readers_language(sqlite_store: Store) -> None:
    english = words("en")
    offered = template_lists(Source(sqlite_store), ("organisation",), "")
    book = load_workbook(io.BytesIO(to_template(("organisation",), offered, ["Guide"], say=english)))
    assert book.sheetnames[0] == "Read first"
    sheet = book["องค์กร"]
    assert sheet["A1"].value == "ชื่อองค์กร *", "headings stay as offices write them"
    errors = {v.errorTitle for v in sheet.data_validations.dataValidation}
    assert errors == {"Not in the list"}
    marked = to_marked(groups(NAKHA), [Mark("องค์กร", 1, 2, "rejected", "no such tambon")], [], say=english)
    first = load_workbook(io.BytesIO(marked)).worksheets[0]
    assert first.title == "To correct"
    assert ["Tab", "Cells", "What to do"] in [[c.value for c in row] for row in first.iter_rows()]


def test_questions_of_one_label_keep_the_choices_of_their_own_kind(sqlite_store: Store) -> None:
    kinds = ("organisation", "event", "evidence", "lesson")
    offered = template_lists(Source(sqlite_store), kinds, "")
    book = load_workbook(io.BytesIO(to_template(kinds, offered, [])))
    lists = {c[0]: [v for v in c[1:] if v] for c in book["_รายการ"].iter_cols(values_only=True)}
    for kind_id in kinds:
        for spec in specs(kind(kind_id)).values():
            name = f"{kind(kind_id).__name__} {spec.th}"
            if spec.options and name in lists:
                assert lists[name] == [o.th for o in spec.options], name
    assert len([name for name in lists if str(name).split(" ")[0] in {kind(k).__name__ for k in kinds}]) > 3
