"""pip is asked exactly when something would have to be installed, and never trusted half-way."""

import time

import pytest

from tests.run.conftest import Miniature
from tools.environment import APP, CHECKS, ensure_environment
from tools.speech import Trouble


def test_a_second_start_asks_pip_for_nothing(project: Miniature) -> None:
    assert ensure_environment(project) is True
    begun = time.process_time()
    assert ensure_environment(project) is False
    assert time.process_time() - begun < 2
    ((command, *arguments),) = project.pip_calls()
    assert command == "install"
    assert arguments[:2] == ["-r", "requirements.txt"]


def test_a_changed_list_is_installed_again(project: Miniature) -> None:
    ensure_environment(project)
    (project.root / "requirements.txt").write_text("# something else\n", "utf-8")
    assert ensure_environment(project) is True
    assert len(project.pip_calls()) == 2


def test_other_line_ends_are_no_change(project: Miniature) -> None:
    ensure_environment(project)
    (project.root / "requirements.txt").write_bytes(b"# nothing\r\n")
    assert ensure_environment(project) is False


def test_the_checks_have_a_stamp_of_their_own(project: Miniature) -> None:
    ensure_environment(project)
    assert not CHECKS.is_installed(project)
    ensure_environment(project, checks=True)
    assert ensure_environment(project, checks=True) is False
    assert "requirements-dev.txt" in project.pip_calls()[-1]
    assert len(project.pip_calls()) == 2


def test_going_back_to_an_older_list_is_a_change_too(project: Miniature) -> None:
    ensure_environment(project)
    older = (project.root / "requirements.txt").read_text("utf-8")
    (project.root / "requirements.txt").write_text("# newer\n", "utf-8")
    project.pip_does("sys.exit(1)")
    with pytest.raises(Trouble):
        ensure_environment(project)
    (project.root / "requirements.txt").write_text(older, "utf-8")
    assert not APP.is_installed(project)


def test_a_missing_list_is_one_sentence(project: Miniature) -> None:
    ensure_environment(project)
    (project.root / "requirements.txt").unlink()
    with pytest.raises(Trouble, match=r"requirements\.txt is missing"):
        ensure_environment(project)
