"""Photos and documents in a bucket by one setting: kept for good, swept with care, backed up, moved, never half."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.attaching import attach, erase_file
from lib.actions.records.saving import save
from lib.config import Settings, forget_everything
from lib.domain.errors import StorageProblem
from lib.intake.attached import BroughtFile
from lib.store import attachments, backup_files
from lib.store.attachments import Attachment
from lib.store.database import Database
from lib.store.held_files import digest_of
from lib.store.keeping import back_up_now, keep_backups
from lib.store.opening import Store
from lib.store.packing import pack, unpack
from lib.store.restoring import restore
from tests.intake.attached_files import photo
from tests.s3 import KEY, SECRET, S3Server, Wire

ROOT = Path(__file__).parents[2]


@pytest.fixture
def away(store: Store, bucket: Path) -> Store:
    """A store on each database whose files lie in a bucket."""
    return replace(store, files_bucket=f"s3://{bucket.name}/แฟ้ม")


@pytest.fixture
def sqlite_away(sqlite_store: Store, bucket: Path) -> Store:
    """The same for what does not depend on the database."""
    return replace(sqlite_store, files_bucket=f"s3://{bucket.name}/แฟ้ม")


def centre(store: Store, name: str = "ศูนย์") -> str:
    values = {"name": name, "basis": "unresolved", "state": "active"}
    return save(store, OWN_MACHINE, "incubation_centre", values).record.id


def picture(store: Store, record: str, colour: str = "teal") -> Attachment:
    brought = BroughtFile("ศูนย์.jpg", photo((80, 60), colour=colour))
    return attach(store, OWN_MACHINE, "incubation_centre", record, brought)


def of(store: Store, record: str) -> list[Attachment]:
    with store.database.reading() as connection:
        return attachments.of_records(connection, "incubation_centre", [record])


def in_bucket(bucket: Path) -> dict[str, bytes]:
    """Digest → content of the own world, past the server."""
    folder = bucket / "แฟ้ม" / "own"
    return {f.parent.name + f.name: f.read_bytes() for f in folder.glob("??/*")}


def hours_older(server: S3Server, bucket: Path) -> None:
    for file in bucket.rglob("*"):
        if file.is_file():
            os.utime(file, (time.time() - 7200,) * 2)
    server.look_again()


def test_a_photo_lies_in_the_bucket_under_its_digest_and_nowhere_else(away: Store, bucket: Path) -> None:
    record = centre(away)
    one = picture(away, record)
    assert picture(away, record) == one
    found = in_bucket(bucket)
    assert set(found) == one.digests == set(away.files.digests())
    assert all(digest_of(content) == digest for digest, content in found.items())
    assert away.files.read(one.digest) == found[one.digest]
    assert away.files.on_disk(one.digest) is None
    assert not away.backups.with_name("files").exists()
    with pytest.raises(FileNotFoundError):
        away.files.read("0" * 64)


def test_what_is_erased_leaves_the_bucket_at_once_unless_another_record_has_it(away: Store, bucket: Path) -> None:
    mine, theirs = picture(away, centre(away)), picture(away, centre(away, "อีกศูนย์"))
    erase_file(away, OWN_MACHINE, mine.id, "คนในภาพขอ")
    assert set(in_bucket(bucket)) == theirs.digests
    erase_file(away, OWN_MACHINE, theirs.id, "คนในภาพขอ")
    assert in_bucket(bucket) == {}


def test_a_bucket_that_is_away_is_said_and_nothing_is_attached(
    sqlite_away: Store, bucket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = centre(sqlite_away)
    one = picture(sqlite_away, record)
    for name, value, said in (
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "ติดต่อ"),
        ("AWS_SECRET_ACCESS_KEY", "not-this-one", "ไม่รับกุญแจ"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            forget_everything()
            with pytest.raises(StorageProblem) as error:
                picture(sqlite_away, record, "red")
        told = error.value.problems[0]
        assert said in told.th
        assert not [word for word in (KEY, SECRET, "Signature") if word in told.th + told.en]
        assert [f.id for f in of(sqlite_away, record)] == [one.id]
        forget_everything()
    assert set(in_bucket(bucket)) == one.digests


def test_an_erasure_stands_while_the_bucket_is_away_and_reaches_it_later(
    sqlite_away: Store, bucket: Path, s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = centre(sqlite_away)
    one = picture(sqlite_away, record)
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        forget_everything()
        erase_file(sqlite_away, OWN_MACHINE, one.id, "คนในภาพขอ")
        state = keep_backups(sqlite_away)
        assert state.trouble is not None
        assert "ติดต่อ" in state.trouble.th
    forget_everything()
    assert of(sqlite_away, record) == []
    hours_older(s3_server, bucket)
    assert keep_backups(sqlite_away).trouble is None
    assert in_bucket(bucket) == {}


def test_who_waits_for_the_bucket_holds_up_nobody_who_writes(
    sqlite_away: Store, s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = centre(sqlite_away)
    wire = Wire(s3_server.port)
    wire.silent = True
    monkeypatch.setenv("AWS_ENDPOINT_URL", wire.endpoint)
    monkeypatch.setenv("THUN_S3_SECONDS", "8")
    forget_everything()
    ended: list[float] = []

    def attaching() -> None:
        with pytest.raises(StorageProblem, match="did not answer within 8 seconds"):
            picture(sqlite_away, record)
        ended.append(time.monotonic())

    waiting = threading.Thread(target=attaching)
    waiting.start()
    assert wire.called.wait(60)
    for n in range(3):
        centre(sqlite_away, f"ศูนย์ {n}")
    assert not ended, "the others wrote while one still waited"
    waiting.join(timeout=60)
    assert ended
    assert of(sqlite_away, record) == []
    wire.close()


def test_an_hour_is_left_for_a_file_whose_row_is_being_written(away: Store, bucket: Path, s3_server: S3Server) -> None:
    kept = picture(away, centre(away))
    digest = away.files.put(b"on its way")
    assert backup_files.sweep(away) == 0
    hours_older(s3_server, bucket)
    assert away.files.put(b"on its way") == digest
    assert backup_files.sweep(away) == 0, "put again: young again"
    hours_older(s3_server, bucket)
    assert backup_files.sweep(away) == 1
    assert set(in_bucket(bucket)) == kept.digests


def test_erasing_one_while_the_same_is_attached_elsewhere_loses_nothing(away: Store) -> None:
    others = [centre(away, f"ศูนย์ {n}") for n in range(4)]
    mine = picture(away, centre(away))
    with ThreadPoolExecutor(5) as pool:
        going = pool.submit(erase_file, away, OWN_MACHINE, mine.id, "คนในภาพขอ")
        coming = [pool.submit(picture, away, other) for other in others]
        going.result()
        kept = [one.result() for one in coming]
    assert all(away.files.has(d) for one in kept for d in one.digests)


#: A row that stands for a put, then the put once more, as attaching does; sweeps in between. Says how many were lost.
PUT_OFTEN = """
import sys
import time
from pathlib import Path
from lib.store.database import Database
from lib.store.opening import Store

