"""Which sentences the interface says, read from the code; keeps the English catalogue complete."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from lib.config import ROOT
from lib.ui.frame.speech import CATALOGUE

#: Where sentences are said.
PLACES = ("Home.py", "pages", "lib/ui", "lib/export")


def sentences(root: Path = ROOT) -> dict[str, list[tuple[str, int]]]:
    """Every Thai sentence given to ``say(...)``, with the files and lines that say it.

    Raises ValueError for a ``say`` whose sentence is not written out: it could not be translated.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for file in _files(root):
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_say(node.func):
                first = node.args[0]
                if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                    raise ValueError(f"{file}:{node.lineno}: say() needs its sentence written out")
                where = (file.relative_to(root).as_posix(), node.lineno)
                found.setdefault(first.value, []).append(where)
    return found


def update(file: Path = CATALOGUE, root: Path = ROOT) -> tuple[int, int]:
    """Add new sentences, drop those nobody says; returns (added, not translated)."""
    said = sentences(root)
    known: dict[str, str] = {}
    if file.exists():
        with file.open("rb") as lines:
            known = {str(m.id): str(m.string) for m in read_po(lines, locale="en") if m.id}
    catalogue = Catalog(locale="en", project="Thun Chumchon", charset="utf-8", fuzzy=False)
    for text in sorted(said):
        catalogue.add(text, known.get(text, ""), locations=sorted({(f, 0) for f, _ in said[text]}))
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        write_po(out, catalogue, width=0, omit_header=False, include_lineno=False, sort_output=True)
    return len(set(said) - set(known)), sum(not known.get(text) for text in said)


def _files(root: Path) -> Iterator[Path]:
    for place in PLACES:
        path = root / place
        yield from [path] if path.suffix else sorted(path.rglob("*.py"))


def _is_say(function: ast.expr) -> bool:
    return (isinstance(function, ast.Name) and function.id == "say") or (
        isinstance(function, ast.Attribute) and function.attr == "say"
    )
