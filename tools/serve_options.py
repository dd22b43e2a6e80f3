"""What was typed after `run.py serve`, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.speech import RUN, Trouble

FIRST_PORT = 8601
MOST_PROCESSES = 32
CADDY = "caddy"


@dataclass(frozen=True)
class Ask:
    """What was typed after `serve`."""

    processes: int = 2
    address: str = "127.0.0.1"
    port: int | None = None
    domain: str = ""
    first_port: int = FIRST_PORT
    #: One process by its number, or ``caddy``: for units that are watched by systemd.
    only: str = ""
    #: ``restart`` one after another, or ``show`` the Caddyfile.
    do: str = ""

    @property
    def ports(self) -> list[int]:
        """Where the processes listen, on loopback alone."""
        return [self.first_port + number for number in range(self.processes)]

    @property
    def words(self) -> list[str]:
        """What another run.py is told, to mean the same processes."""
        return ["--processes", str(self.processes), "--first-port", str(self.first_port)]


def read_ask(arguments: Sequence[str]) -> Ask:
    """Raises `Trouble` for words that mean nothing here, before anything is installed."""
    values: dict[str, str] = {}
    do = ""
    words = [part for word in arguments for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while words:
        word = words.pop(0)
        if word in ("--restart", "--show"):
            do = word[2:]
        elif word in ("--processes", "--address", "--port", "--domain", "--first-port", "--only") and words:
            values[word[2:].replace("-", "_")] = words.pop(0)
        else:
            raise _not_understood(word)
    asked = Ask(
        processes=_number(values.get("processes", "2"), "--processes", 1, MOST_PROCESSES),
        address=values.get("address", "127.0.0.1"),
        port=_number(values["port"], "--port", 1, 65535) if "port" in values else None,
        domain=values.get("domain", ""),
        first_port=_number(values.get("first_port", str(FIRST_PORT)), "--first-port", 1, 65535 - MOST_PROCESSES),
        only=values.get("only", ""),
        do=do,
    )
    if asked.domain and not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", asked.domain):
        raise Trouble(
            f"ชื่อโดเมน {asked.domain!r} ใช้ไม่ได้ – เช่น {RUN} serve --domain thun.example.org",
            f"{asked.domain!r} is no domain: e.g. {RUN} serve --domain thun.example.org",
            exit_code=2,
        )
    if not re.fullmatch(r"[0-9A-Za-z.:-]+", asked.address):
        raise _not_understood(asked.address)
    if asked.only and asked.only != CADDY:
        _number(asked.only, "--only", 1, asked.processes)
    return asked


def _number(text: str, name: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not least <= int(text) <= most:
        raise Trouble(
            f"{name} เป็นตัวเลข {least}–{most} แต่ได้รับ {text!r}",
            f"{name} is a number from {least} to {most}, not {text!r}.",
            exit_code=2,
        )
    return int(text)


def _not_understood(word: str) -> Trouble:
    return Trouble(
        f"ไม่เข้าใจ {word!r} – เช่น {RUN} serve --processes 2 --domain thun.example.org (docs/served.md)",
        f"{word!r} is not understood: e.g. {RUN} serve --processes 2 --domain thun.example.org (docs/served.md)",
        exit_code=2,
    )
