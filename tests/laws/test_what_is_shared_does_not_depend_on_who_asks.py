"""A value that depends on who asks is in no shared cache, unless the audience is part of its name.

Shared are `replay` and `kept` (drawings and values of pages), `table` on top of them, and `Source.read` (read
models). A builder handed to one of them names no actor, no act and nothing of the session – neither itself nor
in what it calls of its own module; a read model whose builder looks at an audience has it in its name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lib.schema.seeing import Audience
from lib.ui.frame import replay

ROOT = Path(__file__).parents[2]
#: Shared cache → position of the builder among its arguments.
SHARED = {"replay": 3, "kept": 3, "table": 4, "read": 2}
#: Names that tell who asks.
WHO = {"actor", "acts", "may_write", "role", "current_actor", "session_state", "may_decide", "may_fill", "Pen", "pen"}
FILES = sorted(f for room in ("lib/ui", "lib/insight", "pages") for f in (ROOT / room).rglob("*.py"))


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def shared_builders(tree: ast.Module) -> Iterator[tuple[ast.Call, str, ast.expr]]:
    """Calls that put something into a shared cache: (call, cache, builder)."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and name_of(call.func) in SHARED:
            cache, place = name_of(call.func), SHARED[name_of(call.func)]
            if cache == "read" and not (isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "source"):
                continue
            if len(call.args) > place:
                yield call, cache, call.args[place]


def reached(builder: ast.AST, call: ast.Call, tree: ast.Module) -> set[str]:
    """Every name that a builder mentions, itself or by what it calls of its own file and stands beside it."""
    around = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and any(one is call for one in ast.walk(n))]
    named: dict[str, ast.AST] = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    for scope in around or [tree]:
        for node in ast.walk(scope):
            if isinstance(node, ast.FunctionDef) and node is not scope:
                named[node.name] = node
            elif isinstance(node, ast.Assign):
                named |= {t.id: node.value for t in node.targets if isinstance(t, ast.Name)}
    found: set[str] = set()
    waiting, seen = [builder], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for part in ast.walk(node):
            if isinstance(part, (ast.Name, ast.Attribute)):
                found.add(name_of(part))
                if isinstance(part, ast.Name) and part.id in named:
                    waiting.append(named[part.id])
    return found


def faults(code: str) -> list[str]:
    """What a file hands to a shared cache although it depends on who asks."""
    tree, wrong = ast.parse(code), []
    for call, cache, builder in shared_builders(tree):
        names = reached(builder, call, tree)
        if who := names & WHO:
            wrong.append(f"line {call.lineno}: {cache} knows {sorted(who)}")
        if cache == "read" and "audience" in names and "audience" not in ast.unparse(call.args[0]):
            wrong.append(f"line {call.lineno}: {cache} depends on an audience that is not in its name")
    return wrong


def test_no_builder_of_what_is_shared_knows_who_asks() -> None:
    found = {str(f.relative_to(ROOT)): faults(f.read_text(encoding="utf-8")) for f in FILES}
    assert {file: wrong for file, wrong in found.items() if wrong} == {}
    assert sum(len(list(shared_builders(ast.parse(f.read_text(encoding="utf-8"))))) for f in FILES) > 30


@pytest.mark.parametrize(
    "code",
    [
        "kept(here, v, 'x', lambda: rows(here.actor), kind)",
        "def f(here):\n    return rows(here.actor.may_write)\nkept(here, v, 'x', f)",
        "def draw(pen):\n    return 1\nreplay(here, shown, 'x', partial(draw, pen))",
        "build = partial(rows, acts)\ntable(here, shown, 'x', 'title', build, 'source')",
        "source.read(f'canvas:{canvas}', KINDS, lambda c: seen(c, audience))",
        "def build(c):\n    return seen(c, audience)\nsource.read('works', KINDS, build, fresh=fresh)",
    ],
)
def test_the_law_finds_each_way_to_break_it(code: str) -> None:
    assert len(faults(code)) == 1


def test_the_same_view_is_kept_apart_for_each_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[Any] = []
    monkeypatch.setattr(replay, "_kept", lambda key, build: keys.append(key) or build())

    def here(audience: Audience) -> Any:
        return SimpleNamespace(page=SimpleNamespace(id="quality"), language="th", projector=False, audience=audience)

    told = [replay.kept(here(a), "1", "rows", a.upper, "x") for a in Audience]
    assert told == ["READER", "WRITER"]
    assert len(set(keys)) == 2
