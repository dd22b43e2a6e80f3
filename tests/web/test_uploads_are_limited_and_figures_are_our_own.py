"""Files are taken from those who may write, within limits; figures about the process stay on its machine."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as Asked
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.app_discovery import discover_asgi_app

from lib.access.policy import Role
from lib.config import ROOT, forget_everything
from lib.domain.limits import UPLOAD_FILE, UPLOAD_SESSION, UPLOAD_TOTAL, UPLOADS_OF_A_SESSION
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.store import accounts, login_sessions
from lib.web.identity import STATE
from lib.web.uploads import Held, OwnMachineOnly, Uploads

MB = 1024 * 1024


@dataclass
class File:
    """As long as it says, without the memory."""

    size: int

    @property
    def data(self) -> Any:
        return range(self.size)


@pytest.fixture
def owner(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Id of a session of the own machine's in the store that the process looks into."""
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    forget_everything()
    store = source(OWN).store
    with store.database.writing() as connection:
        session, _secret = login_sessions.begin(connection, None, login_sessions.OWN_MACHINE, "test")
    yield session
    store.database.close()
    forget_everything()


def client(held: Held, session: str) -> TestClient:
    """Somebody whom the middleware of identity found to be of a session; '' for nobody."""

    async def taken(request: Asked) -> PlainTextResponse:
        await request.body()
        return PlainTextResponse("", 204)

    app = Starlette(
        routes=[
            Route("/_stcore/upload_file/{session}/{file}", taken, methods=["PUT", "DELETE", "OPTIONS"]),
            Route("/_stcore/metrics", taken),
        ]
    )
    inner = OwnMachineOnly(Uploads(app, lambda: held))

    async def known(scope: Any, receive: Any, send: Any) -> None:
        await inner({**scope, "state": {STATE: session}}, receive, send)

    return TestClient(known, base_url="http://localhost:8501", client=("127.0.0.1", 50_000))


def put(to: TestClient, session: str = "s", size: int = 3) -> Any:
    return to.put(f"/_stcore/upload_file/{session}/f", content=b"abc", headers={"Content-Length": str(size)})


def test_who_may_not_write_sends_nothing(owner: str) -> None:
    assert put(client({}, owner)).status_code == 204
    for stranger in ("", "ses-of-nobody"):
        refused = put(client({}, stranger))
        assert (refused.status_code, refused.text) == (
            403,
            "เครื่องนี้ดูได้อย่างเดียว ส่งแฟ้มไม่ได้\nThis device can only read; it cannot send files.",
        )


@pytest.mark.parametrize(
    ("held", "size", "limit"),
    [
        ({}, UPLOAD_FILE.most + 1, UPLOAD_FILE),
        ({"s": {"a": File(UPLOAD_SESSION.most - 10 * MB)}}, 11 * MB, UPLOAD_SESSION),
        ({"s": {str(n): File(1) for n in range(UPLOADS_OF_A_SESSION.most)}}, 3, UPLOADS_OF_A_SESSION),
        ({"a": {"1": File(100 * MB)}, "b": {"1": File(95 * MB)}}, 10 * MB, UPLOAD_TOTAL),
    ],
)
def test_each_limit_refuses_with_its_sentence(
    held: dict[str, dict[str, Any]], size: int, limit: Any, owner: str
) -> None:
    refused = put(client(held, owner), size=size)
    assert refused.status_code == 413
    assert refused.text == f"{limit.problem().th}\n{limit.problem().en}"


def test_a_file_of_unknown_length_is_not_begun(owner: str) -> None:
    def pieces() -> Any:
        yield b"abc"

    assert client({}, owner).put("/_stcore/upload_file/s/f", content=pieces()).status_code == 411


def test_what_is_on_its_way_counts_and_is_forgotten_afterwards(owner: str) -> None:
    """A hundred files sent at the same moment are not more than one after another."""
    waiting, let_go = 0, asyncio.Event()

    async def slow(_scope: Any, _receive: Any, _send: Any) -> None:
        nonlocal waiting
        waiting += 1
        await let_go.wait()

    uploads = Uploads(slow, dict)
    answers: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    def asked(session: str) -> dict[str, Any]:
        headers = [(b"host", b"localhost"), (b"content-length", str(40 * MB).encode())]
        path = f"/_stcore/upload_file/{session}/f"
        known = {"client": ("127.0.0.1", 1), "state": {STATE: owner}}
        return {"type": "http", "method": "PUT", "path": path, "headers": headers, **known}

    async def all_at_once() -> None:
        tasks = [asyncio.create_task(uploads(asked(f"s{n}"), _nothing, send)) for n in range(100)]
        await asyncio.sleep(0.05)
        assert (waiting, answers) == (5, [413] * 95)
        let_go.set()
        await asyncio.gather(*tasks)
        assert uploads._coming == {}

    asyncio.run(all_at_once())


async def _nothing() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


def test_figures_about_the_process_are_for_its_own_machine(owner: str) -> None:
    assert client({}, owner).get("/_stcore/metrics").status_code == 204
    assert client({}, "").get("/_stcore/metrics").status_code == 404
    with source(OWN).store.database.writing() as connection:
        account = accounts.add(connection, "เจ้าหน้าที่")
        accounts.grant(connection, account, (Role.OFFICER, "CODI-BE", ""), ("test", "test"))
        officer, _secret = login_sessions.begin(connection, account, login_sessions.INVITATION, "test")
    assert client({}, officer).get("/_stcore/metrics").status_code == 404


def test_streamlit_itself_takes_no_larger_file() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] * MB == UPLOAD_FILE.most


def test_both_ways_of_starting_make_the_same_app() -> None:
    """What Streamlit looks for in a script to serve it with all that is around the pages."""
    for script in ("Home.py", "lib/web/launcher.py"):
        found = discover_asgi_app(ROOT / script)
        assert (found.is_asgi_app, found.app_name) == (True, "app"), script
        assert "st.App(SCRIPT, **around_the_pages())" in (ROOT / script).read_text("utf-8")


def test_the_place_where_streamlit_holds_files_is_still_there() -> None:
    manager = MemoryUploadedFileManager("/_stcore/upload_file")
    manager.add_file("s", UploadedFileRec("f", "ก.xlsx", "", b"abc"))
    assert {s: {f: len(r.data) for f, r in files.items()} for s, files in manager.file_storage.items()} == {
        "s": {"f": 3}
    }
    from streamlit.runtime import Runtime

    found: Callable[..., Any] = Runtime.uploaded_file_mgr.fget  # type: ignore[attr-defined]
    assert "uploaded_file_mgr" in inspect.getsource(found)
