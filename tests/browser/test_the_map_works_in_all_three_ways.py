"""The map with our own files, with the public network's, and with neither; and with hostile names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.store.database import Database
from lib.store.opening import Store
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import ROOT, Server, serving
from tests.browser.visitor import PAGE_IDS, Visitor, has_thai_letters, pattern
from tools.assets import ensure_assets
from tools.project import Project

PROVINCES = 77
VENDOR = ROOT / "static" / "vendor"
HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
    "**bold** [x](javascript:window.hacked=1) :red[y] :material/home: $a$",
    "=1+1",
    "'\"};window.hacked=1;//</script><svg onload=window.hacked=1>",
    "{{7*7}} ${window.hacked=1} `x` <b>หนา</b>",
)


@pytest.fixture(scope="module", autouse=True)
def map_files() -> None:
    """The map's own files stand, as after run.py."""
    assert ensure_assets(Project(ROOT)), "the map's files could not be fetched"


@pytest.fixture
def hostile(seeded: Seeded) -> Iterator[Server]:
    """A server whose records carry what an attacker would type."""
    folder = seeded()
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    for number, name in enumerate(HOSTILE):
        place = {"area": "TH-25", "basis": "point", "latitude": 14.0 + number, "longitude": 101.5}
        save(store, OWN_MACHINE, "incubation_centre", {"name": name, **place, "abilities": name})
    values = {"name": HOSTILE[0], "type": "group", "note": HOSTILE[3]}
    save(store, OWN_MACHINE, "organisation", values)
    step = {"area": "TH-250213", "rung": "concrete", "reached_on": "2023-09-19", "note": HOSTILE[0]}
    saved = save(store, OWN_MACHINE, "tambon_progress", step)
    proof = {"name": HOSTILE[1], "type": "note", "text": HOSTILE[0]}
    proves = {"proves_kind": "tambon_progress", "proves": saved.record.id}
    save(store, OWN_MACHINE, "evidence", {**proof, **proves})
    store.database.close()
    with serving(folder, THUN_MAP_ASSETS="own") as server:
        yield server


