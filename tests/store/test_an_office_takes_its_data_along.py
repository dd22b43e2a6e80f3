"""The data folder as a whole: moved, put aside and back with what was erased, packed for another PC."""

from __future__ import annotations

import io
import itertools
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from lib import cli
from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.config import Settings, forget_everything
from lib.domain.errors import BadInput, StorageProblem
from lib.store import backup, erasures, migrate, packing, records, sealing, whole
from lib.store.condition import StoreState, condition
from lib.store.database import Database
from lib.store.going_back import put_back
from lib.store.opening import Store
from lib.store.packing import pack, unpack
from lib.store.sealing import seal, unseal
from lib.store.tables import table
from lib.store.whole import move_folder, put_aside, settle

_numbers = itertools.count()
PASSPHRASE = "ข้าว ปลา นา สวน"


@pytest.fixture
def office(tmp_path: Path, store_template: Path) -> Settings:
    """An office with an own store, a backup and a key to Google."""
    data = tmp_path / "ข้อมูล เดิม"
    (data / "backups" / "own").mkdir(parents=True)
    shutil.copy(store_template, data / "own.sqlite")
    (data / "backups" / "own" / "thun-1.zip").write_bytes(b"backup")
    (data / "secrets.toml").write_text('[google]\napi_key = "hemlig"\n', "utf-8")
    return settings_of(data)


def settings_of(data: Path) -> Settings:
    return Settings(data, "", False, False, "", data / "secrets.toml")


@pytest.fixture
def store(office: Settings) -> Iterator[Store]:
    """The office's own store, open."""
    opened = Store("own", Database(office.url("own")), office.backup_dir / "own")
    yield opened
    opened.database.close()


def test_a_folder_moves_whole_with_what_waits_in_the_journal(office: Settings, tmp_path: Path) -> None:
    own = office.data_dir / "own.sqlite"
    connection = sqlite3.connect(own)
    connection.execute("pragma journal_mode = wal")
    connection.execute("create table written (word text)")
    connection.execute("insert into written values ('ล่าสุด')")
    connection.commit()
    with pytest.raises(StorageProblem, match="is in use"):
        move_folder(office.data_dir, tmp_path / "new" / "ข้อมูล")
    assert own.exists()
    connection.close()
    new = tmp_path / "new" / "ข้อมูล"
    assert move_folder(office.data_dir, new) == 3
    assert not office.data_dir.exists()
    with closing(sqlite3.connect(new / "own.sqlite")) as moved:
        assert moved.execute("select word from written").fetchone() == ("ล่าสุด",)
    assert stat.S_IMODE(new.stat().st_mode) == 0o700


def test_a_folder_with_data_is_never_written_over(office: Settings, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "own.sqlite").touch()
    with pytest.raises(BadInput, match="holds data already"):
        move_folder(office.data_dir, new)
    assert (office.data_dir / "own.sqlite").exists()


def test_a_copy_that_breaks_off_leaves_the_old_folder(
    office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.shutil, "copytree", full)
    with pytest.raises(StorageProblem, match="where it was, complete"):
        move_folder(office.data_dir, tmp_path / "new")
    assert (office.data_dir / "backups" / "own" / "thun-1.zip").exists()
    assert not (tmp_path / "new").exists()


def test_a_damaged_file_is_a_sentence(office: Settings) -> None:
    (office.data_dir / "own.sqlite").write_bytes(b"no database at all" * 500)
    with pytest.raises(StorageProblem, match="is damaged"):
        settle(office.data_dir / "own.sqlite")


def make_person(store: Store) -> str:
    values = {"name": f"สมศรี ใจดี {next(_numbers)}", "area": "TH-250213", "role": "ประธาน"}
    return save(store, OWN_MACHINE, "person", values).record.id


def test_what_was_erased_since_an_update_does_not_come_back(office: Settings, store: Store) -> None:
    somebody = make_person(store)
    store.database.close()
    put_aside(office, "u")
    later = Store("own", Database(office.url("own")), office.backup_dir / "own")
    erase(later, OWN_MACHINE, "person", somebody, "ขอลบ")
    kept = make_person(later)
    later.database.close()
    # A newer version of the program has a column more in its list, and a revision we do not know.
    with closing(sqlite3.connect(office.data_dir / "own.sqlite")) as connection, connection:
        connection.execute("alter table erasure add column new_in_version text")
        connection.execute("update alembic_version set version_num = 'ffff'")
    assert put_back(office, "u").worlds == ["own"]
    now = Store("own", Database(office.url("own")), office.backup_dir / "own")
    with now.database.reading() as connection:
        assert records.get(connection, "person", somebody) is None
        assert records.get(connection, "person", kept) is None
        assert erasures.is_gone(connection, "person", somebody)
    now.database.close()
    assert "สมศรี".encode() not in (office.data_dir / "own.sqlite").read_bytes()
    # What was typed since is not lost: it stands aside.
    with closing(sqlite3.connect(office.backup_dir / "before-update" / "u-after" / "own.sqlite")) as aside:
        assert aside.execute("select count(*) from person where id = ?", (kept,)).fetchone() == (1,)


