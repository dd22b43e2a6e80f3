"""Backups at an S3-compatible store, over real HTTP: whole, renewed after an erasure, back on a new machine, never hung."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.attaching import attach, erase_file
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.cli import main
from lib.config import Settings, forget_everything, settings
from lib.domain.errors import StorageProblem
from lib.intake.attached import BroughtFile
from lib.store import attachments, backup_files, kept_backups
from lib.store.attachments import Attachment
from lib.store.bucket import Bucket, bucket_at
from lib.store.database import Database
from lib.store.keeping import BackupState, back_up_now, backup_state, keep_backups
from lib.store.opening import Store, unopened
from lib.store.second_place import SecondPlace, second_place
from tests.intake.attached_files import photo
from tests.s3 import KEY, SECRET, S3Server, Wire, s3_running

#: Seconds that a bucket is waited for where it does not answer.
PATIENCE = 2
PHONE = "0899999999"


def place() -> SecondPlace:
    """The second place as it is set."""
    found = second_place("own")
    assert found is not None
    return found


def point_at(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    """Other settings from now on."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    forget_everything()


@pytest.fixture
def copied(bucket: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder behind the second place of the own world."""
    point_at(monkeypatch, THUN_BACKUP_COPY=f"s3://{bucket.name}/สำนักงาน")
    return bucket / "สำนักงาน" / "own"


def centre(store: Store) -> str:
    return save(
        store, OWN_MACHINE, "incubation_centre", {"name": "ศูนย์", "basis": "unresolved", "state": "active"}
    ).record.id


def picture(store: Store, record: str, colour: str = "teal") -> Attachment:
    brought = BroughtFile("ศูนย์.jpg", photo((80, 60), colour=colour))
    return attach(store, OWN_MACHINE, "incubation_centre", record, brought)


def there(copied: Path) -> dict[str, bytes]:
    """Everything at the second place, past the server."""
    return {f.relative_to(copied).as_posix(): f.read_bytes() for f in copied.rglob("*") if f.is_file()}


def trouble(state: BackupState) -> str:
    """What is told, both languages; nothing of the keys or of the library's own text is in it."""
    assert state.trouble is not None
    told = f"{state.trouble.th}\n{state.trouble.en}"
    assert not [word for word in (SECRET, KEY, "Generic", "Signature", "http:", "source:") if word in told], told
    return told


def test_every_zip_and_every_attached_file_is_copied_once(sqlite_store: Store, copied: Path) -> None:
    one = picture(sqlite_store, centre(sqlite_store))
    made = back_up_now(sqlite_store)
    state = keep_backups(sqlite_store)
    assert (state.trouble, state.second_place) == (None, settings().backup_copy)
    assert state.copied_at is not None
    found = there(copied)
    assert found[made.name] == made.read_bytes()
    files = {name.removeprefix("files/").replace("/", ""): c for name, c in found.items() if name.startswith("files/")}
    assert set(files) == one.digests
    assert all(hashlib.sha256(content).hexdigest() == digest for digest, content in files.items())
    assert place().names() == {made.name: made.stat().st_size}
    stamps = {f: f.stat().st_mtime_ns for f in copied.rglob("*") if f.is_file()}
    keep_backups(sqlite_store)
    assert {f: f.stat().st_mtime_ns for f in copied.rglob("*") if f.is_file()} == stamps, "once is enough"


def test_an_erasure_reaches_the_bucket(sqlite_store: Store, copied: Path, s3_server: S3Server) -> None:
    """The zip is written anew under its name; the erased photo leaves the bucket as well."""
    person = save(sqlite_store, OWN_MACHINE, "person", {"name": "สมหญิง ยอดเยี่ยมที่สุด", "phone": PHONE}).record.id
    one = picture(sqlite_store, centre(sqlite_store))
    made = back_up_now(sqlite_store)
    assert PHONE in words_of(copied / made.name)
    erase(sqlite_store, OWN_MACHINE, "person", person, "เจ้าของข้อมูลขอ")
    erase_file(sqlite_store, OWN_MACHINE, one.id, "คนในภาพขอ")
    # The clock of the file says nothing: what it holds does.
    stamp = made.stat()
    keep_backups(sqlite_store)
    os.utime(made, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    an_hour_older(s3_server, copied, sqlite_store)
    assert keep_backups(sqlite_store).trouble is None
    assert there(copied)[made.name] == made.read_bytes()
    assert PHONE not in words_of(copied / made.name)
    assert [name for name in there(copied) if name.startswith("files/")] == []


def words_of(file: Path) -> str:
    with zipfile.ZipFile(file) as bundle:
        return "".join(bundle.read(name).decode() for name in bundle.namelist())


def an_hour_older(server: S3Server, copied: Path, store: Store) -> None:
    """What lies in the bucket, and beside the backups here."""
    beside = backup_files.beside(store.backups)
    files = [*(copied / "files").rglob("*"), *map(beside.path, beside.digests())]
    for file in files:
        if file.is_file():
            os.utime(file, (time.time() - 7200,) * 2)
    server.look_again()


def test_what_goes_here_goes_there_however_often_it_did_not_answer(
    sqlite_store: Store, copied: Path, monkeypatch: pytest.MonkeyPatch, s3_server: S3Server
) -> None:
    picture(sqlite_store, centre(sqlite_store))
    old = back_up_now(sqlite_store)
    back_up_now(sqlite_store)
    keep_backups(sqlite_store)
    assert old.name in there(copied)
    monkeypatch.setattr("lib.store.keeping._going", lambda *_: kept_backups.listed(sqlite_store.backups)[-1:])
    point_at(monkeypatch, AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert "ติดต่อ" in trouble(keep_backups(sqlite_store))
    assert not old.exists()
    monkeypatch.setattr("lib.store.keeping._going", lambda *_: [])
    point_at(monkeypatch, AWS_ENDPOINT_URL=s3_server.endpoint)
    assert keep_backups(sqlite_store).trouble is None
    assert old.name not in there(copied)
    assert not old.exists()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "not-this-one"}, "ไม่รับกุญแจ"),
        ({"AWS_ACCESS_KEY_ID": "NOBODY"}, "ไม่รับกุญแจ"),
        ({"AWS_ACCESS_KEY_ID": ""}, "ยังไม่ได้ตั้งกุญแจ"),
        ({"THUN_BACKUP_COPY": "s3://nowhere-at-all/x"}, "ไม่พบ bucket"),
        ({"THUN_BACKUP_COPY": f"s3://{KEY}:{SECRET}@bucket/x"}, "ไม่ใช่ที่อยู่ของ bucket"),
        ({"THUN_BACKUP_COPY": "gs://bucket/x"}, "ไม่ใช่ที่อยู่ของ bucket"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "ติดต่อ"),
        ({"AWS_ENDPOINT_URL": "http://nowhere.invalid"}, "ติดต่อ"),
        ({"AWS_ENDPOINT_URL": "not an address"}, "AWS_ENDPOINT_URL ใช้ไม่ได้"),
    ],
)
def test_trouble_is_told_in_a_sentence_without_any_key(
    sqlite_store: Store, copied: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], said: str
) -> None:
    centre(sqlite_store)
    point_at(monkeypatch, **environment)
    state = keep_backups(sqlite_store)
    assert said in trouble(state)
    assert SECRET not in state.second_place
    assert (state.count, state.copied_at) == (1, None), "the backup here was made all the same"
    assert there(copied) == {}


