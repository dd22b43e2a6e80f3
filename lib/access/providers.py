"""Who may vouch for people: the providers of sign-in that `[sign_in.…]` of the secrets file names."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lib.config import forgettable
from lib.domain.errors import Problem

_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
#: What a session may be called besides a provider's name (`lib.store.login_sessions`).
_TAKEN = ("own-machine", "invitation")
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Known:
    """What is known of a provider, so that nobody has to look it up."""

    label_th: str
    label_en: str
    issuer: str
    scope: str = "openid email profile"
    #: Its tokens are signed with the client's secret (HS256), whatever its announcement says.
    by_secret: bool = False
    #: Whether it lets people in from the browser inside a chat program.
    in_chat: bool = False


KNOWN = {
    "google": Known("Google", "Google", "https://accounts.google.com"),
    "line": Known("LINE", "LINE", "https://access.line.me", "openid profile", by_secret=True, in_chat=True),
}


@dataclass(frozen=True)
class Provider:
    """One OpenID Connect provider, as an administrator registered this app with it."""

    id: str
    label_th: str
    label_en: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str
    by_secret: bool
    in_chat: bool

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.label_en if language == "en" else self.label_th


@dataclass(frozen=True)
class SignInSettings:
    """Everything the settings say of signing in, and what is wrong with them."""

    providers: tuple[Provider, ...] = ()
    #: The address that people open, such as ``https://thun.example.org``; '' when the request tells.
    address: str = ""
    problems: tuple[Problem, ...] = ()

    def provider(self, name: str) -> Provider | None:
        """A provider by its short name."""
        return next((p for p in self.providers if p.id == name), None)


@forgettable
@cache
def _read(file: Path, _changed: float) -> SignInSettings:
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("sign_in", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        # The Sheets page and `run.py sheets doctor` say what is wrong with the file itself.
        return SignInSettings(problems=(Problem(f"อ่าน {file.name} ไม่ได้", f"{file.name} cannot be read"),))
    if not isinstance(said, dict):
        return SignInSettings(problems=(Problem("[sign_in] ต้องเป็นหมวด", "[sign_in] must be a section"),))
    sections = {str(name): section for name, section in said.items() if isinstance(section, dict)}
    made = [_provider(name, {str(k): str(v) for k, v in one.items()}) for name, one in sections.items()]
    return SignInSettings(
        tuple(one for one in made if isinstance(one, Provider)),
        str(said.get("address", "")).rstrip("/"),
        tuple(one for one in made if isinstance(one, Problem)),
    )


def sign_in_settings(file: Path) -> SignInSettings:
    """Settings of a file, read anew when it changed; a missing file names nobody."""
    try:
        return _read(file, file.stat().st_mtime)
    except OSError:
        return SignInSettings()


def _provider(name: str, said: dict[str, str]) -> Provider | Problem:
    where, known = f"[sign_in.{name}]", KNOWN.get(name)
    if not _ID.fullmatch(name) or name in _TAKEN:
        return Problem(f"{where} ชื่อใช้ได้เฉพาะ a–z 0–9 _", f"{where}: a name is made of a–z, 0–9 and _")
    issuer = said.get("issuer", known.issuer if known else "").rstrip("/")
    for key in ("client_id", "client_secret"):
        if not said.get(key):
            return Problem(f"{where} ขาด {key}", f"{where} lacks {key}")
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        return Problem(f"{where} issuer ต้องขึ้นต้นด้วย https://", f"{where}: issuer must begin with https://")
    signed = said.get("signed_with", "secret" if known and known.by_secret else "key")
    if signed not in ("secret", "key"):
        return Problem(f'{where} signed_with ต้องเป็น "key" หรือ "secret"', f'{where}: signed_with is "key" or "secret"')
    return Provider(
        name,
        said.get("label") or (known.label_th if known else name),
        said.get("label_en") or said.get("label") or (known.label_en if known else name),
        issuer,
        said["client_id"],
        said["client_secret"],
        said.get("scope") or (known.scope if known else "openid email profile"),
        by_secret=signed == "secret",
        in_chat=known is not None and known.in_chat,
    )
