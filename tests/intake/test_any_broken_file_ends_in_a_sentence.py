"""Real files with bytes cut, flipped, doubled, zipped again or renamed: a table or a sentence, never an error."""

from __future__ import annotations

import io
import random
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.errors import BadInput
from lib.intake.context import IntakeContext
from lib.intake.files import read_file
from lib.intake.header import plan_tab
from lib.intake.odk import read_submissions
from lib.intake.table import read_rows
from lib.schema.registry import kind

FILES = sorted(p for p in (Path(__file__).parent / "cases").iterdir())
NAMES = ("a.xlsx", "a.csv", "a.zip", "ไม่มีนามสกุล", "../../a.xlsx", "a.XLSX")
Change = Callable[[bytes, random.Random], bytes]


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def without_the_beginning(content: bytes, dice: random.Random) -> bytes:
    return content[dice.randrange(len(content) + 1) :]


def flipped(content: bytes, dice: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def doubled(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + content


def holed(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(content))
    return content[:at] + bytes(dice.randrange(256) for _ in range(dice.randint(1, 200))) + content[at + 50 :]


def zipped_again(content: bytes, dice: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    ) as bundle:
        bundle.writestr(dice.choice(["a.csv", "__MACOSX/._a.csv", "in/a.xlsx", "a.CSV", "..\\a.csv"]), content)
    return out.getvalue()


def a_part_changed(content: bytes, dice: random.Random) -> bytes:
    """A workbook packed again with the bytes of one part flipped: the zip is sound, what it holds is not."""
    if not content.startswith(b"PK"):
        return flipped(content, dice)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            chosen = dice.choice(names)
            for name in names:
                part = old.read(name)
                new.writestr(name, flipped(part, dice) if name == chosen and part else part)
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        return flipped(content, dice)
    return out.getvalue()


CHANGES: tuple[Change, ...] = (cut, without_the_beginning, flipped, doubled, holed, zipped_again, a_part_changed)


def refusal(act: Callable[[], object]) -> BadInput | None:
    """What a refused file is told; any other error is the test's failure."""
    try:
        act()
    except BadInput as refused:
        return refused
    return None


def read_as_office(known: IntakeContext, name: str, content: bytes) -> None:
    for grid in read_file(name, content):
        plan = plan_tab(grid)
        if plan.kind:
            read_rows(grid, plan, known)


@settings(max_examples=120)
@given(st.sampled_from(FILES), st.sampled_from(CHANGES), st.integers(0, 2**32), st.sampled_from(NAMES))
def test_a_changed_file_is_read_or_refused(
    known: IntakeContext, file: Path, change: Change, seed: int, name: str
) -> None:
    content = change(file.read_bytes(), random.Random(seed))
    for act in (
        lambda: read_as_office(known, name, content),
        lambda: read_submissions(kind("household_survey"), name, content),
    ):
        refused = refusal(act)
        assert refused is None or all(p.th and p.en for p in refused.problems)


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_broken_files_ask_for_no_memory(known: IntakeContext, change: Change) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number, file in enumerate(FILES):
        content = change(file.read_bytes(), random.Random(number))
        try:
            read_file(file.name, content)
            read_submissions(kind("household_survey"), file.name, content)
        except BadInput:
            continue
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 400, "megabytes"
