"""Attached files over HTTP: ``/s/file/{id}`` and ``/s/file/{id}/small``.

Asked for anew each time: who lost a right has lost the picture too; a browser that still has the bytes
is told so by a short answer. A document is handed over and never opened within our pages.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lib.access.files import SeenFile, seen_file
from lib.access.identity import actor_of
from lib.domain.errors import Problem, StorageProblem, ThunError
from lib.domain.worlds import OWN, PRACTICE
from lib.insight.source import source
from lib.schema.attachments import JPEG, MEDIA_TYPES
from lib.ui.frame.addresses import base_path
from lib.web.identity import session_in

#: Nothing in the answer runs, loads or is framed elsewhere, whatever a browser takes it for.
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
_CACHING = "private, no-cache"


async def _whole(request: Request) -> Response:
    return await _answer(request, small=False)


async def _small(request: Request) -> Response:
    return await _answer(request, small=True)


async def _answer(request: Request, *, small: bool) -> Response:
    world = PRACTICE if request.query_params.get("world") == PRACTICE else OWN
    seen = await anyio.to_thread.run_sync(_looked_up, world, request.path_params["id"], session_in(request.scope))
    if seen is None or (small and not seen.file.is_picture):
        return _nothing()
    digest = seen.file.small_digest if small else seen.file.digest
    headers = {
        "ETag": f'"{digest}"',
        "Cache-Control": _CACHING,
        "Vary": "Cookie",
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": _disposition(seen),
    }
    if f'"{digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    media_type = JPEG if small and seen.file.media_type == JPEG else seen.file.media_type
    files = source(world).store.files
    path = await anyio.to_thread.run_sync(files.on_disk, digest)
    if path is not None:
        return FileResponse(path, media_type=media_type, headers=headers)
    try:
        content = await anyio.to_thread.run_sync(files.read, digest)
    except FileNotFoundError:
        return _nothing()
    except StorageProblem as error:
        return _not_now(error.problems[0])
    return Response(content, media_type=media_type, headers=headers)


def _looked_up(world: str, attachment_id: str, session: str) -> SeenFile | None:
    try:
        actor = actor_of(source(OWN).store, session)
        return seen_file(source(world).store, actor, attachment_id)
    except ThunError:
        # The pages say in words what is wrong with the store.
        return None


def _disposition(seen: SeenFile) -> str:
    """Pictures are shown, documents are kept; a reader is not told what somebody called the file."""
    file = seen.file
    way = "inline" if file.is_picture else "attachment"
    name = file.name if seen.whole else f"{file.kind}.{MEDIA_TYPES[file.media_type]}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    return f"{way}; filename=\"{plain.strip() or 'file'}\"; filename*=UTF-8''{quote(name, safe='')}"


def _nothing() -> Response:
    """The same for what is not there and for what somebody may not see."""
    return PlainTextResponse("ไม่พบแฟ้ม\nThere is no such file.", 404, headers={"Cache-Control": "no-store"})


def _not_now(problem: Problem) -> Response:
    """It is there, and the bucket that holds it does not answer; only who may see the file is told."""
    return PlainTextResponse(f"{problem.th}\n{problem.en}", 503, headers={"Cache-Control": "no-store"})


def file_routes() -> list[BaseRoute]:
    """What `st.App` is given, below the folder that the app is served under."""
    return [Route(f"{base_path()}/s/file/{{id}}", _whole), Route(f"{base_path()}/s/file/{{id}}/small", _small)]
