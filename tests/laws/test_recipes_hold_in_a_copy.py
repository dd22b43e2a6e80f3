"""The recipes of CONTRIBUTING.md for a kind, an action and a page, followed to the letter in a copy of the project.

What is written by hand is here, file by file; everything else has to follow from it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.store.opening import open_store

ROOT = Path(__file__).parents[2]
COPIED = ("lib", "pages", "locale", "data", "docs", "Home.py", "pyproject.toml", ".streamlit")

KIND = '''"""Visits to the field."""

from __future__ import annotations

from datetime import date

from lib.schema.field import field
from lib.schema.record import About, Record


class Visit(Record):
    """Somebody went to see how a tambon fares."""

    about = About(
        id="visit",
        prefix="vis",
        th="การลงพื้นที่",
        en="Field visit",
        title="name",
        place="area",
        order=98,
        since=4,
        help_th="ไปดูงานในตำบล",
        help_en="Seeing how a tambon fares",
    )

    name: str = field("ชื่อการลงพื้นที่", "Name of the visit", required=True, max_length=200, since=4)
    area: str | None = field("ที่ไหน", "Where", refers_to="area", since=4)
    day: date | None = field("วันที่", "Day", since=4)
'''
ACTION = '''"""Visits to a tambon."""

from __future__ import annotations

from lib.access.actors import Actor
from lib.actions.records.saving import save_typed
from lib.store.opening import Store


def note_visit(store: Store, actor: Actor, name: str) -> str:
    """Keep that somebody visited; returns the record's id."""
    return save_typed(store, actor, "visit", {"name": name}).record.id
'''
PAGE = '''"""การลงพื้นที่: who went where."""

import streamlit as st

from lib.actions.acts import acts_of
from lib.insight.records.listing import listing
from lib.ui.frame.shell import open_page

here = open_page("visits")
acts = acts_of(here.source.store, here.actor)
if acts and st.button(here.say("จดการลงพื้นที่วันนี้"), key="note"):
    acts.workspace.note_visit("ก")
st.text(listing(here.source, "visit").total)
'''
PAGE_ENTRY = """    Page(
        "visits",
        "การลงพื้นที่",
        "Field visits",
        "explore",
        "tambon",
        "ใครไปที่ไหนเมื่อใด",
        "Who went where, and when",
    ),
"""


@pytest.mark.long
def test_a_kind_an_action_and_a_page_are_what_the_recipes_say(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    copy.mkdir()
    for part in COPIED:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "images"))
        else:
            shutil.copy(ROOT / part, copy / part)
    # A store from before the change, which the migration finds.
    open_store(f"sqlite:///{tmp_path}/own.sqlite", "own", tmp_path / "backups").database.close()

    (copy / "lib/schema/visit.py").write_text(KIND, "utf-8")
    _add(copy / "lib/schema/registry.py", "from lib.schema.work import", "from lib.schema.visit import Visit\n")
    _add(copy / "lib/schema/registry.py", "        Assessment,\n", "        Visit,\n")
    (copy / "lib/actions/tambon/visits.py").write_text(ACTION, "utf-8")
    acts = copy / "lib/actions/tambon/acts.py"
    _add(acts, "\n\nclass WorkspaceActs", "from lib.actions.tambon import visits\n")
    _add(acts, "        self.", "        self.note_visit = bound(visits.note_visit)\n")
    (copy / "pages/visits.py").write_text(PAGE, "utf-8")
    _add(copy / "lib/ui/frame/registry.py", '    Page(\n        "about"', PAGE_ENTRY)
    shutil.copy(Path(__file__).with_name("recipes_probe.py"), copy / "probe.py")

    said = _run(copy, tmp_path, "-m", "lib.cli", "migration", "visits")
    assert "Written" in said
    assert "it stands everywhere" in _run(copy, tmp_path, "probe.py")


def _add(file: Path, before: str, text: str) -> None:
    source = file.read_text("utf-8")
    at = source.index(before)
    file.write_text(source[:at] + text + source[at:], "utf-8")


def _run(copy: Path, folder: Path, *arguments: str) -> str:
    # Nobody asks which lines of a copy were run.
    strange = ("THUN_", "STREAMLIT_", "DATABASE_URL", "COVERAGE_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**kept, "THUN_DATA_DIR": str(folder), "THUN_COLLECTOR": "python", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
