"""The double over HTTP: routes, tokens, quotas, faults, a log of every call."""

from __future__ import annotations

import base64
import json
import secrets
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.sheets_double import a1, drive, face, oracle, values
from tests.sheets_double.book import Book, Refused, bad
from tests.sheets_double.replies import only, spreadsheet, told
from tests.sheets_double.requests import apply, block_of

Json = dict[str, Any]
_HTML_502 = (
    "<html><head><title>502 Server Error</title></head>"
    "<body><h1>Error: Server Error</h1><h2>The server encountered a temporary error</h2></body></html>"
)


@dataclass
class Fault:
    """Something that goes wrong. `how`: a status (500, 503, 429), html502, drop, hang or slow."""

    how: str
    #: "before": nothing was applied; "after": it was, and nobody is told.
    when: str = "before"
    times: int = 1
    #: Part of ``METHOD path`` that is hit; '' for all.
    match: str = ""
    seconds: float = 1.0


@dataclass
class Call:
    """One answered request."""

    at: float
    user: str
    kind: str
    what: str
    status: int


@dataclass(repr=False)
class Double:
    """A small Google. Use `running()`, or `start()` and `stop()`."""

    books: dict[str, Book] = field(default_factory=dict)
    #: Per user and minute; Google's own figures.
    reads: int = 60
    writes: int = 60
    #: Seconds that Drive's modified time lags behind.
    drive_lag: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    #: Called between two requests, with the lock held: somebody's hand on a phone.
    between: Any = None
    url: str = ""

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self._tokens: dict[str, str] = {}
        self._used: dict[tuple[str, str], deque[float]] = {}
        self._server: ThreadingHTTPServer | None = None

    def add(self, title: str, *shared_with: str, **kwargs: Any) -> Book:
        """A new empty spreadsheet that its owner shares with some e-mail addresses."""
        book = Book(title, shared=dict.fromkeys(shared_with, "writer"), **kwargs)
        self.books[book.key] = book
        return book

    def start(self, port: int = 0) -> Double:
        """Serve on a port of the own machine (0: any)."""
        double = self

        class Handler(_Handler):
            google = double

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        # It looks this often whether it is to stop; whoever stops it waits for that.
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True, name="sheets-double").start()
        return self

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @contextmanager
    def running(self, port: int = 0) -> Iterator[Double]:
        """Serve while the block runs."""
        try:
            yield self.start(port)
        finally:
            self.stop()

    def service_account(self, email: str) -> Json:
        """A credentials file whose tokens this double gives out."""
        return {
            "type": "service_account",
            "project_id": "thun-double",
            "private_key_id": "1",
            "private_key": private_key(),
            "client_email": email,
            "client_id": "1",
            "token_uri": f"{self.url}/token",
            # In a universe of its own, google-auth asks none of Google's real servers about it.
            "universe_domain": "double.invalid",
        }

    # Requests

    def token(self, body: str) -> Json:
        """A token for the e-mail address in a signed assertion."""
        email = _claims(parse_qs(body).get("assertion", [""])[0])["iss"]
        token = secrets.token_urlsafe(16)
        self._tokens[token] = email
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}

    def user(self, authorization: str, query: dict[str, list[str]]) -> str:
        """Who asks: an e-mail address, or 'anyone' with an API key."""
        token = authorization.removeprefix("Bearer ")
        if token in self._tokens:
            return self._tokens[token]
        if token.count(".") == 2:
            return str(_claims(token)["iss"])
        if query.get("key"):
            return "anyone"
        raise Refused(
            401,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
            "cookie or other valid authentication credential.",
        )

    def spend(self, user: str, kind: str) -> None:
        """Count a call against the user's quota."""
        now = time.monotonic()
        used = self._used.setdefault((user, kind), deque())
        while used and used[0] < now - 60:
            used.popleft()
        limit = self.reads if kind == "read" else self.writes
        if len(used) >= limit:
            what = kind.capitalize()
            raise Refused(
                429,
                "RESOURCE_EXHAUSTED",
                f"Quota exceeded for quota metric '{what} requests' and limit '{what} requests per "
                "minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:1'.",
            )
        used.append(now)

    def fault(self, what: str) -> Fault | None:
        """The next thing that goes wrong for a call, when one is waiting."""
        for one in self.faults:
            if one.match in what and one.times > 0:
                one.times -= 1
                if not one.times:
                    self.faults.remove(one)
                return one
        return None

    def book(self, key: str, user: str, *, write: bool) -> Book:
        """A book that the user may read (or write)."""
        found = self.books.get(key)
        if found is None:
            raise Refused(404, "NOT_FOUND", "Requested entity was not found.")
        role = found.role(user)
        if not role or (write and role == "reader"):
            raise Refused(403, "PERMISSION_DENIED", "The caller does not have permission")
        return found