def test_a_store_that_takes_everything_and_says_nothing_hangs_nobody(
    sqlite_store: Store, copied: Path, monkeypatch: pytest.MonkeyPatch, s3_server: S3Server
) -> None:
    picture(sqlite_store, centre(sqlite_store))
    wire = Wire(s3_server.port)
    wire.silent = True
    point_at(monkeypatch, AWS_ENDPOINT_URL=wire.endpoint, THUN_S3_SECONDS=str(PATIENCE))
    began = time.monotonic()
    state = keep_backups(sqlite_store)
    assert time.monotonic() - began < PATIENCE * 3 + 10
    assert f"ไม่ตอบภายใน {PATIENCE} วินาที" in trouble(state)
    wire.silent = False
    point_at(monkeypatch, THUN_S3_SECONDS="60")
    assert keep_backups(sqlite_store).trouble is None
    assert len(place().names()) == 1
    wire.close()


def test_nobody_waits_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch, fresh_process: None) -> None:
    for said, seconds in (("", 60), ("5", 5), ("3600", 60), ("0", 60), ("x", 60)):
        point_at(monkeypatch, THUN_S3_SECONDS=said)
        assert settings().s3_seconds == seconds


@pytest.mark.parametrize("cut_after", [300_000, 7_000_000])
def test_a_wire_cut_in_the_middle_leaves_no_half_backup(
    bucket: Path, monkeypatch: pytest.MonkeyPatch, s3_server: S3Server, tmp_path: Path, cut_after: int
) -> None:
    """In one request, and in one of several parts."""
    wire = Wire(s3_server.port)
    point_at(monkeypatch, AWS_ENDPOINT_URL=wire.endpoint, THUN_S3_SECONDS="5")
    # What cannot be pressed together, as a zip is.
    content = os.urandom(1_000_000 if cut_after < 1_000_000 else 12_000_000)
    at = Bucket(bucket.name, "x")
    at.put("whole.zip", content, "d")
    wire.cut_after = cut_after
    with pytest.raises(StorageProblem) as error:
        at.put("cut.zip", content, "d")
    # A part is sent again where the library may; then it is the time that ends.
    assert any(word in error.value.problems[0].th for word in ("ขาดกลางทาง", "ไม่ตอบภายใน"))
    wire.cut_after = None
    assert [one.name for one in at.entries(deep=True)] == ["whole.zip"]
    assert at.read("whole.zip") == content
    wire.close()


