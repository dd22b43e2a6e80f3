"""Attached files: once beside the backups, back by a restore, along on a move, out of all of it when they are erased."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.attaching import attach, erase_file, put_back, take_away
from lib.actions.records.saving import save
from lib.config import Settings, forget_everything
from lib.domain.errors import NotFound
from lib.intake.attached import BroughtFile
from lib.store import attachments, backup, backup_files, kept_backups
from lib.store.attachments import Attachment
from lib.store.database import Database
from lib.store.held_files import FolderOfFiles
from lib.store.keeping import back_up_now, keep_backups
from lib.store.opening import Store
from lib.store.packing import pack, unpack
from lib.store.restoring import restore
from tests.intake.attached_files import photo

#: Of today: a clock that is a day off lets nothing go.
NIGHT = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)


def centre(store: Store) -> str:
    return save(
        store, OWN_MACHINE, "incubation_centre", {"name": "ศูนย์", "basis": "unresolved", "state": "active"}
    ).record.id


def picture(store: Store, record: str, colour: str = "teal") -> Attachment:
    return attach(
        store, OWN_MACHINE, "incubation_centre", record, BroughtFile("ศูนย์.jpg", photo((80, 60), colour=colour))
    )


def of(store: Store, record: str) -> list[Attachment]:
    with store.database.reading() as connection:
        return attachments.of_records(connection, "incubation_centre", [record])


def kept(store: Store) -> set[str]:
    return set(backup_files.beside(store.backups).digests())


def an_hour_old(files: FolderOfFiles) -> None:
    for digest in files.digests():
        os.utime(files.path(digest), (time.time() - 7200,) * 2)


def test_many_backups_hold_a_file_once(store: Store) -> None:
    one = picture(store, centre(store))
    for _ in range(3):
        back_up_now(store)
    assert kept(store) == one.digests
    assert len(kept_backups.listed(store.backups)) == 3
    zips = sum(k.file.stat().st_size for k in kept_backups.listed(store.backups))
    again = back_up_now(store)
    assert again.stat().st_size < zips
    same = os.stat(store.files.path(one.digest))  # noqa: PTH116
    beside = os.stat(backup_files.beside(store.backups).path(one.digest))  # noqa: PTH116
    assert (same.st_ino, same.st_dev) == (beside.st_ino, beside.st_dev)


def test_a_restore_brings_files_back(store: Store) -> None:
    record = centre(store)
    one = picture(store, record)
    file = back_up_now(store)
    content = store.files.path(one.digest).read_bytes()
    shutil.rmtree(store.files.folder)
    later = picture(store, record, "red")
    restore(store, file)
    assert [f.id for f in of(store, record)] == [one.id]
    assert store.files.path(one.digest).read_bytes() == content
    # What was attached after it waits in the backup from before the restore.
    before = next(k.file for k in kept_backups.listed(store.backups) if k.reason == backup.BEFORE_RESTORE)
    an_hour_old(store.files)
    backup_files.sweep(store)
    assert not store.files.has(later.digest)
    restore(store, before)
    assert {f.id for f in of(store, record)} == {one.id, later.id}
    assert all(store.files.has(d) for d in one.digests | later.digests)


def test_a_backup_on_another_machine_brings_its_files_along(
    sqlite_store: Store, tmp_path: Path, postgres_url: str
) -> None:
    """From the embedded file to PostgreSQL, by the zip and the folder beside it."""
    record = centre(sqlite_store)
    one = picture(sqlite_store, record)
    file = back_up_now(sqlite_store)
    elsewhere = tmp_path / "usb"
    elsewhere.mkdir()
    shutil.copy(file, elsewhere)
    shutil.copytree(sqlite_store.backups / backup_files.FILES, elsewhere / backup_files.FILES)
    other = Store("own", Database(postgres_url), tmp_path / "other" / "backups")
    restore(other, elsewhere / file.name)
    assert [f.id for f in of(other, record)] == [one.id]
    assert all(other.files.has(d) for d in one.digests)
    other.database.close()


def test_a_damaged_file_is_not_brought_back_as_if_it_were_whole(store: Store) -> None:
    one = picture(store, centre(store))
    file = back_up_now(store)
    shutil.rmtree(store.files.folder)
    beside = backup_files.beside(store.backups).path(one.digest)
    beside.chmod(0o600)
    beside.write_bytes(b"not what it was")
    restore(store, file)
    assert not store.files.has(one.digest)
    assert backup_files.bring_back(store) == 1
    state = keep_backups(store, NIGHT)
    assert state.trouble is not None
    assert "1" in state.trouble.th


def test_what_no_backup_names_goes_from_beside_them(store: Store) -> None:
    one = picture(store, centre(store))
    back_up_now(store)
    erase_file(store, OWN_MACHINE, one.id, "คนในภาพขอ")
    assert kept(store) == one.digests
    # The keeper writes the older backup anew without the row; then nothing names the file.
    keep_backups(store, NIGHT)
    an_hour_old(backup_files.beside(store.backups))
    keep_backups(store, NIGHT)
    assert kept(store) == set()
    for k in kept_backups.listed(store.backups):
        assert backup.rows_in(k.file, "attachment") == []


def test_the_second_place_has_copies_and_lets_them_go(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ที่สอง"
    monkeypatch.setenv("THUN_BACKUP_COPY", str(place))
    forget_everything()
    one = picture(sqlite_store, centre(sqlite_store))
    keep_backups(sqlite_store, NIGHT)
    there = backup_files.beside(place / "own")
    assert set(there.digests()) == one.digests
    assert there.path(one.digest).stat().st_ino != sqlite_store.files.path(one.digest).stat().st_ino
    shutil.rmtree(sqlite_store.files.folder)
    shutil.rmtree(sqlite_store.backups / backup_files.FILES)
    assert backup_files.bring_back(sqlite_store) == 0
    erase_file(sqlite_store, OWN_MACHINE, one.id, "คนในภาพขอ")
    keep_backups(sqlite_store, NIGHT)
    an_hour_old(there)
    keep_backups(sqlite_store, NIGHT)
    assert set(there.digests()) == set()
    forget_everything()


def test_erased_is_on_no_disk_and_a_restore_does_not_bring_it_back(store: Store) -> None:
    record = centre(store)
    one, other = picture(store, record), picture(store, record, "red")
    marks = [store.files.path(d).read_bytes() for d in one.digests]
    file = back_up_now(store)
    erase_file(store, OWN_MACHINE, one.id, "คนในภาพขอ")
    restore(store, file)
    assert [f.id for f in of(store, record)] == [other.id]
    with pytest.raises(NotFound):
        put_back(store, OWN_MACHINE, one.id)
    for _ in range(4):
        keep_backups(store, NIGHT)
        for files in (store.files, backup_files.beside(store.backups)):
            an_hour_old(files)
    everywhere = [f.read_bytes() for f in store.backups.parent.rglob("*") if f.is_file()]
    assert not [m for m in marks if m in everywhere]
    assert one.name.encode() not in b"".join(everywhere) or other.name == one.name
    assert all(store.files.has(d) for d in other.digests)


def test_what_was_taken_away_waits_ninety_days(store: Store) -> None:
    one = picture(store, centre(store))
    take_away(store, OWN_MACHINE, one.id)
    an_hour_old(store.files)
    keep_backups(store, datetime.now(UTC))
    assert store.files.has(one.digest)
    with store.database.writing() as connection:
        attachments.forget_taken_away(connection, datetime.now(UTC) + timedelta(days=91))
    assert backup_files.sweep(store) == 2
    assert not store.files.has(one.digest)


def test_a_file_that_is_just_being_attached_is_not_swept(store: Store) -> None:
    digest = store.files.put(b"on its way")
    assert backup_files.sweep(store) == 0
    assert store.files.has(digest)
    an_hour_old(store.files)
    assert backup_files.sweep(store) == 1


@pytest.fixture
def office(tmp_path: Path, store_template: Path) -> Settings:
    data = tmp_path / "เดิม"
    data.mkdir()
    shutil.copy(store_template, data / "own.sqlite")
    return Settings(data, "", False, False, "", data / "secrets.toml")


def opened(office: Settings) -> Store:
    return Store("own", Database(office.url("own")), office.backup_dir / "own", office.files_dir / "own")


def test_files_move_along_to_another_pc(office: Settings, tmp_path: Path) -> None:
    store = opened(office)
    record = centre(store)
    erased, one = picture(store, record, "red"), picture(store, record)
    back_up_now(store)
    take_away(store, OWN_MACHINE, erased.id)
    with store.database.writing() as connection:
        attachments.forget(connection, erased.id)
    an_hour_old(store.files)
    backup_files.sweep(store)
    store.database.close()
    pack(office, tmp_path / "move.thun", "ข้าว ปลา นา สวน")
    there = replace(office, data_dir=tmp_path / "ใหม่", secrets=tmp_path / "ใหม่" / "secrets.toml")
    unpack(there, tmp_path / "move.thun", "ข้าว ปลา นา สวน")
    moved = opened(there)
    assert [f.id for f in of(moved, record)] == [one.id]
    assert set(moved.files.digests()) == one.digests
    assert kept(moved) == erased.digests
    assert moved.files.path(one.digest).stat().st_mode & 0o077 == 0
    # The next round has them all beside the backups again.
    backup_files.keep(moved)
    assert kept(moved) == one.digests | erased.digests
    moved.database.close()
