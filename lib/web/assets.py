"""Puts the Thai font where the browser can fetch it: from its Python package into `static/fonts/`.

Streamlit's bundled fonts have no Thai letters, and third-party files are never committed. A copy
at start works the same after `run.py` and on a hosting service that only knows `Home.py`.
"""

from __future__ import annotations

import base64
import logging
import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lib.config import ROOT, forgettable

FONT_PACKAGE = "fontpkg_sarabun"
FONTS = ("Sarabun-Regular.ttf", "Sarabun-Italic.ttf", "Sarabun-Medium.ttf", "Sarabun-SemiBold.ttf", "Sarabun-Bold.ttf")
LICENCE = ("LICENSE", "Sarabun-LICENSE.txt")
"""The Open Font License asks to travel with every copy of the font."""

log = logging.getLogger(__name__)


def ensure_fonts(static_dir: Path) -> None:
    """Copies the Sarabun weights in use into `static_dir/fonts`; does nothing when they are there.

    Never raises for the font's sake: in a folder that cannot be written, or without the package,
    the page falls back to the device's own Thai font, and the log says why.
    """
    package = _package_folder()
    if package is None:
        log.warning("%s is not installed: pages use the device's own Thai font", FONT_PACKAGE)
        return
    copies = {package / "files" / name: static_dir / "fonts" / name for name in FONTS}
    copies[package / LICENCE[0]] = static_dir / "fonts" / LICENCE[1]
    try:
        for source, target in copies.items():
            if not _same_size(source, target):
                _copy_whole(source, target)
    except OSError as problem:
        log.warning("The font could not be put into %s: %s", static_dir / "fonts", problem)


def carried_letters() -> str:
    """Style rules with the font in them, for a page that is opened from a disk; '' where the font is not installed."""
    package = _package_folder()
    if package is None:
        return ""
    return "".join(
        f"@font-face{{font-family:Sarabun;font-weight:{weight};src:url(data:font/ttf;base64,{_as_text(package, name)})}}"
        for weight, name in (("400", "Sarabun-Regular.ttf"), ("600 800", "Sarabun-Bold.ttf"))
    )


def _as_text(package: Path, name: str) -> str:
    return base64.b64encode((package / "files" / name).read_bytes()).decode()


def _package_folder() -> Path | None:
    spec = find_spec(FONT_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def _same_size(source: Path, target: Path) -> bool:
    """Enough to notice a missing, cut-off or newer file, and quick at every start."""
    return target.is_file() and target.stat().st_size == source.stat().st_size


def _copy_whole(source: Path, target: Path) -> None:
    """Another process may be serving or copying the same file: it sees all of it or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(source.read_bytes())
        # mkstemp makes it private; a web server of another user has to read it.
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


GEOGRAPHY = Path("data") / "geo" / "provinces.geojson"


@forgettable
@cache
def ensure_assets(root: Path = ROOT) -> None:
    """Fonts and province polygons where the browser fetches them; once per process."""
    static = root / "static"
    ensure_fonts(static)
    source, target = root / GEOGRAPHY, static / "geo" / GEOGRAPHY.name
    try:
        if not _same_size(source, target):
            _copy_whole(source, target)
    except OSError as problem:
        log.warning("The province polygons could not be put into %s: %s", static, problem)
