"""Damaged, newer, half, foreign: a sentence or a restore; versions go on; erasures are carried in one step."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from lib import cli
from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.config import forget_everything
from lib.domain.errors import BadInput, DamagedStore, NewerStore
from lib.store import backup, erasures, facts, history, kept_backups, migrate, restoring, versions
from lib.store.opening import Store, open_store
from lib.store.restoring import TargetState, restore, state_of
from lib.store.tables import table
from tests.actions.records.test_what_is_erased_is_gone_everywhere import everything

NAME, PHONE = "สมชาย ใจเย็นที่สุด", "0877777777"


def group(store: Store, name: str = "กลุ่ม") -> str:
    return save(store, OWN_MACHINE, "organisation", {"name": name, "type": "group"}).record.id


def names(store: Store) -> set[str]:
    with store.database.reading() as connection:
        return set(connection.scalars(select(table("organisation").c.name)))


def raw(store: Store) -> Path:
    assert store.database.path is not None
    return store.database.path


@pytest.mark.long
def test_versions_and_numbers_go_on(store: Store) -> None:
    group(store)
    file = backup.write_backup(store.database, store.backups)
    for n in range(3):
        group(store, f"หลัง {n}")
    with store.database.reading() as connection:
        seen = versions.current(connection)["organisation"]
        number = connection.scalar(select(table("change_set").c.number).order_by(table("change_set").c.number.desc()))
    restore(store, file)
    with store.database.reading() as connection:
        assert versions.current(connection)["organisation"] > seen
        newest = connection.execute(select(table("change_set")).order_by(table("change_set").c.number.desc())).first()
    assert newest is not None
    assert (newest.number, newest.action, newest.note) == ((number or 0) + 1, "bring_back", file.name)
    group(store, "ต่อได้")
    with store.database.reading() as connection:
        assert history.latest(connection, 1)[0].number == newest.number + 1


@pytest.mark.long
def test_a_cut_between_restore_and_erasure_cannot_happen(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The erasures are part of the restore: when carrying them over fails, nothing was restored."""
    record_id = save(store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}).record.id
    file = backup.write_backup(store.database, store.backups)
    erase(store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")

    def power_cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(erasures, "carry_over", power_cut)
    with pytest.raises(KeyboardInterrupt):
        restore(store, file)
    monkeypatch.undo()
    assert PHONE not in everything(store)
    restore(store, file)
    assert PHONE not in everything(store)
    again = save(store, OWN_MACHINE, "person", {"name": "คนอื่น", "phone": "0811111111"})
    assert again.revision == 1


def test_a_damaged_file_is_set_aside_and_its_erasures_are_known_from_the_backups(sqlite_store: Store) -> None:
    record_id = save(sqlite_store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}).record.id
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    erase(sqlite_store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    backup.write_backup(sqlite_store.database, sqlite_store.backups)
    sqlite_store.database.close()
    for ending in ("-wal", "-shm"):
        Path(f"{raw(sqlite_store)}{ending}").unlink(missing_ok=True)
    raw(sqlite_store).write_bytes(b"torn" * 5000)
    with pytest.raises(DamagedStore):
        open_store(str(sqlite_store.database.url), "own", sqlite_store.backups)
    assert state_of(sqlite_store.database) is TargetState.DAMAGED
    assert restore(sqlite_store, file) > 1000
    assert PHONE not in everything(sqlite_store)
    aside = list(raw(sqlite_store).parent.glob("own-damaged-*.sqlite"))
    assert [a.read_bytes()[:4] for a in aside] == [b"torn"]
    with sqlite_store.database.reading() as connection:
        assert versions.current(connection)["person"] > 10**9, "nobody knows how far it had counted"


def test_a_store_of_a_newer_version_is_told_before_anything_is_written(sqlite_store: Store) -> None:
    group(sqlite_store)
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    with sqlite_store.database.writing() as connection:
        connection.execute(text("update alembic_version set version_num = 'fromthefuture'"))
    before = raw(sqlite_store).read_bytes()
    for _ in range(3):
        with pytest.raises(NewerStore) as caught:
            open_store(str(sqlite_store.database.url), "own", sqlite_store.backups)
    assert "รุ่นใหม่กว่า" in caught.value.problems[0].th
    assert [k.file for k in kept_backups.listed(sqlite_store.backups)] == [file], "no pile of backups"
    assert raw(sqlite_store).read_bytes() == before
    restore(sqlite_store, file)
    assert names(sqlite_store) == {"กลุ่ม"}
    assert len(list(raw(sqlite_store).parent.glob("own-newer-*.sqlite"))) == 1


@pytest.mark.parametrize(
    ("made", "state"),
    [("create table store_fact (key text)", TargetState.HALF), ("create table theirs (a text)", TargetState.FOREIGN)],
)
def test_a_half_or_foreign_file_is_kept_aside(
    sqlite_store: Store, tmp_path: Path, made: str, state: TargetState
) -> None:
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    other = open_elsewhere(tmp_path / "other.sqlite", made)
    assert state_of(other.database) is state
    assert restore(other, file) > 1000
    assert len(list(tmp_path.glob(f"other-{state.value}-*.sqlite"))) == 1
    other.database.close()


def open_elsewhere(path: Path, made: str) -> Store:
    from lib.store.database import Database

    with sqlite3.connect(path) as connection:
        connection.execute(made)
    return Store("own", Database(f"sqlite:///{path}"), path.parent / "other-backups")


def test_tables_of_another_programme_on_a_server_are_left_alone(postgres_url: str, sqlite_store: Store) -> None:
    from lib.store.database import Database

    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    shared = Store("own", Database(postgres_url), sqlite_store.backups)
    with shared.database.writing() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
        connection.execute(text("create table theirs (a text)"))
    with pytest.raises(BadInput) as caught:
        restore(shared, file)
    assert "โปรแกรมอื่น" in caught.value.problems[0].th
    with shared.database.reading() as connection:
        connection.execute(text("select * from theirs"))
    shared.database.close()


def rewritten(file: Path, target: Path, name: str, content: str) -> Path:
    with zipfile.ZipFile(file) as good, zipfile.ZipFile(target, "w") as bad:
        for entry in good.namelist():
            bad.writestr(entry, content if entry == name else good.read(entry))
    return target


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", "[]"),
        ("manifest.json", "{}"),
        ("organisation.jsonl", '["no object"]\n'),
        ("organisation.jsonl", "{}\n"),
        ("organisation.jsonl", ""),
        ("organisation.jsonl", '{"id": "org-1", "revision": "x"}\n'),
    ],
)
def test_a_file_that_is_wrong_inside_changes_nothing(store: Store, tmp_path: Path, name: str, content: str) -> None:
    group(store, "อยู่ต่อ")
    file = backup.write_backup(store.database, tmp_path)
    wrong = rewritten(file, tmp_path / "wrong.zip", name, content)
    with pytest.raises(BadInput) as caught:
        restore(store, wrong)
    assert "ยังไม่ได้เปลี่ยนข้อมูลใด" in caught.value.problems[0].th
    assert names(store) == {"อยู่ต่อ"}


