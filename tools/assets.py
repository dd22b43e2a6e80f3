"""Fetches the third-party browser files that maps need into `static/vendor/`.

They come out of pinned wheels with known checksums, because offices have PyPI but no npm and some
have no content network. Without them nothing breaks: maps fall back to the network, then to a
drawn map. So a failed download is one friendly line, and is not tried again at every start.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.children import listen
from tools.project import Project
from tools.speech import say

QUIET_SECONDS = 24 * 60 * 60
"""After a failed download the next starts stay quick; a day later it is tried again."""


@dataclass(frozen=True)
class Vendored:
    """Files of one library, where they are in which wheel. `sha256` is the wheel's."""

    folder: str
    package: str
    version: str
    sha256: str
    inside: str
    files: tuple[str, ...]

    @property
    def requirement(self) -> str:
        return f"{self.package}=={self.version} --hash=sha256:{self.sha256}"


VENDORED = (
    # Leaflet 1.9.3, the version that folium 0.20 asks for itself.
    Vendored(
        folder="leaflet",
        package="django-leaflet",
        version="0.34.0",
        sha256="367f74c63709c1b466b740e0e7bd50cdc0d76f08cab2d6566af1559818d79cc2",
        inside="leaflet/static/leaflet/",
        files=(
            "leaflet.js",
            "leaflet.css",
            "images/layers.png",
            "images/layers-2x.png",
            "images/marker-icon.png",
            "images/marker-icon-2x.png",
            "images/marker-shadow.png",
        ),
    ),
    # jQuery 3.7.1, also folium's: `folium.Popup` writes `$(…)`; GeoJson pop-ups do not.
    Vendored(
        folder="jquery",
        package="xstatic-jquery",
        version="3.7.1.1",
        sha256="c6e962abf95cbce1a732430eeadf5706fa829b57354db9f7297cc0d1a0007c67",
        inside="xstatic/pkg/jquery/data/",
        files=("jquery.min.js",),
    ),
)


def ensure_assets(project: Project, wanted: tuple[Vendored, ...] = VENDORED) -> bool:
    """Puts the files in place when they are not; True when everything is there afterwards."""
    missing = [library for library in wanted if not _is_there(project, library)]
    if not missing:
        return True
    if _failed_lately(project):
        return False
    try:
        project.vendor.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            complete = _download(project, missing, Path(folder))
            for library in missing if complete else ():
                _unpack(project, library, Path(folder))
    except (OSError, zipfile.BadZipFile, KeyError):
        # A folder that cannot be written, or a wheel that is not what it was.
        complete = False
    if not complete:
        _remember_failure(project)
        say(
            "ยังดาวน์โหลดชุดแผนที่มาไว้ในเครื่องไม่ได้ – ระบบใช้งานได้ตามปกติ แผนที่จะใช้ชุดจากอินเทอร์เน็ตหรือแผนที่แบบวาดแทน",
            "The map files could not be downloaded yet: everything works, maps use the network or a drawn map instead.",
        )
    return complete


def _stamp(project: Project, library: Vendored) -> Path:
    return project.vendor / library.folder / "version.txt"


def _is_there(project: Project, library: Vendored) -> bool:
    try:
        return _stamp(project, library).read_text("utf-8") == library.requirement
    except OSError:
        return False


def _download(project: Project, missing: list[Vendored], folder: Path) -> bool:
    """Wheels only (nothing is built or run), each checked against its checksum by pip."""
    requirements = folder / "vendored.txt"
    requirements.write_text("\n".join(library.requirement for library in missing), "utf-8")
    command: list[str | Path] = [project.python, "-I", "-m", "pip", "download"]
    # A short patience: the person is waiting for the app, not for these files.
    command += ["--disable-pip-version-check", "--no-input"]
    command += ["--retries", "1", "--timeout", "15", "--require-hashes"]
    command += ["--no-deps", "--only-binary", ":all:", "-d", folder, "-r", requirements]
    return listen(command, cwd=project.root, each_line=lambda _line: None) == 0


def _unpack(project: Project, library: Vendored, folder: Path) -> None:
    """Puts the library's folder in place as a whole, the stamp inside it."""
    stem = library.package.replace("-", "_")
    wheels = (path for path in folder.glob("*.whl") if path.name.lower().startswith(f"{stem}-"))
    wheel = next(wheels, folder / f"{stem}.whl")
    fresh = project.vendor / f".{library.folder}"
    shutil.rmtree(fresh, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in library.files:
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(library.inside + name))
    (fresh / "version.txt").write_text(library.requirement, "utf-8")
    place = project.vendor / library.folder
    if place.exists():
        shutil.rmtree(place)
    fresh.rename(place)


def _failure_note(project: Project) -> Path:
    return project.vendor / ".not-reached"


def _failed_lately(project: Project) -> bool:
    try:
        return time.time() - _failure_note(project).stat().st_mtime < QUIET_SECONDS
    except OSError:
        return False


def _remember_failure(project: Project) -> None:
    try:
        _failure_note(project).touch()
    except OSError:
        return  # A read-only folder: it is simply tried again next time.
