"""A `.venv` that cannot work is made anew without a question; the person's own files are not."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools.environment import APP, ensure_environment
from tools.speech import Trouble


def test_a_venv_without_python_and_pip_is_made_anew_for_real(bare: Miniature) -> None:
    bare.venv.mkdir()
    (bare.venv / "pyvenv.cfg").write_text("home = /gone\n", "utf-8")
    assert ensure_environment(bare) is True
    assert (bare.site_packages() / "pip").is_dir()
    assert APP.is_installed(bare)
    assert ensure_environment(bare) is False


@pytest.mark.parametrize("damage", ["no python", "no pip", "a file", "an older python"])
def test_every_kind_of_damage_is_noticed(
    damage: str, project: Miniature, make_program: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_environment(project)
    if damage == "no python":
        project.python.unlink()
    elif damage == "no pip":
        shutil.rmtree(project.site_packages() / "pip")
    elif damage == "a file":
        project.venv.rename(project.root / "elsewhere")
        project.venv.touch()
    elif os.name != "nt":
        project.python.unlink()
        project.python.symlink_to(make_program("python3.10", "print('3 10 False')"))
    else:
        pytest.skip("a Windows venv cannot be given another interpreter")
    asked = project.root / "asked-for-a-venv"
    note = f"import pathlib, sys; pathlib.Path({str(asked)!r}).touch(); sys.exit('cut short')"
    monkeypatch.setattr(sys, "executable", str(make_program("python-notes", note)))
    with pytest.raises(Trouble):
        ensure_environment(project)
    assert asked.exists()
    assert not project.venv.exists()


def test_a_link_in_the_place_of_the_venv_is_removed_and_not_followed(
    bare: Miniature, tmp_path: Path, make_program: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "my photos"
    mine.mkdir()
    (mine / "somchai.jpg").touch()
    bare.venv.symlink_to(mine, target_is_directory=True)
    cut_short = make_program("python-cut-short", "raise SystemExit('cut short')")
    monkeypatch.setattr(sys, "executable", str(cut_short))
    with pytest.raises(Trouble):
        ensure_environment(bare)
    assert (mine / "somchai.jpg").exists()
