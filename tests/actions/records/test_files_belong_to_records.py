"""Attaching is an act on the record: by who may write it where it lies, within limits, with a history, taken back."""

from __future__ import annotations

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lib.access.actors import OWN_MACHINE, READER, Actor
from lib.access.files import seen_file
from lib.access.policy import Grant, Role
from lib.actions.records.attaching import attach, erase_file, publish, put_back, take_away
from lib.actions.records.merging import merge
from lib.actions.records.saving import save, withdraw
from lib.actions.records.verifying import verify
from lib.domain.errors import BadInput, NotAllowed, NotFound, StorageProblem
from lib.domain.limits import ATTACHED_TO_RECORD
from lib.intake.attached import BroughtFile
from lib.schema.history_words import Way
from lib.store import attachments, history, records
from lib.store.attachments import Attachment
from lib.store.held_files import FolderOfFiles
from lib.store.opening import Store
from lib.store.tables import table
from tests.intake.attached_files import PLACE, pdf, photo

HERE, ELSEWHERE = "TH-100101", "TH-900101"


def brought(colour: str = "teal", **told: bool) -> BroughtFile:
    return BroughtFile("ภาพเวที.jpg", photo((80, 60), colour=colour), **told)


def event(store: Store, area: str = HERE, name: str = "เวที") -> str:
    values = {"name": name, "type": "training", "area": area}
    return save(store, OWN_MACHINE, "event", values).record.id


def somebody(role: Role, place: str, account: str = "acc-1") -> Actor:
    return Actor(account, "คนหนึ่ง", Way.FORM, (Grant(role, place),), account=account)


def files_of(store: Store, kind: str, record: str) -> list[Attachment]:
    with store.database.reading() as connection:
        return attachments.of_records(connection, kind, [record])


def on_disk(store: Store) -> set[str]:
    return set(store.files.digests())


def test_a_photo_is_kept_by_its_digest_for_the_own_user_and_noted_in_history(store: Store) -> None:
    record = event(store)
    one = attach(store, OWN_MACHINE, "event", record, brought())
    assert (one.name, one.media_type, one.public, one.made_by) == ("ภาพเวที.jpg", "image/jpeg", False, OWN_MACHINE.id)
    assert on_disk(store) == one.digests
    file = store.files.path(one.digest)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"Exif" not in file.read_bytes()
    with store.database.reading() as connection:
        newest = history.of_record(connection, "event", record)[0]
    assert (newest.action, newest.revision, newest.actor_label) == ("attach", 2, OWN_MACHINE.label)
    assert newest.fields == {history.FILE: (None, one.id)}


def test_the_place_of_a_photo_is_kept_only_when_it_was_wished(store: Store) -> None:
    record = event(store)
    without = attach(store, OWN_MACHINE, "event", record, brought())
    wished = attach(store, OWN_MACHINE, "event", record, brought("red", keep_place=True))
    assert (without.latitude, without.longitude) == (None, None)
    assert (wished.latitude, wished.longitude) == pytest.approx(PLACE, abs=1e-5)


def test_the_same_file_twice_is_one(store: Store) -> None:
    record, other = event(store), event(store, name="อีกเวที")
    first = attach(store, OWN_MACHINE, "event", record, brought())
    assert attach(store, OWN_MACHINE, "event", record, brought()) == first
    second = attach(store, OWN_MACHINE, "event", other, brought())
    assert (second.digest, second.id != first.id) == (first.digest, True)
    assert on_disk(store) == first.digests


def test_somebody_typing_in_the_record_loses_nothing(store: Store) -> None:
    record = event(store)
    attach(store, OWN_MACHINE, "event", record, brought())
    values = {"name": "เวทีใหม่", "type": "training", "area": HERE}
    saved = save(store, OWN_MACHINE, "event", values, record_id=record, base_revision=1)
    assert saved.revision == 3
    assert len(files_of(store, "event", record)) == 1


