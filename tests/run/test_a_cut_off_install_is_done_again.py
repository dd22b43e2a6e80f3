"""Ctrl+C, a power cut or a full disk in the middle of an install: the next start puts it right."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import PIP, Miniature
from tools.environment import APP, ensure_environment
from tools.speech import Trouble

CUT_OFF_WHILE_COPYING = "print('Installing collected packages: streamlit'); sys.exit(1)"


def test_a_failed_download_leaves_the_environment_as_it_was(project: Miniature) -> None:
    (project.site_packages() / "a_good_package.py").touch()
    project.pip_does("print('ERROR: no network'); sys.exit(1)")
    with pytest.raises(Trouble):
        ensure_environment(project)
    assert not APP.is_installed(project)
    project.pip_does("")
    assert ensure_environment(project) is True
    assert (project.site_packages() / "a_good_package.py").exists()


def test_copying_that_was_cut_off_makes_the_environment_anew(
    project: Miniature, make_program: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.site_packages() / "half_copied.py").touch()
    project.pip_does(CUT_OFF_WHILE_COPYING)
    with pytest.raises(Trouble):
        ensure_environment(project)
    quick_venv = f"""
        import sys, venv, pathlib
        venv.create(sys.argv[-1], with_pip=False, symlinks={os.name != "nt"})
        pip = pathlib.Path({str(project.site_packages())!r}, "pip")
        pip.mkdir()
        (pip / "__init__.py").touch()
        (pip / "__main__.py").write_text({PIP!r}, "utf-8")
    """
    monkeypatch.setattr(sys, "executable", str(make_program("python-quick", quick_venv)))
    assert ensure_environment(project) is True
    assert not (project.site_packages() / "half_copied.py").exists()
    assert APP.is_installed(project)
    assert ensure_environment(project) is False


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to one process only")
def test_ctrl_c_during_an_install_is_quiet_and_leaves_no_stamp(project: Miniature, free_port: int) -> None:
    project.pip_does("import time; print('Collecting streamlit', flush=True); time.sleep(600)")
    with project.start("--server.port", str(free_port)) as running:
        _wait_for(project.venv / "pip-calls")
        os.killpg(running.pid, signal.SIGINT)
        said, _ = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "run.py" not in said
    assert not APP.is_installed(project)


def test_two_starts_at_once_install_one_after_the_other(project: Miniature) -> None:
    project.pip_does(
        """
        import time
        busy = home / "busy"
        busy.touch(exist_ok=False)
        time.sleep(0.5)
        busy.unlink()
        """
    )
    code = "from tools.project import HERE; from tools.environment import ensure_environment as e;"
    code += "print(e(HERE))"
    both = [
        subprocess.Popen([sys.executable, "-c", code], cwd=project.root, stdout=subprocess.PIPE, encoding="utf-8")
        for _ in range(2)
    ]
    answers = sorted(child.communicate(timeout=120)[0].splitlines()[-1] for child in both)
    assert answers == ["False", "True"]
    assert len(project.pip_calls()) == 1


def _wait_for(path: Path) -> None:
    give_up = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < give_up
        time.sleep(0.02)