def test_own_files_draw_provinces_and_centres(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("centres")
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    expect(_dots(visitor)).not_to_have_count(0)
    assert any("/app/static/vendor/leaflet/leaflet.js" in url for url in visitor.asked)


def test_a_touched_dot_opens_the_centre(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("centres", region="NE")
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    dot = _dots(visitor).first
    dot.hover()
    name = visitor.map.locator(".leaflet-tooltip b").inner_text()
    dot.click()
    profile = visitor.main.get_by_role("heading", level=3).filter(has_text=name)
    expect(profile.first).to_be_visible()
    expect(visitor.page).to_have_url(re.compile(r"[?&]centre=ctr-"))
    expect(visitor.main.get_by_role("radio", name=name, exact=True)).to_be_checked()


def test_the_map_fills_the_screen_and_its_filters_and_legend_lie_on_it(country: Server, visit: Visit) -> None:
    for width, height in ((1366, 768), (1920, 1080)):
        visitor = visit(country, viewport={"width": width, "height": height}).open("centres", world="practice")
        expect(_provinces(visitor)).to_have_count(PROVINCES)
        visitor.settled()
        ground = visitor.map.locator(".leaflet-container").bounding_box()
        assert ground
        assert ground["height"] > height - 180
        assert ground["y"] + ground["height"] <= height, "in the first fold"
        for lying in (".st-key-centres_filters", ".st-key-centres_legend"):
            box = visitor.main.locator(lying).bounding_box()
            assert box
            assert ground["y"] - 1 <= box["y"], lying
            assert box["y"] + box["height"] <= ground["y"] + ground["height"] + 1, lying
        drawn = visitor.map.locator("path.leaflet-interactive").first.locator("xpath=..").bounding_box()
        assert drawn
        assert drawn["height"] > ground["height"] * 0.6, "the country fills it"


def test_a_filter_leaves_the_map_with_what_fits(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("centres", world="practice")
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    expect(_dots(visitor)).not_to_have_count(0)
    whole = _dots(visitor).count()
    visitor.chooses("ภาค", "ภาคใต้")
    expect(_dots(visitor)).not_to_have_count(whole)
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    assert 0 < _dots(visitor).count() < whole


def test_the_public_files_draw_the_same(seeded: Seeded, visit: Visit) -> None:
    with serving(seeded(), THUN_MAP_ASSETS="cdn") as server:
        visitor = visit(server)
        given: list[str] = []
        visitor.page.route(re.compile(r"^https://"), lambda route: _public_file(route, given))
        visitor.open().goes("centres")
        expect(_provinces(visitor)).to_have_count(PROVINCES)
        expect(_dots(visitor)).not_to_have_count(0)
        assert any(url.endswith("leaflet.js") for url in given)
        assert sorted(visitor.strangers()) == sorted(given), "each of them was answered here"
        visitor.asked.clear()


def test_without_files_the_map_is_drawn_and_nobody_is_asked(seeded: Seeded, visit: Visit) -> None:
    with serving(seeded(), THUN_MAP_ASSETS="drawn") as server:
        visitor = visit(server).open()
        for page_id in PAGE_IDS[1:]:
            visitor.goes(page_id)
        visitor.goes("centres")
        chart = visitor.main.get_by_test_id("stVegaLiteChart").first
        expect(chart.locator("g.mark-shape path")).to_have_count(PROVINCES)
        expect(chart.locator("g.mark-symbol.role-mark path")).not_to_have_count(0)
        expect(visitor.page.locator("iframe")).to_have_count(0)
        visitor.main.get_by_role("radiogroup").locator("label").nth(1).click()
        expect(visitor.main.get_by_role("link", name="แก้ไขข้อมูลศูนย์")).to_be_visible()
        assert not visitor.strangers()


def test_the_drawn_map_can_be_chosen(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("centres")
    visitor.main.get_by_role("button", name="แผนที่").click()
    visitor.page.get_by_text("แผนที่แบบวาด", exact=True).click()
    chart = visitor.main.get_by_test_id("stVegaLiteChart").first
    expect(chart.locator("g.mark-shape path")).to_have_count(PROVINCES)
    expect(visitor.page.locator('iframe[src*="streamlit_folium"]')).to_have_count(0)


def test_a_centre_is_put_where_the_map_is_tapped_or_a_position_is_pasted(desk: Server, visit: Visit) -> None:
    visitor = visit(desk, viewport={"width": 1366, "height": 768}).open("centres", region="N")
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    visitor.main.get_by_text("เพิ่มศูนย์บนแผนที่", exact=True).click()
    visitor.settled()
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    frame = visitor.map.locator(".leaflet-container").bounding_box()
    assert frame
    visitor.page.mouse.click(frame["x"] + frame["width"] * 0.36, frame["y"] + frame["height"] * 0.42)
    way = visitor.main.get_by_role("link", name="กรอกข้อมูลศูนย์ตรงนี้")
    expect(way).to_be_visible()
    box = visitor.main.get_by_label("แตะบนแผนที่ หรือวางพิกัด/ลิงก์แผนที่")
    box.fill("ยี่สิบ องศา")
    box.press("Enter")
    visitor.sees("อ่านพิกัดไม่ได้")
    box.fill("https://www.google.com/maps/place/x/@18.7883,98.9853,15z")
    box.press("Enter")
    visitor.sees("18.788300, 98.985300 · เชียงใหม่")
    way.click()
    visitor.sees_title("บันทึก")
    expect(visitor.box("ละติจูด")).to_have_value("18.7883")
    expect(visitor.box("ลองจิจูด")).to_have_value("98.9853")
    visitor.types("ชื่อศูนย์", "ศูนย์จากแผนที่")
    visitor.presses("บันทึก")
    visitor.sees("บันทึกแล้วที่เครื่องนี้")
    visitor.open("centres", region="N", province="TH-50")
    expect(visitor.main.get_by_role("radio", name="ศูนย์จากแผนที่")).to_be_visible()


def test_a_phone_sees_on_the_map_how_far_the_nearest_centres_are(country: Server, visit: Visit) -> None:
    here = {"geolocation": {"latitude": 18.7883, "longitude": 98.9853}, "permissions": ["geolocation"]}
    visitor, late = visit(country, viewport={"width": 390, "height": 844}, **here), list[Route]()
    visitor.page.route("**/provinces.geojson", lambda route: late.append(route))
    visitor.open("centres", world="practice", region="S")
    visitor.main.get_by_role("button", name="ใกล้ฉัน").click()
    visitor.page.get_by_role("button", name="ใช้ตำแหน่งของเครื่องนี้").click()
    visitor.sees("ระยะเส้นตรงจากเครื่องนี้")
    visitor.page.keyboard.press("Escape")
    far = visitor.map.locator(".leaflet-tooltip").filter(has_text="กม.")
    expect(far).to_have_count(5)
    # On a weak signal the provinces come now: the window stays where it was measured.
    assert late
    for route in late:
        route.continue_()
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    told = sorted(far.all_inner_texts())
    listed = visitor.main.get_by_test_id("stMarkdown").filter(has_text=re.compile(r"^ราว [\d,]+ กม\."))
    assert sorted(re.match(r"ราว [\d,]+ กม\.", text)[0] for text in listed.all_inner_texts()) == told  # type: ignore[index]
    assert has_thai_letters(far.first), "a frame is a page of its own"
    window = visitor.map.locator(".leaflet-container")
    window.scroll_into_view_if_needed()
    for distance in far.all():
        expect(distance).to_be_in_viewport()
    visitor.main.get_by_role("button", name="เลิกวัดระยะ").click()
    expect(far).to_have_count(0)


def test_no_page_asks_anybody_else(country: Server, visit: Visit) -> None:
    visitor = visit(country).open(world="practice")
    for page_id in PAGE_IDS:
        visitor.goes(page_id)
        if page_id == "centres":
            expect(_provinces(visitor)).to_have_count(PROVINCES)
    assert any(url.startswith("ws://") for url in visitor.asked)
    assert not visitor.strangers()


def test_hostile_names_are_shown_as_typed_and_do_nothing(hostile: Server, visit: Visit) -> None:
    visitor = visit(hostile).open()
    _nothing_ran(visitor)
    visitor.open("centres")
    expect(_provinces(visitor)).to_have_count(PROVINCES)
    for name in HOSTILE:
        expect(visitor.main.locator("td").filter(has_text=_as_seen(name))).not_to_have_count(0)
    for dot in _dots(visitor).all()[-len(HOSTILE) :]:
        dot.hover()
        expect(visitor.map.locator(".leaflet-tooltip b").last).to_be_visible()
    _nothing_ran(visitor)
    for name in HOSTILE:
        visitor.main.get_by_role("radiogroup").locator("label").filter(has_text=_as_seen(name)).first.click()
        profile = visitor.main.get_by_role("heading", level=3).filter(has_text=_as_seen(name))
        expect(profile.first).to_be_visible()
        _nothing_ran(visitor)
    visitor.main.get_by_role("link", name="แก้ไขข้อมูลศูนย์").click()
    visitor.sees_title("บันทึก")
    expect(visitor.box("ชื่อศูนย์")).to_have_value(HOSTILE[-1])
    _nothing_ran(visitor)
    for page_id, query in (
        ("records", {"kind": "incubation_centre"}),
        ("records", {"kind": "organisation"}),
        ("progress", {"province": "TH-25", "area": "TH-250213"}),
    ):
        visitor.open(page_id, **query)
        visitor.sees("window.hacked=1")
        _nothing_ran(visitor)


def _as_seen(name: str) -> re.Pattern[str]:
    """The name on screen: an invisible joiner may stand behind a colon."""
    return re.compile(":\u2060?".join(pattern(part) for part in name.split(":")))


def _nothing_ran(visitor: Visitor) -> None:
    visitor.settled()
    for frame in visitor.page.frames:
        assert frame.evaluate("typeof window.hacked") == "undefined"
    assert visitor.page.locator('a[href^="javascript:" i]').count() == 0
    assert visitor.main.locator("img[onerror], svg[onload]").count() == 0
    assert not visitor.wrong


def _provinces(visitor: Visitor) -> Locator:
    return visitor.map.locator('path.leaflet-interactive[stroke-width="1"]')


def _dots(visitor: Visitor) -> Locator:
    """Dots and dashed rings: both have the thicker line."""
    return visitor.map.locator('path.leaflet-interactive[stroke-width="2"]')


def _public_file(route: Route, given: list[str]) -> None:
    """Answer as the public network would: the map's two libraries, the rest empty."""
    given.append(route.request.url)
    name = Path(route.request.url.split("?")[0]).name
    ours = next(
        (
            file
            for file in VENDOR.rglob("*.*s")
            if file.name.split(".")[0] == name.split("-")[0].split(".")[0] and file.suffix == Path(name).suffix
        ),
        None,
    )
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    body = ours.read_text("utf-8") if ours else ""
    headers = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(body=body, content_type=kind, headers=headers)
