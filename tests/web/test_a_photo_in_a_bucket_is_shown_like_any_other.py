"""Files that lie in a bucket, over real HTTP: the same rights, headers and short answers; a bucket that is away is told."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.access.identity import mark_of
from lib.actions.records.attaching import attach
from lib.actions.records.saving import save
from lib.intake.attached import BroughtFile
from lib.store import login_sessions
from lib.store.database import Database
from lib.store.opening import Store
from tests.browser.servers import serving
from tests.intake.attached_files import pdf, photo
from tests.s3 import KEY, SECRET, s3_running

Answer = tuple[int, dict[str, str], bytes]
#: What the way a file lies on this machine adds, and what differs from one answer to the next.
OF_A_FOLDER = {"Accept-Ranges", "Last-Modified", "Date"}


def named(headers: Message) -> dict[str, str]:
    return {name.title(): value for name, value in headers.items()}


def get(url: str, cookie: str = "", **headers: str) -> Answer:
    asked = urllib.request.Request(url, headers={**headers, **({"Cookie": cookie} if cookie else {})})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, named(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, named(error.headers), error.read()


@pytest.mark.server
def test_a_photo_in_a_bucket_is_answered_as_one_in_a_folder(
    sqlite_template: Path, tmp_path: Path, bucket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    database = Database(f"sqlite:///{tmp_path}/own.sqlite")
    with s3_running(tmp_path / "mortal") as mortal:
        mortal.bucket("thun-files")
        monkeypatch.setenv("AWS_ENDPOINT_URL", mortal.endpoint)
        place = "s3://thun-files/x"
        store = Store("own", database, tmp_path / "backups" / "own", tmp_path / "files" / "own", place)
        record = save(store, OWN_MACHINE, "event", {"name": "เวที", "type": "training", "area": "TH-100101"}).record.id
        files = [
            attach(store, OWN_MACHINE, "event", record, BroughtFile("ภาพ.jpg", photo())),
            attach(store, OWN_MACHINE, "event", record, BroughtFile("รายงาน.pdf", pdf(2))),
        ]
        with database.writing() as connection:
            _, secret = login_sessions.begin(connection, None, login_sessions.OWN_MACHINE, "ทดสอบ")
        owner = f"thun-{mark_of(store)}={secret}"
        paths = [f"/s/file/{files[0].id}", f"/s/file/{files[0].id}/small", f"/s/file/{files[1].id}"]
        with serving(tmp_path, THUN_FILES=place, THUN_S3_SECONDS="5") as server:
            urls = [f"{server.url}{path}" for path in paths]
            from_bucket = [get(url, owner) for url in urls]
            assert [status for status, _, _ in from_bucket] == [200] * 3
            assert [body for _, _, body in from_bucket] == [
                store.files.read(d) for d in (files[0].digest, files[0].small_digest, files[1].digest)
            ]
            assert [get(url)[0] for url in urls] == [404] * 3
            mortal.stop()
            status, headers, body = get(urls[0], owner)
            assert (status, headers["Cache-Control"]) == (503, "no-store")
            assert "ติดต่อ" in body.decode()
            assert not [word for word in (KEY, SECRET, "Generic") if word in body.decode()]
            assert get(urls[0])[0] == 404, "a stranger hears nothing of it"
            tag = from_bucket[0][1]["Etag"]
            assert get(urls[0], owner, **{"If-None-Match": tag})[0] == 304
            mortal.start()
            assert get(urls[0], owner)[2] == from_bucket[0][2]
        for one in files:
            for digest in one.digests:
                Store("own", database, store.backups, store.files_folder).files.put(store.files.read(digest))
        with serving(tmp_path) as server:
            from_folder = [get(f"{server.url}{path}", owner) for path in paths]
    assert [without(one) for one in from_folder] == [without(one) for one in from_bucket]
    database.close()


def without(answer: Answer) -> Answer:
    status, headers, body = answer
    return status, {name: value for name, value in headers.items() if name not in OF_A_FOLDER}, body
