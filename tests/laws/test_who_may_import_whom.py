"""The import law: each room knows only the rooms it may (see docs/architecture.md)."""

from __future__ import annotations

import ast
from functools import cache
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
    "web": {"insight", "actions", "access", "intake", "ui", "sheets", "export"},
}
#: The command line is where parts meet.
COMPOSITION = {"cli.py", "config.py", "__init__.py"}
#: The rooms of a layer: the same names on every floor, so that a feature is ``lib/*/<room>/``.
FEATURES = {"access", "canvas", "country", "forum", "imports", "records", "sheets", "survey", "tambon"}
#: Layer → room → rooms of the same layer it may import, besides itself. What is not here is forbidden:
#: the list is what really happens, as little as possible, and read as levels it never turns round.
#: A name that is no room of `FEATURES` is a floor below them, or a module beside the rooms.
FLOORS = {
    "actions": {
        "binding": set(),
        # The common path asks the rulebook and knows no feature; see `test_rules_know_no_common_path`.
        "records": {"binding", "rulebook"},
        "imports": {"binding", "records"},
        "sheets": {"binding", "records", "imports"},
        "country": {"binding", "records"},
        "survey": {"binding", "records"},
        # A certified plan is evidence of a rung; its lines name places as an import does.
        "canvas": {"binding", "records", "country", "imports"},
        "tambon": {"binding", "records", "country"},
        # A pasted list of people names places as an import does.
        "access": {"binding", "imports"},
        # Groups of a hall make plans, which a ballot certifies; pasted groups name places as an import does.
        "forum": {"binding", "records", "canvas", "imports"},
        "acts": FEATURES | {"binding"},
        "rulebook": FEATURES,
    },
    "insight": {
        "access": set(),
        "records": set(),
        "country": {"records"},
        "canvas": {"records"},
        "forum": set(),
        "imports": set(),
        "sheets": {"records"},
        "survey": set(),
        # A tambon's card says what each of them knows of it.
        "tambon": {"records", "canvas", "country", "survey"},
    },
    "ui": {
        "frame": set(),
        "form": {"frame"},
        "maps": {"frame"},
        **{room: {"frame", "form", "maps"} for room in FEATURES},
        # Cells that could not be used are answered where they were found: the quality page.
        "records": {"frame", "form", "maps", "imports"},
        # A group of a hall is at a step of its plan.
        "forum": {"frame", "form", "maps", "canvas"},
        # A step of a workspace shows the verdict on its record, and the survey's own lines.
        "tambon": {"frame", "form", "maps", "records", "survey"},
    },
}
#: Modules beside the rooms of `insight`: the ground every read model stands on.
GROUND = {"insight"}
HEAVY = {"domain": {"streamlit", "pandas", "sqlalchemy", "requests", "altair", "folium", "gspread"}}


@cache
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


@pytest.mark.parametrize("layer", FLOORS)
def test_the_rooms_have_the_same_names_on_every_floor(layer: str) -> None:
    found = {f.name for f in (ROOT / "lib" / layer).iterdir() if f.is_dir() and f.name != "__pycache__"}
    assert found == FEATURES | ({"frame", "form", "maps"} if layer == "ui" else set())


@pytest.mark.parametrize(("layer", "room"), [(layer, room) for layer in FLOORS for room in sorted(FLOORS[layer])])
def test_a_room_knows_only_the_rooms_it_may(layer: str, room: str) -> None:
    for file in _files(layer, room):
        strangers = _rooms_within(layer, file) - FLOORS[layer][room] - {room}
        assert not strangers, f"{file.relative_to(ROOT)} imports {sorted(strangers)}"


@pytest.mark.parametrize("layer", FLOORS)
def test_a_module_beside_the_rooms_knows_none_of_them(layer: str) -> None:
    """Unless the list above says otherwise: where parts meet stands there by name."""
    for file in (ROOT / "lib" / layer).glob("*.py"):
        if file.stem != "__init__" and file.stem not in FLOORS[layer]:
            assert not _rooms_within(layer, file), f"{file.relative_to(ROOT)} imports a room"
            assert layer in GROUND, f"{file.relative_to(ROOT)} belongs into a room"


@pytest.mark.parametrize("layer", FLOORS)
def test_rooms_run_in_no_circle_and_no_arrow_is_allowed_for_nothing(layer: str) -> None:
    drawn = {
        (room, other)
        for room in FLOORS[layer]
        for file in _files(layer, room)
        for other in _rooms_within(layer, file) - {room}
    }
    allowed = {(room, other) for room in FEATURES for other in FLOORS[layer][room] & FEATURES}
    assert allowed <= drawn, f"no longer needed: {sorted(allowed - drawn)}"
    # The rulebook is put together of leaves of the rooms (see below): it closes no circle of modules.
    left = {room: {o for r, o in drawn if r == room and o != "rulebook"} for room in FLOORS[layer]}
    while left:
        lowest = {room for room, below in left.items() if not below & set(left)}
        assert lowest, f"a circle among {sorted(left)}"
        left = {room: below for room, below in left.items() if room not in lowest}


def test_rules_know_no_common_path() -> None:
    """A feature's rules import other rules only, so the common path may ask the rulebook made of them."""
    for file in sorted((ROOT / "lib" / "actions").glob("*/rules.py")):
        within = {n for n in imported(file) if n.startswith("lib.actions.") and (ROOT / _path_of(n)).is_file()}
        assert {n.split(".")[-1] for n in within} <= {"rules"}, f"{file.relative_to(ROOT)} imports {sorted(within)}"


def test_the_frame_knows_no_feature_of_the_floor_below() -> None:
    for file in [*(ROOT / "lib" / "ui" / "frame").rglob("*.py"), *(ROOT / "lib" / "ui" / "maps").rglob("*.py")]:
        # Which provinces there are is told by the country's progress, which every screen has at hand.
        known = {"country"} if file.stem == "provinces" else set()
        assert _rooms_within("insight", file) <= known, f"{file.relative_to(ROOT)} reads a feature"


def _files(layer: str, room: str) -> list[Path]:
    folder = ROOT / "lib" / layer / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def _rooms_within(layer: str, file: Path) -> set[str]:
    """Rooms and named modules of one layer that a file imports; modules beside the rooms are the ground."""
    names = {n.split(".")[2] for n in imported(file) if n.startswith(f"lib.{layer}.")}
    return names & (set(FLOORS[layer]) | FEATURES)


def _path_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def test_pages_reach_data_through_read_models_and_actions_only() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        strangers = rooms(imported(page)) - {"ui", "insight", "actions", "access", "export", "schema", "domain"}
        assert not strangers, f"{page.name} imports {sorted(strangers)}"


def test_pages_are_short_and_named_in_ascii() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        assert page.name.isascii()
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 70, page.name
