"""Talking to Google: bounded retries, a deadline, a circuit breaker, a share of the quota.

gspread's own client waits for ever and retries never or always; ours raises `Trouble` with a
sentence that says what to do. Calls that only read are tried again; a write whose fate is unknown
is reported as such and never sent twice by this layer.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gspread
import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from lib.domain.errors import Problem, ThunError
from lib.sheets.settings import GOOGLE_DRIVE, GOOGLE_SHEETS, SheetSettings

#: Connect and read, seconds. Google itself gives up after 180 s.
TIMEOUT = (5.0, 60.0)
#: All tries of one call together, seconds.
DEADLINE = 45.0
TRIES = 4
#: The share of 60 + 60 calls a minute that we use; the rest is for other programs.
READS, WRITES = 50, 50
#: So many troubles one after another open the circuit for so long.
BREAKER_AFTER, BREAKER_SECONDS = 5, 30.0
#: Of the answer to a write we want the cells that it was asked to show, nothing else.
_WRITTEN = "replies,updatedSpreadsheet(sheets(properties(sheetId),data(rowData(values(effectiveValue)))))"
_TEMPORARY = (-1, 429, 500, 502, 503, 504)
SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive.readonly")


class Trouble(ThunError):
    """Google did not do what we asked. `code`: HTTP status, -1 for a body that is not JSON, 0 for
    no answer; `unsure`: a write may have been applied all the same."""

    def __init__(self, code: int, problem: Problem, *, unsure: bool = False) -> None:
        super().__init__(problem)
        self.code, self.unsure = code, unsure

    @property
    def temporary(self) -> bool:
        """Whether waiting helps."""
        return self.code == 0 or self.code in _TEMPORARY


@dataclass
class Budget:
    """So many calls in any 60 seconds; `take` waits for its turn."""

    limit: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _used: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def left(self) -> int:
        """Calls that may be made now."""
        now = self.clock()
        while self._used and self._used[0] <= now - 60:
            self._used.popleft()
        return self.limit - len(self._used)

    def take(self) -> None:
        """Count one call, after waiting when there is none left."""
        with self._lock:
            while self.left() <= 0:
                self.sleep(max(0.01, self._used[0] + 60 - self.clock()))
            self._used.append(self.clock())


@dataclass
class Breaker:
    """Stops calling for a while when nothing works; one call then tries again."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    open_until: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        return self.clock() < self.open_until

    def note(self, *, worked: bool) -> None:
        """Count an outcome."""
        self.failures = 0 if worked else self.failures + 1
        if self.failures >= BREAKER_AFTER:
            self.open_until = self.clock() + BREAKER_SECONDS


class _Http(HTTPClient):
    """gspread's client with our address, timeout and API key."""

    def __init__(self, auth: Any, base: str, api_key: str) -> None:
        super().__init__(auth, session=requests.Session() if auth is None else None)
        self.base, self.api_key = base, api_key
        self.timeout = TIMEOUT

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: Any = None,
        json: Any = None,
        files: Any = None,
        headers: Any = None,
    ) -> Any:
        """As gspread's, to the address in the settings."""
        if self.base:
            for real in (GOOGLE_SHEETS, GOOGLE_DRIVE):
                endpoint = endpoint.replace(real, self.base, 1)
        if self.api_key:
            params = {**(params or {}), "key": self.api_key}
        return super().request(method, endpoint, params, data, json, files, headers)


