"""Talking to Google: bounded retries, a deadline, a circuit breaker, a share of the quota.

gspread's own client waits for ever and retries never or always; ours raises `GoogleTrouble` with a
sentence that says what to do. Calls that only read are tried again; a write whose fate is unknown
is reported as such and never sent twice by this layer.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
import requests
from gspread.http_client import HTTPClient

from lib.domain.a1 import quoted
from lib.intake.grid import Cell
from lib.sheets.pacing import READS, WRITES, Breaker, Budget
from lib.sheets.refusals import GoogleTrouble, bad_account, no_answer, no_quota, trouble_of
from lib.sheets.settings import GOOGLE_DRIVE, GOOGLE_SHEETS, SheetSettings

#: Connect and read, seconds. Google itself gives up after 180 s.
TIMEOUT = (5.0, 60.0)
#: All tries of one call together, seconds.
DEADLINE = 45.0
TRIES = 4
#: Of the answer to a write we want the cells and the column marks that it was asked to show, nothing else.
_WRITTEN = (
    "replies,updatedSpreadsheet(sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveValue)),"
    "columnMetadata(developerMetadata(metadataKey,metadataValue)))))"
)
#: Cells as they are, rows by rows.
_RAW = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER", "majorDimension": "ROWS"}
SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive.readonly")


def in_order(blocks: Sequence[Mapping[str, Any]], told: Sequence[Mapping[str, Any]]) -> list[list[list[Cell]]]:
    """Cells of an answer in the order of the blocks that were asked for, at most one a tab.

    An echo leaves out what is zero (the number of a book's first tab), may come in any order, and
    need not carry the filter at all: then the order decides. Raises `GoogleTrouble` for an answer
    that is about something else.
    """
    wanted = {block.get("sheetId", 0): at for at, block in enumerate(blocks)}
    found: dict[int, list[list[Cell]]] = {}
    for number, one in enumerate(told):
        echoes = [f["gridRange"].get("sheetId", 0) for f in one.get("dataFilters", []) if "gridRange" in f]
        places = [wanted[sheet_id] for sheet_id in echoes if sheet_id in wanted]
        if not places and not echoes and len(told) == len(blocks):
            places = [number]
        for place in places:
            found[place] = one.get("valueRange", {}).get("values", [])
    if len(found) != len(blocks):
        raise GoogleTrouble(0, no_answer())
    return [found[at] for at in range(len(blocks))]


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

    def values(self, key: str, tabs: Sequence[tuple[int, str]]) -> list[list[list[Cell]]]:
        """Cells of several tabs (number and title) of one book, in one read: raw values, ragged."""
        cells = self.values_unless(key, tabs, "")[0]
        assert cells is not None
        return cells

    def values_unless(
        self, key: str, tabs: Sequence[tuple[int, str]], known: str
    ) -> tuple[list[list[list[Cell]]] | None, str]:
        """The same, and a digest of the answer: None when it is the known one, so that every cell is as it was."""
        if not self.settings.may_write:
            return self._values_by_title(key, [title for _, title in tabs], known)
        blocks = [{"sheetId": sheet_id} for sheet_id, _ in tabs]
        body = {"dataFilters": [{"gridRange": block} for block in blocks], **_RAW}
        url = f"{GOOGLE_SHEETS}/v4/spreadsheets/{key}/values:batchGetByDataFilter"
        reply, digest = self._call(self.reads, lambda: self._json_of(known, "post", url, json=body))
        return (None if reply is None else in_order(blocks, reply.get("valueRanges", []))), digest

    def _values_by_title(
        self, key: str, titles: Sequence[str], known: str
    ) -> tuple[list[list[list[Cell]]] | None, str]:
        """With a key alone: it may read by address only, and answers come in the order of the question."""
        params = {"ranges": [quoted(title) for title in titles], **_RAW}
        url = f"{GOOGLE_SHEETS}/v4/spreadsheets/{key}/values:batchGet"
        reply, digest = self._call(self.reads, lambda: self._json_of(known, "get", url, params=params))
        if reply is None:
            return None, digest
        told = reply.get("valueRanges", [])
        if len(told) != len(titles):
            raise GoogleTrouble(0, no_answer())
        return [one.get("values", []) for one in told], digest

    def _json_of(self, known: str, method: str, url: str, **asked: Any) -> tuple[dict[str, Any] | None, str]:
        """An answer (None: the known one) with its digest; what is not JSON raises `ValueError`, to be tried again."""
        response = self._client().request(method, url, **asked)
        digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
        return (None if digest == known else orjson.loads(response.content)), digest

    def metadata(self, key: str, fields: str) -> dict[str, Any]:
        """What a book says of itself (no cells), in one read."""
        reply: dict[str, Any] = self._call(
            self.reads, lambda: self._client().fetch_sheet_metadata(key, {"fields": fields})
        )
        return reply

    def write(self, key: str, body: dict[str, Any], *, patient: bool = False) -> dict[str, Any]:
        """One atomic batch. Raises `GoogleTrouble` with `unsure` when it may have been applied.

        Where it writes was read a moment ago: when the quota has none left, it does not wait unless
        it is `patient`, since people go on moving rows and columns meanwhile.
        """
        reply: dict[str, Any] = self._call(
            self.writes,
            lambda: (
                self._client()
                .request("post", f"{GOOGLE_SHEETS}/v4/spreadsheets/{key}:batchUpdate", {"fields": _WRITTEN}, json=body)
                .json()
            ),
            again=False,
            patient=patient,
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
                    raise GoogleTrouble(401, bad_account(str(error))) from error
            self._http = _Http(auth, self.settings.api_base, "" if account else self.settings.api_key)
        return self._http

    def _call(self, budget: Budget | None, ask: Callable[[], Any], *, again: bool = True, patient: bool = True) -> Any:
        """Ask, again when that cannot do harm and waiting may help."""
        if self.breaker.is_open:
            raise GoogleTrouble(0, no_answer())
        until = self._clock() + DEADLINE
        for number in range(1, TRIES + 1):
            if budget is not None and patient:
                budget.take()
            elif budget is not None and not budget.take_now():
                raise GoogleTrouble(429, no_quota())
            try:
                reply = ask()
            except GoogleTrouble:
                raise
            except Exception as error:
                trouble = trouble_of(error, self.settings, write=not again)
                self.breaker.note(worked=not trouble.temporary)
                # A refusal for want of quota was not applied: a patient write may be sent again as well.
                harmless = again or (patient and trouble.code == 429)
                wait = random.uniform(0, min(16.0, 0.5 * 2**number))
                late = self._clock() + wait > until
                if not (trouble.temporary and harmless) or number == TRIES or late:
                    raise trouble from error
                self._sleep(wait)
            else:
                self.breaker.note(worked=True)
                return reply
        raise AssertionError("the last try returns or raises")