url, folder, bucket, seed = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
store, lost = Store("own", Database(url), folder, None, bucket), 0
for turn in range(12):
    content = bytes([turn % 3]) * 50_000
    store.files.put(content)
    (folder / f"row-{seed}-{turn % 3}").touch()
    digest = store.files.put(content)
    try:
        held = store.files.read(digest)
    except FileNotFoundError:  # a server that looks at its folder only now and then; what is lost stays lost
        time.sleep(1)
        held = store.files.read(digest)
    lost += held != content
    (folder / f"row-{seed}-{turn % 3}").unlink()
    if turn % 4 == seed:
        from lib.store.held_files import digest_of
        named = lambda: {digest_of(bytes([int(f.name[-1])]) * 50_000) for f in folder.glob("row-*")}
        store.files.remove_unused(named, 0.0)
print(lost)
"""


def test_several_processes_put_and_sweep_the_same_bytes(away: Store, tmp_path: Path) -> None:
    rows = tmp_path / "rows"
    rows.mkdir()
    url = away.database.url.render_as_string(hide_password=False)
    words = [sys.executable, "-c", PUT_OFTEN, url, str(rows), away.files_bucket]
    putting = [subprocess.Popen([*words, str(n)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for n in range(3)]
    assert [child.communicate(timeout=240)[0].strip() for child in putting] == ["0"] * 3


def test_a_backup_holds_the_files_beside_it_and_brings_them_back(
    away: Store, bucket: Path, s3_server: S3Server
) -> None:
    record = centre(away)
    one = picture(away, record)
    made = back_up_now(away)
    beside = backup_files.beside(away.backups)
    assert set(beside.digests()) == one.digests
    content = in_bucket(bucket)
    shutil.rmtree(bucket / "แฟ้ม")
    s3_server.look_again()
    restore(away, made)
    assert in_bucket(bucket) == content
    assert [f.id for f in of(away, record)] == [one.id]


def test_what_is_in_a_bucket_is_fetched_once(sqlite_away: Store, bucket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(sqlite_away, centre(sqlite_away))
    back_up_now(sqlite_away)
    from lib.store.bucket import Bucket

    def never(*_: object) -> bytes:
        raise AssertionError("fetched again")

    monkeypatch.setattr(Bucket, "read", never)
    back_up_now(sqlite_away)
    assert keep_backups(sqlite_away).trouble is None


def test_bytes_that_are_not_what_their_name_says_are_neither_shown_nor_backed_up(
    sqlite_away: Store, bucket: Path, s3_server: S3Server
) -> None:
    one = picture(sqlite_away, centre(sqlite_away))
    for file in (bucket / "แฟ้ม" / "own").glob("??/*"):
        file.write_bytes(b"x" * file.stat().st_size)
    s3_server.look_again()
    with pytest.raises(StorageProblem):
        sqlite_away.files.read(one.digest)
    with pytest.raises(StorageProblem):
        back_up_now(sqlite_away)
    assert set(backup_files.beside(sqlite_away.backups).digests()) == set()


def test_files_of_a_bucket_move_along_to_another_pc(
    bucket: Path, store_template: Path, tmp_path: Path, s3_server: S3Server
) -> None:
    """Into its folder, or into its own bucket at the keeper's next round."""
    data = tmp_path / "เดิม"
    data.mkdir()
    shutil.copy(store_template, data / "own.sqlite")
    office = Settings(data, "", False, False, "", data / "secrets.toml", files=f"s3://{bucket.name}/แฟ้ม")
    store = of_settings(office)
    record = centre(store)
    one = picture(store, record)
    store.database.close()
    pack(office, tmp_path / "move.thun", "ข้าว ปลา นา สวน")
    content = in_bucket(bucket)
    shutil.rmtree(bucket / "แฟ้ม")
    s3_server.look_again()

    plain = replace(office, data_dir=tmp_path / "ก", secrets=tmp_path / "ก" / "secrets.toml", files="")
    unpack(plain, tmp_path / "move.thun", "ข้าว ปลา นา สวน")
    moved = of_settings(plain)
    assert {digest: moved.files.read(digest) for digest in one.digests} == content
    moved.database.close()

    again = replace(office, data_dir=tmp_path / "ข", secrets=tmp_path / "ข" / "secrets.toml")
    unpack(again, tmp_path / "move.thun", "ข้าว ปลา นา สวน")
    moved = of_settings(again)
    assert keep_backups(moved).trouble is None
    assert in_bucket(bucket) == content
    moved.database.close()


