"""Every command that a document names can be typed: `run.py` knows it, and its options are understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bench.__main__ import _parser as bench_parser
from lib import cli
from tools.commands import OF_THE_APP, OF_THE_DEVELOPERS, OF_THE_PROGRAM

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")],
    key=lambda f: f.as_posix(),
)
#: `run.py`, what follows up to the end of the code, the line, or a remark.
_TYPED = re.compile(r"(?:python3|python|py) run\.py([^`\n#│|]*)")
#: Places to be filled by the reader.
_TO_FILL = re.compile(r"<[^>]*>|…|\.\.\.|\"[^\"]*\"")


def typed_in(document: Path) -> list[list[str]]:
    """The commands of a document, each cut into words as a shell would."""
    found = _TYPED.findall(document.read_text(encoding="utf-8"))
    return [shlex.split(_TO_FILL.sub("x", said.strip())) for said in found]


ALL = [
    (document.relative_to(ROOT).as_posix(), words) for document in DOCUMENTS for words in typed_in(document) if words
]


@pytest.mark.parametrize(("document", "words"), ALL, ids=[f"{d}: {' '.join(w)}"[:70] for d, w in ALL])
def test_a_documented_command_exists(document: str, words: list[str]) -> None:
    first = words[0]
    commands = {*OF_THE_APP, *OF_THE_PROGRAM, *OF_THE_DEVELOPERS, "help"}
    assert first.startswith("--") or first in commands, f"{document} names {first!r}"


@pytest.mark.parametrize(
    "words",
    [pytest.param(words[1:], id=" ".join(words)[:70]) for _, words in ALL if words[0] == "bench" and len(words) > 1],
)
def test_a_documented_measurement_is_understood(words: list[str]) -> None:
    bench_parser().parse_args(words)


def test_the_documents_name_commands_at_all() -> None:
    """Else the laws above hold of nothing."""
    assert {words[0] for _, words in ALL} >= {"backup", "restore", "test", "bench", "migration", "sheets", "help"}


def test_what_run_py_hands_on_the_app_understands(capsys: pytest.CaptureFixture[str]) -> None:
    for command in OF_THE_APP:
        with pytest.raises(SystemExit) as ended:
            cli.main([command, "--help"])
        assert ended.value.code == 0, command
    capsys.readouterr()
