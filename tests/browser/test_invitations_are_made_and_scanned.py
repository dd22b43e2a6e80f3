"""Invitations as people meet them: made at a desk, scanned from the screen and from the printed cards, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from lib.access.identity import mark_of
from lib.access.policy import Role
from lib.store import accounts, invitations, login_sessions
from lib.store.database import Database
from lib.store.opening import Store
from tests.browser.conftest import Visit
from tests.browser.scanning import qr_codes, scanned
from tests.browser.servers import Server
from tests.browser.visitor import Visitor, overflow

TAMBON = "TH-250213"
LINE = "นาง{n}, ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี"
PARTS = ("people", "invite", "sent", "looks", "events", "why", "rules")

Comes = Callable[..., Visitor]


@pytest.fixture
def comes(desk: Server, visit: Visit) -> Comes:
    """Opens a window in which somebody with a right is signed in."""

    def opened(name: str, role: Role, place: str, **wishes: object) -> Visitor:
        store = store_of(desk)
        with store.database.writing() as connection:
            account = accounts.add(connection, name)
            accounts.grant(connection, account, (role.value, place, ""), ("test", "ทดสอบ"))
            _, secret = login_sessions.begin(connection, account, "google", "Chrome")
        mark = mark_of(store)
        store.database.close()
        # A device of its own for each person: windows of one device share their cookies.
        visitor = visit(desk, extra_http_headers={"X-Device": account}, **wishes)
        visitor.page.context.add_cookies([{"name": f"thun-{mark}", "value": secret, "url": desk.url}])
        return visitor

    return opened


def store_of(server: Server) -> Store:
    return Store("own", Database(f"sqlite:///{server.folder}/own.sqlite"), server.folder / "backups")


def test_twelve_cards_are_scanned_from_screen_and_paper(desk: Server, comes: Comes, tmp_path: Path) -> None:
    visitor = comes("เจ้าหน้าที่ภาค", Role.OFFICER, "CODI-BE", viewport={"width": 1366, "height": 2600})
    visitor.open("people", part="invite")
    visitor.main.get_by_text("หลายคนจากรายชื่อ").click()
    visitor.settled()
    visitor.area("รายชื่อ").fill("\n".join(LINE.format(n=n) for n in range(1, 13)))
    visitor.area("รายชื่อ").press("Tab")
    visitor.settled()
    visitor.presses("ออกคำเชิญ 12 ใบ")
    visitor.sees("ออกคำเชิญแล้ว 12 ใบ")
    visitor.settled()
    on_screen = scanned(visitor.page, 6)
    with visitor.page.expect_download() as downloading:
        visitor.presses("พิมพ์บัตร QR (PDF)")
    downloading.value.save_as(tmp_path / "cards.pdf")
    with pdfium.PdfDocument(tmp_path / "cards.pdf") as paper:
        assert len(paper) == 2
        on_paper = [code for page in paper for code in qr_codes(page.render(scale=2).to_pil())]
        words = "".join(page.get_textpage().get_text_range() for page in paper)
    assert len(set(on_paper)) == 12
    assert set(on_screen) < set(on_paper)
    assert "นาง12" in words
    for link in on_paper:
        assert re.fullmatch(rf"{desk.url}/s/invite#[\w-]{{27}}", link)
    store = store_of(desk)
    with store.database.reading() as connection:
        kept = [invitations.by_secret(connection, link.partition("#")[2]) for link in on_paper]
    store.database.close()
    assert sorted(i.purpose for i in kept if i) == sorted(f"นาง{n}" for n in range(1, 13))


def test_what_is_in_the_address_or_another_window_tells_no_link(comes: Comes) -> None:
    visitor = comes("เจ้าหน้าที่ภาค", Role.OFFICER, "CODI-BE", viewport={"width": 1366, "height": 768})
    visitor.open("people", part="invite")
    visitor.chooses("พื้นที่", "ปราจีนบุรี")
    visitor.chooses("ตำบลหรือเทศบาล", "เขาไม้แก้ว")
    visitor.types("เชิญใคร หรือเพื่ออะไร", "นางลับ")
    visitor.main.get_by_test_id("stButton").get_by_text("ออกคำเชิญ", exact=True).click()
    visitor.sees("ออกคำเชิญแล้ว 1 ใบ")
    (link,) = scanned(visitor.page)
    assert link.partition("#")[2] not in visitor.page.url
    visitor.page.reload()
    visitor.sees_title("คนและสิทธิ")
    visitor.misses("ออกคำเชิญแล้ว 1 ใบ", "/s/invite#")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_fits_a_phone(comes: Comes, theme: str) -> None:
    phone = comes("ผู้ดูแล", Role.COUNTRY, "TH", viewport={"width": 390, "height": 844}, color_scheme=theme)
    for part in PARTS:
        phone.open("people", part=part, days="all")
        found = overflow(phone)
        assert found["document"] <= found["window"], (part, found)
        assert found["main"] <= found["room"], (part, found)


def test_a_leader_finds_no_such_page_in_the_menu(comes: Comes) -> None:
    leader = comes("ผู้นำ", Role.LEADER, TAMBON).open("overview")
    assert "คนและสิทธิ" not in leader.navigation.inner_text()
    leader.open("people")
    leader.sees("หน้านี้เป็นของผู้ที่เชิญคนได้")
    officer = comes("เจ้าหน้าที่ภาค", Role.OFFICER, "CODI-BE").open("overview")
    assert "คนและสิทธิ" in officer.navigation.inner_text()