def test_only_who_may_write_the_record_where_it_lies_attaches(store: Store) -> None:
    record = event(store)
    attach(store, somebody(Role.TEAM, HERE), "event", record, brought())
    for actor in (READER, somebody(Role.TEAM, ELSEWHERE), somebody(Role.ENUMERATOR, HERE), somebody(Role.LEADER, HERE)):
        with pytest.raises(NotAllowed):
            attach(store, actor, "event", record, brought("red"))
    person = save(store, OWN_MACHINE, "person", {"name": "สมชาย"}).record.id
    with pytest.raises(BadInput):
        attach(store, OWN_MACHINE, "person", person, brought())
    with pytest.raises(NotFound):
        attach(store, OWN_MACHINE, "event", "event-nothing", brought())
    assert len(files_of(store, "event", record)) == 1


def test_who_attached_to_somebody_elses_record_does_not_own_it(store: Store) -> None:
    """The first revision tells whose a record is: a file is never a first revision."""
    record = event(store)
    attach(store, somebody(Role.TEAM, HERE, "acc-2"), "event", record, brought())
    with pytest.raises(NotAllowed):
        attach(store, somebody(Role.LEADER, HERE, "acc-2"), "event", record, brought("red"))


def test_only_who_may_see_it_sees_it(store: Store) -> None:
    record = event(store)
    one = attach(store, OWN_MACHINE, "event", record, brought())
    team, stranger = somebody(Role.TEAM, HERE), somebody(Role.TEAM, ELSEWHERE)
    assert seen_file(store, team, one.id) is not None
    assert seen_file(store, READER, one.id) is None
    assert seen_file(store, stranger, one.id) is None
    publish(store, OWN_MACHINE, one.id, public=True)
    for actor in (READER, stranger):
        seen = seen_file(store, actor, one.id)
        assert seen is not None
        assert not seen.whole
    take_away(store, team, one.id)
    assert seen_file(store, team, one.id) is None
    put_back(store, team, one.id)
    withdraw(store, OWN_MACHINE, "event", record, "ซ้ำ")
    assert seen_file(store, READER, one.id) is None


def test_strangers_change_nothing(store: Store) -> None:
    record = event(store)
    one = attach(store, OWN_MACHINE, "event", record, brought())
    for actor in (READER, somebody(Role.TEAM, ELSEWHERE)):
        for act in (take_away, put_back):
            with pytest.raises(NotAllowed):
                act(store, actor, one.id)
        with pytest.raises(NotAllowed):
            publish(store, actor, one.id, public=True)
        with pytest.raises(NotAllowed):
            erase_file(store, actor, one.id, "ไม่ใช่ของเรา")
    with pytest.raises(NotAllowed):
        erase_file(store, somebody(Role.TEAM, HERE), one.id, "ทีมลบถาวรไม่ได้")
    assert files_of(store, "event", record) == [one]


def test_what_was_taken_away_comes_back_and_every_step_is_told(store: Store) -> None:
    record = event(store)
    one = attach(store, OWN_MACHINE, "event", record, brought())
    take_away(store, OWN_MACHINE, one.id)
    take_away(store, OWN_MACHINE, one.id)
    assert files_of(store, "event", record) == []
    assert store.files.has(one.digest)
    put_back(store, OWN_MACHINE, one.id)
    assert files_of(store, "event", record) == [one]
    with store.database.reading() as connection:
        told = [c.action for c in history.of_record(connection, "event", record)]
    assert told == ["attach", "detach", "attach", "create"]


def test_a_verdict_falls_with_the_file_it_rested_on(store: Store) -> None:
    step = {"area": "TH-250213", "rung": "concrete", "reached_on": "2023-01-02"}
    rung = save(store, OWN_MACHINE, "tambon_progress", step).record.id
    told = {"name": "รายงาน", "proves_kind": "tambon_progress", "proves": rung, "type": "file"}
    proof = save(store, OWN_MACHINE, "evidence", told).record.id
    one = attach(store, OWN_MACHINE, "evidence", proof, BroughtFile("minutes.pdf", pdf(2)))
    assert (one.pages, one.small_digest) == (2, "")
    verify(store, OWN_MACHINE, "tambon_progress", rung, "หัวหน้าภาค")
    take_away(store, OWN_MACHINE, one.id)
    with store.database.reading() as connection:
        stored = records.get(connection, "tambon_progress", rung)
    assert stored is not None
    assert stored.record.status == "reported"  # type: ignore[attr-defined]


