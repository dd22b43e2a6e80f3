"""A rule that a feature registers holds whoever writes by whichever way: the common path knows no kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE, TEAM, acting_as
from lib.actions import rulebook
from lib.actions.imports import importing, undoing
from lib.actions.records.checks import settled
from lib.actions.records.merging import merge
from lib.actions.records.rules import Rules
from lib.actions.records.saving import restore, save, save_typed, withdraw
from lib.actions.sheets.restoring import bring_back, plan_back
from lib.actions.survey.rules import settle as settle_form
from lib.domain.errors import BadInput, NotAllowed
from lib.schema.household import HouseholdSurvey
from lib.schema.problems import validate
from lib.schema.record import Record
from lib.schema.registry import KINDS, synced_kinds
from lib.store import records
from lib.store.opening import Store
from tests.actions.imports.workbooks import book, bring, fates, look
from tests.actions.records.invented import BLACK, KEPT, OFFICERS, STAYS, Stall, market, settle
from tests.sheets.conftest import Field, shared
from tests.sheets_double.server import Double

ROOT = Path(__file__).parents[3]
AREA = "TH-250213"
HEAD = ("ชื่อแผง", "ตำบลของแผง", "อำเภอ", "จังหวัด", "สีแผง")
PLACE = ("เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี")


@pytest.fixture
def followed(sqlite_store: Store) -> Iterator[list[tuple[str | None, str | None]]]:
    with market(sqlite_store) as found:
        yield found


def stalls(*rows: tuple[str, str]) -> bytes:
    return book(("แผงตลาด", [HEAD, *((name, *PLACE, colour) for name, colour in rows)]))


def stall(store: Store, name: str) -> records.Stored:
    with store.database.reading() as connection:
        (found,) = [s for s in records.find(connection, "stall", withdrawn=True) if s.record.title() == name]
    return found


def sign(store: Store, name: str) -> Any:
    return stall(store, name).record.sign  # type: ignore[attr-defined]


def made(store: Store, name: str, colour: str) -> str:
    return save(store, OWN_MACHINE, "stall", {"name": name, "area": AREA, "colour": colour}).record.id


def test_saved_withdrawn_and_restored(sqlite_store: Store, followed: list[tuple[str | None, str | None]]) -> None:
    with pytest.raises(BadInput) as told:
        save_typed(sqlite_store, OWN_MACHINE, "stall", {"name": "ก", "colour": "ดำ"})
    assert told.value.problems == (BLACK,)
    first = save_typed(sqlite_store, OWN_MACHINE, "stall", {"name": "ก", "colour": "แดง"}).record
    assert getattr(first, "sign", "") == sign(sqlite_store, "ก") == "ก/แดง", "what is handed back is what is kept"
    again = {"name": "ก", "colour": "ทอง"}
    assert getattr(save(sqlite_store, OWN_MACHINE, "stall", again, record_id=first.id).record, "sign", "") == "ก/ทอง"
    with pytest.raises(BadInput) as told:
        withdraw(sqlite_store, OWN_MACHINE, "stall", first.id, "ซ้ำ")
    assert told.value.problems == (STAYS,)
    with pytest.raises(BadInput) as told:
        restore(sqlite_store, OWN_MACHINE, "stall", first.id, 1)
    assert told.value.problems == (KEPT,)
    other = made(sqlite_store, "ข", "แดง")
    save(sqlite_store, OWN_MACHINE, "stall", {"name": "ข", "colour": "ฟ้า"}, record_id=other)
    restore(sqlite_store, OWN_MACHINE, "stall", other, 1)
    assert sign(sqlite_store, "ข") == "ข/แดง"
    assert followed == [(None, "ก/แดง"), ("ก/แดง", "ก/ทอง"), (None, "ข/แดง"), ("ข/แดง", "ข/ฟ้า"), ("ข/ฟ้า", "ข/แดง")]


def test_what_is_the_officers_is_written_and_withdrawn_by_the_officer_only(
    sqlite_store: Store, followed: list[tuple[str | None, str | None]]
) -> None:
    team = acting_as(OWN_MACHINE, TEAM)
    with pytest.raises(NotAllowed):
        save(sqlite_store, team, "stall", {"name": "ก", "colour": "ขาว"})
    one = made(sqlite_store, "ก", "ขาว")
    with pytest.raises(NotAllowed):
        save(sqlite_store, team, "stall", {"name": "ก", "colour": "แดง"}, record_id=one)
    with pytest.raises(NotAllowed):
        withdraw(sqlite_store, team, "stall", one, "ซ้ำ")


def test_imported_and_undone(sqlite_store: Store, followed: list[tuple[str | None, str | None]]) -> None:
    kept = made(sqlite_store, "ค", "ทอง")
    mine = made(sqlite_store, "ง", "แดง")
    seen = look(sqlite_store, stalls(("ก", "ดำ"), ("ข", "แดง"), ("ค", "ฟ้า"), ("ง", "ฟ้า")))
    assert fates(seen) == ["rejected", "new", "rejected", "changed"]
    assert [row.problems for row in seen.rows if row.problems] == [(BLACK,), (KEPT,)]
    importing.apply(sqlite_store, OWN_MACHINE, seen)
    assert [sign(sqlite_store, n) for n in ("ข", "ค", "ง")] == ["ข/แดง", "ค/ทอง", "ง/ฟ้า"]
    undoing.undo(sqlite_store, OWN_MACHINE, seen.job.id)
    assert stall(sqlite_store, "ข").withdrawn
    assert sign(sqlite_store, "ง") == "ง/แดง"
    golden = bring(sqlite_store, stalls(("จ", "ทอง")))
    with pytest.raises(BadInput) as told:
        undoing.undo(sqlite_store, OWN_MACHINE, golden)
    assert told.value.problems == (STAYS,)
    assert {kept, mine} == {stall(sqlite_store, n).record.id for n in ("ค", "ง")}


def test_merged(sqlite_store: Store, followed: list[tuple[str | None, str | None]]) -> None:
    keep, give, gold = (made(sqlite_store, n, c) for n, c in (("ก", "แดง"), ("ข", "ฟ้า"), ("ค", "ทอง")))
    merge(sqlite_store, OWN_MACHINE, "stall", keep, give, ["colour"])
    assert sign(sqlite_store, "ก") == "ก/ฟ้า"
    with pytest.raises(BadInput) as told:
        merge(sqlite_store, OWN_MACHINE, "stall", keep, gold)
    assert told.value.problems == (STAYS,)
    with pytest.raises(BadInput) as told:
        merge(sqlite_store, OWN_MACHINE, "stall", gold, keep, ["colour"])
    assert told.value.problems == (KEPT,)


def test_travelling_to_a_sheet_and_back(sqlite_store: Store, followed: list[tuple[str | None, str | None]]) -> None:
    with Double(reads=100_000, writes=100_000).running() as google:
        field = shared(google, sqlite_store, kinds=synced_kinds())
        red, gold = made(sqlite_store, "ก", "แดง"), made(sqlite_store, "ข", "ทอง")
        field.look()
        field.look()
        at = field.row_of("stall", "ก")
        field.types("stall", at, colour="ฟ้า")
        field.look()
        assert sign(sqlite_store, "ก") == "ก/ฟ้า"
        new = field.tab("stall").last()
        field.types("stall", new, name="ค", area="เขาไม้แก้ว", colour="ดำ")
        field.types("stall", new + 1, name="ง", area="เขาไม้แก้ว", colour="ขาว")
        field.types("stall", new + 2, name="จ", area="เขาไม้แก้ว", colour="เขียว")
        field.types("stall", field.row_of("stall", "ข"), colour="ฟ้า")
        field.look()
        assert [s.record.title() for s in field.stored("stall")] == ["ก", "ข", "จ"]
        assert (sign(sqlite_store, "ข"), sign(sqlite_store, "จ")) == ("ข/ทอง", "จ/เขียว")
        why = _why(field)
        assert {KEPT.th, BLACK.th, OFFICERS.th} <= why
        field.phone.deletes_row(field.tab("stall").title, field.row_of("stall", "ข"))
        field.look()
        assert not stall(sqlite_store, "ข").withdrawn
        _brings_back(sqlite_store, field, red, gold)


def _why(field: Field) -> set[str]:
    from sqlalchemy import select

    from lib.store.tables import table

    with field.store.database.reading() as connection:
        return set(connection.scalars(select(table("import_cell").c.why_th)))


def _brings_back(store: Store, field: Field, red: str, gold: str) -> None:
    said = {red: {"name": "ก", "colour": "ดำ"}}
    (one,) = plan_back(store, OWN_MACHINE, field.book.key, "stall", said)
    assert one.problem == BLACK
    found = plan_back(store, OWN_MACHINE, field.book.key, "stall", {red: {"name": "ก", "colour": "แดง"}})
    assert bring_back(store, OWN_MACHINE, found) == 1
    assert sign(store, "ก") == "ก/แดง"
    with pytest.raises(BadInput) as told:
        bring_back(store, OWN_MACHINE, plan_back(store, OWN_MACHINE, field.book.key, "stall", {gold: {"colour": "ฟ้า"}}))
    assert told.value.problems == (KEPT,)


def test_settling_gives_back_a_record_and_changes_none(sqlite_store: Store) -> None:
    form = {"household_code": "1", "area": AREA, "surveyed_on": date(2026, 1, 9), "consent": "yes"}
    before = validate(HouseholdSurvey, {**form, "consent": "no"})
    checked = {"people": 3, "checked_on": date(2026, 1, 9), "checked_by": "ก"}
    after = validate(HouseholdSurvey, {**form, **checked})
    was, is_now = before.model_dump(), after.model_dump()
    with sqlite_store.database.reading() as connection:
        kept = settle_form(connection, before, after)
        assert settled(connection, before, kept) == kept, "settling twice changes nothing more"
        stall = Stall(name="ก", colour="แดง")
        assert (settle(connection, None, stall).sign, stall.sign) == ("ก/แดง", None)
    assert (before.model_dump(), after.model_dump()) == (was, is_now)
    assert (kept.consent_version, kept.checked_by) == ("1", None)
    assert kept.keep_until is not None


def test_the_rulebook_is_frozen_and_holds_the_rules_of_every_kind() -> None:
    with pytest.raises(FrozenInstanceError):
        rulebook.RULEBOOK.by_model = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        rulebook.RULEBOOK.by_model[Record] = ()  # type: ignore[index]
    said = {one.model for one in rulebook.RULEBOOK}
    found = {k: rulebook.rules_for(m) for k, m in KINDS.items()}
    assert all(any(issubclass(m, model) for m in KINDS.values()) for model in said), "a rule of no kind"
    assert {one for rules in found.values() for one in rules} == set(rulebook.RULEBOOK)
    ruled = {k for k, rules in found.items() if rules}
    assert ruled == {
        *("evidence", "list_item", "tambon_progress", "provincial_network", "canvas", "tambon_work", "assessment"),
        *("tambon_problem", "problem_cause", "swot_line", "plan_line", "household_survey", "household_health"),
        *("forum_ballot", "canvas_follow_up", "plan_follow_up", "tambon_step", "lesson", "canvas_trade"),
        "canvas_line_result",
    }
    assert len(found["tambon_work"]) == 2, "the workspace's own rules and those of retention"
    unsaid = replace(Rules(Stall))
    assert (unsaid.problems(None, None), unsaid.proof) == ((), None)  # type: ignore[arg-type]


#: What the common path may know of the schema: how things are declared, never what.
_COMMON = {"attachments", "record", "field", "registry", "problems", "choices", "verdict", "history_words"}
#: Kinds that a declaration itself speaks of: `Spec.area_types`, `Spec.choice_list`.
_DECLARED = {"area", "list_item"}


def test_the_common_path_knows_no_feature() -> None:
    rooms = {f.name for f in (ROOT / "lib/actions").iterdir() if f.is_dir() and not f.name.startswith("_")}
    for file in sorted((ROOT / "lib/actions/records").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for name in _imported(tree):
            at = name.split(".")
            if name.startswith("lib.actions."):
                assert at[2] not in rooms - {"records"}, f"{file.name} imports {name}"
            if name.startswith("lib.schema."):
                assert at[2] in _COMMON, f"{file.name} imports {name}"
        said = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        assert not said & (KINDS.keys() - _DECLARED), f"{file.name} names a kind"


def test_rules_stand_below_the_common_path_so_that_nobody_goes_round_it() -> None:
    """What the rulebook reads imports no action: the common path can ask it without a circle."""
    for file in sorted((ROOT / "lib/actions").glob("*/rules.py")):
        for name in _imported(ast.parse(file.read_text(encoding="utf-8"))):
            if name.startswith("lib.actions"):
                assert name.split(".")[3:4] == ["rules"], f"{file} imports {name}"


def _imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
