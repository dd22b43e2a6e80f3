"""Adding a field touches one file plus a written migration; backups travel between databases."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from lib.access.actors import OWN_MACHINE
from lib.actions.country.rules import evidence_id
from lib.actions.records.saving import save
from lib.domain.errors import BadInput
from lib.store import backup, drafts, migrate, reference
from lib.store.database import Database
from lib.store.opening import Store, open_store
from lib.store.restoring import restore
from lib.store.tables import table

ROOT = Path(__file__).parents[2]


def test_the_committed_migrations_build_exactly_the_schema(tmp_path: Path) -> None:
    before = set((ROOT / "lib/store/migrations/versions").glob("*.py"))
    written = migrate.write_migration("should not be needed")
    if written:
        written.unlink()
    assert written is None, "the schema changed: python3 run.py migration '<what changed>'"
    assert set((ROOT / "lib/store/migrations/versions").glob("*.py")) == before


_PROBE = """
import sys
from pathlib import Path
from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save_typed
from lib.schema.dictionary import to_markdown
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.store import records
from lib.store.opening import open_store
store = open_store(sys.argv[1], "own", Path(sys.argv[2]))
old = "org-olderrecord"
with store.database.reading() as connection:
    assert records.get(connection, "organisation", old).record.founded is None
saved = save_typed(store, OWN_MACHINE, "organisation", {"name": "ก", "type": "group", "founded": "๒๕๖๐"})
with store.database.reading() as connection:
    assert records.get(connection, "organisation", saved.record.id).record.founded == 2560
