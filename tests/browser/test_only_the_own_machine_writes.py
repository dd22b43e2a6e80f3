"""Only the owner's browser writes: whoever has no session reads, and of people and households nothing."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving
from tests.browser.visitor import Visitor

ADD = "เพิ่มรายการใหม่"
ONLY_READING = "ดูได้อย่างเดียว การบันทึกต้องมีสิทธิ"


@pytest.fixture
def outside(country: Server) -> Iterator[Server]:
    """The address under which somebody sees the app who comes through a proxy on this machine."""
    with proxy(country.url) as url:
        yield replace(country, url=url)


def test_the_own_machine_may_add(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("records")
    expect(visitor.button(ADD)).to_be_visible()
    visitor.misses(ONLY_READING)
    assert {"บุคคล", "แบบสำรวจครัวเรือน"} <= set(_offered(visitor))


def test_others_read_and_are_told_so(outside: Server, visit: Visit) -> None:
    _reads_only(visit(outside, owner=False).open("records"))


def test_on_a_hosting_service_everybody_reads(seeded: Seeded, visit: Visit) -> None:
    with serving(seeded(), THUN_SERVED="1") as server:
        _reads_only(visit(server).open("records"))


def _reads_only(visitor: Visitor) -> None:
    visitor.sees(ONLY_READING)
    expect(visitor.button(ADD)).to_have_count(0)
    offered = _offered(visitor)
    assert "ความก้าวหน้าตำบล" in offered
    assert not {"บุคคล", "แบบสำรวจครัวเรือน"} & set(offered)


def test_no_link_opens_a_form_or_a_private_record(outside: Server, visit: Visit) -> None:
    households = _ids(outside, "household_survey")
    people = _ids(outside, "person")
    assert households
    for kind, record in (
        ("organisation", "new"),
        ("household_survey", ""),
        ("household_survey", households[0]),
        *(("person", one) for one in people[:1]),
    ):
        visitor = visit(outside, owner=False).open("records", world="practice", kind=kind, record=record)
        visitor.sees(ONLY_READING)
        visitor.settled()
        expect(visitor.button("บันทึก")).to_have_count(0)
        expect(visitor.button(ADD)).to_have_count(0)
        if kind != "organisation":
            expect(visitor.list_box("ประเภทข้อมูล")).to_have_value("ความก้าวหน้าตำบล")


def test_a_public_record_is_read_without_its_inner_fields(outside: Server, visit: Visit) -> None:
    record = _ids(outside, "tambon_progress")[0]
    visitor = visit(outside, owner=False).open("records", world="practice", kind="tambon_progress", record=record)
    visitor.sees("ถึงขั้นนี้เมื่อ")
    visitor.misses("ผู้ตรวจรับรอง")
    for kind in ("stTextInput", "stTextArea"):
        expect(visitor.main.get_by_test_id(kind)).to_have_count(0)


def _offered(visitor: Visitor) -> list[str]:
    visitor.list_box("ประเภทข้อมูล").click()
    options = visitor.page.get_by_role("option")
    expect(options.first).to_be_visible()
    visitor.settled()
    # Long lists draw only what is in sight: go through all of it.
    seen = list(dict.fromkeys(options.all_inner_texts()))
    for _ in range(40):
        visitor.page.keyboard.press("ArrowDown")
        seen += [text for text in options.all_inner_texts() if text not in seen]
    visitor.page.keyboard.press("Escape")
    return [text.strip() for text in seen]


def _ids(server: Server, table: str) -> list[str]:
    with closing(sqlite3.connect(server.folder / "practice.sqlite")) as connection:
        return [row[0] for row in connection.execute(f"select id from {table} order by id")]


@contextmanager
def proxy(url: str) -> Iterator[str]:
    """A reverse proxy such as offices use: passes all on and says for whom."""
    target = urlsplit(url)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=_accept, args=(listener, (target.hostname, target.port)), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _accept(listener: socket.socket, target: tuple[str | None, int | None]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return  # The test is over.
        threading.Thread(target=_pass_on, args=(client, target), daemon=True).start()


def _pass_on(client: socket.socket, target: tuple[str | None, int | None]) -> None:
    with client, socket.create_connection((target[0] or "", target[1] or 0)) as server:
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(65536)
            if not part:
                return
            head += part
        line, _, rest = head.partition(b"\r\n")
        extra = b"X-Forwarded-For: 203.0.113.7\r\n"
        if b"upgrade: websocket" not in head.lower():
            # One request a connection: every request gets the header.
            rest = rest.replace(b"Connection: keep-alive", b"Connection: close")
        server.sendall(line + b"\r\n" + extra + rest)
        back = threading.Thread(target=_copy, args=(server, client), daemon=True)
        back.start()
        _copy(client, server)
        back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # One side has gone; so does the other.