class _Handler(BaseHTTPRequestHandler):
    google: Double
    protocol_version = "HTTP/1.1"
    server_version = "SheetsDouble"

    def setup(self) -> None:
        """Each connection has a thread of its own; coverage, which asks about lib/, need not watch it."""
        sys.settrace(None)
        super().setup()

    def log_message(self, *_args: Any) -> None:
        """The log is `Double.calls`."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode("utf-8")
        path = unquote(parts.path)
        google = self.google
        if path == "/token":
            self._answer(200, google.token(body))
            return
        if path == "/_double/Sarabun.ttf":
            font = Path(__file__).parents[2] / "static" / "fonts" / "Sarabun-Regular.ttf"
            self._send(200, "font/ttf", font.read_bytes() if font.exists() else b"")
            return
        if path.startswith("/_double") or path == "/":
            with google.lock:
                status, kind, text = face.serve(google, self.command, path, query, body)
            self._send(status, kind, text.encode("utf-8"))
            return
        what = f"{self.command} {path}"
        with google.lock:
            fault = google.fault(what)
        if fault is not None and fault.when == "before" and self._goes_wrong(fault):
            return
        status, reply = self._reply(path, query, body)
        if fault is not None and fault.when == "after" and status < 300 and self._goes_wrong(fault):
            return
        self._answer(status, reply)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _serve

    def _goes_wrong(self, fault: Fault) -> bool:
        if fault.how == "slow":
            time.sleep(fault.seconds)
            return False
        if fault.how == "hang":
            time.sleep(fault.seconds)
        if fault.how in ("drop", "hang"):
            self.close_connection = True
            self.connection.close()
            return True
        if fault.how == "html502":
            self._send(502, "text/html; charset=UTF-8", _HTML_502.encode())
            return True
        code = int(fault.how)
        status = {429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}[code]
        self._answer(code, _error(code, status, "The service is currently unavailable."))
        return True

    def _reply(self, path: str, query: dict[str, list[str]], body: str) -> tuple[int, Any]:
        google = self.google
        reads = self.command == "GET" or "values:batchGet" in path
        kind = "read" if reads else "write"
        user = "-"
        with google.lock:
            if google.between is not None:
                google.between()
            try:
                user = google.user(self.headers.get("Authorization", ""), query)
                is_drive = path.startswith("/drive/")
                if not is_drive:
                    google.spend(user, kind)
                status, reply = 200, self._route(user, path, query, body)
            except Refused as error:
                status, reply = error.code, _error(error.code, error.status, error.message)
            what = f"{self.command} {path}"
            google.calls.append(Call(time.time(), user, "drive" if "/drive/" in path else kind, what, status))
        return status, reply

    def _route(self, user: str, path: str, query: dict[str, list[str]], body: str) -> Any:
        message = json.loads(body) if body else {}
        if path.startswith("/drive/v3/files"):
            return drive.serve(self.google, user, self.command, path, query, message)
        if not path.startswith("/v4/spreadsheets"):
            raise Refused(501, "UNIMPLEMENTED", f"The double does not know {self.command} {path}")
        reply, schema = _sheets(self.google, user, self.command, path, query, message)
        wrong = oracle.faults("sheets.v4", schema, reply)
        if wrong:
            raise AssertionError(f"the double's own reply to {path} is not Google's: {wrong[:3]}")
        fields = query.get("fields", [""])[0]
        return only(reply, fields) if fields else reply

    def _answer(self, status: int, reply: Any) -> None:
        text = json.dumps(reply, ensure_ascii=False, indent=None)
        self._send(status, "application/json; charset=UTF-8", text.encode("utf-8"))

    def _send(self, status: int, kind: str, content: bytes) -> None:
        # Header and body in one write: Nagle's algorithm costs 40 ms a call otherwise.
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
        try:
            self.connection.sendall(head.encode("ascii") + content)
        except OSError:
            self.close_connection = True


def _claims(signed: str) -> Json:
    """What a signed assertion says (whoever reaches the double may say it)."""
    part = signed.split(".")[1]
    found: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def _error(code: int, status: str, message: str) -> Json:
    error: Json = {"code": code, "message": message, "status": status}
    if code == 429:
        error["details"] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
            }
        ]
    return {"error": error}


def _checked(method: str, query: dict[str, list[str]], schema: str = "", message: Any = None) -> None:
    """400 for what Google's description of the method does not know."""
    declared = oracle.document("sheets.v4")["resources"]["spreadsheets"]
    for part in method.split("."):
        declared = declared["resources"][part] if part in declared.get("resources", {}) else declared["methods"][part]
    wrong = oracle.query_faults("sheets.v4", declared, query)
    if schema:
        wrong += oracle.faults("sheets.v4", schema, message)
    if wrong:
        raise bad(f"Invalid JSON payload received. {'; '.join(wrong[:3])}")


