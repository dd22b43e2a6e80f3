"""What `.streamlit/secrets.toml` says of Google: who we are, and which spreadsheets are ours."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.domain.errors import Problem

_KEY = re.compile(r"/spreadsheets/d/([\w-]+)")
#: Real Google; tests and training put the double's address instead.
GOOGLE_SHEETS, GOOGLE_DRIVE = "https://sheets.googleapis.com", "https://www.googleapis.com"
_SCOPES = ("country",)


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
    poll_seconds: float = 30.0
    workbooks: tuple[Workbook, ...] = ()
    problems: tuple[Problem, ...] = ()
    file: Path | None = None

    @property
    def wanted(self) -> bool:
        """Whether anybody asked for Sheets at all."""
        return bool(self.workbooks or self.account or self.api_key)

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
    google = said.get("google", {})
    account = google.get("service_account", {})
    problems = _account_problems(account)
    books, wrong = _books(said.get("workbooks", []))
    seconds = google.get("poll_seconds", 30)
    if not isinstance(seconds, (int, float)) or not 2 <= seconds <= 3600:
        wrong.append(Problem("poll_seconds ต้องเป็นวินาที 2–3600", "poll_seconds must be 2–3600 seconds"))
        seconds = 30
    return SheetSettings(
        {str(k): str(v) for k, v in account.items()},
        str(google.get("api_key", "")),
        str(google.get("api_base", "")).rstrip("/"),
        float(seconds),
        books,
        (*problems, *wrong),
        file,
    )


def _account_problems(account: dict[str, Any]) -> list[Problem]:
    missing = [n for n in ("client_email", "private_key", "token_uri") if account and not account.get(n)]
    return [
        Problem(
            f"[google.service_account] ขาด {name} คัดลอกจากแฟ้มกุญแจ (JSON) ให้ครบ",
            f"[google.service_account] lacks {name}; copy it from the key file (JSON)",
        )
        for name in missing
    ]


def _books(entries: list[dict[str, Any]]) -> tuple[tuple[Workbook, ...], list[Problem]]:
    books: list[Workbook] = []
    wrong: list[Problem] = []
    for number, one in enumerate(entries, 1):
        key = key_in(str(one.get("key") or one.get("url") or ""))
        name = str(one.get("name", "")).strip() or f"ชีต {number}"
        if not key:
            wrong.append(
                Problem(
                    f"[[workbooks]] ที่ {number} ({name}) ไม่มี url หรือ key วางลิงก์ของ Google Sheet",
                    f"[[workbooks]] number {number} ({name}) has no url or key; paste the sheet's link",
                )
            )
        elif key in {b.key for b in books}:
            wrong.append(Problem(f"ชีต {name} อยู่ในรายการสองครั้ง", f"The sheet {name} is listed twice"))
        else:
            books.append(Workbook(name, key, str(one.get("scope", "country"))))
    return tuple(books), wrong


def key_in(text: str) -> str:
    """Key of a spreadsheet in its link, or the key itself; '' for anything else."""
    found = _KEY.search(text)
    if found:
        return found[1]
    return text.strip() if re.fullmatch(r"[\w-]{10,}", text.strip()) else ""
