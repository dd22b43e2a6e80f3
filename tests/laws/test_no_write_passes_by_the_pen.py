"""Records are written by the pen, which asks for the right; the few that pass by it are named here with the reason."""

from __future__ import annotations

import ast
from pathlib import Path

from lib.schema.registry import KINDS

ROOT = Path(__file__).parents[2]
WRITERS = {"insert_new", "replace", "replace_many"}
#: File → why it writes records without asking for anybody's right.
NAMED = {
    "lib/store/records.py": "the functions themselves",
    "lib/actions/records/writing.py": "the pen",
    "lib/store/reference.py": "published facts, from files of the program",
    "lib/store/practising.py": "the practice country",
    "lib/store/erasures.py": "erasure: what is emptied was asked for by an action, or by a restore",
    "lib/actions/survey/retention.py": "the keeper hides forms whose time has come",
}
#: Tables of records that a file changes by SQL of its own.
BY_SQL = {
    "lib/store/records.py",
    "lib/store/practising.py",
    "lib/store/reference.py",
    "lib/store/erasures.py",
    "lib/store/erased_words.py",
    # After a restore: what had been hidden is hidden again.
    "lib/store/expiries.py",
    # How long forms are kept follows what their tambon promised.
    "lib/actions/survey/rules.py",
}


def calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]


def functions(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]


def changes_records(call: ast.Call, function: ast.FunctionDef) -> bool:
    """Whether a call inserts into, updates or deletes from a table of records, or of whichever kind."""
    into: ast.expr | None = None
    if isinstance(call.func, ast.Name) and call.func.id in ("insert", "update", "delete") and call.args:
        into = call.args[0]
    elif isinstance(call.func, ast.Attribute) and call.func.attr in ("insert", "update", "delete") and not call.args:
        into = call.func.value
    if isinstance(into, ast.Name):
        name = into.id
        given = [n.value for n in ast.walk(function) if isinstance(n, ast.Assign) and _names(n) == [name]]
        into = given[-1] if given else None
    if not (isinstance(into, ast.Call) and isinstance(into.func, ast.Name) and into.func.id == "table"):
        return False
    kind = into.args[0]
    said = kind.value if isinstance(kind, ast.Constant) else ""
    return said in KINDS or (not said and "kind" in ast.unparse(kind))


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def test_only_named_files_write_records() -> None:
    found = set()
    for file in (ROOT / "lib").rglob("*.py"):
        for call in calls(file):
            of_records = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
            if of_records and call.func.attr in WRITERS and call.func.value.id == "records":  # type: ignore[attr-defined]
                found.add(str(file.relative_to(ROOT)))
    assert found <= NAMED.keys(), f"writes records and is not named: {sorted(found - NAMED.keys())}"
    assert NAMED.keys() - found <= {"lib/store/records.py"}, "named for nothing"


def test_no_other_file_changes_a_table_of_records_by_sql() -> None:
    """``insert(table("organisation"))``, ``update(rows)`` with ``rows = table(kind_id)`` and the like."""
    found = set()
    for file in (ROOT / "lib").rglob("*.py"):
        if "migrations" in file.parts:
            continue
        for function in functions(file):
            if any(changes_records(call, function) for call in ast.walk(function) if isinstance(call, ast.Call)):
                found.add(str(file.relative_to(ROOT)))
    assert found <= BY_SQL, f"changes records by SQL: {sorted(found - BY_SQL)}"
