"""Over real HTTP and websockets: invitations and previews, tokens, forms and ways of others, storms, takeovers."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lib.access.actors import READER
from lib.access.identity import actor_of
from lib.actions.access import owning, tries
from lib.store import invitations, login_sessions
from lib.store.database import Database
from lib.store.invitations import NewInvitation
from lib.store.opening import Store
from lib.store.tables import table
from tests.browser.servers import Server, serving
from tests.owner import SECRET
from tests.phone import Phone, looks_at, words_of
from tests.watching import watch

pytestmark = pytest.mark.server
ADD, ONLY_READING = "เพิ่มรายการใหม่", "ดูได้อย่างเดียว"
SCRIPTS = ("lib/web/launcher.py", "Home.py")


@pytest.fixture(scope="module", params=SCRIPTS)
def server(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server, in both ways of starting."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copy(sqlite_template, folder / "own.sqlite")
    with serving(folder, script=request.param, THUN_MAP_ASSETS="drawn") as running:
        yield running


@pytest.fixture
def store(server: Server, request: pytest.FixtureRequest) -> Iterator[Store]:
    watch(request.node, server.report)
    opened = Store("own", Database(f"sqlite:///{server.folder}/own.sqlite"), server.folder / "backups")
    yield opened
    opened.database.close()


def invited(store: Store, **said: Any) -> tuple[str, str]:
    until = datetime.now(UTC) + timedelta(days=1)
    new = NewInvitation(said.pop("role", "officer"), said.pop("place", "CODI-N"), "ทดสอบ", until, **said)
    with store.database.writing() as connection:
        return invitations.make(connection, new, ("acc_x", "สมศรี"))


def uses(store: Store, invitation: str) -> int:
    with store.database.reading() as connection:
        found = invitations.by_id(connection, invitation)
    assert found is not None
    return found.uses


def signed_in(server: Server, store: Store, **said: Any) -> tuple[Phone, str]:
    """A phone whose person came by an invitation, and the id of the session."""
    phone = Phone(server.url)
    assert phone.accepts(invited(store, **said)[1]).status_code == 303
    return phone, session_of(store, phone.session_cookie(server.cookie))


def session_of(store: Store, token: str) -> str:
    with store.database.reading() as connection:
        session = login_sessions.by_secret(connection, token, datetime.now(UTC))
    return session.id if session else ""


# Pages


@pytest.mark.parametrize("path", ["/s/in", "/s/invite", "/s/key", "/s/devices", "/s/out", "/s/in/nobody"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_each_page_is_strict_and_kept_by_nobody(server: Server, path: str, language: str) -> None:
    answer = Phone(server.url).get(f"{path}?lang={language}", follow=True)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f'<html lang="{language}">' in answer.text
    for text in re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"style-src 'self' 'sha256-{digest}'" in policy
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_the_script_is_found_under_the_name_of_what_they_hold(server: Server) -> None:
    phone = Phone(server.url)
    page = phone.get("/s/invite").text
    name = page.split('src="/s/files/')[1].split('"')[0]
    answer = phone.get(f"/s/files/{name}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert phone.get("/s/files/../showing.py").status_code in (404, 200)
    assert "STATUS" not in phone.get("/s/files/%2e%2e%2fshowing.py").text


# Invitations


def test_five_previews_eat_nothing_and_then_the_person_comes_in(server: Server, store: Store) -> None:
    made, code = invited(store)
    for agent in (
        "facebookexternalhit/1.1;line-poker/1.0",
        "Slackbot",
        "WhatsApp/2",
        "curl/8",
        "Mozilla/5.0 (iPhone) Line/14",
    ):
        preview = Phone(server.url, **{"User-Agent": agent})
        assert preview.get("/s/invite").status_code == 200
        looked = preview.sends("/s/invite", "/s/invite/look", code=code)
        assert "สมศรี เชิญท่าน" in words_of(looked)
        assert code not in str(looked.url)
    assert uses(store, made) == 0
    phone = Phone(server.url)
    answer = phone.accepts(f"{server.url}/s/invite#{code}", next="/records?kind=organisation")
    assert (answer.status_code, answer.headers["location"]) == (303, "/records?kind=organisation")
    assert uses(store, made) == 1
    assert looks_at(server.url, "records", {"Cookie": phone.cookies}).says(ADD)
    assert "ใช้ครบแล้ว" in words_of(Phone(server.url).accepts(code))


def test_a_wrong_or_missing_answer_is_said_beside_its_field(server: Server, store: Store) -> None:
    made, code = invited(store, pin="123456")
    phone = Phone(server.url)
    for form, words in (({"name": " ", "pin": "123456"}, "บอกชื่อ"), ({"pin": "1"}, "รหัส PIN ไม่ตรง")):
        answer = phone.accepts(code, **form)
        assert answer.status_code in (403, 422)
        assert words in words_of(answer)
    assert uses(store, made) == 0
    evil = phone.accepts(code, name='"><script>alert(1)</script>', pin="1")
    assert "<script>alert" not in evil.text


def test_a_storm_on_one_pin_locks_nobody_else_out(server: Server, store: Store) -> None:
    made, code = invited(store, pin="123456", most_uses=5)
    _other, other = invited(store, pin="222222")
    storm = Phone(server.url)
    said = [storm.accepts(code, pin=f"{n:06}").status_code for n in range(tries.BY_ONE.most + 3)]
    assert set(said) == {403}
    assert "ลองรหัส PIN ผิดหลายครั้ง" in words_of(storm.accepts(code, pin="123456"))
    assert storm.accepts(other, pin="222222").status_code == 303, "another invitation is not locked"
    assert Phone(server.url).accepts(code, pin="123456").status_code == 303, "nor is this one for a neighbour"
    assert uses(store, made) == 1


# Cookies


def test_the_token_is_new_hidden_from_scripts_and_never_the_one_that_was_brought(server: Server, store: Store) -> None:
    phone = Phone(server.url)
    planted = f"{server.cookie}=planted-by-somebody-else-long-enough"
    browser = phone.get("/s/invite")
    token = browser.text.split('name="token" value="')[1].split('"')[0]
    form = {"token": token, "code": invited(store)[1], "name": "ยายแดง"}
    answer = phone.post("/s/invite/accept", form, Cookie=f"{phone.cookies}; {planted}", Origin="null")
    [kept] = [c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{server.cookie}=")]
    assert "planted" not in kept
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in kept.split(";")}
    assert "Domain" not in kept
    first = kept.split("=")[1].split(";")[0]
    again = phone.accepts(invited(store)[1], **{"as": "me"})
    second = again.headers["set-cookie"].split("=")[1].split(";")[0]
    assert first != second
    assert (session_of(store, first), bool(session_of(store, second))) == ("", True)


def test_behind_https_the_cookie_is_for_this_host_alone(server: Server, store: Store) -> None:
    phone = Phone(server.url, **{"X-Forwarded-Proto": "https"})
    opened = phone.get("/s/invite")
    token = opened.text.split('name="token" value="')[1].split('"')[0]
    browser = opened.headers["set-cookie"].split(";")[0]
    assert browser.startswith("__Host-thun-browser=")
    form = {"token": token, "code": invited(store)[1], "name": "ก"}
    answer = phone.post("/s/invite/accept", form, Cookie=browser, Origin="null")
    assert answer.status_code == 303, words_of(answer)
    kept = answer.headers["set-cookie"]
    assert kept.startswith("__Host-thun=")
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in kept.split(";")}


# Forms and ways of others


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_does_nothing(server: Server, store: Store, headers: dict[str, str]) -> None:
    phone, session = signed_in(server, store)
    phone.get("/s/invite")
    made, code = invited(store)
    assert phone.post("/s/invite/accept", {"code": code, "name": "ก", "token": "0" * 64}, **headers).status_code == 403
    assert phone.post("/s/out", {}, **headers).status_code == 403
    assert phone.post("/s/devices", {"all": "1"}, **headers).status_code == 403
    assert phone.post("/s/key", {"code": owning.owner_key(store)}, **headers).status_code == 403
    assert uses(store, made) == 0
    assert actor_of(store, session).account


def test_our_own_form_is_known_by_what_the_browser_says_or_by_its_token(server: Server, store: Store) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": server.url}):
        phone = Phone(server.url)
        phone.get("/s/invite")
        form = {"code": invited(store)[1], "name": "ก"}
        assert phone.post("/s/invite/accept", form, **headers).status_code == 303
    # The token of one browser is no use in another.
    theirs = Phone(server.url).get("/s/invite").text.split('name="token" value="')[1].split('"')[0]
    mine = Phone(server.url)
    mine.get("/s/invite")
    assert mine.post("/s/invite/accept", {"code": "x", "token": theirs}, Origin="null").status_code == 403


def test_a_link_signs_nobody_out(server: Server, store: Store) -> None:
    phone, session = signed_in(server, store)
    assert phone.get("/s/out").status_code == 200
    assert actor_of(store, session).account
    assert "ออกจากระบบแล้ว" in words_of(phone.sends("/s/out", "/s/out"))
    assert actor_of(store, session) == READER
    assert phone.session_cookie(server.cookie) == ""


@pytest.mark.parametrize(
    "way",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"),
        *("javascript:alert(1)", "/s/out", " /x", "/\n/evil.example", "http:/evil.example", "/" + "a" * 600, ""),
    ],
)
def test_the_way_on_stays_on_this_site(server: Server, store: Store, way: str) -> None:
    answer = Phone(server.url).accepts(invited(store)[1], next=way)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_form_of_more_than_anybody_types_is_not_read(server: Server) -> None:
    phone = Phone(server.url)
    phone.get("/s/invite")
    assert phone.post("/s/invite/look", {"code": "x" * 20_000}).status_code == 413


# Who is behind a connection


def test_without_a_session_everybody_reads_whatever_the_address_says(server: Server) -> None:
    for headers in (
        {},
        {"Host": "localhost"},
        {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
        {"X-Thun-Session": "ses_1", "x-thun-session": SECRET},
        {"Cookie": f"{server.cookie}=not-a-token-of-ours-at-all"},
    ):
        assert _upload(server, headers) == 403, headers
    for forged in ({}, {"X-Thun-Session": "ses_1"}, {"X-Forwarded-For": "127.0.0.1"}):
        window = looks_at(server.url, "records", forged)
        assert window.says(ONLY_READING), forged
        assert not window.says(ADD), forged


def test_a_forged_header_with_a_real_sessions_id_is_taken_away(server: Server, store: Store) -> None:
    _phone, session = signed_in(server, store)
    window = looks_at(server.url, "records", {"X-Thun-Session": session})
    assert window.says(ONLY_READING)
    assert _upload(server, {"X-Thun-Session": session}) == 403


def test_the_owners_browser_records(server: Server) -> None:
    assert looks_at(server.url, "records", {"Cookie": f"{server.cookie}={SECRET}"}).says(ADD)


def test_a_session_of_streamlits_is_not_taken_over_by_its_id(server: Server) -> None:
    """The trap of the hidden option: identity in our cookie alone would let who knows the id go on as its owner."""
    owner = {"Cookie": f"{server.cookie}={SECRET}"}
    begun = looks_at(server.url, "records", owner)
    assert begun.says(ADD)
    taken = looks_at(server.url, "records", {}, resume=begun.session)
    assert taken.session != begun.session
    assert not taken.says(ADD)
    assert looks_at(server.url, "records", owner, resume=begun.session).session == begun.session


def test_who_was_signed_out_elsewhere_sends_and_writes_nothing_more(server: Server, store: Store) -> None:
    phone, session = signed_in(server, store)
    assert looks_at(server.url, "records", {"Cookie": phone.cookies}).says(ADD)
    with store.database.writing() as connection:
        login_sessions.end(connection, table("login_session").c.id == session)
    assert _upload(server, {"Cookie": phone.cookies}) == 403
    assert looks_at(server.url, "records", {"Cookie": phone.cookies}).says(ONLY_READING)
    assert phone.get("/s/devices").headers["location"].startswith("/s/in?")


def test_devices_are_listed_and_ended_by_their_owner_only(server: Server, store: Store) -> None:
    phone, session = signed_in(server, store)
    _stranger, theirs = signed_in(server, store)
    assert words_of(phone.get("/s/devices")).count("เครื่องนี้") == 1
    assert phone.sends("/s/invite", "/s/devices", session=theirs).status_code == 404
    assert actor_of(store, theirs).account
    assert phone.sends("/s/invite", "/s/devices", session=session).status_code == 303
    assert actor_of(store, session) == READER


# The own machine


def test_the_link_of_the_start_works_once(server: Server, store: Store) -> None:
    said = server.log.read_text("utf-8")
    [link] = {word for word in said.split() if "/s/key#" in word}
    assert link.startswith(server.url)
    with store.database.reading() as connection:
        kept = connection.scalars(select(table("invitation").c.digest)).all()
    assert all(link.split("#")[1] not in digest for digest in kept)
    key = owning.owner_key(store)
    phone = Phone(server.url)
    assert phone.sends("/s/key", "/s/key", code=key).status_code == 303
    assert actor_of(store, session_of(store, phone.session_cookie(server.cookie))).id == "own-machine"
    assert phone.get("/s/devices").status_code == 200
    assert "python3 run.py admin" in words_of(Phone(server.url).sends("/s/key", "/s/key", code=key))


def _upload(server: Server, headers: dict[str, str]) -> int:
    """What comes of sending a file."""
    wire = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    wire.request("PUT", "/_stcore/upload_file/none/f", b"abc", headers)
    try:
        return wire.getresponse().status
    finally:
        wire.close()
