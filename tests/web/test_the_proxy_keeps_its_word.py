"""Caddy as `run.py serve` configures it, before processes that tell what they were asked."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lib.web.trouble_pages import BACK_SOON
from tools.caddy import Front, caddyfile
from tools.project import HERE

CADDY = shutil.which("caddy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
pytestmark = [pytest.mark.server, pytest.mark.skipif(CADDY is None, reason="no Caddy here")]


class Echo(BaseHTTPRequestHandler):
    """Tells which process it is and what it was asked."""

    protocol_version = "HTTP/1.0"  # no connection outlives its process

    def do_GET(self) -> None:
        """200 with everything that came; not ready when the server says so."""
        ready = getattr(self.server, "ready", True)
        told = {"port": self.server.server_address[1], **{k.lower(): v for k, v in self.headers.items()}}
        body = json.dumps(told).encode()
        self.send_response(200 if ready or self.path != "/s/ready" else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def echo(port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """A process that answers."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


@contextmanager
def proxied(ports: list[int], folder: Path) -> Iterator[str]:
    """Caddy before these."""
    port = free_port()
    file = folder / "Caddyfile"
    file.write_text(caddyfile(Front(ports, (HERE.root / "deploy" / "pages").as_posix(), port=port)), "utf-8")
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    assert CADDY is not None
    with (folder / "caddy.log").open("wb") as out:
        child = subprocess.Popen(
            [CADDY, "run", "--config", file, "--adapter", "caddyfile"], env=env, stdout=out, stderr=out
        )
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(30)


def ask(url: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), dict(refused.headers)


def served_by(text: str) -> int:
    return int(json.loads(text)["port"])


def test_what_a_stranger_says_of_himself_is_not_passed_on(tmp_path: Path) -> None:
    with echo() as one, proxied([one.server_address[1]], tmp_path) as url:
        _, text, headers = ask(
            url,
            X_Forwarded_For="127.0.0.1",
            X_Forwarded_Proto="https",
            X_Forwarded_Host="localhost",
            X_Real_IP="127.0.0.1",
            Forwarded="for=127.0.0.1",
            X_Thun_Session="forged",
            CF_Connecting_IP="127.0.0.1",
        )
    told = json.loads(text)
    assert told["x-forwarded-for"] == "127.0.0.1"  # the one real peer of this test, and nothing before it
    assert told["x-forwarded-proto"] == "http"
    assert told["x-forwarded-host"] == url.removeprefix("http://")
    assert told["host"] == url.removeprefix("http://")
    assert not {"x-real-ip", "forwarded", "x-thun-session", "cf-connecting-ip"} & set(told)
    assert "Caddy" not in headers.get("Server", "")


def test_a_browser_stays_with_its_process_and_moves_when_that_is_gone(tmp_path: Path) -> None:
    with echo() as one, echo() as two, proxied([one.server_address[1], two.server_address[1]], tmp_path) as url:
        _, text, headers = ask(url)
        cookie = headers["Set-Cookie"].partition(";")[0]
        assert cookie.startswith("thun_process=")
        mine = served_by(text)
        assert {served_by(ask(url, Cookie=cookie)[1]) for _ in range(10)} == {mine}
        gone, left = (one, two) if mine == one.server_address[1] else (two, one)
        gone.shutdown()
        gone.server_close()
        began = time.monotonic()
        # The very first request after it finds the other one: nobody sees an error.
        status, text, headers = ask(url, Cookie=cookie)
        assert (status, served_by(text)) == (200, left.server_address[1])
        assert time.monotonic() - began < 2
        assert "thun_process=" in headers["Set-Cookie"]


def test_nobody_is_sent_to_a_process_that_is_not_ready(tmp_path: Path) -> None:
    with echo() as one, echo() as two, proxied([one.server_address[1], two.server_address[1]], tmp_path) as url:
        two.ready = False  # type: ignore[attr-defined]
        time.sleep(3.0)
        assert {served_by(ask(url)[1]) for _ in range(12)} == {one.server_address[1]}


def test_while_no_process_answers_a_page_in_thai_waits_and_comes_back_by_itself(tmp_path: Path) -> None:
    port = free_port()
    with proxied([port], tmp_path) as url:
        status, text, headers = ask(f"{url}/records?kind=organisation")
        assert status == 503
        assert BACK_SOON.title[0] in text
        assert 'http-equiv="refresh"' in text
        assert headers["Retry-After"] == "5"
        assert headers["Cache-Control"] == "no-store"
        with echo(port):
            time.sleep(4.0)
            assert ask(url)[0] == 200
