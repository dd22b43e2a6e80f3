"""Finds a Chromium-like browser for the tests that look at real pages; never skips them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.children import ask, listen
from tools.project import Project
from tools.speech import Trouble, say

VARIABLE = "THUN_BROWSER"
"""The tests read the browser's path from this environment variable."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
)
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as running: print(running.chromium.executable_path)"
)


def ensure_browser(project: Project, variables: Mapping[str, str]) -> Path:
    """The browser's executable: the one named, an installed one, or one that is installed now.

    Raises `Trouble` when there is none, so that no browser test is ever left out silently.
    """
    if named := variables.get(VARIABLE):
        if works(project, Path(named)):
            return Path(named)
        raise Trouble(
            f"{VARIABLE} ชี้ไปที่ {named} ซึ่งเปิดไม่ได้ – แก้ให้เป็นไฟล์ chrome/chromium/msedge หรือลบค่านี้ออก",
            f"{VARIABLE} names {named}, which does not run: point it at a chrome, chromium or "
            "msedge executable, or unset it.",
        )
    for place in installed_places(variables):
        if works(project, place):
            return place
    return _playwrights_own(project) or _install(project) or _nothing()


def installed_places(variables: Mapping[str, str]) -> Iterator[Path]:
    """Where browsers usually are on this system, the best first."""
    for name in NAMES:
        if found := shutil.which(name, path=variables.get("PATH")):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path("~/Applications").expanduser()):
            for name in MAC:
                yield folder / f"{name}.app" / "Contents" / "MacOS" / name
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder_name := variables.get(variable):
                yield from (Path(folder_name, tail) for tail in WINDOWS)


def works(project: Project, browser: Path) -> bool:
    """Whether it can be started. Ubuntu's `chromium-browser` may only say "use snap"."""
    if sys.platform == "win32":
        return browser.is_file()  # chrome.exe opens a window when asked for its version.
    return ask([browser, "--version"], cwd=project.root, seconds=30) is not None


def _playwrights_own(project: Project) -> Path | None:
    answer = ask([project.python, "-c", PLAYWRIGHTS_OWN], cwd=project.root, seconds=60)
    return Path(answer) if answer and works(project, Path(answer)) else None


def _install(project: Project) -> Path | None:
    say("ไม่พบเบราว์เซอร์สำหรับทดสอบ กำลังติดตั้ง Chromium …", "No browser for the tests was found; installing Chromium …")
    listen([project.python, "-m", "playwright", "install", "chromium"], cwd=project.root, each_line=lambda _line: None)
    if own := _playwrights_own(project):
        return own
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            command = ["apt-get", "-q", *words]
            listen(command, cwd=project.root, each_line=lambda _line: None)
        place = Path("/usr/bin/chromium")
        if works(project, place):
            return place
    return None


def _nothing() -> Path:
    raise Trouble(
        "ทดสอบหน้าจอจริงไม่ได้เพราะไม่มีเบราว์เซอร์ – ติดตั้ง Chrome, Edge หรือ Chromium "
        f"(Debian: apt-get install chromium) หรือตั้งค่า {VARIABLE} เป็นที่อยู่ของไฟล์โปรแกรม",
        "The real pages cannot be tested without a browser: install Chrome, Edge or Chromium "
        f"(Debian: apt-get install chromium), or set {VARIABLE} to the executable's path.",
    )