class Google:
    """Everything we ask of Google, for one set of settings."""

    def __init__(
        self,
        settings: SheetSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        reads: int = READS,
        writes: int = WRITES,
    ) -> None:
        self.settings = settings
        self._clock, self._sleep = clock, sleep
        self.reads, self.writes = Budget(reads, clock, sleep), Budget(writes, clock, sleep)
        self.breaker = Breaker(clock)
        self._http: _Http | None = None

    # What we ask

    def values(self, key: str, blocks: list[dict[str, Any]]) -> list[list[list[Any]]]:
        """Cells of several blocks (GridRanges) of one book, in one read: raw values, ragged."""
        return self.values_with_digest(key, blocks)[0]

    def values_with_digest(self, key: str, blocks: list[dict[str, Any]]) -> tuple[list[list[list[Any]]], str]:
        """The same, and a digest of the answer: equal when every cell is."""
        body = {
            "dataFilters": [{"gridRange": block} for block in blocks],
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "majorDimension": "ROWS",
        }
        url = f"{GOOGLE_SHEETS}/v4/spreadsheets/{key}/values:batchGetByDataFilter"
        reply, digest = self._call(self.reads, lambda: self._json_of(url, body))
        by_block: dict[int, list[list[Any]]] = {}
        for one in reply.get("valueRanges", []):
            for wanted in one.get("dataFilters", []):
                by_block[blocks.index(wanted["gridRange"])] = one["valueRange"].get("values", [])
        return [by_block.get(i, []) for i in range(len(blocks))], digest

    def _json_of(self, url: str, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """An answer with its digest; one that is not JSON raises `ValueError`, to be tried again."""
        response = self._client().request("post", url, json=body)
        return response.json(), hashlib.blake2b(response.content, digest_size=16).hexdigest()

    def metadata(self, key: str, fields: str) -> dict[str, Any]:
        """What a book says of itself (no cells), in one read."""
        reply: dict[str, Any] = self._call(
            self.reads, lambda: self._client().fetch_sheet_metadata(key, {"fields": fields})
        )
        return reply

    def write(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        """One atomic batch. Raises `Trouble` with `unsure` when it may have been applied."""
        reply: dict[str, Any] = self._call(
            self.writes,
            lambda: (
                self._client()
                .request("post", f"{GOOGLE_SHEETS}/v4/spreadsheets/{key}:batchUpdate", {"fields": _WRITTEN}, json=body)
                .json()
            ),
            again=False,
        )
        return reply

    def modified(self) -> dict[str, tuple[str, str]]:
        """Drive's list: key → (modified time, who edited last); counts against no Sheets quota."""
        fields = "nextPageToken,files(id,modifiedTime,lastModifyingUser(displayName,emailAddress))"
        params = {
            "q": "mimeType='application/vnd.google-apps.spreadsheet' and trashed=false",
            "fields": fields,
            "pageSize": 1000,
            "supportsAllDrives": True,
            "includeItemsFromAllDrives": True,
        }
        found: dict[str, tuple[str, str]] = {}
        token = ""
        while True:
            page = {**params, "pageToken": token} if token else params
            reply = self._call(
                None,
                lambda page=page: (
                    self._client()  # type: ignore[misc]
                    .request("get", f"{GOOGLE_DRIVE}/drive/v3/files", params=page)
                    .json()
                ),
            )
            for one in reply.get("files", []):
                who = one.get("lastModifyingUser", {})
                found[one["id"]] = (
                    one.get("modifiedTime", ""),
                    who.get("displayName") or who.get("emailAddress") or "",
                )
            token = reply.get("nextPageToken", "")
            if not token:
                return found

    # How we ask

    def _client(self) -> _Http:
        if self._http is None:
            account = self.settings.account
            auth = None
            if account:
                from google.oauth2.service_account import Credentials

                try:
                    auth = Credentials.from_service_account_info(account, scopes=SCOPES)  # type: ignore[no-untyped-call]
                except (ValueError, KeyError) as error:
                    raise Trouble(401, _bad_account(str(error))) from error
            self._http = _Http(auth, self.settings.api_base, "" if account else self.settings.api_key)
        return self._http

    def _call(self, budget: Budget | None, ask: Callable[[], Any], *, again: bool = True) -> Any:
        """Ask, again when that cannot do harm and waiting may help."""
        if self.breaker.is_open:
            raise Trouble(0, _no_answer())
        until = self._clock() + DEADLINE
        for number in range(1, TRIES + 1):
            if budget is not None:
                budget.take()
            try:
                reply = ask()
            except Trouble:
                raise
            except Exception as error:
                trouble = _trouble(error, self.settings, write=not again)
                self.breaker.note(worked=not trouble.temporary)
                # A refusal for want of quota was not applied: a write may be sent again as well.
                harmless = again or trouble.code == 429
                wait = random.uniform(0, min(16.0, 0.5 * 2**number))
                late = self._clock() + wait > until
                if not (trouble.temporary and harmless) or number == TRIES or late:
                    raise trouble from error
                self._sleep(wait)
            else:
                self.breaker.note(worked=True)
                return reply
        raise AssertionError("the last try returns or raises")


def _trouble(error: Exception, settings: SheetSettings, *, write: bool) -> Trouble:
    """What went wrong, in words that say what to do."""
    if isinstance(error, PermissionError):
        return Trouble(403, not_shared(settings))
    if isinstance(error, gspread.SpreadsheetNotFound):
        return Trouble(404, _not_found())
    if isinstance(error, APIError):
        code = error.code if error.code else error.response.status_code
        if code == 403:
            return Trouble(403, not_shared(settings))
        if code == 404:
            return Trouble(404, _not_found())
        if code == 429:
            return Trouble(429, _no_quota())
        if code == 401:
            return Trouble(401, _bad_account(str(error)))
        if code in _TEMPORARY:
            return Trouble(code, _no_answer(), unsure=write)
        return Trouble(code, Problem(f"Google ตอบว่า: {error}", f"Google says: {error}"))
    if isinstance(error, TransportError):
        return Trouble(0, _no_answer(), unsure=False)
    if isinstance(error, GoogleAuthError):
        return Trouble(401, _bad_account(str(error)))
    if isinstance(error, (requests.RequestException, ValueError)):
        return Trouble(0, _no_answer(), unsure=write)
    raise error


def not_shared(settings: SheetSettings) -> Problem:
    """403: with whom the spreadsheet has to be shared."""
    if not settings.email:
        return Problem(
            "ชีตนี้ไม่ได้เปิดให้ทุกคนอ่าน กด แชร์ → ทุกคนที่มีลิงก์ → ผู้มีสิทธิ์อ่าน",
            "The sheet is not public: press Share → Anyone with the link → Viewer",
        )
    return Problem(
        f"ยังเปิดชีตนี้ไม่ได้ กด แชร์ ในชีต แล้วเพิ่ม {settings.email} เป็น “ผู้แก้ไข”",
        f"The sheet is not shared yet: press Share and add {settings.email} as an Editor",
    )


def _not_found() -> Problem:
    return Problem(
        "ไม่พบชีตนี้ ตรวจลิงก์ใน secrets.toml ว่าชีตไม่ได้ถูกลบหรือย้ายไปถังขยะ",
        "There is no such sheet: check the link in secrets.toml; it may have been deleted",
    )


def _no_quota() -> Problem:
    return Problem(
        "ใช้โควตาของ Google ในนาทีนี้หมดแล้ว ระบบจะลองใหม่เอง ไม่มีอะไรหาย",
        "Google's quota for this minute is used up; the app tries again by itself, nothing is lost",
    )


def _no_answer() -> Problem:
    return Problem(
        "Google ไม่ตอบในตอนนี้ ข้อมูลล่าสุดยังใช้ได้ ระบบจะลองใหม่เอง",
        "Google does not answer at the moment; the last data stays in use and the app tries again",
    )


def _bad_account(said: str) -> Problem:
    return Problem(
        f"Google ไม่รับกุญแจของระบบ ({said[:120]}) สร้างกุญแจใหม่แล้วคัดลอกลง secrets.toml ทั้งแฟ้ม",
        f"Google refuses the key ({said[:120]}); make a new one and copy all of it into secrets.toml",
    )
