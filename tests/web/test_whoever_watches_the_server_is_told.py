"""Health and readiness, pages for what cannot be shown, and a log that programs read: all without personal data."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.config import ROOT, forget_everything
from lib.domain.worlds import OWN
from lib.insight.country.office_log import look_at_log
from lib.insight.country.readiness import readiness
from lib.insight.source import source
from lib.web import health, logbook
from lib.web.logbook import ensure_log, note_start
from lib.web.trouble_pages import FILES, TroublePages, html_of

MARKED = "สมศรี-0812345678"
BROWSER = {"accept": "text/html,application/xhtml+xml"}

Asgi = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]


def ask(app: Asgi, path: str, **headers: str) -> httpx2.Response:
    """What an app answers."""

    async def asked() -> httpx2.Response:
        way = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=way, base_url="http://here") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(asked())


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None, sqlite_template: Path) -> Path:
    """The data folder of a process that has just started, its store as a newcomer finds it."""
    (tmp_path / "own.sqlite").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    return tmp_path


def app() -> Starlette:
    return Starlette(routes=health.routes())


def test_a_process_lives_and_is_ready(own: Path) -> None:
    lives = ask(app(), "/s/health")
    assert (lives.status_code, lives.text, lives.headers["cache-control"]) == (200, "ok", "no-store")
    save(source(OWN).store, OWN_MACHINE, "organisation", {"name": MARKED, "type": "group"})
    found = ask(app(), "/s/ready")
    assert found.status_code == 200
    told = found.json()
    assert told["ready"] is True
    assert told["store"]["kind"] == "sqlite"
    assert told["store"]["schema"] == told["store"]["expected_schema"]
    assert told["data"]["age_seconds"] < 60
    assert told["sheets"] == {"connected": 0, "troubled": 0, "oldest_look_seconds": None}
    assert told["backups"]["count"] == 0
    assert told["backups"]["trouble"] is False
    assert MARKED not in found.text
    assert str(own) not in found.text, "a path may name a person"


def test_who_asks_through_a_proxy_hears_yes_or_no(own: Path) -> None:
    assert ask(app(), "/s/ready", **{"x-forwarded-for": "203.0.113.9"}).json() == {"ready": True}


def test_a_store_of_another_release_or_that_does_not_answer_is_not_ready(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with source(OWN).store.database.writing() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = 'ffff'")
    found = ask(app(), "/s/ready")
    assert (found.status_code, found.json()["ready"], found.json()["store"]["schema"]) == (503, False, "ffff")
    forget_everything()
    monkeypatch.setenv("DATABASE_URL", "postgresql://thun:secret@127.0.0.1:9/thun")
    found = ask(app(), "/s/ready")
    assert (found.status_code, found.json()["store"]["reachable"]) == (503, False)
    assert "secret" not in found.text


def test_a_crowd_that_asks_costs_one_look_a_second(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr(health, "readiness", lambda: looks.append(1) or readiness())
    for _ in range(20):
        assert ask(app(), "/s/ready").status_code == 200
    assert len(looks) <= 2


# Pages


def fails(_request: Request) -> Response:
    raise ValueError(MARKED)


def troubled() -> Starlette:
    answers = {
        "/fails": fails,
        "/lost": lambda _r: PlainTextResponse("Not Found", 404),
        "/bare": lambda _r: PlainTextResponse("Internal Server Error", 500),
        "/own": lambda _r: HTMLResponse("<p>own words</p>", 404),
        "/fine": lambda _r: PlainTextResponse("fine"),
    }
    return Starlette(routes=[Route(p, a) for p, a in answers.items()], middleware=[Middleware(TroublePages)])


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/lost", 404, "ไม่พบหน้านี้"),
        ("/nowhere", 404, "ไม่พบหน้านี้"),
        ("/bare", 500, "ขออภัย"),
        ("/fails", 500, "ขออภัย"),
        ("/own", 404, "own words"),
        ("/fine", 200, "fine"),
    ],
)
def test_a_browser_is_told_in_thai_and_english(path: str, status: int, says: str) -> None:
    found = ask(troubled(), path, **BROWSER)
    assert found.status_code == status
    assert says in found.text
    assert MARKED not in found.text


def test_programs_and_files_get_what_they_got() -> None:
    assert ask(troubled(), "/lost").text == "Not Found"
    assert ask(troubled(), "/nowhere", accept="image/png").text == "Not Found"


def test_a_failure_has_a_number_on_the_page_and_in_the_log(own: Path) -> None:
    file = ensure_log()
    assert file is not None
    page = ask(troubled(), "/fails", **BROWSER).text
    number = re.search(r"<b>([0-9a-f]{6})</b>", page)
    assert number is not None
    assert f"failure {number[1]} ValueError" in file.read_text("utf-8")
    assert MARKED not in file.read_text("utf-8")
    logbook.close_log()


@pytest.mark.parametrize("name", FILES)
def test_the_pages_of_the_proxy_are_these_and_need_nothing_else(name: str) -> None:
    written = (ROOT / "deploy" / "pages" / name).read_text("utf-8")
    assert written == html_of(FILES[name]), (
        "write it anew: python3 -m tests.web.test_whoever_watches_the_server_is_told"
    )
    assert not re.search(r"(src|href)=\"(?!/?\")", written), "it would ask a server that does not answer"
    assert "viewport" in written


# The log


@pytest.fixture
def as_json(own: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The log of the second of two processes, as JSON lines."""
    monkeypatch.setenv("THUN_LOG", "json")
    monkeypatch.setenv("THUN_PROCESS", "2")
    forget_everything()
    file = ensure_log()
    assert file is not None
    yield file
    logbook.close_log()


def test_json_lines_tell_the_same_and_no_word_that_was_typed(as_json: Path) -> None:
    assert as_json.name == "thun-2.log"
    note_start("http://127.0.0.1:8600")
    try:
        raise KeyError(MARKED)
    except KeyError as error:
        logging.getLogger("thun").exception("failure %s", error, extra={"number": "3fa2b1"})
    start, failure = map(json.loads, as_json.read_text("utf-8").splitlines())
    assert (start["event"], start["address"], start["level"]) == ("start", "http://127.0.0.1:8600", "info")
    assert (failure["event"], failure["number"], failure["error"]) == ("failure", "3fa2b1", "KeyError")
    assert MARKED not in as_json.read_text("utf-8")


def test_status_reads_the_logs_of_all_processes_in_either_form(as_json: Path) -> None:
    from datetime import UTC, datetime

    (as_json.parent / "thun.log").write_text(
        f"{datetime.now(UTC).isoformat(timespec='seconds')} ERROR thun failure aaaaaa KeyError lib/x.py:1\n", "utf-8"
    )
    logging.getLogger("thun").error("failure %s", MARKED, extra={"number": "bbbbbb"})
    look = look_at_log(as_json.parent / "thun.log", datetime.now(UTC))
    assert (look.errors, set(look.numbers)) == (2, {"aaaaaa", "bbbbbb"})


if __name__ == "__main__":
    for name, page in FILES.items():
        (ROOT / "deploy" / "pages").mkdir(parents=True, exist_ok=True)
        (ROOT / "deploy" / "pages" / name).write_text(html_of(page), "utf-8")
