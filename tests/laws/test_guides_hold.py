"""What CONTRIBUTING.md, the glossary, the architecture and the decisions point at exists, down to the name."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
_TOPS = "lib|tests|pages|docs|bench|tools|locale|data"
#: A path in code marks, with the name after it in code marks of its own when there is one.
_PLACE = re.compile(rf"`((?:{_TOPS})/[\w./-]*)`(?: `(\w+)`)?")
#: A module by its dotted name, as the documents tell ways of data: `insight.canvas.board`.
_MODULE = re.compile(
    r"`(?:lib\.)?((?:domain|schema|intake|practice|store|access|actions|sheets|insight|export|ui|web)(?:\.[a-z_]\w*)+)"
)
#: A link to another file.
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@cache
def names_in(file: Path) -> frozenset[str]:
    """What a module defines at its top."""
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return frozenset(names)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.stem)
def test_what_a_guide_points_at_exists(guide: Path) -> None:
    wrong = []
    for path, name in _PLACE.findall(guide.read_text(encoding="utf-8")):
        if not (ROOT / path).exists():
            wrong.append(f"{path}: there is no such file")
        elif name and name not in names_in(ROOT / path):
            wrong.append(f"{path}: does not define {name}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.stem)
def test_modules_are_called_what_they_are_called(guide: Path) -> None:
    named = [name for name in _MODULE.findall(guide.read_text(encoding="utf-8")) if not name.endswith(".sqlite")]
    wrong = [name for name in named if not _is_there(name)]
    assert not wrong


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.stem)
def test_links_lead_somewhere(guide: Path) -> None:
    gone = [to for to in _LINK.findall(guide.read_text(encoding="utf-8")) if not (guide.parent / to).exists()]
    assert not gone


def test_the_glossary_declares_each_word_once() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and "---" not in line and "declared in" not in line
    ]
    assert len(rows) >= 30
    assert len({row[0] for row in rows}) == len(rows)
    for row in rows:
        assert all(row), row
        assert _PLACE.search(row[-1]), f"{row[0]}: where is it declared?"
        if len(row) == 4:
            assert re.search(r"[ก-๙]", row[0]), row


def test_every_room_stands_on_the_map() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {f.name for f in (ROOT / "lib" / "insight").iterdir() if f.is_dir() and f.name != "__pycache__"}
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == rooms
    layers = {f.name for f in (ROOT / "lib").iterdir() if f.is_dir() and f.name != "__pycache__"}
    assert {layer for layer in layers if f"`lib/{layer}/" not in text} == {"practice"}
    pages = set(re.findall(r"`pages/(\w+)\.py`", text))
    assert pages == {f.stem for f in (ROOT / "pages").glob("*.py")}


def _is_there(dotted: str) -> bool:
    """A module, a folder of them, or a name that the module defines."""
    path = ROOT / "lib" / dotted.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module = path.parent.with_suffix(".py")
    return module.is_file() and path.name in names_in(module)
