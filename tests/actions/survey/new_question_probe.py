"""Reads a question that was just declared back from wherever it has to stand; runs in a copy of the project."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pypdfium2 as pdfium
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib import cli
from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save_typed
from lib.actions.survey import households, odk
from lib.actions.survey.releasing import release
from lib.actions.tambon import work as tambon_work
from lib.domain.household import doubts
from lib.export.template import to_template
from lib.export.work_paper import Paper, form
from lib.export.xlsform import xlsform
from lib.insight.imports.template_lists import template_lists
from lib.insight.source import Source
from lib.insight.survey.results import COMPARED, releases
from lib.intake.files import read_file
from lib.intake.header import plan_tab
from lib.practice.households import households as invented
from lib.practice.places import Dice, InventedPlace
from lib.schema.household import HouseholdSurvey
from lib.schema.registry import SCHEMA_VERSION, kind
from lib.store import household_rows, records
from lib.store.opening import Store, opened
from lib.ui.frame import shell
from lib.ui.frame.speech import words

KIND, AREA, YEAR = "household_survey", "TH-250204", 2569
ASKED, THEN = "หน้าแล้งขาดน้ำใช้ไหม", "หน้าแล้งเอาน้ำจากไหน"
VISIT = {"household_code": "9-001", "village": "9", "surveyed_on": "12 พ.ย. 2568", "consent": "yes"}


def a_migration_is_written_in_the_houses_form() -> None:
    before = set(Path("lib/store/migrations/versions").glob("*.py"))
    assert cli.main(["migration", "water in the dry season"]) == 0
    (written,) = set(Path("lib/store/migrations/versions").glob("*.py")) - before
    text = written.read_text("utf-8")
    assert "dry_spell" in text
    assert "water_from" in text
    for check in (["format", "--check"], ["check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *check, str(written)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    ids = Path("docs/field-ids.txt").read_text("utf-8").split()
    assert {f"{KIND}.dry_spell", f"{KIND}.water_from"} <= set(ids)
    assert ids == sorted(ids)
    dictionary = Path("docs/data-dictionary.md").read_text("utf-8")
    (line,) = [line for line in dictionary.splitlines() if line.startswith("| water_from ")]
    for said in (THEN, "bought = ซื้อน้ำ", "dry_spell = ขาด", "ตรวจก่อนนับ", "ผล: ซื้อน้ำใช้หน้าแล้ง", f"| {SCHEMA_VERSION} |"):
        assert said in line, line


def the_table_keeps_it_and_older_forms_stay(store: Store) -> None:
    with store.database.reading() as connection:
        rows = household_rows.table(KIND)
        (old,) = household_rows.read_round(connection, AREA, YEAR, household_rows.counted(rows))
    assert old.unanswered == ("dry_spell",), "a form from before still counts, and says what it lacks"
    assert old.answers["food"] == "always"
    told = {**VISIT, "area": AREA, "year": str(YEAR)}
    kept = save_typed(store, OWN_MACHINE, KIND, {**told, "dry_spell": "yes", "water_from": "bought"}).record
    with store.database.reading() as connection:
        rows = household_rows.table(KIND)
        found = connection.execute(select(rows.c.dry_spell, rows.c.water_from).where(rows.c.id == kept.id)).one()
    assert tuple(found) == ("yes", "bought")
    unasked = {**told, "household_code": "2", "dry_spell": "no", "water_from": "lorry"}
    assert getattr(save_typed(store, OWN_MACHINE, KIND, unasked).record, "water_from", "") is None


def the_check_before_counting_wants_it(store: Store) -> None:
    def missing(**answers: Any) -> set[str]:
        return {d.question for d in doubts(household_rows.from_values({"consent": "yes", **answers})) if d.stops}

    assert "dry_spell" in missing()
    assert "water_from" not in missing()
    assert {"dry_spell", "water_from"} & missing(dry_spell="yes") == {"water_from"}
    assert not {"dry_spell", "water_from"} & missing(dry_spell="no")
    assert not {"dry_spell", "water_from"} & missing(no_answer={"dry_spell": "refused"})


def the_screen_asks_it_in_the_form_and_in_the_grid_of_paper_forms(work: str) -> None:
    shell.current_actor = lambda: OWN_MACHINE  # type: ignore[assignment]
    for typing_from_paper in (False, True):
        app = AppTest.from_file(str(Path("pages/households.py").resolve()), default_timeout=60)
        app.query_params["work"], app.query_params["form"] = work, "new"
        app.run()
        if typing_from_paper:
            _field(app.toggle, "พิมพ์ตามแบบกระดาษ").set_value(True).run()
        assert not _labels(app, ASKED), "asked before consent"
        _field(app.selectbox, "ยินยอมให้เก็บข้อมูล").set_value("yes").run()
        assert f"ยังไม่ตอบ: {ASKED}" in _said(app)
        assert not _labels(app, THEN)
        _field(app.selectbox, ASKED).set_value("yes").run()
        _field(app.selectbox, THEN).set_value("bought").run()
        assert not app.exception, app.exception
        assert f"ยังไม่ตอบ: {ASKED}" not in _said(app)
        assert f"ยังไม่ตอบ: {THEN}" not in _said(app)


def phones_ask_it_and_bring_it_back(store: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsform(kind(KIND), {})))
    head, *lines = book["survey"].iter_rows(values_only=True)
    asked = {line[head.index("name")]: dict(zip(head, line, strict=True)) for line in lines}
    assert asked["water_from"]["label::ไทย (th)"] == THEN
    assert asked["water_from"]["relevant"] == "${dry_spell} = 'yes'"
    assert "dry_spell__why" in asked
    heads = "household_code,village,surveyed_on,consent,dry_spell,water_from,_uuid\n"
    file = f"{heads}7-1,7,2025-11-12,yes,yes,lorry,one\n7-2,7,2025-11-12,yes,no,,two\n".encode()
    taken = odk.take_in(store, OWN_MACHINE, KIND, "phones.csv", file, {"area": AREA, "year": str(YEAR)})
    assert [o.fate for o in taken.outcomes] == ["new", "new"], taken
    assert [getattr(o.record, "water_from", "") for o in taken.outcomes] == ["lorry", None]


def paper_asks_it() -> None:
    paper = Paper("th", words("th"), "ท่าสายลวด", "", "", datetime.now(UTC))
    with pdfium.PdfDocument(io.BytesIO(form(kind(KIND), paper, {}, filled={}, notice=""))) as document:
        text = re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in document))
    for said in (ASKED, THEN, "รถน้ำของ อบต.", f"ถามเมื่อ “{ASKED}” = ขาด"):
        assert said.replace(" ", "") in text, said


def a_template_has_its_columns_and_an_import_knows_them(store: Store) -> None:
    made = to_template((KIND,), template_lists(Source(store), (KIND,), "TH-25"), [], "ปราจีนบุรี")
    grid = next(g for g in read_file("t.xlsx", made) if g.tab == kind(KIND).about.th[:31])
    targets = {c.heading: c.target for c in plan_tab(grid).columns}
    assert (targets[ASKED], targets[THEN]) == ("dry_spell", "water_from")


def the_practice_country_answers_it_and_a_release_tells_it(store: Store) -> None:
    areas = ("TH-250204", "TH-250205", "TH-250206", "TH-250207", "TH-250208", "TH-250209")
    places = [InventedPlace(area, "tambon", area, "TH-25", "BE") for area in areas]
    homes: Sequence[Any] = invented(places, Dice(Random(5), date(2026, 11, 21)))
    said = Counter((h.dry_spell, h.water_from) for h in homes if h.consent == "yes")
    assert {("no", None), ("yes", "lorry"), ("yes", "bought"), (None, None)} <= set(said), said
    here, when = homes[0].area, homes[0].year
    with store.database.writing() as connection:
        records.insert_new(connection, homes, records.OWN)
    release(store, OWN_MACHINE, here, when)
    (told,) = releases(Source(store), here, when, fresh=True).value
    with store.database.reading() as connection:
        counted = household_rows.counted(household_rows.table(KIND))
        asked = [h.answers for h in household_rows.read_round(connection, here, when, counted)]
    for table, wanted in (("dry_spell", "yes"), ("water_from", "bought")):
        answers = [a[table] for a in asked if a.get(table)]
        cell = told.get(table)
        assert cell is not None
        assert abs(cell.figures["good"] - 100 * answers.count(wanted) / len(answers)) <= 2.5
        # How many were asked a follow-up is how many answered the question before it: that is not told.
        assert cell.n == 0 if table == "water_from" else abs(cell.n - len(answers)) <= 2
        assert table in COMPARED
    assert any(key.startswith("dry_spell/village/") for key in {*told.held, *(t.key for t in told.told)})
    app = AppTest.from_file(str(Path("pages/results.py").resolve()), default_timeout=60)
    app.query_params["work"] = tambon_work.begin(store, OWN_MACHINE, here, when)
    app.run()
    assert not app.exception, app.exception
    assert "ใน 100 ครัวเรือนที่ตอบ" in _said(app)
    assert "ขาดน้ำใช้หน้าแล้ง" in _said(app) or "ซื้อน้ำใช้หน้าแล้ง" in _said(app)


def a_checked_form_needs_it(store: Store) -> None:
    told = {
        **VISIT,
        "household_code": "9-100",
        "people": "3",
        "main_occupation": "rice",
        "income_per_month": "9,100",
        "expense_per_month": "8,000",
        "savings": "0",
        "has_debt": "no",
        "enough_food": "always",
        "land_held": "own",
        "steady_income": "steady",
        "dry_spell": "yes",
    }
    saved = save_typed(store, OWN_MACHINE, KIND, {**told, "area": AREA, "year": str(YEAR)}).record.id
    assert households.check(store, OWN_MACHINE, [saved], "ครูแดง") == (0, {"9-100": ["water_from"]})


def _field(kind_of: Any, label: str) -> Any:
    return next(e for e in kind_of if e.label.replace("\\", "").startswith(label))


def _labels(app: AppTest, label: str) -> list[str]:
    return [e.label for e in app.selectbox if e.label.replace("\\", "").startswith(label)]


def _said(app: AppTest) -> str:
    return "\n".join(str(e.value).replace("\\", "") for e in [*app.markdown, *app.caption])


def main() -> None:
    assert "dry_spell" in HouseholdSurvey.model_fields
    a_migration_is_written_in_the_houses_form()
    store = opened("own")
    the_table_keeps_it_and_older_forms_stay(store)
    the_check_before_counting_wants_it(store)
    a_checked_form_needs_it(store)
    the_screen_asks_it_in_the_form_and_in_the_grid_of_paper_forms(tambon_work.begin(store, OWN_MACHINE, AREA, YEAR))
    phones_ask_it_and_bring_it_back(store)
    paper_asks_it()
    a_template_has_its_columns_and_an_import_knows_them(store)
    the_practice_country_answers_it_and_a_release_tells_it(store)
    print("it stands everywhere")


if __name__ == "__main__":
    main()