def of_settings(office: Settings) -> Store:
    own = office.backup_dir / "own"
    return Store("own", Database(office.url("own")), own, office.files_dir / "own", office.files)


def test_a_destroyed_machine_with_both_in_one_bucket_comes_back(
    sqlite_away: Store, bucket: Path, s3_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and second place in the same folder of the same bucket are in nobody's way."""
    monkeypatch.setenv("THUN_BACKUP_COPY", sqlite_away.files_bucket)
    forget_everything()
    one, other = picture(sqlite_away, centre(sqlite_away)), picture(sqlite_away, centre(sqlite_away), "red")
    back_up_now(sqlite_away)
    hours_older(s3_server, bucket)
    assert keep_backups(sqlite_away).trouble is None
    assert set(sqlite_away.files.digests()) == one.digests | other.digests
    assert set(backup_files.beside(bucket / "แฟ้ม" / "own").digests()) == one.digests | other.digests
    for digest in one.digests:
        (bucket / "แฟ้ม" / "own" / digest[:2] / digest[2:]).unlink()
    shutil.rmtree(sqlite_away.backups / backup_files.FILES)
    s3_server.look_again()
    assert backup_files.bring_back(sqlite_away) == 0
    assert set(sqlite_away.files.digests()) == one.digests | other.digests


def test_who_sets_a_bucket_later_finds_the_files_in_it_and_none_left_behind(
    sqlite_store: Store, bucket: Path, s3_server: S3Server
) -> None:
    one, erased = picture(sqlite_store, centre(sqlite_store)), picture(sqlite_store, centre(sqlite_store), "red")
    away = replace(sqlite_store, files_bucket=f"s3://{bucket.name}/แฟ้ม")
    assert keep_backups(away).trouble is None
    assert set(in_bucket(bucket)) == one.digests | erased.digests
    erase_file(away, OWN_MACHINE, erased.id, "คนในภาพขอ")
    for file in away.folder_of_files.folder.glob("??/*"):
        os.utime(file, (time.time() - 7200,) * 2)
    assert keep_backups(away).trouble is None
    assert set(away.folder_of_files.digests()) == set()
    assert set(in_bucket(bucket)) == one.digests


@pytest.mark.parametrize("said", ["gs://bucket/x", "/a/folder", "s3:/bucket", f"s3://{KEY}:{SECRET}@bucket"])
def test_a_setting_that_names_no_bucket_is_told_when_a_file_is_brought(sqlite_store: Store, said: str) -> None:
    store = replace(sqlite_store, files_bucket=said)
    record = centre(store)
    with pytest.raises(StorageProblem) as error:
        picture(store, record)
    assert "THUN_FILES" in error.value.problems[0].th
    assert SECRET not in error.value.problems[0].th
    assert of(store, record) == []
    state = keep_backups(store, datetime.now(UTC))
    assert state.count == 1
    assert state.trouble is not None


def test_who_has_no_bucket_never_loads_the_client(tmp_path: Path, store_template: Path) -> None:
    shutil.copy(store_template, tmp_path / "own.sqlite")
    code = (
        "import sys; from pathlib import Path; from lib.store.opening import opened; import lib.store.keeping as k;"
        "s = opened(); k.back_up_now(s); k.keep_backups(s); list(s.files.digests());"
        "print('obstore' in sys.modules)"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith(("THUN_", "AWS_"))} | {
        "THUN_DATA_DIR": str(tmp_path)
    }
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
