"""Pages in Streamlit's own test bench: the real app on a seeded data folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from altair.utils import schemapi
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

import lib.ui.frame.charts  # noqa: F401 – it leaves the checks out for people
from lib.access.actors import OWN_MACHINE
from lib.insight.source import Source, source
from lib.store import opening
from lib.ui.frame import shell

# Every chart of every page is checked part by part against the schema here.
schemapi.enable_debug_mode()

HOME = Path(__file__).parents[2] / "Home.py"

Open = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Installed packages are looked through for components once, as by a server; the bench does so for each page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, practice_template: Path, fresh_process: None
) -> Iterator[Path]:
    """A data folder with both worlds; the process's caches start empty."""
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    shutil.copy(practice_template, tmp_path / "practice.sqlite")
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    # Pages run inside the test's own process, whose memory is not the app's to look after.
    monkeypatch.setenv("THUN_COLLECTOR", "python")
    monkeypatch.setattr(shell, "current_actor", lambda: OWN_MACHINE)
    yield tmp_path
    for world in ("own", "practice"):
        opening.opened(world).database.close()


@pytest.fixture
def own(folder: Path) -> Source:
    """Read models of the own world."""
    return source("own")


@pytest.fixture
def open_page(folder: Path) -> Open:
    """Open a page by its own script (the guard gives it the shell), in a language and world.

    The bench's `switch_page` forgets the page when a script reruns itself; a real browser does not.
    """

    def opened(page: str = "overview", **query: str) -> AppTest:
        script = HOME if page == "overview" else HOME.parent / "pages" / f"{page}.py"
        app = AppTest.from_file(str(script), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return opened


def words_on(app: AppTest) -> str:
    """Everything the page says."""
    elements = [
        *app.title,
        *app.header,
        *app.subheader,
        *app.markdown,
        *app.caption,
        *app.info,
        *app.warning,
        *app.error,
        *app.success,
    ]
    said = [str(e.value) for e in elements] + [m.label for m in app.metric] + [str(m.value) for m in app.metric]
    return "\n".join([*said, *(b.label for b in app.button)])