def test_copies_from_before_an_update_go_as_backups_do_and_not_by_a_clock_that_leapt(
    office: Settings, store: Store
) -> None:
    for _ in range(10):
        make_person(store)
    store.database.close()
    put_aside(office, "u")

    def the_last_were_made_in(days: int, count: int) -> None:
        at = datetime.now(UTC) + timedelta(days=days)
        newest = "select number from change_set order by number desc limit :count"
        with store.database.writing() as connection:
            connection.execute(
                text(f"update change_set set at = :at where number in ({newest})"),
                {"at": f"{at:%Y-%m-%d %H:%M:%S.%f}", "count": count},
            )

    the_last_were_made_in(89, 10)
    assert whole.expire_aside(office, store.database) == 0
    the_last_were_made_in(543 * 365, 9)  # a Buddhist year in the clock's settings
    assert whole.expire_aside(office, store.database) == 0
    the_last_were_made_in(91, 10)
    assert whole.expire_aside(office, store.database) == 1
    store.database.close()
    with pytest.raises(BadInput, match="from before the update is not there"):
        put_back(office, "u")


def test_another_pc_gets_everything_while_this_one_works_on(office: Settings, store: Store, tmp_path: Path) -> None:
    somebody = make_person(store)  # in the journal, the store stays open
    sealed = tmp_path / "usb" / "thun.move"
    packed = pack(office, sealed, PASSPHRASE)
    assert (packed.worlds, packed.backups, packed.secrets) == (("own",), 1, True)
    content = sealed.read_bytes()
    assert b"hemlig" not in content
    assert b"SQLite format" not in content
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    there = settings_of(tmp_path / "เครื่องใหม่")
    assert unpack(there, sealed, PASSPHRASE).worlds == ("own",)
    database = Database(there.url("own"))
    with database.reading() as connection:
        assert records.get(connection, "person", somebody) is not None
    database.close()
    assert "hemlig" in there.secrets.read_text("utf-8")
    assert (there.backup_dir / "own" / "thun-1.zip").read_bytes() == b"backup"
    assert list(there.data_dir.glob("moving-*")) == []
    assert stat.S_IMODE((there.data_dir / "own.sqlite").stat().st_mode) == 0o600


def test_an_occupied_pc_a_wrong_passphrase_and_no_file_change_nothing(office: Settings, tmp_path: Path) -> None:
    sealed = tmp_path / "thun.move"
    pack(office, sealed, PASSPHRASE)
    with pytest.raises(BadInput, match="exists already"):
        pack(office, sealed, PASSPHRASE)
    with pytest.raises(BadInput, match="There is data on this PC already"):
        unpack(office, sealed, PASSPHRASE)
    there = settings_of(tmp_path / "new")
    with pytest.raises(BadInput, match="not the right one"):
        unpack(there, sealed, PASSPHRASE + "ฯ")
    with pytest.raises(BadInput, match="no moving file"):
        unpack(there, office.backup_dir / "own" / "thun-1.zip", PASSPHRASE)
    with pytest.raises(BadInput, match="There is no file"):
        unpack(there, tmp_path / "none", PASSPHRASE)
    assert list(there.data_dir.iterdir()) == []
    with pytest.raises(BadInput, match="no data to move"):
        pack(there, tmp_path / "empty.move", PASSPHRASE)
    with pytest.raises(BadInput, match="too short"):
        pack(office, tmp_path / "short.move", "123456789")
    assert not (tmp_path / "short.move").exists()


def test_a_servers_data_stays_on_its_server(office: Settings, postgres_url: str, tmp_path: Path) -> None:
    served = replace(office, database_url=postgres_url)
    assert condition(served).state is StoreState.READY
    assert (condition(served).size or 0) > 1_000_000
    assert pack(served, tmp_path / "thun.move", PASSPHRASE).worlds == ()
    put_aside(served, "u")
    assert put_back(served, "u").worlds == ["own"]  # the file of before the server, which nobody reads
    database = Database(postgres_url)
    with database.writing() as connection:
        connection.execute(text("update alembic_version set version_num = 'ffff'"))
    assert condition(served).state is StoreState.NEWER
    with pytest.raises(BadInput, match="Make an empty database"):
        put_back(served, "u")
    database.close()


