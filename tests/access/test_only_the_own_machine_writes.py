"""Own machine = loopback peer, localhost host and origin, no sign of a proxy."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER, Request, actor_for, may_read_records, require_write
from lib.domain.errors import NotAllowed, NotFound

LOCAL = {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "localhost:80", "[::1]:8501"])
def test_a_browser_on_this_machine_writes(peer: str | None, host: str) -> None:
    assert actor_for(Request(peer, {"host": host}), served=False) is OWN_MACHINE


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("192.168.1.7", LOCAL),
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
def test_anyone_else_only_reads(peer: str | None, headers: dict[str, str]) -> None:
    assert actor_for(Request(peer, headers), served=False) is READER


def test_a_served_app_has_no_own_machine() -> None:
    assert actor_for(Request(None, LOCAL), served=True) is READER


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