def _sheets(
    google: Double, user: str, command: str, path: str, query: dict[str, list[str]], message: Json
) -> tuple[Any, str]:
    """The reply to a call of the Sheets API, and the schema that it has."""
    flat = {name: found[0] for name, found in query.items()}
    message = _without_nulls(message)
    rest = path.removeprefix("/v4/spreadsheets").lstrip("/")
    if not rest and command == "POST":
        _checked("create", query, "Spreadsheet", message)
        book = google.add(message.get("properties", {}).get("title", "Untitled"), owner=user)
        return spreadsheet(book, [], with_data=False), "Spreadsheet"
    key, _, tail = rest.partition("/")
    key, _, verb = key.partition(":")
    book = google.book(key, user, write=command != "GET" and not tail.startswith("values:batchGet"))
    if command == "GET" and not tail and not verb:
        _checked("get", query)
        # A field mask decides by itself whether cells are sent.
        fields = flat.get("fields", "")
        whole = flat.get("includeGridData") == "true"
        found = spreadsheet(
            book,
            query.get("ranges", []),
            with_data=whole or "data" in fields,
            with_rows=(whole and not fields) or "rowData" in fields or fields.endswith("data"),
        )
        return found, "Spreadsheet"
    if command == "POST" and verb == "batchUpdate":
        _checked("batchUpdate", query, "BatchUpdateSpreadsheetRequest", message)
        return _batch(book, message, user), "BatchUpdateSpreadsheetResponse"
    if command == "GET" and tail == "values:batchGet":
        _checked("values.batchGet", query)
        found = [values.get(book, one, flat) for one in query.get("ranges", [])]
        return {"spreadsheetId": key, "valueRanges": found}, "BatchGetValuesResponse"
    if command == "POST" and tail == "values:batchGetByDataFilter":
        _checked("values.batchGetByDataFilter", query, "BatchGetValuesByDataFilterRequest", message)
        return _by_filter(book, message), "BatchGetValuesByDataFilterResponse"
    if command == "POST" and tail == "values:batchUpdate":
        _checked("values.batchUpdate", query, "BatchUpdateValuesRequest", message)
        option = message.get("valueInputOption", "")
        with book.all_or_nothing():
            done = [values.write(book, d["range"], d, option, user) for d in message.get("data", [])]
        return _sum_of(key, done), "BatchUpdateValuesResponse"
    if command == "POST" and tail == "values:batchClear":
        _checked("values.batchClear", query, "BatchClearValuesRequest", message)
        cleared = [values.clear(book, r, user)["clearedRange"] for r in message.get("ranges", [])]
        return {"spreadsheetId": key, "clearedRanges": cleared}, "BatchClearValuesResponse"
    if tail.startswith("values/"):
        return _values(book, user, command, tail.removeprefix("values/"), query, message)
    raise Refused(501, "UNIMPLEMENTED", f"The double does not know {command} {path}")


def _values(
    book: Book, user: str, command: str, text: str, query: dict[str, list[str]], message: Json
) -> tuple[Any, str]:
    flat = {name: found[0] for name, found in query.items()}
    if command == "GET":
        _checked("values.get", query)
        return values.get(book, text, flat), "ValueRange"
    if command == "PUT":
        _checked("values.update", query, "ValueRange", message)
        with book.all_or_nothing():
            reply = values.write(book, text, message, flat.get("valueInputOption", ""), user)
        return reply, "UpdateValuesResponse"
    if command == "POST" and text.endswith(":append"):
        _checked("values.append", query, "ValueRange", message)
        with book.all_or_nothing():
            reply = values.append(book, text.removesuffix(":append"), message, flat, user)
        return reply, "AppendValuesResponse"
    if command == "POST" and text.endswith(":clear"):
        _checked("values.clear", query, "ClearValuesRequest", message)
        return values.clear(book, text.removesuffix(":clear"), user), "ClearValuesResponse"
    raise Refused(501, "UNIMPLEMENTED", f"The double does not know {command} values/{text}")


def _batch(book: Book, message: Json, user: str) -> Json:
    with book.all_or_nothing():
        replies = apply(book, message.get("requests", []), user)
        found: Json = {"spreadsheetId": book.key, "replies": replies}
        if message.get("includeSpreadsheetInResponse"):
            found["updatedSpreadsheet"] = spreadsheet(
                book, message.get("responseRanges", []), with_data=bool(message.get("responseIncludeGridData"))
            )
    return found


def _by_filter(book: Book, message: Json) -> Json:
    found = []
    for one in message.get("dataFilters", []):
        if "gridRange" not in one:
            raise Refused(501, "UNIMPLEMENTED", "data filters other than gridRange")
        sheet, (top, left, bottom, right) = block_of(book, one["gridRange"])
        text = a1.spell(sheet.title, top, left, bottom, right)
        found.append(
            {"valueRange": values.get(book, text, message), "dataFilters": [{"gridRange": told(one["gridRange"])}]}
        )
    return {"spreadsheetId": book.key, "valueRanges": found}


def _sum_of(key: str, done: list[Json]) -> Json:
    return {
        "spreadsheetId": key,
        "totalUpdatedRows": sum(d["updatedRows"] for d in done),
        "totalUpdatedColumns": sum(d["updatedColumns"] for d in done),
        "totalUpdatedCells": sum(d["updatedCells"] for d in done),
        "totalUpdatedSheets": len({d["updatedRange"].rpartition("!")[0] for d in done}),
        "responses": done,
    }


def _without_nulls(message: Json) -> Json:
    """Fields that are null are as good as not there (cells of ``values`` excepted)."""
    return {k: _without_nulls(v) if isinstance(v, dict) else v for k, v in message.items() if v is not None}


@cache
def private_key() -> str:
    """A key of this process's own: nothing secret is kept in the project."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
