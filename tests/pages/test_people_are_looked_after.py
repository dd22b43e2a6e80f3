"""The page of people and rights: who sees what of it, invites, takes back, and is told why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE, READER, Actor
from lib.access.identity import actor_of
from lib.access.policy import COUNTRY, Role
from lib.actions.canvas import filling
from lib.insight.source import Source
from lib.store import accounts, invitations, login_sessions, private_log
from lib.ui.frame import shell
from lib.ui.frame.registry import left_out
from tests.pages.conftest import Open, words_on

REGION, PROVINCE, TAMBON, OTHER_TAMBON = "CODI-BE", "TH-25", "TH-250213", "TH-500101"
ONLY_INVITERS = "หน้านี้เป็นของผู้ที่เชิญคนได้"


def comes(own: Source, name: str, role: Role, place: str) -> Actor:
    with own.store.database.writing() as connection:
        account = accounts.add(connection, name)
        accounts.grant(connection, account, (role.value, place, ""), ("test", "ทดสอบ"))
        session, _ = login_sessions.begin(connection, account, "google", "Chrome")
    return actor_of(own.store, session)


@pytest.fixture
def officer(own: Source, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """An officer of CODI-BE is at the page, among people of two regions."""
    comes(own, "ผู้นำในภาค", Role.LEADER, TAMBON)
    comes(own, "ผู้นำนอกภาค", Role.LEADER, OTHER_TAMBON)
    comes(own, "ผู้ดูแลทั้งหมด", Role.COUNTRY, COUNTRY)
    return sits_down(own, monkeypatch, comes(own, "เจ้าหน้าที่", Role.OFFICER, REGION))


def sits_down(own: Source, monkeypatch: pytest.MonkeyPatch, actor: Actor) -> Actor:
    """Pages look the session up on every run, as they do behind a server."""
    monkeypatch.setattr(shell, "current_actor", lambda: actor_of(own.store, actor.session))
    return actor


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception


def choose(app: AppTest, label: str, value: object) -> None:
    # The filters above have the same labels: the last one is the form's.
    [b for b in app.selectbox if b.label == label][-1].set_value(value).run()
    assert not app.exception, app.exception


def test_who_may_invite_nobody_is_told_so(open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    for nobody in (READER, comes(own, "ผู้นำ", Role.LEADER, TAMBON), comes(own, "ทีม", Role.TEAM, TAMBON)):
        monkeypatch.setattr(shell, "current_actor", lambda nobody=nobody: nobody)
        assert ONLY_INVITERS in words_on(open_page("people"))
    monkeypatch.setattr(shell, "current_actor", lambda: OWN_MACHINE)
    assert ONLY_INVITERS not in words_on(open_page("people"))


def test_the_menu_offers_it_to_who_may_invite(own: Source) -> None:
    for actor, hidden in (
        (READER, True),
        (comes(own, "ผู้นำ", Role.LEADER, TAMBON), True),
        (comes(own, "เวที", Role.FACILITATOR, PROVINCE), False),
        (OWN_MACHINE, False),
    ):
        assert left_out(actor) == (frozenset({"people"}) if hidden else frozenset())


def rows_on(app: AppTest) -> str:
    """Every cell of every table."""
    return "\n".join(str(cell) for t in app.table for row in t.value.values for cell in row)


@pytest.mark.usefixtures("officer")
def test_an_officer_sees_the_people_of_the_region_only(open_page: Open) -> None:
    said = words_on(open_page("people"))
    assert "ผู้นำในภาค" in said
    assert "ผู้นำนอกภาค" not in said
    assert "ผู้ดูแลทั้งหมด" not in said
    assert "รอให้สิทธิ" not in said


@pytest.mark.usefixtures("officer")
def test_an_invitation_is_made_shown_once_and_gone(open_page: Open, own: Source) -> None:
    app = open_page("people", part="invite")
    assert next(b for b in app.button if b.label == "ออกคำเชิญ").disabled
    # Provinces of the region, and none of another.
    assert not any("เชียงใหม่" in o for b in app.selectbox if b.label == "พื้นที่" for o in b.options)
    choose(app, "พื้นที่", PROVINCE)
    choose(app, "ตำบลหรือเทศบาล", TAMBON)
    next(t for t in app.text_input if t.label == "เชิญใคร หรือเพื่ออะไร").set_value("นาง *ก*").run()
    next(c for c in app.checkbox if c.label == "ต้องใส่รหัส PIN ด้วย").check().run()
    press(app, "ออกคำเชิญ")
    said = words_on(app)
    assert "ออกคำเชิญแล้ว 1 ใบ" in said
    assert r"นาง \*ก\*" in said
    assert "รหัส PIN **" in said
    (made,) = _sent(own)
    assert (made.role, made.place, made.purpose, made.pin is not None) == ("leader", TAMBON, "นาง *ก*", True)
    press(app, "ส่งครบแล้ว")
    assert "รหัส PIN **" not in words_on(app)
    assert "รหัส PIN **" not in words_on(open_page("people", part="sent"))


@pytest.mark.usefixtures("officer")
def test_a_pasted_list_is_read_before_anything_is_made(open_page: Open, own: Source) -> None:
    app = open_page("people", part="invite")
    app.session_state["people.invite.way"] = "many"
    app.run()
    box = next(t for t in app.text_area if t.label == "รายชื่อ")
    box.set_value("นาง ก, ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี\nนาง ข, ต.ศรีภูมิ อ.เมืองเชียงใหม่ จ.เชียงใหม่").run()
    assert "แก้ 1 บรรทัดก่อน" in words_on(app)
    assert next(b for b in app.button if b.label == "ออกคำเชิญ 2 ใบ").disabled
    box = next(t for t in app.text_area if t.label == "รายชื่อ")
    box.set_value("นาง ก, ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี\nนาง ข, เขาไม้แก้ว กบินทร์บุรี ปราจีนบุรี").run()
    press(app, "ออกคำเชิญ 2 ใบ")
    assert "ออกคำเชิญแล้ว 2 ใบ" in words_on(app)
    assert sorted(i.purpose for i in _sent(own)) == ["นาง ก", "นาง ข"]


@pytest.mark.usefixtures("officer")
def test_a_right_is_given_and_taken_and_an_account_closed(open_page: Open, own: Source) -> None:
    (person,) = [a for a in _accounts(own) if a.name == "ผู้นำในภาค"]
    app = open_page("people", person=person.id)
    choose(app, "บทบาท", Role.TEAM)
    choose(app, "พื้นที่", PROVINCE)
    choose(app, "ตำบลหรือเทศบาล", TAMBON)
    press(app, "ให้สิทธิ")
    assert sorted(g.role for g in _grants(own, person.id)) == ["leader", "team"]
    press(app, "ถอนสิทธินี้")
    assert len(_grants(own, person.id)) == 1
    press(app, "ปิดบัญชีนี้")
    assert next(a for a in _accounts(own) if a.id == person.id).disabled_at is not None
    press(app, "เปิดบัญชีอีกครั้ง")
    press(app, "ออกลิงก์ใหม่")
    assert "ออกคำเชิญแล้ว 1 ใบ" in words_on(app)
    assert [i.account for i in _sent(own)] == [person.id]


@pytest.mark.usefixtures("officer")
def test_an_invitation_is_revoked_and_printed_again(open_page: Open, own: Source) -> None:
    with own.store.database.writing() as connection:
        for name, place in (("ในภาค", TAMBON), ("นอกภาค", OTHER_TAMBON)):
            until = datetime(2999, 1, 1, tzinfo=UTC)
            new = invitations.NewInvitation("leader", place, name, until)
            invitations.make(connection, new, ("test", "ทดสอบ"))
    app = open_page("people", part="sent")
    assert "ในภาค" in words_on(app)
    assert "นอกภาค" not in words_on(app)
    press(app, "ออกลิงก์ใหม่ทั้งหมดนี้")
    assert "ออกคำเชิญแล้ว 1 ใบ" in words_on(app)
    press(app, "ส่งครบแล้ว")
    press(app, "ยกเลิกใบนี้")
    mine = [i for i in _sent(own) if i.place == TAMBON]
    assert [i.revoked_at is None for i in mine] == [False, False]


def test_the_logs_tell_of_the_own_region(
    open_page: Open, own: Source, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own.store.database.writing() as connection:
        private_log.note(connection, ("x", "คนดูในภาค"), "open", "household_survey", ["hs-1"], TAMBON)
        private_log.note(connection, ("x", "คนดูนอกภาค"), "open", "household_survey", ["hs-2"], OTHER_TAMBON)
    app = open_page("people", part="looks")
    told = rows_on(app)
    assert "คนดูในภาค" in told
    assert "คนดูนอกภาค" not in told
    press_rule = open_page("people", part="rules")
    press(press_rule, "อนุญาตให้ตรวจเองได้")
    told = rows_on(open_page("people", part="events"))
    assert "ภาคเปลี่ยนกติกา" in told
    # A facilitator looks at plans, not at who saw households.
    sits_down(own, monkeypatch, comes(own, "เวที", Role.FACILITATOR, PROVINCE))
    assert not open_page("people", part="looks").table
    assert officer.account


@pytest.mark.usefixtures("officer")
def test_why_is_answered_with_the_right_behind_it(open_page: Open, own: Source) -> None:
    (leader,) = [a for a in _accounts(own) if a.name == "ผู้นำในภาค"]
    app = open_page("people", part="why")
    choose(app, "คน", leader.id)
    choose(app, "กับข้อมูล", "organisation")
    choose(app, "ที่ไหน", PROVINCE)
    choose(app, "ตำบลหรือเทศบาล", TAMBON)
    assert "เฉพาะรายการที่ท่านบันทึกเอง" in app.error[0].value
    next(c for c in app.checkbox if c.label == "รายการที่คนนี้บันทึกเอง").check().run()
    assert "ทำได้" in app.success[0].value
    assert "ให้โดย ทดสอบ" in words_on(app)
    choose(app, "คน", "")
    assert "ขอคำเชิญ" in app.error[0].value


def test_a_facilitator_invites_to_a_plan(open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = filling.start(own.store, OWN_MACHINE, {"name": "แผนปลา", "area": TAMBON, "year": "2569"}, "กลุ่ม ก").canvas
    filling.start(own.store, OWN_MACHINE, {"name": "แผนอื่น", "area": OTHER_TAMBON, "year": "2569"}, "กลุ่ม ข")
    sits_down(own, monkeypatch, comes(own, "เวที", Role.FACILITATOR, PROVINCE))
    app = open_page("people", part="invite")
    assert [o for b in app.selectbox if b.label == "บทบาท" for o in b.options] == ["ผู้ร่วมกรอกแผน"]
    (plans,) = [b for b in app.selectbox if b.label == "แผนธุรกิจ"]
    assert len(plans.options) == 1
    plans.set_value(plan).run()
    next(t for t in app.text_input if t.label == "เชิญใคร หรือเพื่ออะไร").set_value("กลุ่มปลา").run()
    press(app, "ออกคำเชิญ")
    assert [(i.role, i.record) for i in _sent(own)] == [("filler", plan)]


def test_in_the_practice_country_there_is_nobody(open_page: Open, officer: Actor) -> None:
    app = open_page("people", world="practice")
    assert "เป็นของจริงเสมอ" in words_on(app)
    assert "ผู้นำในภาค" not in words_on(app)
    press(app, "ไปที่ข้อมูลจริง")
    assert "ผู้นำในภาค" in words_on(app)
    assert officer.account


def _sent(own: Source) -> list[invitations.Invitation]:
    with own.store.database.reading() as connection:
        return invitations.every(connection)


def _accounts(own: Source) -> list[accounts.Account]:
    with own.store.database.reading() as connection:
        return accounts.everybody(connection)


def _grants(own: Source, account: str) -> list[accounts.StoredGrant]:
    with own.store.database.reading() as connection:
        return [g for g in accounts.grants(connection, account) if g.revoked_at is None]
