"""A connection that looks as if it came from this machine; and what a reader and the owner may."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER, may_read_records, require_write
from lib.access.loopback import Request, looks_local
from lib.domain.errors import NotAllowed, NotFound

LOCAL = {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "localhost:80", "[::1]:8501"])
def test_a_browser_on_this_machine_looks_local(peer: str | None, host: str) -> None:
    assert looks_local(Request(peer, {"host": host}))


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("192.168.1.7", LOCAL),
        ("::ffff:192.168.1.7", LOCAL),
        ("not an address", LOCAL),
        (None, {}),
        (None, {"Host": "thun.example.org"}),
        (None, {"Host": "127.0.0.1.example.org"}),
        (None, {"Host": "[broken"}),
        (None, {**LOCAL, "Origin": "https://thun.example.org"}),
        (None, {**LOCAL, "Origin": "null"}),
        (None, {**LOCAL, "X-Forwarded-For": "1.2.3.4"}),
        (None, {**LOCAL, "x-forwarded-proto": "https"}),
        (None, {**LOCAL, "Forwarded": "for=1.2.3.4"}),
        (None, {**LOCAL, "Via": "1.1 nginx"}),
        (None, {**LOCAL, "X-Real-IP": "1.2.3.4"}),
        (None, {**LOCAL, "CF-Connecting-IP": "1.2.3.4"}),
    ],
)
def test_anyone_else_does_not(peer: str | None, headers: dict[str, str]) -> None:
    assert not looks_local(Request(peer, headers))


def test_readers_see_no_single_household_or_person() -> None:
    assert may_read_records(READER, "tambon_progress")
    assert not may_read_records(READER, "household_survey")
    assert not may_read_records(READER, "person")
    assert may_read_records(OWN_MACHINE, "household_survey")


def test_writing_needs_a_known_kind_and_the_right() -> None:
    require_write(OWN_MACHINE, "organisation")
    with pytest.raises(NotAllowed):
        require_write(READER, "organisation")
    with pytest.raises(NotFound):
        require_write(OWN_MACHINE, "nothing")