def test_a_server_goes_back_to_the_backup_of_before_the_update(office: Settings, postgres_url: str) -> None:
    """As the newer version left it: another revision, a table and a column that this one does not know."""
    served = replace(office, database_url=postgres_url)
    store = Store("own", Database(postgres_url), served.backup_dir / "own")
    gone = save(store, OWN_MACHINE, "person", {"name": "ลบหลังปรับรุ่น"}).record.id
    save(store, OWN_MACHINE, "organisation", {"name": "ก่อนปรับรุ่น", "type": "group"})
    backup.write_backup(store.database, store.backups)
    put_aside(served, "u")
    save(store, OWN_MACHINE, "organisation", {"name": "หลังปรับรุ่น", "type": "group"})
    erase(store, OWN_MACHINE, "person", gone, "ขอ")
    with store.database.writing() as connection:
        connection.execute(text("alter table organisation add column colour text default 'red' not null"))
        connection.execute(text("create table newer (id integer primary key)"))
        connection.execute(text("update alembic_version set version_num = 'ffff'"))
    backup.write_backup(store.database, store.backups)
    put_back(served, "u")
    with store.database.reading() as connection:
        assert migrate.revision_of(connection) == migrate.head()
        assert set(connection.scalars(select(table("organisation").c.name))) == {"ก่อนปรับรุ่น"}
        assert list(connection.scalars(select(table("person").c.name))) == []
        assert not inspect(connection).has_table("newer")
    assert list(store.backups.glob("*before-restore.zip"))
    store.database.close()


def test_a_typed_move_asks_for_the_passphrase(
    office: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fresh_process: None,
) -> None:
    monkeypatch.setenv("THUN_DATA_DIR", str(office.data_dir))
    monkeypatch.setenv("THUN_SECRETS", str(office.secrets))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    sealed = tmp_path / "thun.move"
    asked = iter([PASSPHRASE, "อื่น ๆ ที่ไม่ตรง", PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr(cli, "getpass", lambda _words: next(asked))
    monkeypatch.setattr(cli.sys.stdin, "isatty", lambda: True)
    assert cli.main(["move", "pack", str(sealed)]) == 1
    assert "not the same" in capsys.readouterr().err
    assert cli.main(["move", "pack", str(sealed)]) == 0
    assert "own, backups 1 + Google" in capsys.readouterr().out
    monkeypatch.setattr(cli.sys, "stdin", io.StringIO(f"{PASSPHRASE}\n"))
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setenv("THUN_SECRETS", str(tmp_path / "new" / "secrets.toml"))
    forget_everything()
    assert cli.main(["move", "unpack", str(sealed)]) == 0
    assert (tmp_path / "new" / "own.sqlite").exists()


def test_move_data_takes_an_old_folder_out_of_the_program(
    office: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fresh_process: None,
) -> None:
    monkeypatch.setenv("THUN_DATA_DIR", str(office.data_dir))
    new = tmp_path / "person" / "thun-chumchon"
    monkeypatch.setattr(cli, "personal_folder", lambda _env: new)
    assert cli.main(["move-data"]) == 1
    assert "there is nothing to move" in capsys.readouterr().err
    monkeypatch.setattr(cli, "OLD_DATA", office.data_dir)
    assert cli.main(["move-data"]) == 0
    assert (new / "own.sqlite").exists()
    assert not office.data_dir.exists()
    monkeypatch.setattr(cli, "personal_folder", lambda _env: None)
    assert cli.main(["move-data"]) == 1
    assert "set THUN_DATA_DIR" in capsys.readouterr().err


def test_names_in_a_moving_file_lead_nowhere_else(office: Settings) -> None:
    for name in ("../own.sqlite", "backups/../../x", "backups/own", "run.py", "/etc/passwd"):
        with pytest.raises(BadInput, match="unknown part"):
            packing._place(office, name)


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 250])
def test_every_piece_is_needed_in_its_place(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_PIECE", 100)
    monkeypatch.setattr(sealing, "_COST", 2)
    plain, sealed, back = tmp_path / "plain", tmp_path / "sealed", tmp_path / "back"
    plain.write_bytes(bytes(range(256))[:size])
    seal(plain, sealed, PASSPHRASE)
    unseal(sealed, back, PASSPHRASE)
    assert back.read_bytes() == plain.read_bytes()
    content = sealed.read_bytes()
    head = len(sealing.MAGIC) + 16 + 7
    pieces = [content[n : n + 116] for n in range(head, len(content), 116)]
    torn = [b"".join(pieces[:-1]), content[head:-1], content[head:] + b"x"]
    torn += [b"".join([*pieces[1::-1], *pieces[2:]])] if len(pieces) > 1 else []
    torn += [bytes([content[head] ^ 1]) + content[head + 1 :]]
    for broken in torn:
        sealed.write_bytes(content[:head] + broken)
        with pytest.raises(BadInput, match="damaged"):
            unseal(sealed, back, PASSPHRASE)
        assert not back.exists()
