"""However much is thrown at it, the process of a small PC stays below 600 MB."""

from __future__ import annotations

import asyncio
import http.client
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.web.test_the_collector_works_while_nobody_waits import _visit, watched

MB = 1024 * 1024
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


def _send(port: int, number: int, content: bytes, headers: dict[str, str]) -> int:
    """One file on the wire; -1 when the server hung up before all of it was sent, as it may."""
    boundary = "----thun"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    told = {"Content-Type": f"multipart/form-data; boundary={boundary}", **headers}
    try:
        wire.request("PUT", f"/_stcore/upload_file/nobody-{number}/f{number}", body, told)
        return wire.getresponse().status
    except (OSError, http.client.HTTPException):
        return -1
    finally:
        wire.close()


def _as_the_page(port: int) -> dict[str, str]:
    """The token that Streamlit gives to the page of this machine, without which it refuses a file."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=30) as answer:
        token = answer.headers["Set-Cookie"].split("_streamlit_xsrf=")[1].split(";")[0]
    return {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}


@pytest.mark.server
def test_a_hundred_files_at_once_do_not_fill_the_memory(tmp_path: Path) -> None:
    """Readers' files are refused unread; those of windows that are not open are not kept."""
    content = bytes(20 * MB)

    def all_at_once(port: int, headers: dict[str, str]) -> list[int]:
        with ThreadPoolExecutor(PEOPLE) as people:
            return list(people.map(lambda n: _send(port, n, content, headers), range(PEOPLE)))

    with watched("lib/web/launcher.py", tmp_path) as (port, _notes):
        asyncio.run(_visit(port, visitors=8))
        with peak_of_children() as peak:
            readers = all_at_once(port, {"X-Forwarded-For": "10.0.0.9"})
            strangers = all_at_once(port, _as_the_page(port))
            time.sleep(0.1)
        assert set(readers) <= {403, -1}, set(readers)
        # Past our door and Streamlit's own: it knows no such window, or too much comes at once.
        assert set(strangers) <= {400, 413, -1}, set(strangers)
        assert 100 < peak[0] < MOST_MB, peak
        # And people go on meanwhile: the pages still answer.
        asyncio.run(_visit(port, visitors=2))
