"""Headers, caching, the remembered theme, and files where the browser fetches them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from lib.web import addresses, headers, sockets
from lib.web.addresses import Addresses
from lib.web.assets import ensure_assets
from lib.web.headers import Headers
from lib.web.tuning import remember_the_theme


async def _answer(_request: Any) -> PlainTextResponse:
    return PlainTextResponse("x")


async def _socket(socket: Any) -> None:
    await socket.accept()
    await socket.send_text("x")
    await socket.close()


def client() -> TestClient:
    app = Starlette(routes=[WebSocketRoute("/ws", _socket), Route("/{path:path}", _answer)])
    return TestClient(Headers(app))


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/static/js/index.abc.js", "public, max-age=31536000, immutable"),
        ("/app/static/geo/provinces.geojson", "public, max-age=86400"),
        ("/", None),
    ],
)
def test_answers_carry_security_headers_and_hashed_files_are_kept(path: str, kept: str | None) -> None:
    answer = client().get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers.get("cache-control") == kept


def test_the_policy_lets_nothing_of_another_host_run_but_the_maps_own_files_in_the_maps_frame() -> None:
    page = client().get("/", headers={"Host": "office.example:8501"}).headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in page.split("; "))
    assert rules["frame-ancestors"] == "'self'"
    assert (rules["object-src"], rules["base-uri"]) == ("'none'", "'self'")
    assert "ws://office.example:8501" in rules["connect-src"]
    assert "https:" not in rules["script-src"]
    assert not any(host in rules["script-src"] for host in headers.NETWORK)
    frame = headers.policy("localhost", "/component/streamlit_folium.st_folium/index.html")
    assert all(host in frame for host in headers.NETWORK)
    assert "evil" not in headers.policy("x; script-src https://evil.example", "/"), "a host is a host or nothing"


def test_the_networks_map_files_come_from_the_hosts_that_are_allowed() -> None:
    import folium

    asked = [url for _, url in (*folium.Map.default_js, *folium.Map.default_css)]
    assert {urlsplit(url).scheme + "://" + urlsplit(url).netloc for url in asked} <= set(headers.NETWORK)


@pytest.mark.parametrize("base", ["", "thun"])
def test_an_address_of_several_steps_leads_to_the_page_that_says_so(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit shows a white screen there; files, pages and programs' requests pass untouched."""
    monkeypatch.setattr(addresses, "base_path", lambda: f"/{base}" if base else "")
    before = f"/{base}" if base else ""
    app = TestClient(Addresses(Starlette(routes=[Route("/{path:path}", _answer)])), follow_redirects=False)
    browser = {"accept": "text/html,application/xhtml+xml"}
    for lost in ("/progress/x", "/a/b/c"):
        answer = app.get(before + lost, headers=browser)
        assert (answer.status_code, answer.headers["location"]) == (307, f"{before}/not-found")
    for area, page in (
        ("/area/N", "/area?region=N"),
        ("/area/ne", "/area?region=NE"),
        ("/area/TH-50", "/area?province=TH-50"),
        ("/area/TH-500102?lang=en", "/area?tambon=TH-500102&lang=en"),
        ("/area/TH?month=2026-10&region=N", "/area?region=all&province=all&month=2026-10"),
        ("/area/N?region=S", "/area?region=N"),
        ("/area/somewhere", "/not-found"),
        ("/area/N/x", "/not-found"),
    ):
        answer = app.get(before + area, headers=browser)
        assert (answer.status_code, answer.headers["location"]) == (307, before + page), area
    for path in (
        "/",
        "/progress",
        "/overview/",
        "/component/map/index.html",
        "/app/static/a/b",
        "/s/in",
        "/_stcore/health",
    ):
        assert app.get(before + path, headers=browser).status_code == 200, path
    assert app.get(f"{before}/progress/x", headers={"accept": "*/*"}).status_code == 200


def test_websockets_pass_untouched() -> None:
    with client().websocket_connect("/ws") as socket:
        assert socket.receive_text() == "x"


def test_the_theme_is_read_once_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        calls.append(section)
        if section == "theme":
            msg.primary_color = "#1f6f78"

    monkeypatch.setattr(app_session, "_populate_theme_msg", populate)
    remember_the_theme()
    remember_the_theme()
    for _ in range(3):
        said, empty = CustomThemeConfig(), CustomThemeConfig()
        app_session._populate_theme_msg(said)
        app_session._populate_theme_msg(empty, "theme.light")
        assert (said.primary_color, empty.ByteSize()) == ("#1f6f78", 0)
    assert calls == ["theme", "theme.light"]
    monkeypatch.delattr(app_session, "_populate_theme_msg")
    remember_the_theme()


def test_small_answers_leave_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int]] = []

    class Protocol:
        def connection_made(self, transport: Any) -> None:
            seen.append((0, 0, 0))

    monkeypatch.setattr(sockets, "AutoHTTPProtocol", Protocol)
    sockets.answer_at_once()
    sockets.answer_at_once()
    raw = SimpleNamespace(family=sockets.socket.AF_INET, setsockopt=lambda *o: seen.append(o))
    Protocol().connection_made(SimpleNamespace(get_extra_info=lambda _name: raw))
    assert seen == [(sockets.socket.IPPROTO_TCP, sockets.socket.TCP_NODELAY, 1), (0, 0, 0)]


def test_threads_take_short_turns() -> None:
    import sys

    before = sys.getswitchinterval()
    sockets.take_short_turns()
    assert sys.getswitchinterval() == pytest.approx(sockets.SWITCH_SECONDS)
    sys.setswitchinterval(before)


def test_polygons_are_put_where_the_browser_fetches_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "data" / "geo").mkdir(parents=True)
    (tmp_path / "data" / "geo" / "provinces.geojson").write_text("{}", encoding="utf-8")
    ensure_assets(tmp_path)
    assert (tmp_path / "static" / "geo" / "provinces.geojson").read_text(encoding="utf-8") == "{}"
    bare = tmp_path / "bare"
    bare.mkdir()
    ensure_assets(bare)
    assert "polygons could not be put" in caplog.text
