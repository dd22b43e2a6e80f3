"""A leader's phone: a photo is chosen, attached and seen; what only calls itself one is refused in words; undone by a press."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lib.access.actors import OWN_MACHINE
from lib.access.identity import mark_of
from lib.actions.records.saving import save
from lib.store import attachments, login_sessions
from lib.store.database import Database
from lib.store.opening import Store
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving
from tests.browser.visitor import Visitor
from tests.intake.attached_files import HTML, photo


@pytest.fixture
def place(seeded: Seeded) -> Iterator[tuple[Server, Store]]:
    folder = seeded()
    backups, files = folder / "backups" / "own", folder / "files" / "own"
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), backups, files)
    with serving(folder) as server:
        yield server, store
    store.database.close()


def signed_in(visitor: Visitor, store: Store) -> None:
    with store.database.writing() as connection:
        _, secret = login_sessions.begin(connection, None, login_sessions.OWN_MACHINE, "ทดสอบ")
    cookie = {"name": f"thun-{mark_of(store)}", "value": secret, "url": visitor.base}
    visitor.page.context.add_cookies([cookie])  # type: ignore[list-item]


def test_a_photo_is_attached_seen_and_undone(place: tuple[Server, Store], visit: Visit, tmp_path: Path) -> None:
    server, store = place
    record = save(store, OWN_MACHINE, "event", {"name": "เวที", "type": "training"}).record.id
    (tmp_path / "เวที.jpg").write_bytes(photo((1200, 900)))
    (tmp_path / "หลอก.jpg").write_bytes(HTML)
    visitor = visit(server)
    signed_in(visitor, store)
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("records", kind="event", record=record)
    visitor.page.locator("input[type=file]").first.set_input_files([tmp_path / "เวที.jpg", tmp_path / "หลอก.jpg"])
    visitor.button("แนบแฟ้ม").click()
    visitor.sees("แนบแล้ว 1 แฟ้ม")
    visitor.sees("แม้ชื่อจะบอกว่าเป็นรูป")
    with store.database.reading() as connection:
        (one,) = attachments.of_records(connection, "event", [record])
    picture = visitor.page.locator(f"img[src='s/file/{one.id}/small']")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (i) => { await i.decode(); return i.naturalWidth }") == 480
    assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    visitor.page.locator(f".st-key-file-{one.id}").get_by_role("button", name="เอาออก").click()
    expect(picture).to_have_count(0)
    visitor.page.get_by_role("button", name="เลิกทำ").click()
    expect(picture).to_be_visible()
