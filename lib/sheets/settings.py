"""What `.streamlit/secrets.toml` says of Google: who we are, and which spreadsheets are ours.

Each setting is looked at alone: what is wrong with one of them is said, and the others stand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.domain.errors import Problem

#: A link as people copy it, with or without the number of the account that they are signed in with.
_KEY = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]{10,128})")
#: Real Google; tests and training put the double's address instead.
GOOGLE_SHEETS, GOOGLE_DRIVE = "https://sheets.googleapis.com", "https://www.googleapis.com"
_POLL_SECONDS = 30.0
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Workbook:
    """One spreadsheet. `scope`: ``country``, a region (``CODI-N``) or a province (``TH-25``)."""

    name: str
    key: str
    scope: str


@dataclass(frozen=True)
class SheetSettings:
    """Everything the settings say, and what is wrong with them."""

    #: Content of the service account's key file; empty: none.
    account: dict[str, str] = field(default_factory=dict)
    api_key: str = ""
    api_base: str = ""
    #: How often to look, seconds.
    poll_seconds: float = _POLL_SECONDS
    workbooks: tuple[Workbook, ...] = ()
    problems: tuple[Problem, ...] = ()
    file: Path | None = None

    @property
    def wanted(self) -> bool:
        """Whether anybody asked for Sheets at all; what cannot be read was meant to be something."""
        return bool(self.workbooks or self.account or self.api_key or self.problems)

    @property
    def email(self) -> str:
        """The address that spreadsheets are shared with; '' without a service account."""
        return self.account.get("client_email", "")

    @property
    def may_write(self) -> bool:
        """An API key only reads public sheets."""
        return bool(self.account)


def read_settings(file: Path) -> SheetSettings:
    """Settings of a file; a missing file means that nobody asked for Sheets."""
    if not file.exists():
        return SheetSettings(file=file)
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return SheetSettings(
            file=file,
            problems=(
                Problem(
                    f"อ่าน {file.name} ไม่ได้: {error} ตรวจเครื่องหมายคำพูดและวงเล็บของบรรทัดนั้น",
                    f"{file.name} cannot be read: {error}. Look at the quotes and brackets of that line",
                ),
            ),
        )
    wrong: list[Problem] = []
    google = _section(said, "google", wrong)
    account = _account(_section(google, "service_account", wrong, "google.service_account"), wrong)
    books = _books(said.get("workbooks", []), wrong)
    seconds = google.get("poll_seconds", _POLL_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 2 <= seconds <= 3600:
        wrong.append(
            Problem(
                "poll_seconds ต้องเป็นวินาที 2–3600 ระหว่างนี้ใช้ 30", "poll_seconds must be 2–3600 seconds; 30 is used for now"
            )
        )
        seconds = _POLL_SECONDS
    return SheetSettings(
        account,
        _text(google.get("api_key", "")),
        _text(google.get("api_base", "")).rstrip("/"),
        float(seconds),
        books,
        tuple(wrong),
        file,
    )


def _section(said: Said, name: str, wrong: list[Problem], full: str = "") -> Said:
    """A table of the file; what is no table is said, and counts as empty."""
    found = said.get(name, {})
    if isinstance(found, Mapping):
        return found
    full = full or name
    wrong.append(
        Problem(
            f"{full} ต้องเป็นหัวข้อ [{full}] แล้วขึ้นบรรทัดใหม่ ไม่ใช่ {full} = …",
            f"{full} has to be a heading [{full}] with lines of its own, not {full} = …",
        )
    )
    return {}


def _account(said: Said, wrong: list[Problem]) -> dict[str, str]:
    """The key file's content; the example's empty lines are no account."""
    filled = {str(name): _text(value) for name, value in said.items()}
    if not any(filled.get(name) for name in ("client_email", "private_key")):
        return {}
    wrong += [
        Problem(
            f"[google.service_account] ขาด {name} คัดลอกจากแฟ้มกุญแจ (JSON) ให้ครบ",
            f"[google.service_account] lacks {name}; copy it from the key file (JSON)",
        )
        for name in ("client_email", "private_key", "token_uri")
        if not filled.get(name)
    ]
    return filled


def _books(said: Any, wrong: list[Problem]) -> tuple[Workbook, ...]:
    if isinstance(said, Mapping):
        # One pair of brackets: with a single spreadsheet it is clear what is meant.
        wrong.append(
            Problem(
                "เขียน [[workbooks]] ด้วยวงเล็บสองชั้น ชีตละหนึ่งชุด",
                "Write [[workbooks]] with double brackets, one block for each spreadsheet",
            )
        )
        said = [said] if "url" in said or "key" in said else list(said.values())
    books: list[Workbook] = []
    for number, one in enumerate(said if isinstance(said, list) else [said], 1):
        found = _book(number, one, {b.key for b in books})
        if isinstance(found, Problem):
            wrong.append(found)
        else:
            books.append(found)
    return tuple(books)


def _book(number: int, said: Any, taken: set[str]) -> Workbook | Problem:
    if not isinstance(said, Mapping):
        return Problem(
            f"workbooks ที่ {number} ต้องเขียนเป็น [[workbooks]] แล้วตามด้วย name, url, scope",
            f"workbooks number {number}: write [[workbooks]], then name, url and scope",
        )
    name = _text(said.get("name", "")).strip() or f"ชีต {number}"
    key = key_in(_text(said.get("key", "")) or _text(said.get("url", "")))
    if not key:
        return Problem(
            f"[[workbooks]] ที่ {number} ({name}) ไม่มี url หรือ key วางลิงก์ของ Google Sheet",
            f"[[workbooks]] number {number} ({name}) has no url or key; paste the sheet's link",
        )
    if key in taken:
        return Problem(f"ชีต {name} อยู่ในรายการสองครั้ง", f"The sheet {name} is listed twice")
    return Workbook(name, key, _text(said.get("scope", "country")).strip()[:32])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def key_in(text: str) -> str:
    """Key of a spreadsheet in its link, or the key itself; '' for anything else."""
    found = _KEY.search(text)
    if found:
        return found[1]
    return text.strip() if re.fullmatch(r"[\w-]{10,128}", text.strip()) else ""
