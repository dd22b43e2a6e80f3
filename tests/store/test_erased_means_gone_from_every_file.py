"""What was erased is in no file that the product has written: database with its free pages, log, backups, folders."""

from __future__ import annotations

import json
import logging
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.access.actors import OWN_MACHINE
from lib.actions.records.drafting import keep_draft
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save, withdraw
from lib.actions.survey import households
from lib.store import backup, erased_words, facts
from lib.store.keeping import keep_backups
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.imports.workbooks import NAKHA, book, bring
from tests.actions.survey.household_forms import visit

NAME, PHONE = "มาลี สุขสันต์ยิ่งนัก", "0866666666"
HEAD = ("ชื่อ–นามสกุล", "บทบาท", "ตำบล", "อำเภอ", "จังหวัด", "โทรศัพท์")
CODE, SAVINGS = "ZQ-7788-9911", "7654321"


def marks() -> list[bytes]:
    """Marked words as any file might hold them: plain, or escaped in JSON."""
    words = (NAME, PHONE, CODE)
    return [form for word in words for form in (word.encode(), json.dumps(word)[1:-1].encode())]


def where_found(folder: Path) -> list[str]:
    """Every file under a folder that holds a mark, zip members included."""
    found = []
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        contents = [file.read_bytes()]
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as bundle:
                contents += [bundle.read(name) for name in bundle.namelist()]
        if any(mark in content for content in contents for mark in marks()):
            found.append(file.name)
    return found


def everything_in_tables(store: Store) -> bytes:
    with store.database.reading() as connection:
        names = [r[0] for r in connection.execute(text(_TABLES[store.database.is_sqlite]))]
        rows = [[*connection.exec_driver_sql(f'select * from "{name}"').all()] for name in names]
    return str(rows).encode() + json.dumps(str(rows)).encode()


_TABLES = {
    True: "select name from sqlite_master where type = 'table'",
    False: "select tablename from pg_tables where schemaname = 'public'",
}


def lived(store: Store) -> tuple[str, str]:
    """A person and a household that left traces wherever they could."""
    bring(store, book(("บุคคล", [HEAD, (NAME, "ประธาน", *NAKHA[2:5], PHONE)])), name=f"รายชื่อ {NAME}.xlsx")
    with store.database.reading() as connection:
        person = connection.execute(table("person").select()).mappings().one()["id"]
    save(store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE, "role": "เลขา"}, record_id=person)
    withdraw(store, OWN_MACHINE, "person", person, f"{NAME} ขอถอน")
    save(store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}, record_id=person)
    keep_draft(store, OWN_MACHINE, "", "person", person, 2, {"name": NAME})
    home = visit(store, 1, household_code=CODE, savings=SAVINGS)
    return person, home


@pytest.mark.long
def test_no_file_and_no_table_holds_a_marked_word(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    caplog.set_level(logging.DEBUG)
    person, home = lived(store)
    before = backup.write_backup(store.database, store.backups)
    assert where_found(tmp_path)
    erase(store, OWN_MACHINE, "person", person, f"{NAME} ขอให้ลบ")
    households.erase_form(store, OWN_MACHINE, home, "เจ้าของขอ")
    keep_backups(store)
    keep_backups(store)
    backup.write_backup(store.database, store.backups)
    tables = everything_in_tables(store)
    assert [mark for mark in marks() if mark in tables] == []
    assert where_found(tmp_path) == [], "the server is still running: its log was emptied too"
    assert before.exists()
    assert [mark for mark in marks() if mark.decode("utf-8") in caplog.text] == []


@pytest.mark.parametrize("writes", [True, False])
def test_every_connection_overwrites_what_it_deletes(sqlite_store: Store, writes: bool) -> None:
    """Asked of the connection itself: it holds on an SQLite that was built without secure delete."""
    opened = sqlite_store.database.writing if writes else sqlite_store.database.reading
    with opened() as connection:
        assert connection.exec_driver_sql("pragma secure_delete").scalar() == 1


def test_without_it_the_words_would_be_there(tmp_path: Path) -> None:
    """What the pragma is for: the same deletion without it leaves the words in the file's free pages."""
    found = {}
    for secure in ("OFF", "ON"):
        path = tmp_path / f"{secure}.sqlite"
        with sqlite3.connect(path) as raw:
            raw.execute(f"pragma secure_delete = {secure}")
            raw.execute("create table t (a text)")
            raw.executemany("insert into t values (?)", [(f"{NAME} {n}" * 50,) for n in range(50)])
            raw.commit()
            raw.execute("delete from t")
        raw.close()
        found[secure] = NAME.encode() in path.read_bytes()
    assert found == {"OFF": True, "ON": False}


def test_a_name_kept_as_a_digest_cannot_be_found_by_trying(store: Store) -> None:
    """Whoever has the list of digests, but not the store's secret, tries every code in vain."""
    import hashlib
    from itertools import product

    home = visit(store, 1, household_code="7")
    households.erase_form(store, OWN_MACHINE, home, "เจ้าของขอ")
    with store.database.reading() as connection:
        digests = set(connection.scalars(table("erasure").select().with_only_columns(table("erasure").c.key_digest)))
        secret = facts.secrets_of(connection)
    tried = {
        hashlib.sha256("\x00".join(["household_survey", "TH-630811", str(code), str(year)]).encode()).hexdigest()
        for code, year in product(range(200), range(2560, 2580))
    }
    assert not digests & tried
    assert [len(s) for s in secret] == [64]


def test_only_words_that_name_somebody_are_struck_out() -> None:
    told = [{"name": NAME, "phone": PHONE, "role": "ประธาน"}]
    assert erased_words.naming("person", told) == {NAME, PHONE}
    assert erased_words.naming("household_survey", [{"household_code": "12"}]) == frozenset(), (
        "stands in too many texts"
    )
    assert erased_words.naming("organisation", [{"name": "กลุ่มออมทรัพย์"}]) == frozenset()


def test_what_an_older_version_left_in_free_pages_goes_once(sqlite_store: Store) -> None:
    path = sqlite_store.database.path
    assert path is not None
    with sqlite3.connect(path) as raw:
        raw.execute("pragma secure_delete = OFF")
        for n in range(40):
            values = (f"d{n}", NAME * 40)
            raw.execute("insert into draft values (?, 'person', '', 0, ?, '2026-01-01 00:00:00.000000', null)", values)
        raw.commit()
        raw.execute("delete from draft")
        raw.commit()
        raw.execute("pragma wal_checkpoint(truncate)")
    raw.close()
    assert NAME.encode() in path.read_bytes()
    keep_backups(sqlite_store)
    assert where_found(path.parent) == []
