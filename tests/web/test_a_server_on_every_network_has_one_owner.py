"""Listening on both families a peer of this machine is ``::ffff:127.0.0.1``: that makes neither owner nor reader."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from lib.actions.access.owning import owner_key
from lib.store.database import Database
from lib.store.opening import Store
from tests.browser.servers import serving
from tests.phone import Phone, looks_at, words_of
from tests.watching import watch

pytestmark = pytest.mark.server


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has one family of addresses")
def test_the_key_makes_the_owner_and_the_address_does_not(
    sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    with serving(tmp_path, script="Home.py", address="::", THUN_MAP_ASSETS="drawn") as server:
        watch(request.node, server.report)
        assert "/s/key#" in server.log.read_text("utf-8")
        assert looks_at(server.url, "records").says("ดูได้อย่างเดียว")
        store = Store("own", Database(f"sqlite:///{tmp_path}/own.sqlite"), tmp_path / "backups")
        phone = Phone(server.url)
        assert "python3 run.py admin" in words_of(phone.get("/s/in")), "it is told how to become the owner"
        assert phone.sends("/s/key", "/s/key", code=owner_key(store)).status_code == 303
        store.database.close()
        assert looks_at(server.url, "records", {"Cookie": phone.cookies}).says("เพิ่มรายการใหม่")
