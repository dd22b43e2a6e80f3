"""`python3 run.py hall`: the app on every network of this laptop, its address said large, and phones for a rehearsal."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.children import follow, start, stopped_with_us
from tools.project import Project
from tools.serving import serve
from tools.speech import RUN, Trouble
from tools.wishes import Wishes, port_number

MOST_PHONES = 300
_EVERYWHERE = ["--server.address", "0.0.0.0"]
_PAGE = "/forum"


@dataclass(frozen=True)
class HallAsk:
    """What was typed after `hall`."""

    #: Phones that are none; 0: a real forum.
    phones: int = 0
    options: list[str] = field(default_factory=list)


def read_hall(arguments: Sequence[str]) -> HallAsk:
    """Raises `Trouble` for words that mean nothing here."""
    words, phones = list(arguments), 0
    if "--rehearse" in words:
        at = words.index("--rehearse")
        number = words[at + 1] if at + 1 < len(words) else ""
        if not re.fullmatch(r"[0-9]{1,4}", number) or not 1 <= int(number) <= MOST_PHONES:
            raise Trouble(
                f"บอกจำนวนเครื่องที่ซ้อม 1–{MOST_PHONES} – เช่น {RUN} hall --rehearse 40",
                f"Say how many phones, 1–{MOST_PHONES}: e.g. {RUN} hall --rehearse 40",
                exit_code=2,
            )
        phones = int(number)
        del words[at : at + 2]
    strange = [word for word in words if not word.startswith("-") and words.index(word) == 0]
    if strange:
        raise Trouble(
            f"ไม่เข้าใจ {strange[0]!r} – เช่น {RUN} hall --rehearse 40",
            f"{strange[0]!r} is not understood: e.g. {RUN} hall --rehearse 40",
            exit_code=2,
        )
    if not any(word.partition("=")[0] == _EVERYWHERE[0] for word in words):
        words = [*words, *_EVERYWHERE]
    return HallAsk(phones, words)


def run_hall(project: Project, asked: HallAsk) -> int:
    """Runs the app until it is closed."""
    practice = {"THUN_PRACTICE": "1"} if asked.phones else None

    @contextmanager
    def beside(wishes: Wishes) -> Iterator[None]:
        port = str(port_number(wishes))
        told: list[str | Path] = [project.python, "-m", "lib.cli", "hall", "address", "--port", port]
        follow(told, cwd=project.root, extra=practice)
        if not asked.phones:
            yield
            return
        phones = _phones(project, port, asked.phones)
        with phones, stopped_with_us(phones):
            yield
            phones.terminate()

    return serve(project, asked.options, page=_PAGE, extra=practice, then=beside)


def _phones(project: Project, port: str, number: int) -> subprocess.Popen[str]:
    words: list[str | Path] = [
        project.python,
        "-m",
        "lib.cli",
        "hall",
        "rehearse",
        "--port",
        port,
        "--phones",
        str(number),
    ]
    return start(words, cwd=project.root)
