"""What a hostile reading found: each way by which a right in one place, or to one plan, reached another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lib.access.actors import OWN_MACHINE, Actor
from lib.access.identity import actor_of
from lib.access.policy import COUNTRY, Grant, Role
from lib.actions.acts import acts_of
from lib.actions.canvas import filling, states
from lib.actions.imports import importing
from lib.actions.records.saving import save, withdraw
from lib.actions.records.verifying import verify
from lib.domain.errors import NotAllowed
from lib.domain.row_fate import Fate
from lib.insight.choices import choices_of
from lib.insight.source import Source
from lib.schema.history_words import Way
from lib.store import accounts, login_sessions
from lib.store.opening import Store
from tests.actions.imports.workbooks import book

HERE, ELSEWHERE = "TH-250213", "TH-500101"


def somebody(role: Role, place: str, record: str = "", name: str = "ใคร") -> Actor:
    return Actor(f"acc-{name}", name, Way.FORM, (Grant(role, place, record),), account=f"acc-{name}")


def plan(store: Store, area: str, name: str) -> str:
    typed = {"name": name, "area": area, "level": "group", "year": "2569"}
    return filling.start(store, OWN_MACHINE, typed, f"กลุ่ม{name}").canvas


def test_who_fills_in_one_plan_gets_no_code_and_no_draft_of_another(store: Store) -> None:
    mine, other = plan(store, HERE, "หนึ่ง"), plan(store, ELSEWHERE, "สอง")
    filler = somebody(Role.FILLER, COUNTRY, mine)
    assert filling.code_of(store, filler, mine)
    for act in (
        lambda: filling.code_of(store, filler, other),
        lambda: filling.drafts_of(store, filler, other),
        lambda: filling.drop_draft(store, filler, other, "x"),
        lambda: filling.keep_draft(store, filler, other, "x", "canvas_item", "", 0, {"text": "ก"}),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_fills_in_one_plan_decides_nothing_about_it(sqlite_store: Store) -> None:
    mine = plan(sqlite_store, HERE, "หนึ่ง")
    filler, desk = somebody(Role.FILLER, COUNTRY, mine), somebody(Role.FACILITATOR, "TH-25")
    today = datetime.now(UTC).date()
    for act in (
        lambda: states.present(sqlite_store, filler, mine, today),
        lambda: states.certify(sqlite_store, filler, mine, today, "ประชาคม", 30),
        lambda: withdraw(sqlite_store, filler, "canvas", mine, "ไม่เอา"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert states.present(sqlite_store, desk, mine, today) == 2


def test_a_preview_tells_nothing_of_a_record_elsewhere_and_names_the_row(store: Store) -> None:
    told = {"name": "มาลี คนไกล", "area": ELSEWHERE, "phone": "0812345678"}
    save(store, OWN_MACHINE, "person", told)
    officer = somebody(Role.OFFICER, "CODI-BE")
    rows = (("ชื่อ", "พื้นที่", "โทรศัพท์"), ("มาลี คนไกล", ELSEWHERE, "0899999999"), ("สมศรี คนใกล้", HERE, "0811111111"))
    job = importing.start(store, officer, "สำนักงาน", "คน.xlsx", book(("บุคคล", rows)))
    seen = importing.preview(store, officer, job)
    assert "0812345678" not in str([(r.before, r.changes) for r in seen.rows])
    assert not [r for r in seen.rows if r.before is not None]
    assert {r.fate for r in seen.rows if "มาลี" in str(r.read.values)} <= {Fate.REJECTED, Fate.WAITS}


def test_people_are_offered_by_name_only_where_one_may_read_them(store: Store) -> None:
    from lib.access.visible import visible

    near = save(store, OWN_MACHINE, "person", {"name": "คนใกล้", "area": HERE}).record.id
    save(store, OWN_MACHINE, "person", {"name": "คนไกล", "area": ELSEWHERE})
    team = somebody(Role.TEAM, HERE)
    assert choices_of(Source(store), "person", visible(team, "person")) == {near: "คนใกล้"}


def test_who_rewrites_a_report_has_reported_it(store: Store) -> None:
    team, officer = somebody(Role.TEAM, HERE, name="ทีม"), somebody(Role.OFFICER, "CODI-BE", name="ภาค")
    values = {"area": HERE, "rung": "plan", "reached_on": "2026-01-05"}
    step = save(store, team, "tambon_progress", values).record.id
    proof = {"name": "บันทึก", "proves_kind": "tambon_progress", "proves": step, "type": "note", "text": "มติ"}
    save(store, team, "evidence", proof)
    save(store, officer, "tambon_progress", {**values, "reached_on": "2026-02-01"}, record_id=step)
    with pytest.raises(NotAllowed, match="somebody else"):
        verify(store, officer, "tambon_progress", step, "")
    verify(store, somebody(Role.OFFICER, "CODI-BE", name="อื่น"), "tambon_progress", step, "")


def test_a_button_drawn_before_a_right_went_does_nothing_after(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.access.identity.opened", lambda: sqlite_store)
    with sqlite_store.database.writing() as connection:
        account = accounts.add(connection, "ภาค")
        accounts.grant(connection, account, (Role.OFFICER.value, "CODI-BE", ""), ("test", "test"))
        session, _ = login_sessions.begin(connection, account, "test", "test")
    acts = acts_of(sqlite_store, actor_of(sqlite_store, session))
    assert acts is not None
    values = {"name": "กลุ่ม", "type": "group", "area": HERE}
    acts.records.save("organisation", values)
    with sqlite_store.database.writing() as connection:
        accounts.disable(connection, account)
    with pytest.raises(NotAllowed):
        acts.records.save("organisation", {**values, "name": "อีกกลุ่ม"})
