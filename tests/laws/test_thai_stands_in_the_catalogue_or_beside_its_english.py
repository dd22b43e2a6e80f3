"""What a screen or a file says in Thai is said by ``say(...)``, or stands right before its English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lib.config import ROOT
from lib.ui.frame.catalogue import PLACES

#: Two letters of a word side by side; single signs and classes of them are no words.
THAI = re.compile(r"[ก-ฮเ-ไ][ก-๎]*[ก-ฮะาำ]|[เ-ไ][ก-ฮ]")
LATIN = re.compile(r"[A-Za-z]{2}")
#: file:name of what may stand in Thai alone, with the reason.
ALONE = {
    "lib/ui/frame/speech.py:LANGUAGES": "a language is called by its own name",
    "lib/export/xlsform.py:LANGUAGES": "a language is called by its own name",
    "lib/export/template.py:_LISTS": "hidden tabs that only formulas read",
    "lib/export/paper/word_breaks.py:_FIELD": "words for the dictionary that breaks lines, never shown",
}


def thai_alone(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(file:name at the top of the module, text) of every Thai text that has neither `say` nor its English."""
    for place in PLACES:
        path = root / place
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for top in tree.body:
                name = f"{file.relative_to(root).as_posix()}:{_name(top)}"
                yield from ((name, text) for text in _alone(top))


def _alone(node: ast.AST) -> Iterator[str]:
    """Thai texts at and under a node that are neither said nor paired; docstrings are left out."""
    text = _text(node)
    if THAI.search(text):
        yield text
    for child in _parts(node, text):
        yield from _alone(child)


def _parts(node: ast.AST, text: str) -> Iterator[ast.AST]:
    """What is left to look at under a node, once its own text and what is said or paired is taken away."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and _called(node.func) == "say":
        yield from [*node.args[1:], *(k.value for k in node.keywords)]
        return
    paired = {
        id(first)
        for row in _rows(node)
        for first, second in pairwise(row)
        if LATIN.search(_text(second)) and not THAI.search(_text(second))
    }
    for child in ast.iter_child_nodes(node):
        inner = child.value if isinstance(child, ast.keyword) else child
        if id(inner) not in paired and not (text and _text(inner)):
            yield inner


def _rows(node: ast.AST) -> Iterator[list[ast.expr]]:
    """Expressions that stand side by side: a tuple, a list, the arguments of a call, ``th=`` and ``en=``."""
    if isinstance(node, (ast.Tuple, ast.List)):
        yield node.elts
    elif isinstance(node, ast.Call):
        yield node.args
        named = {k.arg: k.value for k in node.keywords}
        yield [named[n] for n in ("th", "en") if n in named]


def _text(node: ast.AST) -> str:
    """The text of a string, formatted or put together; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return ""


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _name(top: ast.stmt) -> str:
    if isinstance(top, (ast.FunctionDef, ast.ClassDef)):
        return top.name
    targets = top.targets if isinstance(top, ast.Assign) else [top.target] if isinstance(top, ast.AnnAssign) else []
    first = targets[0].elts[0] if targets and isinstance(targets[0], ast.Tuple) else targets[0] if targets else None
    return first.id if isinstance(first, ast.Name) else ""


def test_thai_is_said_or_stands_beside_its_english() -> None:
    found = list(thai_alone())
    assert [one for one in found if one[0] not in ALONE] == []
    assert set(ALONE) - {name for name, _ in found} == set(), "nothing stands alone there any more"


@pytest.mark.parametrize(
    ("code", "alone"),
    [
        ("x = say('สวัสดี {n}', n=1)", 0),
        ("x = here.say('สวัสดี {n}', n='ทุกคน')", 1),
        ("x = Problem('อ่านไม่ได้', 'Cannot be read')", 0),
        ("x = Problem('อ่านไม่ได้')", 1),
        ("x = {'a': ('เริ่ม', 'begun'), 'b': ('จบ',)}", 1),
        ("x = f'หมู่ {n}'", 1),
        ("x = labels('label', f'ต้อง {n}', f'Must be {n}')", 0),
        ("x = Page(th='ชีต', en='Sheets')", 0),
        ("x = 'คำ' + name", 1),
        ("x = re.compile('[ก-๙]')", 0),
        ("def f():\n    '''คำอธิบาย'''\n    return 'ไทย'", 1),
    ],
)
def test_the_law_sees_what_it_should(code: str, alone: int, tmp_path: Path) -> None:
    for folder in ("pages", "lib/ui", "lib/export"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "Home.py").write_text(code, encoding="utf-8")
    assert len(list(thai_alone(tmp_path))) == alone
