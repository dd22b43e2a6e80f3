"""Actions are bound in one place; screens know their types and nothing else of them or of the store."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.laws.test_who_may_import_whom import ROOT, only_for_types

UI = ROOT / "lib" / "ui"
#: Plain frozen values that read models and acts hand to screens as they are: a copy of each in
#: `insight` would say the same fields again. A screen may name them in its types; it cannot make one.
VALUES = {
    "lib.store.attachments": {"Attachment"},
    "lib.store.drafts": {"Draft"},
    "lib.store.imports": {"Job"},
    "lib.store.jurisdiction": {"Jurisdiction"},
    "lib.store.records": {"Stored"},
    "lib.store.sheet_books": {"Book"},
    "lib.store.sheet_matters": {"Matter"},
    "lib.store.sheet_wishes": {"Wish"},
}
#: Which canvas a recovery code opens is asked before anybody may do anything.
ASKED_BY_PAGES = {"lib.actions.acts": {"acts_of", "canvas_acts_of"}, "lib.actions.canvas.filling": {"opened_by"}}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def froms(nodes: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """(module, name) of every ``from … import …``; a plain import has the name ''."""
    for top in nodes:
        for node in ast.walk(top):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.module, alias.name) for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)


def test_a_screen_names_only_acts_and_plain_values_for_its_types() -> None:
    for file in UI.rglob("*.py"):
        for node in filter(only_for_types, tree(file).body):
            for module, name in froms([node]):
                if module.startswith("lib.actions"):
                    assert module.endswith(".acts"), f"{file.relative_to(ROOT)} names {module}"
                    exposed = import_module(module)
                    own = getattr(exposed, name).__module__ == module
                    assert own or name in exposed.__all__, f"{file.relative_to(ROOT)} names {module}.{name}"
                elif module.startswith("lib."):
                    assert name in VALUES.get(module, set()), f"{file.relative_to(ROOT)} names {module}.{name}"


def test_values_that_screens_name_are_plain_and_frozen() -> None:
    for module, names in VALUES.items():
        for name in names:
            value = getattr(import_module(module), name)
            assert is_dataclass(value), value
            assert value.__dataclass_params__.frozen, value


def test_a_page_takes_nothing_from_actions_but_who_may_do_what() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        for module, name in froms(tree(page).body):
            if module.startswith("lib.actions"):
                assert name in ASKED_BY_PAGES.get(module, set()), f"{page.name} imports {module}.{name}"


def test_actions_are_bound_in_one_place() -> None:
    made = {
        str(file.relative_to(ROOT))
        for folder in ("lib", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and "Binding" in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
    }
    assert made == {"lib/actions/acts.py"}


def test_read_models_hand_on_no_name_of_the_store() -> None:
    """Else a screen would reach into the store by way of `insight`, and the import law would not see it."""
    theirs = {
        "lib." + str(file.relative_to(ROOT / "lib").with_suffix("")).replace("/", "."): {
            name for module, name in froms(tree(file).body) if module.startswith("lib.store")
        }
        for file in (ROOT / "lib" / "insight").rglob("*.py")
    }
    for module, names in theirs.items():
        offered = set(getattr(import_module(module), "__all__", ()))
        assert not offered & names, f"{module} offers {sorted(offered & names)} of the store"
    for folder in ("lib", "pages", "bench"):
        for file in (ROOT / folder).rglob("*.py"):
            for module, name in froms(tree(file).body):
                assert name not in theirs.get(module, ()), f"{file.relative_to(ROOT)} takes {name} through {module}"
