"""Who may send files, and how much of them the process holds: looked at before a byte is read.

Streamlit takes a file from anyone who has a session – any visitor – and keeps it in memory, whether
the page has a place for files or not. Here an upload is judged as the pages judge its sender: only
who may write may send, within limits for one file, one session and the whole process together
(`lib/domain/limits.py`). What is on its way counts as held, so that many at once do not slip by.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.access.actors import READER, Actor
from lib.access.identity import actor_of
from lib.access.policy import Act
from lib.domain.limits import UPLOAD_FILE, UPLOAD_SESSION, UPLOAD_TOTAL, UPLOADS_OF_A_SESSION, Limit
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.web.identity import session_in

_PATH = "/_stcore/upload_file/"


class Upload(Protocol):
    """A file that is held in memory."""

    data: bytes


#: Session → file id → file.
Held = Mapping[str, Mapping[str, Upload]]


def held_by_streamlit() -> Held:
    """The files that Streamlit holds now; a test keeps hold of the place this looks into."""
    from streamlit import runtime

    if not runtime.exists():
        return {}
    manager = runtime.get_instance().uploaded_file_mgr
    found: Held = getattr(manager, "file_storage", {})
    return found


class Uploads:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, held: Callable[[], Held] = held_by_streamlit) -> None:
        self.app, self._held = app, held
        self._guard = threading.Lock()
        #: Session → sizes of what is on its way.
        self._coming: dict[str, list[int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what may come; refuse the rest with a sentence, unread."""
        if scope["type"] != "http" or scope["method"] != "PUT" or _PATH not in scope["path"]:
            await self.app(scope, receive, send)
            return
        if not _may_send(scope):
            refusal = PlainTextResponse(
                "เครื่องนี้ดูได้อย่างเดียว ส่งแฟ้มไม่ได้\nThis device can only read; it cannot send files.", 403
            )
            await refusal(scope, receive, send)
            return
        size = _announced(scope)
        if size is None:
            await PlainTextResponse("ไม่ทราบขนาดแฟ้ม\nThe size of the file is not known.", 411)(scope, receive, send)
            return
        session = str(scope["path"]).split(_PATH, 1)[1].split("/", 1)[0]
        beyond = self._take(session, size)
        if beyond is not None:
            said = beyond.problem()
            await PlainTextResponse(f"{said.th}\n{said.en}", 413)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self._done(session, size)

    def _take(self, session: str, size: int) -> Limit | None:
        """Count a file as coming; the limit that it would break instead, when there is one."""
        with self._guard:
            standing = {s: [len(f.data) for f in list(files.values())] for s, files in list(self._held().items())}
            for one, sizes in self._coming.items():
                standing[one] = standing.get(one, []) + sizes
            mine = standing.get(session, [])
            total = sum(sum(sizes) for sizes in standing.values())
            for limit, amount in (
                (UPLOAD_FILE, size),
                (UPLOADS_OF_A_SESSION, len(mine) + 1),
                (UPLOAD_SESSION, sum(mine) + size),
                (UPLOAD_TOTAL, total + size),
            ):
                if amount > limit.most:
                    return limit
            self._coming.setdefault(session, []).append(size)
            return None

    def _done(self, session: str, size: int) -> None:
        with self._guard:
            self._coming[session].remove(size)
            if not self._coming[session]:
                del self._coming[session]


class OwnMachineOnly:
    """ASGI middleware: figures about the process are told to its owner and administrators, nobody else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as if there were nothing when somebody else asks."""
        if scope["type"] == "http" and str(scope["path"]).endswith("/_stcore/metrics") and not _looks_after(scope):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _may_send(scope: Scope) -> bool:
    """Whether the sender is one who may write, by the rule that the pages go by."""
    return bool(_sender(scope).grants)


def _looks_after(scope: Scope) -> bool:
    return _sender(scope).rights.everywhere(Act.SETTINGS)


def _sender(scope: Scope) -> Actor:
    session = session_in(scope)
    return actor_of(source(OWN).store, session) if session else READER


def _announced(scope: Scope) -> int | None:
    """Length of the body in bytes as the browser says it; the server takes no byte more."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(said) if said.isdigit() else None
