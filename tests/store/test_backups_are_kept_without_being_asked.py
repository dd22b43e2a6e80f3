"""Made daily, proved by loading, copied elsewhere, thinned out; one snapshot; for the own user's eyes only."""

from __future__ import annotations

import json
import os
import stat
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.config import forget_everything
from lib.store import backup, checking, clock, kept_backups
from lib.store.backup import BEFORE_RESTORE, DAILY, MANUAL, MIGRATION
from lib.store.keeping import back_up_now, backup_state, keep_backups
from lib.store.kept_backups import KeptBackup
from lib.store.opening import Store

NAME, PHONE = "สมหญิง ยอดเยี่ยมที่สุด", "0899999999"
NIGHT = datetime(2026, 11, 26, 15, tzinfo=UTC)


def group(store: Store, name: str = "กลุ่ม") -> str:
    return save(store, OWN_MACHINE, "organisation", {"name": name, "type": "group"}).record.id


def kept(made_at: datetime, reason: str = DAILY) -> KeptBackup:
    return KeptBackup(Path(f"thun-{made_at.strftime(backup.STAMP)}-own-1-{reason}.zip"), made_at, reason)


def test_a_backup_made_while_people_save_holds_one_moment(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between one table and the next somebody saves: neither half of it is in the file."""
    group(store)
    written = backup._manifest

    def and_somebody_saves(*arguments: object) -> backup.Manifest:
        manifest = written(*arguments)  # type: ignore[arg-type]
        other = threading.Thread(target=group, args=(store, "ระหว่างนั้น"))
        other.start()
        other.join()
        return manifest

    monkeypatch.setattr(backup, "_manifest", and_somebody_saves)
    file = backup.write_backup(store.database, store.backups)
    monkeypatch.undo()
    assert [r["name"] for r in backup.rows_in(file, "organisation")] == ["กลุ่ม"]
    sets = {r["number"] for r in backup.rows_in(file, "change_set")}
    assert {r["change_set"] for r in backup.rows_in(file, "change")} <= sets
    assert checking.prove(file, store.backups) > 1000


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_own_user_reads_what_is_written(sqlite_store: Store) -> None:
    group(sqlite_store)
    keep_backups(sqlite_store, NIGHT)
    path = sqlite_store.database.path
    assert path is not None
    files = [path, *path.parent.glob("own.sqlite-*"), *sqlite_store.backups.iterdir()]
    assert {oct(stat.S_IMODE(f.stat().st_mode)) for f in files} == {"0o600"}
    assert stat.S_IMODE(sqlite_store.backups.stat().st_mode) == 0o700


def test_a_backup_says_whose_it_is_in_its_name_and_inside(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, fresh_process: None
) -> None:
    monkeypatch.setenv("THUN_OFFICE", "พอช. ภาคเหนือ")
    forget_everything()
    group(sqlite_store)
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    told = backup.manifest_of(file)
    assert (told.world, told.office, told.reason, told.counts["organisation"]) == ("own", "พอช. ภาคเหนือ", MANUAL, 1)
    assert told.store
    assert f"-own-{told.version}-" in file.name
    assert file.stem.endswith("-manual")


def test_one_is_made_a_day_once_there_is_work_and_proved_at_night(sqlite_store: Store) -> None:
    assert keep_backups(sqlite_store, NIGHT).count == 0, "published facts are nobody's work"
    group(sqlite_store)
    day = datetime.now(UTC).replace(hour=3)  # ten in the morning in Bangkok
    first = keep_backups(sqlite_store, day)
    assert (first.count, first.proved_at) == (1, day), "the very first is proved at once"
    assert keep_backups(sqlite_store, day + timedelta(hours=6)).count == 1
    backup.write_backup(sqlite_store.database, sqlite_store.backups, MIGRATION)
    assert keep_backups(sqlite_store, day + timedelta(hours=7)).proved_at == day
    night = day + timedelta(hours=12)
    assert keep_backups(sqlite_store, night).proved_at == night
    assert backup_state(sqlite_store.backups).trouble is None


def test_a_torn_backup_is_never_called_good(sqlite_store: Store) -> None:
    group(sqlite_store)
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    file.write_bytes(file.read_bytes()[:-4000])
    state = keep_backups(sqlite_store, datetime.now(UTC))
    assert state.proved_at is None
    assert file.name in kept_backups.read_notes(sqlite_store.backups).bad
    assert not list(sqlite_store.backups.glob("checking-*"))


def test_seven_days_five_weeks_twelve_months_are_kept() -> None:
    now = datetime(2026, 11, 26, 3, tzinfo=UTC)
    daily = [kept(now - timedelta(days=n)) for n in range(800)]
    going = kept_backups.superfluous(daily, {}, now)
    left = [one for one in daily if one not in going]
    assert left[:7] == daily[:7]
    assert len(left) <= 7 + 5 + 12
    assert len({(k.made_at.year, k.made_at.month) for k in left}) == 12
    others = [kept(now - timedelta(days=n), r) for n in (1, 100) for r in (MANUAL, MIGRATION, BEFORE_RESTORE)]
    going = kept_backups.superfluous([daily[0], *others], {}, now)
    assert [k.made_at for k in going] == [now - timedelta(days=100)] * 3


def test_the_newest_and_the_newest_proved_never_go() -> None:
    now = datetime(2026, 11, 26, 3, tzinfo=UTC)
    old = [kept(now - timedelta(days=n), MANUAL) for n in (400, 500, 600)]
    proved = {old[1].file.name: now.isoformat()}
    assert kept_backups.superfluous(old, proved, now) == [old[2]]


def test_on_a_clock_that_leapt_backups_are_made_and_none_goes(sqlite_store: Store) -> None:
    group(sqlite_store)
    now = datetime.now(UTC)
    clock.tick(sqlite_store.database, now)
    files = [backup.write_backup(sqlite_store.database, sqlite_store.backups) for _ in range(2)]
    state = keep_backups(sqlite_store, now + timedelta(days=365 * 543))
    assert all(file.exists() for file in files)
    assert state.count == 3


def test_every_backup_is_copied_to_the_second_place_and_trouble_there_is_told(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None
) -> None:
    monkeypatch.setenv("THUN_BACKUP_COPY", str(tmp_path / "usb"))
    forget_everything()
    group(sqlite_store)
    made = back_up_now(sqlite_store)
    state = keep_backups(sqlite_store, datetime.now(UTC))
    copy = tmp_path / "usb" / "own" / made.name
    assert copy.read_bytes() == made.read_bytes()
    assert (state.second_place, state.trouble) == (str(tmp_path / "usb"), None)
    assert state.copied_at is not None
    (tmp_path / "blocked").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("THUN_BACKUP_COPY", str(tmp_path / "blocked"))
    forget_everything()
    state = keep_backups(sqlite_store, datetime.now(UTC))
    assert state.trouble is not None
    assert "สำรองข้อมูลไม่สำเร็จ" in state.trouble.th


@pytest.mark.long
def test_what_is_erased_leaves_the_backups_that_are_kept(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}).record.id
    file = backup.write_backup(store.database, store.backups)
    assert PHONE in json.dumps(backup.rows_in(file, "person"))
    erase(store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    keep_backups(store, datetime.now(UTC))
    with zipfile.ZipFile(file) as bundle:
        text_of_all = "".join(bundle.read(n).decode() for n in bundle.namelist())
    assert PHONE not in text_of_all
    assert json.dumps(NAME)[1:-1] not in text_of_all
    assert checking.prove(file, store.backups) > 1000
    stamp = file.stat().st_mtime_ns
    keep_backups(store, datetime.now(UTC))
    assert file.stat().st_mtime_ns == stamp, "once is enough"


def test_what_a_killed_process_left_half_written_is_swept(sqlite_store: Store) -> None:
    sqlite_store.backups.mkdir()
    old, young = sqlite_store.backups / "thun-a.partial", sqlite_store.backups / "thun-b.partial"
    unpacked = sqlite_store.backups / "checking-120000-abc"
    unpacked.mkdir()
    (unpacked / "empty.sqlite").write_text(PHONE, encoding="utf-8")
    for one in (old, young):
        one.write_text(PHONE, encoding="utf-8")
    for one in (old, unpacked):
        os.utime(one, (1, 1))
    keep_backups(sqlite_store, datetime.now(UTC))
    assert [one.exists() for one in (old, unpacked, young)] == [False, False, True]


def test_a_full_disk_leaves_no_half_backup_and_is_told(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    group(sqlite_store)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.os, "fsync", full)
    state = keep_backups(sqlite_store, datetime.now(UTC))
    monkeypatch.undo()
    assert state.trouble is not None
    assert not [f for f in sqlite_store.backups.iterdir() if f.suffix in (".zip", ".partial")]
    with sqlite_store.database.reading() as connection:
        assert connection.scalar(text("select 1")) == 1
