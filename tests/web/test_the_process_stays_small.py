"""However much is thrown at it, the process of a small PC stays below 600 MB."""

from __future__ import annotations

import asyncio
import http.client
import random
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from bench.sessions import Plan, Visitor
from bench.variants import VARIANTS
from lib.domain.limits import UPLOAD_SESSION
from tests.intake.hostile_files import REFUSED, a_million_blank_rows, bomb_of_tables, the_most_text
from tests.owner import SECRET, let_the_owner_in
from tests.web.visiting import visit, wait_until, watched

MB = 1024 * 1024
THAI = re.compile(r"[ก-๙]{4}")
MOST_MB = 600
PEOPLE = 100


@contextmanager
def peak_of_children() -> Iterator[list[float]]:
    """The largest memory that the servers of this test held, in megabytes, looked at all the while."""
    peak, over = [0.0], threading.Event()
    servers = [p for p in psutil.Process().children() if "tests.web.watched_server" in p.cmdline()]
    assert servers

    def look() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], *(p.memory_info().rss / MB for p in servers))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _send(port: int, session: str, number: int, content: bytes, headers: dict[str, str]) -> int:
    """One file on the wire; -1 when the server hung up before all of it was sent, as it may."""
    boundary = "----thun"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    told = {"Content-Type": f"multipart/form-data; boundary={boundary}", **headers}
    try:
        wire.request("PUT", f"/_stcore/upload_file/{session}/f{number}", body, told)
        return wire.getresponse().status
    except (OSError, http.client.HTTPException):
        return -1
    finally:
        wire.close()


async def _from_an_open_window(port: int, cookie: str, act: Callable[[str], list[int]]) -> list[int]:
    """What comes of an act while the owner's window is open, given its session."""
    pages = VARIANTS["app"].pages
    plan = Plan(port, pages, think=0, fresh=0, patience=90, assets=False, cookie=cookie)
    person = Visitor(plan, random.Random(1))
    await person.visit()
    done = await asyncio.to_thread(act, person.tab.session_id)
    await person.close()
    return done


def _as_the_page(port: int, cookie: str) -> dict[str, str]:
    """The owner's session, and the token that Streamlit gives to a page, without which it refuses a file."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=30) as answer:
        token = answer.headers["Set-Cookie"].split("_streamlit_xsrf=")[1].split(";")[0]
    return {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}; {cookie}"}


def _hostile() -> dict[str, bytes]:
    """Every file that is made to harm, and the two largest that are taken."""
    made = {f"{title}{Path(name).suffix}": make() for title, (name, make) in REFUSED.items()}
    taken = {"blank.xlsx": a_million_blank_rows(), "long.xlsx": the_most_text()}
    return {**made, "tables.zip": bomb_of_tables(), **taken}


@pytest.mark.server
@pytest.mark.long
def test_a_hundred_files_at_once_do_not_fill_the_memory(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """All hostile files are handed in meanwhile, by two at once, and ends each in a sentence.

    Readers' files are refused unread, those of windows that are not open not kept, an open one's limited.
    """
    content, hostile = bytes(20 * MB), _hostile()
    (tmp_path / "made").mkdir()
    for name, made in hostile.items():
        (tmp_path / "made" / name).write_bytes(made)

    def all_at_once(port: int, headers: dict[str, str], session: str = "nobody") -> list[int]:
        with ThreadPoolExecutor(PEOPLE) as people:
            return list(people.map(lambda n: _send(port, session, n, content, headers), range(PEOPLE)))

    def hostile_by_readers(port: int) -> set[int]:
        sent = enumerate(hostile.values())
        return {_send(port, "nobody", n, made, {"X-Forwarded-For": "10.0.0.9"}) for n, made in sent}

    with watched("lib/web/launcher.py", tmp_path) as (port, notes):
        asyncio.run(visit(port, visitors=8))
        with peak_of_children() as peak:
            (tmp_path / "made").rename(tmp_path / "hand-in")
            assert hostile_by_readers(port) <= {403, -1}
            cookie = f"{let_the_owner_in(tmp_path)}={SECRET}"
            readers = all_at_once(port, {})
            page = _as_the_page(port, cookie)
            strangers = all_at_once(port, page)
            handed_in = wait_until(notes, lambda n: len(n["handed_in"]) == len(hostile))["handed_in"]
            own = asyncio.run(_from_an_open_window(port, cookie, lambda session: all_at_once(port, page, session)))
        assert {name for name, said in handed_in.items() if said == "taken"} == {"blank.xlsx", "long.xlsx"}
        assert [said for said in handed_in.values() if not THAI.search(said) and said != "taken"] == []
        assert set(readers) <= {403, -1}, set(readers)
        # Past our door and Streamlit's own: it knows no such window, or too much comes at once.
        assert set(strangers) <= {400, 413, -1}, set(strangers)
        assert {204, 413} <= set(own) <= {204, 413, -1}, "some are taken, as many as the limit lets in"
        assert own.count(204) * 20 * MB <= UPLOAD_SESSION.most
        record_property("peak, MB", round(peak[0]))
        assert 100 < peak[0] < MOST_MB, peak
        # And people go on meanwhile: the pages still answer.
        asyncio.run(visit(port, visitors=2))