def test_a_zip_with_only_a_manifest_restores_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    group(sqlite_store, "อยู่ต่อ")
    bare = tmp_path / "thun-bare.zip"
    with zipfile.ZipFile(bare, "w") as bundle:
        told = {"format": 1, "revision": migrate.head(), "made_at": "2026-01-01T00:00:00+00:00", "tables": ["area"]}
        bundle.writestr("manifest.json", json.dumps(told))
    with pytest.raises(BadInput):
        restore(sqlite_store, bare)
    assert names(sqlite_store) == {"อยู่ต่อ"}


def changed(file: Path, target: Path, **told: object) -> Path:
    with zipfile.ZipFile(file) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    return rewritten(file, target, "manifest.json", json.dumps({**manifest, **told}))


def test_practice_data_a_newer_backup_and_another_offices_are_refused_by_name(
    sqlite_store: Store, tmp_path: Path
) -> None:
    group(sqlite_store, "อยู่ต่อ")
    file = backup.write_backup(sqlite_store.database, tmp_path)
    for told, word in (
        ({"world": "practice"}, "ข้อมูลฝึกหัด"),
        ({"revision": "fromthefuture"}, "รุ่นใหม่กว่า"),
        ({"store": "another"}, "ที่เก็บอื่น"),
    ):
        with pytest.raises(BadInput) as caught:
            restore(sqlite_store, changed(file, tmp_path / "x.zip", **told))
        assert word in caught.value.problems[0].th
    assert not sqlite_store.backups.exists(), "nothing was touched"
    restore(sqlite_store, changed(file, tmp_path / "x.zip", store="another"), agreed=True)


