"""The double itself: its workbooks, tokens, quotas, faults, and a log of every call."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.sheets_double.book import Book
from tests.sheets_double.handler import Handler
from tests.sheets_double.keys import claims, private_key
from tests.sheets_double.refusal import Refused
from tests.sheets_double.sheet import Json

#: Whoever comes to an open double with a token that it did not give out, or with none.
ANYBODY = "anybody@double.invalid"


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
    #: For programs of others: any token or none will do, there is no quota, new workbooks are as Google's are
    #: for somebody who chose nothing, and what the double has not learned is a mistake of the caller's (400).
    open: bool = False
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
        if self.open:
            kwargs = {"locale": "en_US", "timezone": "Etc/GMT", **kwargs}
        book = Book(title, shared=dict.fromkeys(shared_with, "writer"), **kwargs)
        self.books[book.key] = book
        return book

    def start(self, port: int = 0) -> Double:
        """Serve on a port of the own machine (0: any)."""
        double = self

        class Here(Handler):
            google = double

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Here)
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
        email = claims(parse_qs(body).get("assertion", [""])[0])["iss"]
        token = secrets.token_urlsafe(16)
        self._tokens[token] = email
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}

    def user(self, authorization: str, query: dict[str, list[str]]) -> str:
        """Who asks: an e-mail address, or 'anyone' with an API key."""
        token = authorization.removeprefix("Bearer ")
        if token in self._tokens:
            return self._tokens[token]
        if self.open:
            return ANYBODY
        if token.count(".") == 2:
            return str(claims(token)["iss"])
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
        if self.open:
            return
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

    def log(self, user: str, kind: str, what: str, status: int) -> None:
        """Note an answered request."""
        self.calls.append(Call(time.time(), user, kind, what, status))

    def book(self, key: str, user: str, *, write: bool) -> Book:
        """A book that the user may read (or write)."""
        found = self.books.get(key)
        if found is None:
            raise Refused(404, "NOT_FOUND", "Requested entity was not found.")
        role = found.role(user)
        if not role or (write and role == "reader"):
            raise Refused(403, "PERMISSION_DENIED", "The caller does not have permission")
        return found