def test_a_slow_line_is_waited_for_and_a_line_that_stands_still_is_not(
    bucket: Path, monkeypatch: pytest.MonkeyPatch, s3_server: S3Server
) -> None:
    """Fetching takes as long as pieces come; one that ends in the middle is no backup."""
    wire = Wire(s3_server.port)
    content = os.urandom(3_000_000)
    at = Bucket(bucket.name, "x")
    at.put("a.zip", content, "d")
    point_at(monkeypatch, AWS_ENDPOINT_URL=wire.endpoint, THUN_S3_SECONDS=str(PATIENCE))
    wire.slowness = PATIENCE / 30
    began = time.monotonic()
    assert at.read("a.zip") == content
    assert time.monotonic() - began > PATIENCE, "longer than nothing at all would have been waited for"
    wire.slowness = 0
    wire.stall_after = 1_000_000
    began = time.monotonic()
    with pytest.raises(StorageProblem, match=f"did not answer within {PATIENCE} seconds"):
        at.read("a.zip")
    assert time.monotonic() - began < PATIENCE * 3 + 10
    wire.stall_after, wire.end_after = None, 1_000_000
    with pytest.raises(StorageProblem):
        at.read("a.zip")
    wire.close()


def test_a_server_that_dies_in_the_middle_is_told_and_caught_up_with(
    sqlite_store: Store, copied: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with s3_running(tmp_path / "mortal") as mortal:
        mortal.bucket("bucket-m")
        point_at(monkeypatch, AWS_ENDPOINT_URL=mortal.endpoint, THUN_BACKUP_COPY="s3://bucket-m")
        picture(sqlite_store, centre(sqlite_store))
        back_up_now(sqlite_store)
        mortal.stop()
        picture(sqlite_store, centre(sqlite_store), "red")
        with pytest.raises(StorageProblem):
            back_up_now(sqlite_store)
        assert "ติดต่อ" in trouble(keep_backups(sqlite_store))
        mortal.start()
        assert keep_backups(sqlite_store).trouble is None
        assert set(place().names()) == {one.file.name for one in kept_backups.listed(sqlite_store.backups)}
        assert len(set(place().files.digests())) == 4


@pytest.fixture
def office(copied: Path, store_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    data = tmp_path / "เดิม"
    data.mkdir()
    shutil.copy(store_template, data / "own.sqlite")
    point_at(monkeypatch, THUN_DATA_DIR=str(data))
    return settings()


def test_a_destroyed_machine_comes_back_from_the_bucket(
    office: Settings,
    copied: Path,
    s3_server: S3Server,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Back up, lose the data folder, restore into a fresh one: the photo is there byte by byte."""
    store = unopened()
    record = centre(store)
    one = picture(store, record)
    older = back_up_now(store)
    other = picture(store, record, "red")
    made = back_up_now(store)
    bytes_of = {digest: store.files.read(digest) for digest in one.digests | other.digests}
    store.database.close()
    shutil.rmtree(office.data_dir)

    point_at(monkeypatch, THUN_DATA_DIR=str(tmp_path / "ใหม่"))
    assert main(["restore", "--from-second-place"]) == 1
    listed = capsys.readouterr().err
    assert listed.index(made.name) < listed.index(older.name)
    assert "restore --from-second-place 1" in listed
    assert main(["restore", "--from-second-place", "1"]) == 1, "not without a word that it is meant"
    assert main(["restore", "--from-second-place", "1", "--yes"]) == 0
    assert made.name in capsys.readouterr().out
    back = unopened()
    with back.database.reading() as connection:
        standing = attachments.of_records(connection, "incubation_centre", [record])
    assert {f.id for f in standing} == {one.id, other.id}
    assert {digest: back.files.read(digest) for digest in bytes_of} == bytes_of

    # From here on the new machine looks after all of it: an erasure reaches what the old one had left there.
    assert keep_backups(back).trouble is None
    assert {made.name, older.name} <= {one.file.name for one in kept_backups.listed(back.backups)}
    erase_file(back, OWN_MACHINE, other.id, "คนในภาพขอ")
    for _ in range(4):
        keep_backups(back)
        an_hour_older(s3_server, copied, back)
    keep_backups(back)
    assert set(place().files.digests()) == one.digests
    assert not set(there(copied).values()) & {bytes_of[digest] for digest in other.digests}
    back.database.close()


def test_a_backup_that_is_not_what_was_put_there_is_not_used(
    office: Settings,
    copied: Path,
    s3_server: S3Server,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = unopened()
    centre(store)
    made = back_up_now(store)
    store.database.close()
    (copied / made.name).write_bytes(made.read_bytes()[:-500])
    s3_server.look_again()
    point_at(monkeypatch, THUN_DATA_DIR=str(tmp_path / "ใหม่"))
    assert main(["restore", "--from-second-place", "1", "--yes"]) == 1
    assert "ไม่ครบหรือเนื้อในเปลี่ยนไป" in capsys.readouterr().err
    assert not list((tmp_path / "ใหม่").rglob("thun-*"))


def test_another_offices_backups_in_the_same_place_are_left_alone(
    sqlite_store: Store, copied: Path, tmp_path: Path, s3_server: S3Server
) -> None:
    """Nor do the photos go that only they name."""
    theirs = Store("own", Database(f"sqlite:///{tmp_path}/theirs.sqlite"), tmp_path / "theirs")
    shutil.copy(sqlite_store.database.path or "", tmp_path / "theirs.sqlite")
    change_identity(theirs)
    other = picture(theirs, centre(theirs), "red")
    made = back_up_now(theirs)
    one = picture(sqlite_store, centre(sqlite_store))
    back_up_now(sqlite_store)
    an_hour_older(s3_server, copied, sqlite_store)
    assert keep_backups(sqlite_store).trouble is None
    assert set(place().files.digests()) == one.digests | other.digests
    assert made.name in place().names()
    assert made.name not in {k.file.name for k in kept_backups.listed(sqlite_store.backups)}
    theirs.database.close()


def change_identity(store: Store) -> None:
    from lib.store import facts

    with store.database.writing() as connection:
        facts.write(connection, facts.IDENTITY, "another-office")


def test_a_folder_gives_its_backups_back_by_the_same_command(
    store_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None
) -> None:
    (tmp_path / "a").mkdir()
    shutil.copy(store_template, tmp_path / "a" / "own.sqlite")
    point_at(monkeypatch, THUN_DATA_DIR=str(tmp_path / "a"), THUN_BACKUP_COPY=str(tmp_path / "usb"))
    store = unopened()
    one = picture(store, centre(store))
    back_up_now(store)
    content = store.files.read(one.digest)
    store.database.close()
    point_at(monkeypatch, THUN_DATA_DIR=str(tmp_path / "b"))
    assert main(["restore", "--from-second-place", "1", "--yes"]) == 0
    back = unopened()
    assert back.files.read(one.digest) == content
    back.database.close()


def test_nothing_is_asked_of_the_network_before_it_has_to_be(
    sqlite_store: Store, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen tells of a second place that does not answer, without waiting for it."""
    point_at(monkeypatch, AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert backup_state(sqlite_store.backups).second_place == settings().backup_copy


def test_addresses_are_read_whole() -> None:
    assert bucket_at("s3://thun-backup", "X") == Bucket("thun-backup")
    assert bucket_at("s3://thun-backup/ก/ข/", "X") == Bucket("thun-backup", "ก/ข")
    assert str(Bucket("b-c", "x").below("own")) == "s3://b-c/x/own"
    for wrong in ("s3://", "s3://a", "s3://Upper/x", "s3://b-c//x", "S3://b-c", "s3://b-c/../x@y"):
        with pytest.raises(StorageProblem):
            bucket_at(wrong, "X")