def test_a_practice_backup_of_an_older_version_is_known_by_its_rows(sqlite_store: Store, tmp_path: Path) -> None:
    file = backup.write_backup(sqlite_store.database, tmp_path)
    rows = backup.rows_in(file, "store_fact")
    lines = "\n".join(json.dumps(r) for r in [*rows, {"key": "practice", "value": "2564"}])
    old = changed(rewritten(file, tmp_path / "a.zip", "store_fact.jsonl", lines), tmp_path / "b.zip", world="")
    with pytest.raises(BadInput) as caught:
        restore(sqlite_store, old)
    assert "ข้อมูลฝึกหัด" in caught.value.problems[0].th


def test_an_older_store_gets_a_secret_its_digests_keyed_and_every_form_a_date(tmp_path: Path) -> None:
    """From the version before: one list of two meanings, digests that can be found by trying."""
    from lib.actions.records.keys import key_digest
    from lib.store.database import Database

    database = Database(f"sqlite:///{tmp_path}/old.sqlite")
    before = "60f0f8d7db2a"
    migrate.upgrade(database, tmp_path / "b", to=before)
    plain = {"at": "2026-01-01", "actor_label": "a", "kind": "person", "key_digest": ""}
    with database.writing() as connection:
        insert = text(
            "insert into erasure (kind, record_id, key_digest, at, actor_label, reason) "
            "values (:kind, :record_id, :key_digest, '2026-01-01 00:00:00.000000', :actor_label, :reason)"
        )
        import hashlib

        known = hashlib.sha256("\x00".join(["person", "สมชาย", ""]).encode()).hexdigest()
        connection.execute(insert, {**plain, "record_id": "p1", "key_digest": known, "reason": "ขอ"})
        late = {**plain, "kind": "household_survey", "reason": "retention date reached"}
        connection.execute(insert, {**late, "record_id": "h1", "key_digest": "x"})
        connection.execute(insert, {**late, "record_id": "h1", "key_digest": "y"})
        connection.execute(
            text(
                "insert into household_survey (id, revision, origin, created_at, updated_at, no_answer, area, "
                "household_code, year, surveyed_on, consent, second_occupations) values "
                "('hh-1', 1, 'own', '2024-02-29', '2024-02-29', '{}', 'TH-250213', '1', 2567, '2024-02-29', 'yes', '[]')"
            )
        )
    migrate.upgrade(database, tmp_path / "b")
    with database.reading() as connection:
        (row,) = erasures.listed(connection)
        (secret,) = facts.secrets_of(connection)
        gone = connection.execute(select(table("expiry"))).mappings().all()
        kept_until = connection.scalar(select(table("household_survey").c.keep_until))
    assert row["key_digest"] == key_digest("person", ("สมชาย", ""), secret) != known
    assert [(g["record_id"], g["erased_on"]) for g in gone] == [("h1", date(2026, 1, 1))]
    assert kept_until == date(2027, 2, 28)
    database.close()


def test_a_restored_stores_secret_does_not_make_the_erased_unknown(sqlite_store: Store, tmp_path: Path) -> None:
    """Another office's backup brings another secret: both lists of erased names still hold."""
    from lib.actions.records.keys import Finder, key_digest, key_of

    saved = save(sqlite_store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}).record
    record_id, named = saved.id, key_of(saved)
    file = backup.write_backup(sqlite_store.database, tmp_path)
    erase(sqlite_store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    rows = [{**r, "value": "ab" * 32} if r["key"] == "secret" else r for r in backup.rows_in(file, "store_fact")]
    other = rewritten(file, tmp_path / "o.zip", "store_fact.jsonl", "\n".join(map(json.dumps, rows)))
    restore(sqlite_store, other)
    with sqlite_store.database.reading() as connection:
        finder = Finder(connection, "person")
        assert len(finder.secrets) == 2
        assert any(key_digest("person", named, secret) in finder.erased_keys for secret in finder.secrets)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, fresh_process: None) -> Store:
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    forget_everything()
    return Store("own", sqlite_store.database, tmp_path / "backups" / "own")


