"""Where a start is to listen: what the person asked for, else our defaults.

An option after `--` wins, then Streamlit's environment variables, then a `config.toml`; the same
order as Streamlit's own, so that the address we print is the one it listens on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tools.project import Project
from tools.speech import RUN, Trouble
from tools.streamlit_options import OPTIONS

DEFAULTS = {
    "server.address": "127.0.0.1",
    "server.port": "8501",
    "server.headless": "true",
    # Its greeting is English and comes before the page answers; ours says where, in Thai.
    "logger.hideWelcomeMessage": "true",
}
EVERYWHERE = ("0.0.0.0", "::", "")
"""Addresses that mean "every network of this machine"."""


@dataclass(frozen=True)
class Wishes:
    """Where Streamlit's settings for this start come from, the strongest first."""

    options: Mapping[str, str]
    variables: Mapping[str, str]
    files: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """The person's own wish for a setting such as `server.port`, or None."""
        for source in (self.options, self.variables, self.files):
            if name in source:
                return source[name]
        return None

    def or_default(self, name: str) -> str:
        wish = self.get(name)
        return DEFAULTS.get(name, "") if wish is None else wish


def read_wishes(project: Project, options: Sequence[str], variables: Mapping[str, str]) -> Wishes:
    return Wishes(_from_options(options), _from_variables(variables), _from_files(project))


def check_options(options: Sequence[str]) -> None:
    """Raises `Trouble` for a setting that Streamlit does not know; it would say so in English, minutes later."""
    words = options[: options.index("--")] if "--" in options else options
    for word in words:
        name = word[2:].partition("=")[0] if word.startswith("--") else ""
        if "." not in name or name in OPTIONS or name.startswith("theme."):
            continue
        near = get_close_matches(name, OPTIONS, n=1)
        guess = (f" หมายถึง --{near[0]} ใช่ไหม", f" Did you mean --{near[0]}?") if near else ("", "")
        raise Trouble(
            f"ไม่มีตัวเลือก --{name}{guess[0]} – เช่น {RUN} -- --server.port 8599",
            f"There is no option --{name}.{guess[1]} E.g. {RUN} -- --server.port 8599",
            exit_code=2,
        )


def address(wishes: Wishes) -> str:
    """What a browser on this machine opens."""
    host = wishes.or_default("server.address")
    if host in EVERYWHERE:
        host = "127.0.0.1"
    if ":" in host:
        host = f"[{host}]"
    scheme = "https" if wishes.get("server.sslCertFile") else "http"
    path = wishes.or_default("server.baseUrlPath").strip("/")
    return f"{scheme}://{host}:{wishes.or_default('server.port')}" + (f"/{path}" if path else "")


def port_number(wishes: Wishes) -> int:
    """The port to listen on; raises `Trouble` when the wish is not a port."""
    text = wishes.or_default("server.port")
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise Trouble(
            f"พอร์ตต้องเป็นตัวเลข 1–65535 แต่ได้รับ {text!r} – เช่น {RUN} -- --server.port 8599",
            f"A port is a number from 1 to 65535, not {text!r}: e.g. {RUN} -- --server.port 8599",
        )
    return int(text)


def _from_options(options: Sequence[str]) -> dict[str, str]:
    """Reads `--server.port 8599` and `--server.port=8599`; the last one counts."""
    found: dict[str, str] = {}
    words = list(options[: options.index("--")] if "--" in options else options)
    for here, word in enumerate(words):
        if not word.startswith("--"):
            continue
        name, equals, value = word[2:].partition("=")
        if equals:
            found[name] = value
        elif here + 1 < len(words):
            found[name] = words[here + 1]
    return found


def _from_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """`STREAMLIT_SERVER_BASE_URL_PATH` and the like, for the settings that matter here."""
    names = (*DEFAULTS, "server.baseUrlPath", "server.sslCertFile")
    snakes = {n: re.sub(r"([A-Z])", r"_\1", n.replace(".", "_")).upper() for n in names}
    keys = {name: f"STREAMLIT_{snake}" for name, snake in snakes.items()}
    return {name: variables[key] for name, key in keys.items() if key in variables}


def _from_files(project: Project) -> dict[str, str]:
    """The project's `config.toml` over the person's own one, as Streamlit merges them."""
    found: dict[str, str] = {}
    for folder in (Path("~").expanduser(), project.root):
        try:
            text = (folder / ".streamlit" / "config.toml").read_text("utf-8")
            section = tomllib.loads(text).get("server", {})
        except (OSError, ValueError):
            continue  # None there, or a broken one: Streamlit itself says so at its start.
        for name, value in section.items():
            found[f"server.{name}"] = str(value).lower() if value in (True, False) else str(value)
    return found
