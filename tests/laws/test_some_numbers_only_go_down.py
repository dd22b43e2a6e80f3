"""The ratchet: what there is still too much of is counted, and the count may only go down.

The numbers stand in ``ratchet.toml`` beside this file; this file run as a script prints them as they are.
"""

from __future__ import annotations

import ast
import io
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NUMBERS: dict[str, int] = tomllib.loads(Path(__file__).with_name("ratchet.toml").read_text(encoding="utf-8"))
LONG_MODULE = 300

Places = list[str]


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """The Python files of some folders; `` "" `` is the project's own folder without what lies below."""
    found = [f for folder in folders for f in (ROOT / folder).glob("**/*.py" if folder else "*.py")]
    return tuple(sorted(f for f in found if "__pycache__" not in f.parts))


@cache
def tree(file: Path) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def remarks(file: Path) -> tuple[tuple[int, str], ...]:
    """The comments of a file with their lines; text that only speaks of one is none."""
    source = io.StringIO(file.read_text(encoding="utf-8"))
    return tuple(
        (t.start[0], t.string) for t in tokenize.generate_tokens(source.readline) if t.type == tokenize.COMMENT
    )


def any_in_lib() -> Places:
    """Uses of `Any` in the product; its import is none."""
    return [
        at(file, node)
        for file in files("lib")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Name) and node.id == "Any"
    ]


def more_than_eight_parameters() -> Places:
    """Functions whose caller has to know more than eight things."""
    return _with_more_parameters_than(8)


def more_than_six_parameters() -> Places:
    """Functions whose caller has to know more than six things."""
    return _with_more_parameters_than(6)


def fmt_skip() -> Places:
    """Lines that the formatter is kept away from."""
    return _remarked("fmt: skip", "fmt: off", within=("lib", "tools", "pages", "bench", "tests", ""))


def type_ignore() -> Places:
    """Lines that the type checker is kept away from; tests may give a wrong thing on purpose."""
    return _remarked("type: ignore", within=("lib", "tools", "pages", "bench", ""))


def modules_over_300_lines() -> Places:
    """Modules that have more than one reason to exist, most likely; migrations are written by a command."""
    ours = [f for f in files("lib", "tools", "pages", "bench") if "versions" not in f.parts]
    long = [f for f in ours if _lines(f) > LONG_MODULE]
    return [f"{f.relative_to(ROOT)} ({_lines(f)})" for f in long]


COUNTS: dict[str, Callable[[], Places]] = {
    count.__name__: count
    for count in (
        any_in_lib,
        more_than_eight_parameters,
        more_than_six_parameters,
        fmt_skip,
        type_ignore,
        modules_over_300_lines,
    )
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_number_only_goes_down(name: str) -> None:
    places, allowed = COUNTS[name](), NUMBERS[name]
    assert len(places) <= allowed, f"{name}: {len(places)}, not more than {allowed}:\n" + "\n".join(places[-60:])
    assert len(places) >= allowed, f"{name} got better: lower the number in tests/laws/ratchet.toml to {len(places)}"


def test_every_number_is_counted_and_every_count_has_its_number() -> None:
    assert set(NUMBERS) == set(COUNTS)


def at(file: Path, node: ast.AST) -> str:
    """Where something stands, as an editor opens it."""
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def _with_more_parameters_than(most: int) -> Places:
    return [
        f"{at(file, node)} {node.name}"
        for file in files("lib", "tools", "pages", "bench")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(list(_parameters(node))) > most
    ]


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    taken = function.args
    for parameter in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs):
        if parameter.arg not in ("self", "cls"):
            yield parameter.arg


def _remarked(*words: str, within: tuple[str, ...]) -> Places:
    found = [(f, line) for f in files(*within) for line, said in remarks(f) if any(word in said for word in words)]
    return [f"{file.relative_to(ROOT)}:{line}" for file, line in found]


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    print("\n".join(f"{name} = {len(count())}" for name, count in COUNTS.items()))