@pytest.mark.long
def test_the_command_lists_asks_and_names_the_way_back(
    office: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    group(office, "แรก")
    file = backup.write_backup(office.database, office.backups)
    group(office, "หลัง")
    assert cli.main(["restore"]) == 1
    said = capsys.readouterr().err
    assert "1  " in said
    assert file.name in said
    assert "run.py restore 1" in said
    assert cli.main(["restore", "1"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert names(office) == {"แรก", "หลัง"}
    assert cli.main(["restore", "1", "--yes"]) == 0
    said = capsys.readouterr().out
    assert names(office) == {"แรก"}
    way_back = said.rsplit("run.py restore ", 1)[1].strip()
    assert cli.main(["restore", way_back, "--yes"]) == 0
    assert names(office) == {"แรก", "หลัง"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "copy.zip").write_bytes(file.read_bytes())
    monkeypatch.setenv("PWD", str(elsewhere))
    assert cli.main(["restore", "copy.zip", "--yes"]) == 0
    assert cli.main(["restore", "gone.zip", "--yes"]) == 1
    assert "ไม่พบแฟ้ม gone.zip" in capsys.readouterr().err


def test_a_newcomer_restores_a_damaged_store_with_one_command(
    office: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    group(office, "แรก")
    backup.write_backup(office.database, office.backups)
    office.database.close()
    raw(office).write_bytes(b"torn" * 5000)
    for ending in ("-wal", "-shm"):
        Path(f"{raw(office)}{ending}").unlink(missing_ok=True)
    assert cli.main(["backup"]) == 1
    assert "run.py restore" in capsys.readouterr().err
    assert cli.main(["restore", "1", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "เสียหาย" in said
    assert "\\n" not in said, "lines are lines"
    assert len(said.splitlines()) > 3
    assert names(office) == {"แรก"}


def test_state_of_a_store_in_order(store: Store) -> None:
    assert state_of(store.database) is TargetState.READY
    assert restoring.WRITER.label


def test_a_store_never_opened_since_an_older_version_is_restored_with_its_erasures(tmp_path: Path) -> None:
    import hashlib

    from lib.actions.records.keys import key_digest
    from lib.store.database import Database

    store = Store("own", Database(f"sqlite:///{tmp_path}/old.sqlite"), tmp_path / "b")
    migrate.upgrade(store.database, store.backups, to="60f0f8d7db2a")
    file = backup.write_backup(store.database, store.backups)
    plain = hashlib.sha256("\x00".join(["person", "สมชาย", ""]).encode()).hexdigest()
    with store.database.writing() as connection:
        told = "'person', 'p1', :digest, '2026-01-01 00:00:00.000000', 'a', 'ขอ'"
        columns = "kind, record_id, key_digest, at, actor_label, reason"
        connection.execute(text(f"insert into erasure ({columns}) values ({told})"), {"digest": plain})
    restore(store, file)
    with store.database.reading() as connection:
        (row,) = erasures.listed(connection)
        assert row["key_digest"] in {key_digest("person", ("สมชาย", ""), s) for s in facts.secrets_of(connection)}
    store.database.close()


@pytest.mark.parametrize("said", ["could not extend file: No space left on device", "wrote only 4096 of 8192 bytes"])
def test_a_full_server_is_not_taken_for_a_damaged_backup(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """PostgreSQL says it in two ways, and one of them names no disk."""
    from psycopg.errors import DiskFull
    from sqlalchemy.exc import OperationalError

    from lib.domain.errors import StorageProblem

    group(sqlite_store, "ก")
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)

    def full(*_told: object) -> int:
        raise OperationalError("insert", None, DiskFull(said))

    monkeypatch.setattr(backup, "load_backup", full)
    with pytest.raises(StorageProblem) as caught:
        restore(sqlite_store, file)
    assert "เต็ม" in caught.value.problems[0].th
    assert names(sqlite_store) == {"ก"}
