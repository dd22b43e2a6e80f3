"""The About page tells of backups, asks about a clock that leapt, and says which forms are on their way out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.actions.survey import retention
from lib.insight.source import Source
from lib.store import clock
from lib.store.keeping import keep_backups
from lib.store.tables import table
from lib.ui.frame import shell
from tests.actions.survey.household_forms import visit
from tests.pages.conftest import Open, words_on


def test_the_age_of_the_newest_backup_and_its_proof_are_shown(open_page: Open, own: Source) -> None:
    assert "ยังไม่มีแฟ้มสำรอง" in words_on(open_page("about"))
    save(own.store, OWN_MACHINE, "organisation", {"name": "กลุ่ม", "type": "group"})
    keep_backups(own.store)
    said = words_on(open_page("about"))
    for part in ("แฟ้มสำรองล่าสุด", "ลองนำกลับแล้วใช้ได้", "ทั้งหมด 1 ชุด", "THUN_BACKUP_COPY"):
        assert part in said, part


def test_a_clock_that_leapt_is_asked_about_and_confirmed_with_a_press(open_page: Open, own: Source) -> None:
    with own.store.database.writing() as connection:
        clock.believe(connection, datetime(2020, 1, 1, tzinfo=UTC))
    app = open_page("about")
    assert "นาฬิกาของเครื่องบอกว่าวันนี้คือ" in words_on(app)
    app.button(key="believe_clock").click().run()
    assert not app.exception, app.exception
    assert "ยืนยันวันที่แล้ว" in words_on(app)
    assert not clock.judge(own.store.database).leapt


def test_forms_on_their_way_out_are_told_of_with_their_day(open_page: Open, own: Source) -> None:
    visit(own.store, 1, surveyed_on="1 พ.ย. 2564")
    rows = table("household_survey")
    with own.store.database.writing() as connection:
        connection.execute(rows.update().values(created_at=datetime(2021, 11, 2, tzinfo=UTC)))
    retention.sweep(own.store, OWN_MACHINE)
    assert "1 แบบใกล้ครบกำหนดเก็บ" in words_on(open_page("about"))
    with own.store.database.writing() as connection:
        clock.believe(connection, datetime.now(UTC) + timedelta(days=7))
    retention.sweep(own.store, OWN_MACHINE, datetime.now(UTC) + timedelta(days=7))
    assert "ซ่อนแล้ว จะลบถาวรวันที่" in words_on(open_page("about"))


def test_texts_that_name_somebody_erased_are_listed_opened_and_settled(open_page: Open, own: Source) -> None:
    gone = save(own.store, OWN_MACHINE, "person", {"name": "มาลินี สุขสันต์ยิ่งนัก"}).record.id
    told = {"name": "กลุ่มทอผ้า", "type": "group", "note": "ประธานคือ มาลินี สุขสันต์ยิ่งนัก"}
    named = save(own.store, OWN_MACHINE, "organisation", told).record.id
    assert "ผู้ที่ขอลบ" not in words_on(open_page("about"))
    erase(own.store, OWN_MACHINE, "person", gone, "ขอ")
    app = open_page("about")
    assert "มี 1 ช่องที่อาจยังมีชื่อของผู้ที่ขอลบแล้ว" in words_on(app)
    (link,) = [one for one in app.get("page_link") if "กลุ่มทอผ้า" in one.proto.label]
    assert link.proto.label == "องค์กร · กลุ่มทอผ้า · หมายเหตุ"
    assert link.proto.query_string == f"kind=organisation&record={named}&field=note"
    app.button(key=f"name_left.organisation.{named}.note").click().run()
    assert not app.exception, app.exception
    assert "ผู้ที่ขอลบ" not in words_on(app)


def test_a_reader_sees_nothing_of_it(open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    assert "การเก็บรักษาข้อมูล" not in words_on(open_page("about"))
