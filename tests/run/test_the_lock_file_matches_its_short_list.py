"""The compiled lists are what their short lists ask for, whole, pinned, and from no machine."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.project import HERE

ROOT = HERE.root
PAIRS = [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")]
LISTS = [name for pair in PAIRS for name in pair]

MACHINES = {
    "Windows": {"sys_platform": "win32", "platform_machine": "AMD64"},
    "Intel Mac": {"sys_platform": "darwin", "platform_machine": "x86_64"},
    "new Mac": {"sys_platform": "darwin", "platform_machine": "arm64"},
    "Linux": {"sys_platform": "linux", "platform_machine": "x86_64"},
}
PYTHONS = ("3.11", "3.13")

# Put together from pieces, so that this file holds none of the names it looks for.
REGISTRIES = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
]


def lines(name: str) -> list[str]:
    """What a list says, one wish a line, without comments and digests."""
    text = re.sub(r" \\\n +--hash=\S+", "", (ROOT / name).read_text("utf-8"))
    bare = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [line for line in bare if line]


@cache
def read(name: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(line) for line in lines(name) if not line.startswith("-"))


def environments() -> Iterator[dict[str, str]]:
    for machine in MACHINES.values():
        for python in PYTHONS:
            yield {**machine, "python_version": python, "python_full_version": f"{python}.0"}


def pins(name: str, package: str, environment: dict[str, str]) -> set[str]:
    return {
        next(iter(pin.specifier)).version
        for pin in read(name)
        if canonicalize_name(pin.name) == canonicalize_name(package)
        and (pin.marker is None or pin.marker.evaluate(environment))
    }


@pytest.mark.parametrize(("short", "full"), PAIRS)
def test_every_wish_is_pinned_to_one_version_that_satisfies_it(short: str, full: str) -> None:
    for wish in read(short):
        for environment in environments():
            if wish.marker is None or wish.marker.evaluate(environment):
                found = pins(full, wish.name, environment)
                assert len(found) == 1, f"{wish} in {environment}: {found or 'run run.py lock'}"
                assert wish.specifier.contains(Version(found.pop()), prereleases=True), wish


@pytest.mark.parametrize("full", [full for _, full in PAIRS])
def test_every_line_is_one_exact_version(full: str) -> None:
    for line in lines(full):
        assert re.fullmatch(r"[a-z0-9.-]+(\[[a-z]+\])?==[0-9][0-9a-z.]*( ; [^:/]+)?", line), line


@pytest.mark.parametrize("full", [full for _, full in PAIRS])
def test_every_line_has_the_digests_of_its_files(full: str) -> None:
    """pip asks for all or none: one line without would make the list useless."""
    text = (ROOT / full).read_text("utf-8")
    for line in lines(full):
        after = text.split(f"\n{line}" if f"\n{line}" in text else line, 1)[1]
        assert re.match(r"( \\\n    --hash=sha256:[0-9a-f]{64})+\n", after), line


def test_both_lists_agree_where_they_meet() -> None:
    app, checks = ({(pin.name, str(pin.specifier)) for pin in read(full)} for _, full in PAIRS)
    names = {name for name, _ in app}
    assert {pin for pin in checks if pin[0] in names} <= app


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_an_index_or_a_place_on_this_machine(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(index|extra|find|trusted)|^/|=/", text, re.MULTILINE)


def test_no_file_of_the_project_names_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked_files()
        for number, line in enumerate(readable(path).splitlines(), start=1)
        for host in re.findall(r"https?://(?:[^\s/@\"']*@)?([^\s/:\"')>]+)", line)
        if any(host == name or host.endswith(f".{name}") for name in REGISTRIES)
    ]
    assert found == []


def tracked_files() -> list[Path]:
    """What is or will be committed; without git (a downloaded zip) the texts at hand."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        made = {".venv", ".git", ".data", "static", ".mypy_cache", ".ruff_cache"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def readable(path: Path) -> str:
    """The text of a file; pictures, fonts and sheets hold no addresses that we wrote."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""
