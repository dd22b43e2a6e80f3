"""What a browser says it is, in a few words that a person knows a device by."""

from __future__ import annotations

import re

_PROGRAMS = (
    ("LINE", r"\bLine/"),
    ("Facebook", r"FBAN|FBAV"),
    ("Instagram", r"Instagram"),
    ("Edge", r"Edg(A|iOS)?/"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox/|FxiOS"),
    ("Chrome", r"Chrome/|CriOS"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)
_IN_CHAT = ("LINE", "Facebook", "Instagram")


def program_of(agent: str) -> str:
    """The browser, or the chat program that holds one; '' when it is none we know."""
    return _first(_PROGRAMS, agent)


def device_of(agent: str) -> str:
    """Such as ``LINE · Android``."""
    return " · ".join(part for part in (program_of(agent), _first(_SYSTEMS, agent)) if part) or "?"


def in_chat(agent: str) -> bool:
    """Whether it is the window inside a chat program, where some providers let nobody in."""
    return program_of(agent) in _IN_CHAT


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, sign in known if re.search(sign, agent)), "")
