"""Files over real HTTP: readers and writers, revoked and ended, conditional requests, headers, hostile addresses."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.access.identity import mark_of
from lib.access.policy import Role
from lib.actions.records.attaching import attach, erase_file, publish, take_away
from lib.actions.records.saving import save
from lib.intake.attached import BroughtFile
from lib.store import accounts, login_sessions
from lib.store.attachments import Attachment
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.tables import table
from tests.browser.servers import Server, serving
from tests.intake.attached_files import pdf, photo

pytestmark = pytest.mark.server
HERE, ELSEWHERE = "TH-100101", "TH-900101"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Office:
    """A running server, its store, and files of one event."""

    server: Server
    store: Store
    record: str
    picture: Attachment
    document: Attachment

    def cookie(self, account: str | None, provider: str = login_sessions.INVITATION) -> str:
        with self.store.database.writing() as connection:
            _, secret = login_sessions.begin(connection, account, provider, "ทดสอบ")
        return f"thun-{mark_of(self.store)}={secret}"

    def somebody(self, role: Role, place: str) -> tuple[str, str]:
        """(account, cookie)."""
        with self.store.database.writing() as connection:
            made = accounts.add(connection, "คนหนึ่ง")
            accounts.grant(connection, made, (role.value, place, ""), ("own-machine", "ผู้ใช้เครื่องนี้"))
        return made, self.cookie(made)

    def get(self, path: str, cookie: str = "", **headers: str) -> Answer:
        told = {**headers, **({"Cookie": cookie} if cookie else {})}
        asked = urllib.request.Request(f"{self.server.url}{path}", headers=told)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())


@pytest.fixture(scope="module")
def office(
    sqlite_template: Path, practice_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(sqlite_template, folder / "own.sqlite")
    shutil.copy(practice_template, folder / "practice.sqlite")
    store = Store(
        "own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups" / "own", folder / "files" / "own"
    )
    values = {"name": "เวที", "type": "training", "area": HERE}
    record = save(store, OWN_MACHINE, "event", values).record.id
    picture = attach(store, OWN_MACHINE, "event", record, BroughtFile("ภาพ\r\nX: y.jpg", photo()))
    document = attach(store, OWN_MACHINE, "event", record, BroughtFile("รายงาน.pdf", pdf(2)))
    with serving(folder) as server:
        yield Office(server, store, record, picture, document)
    store.database.close()


def test_readers_get_nothing_and_are_not_told_that_there_is_something(office: Office) -> None:
    there, nowhere = office.get(f"/s/file/{office.picture.id}"), office.get("/s/file/file-nothing")
    assert (there.status, there.body) == (nowhere.status, nowhere.body) == (404, nowhere.body)
    assert there.headers["Cache-Control"] == "no-store"
    assert office.get(f"/s/file/{office.picture.id}/small").status == 404
    forged = office.get(f"/s/file/{office.picture.id}", **{"x-thun-session": "own-machine", "Host": "localhost"})
    assert forged.status == 404


def test_who_may_see_the_record_gets_it_and_who_lost_the_right_does_not(office: Office) -> None:
    path = f"/s/file/{office.picture.id}"
    account, team = office.somebody(Role.TEAM, HERE)
    _, stranger = office.somebody(Role.TEAM, ELSEWHERE)
    owner = office.cookie(None, login_sessions.OWN_MACHINE)
    assert office.get(path, stranger).status == 404
    for cookie in (team, owner):
        got = office.get(path, cookie)
        assert (got.status, got.body[:3], got.headers["Content-Type"]) == (200, b"\xff\xd8\xff", "image/jpeg")
        small = office.get(f"{path}/small", cookie)
        assert (small.status, len(small.body) <= len(got.body)) == (200, True)
    tag = {"If-None-Match": office.get(path, team).headers["ETag"]}
    assert office.get(path, team, **tag).status == 304
    with office.store.database.writing() as connection:
        accounts.end_grants(connection, table("role_grant").c.account == account)
    assert office.get(path, team, **tag).status == 404
    with office.store.database.writing() as connection:
        login_sessions.end(connection, table("login_session").c.account.is_(None))
    assert office.get(path, owner, **tag).status == 404


def test_what_is_published_is_seen_by_everybody_under_no_name_of_anybodys(office: Office) -> None:
    publish(office.store, OWN_MACHINE, office.picture.id, public=True)
    got = office.get(f"/s/file/{office.picture.id}")
    assert got.status == 200
    assert "event.jpg" in got.headers["Content-Disposition"]
    publish(office.store, OWN_MACHINE, office.picture.id, public=False)
    assert office.get(f"/s/file/{office.picture.id}", **{"If-None-Match": got.headers["ETag"]}).status == 404


def test_nothing_in_an_answer_runs(office: Office) -> None:
    owner = office.cookie(None, login_sessions.OWN_MACHINE)
    for file, way in ((office.picture, "inline"), (office.document, "attachment")):
        got = office.get(f"/s/file/{file.id}", owner, Accept="text/html", **{"Accept-Encoding": "gzip"})
        assert got.status == 200
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "sandbox" in got.headers["Content-Security-Policy"]
        assert got.headers["Cache-Control"] == "private, no-cache"
        assert got.headers["Vary"].startswith("Cookie") or "Cookie" in got.headers["Vary"]
        assert got.headers["Content-Disposition"].startswith(f"{way}; filename=")
        assert got.headers["X"] is None
    assert office.get(f"/s/file/{office.document.id}/small", owner).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/s/file/..%2f..%2fown.sqlite",
        "/s/file/%2e%2e/%2e%2e/own.sqlite",
        "/s/file/",
        "/s/file/{id}/large",
        "/s/file/{id}%00",
        "/s/file/{id}?world=practice",
    ],
)
def test_addresses_lead_out_of_no_folder(office: Office, path: str) -> None:
    owner = office.cookie(None, login_sessions.OWN_MACHINE)
    got = office.get(path.format(id=office.picture.id), owner)
    assert b"SQLite format" not in got.body
    assert not got.body.startswith(b"\xff\xd8\xff")


def test_what_is_taken_away_or_erased_is_served_to_nobody(office: Office) -> None:
    owner = office.cookie(None, login_sessions.OWN_MACHINE)
    brought = BroughtFile("อีกภาพ.jpg", photo(colour="red"))
    one = attach(office.store, OWN_MACHINE, "event", office.record, brought)
    path = f"/s/file/{one.id}"
    assert office.get(path, owner).status == 200
    take_away(office.store, OWN_MACHINE, one.id)
    assert office.get(path, owner).status == 404
    erase_file(office.store, OWN_MACHINE, one.id, "คนในภาพขอ")
    assert office.get(path, owner).status == 404


def test_only_reading_is_answered(office: Office) -> None:
    for method in ("POST", "PUT", "DELETE"):
        asked = urllib.request.Request(f"{office.server.url}/s/file/{office.picture.id}", method=method, data=b"x")
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(asked, timeout=60)
        error.value.close()
        assert error.value.code in (403, 404, 405)
