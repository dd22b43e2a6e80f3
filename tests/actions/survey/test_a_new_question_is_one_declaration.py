"""A yes/no question with a follow-up: two files by hand, one command, and it stands wherever questions stand.

Everything after the edit happens in one process of its own, in a copy of the project:
`new_question_probe.py`, which reads the question back where its users meet it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.schema.registry import SCHEMA_VERSION
from lib.store.opening import Store
from tests.actions.survey.household_forms import visited

ROOT = Path(__file__).parents[3]
PROBE = Path(__file__).with_name("new_question_probe.py")
COPIED = ("lib", "pages", "locale", "data", "docs", "Home.py", "pyproject.toml")
#: The whole declaration; NEXT is the schema's next version.
QUESTIONS = """\
    dry_spell: str | None = field(
        "หน้าแล้งขาดน้ำใช้ไหม",
        "Short of water in the dry season",
        options=options(("yes", "ขาด", "Yes"), ("no", "ไม่ขาด", "No")),
        may_decline=True,
        check_before=True,
        result=ShareTable("ขาดน้ำใช้หน้าแล้ง", "Short of water in the dry season", ("yes",), since=2),
        section="life",
        since=NEXT,
        **_AGREED,
    )
    water_from: str | None = field(
        "หน้าแล้งเอาน้ำจากไหน",
        "Water then comes from",
        options=options(("lorry", "รถน้ำของ อบต.", "Water lorry"), ("bought", "ซื้อน้ำ", "Bought")),
        may_decline=True,
        check_before=True,
        result=ShareTable("ซื้อน้ำใช้หน้าแล้ง", "Buy water in the dry season", ("bought",), since=2),
        ask_if=("dry_spell", ("yes",)),
        section="life",
        since=NEXT,
        **PERSONAL,
    )
"""


@pytest.mark.long
def test_a_yes_no_question_with_a_follow_up_is_two_files_by_hand(sqlite_store: Store, tmp_path: Path) -> None:
    visited(sqlite_store, 1)  # a form from before, checked
    sqlite_store.database.close()
    copy = tmp_path / "project"
    copy.mkdir()
    for part in COPIED:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__", "images"))
        else:
            shutil.copy(source, copy / part)
    following = str(SCHEMA_VERSION + 1)
    before = "    checked_on: date | None = field("
    _edit(copy / "lib/schema/household.py", before, QUESTIONS.replace("NEXT", following) + before)
    version = f"SCHEMA_VERSION = {SCHEMA_VERSION}"
    _edit(copy / "lib/schema/registry.py", version, f"SCHEMA_VERSION = {following}")
    shutil.copy(PROBE, copy / "probe.py")

    done = subprocess.run(
        [sys.executable, "probe.py"],
        cwd=copy,
        # Nobody asks which lines of a copy were run.
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")},
            "THUN_DATA_DIR": str(tmp_path),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "it stands everywhere" in done.stdout


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
