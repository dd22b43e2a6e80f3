"""Leaflet and jQuery come out of pinned wheels once; when they cannot be had, the app still opens."""

import os
import re
import time
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools.assets import QUIET_SECONDS, VENDORED, Vendored, ensure_assets

TINY = Vendored(
    folder="leaflet",
    package="tiny-map",
    version="1.0",
    sha256="0" * 64,
    inside="tiny/static/",
    files=("leaflet.js", "images/layers.png"),
)
WRITES_A_WHEEL = """
import zipfile
folder = pathlib.Path(sys.argv[sys.argv.index("-d") + 1])
with zipfile.ZipFile(folder / "tiny_map-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("tiny/static/leaflet.js", "// a map")
    wheel.writestr("tiny/static/images/layers.png", "a picture")
    wheel.writestr("tiny/static/leaflet.draw.js", "// not asked for")
"""


def there(project: Miniature) -> set[str]:
    folder = project.vendor / "leaflet"
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_only_the_files_in_use_are_taken_and_only_once(project: Miniature) -> None:
    project.pip_does(WRITES_A_WHEEL)
    assert ensure_assets(project, (TINY,)) is True
    assert there(project) == {"leaflet.js", "images/layers.png", "version.txt"}
    assert ensure_assets(project, (TINY,)) is True
    (call,) = project.pip_calls()
    assert call[0] == "download"
    assert {"--no-deps", "--require-hashes", "--only-binary"} <= set(call)


def test_another_version_takes_the_place_of_the_old_one(project: Miniature) -> None:
    project.pip_does(WRITES_A_WHEEL)
    (project.vendor / "leaflet").mkdir(parents=True)
    (project.vendor / "leaflet" / "version.txt").write_text("tiny-map==0.9", "utf-8")
    (project.vendor / "leaflet" / "old.js").touch()
    ensure_assets(project, (TINY,))
    assert "old.js" not in there(project)


@pytest.mark.parametrize("behaviour", ["sys.exit(1)", "", WRITES_A_WHEEL.replace("layers", "x")])
def test_what_cannot_be_had_is_one_friendly_line_and_not_asked_again_today(
    behaviour: str, project: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    project.pip_does(behaviour)
    assert ensure_assets(project, (TINY,)) is False
    thai, english = capsys.readouterr().out.splitlines()
    assert "ระบบใช้งานได้ตามปกติ" in thai
    assert "everything works" in english
    assert ensure_assets(project, (TINY,)) is False
    assert len(project.pip_calls()) == 1
    yesterday = time.time() - QUIET_SECONDS - 1
    os.utime(project.vendor / ".not-reached", (yesterday, yesterday))
    project.pip_does(WRITES_A_WHEEL)
    assert ensure_assets(project, (TINY,)) is True


def test_a_static_folder_that_cannot_be_written_stops_nothing(project: Miniature) -> None:
    (project.root / "static").write_text("a file in the folder's place", "utf-8")
    assert ensure_assets(project, (TINY,)) is False


def test_the_pins_are_exact_and_served_files_stay_out_of_git() -> None:
    for library in VENDORED:
        assert re.fullmatch(r"[0-9.]+", library.version)
        assert re.fullmatch(r"[0-9a-f]{64}", library.sha256)
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text("utf-8").splitlines()
    assert {"/static/vendor/", "/static/fonts/", "/.data/", "/.venv/"} <= set(ignored)
