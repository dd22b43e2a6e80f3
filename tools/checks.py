"""The checks that must be green before anything lands: the same here and in CI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.children import follow
from tools.project import Project
from tools.speech import say

#: Tests start dozens of Pythons; without kept bytecode each would compile the whole app anew.
KEEP_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
LIB_PERCENT = 95
"""Branch coverage of everything in lib/."""
UI_PERCENT = 85
"""lib/ui is also looked at by real browsers, which coverage does not see."""


@dataclass(frozen=True)
class Check:
    """One step: a module of the project's environment, and what to do when it is red."""

    name: str
    module: Sequence[str]
    thai: str
    english: str


def _coverage(name: str, files: str, percent: int) -> Check:
    return Check(
        name=f"{name} ≥ {percent} %",
        module=(
            *("coverage", "report", "--format=total", "--precision=2"),
            *(f"--include={files}", f"--fail-under={percent}"),
        ),
        thai="เพิ่มการทดสอบ ดูบรรทัดที่ยังไม่ถูกทดสอบด้วย coverage report -m",
        english="add tests; `coverage report -m` in .venv shows the lines without any",
    )


#: One worker does everything that shares a browser, the others begin with the rest (`tests/scheduling.py`).
_PYTEST = ("pytest", "--durations=10")
#: What waits for browsers and servers leaves two cores a third of their time; what is quick only computes.
_WORKERS, _QUICK_WORKERS = ("-n", "3"), ("-n", "2")

_FORM = (
    Check(
        "ruff format",
        ("ruff", "format", "--check", "."),
        "จัดรูปแบบด้วย ruff format .",
        "put it in form with `ruff format .` in .venv",
    ),
    Check("ruff check", ("ruff", "check", "."), "แก้ตามรายการข้างบน", "mend what is listed above"),
)

CHECKS = (
    *_FORM,
    Check("mypy", ("mypy",), "แก้ชนิดข้อมูลตามรายการข้างบน", "mend the types listed above"),
    Check(
        "pytest",
        (*_PYTEST, *_WORKERS, "--cov", "--cov-report="),
        "แก้การทดสอบที่ไม่ผ่านข้างบน",
        "mend the failing tests above",
    ),
    _coverage("coverage lib", "lib/*", LIB_PERCENT),
    _coverage("coverage lib/ui", "lib/ui/*", UI_PERCENT),
)


def quick(arguments: Sequence[str]) -> tuple[Check, ...]:
    """For the loop while working: no servers (so no browser and no Google Sheets), no set-up, nothing long, no coverage."""
    return (
        *_FORM,
        Check(
            "pytest quick",
            (*_PYTEST, *_QUICK_WORKERS, "-m", "not server and not set_up and not long", *arguments),
            "แก้การทดสอบที่ไม่ผ่านข้างบน",
            "mend the failing tests above",
        ),
    )


def run_all(project: Project, checks: Sequence[Check], extra: dict[str, str]) -> int:
    """Runs the checks in order up to the first red one, then says how each went."""
    lines: list[str] = []
    red: Check | None = None
    code = 0
    for check in checks:
        if red:
            lines.append(f"  –  {check.name}")
            continue
        print(f"\n── {check.name}", flush=True)
        code = follow([project.python, "-m", *check.module], cwd=project.root, extra={**KEEP_BYTECODE, **extra})
        lines.append(f"  {'✗' if code else '✓'}  {check.name}")
        red = check if code else None
    print("\n" + "\n".join(lines))
    if red:
        say(f"ยังไม่ผ่าน: {red.name} – {red.thai}", f"Red: {red.name}: {red.english}.")
    else:
        say("ผ่านทั้งหมด", "All green.")
    return code


def run_some(project: Project, arguments: Sequence[str], extra: dict[str, str]) -> int:
    """Only pytest, with the person's own arguments, for the minutes between two edits."""
    return follow([project.python, "-m", "pytest", *arguments], cwd=project.root, extra={**KEEP_BYTECODE, **extra})