def test_a_record_holds_so_many_and_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.actions.records.attaching.ATTACHED_TO_RECORD", _least(2))
    record = event(store)
    for colour in ("red", "green"):
        attach(store, OWN_MACHINE, "event", record, brought(colour))
    with pytest.raises(BadInput) as error:
        attach(store, OWN_MACHINE, "event", record, brought("blue"))
    assert "2" in error.value.problems[0].th
    assert len(on_disk(store)) == 4


def _least(most: int) -> object:
    return replace(ATTACHED_TO_RECORD, most=most)


def test_files_of_two_records_that_are_one_stay_together(store: Store) -> None:
    keep = save(store, OWN_MACHINE, "organisation", {"name": "กลุ่มแม่บ้าน", "type": "group"}).record.id
    give = save(store, OWN_MACHINE, "organisation", {"name": "กลุ่มแม่บ้าน ", "type": "group"}).record.id
    one = attach(store, OWN_MACHINE, "organisation", give, brought())
    merge(store, OWN_MACHINE, "organisation", keep, give)
    assert [f.id for f in files_of(store, "organisation", keep)] == [one.id]


def test_what_is_erased_is_gone_from_the_disk_at_once_unless_another_record_has_it(store: Store) -> None:
    record, other = event(store), event(store, name="อีกเวที")
    mine = attach(store, OWN_MACHINE, "event", record, brought())
    theirs = attach(store, OWN_MACHINE, "event", other, brought())
    erase_file(store, OWN_MACHINE, mine.id, "คนในภาพขอ")
    assert on_disk(store) == theirs.digests
    erase_file(store, OWN_MACHINE, theirs.id, "คนในภาพขอ")
    assert on_disk(store) == set()
    with store.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(table("attachment"))) == 0
        newest = history.of_record(connection, "event", record)[0]
    assert (newest.action, newest.note) == ("erase_file", "คนในภาพขอ")


def test_a_full_disk_is_said_and_nothing_is_attached(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    record = event(sqlite_store)
    monkeypatch.setattr(FolderOfFiles, "put", full)
    with pytest.raises(StorageProblem) as error:
        attach(sqlite_store, OWN_MACHINE, "event", record, brought())
    assert "disk is full" in error.value.problems[0].en
    assert files_of(sqlite_store, "event", record) == []


ROOT = Path(__file__).parents[3]
#: Many puts of the same few contents, with sweeps in between; says how many were missing right after a put.
PUT_OFTEN = """
import sys
from pathlib import Path
from lib.store.held_files import FolderOfFiles

held, missing, seed = FolderOfFiles(Path(sys.argv[1])), 0, int(sys.argv[2])
for turn in range(60):
    content = bytes([turn % 3]) * 50_000
    digest = held.put(content)
    missing += held.path(digest).read_bytes() != content
    if turn % 7 == seed:
        held.remove_unused(lambda: set())
print(missing)
"""


def test_several_processes_put_the_same_bytes_at_once(tmp_path: Path) -> None:
    # Programs of their own: a pool of workers would begin anew for ever when one cannot be begun.
    commands = [[sys.executable, "-c", PUT_OFTEN, str(tmp_path), str(n)] for n in range(4)]
    putting = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in commands]
    assert [child.communicate(timeout=120)[0].strip() for child in putting] == ["0"] * 4
    assert len(set(FolderOfFiles(tmp_path).digests())) == 3
    assert not list(tmp_path.rglob("*.partial"))


def test_erasing_one_while_the_same_is_attached_elsewhere_loses_nothing(store: Store) -> None:
    record = event(store)
    others = [event(store, name=f"เวที {n}") for n in range(4)]
    mine = attach(store, OWN_MACHINE, "event", record, brought())
    with ThreadPoolExecutor(5) as pool:
        going = pool.submit(erase_file, store, OWN_MACHINE, mine.id, "คนในภาพขอ")
        coming = [pool.submit(attach, store, OWN_MACHINE, "event", o, brought()) for o in others]
        going.result()
        kept = [one.result() for one in coming]
    assert all(store.files.has(d) for one in kept for d in one.digests)
