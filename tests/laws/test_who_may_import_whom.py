"""The import law: each room knows only the rooms it may (see docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Room → rooms it may import; each may also use itself, ``domain``, ``schema`` and ``config``.
LAW = {
    "domain": set(),
    "schema": set(),
    "practice": set(),
    "intake": set(),
    "store": {"practice"},
    "access": {"store"},
    "actions": {"intake", "access", "store"},
    "sheets": {"intake", "actions", "access", "store"},
    "insight": {"store"},
    "export": {"insight", "intake"},
    "ui": {"insight", "access", "export", "intake"},
    "web": {"insight", "actions", "access", "ui", "sheets", "export"},
}
#: The command line is where parts meet.
COMPOSITION = {"cli.py", "config.py", "__init__.py"}
HEAVY = {"domain": {"streamlit", "pandas", "sqlalchemy", "requests", "altair", "folium", "gspread"}}


def imported(file: Path) -> set[str]:
    """What a file imports; what a screen only names for the type checker has a law of its own."""
    names: set[str] = set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if (ROOT / "lib" / "ui") in file.parents:
        tree.body = [node for node in tree.body if not only_for_types(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def only_for_types(node: ast.stmt) -> bool:
    """Whether a statement is an ``if TYPE_CHECKING:`` without an else: nothing in it ever runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not node.orelse


def rooms(names: set[str]) -> set[str]:
    return {n.split(".")[1] for n in names if n.startswith("lib.") and n.count(".") >= 1}


@pytest.mark.parametrize("room", LAW)
def test_a_room_imports_only_what_the_law_allows(room: str) -> None:
    files = list((ROOT / "lib" / room).rglob("*.py"))
    assert files
    allowed = LAW[room] | {room, "domain", "config"} | (set() if room == "domain" else {"schema"})
    if room in ("schema", "domain"):
        allowed -= {"config"}
    for file in files:
        strangers = rooms(imported(file)) - allowed
        assert not strangers, f"{file.relative_to(ROOT)} imports {sorted(strangers)}"
        heavy = {n.split(".")[0] for n in imported(file)} & HEAVY.get(room, set())
        assert not heavy, f"{file.relative_to(ROOT)} imports {sorted(heavy)}"


def test_every_room_stands_in_the_law() -> None:
    found = {f.name for f in (ROOT / "lib").iterdir() if f.is_dir() and f.name != "__pycache__"}
    assert found == set(LAW)
    loose = {f.name for f in (ROOT / "lib").glob("*.py")}
    assert loose == COMPOSITION


def test_pages_reach_data_through_read_models_and_actions_only() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        strangers = rooms(imported(page)) - {"ui", "insight", "actions", "access", "export", "schema", "domain"}
        assert not strangers, f"{page.name} imports {sorted(strangers)}"


def test_pages_are_short_and_named_in_ascii() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        assert page.name.isascii()
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 70, page.name
