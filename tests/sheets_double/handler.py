"""The double over HTTP: one connection, its calls, and what goes wrong with them."""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.sheets_double import drive, face, oracle, sheets_api
from tests.sheets_double.drive import File
from tests.sheets_double.masks import only
from tests.sheets_double.refusal import Refused, bad, unknown

if TYPE_CHECKING:
    from tests.sheets_double.server import Double, Fault

Query = dict[str, list[str]]
_HTML_502 = (
    "<html><head><title>502 Server Error</title></head>"
    "<body><h1>Error: Server Error</h1><h2>The server encountered a temporary error</h2></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    """Answers for a `Double`, which a subclass names."""

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
        self._answer(code, _error(Refused(code, status, "The service is currently unavailable.")))
        return True

    def _reply(self, path: str, query: Query, body: str) -> tuple[int, Any]:
        google = self.google
        is_drive = path.startswith(("/drive/", "/upload/drive/"))
        reads = self.command == "GET" or "values:batchGet" in path
        kind = "read" if reads else "write"
        user = "-"
        with google.lock:
            if google.between is not None:
                google.between()
            try:
                user = google.user(self.headers.get("Authorization", ""), query)
                if not is_drive:
                    google.spend(user, kind)
                status, reply = 200, self._route(user, path, query, body)
                if reply is None:
                    status = 204
            except Refused as error:
                if google.open and error.code == 501:
                    error.code, error.status = 400, "INVALID_ARGUMENT"
                status, reply = error.code, _error(error)
            except KeyError as missing:
                if not google.open:
                    raise
                status, reply = 400, _error(bad(f"Missing field {missing}"))
            what = f"{self.command} {path}"
            google.log(user, "drive" if is_drive else kind, what, status)
        return status, reply

    def _route(self, user: str, path: str, query: Query, body: str) -> Any:
        if path.startswith("/upload/drive/"):
            return drive.upload(self.google, user, self.command, path, self.headers.get("Content-Type", ""), body)
        try:
            message = json.loads(body) if body else {}
        except ValueError:
            raise Refused(400, "INVALID_ARGUMENT", "Invalid JSON payload received.") from None
        if path.startswith("/drive/v3/files"):
            return drive.serve(self.google, user, self.command, path, query, message)
        if not path.startswith("/v4/spreadsheets"):
            raise unknown(f"{self.command} {path}")
        reply, schema = sheets_api.serve(self.google, user, self.command, path, query, message)
        wrong = oracle.faults("sheets.v4", schema, reply)
        if wrong:
            raise AssertionError(f"the double's own reply to {path} is not Google's: {wrong[:3]}")
        fields = query.get("fields", [""])[0]
        return only(reply, fields) if fields else reply

    def _answer(self, status: int, reply: Any) -> None:
        if reply is None:
            self._send(status, "text/html", b"")
        elif isinstance(reply, File):
            self._send(status, reply.kind, reply.content)
        else:
            text = json.dumps(reply, ensure_ascii=False, indent=None)
            self._send(status, "application/json; charset=UTF-8", text.encode("utf-8"))

    def _send(self, status: int, kind: str, content: bytes) -> None:
        # Header and body in one write: Nagle's algorithm costs 40 ms a call otherwise.
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
        try:
            self.connection.sendall(head.encode("ascii") + content)
        except OSError:
            self.close_connection = True


def _error(refused: Refused) -> dict[str, Any]:
    error: dict[str, Any] = {"code": refused.code, "message": refused.message, "status": refused.status}
    if refused.details:
        error["details"] = refused.details
    if refused.code == 429:
        error["details"] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
            }
        ]
    return {"error": error}