assert "founded" in specs(kind("organisation")) and "ปีที่ตั้ง" in to_markdown()
print("field works")
"""


@pytest.mark.long
def test_a_new_field_is_one_declaration_and_one_written_migration(tmp_path: Path) -> None:
    """In a copy of the project: edit one file, run one command, and the field is everywhere."""
    for part in ("lib", "data"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    url = f"sqlite:///{tmp_path}/own.sqlite"
    store = open_store(url, "own", tmp_path / "backups")
    with store.database.writing() as connection:
        from lib.schema.people import Organisation
        from lib.store import records

        old = Organisation(id="org-olderrecord", name="เก่า", type="group")
        records.insert_new(connection, [old], records.OWN)
    store.database.close()
    declared = tmp_path / "lib/schema/people.py"
    text = declared.read_text(encoding="utf-8")
    line = '    founded: int | None = field("ปีที่ตั้ง (พ.ศ.)", "Founded (B.E.)", ge=2400, le=2700, since=2)\n'
    at = text.index("    registration: str | None = field(")
    declared.write_text(text[:at] + line + text[at:], encoding="utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Written" in run("-m", "lib.cli", "migration", "add founded")
    assert "Nothing changed" in run("-m", "lib.cli", "migration", "again")
    assert "field works" in run("-c", _PROBE, url, str(tmp_path / "backups"))
    assert list((tmp_path / "backups").glob("thun-*-migration.zip")), "no backup before the migration"


def test_a_backup_brings_everything_back(store: Store, tmp_path: Path) -> None:
    save(
        store,
        OWN_MACHINE,
        "household_survey",
        {
            "household_code": "1",
            "area": "TH-250213",
            "surveyed_on": "2023-01-01",
            "consent": "yes",
            "has_debt": "yes",
            "debts": [{"lender": "bank", "balance": "1.50"}],
        },
    )
    drafts.keep(store.database, drafts.Draft("draft-1", "organisation", "", 0, {"name": "ร่าง"}, kept_at()))
    file = backup.write_backup(store.database, tmp_path)
    save(store, OWN_MACHINE, "organisation", {"name": "หลังสำรอง", "type": "group"})
    assert restore(store, file) > 1000
    with store.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(table("organisation"))) == 0
        assert connection.scalar(select(func.count()).select_from(table("household_survey__debts"))) == 1
    assert drafts.get(store.database, "draft-1") is not None
    after = save(store, OWN_MACHINE, "organisation", {"name": "ต่อได้", "type": "group"})
    assert after.revision == 1, "numbering goes on after a restore"
    assert list(store.backups.glob("*before-restore.zip"))


def kept_at():  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_an_office_moves_from_the_file_to_postgresql(sqlite_store: Store, postgres_url: str, tmp_path: Path) -> None:
    saved = save(sqlite_store, OWN_MACHINE, "organisation", {"name": "ย้ายบ้าน", "type": "group"}).record
    file = backup.write_backup(sqlite_store.database, tmp_path)
    moved = Store("own", Database(postgres_url), tmp_path)
    restore(moved, file)
    with moved.database.reading() as connection:
        assert connection.scalar(select(table("organisation").c.name)) == "ย้ายบ้าน"
        assert connection.scalar(select(func.count()).select_from(table("change"))) == 1
    assert (
        save(
            moved, OWN_MACHINE, "organisation", {"name": "ใหม่", "type": "group", "members": 3}, record_id=saved.id
        ).revision
        == 2
    )
    moved.database.close()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\x00" * 18])
def test_a_file_that_is_no_backup_changes_nothing(sqlite_store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "thun-x.zip"
    file.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        restore(sqlite_store, file)
    assert "ไม่ใช่แฟ้มสำรอง" in caught.value.problems[0].th
    assert not sqlite_store.backups.exists()


def test_a_backup_of_another_format_is_refused(sqlite_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "thun-x.zip"
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("manifest.json", json.dumps({"format": 99, "revision": "x"}))
    with pytest.raises(BadInput):
        backup.manifest_of(file)


@pytest.mark.long
def test_a_restore_that_fails_halfway_leaves_the_data_as_it_was(sqlite_store: Store, tmp_path: Path) -> None:
    save(sqlite_store, OWN_MACHINE, "organisation", {"name": "อยู่ต่อ", "type": "group"})
    file = backup.write_backup(sqlite_store.database, tmp_path)
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(file) as good, zipfile.ZipFile(broken, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data[:-40] + b"\n" if name == "area.jsonl" else data)
    with pytest.raises(BadInput):
        restore(sqlite_store, broken)
    with sqlite_store.database.reading() as connection:
        assert connection.scalar(select(table("organisation").c.name)) == "อยู่ต่อ"
        assert connection.scalar(select(func.count()).select_from(table("area"))) > 1000


def test_published_facts_follow_their_files_but_never_overwrite_people(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, untouched = "tgt-provinces-team", "tgt-concrete-tambons"
    wanted = {r.id: r for r in reference.read_file("target")}
    values = wanted[edited].model_dump(exclude={"id", "no_answer"})
    save(sqlite_store, OWN_MACHINE, "target", {**values, "amount": 77}, record_id=edited)
    changed = [
        r.model_copy(update={"amount": 501}) if r.id == untouched else r
        for r in wanted.values()
        if r.id != "tgt-centres-20"
    ]
    with sqlite_store.database.writing() as connection:
        reference._follow(connection, changed)
    rows = table("target")
    with sqlite_store.database.reading() as connection:
        standing = {
            r.id: r.amount
            for r in connection.execute(select(rows.c.id, rows.c.amount).where(rows.c.withdrawn_at.is_(None)))
        }
    assert standing == {edited: 77, untouched: 501}, "what left the files is withdrawn"
    assert reference.seed(sqlite_store.database) is False, "nothing to do when nothing changed"


@pytest.mark.long
def test_two_processes_starting_at_once_migrate_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from lib.store.opening import open_store; open_store(sys.argv[1], 'own', Path(sys.argv[2]))"
    url = f"sqlite:///{tmp_path}/own.sqlite"
    both = [
        subprocess.Popen([sys.executable, "-c", code, url, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    results = [(p.wait(), p.stderr.read() if p.stderr else b"") for p in both]
    for process in both:
        if process.stderr:
            process.stderr.close()
    assert [code for code, _ in results] == [0, 0], results
    database = Database(url)
    with database.reading() as connection:
        assert "area" in inspect(connection).get_table_names()
        assert (
            connection.scalar(select(func.count()).select_from(table("area")).where(table("area").c.type == "province"))
            == 77
        )
    database.close()


def test_notes_that_the_app_made_are_known_as_such_after_an_upgrade(tmp_path: Path) -> None:
    """Before 952daed235fe only their ids told them from what people wrote."""
    database = Database(f"sqlite:///{tmp_path.as_posix()}/old.sqlite")
    migrate.upgrade(database, tmp_path, "cde1537d9c0c")
    at = "2026-01-05 03:00:00"
    rest = {"revision": 1, "origin": "own", "created_at": at, "updated_at": at, "no_answer": "{}"}
    notes = {
        evidence_id("cv-1", "plan"): "cv-1",
        evidence_id("tw-1", "concrete"): "tw-1",
        # Withdrawn ones come back as what they were.
        evidence_id("tw-1", "trained"): "tw-1",
        "ev-typed": None,
    }
    with database.writing() as connection:

        def insert(kind_id: str, **values: object) -> None:
            told = {**rest, **values}
            columns = ", ".join(told)
            marks = ", ".join(f":{c}" for c in told)
            connection.execute(text(f"insert into {kind_id} ({columns}) values ({marks})"), told)

        insert("canvas", id="cv-1", name="ก")
        insert("tambon_work", id="tw-1", name="ก")
        for one in notes:
            insert("evidence", id=one, name="ก", proves_kind="tambon_progress", proves="tp-1")
    migrate.upgrade(database, tmp_path)
    with database.reading() as connection:
        found = dict(connection.execute(text("select id, made_from from evidence")).all())  # type: ignore[arg-type]
    database.close()
    assert found == notes
