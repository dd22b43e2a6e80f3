"""An invitation is made by who may give that role in that place, is told once, and ends when it is taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.access.actors import COMMAND_LINE, OWN_MACHINE, READER
from lib.access.charge import jurisdiction_of
from lib.access.policy import COUNTRY, INVITES, Role
from lib.access.role_places import HELD_IN
from lib.access.wishes import InvitationWish, RightWish
from lib.actions.access import granting, inviting, name_lists
from lib.actions.canvas import filling
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.domain.thai_date import bangkok_today
from lib.insight.access.invited import InvitationState
from lib.insight.access.invited import invitations as sent
from lib.insight.access.logs import happened
from lib.insight.source import Source
from lib.store import access_events, accounts, invitations, login_sessions
from lib.store.invitations import NewInvitation
from lib.store.opening import Store
from tests.actions.access.conftest import (
    OTHER_PROVINCE,
    OTHER_REGION,
    OTHER_TAMBON,
    PROVINCE,
    REGION,
    TAMBON,
    Someone,
    Town,
)

SOON = bangkok_today() + timedelta(days=14)
#: The narrowest fitting place inside CODI-BE, and one outside, for each role.
INSIDE = {Role.NETWORK: PROVINCE, Role.OFFICER: REGION, Role.FACILITATOR: PROVINCE}
OUTSIDE = {Role.NETWORK: OTHER_PROVINCE, Role.OFFICER: OTHER_REGION, Role.FACILITATOR: OTHER_PROVINCE}


def wish(role: Role, place: str, **more: object) -> InvitationWish:
    return InvitationWish(role.value, place, "ผู้นำ ก", SOON, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.READER, Role.FILLER)])
def test_an_officer_invites_inside_the_region_and_nobody_outside(
    store: Store, officer: Someone, facilitator: Someone, leader: Someone, role: Role
) -> None:
    here, there = INSIDE.get(role, TAMBON), OUTSIDE.get(role, OTHER_TAMBON)
    if role in INVITES[Role.OFFICER]:
        made = inviting.invite(store, officer.actor, wish(role, here))
        assert (made.role, made.place) == (role.value, here)
        with pytest.raises(NotAllowed):
            inviting.invite(store, officer.actor, wish(role, there))
    for nobody in (facilitator.actor, leader.actor, READER):
        with pytest.raises(NotAllowed):
            inviting.invite(store, nobody, wish(role, COUNTRY if role is Role.COUNTRY else here))
    if role is Role.COUNTRY:
        with pytest.raises(NotAllowed):
            inviting.invite(store, officer.actor, wish(role, COUNTRY))
        assert inviting.invite(store, OWN_MACHINE, wish(role, COUNTRY)).place == COUNTRY
        with pytest.raises(BadInput):
            inviting.invite(store, OWN_MACHINE, wish(role, REGION))


def test_a_role_is_held_in_a_place_that_fits_it(store: Store, officer: Someone) -> None:
    assert set(HELD_IN) == set(Role) - {Role.READER, Role.PARTICIPANT}, "a seat is in one forum, not in a place"
    for role, place in ((Role.LEADER, PROVINCE), (Role.NETWORK, REGION), (Role.OFFICER, TAMBON), (Role.TEAM, REGION)):
        with pytest.raises(BadInput):
            inviting.invite(store, officer.actor, wish(role, place))
    for nowhere in ("", "TH-999999"):
        with pytest.raises((BadInput, NotAllowed)):
            inviting.invite(store, officer.actor, wish(Role.LEADER, nowhere))
        with pytest.raises(BadInput):
            inviting.invite(store, OWN_MACHINE, wish(Role.LEADER, nowhere))


def test_a_facilitator_invites_to_one_plan_of_the_own_place(store: Store, facilitator: Someone) -> None:
    here = filling.start(store, OWN_MACHINE, _plan(TAMBON), "กลุ่ม ก").canvas
    there = filling.start(store, OWN_MACHINE, _plan(OTHER_TAMBON), "กลุ่ม ข").canvas
    made = inviting.invite(store, facilitator.actor, wish(Role.FILLER, "", record=here))
    assert (made.place, made.record) == (TAMBON, here)
    with pytest.raises(NotAllowed):
        inviting.invite(store, facilitator.actor, wish(Role.FILLER, TAMBON, record=there))
    # Without a plan it would be a right to every plan of the place.
    with pytest.raises(BadInput):
        inviting.invite(store, facilitator.actor, wish(Role.FILLER, TAMBON))
    with pytest.raises(BadInput):
        inviting.invite(store, OWN_MACHINE, wish(Role.LEADER, TAMBON, record=here))


def test_secret_and_pin_are_told_once_and_stand_nowhere(store: Store, officer: Someone) -> None:
    made = inviting.invite(store, officer.actor, wish(Role.LEADER, TAMBON, with_pin=True, uses=3))
    assert len(made.secret) >= 27
    assert made.pin.isdigit()
    assert len(made.pin) == 6
    with store.database.reading() as connection:
        kept = invitations.by_secret(connection, made.secret)
        assert kept is not None
        assert kept.pin_fits(made.pin)
        assert not kept.pin_fits("000000")
        assert made.secret not in repr(kept)
        assert made.pin not in repr(kept)
        told = access_events.events(connection)[0]
    assert (told.event, told.actor, told.place) == ("invited", officer.account, TAMBON)
    assert made.secret not in repr(told)
    assert made.pin not in repr(told)
    assert inviting.invite(store, officer.actor, wish(Role.LEADER, TAMBON)).pin == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "  "},
        {"purpose": "ก" * 121},
        {"until": bangkok_today() - timedelta(days=1)},
        {"until": bangkok_today() + timedelta(days=91)},
        {"uses": 0},
        {"uses": 201},
        {"grant_until": bangkok_today() - timedelta(days=1)},
        {"role": "emperor"},
    ],
)
def test_what_cannot_be_meant_is_a_sentence(store: Store, officer: Someone, wrong: dict[str, object]) -> None:
    said = {"role": "leader", "place": TAMBON, "purpose": "ก", "until": SOON, **wrong}
    with pytest.raises(BadInput):
        inviting.invite(store, officer.actor, InvitationWish(**said))  # type: ignore[arg-type]


def test_twenty_leaders_are_invited_at_once_or_none(store: Store, officer: Someone) -> None:
    text = "1. นาง ก, ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี\n๒. นาย ข\tเขาไม้แก้ว กบินทร์บุรี ปราจีนบุรี\n\n- นาง ค"
    found = name_lists.read_list(store, officer.actor, text, "leader", TAMBON)
    assert [(p.line, p.name, p.place, p.problem) for p in found] == [
        (1, "นาง ก", TAMBON, None),
        (2, "นาย ข", TAMBON, None),
        (4, "นาง ค", TAMBON, None),
    ]
    wishes = [wish(Role.LEADER, TAMBON) for _ in range(20)]
    made = inviting.invite_many(store, officer.actor, wishes)
    assert len({m.secret for m in made}) == 20
    with pytest.raises(NotAllowed):
        inviting.invite_many(store, officer.actor, [*wishes, wish(Role.LEADER, OTHER_TAMBON)])
    with store.database.reading() as connection:
        assert len(invitations.every(connection)) == 20
    with pytest.raises(BadInput):
        inviting.invite_many(store, officer.actor, wishes * 6)


def test_each_line_says_what_is_amiss(store: Store, officer: Someone) -> None:
    lines = ["นาง ก, เชียงใหม่ อ.เมืองเชียงใหม่ ต.ศรีภูมิ", "นาง ข, ไม่มีที่นี่", "นาง ค", "นาง ง, ปราจีนบุรี"]
    found = name_lists.read_list(store, officer.actor, "\n".join([*lines, f"{'ก' * 130}"]), "leader")
    assert all(p.problem is not None for p in found)
    assert "นอกสิทธิ" in found[0].problem.th  # type: ignore[union-attr]
    twice = name_lists.read_list(store, officer.actor, "นาง ก\nนาง ก", "leader", TAMBON)
    assert [p.problem is None for p in twice] == [True, False]


def test_a_revoked_invitation_lets_nobody_in_and_may_take_back_what_it_gave(
    store: Store, officer: Someone, town: Town, facilitator: Someone
) -> None:
    made = inviting.invite(store, officer.actor, wish(Role.LEADER, TAMBON, uses=2))
    came = _accepts(store, made.id, "นาง ก")
    for nobody in (facilitator.actor, READER, town.comes("ภาคเหนือ", Role.OFFICER, OTHER_REGION).actor):
        with pytest.raises(NotAllowed):
            inviting.revoke(store, nobody, made.id)
    assert inviting.revoke(store, officer.actor, made.id) == 0
    with store.database.writing() as connection:
        assert not invitations.use(connection, made.id, datetime.now(UTC))
        assert [g.revoked_at for g in accounts.grants(connection, came)] == [None]
    assert inviting.revoke(store, officer.actor, made.id, rights_too=True) == 1
    with store.database.reading() as connection:
        assert [g.revoked_at is None for g in accounts.grants(connection, came)] == [False]
        assert [s.ended_at is None for s in login_sessions.of_account(connection, came)] == [False]
    with pytest.raises(NotFound):
        inviting.revoke(store, officer.actor, "inv-none")


def test_a_lost_phone_ends_and_the_account_goes_on(store: Store, officer: Someone, town: Town) -> None:
    old = inviting.invite(store, officer.actor, wish(Role.LEADER, TAMBON, uses=5))
    lost = _accepts(store, old.id, "นาง ก")
    other = _accepts(store, old.id, "นาง ข")
    with store.database.writing() as connection:
        login_sessions.begin(connection, lost, "google", "ที่ทำงาน")
    new = inviting.new_phone(store, officer.actor, lost)
    with store.database.reading() as connection:
        kept = invitations.by_secret(connection, new.secret)
        assert kept is not None
        assert (kept.account, kept.role, kept.most_uses) == (lost, "leader", 1)
        stopped = invitations.by_id(connection, old.id)
        assert stopped is not None
        assert stopped.revoked_at is not None
        devices = {s.provider: s.ended_at is None for s in login_sessions.of_account(connection, lost)}
        assert devices == {"invitation": False, "google": True}
        assert [s.ended_at for s in login_sessions.of_account(connection, other)] == [None]
        assert [g.revoked_at for g in accounts.grants(connection, lost)] == [None]
    # A link for the lost phone's account that was not used is stopped by the next one.
    again = inviting.new_phone(store, officer.actor, lost, with_pin=True)
    with store.database.reading() as connection:
        first, second = (invitations.by_id(connection, i) for i in (new.id, again.id))
    assert first is not None
    assert second is not None
    assert (first.revoked_at is None, second.revoked_at is None) == (False, True)
    with pytest.raises(NotAllowed):
        inviting.new_phone(store, town.comes("ภาคเหนือ", Role.OFFICER, OTHER_REGION).actor, lost)


def test_a_link_for_a_lost_phone_gives_no_more_than_stood_and_nothing_that_was_taken(
    store: Store, officer: Someone, town: Town
) -> None:
    person = town.comes("นาง ก", Role.LEADER, TAMBON)
    until = bangkok_today() + timedelta(days=30)
    granting.take(store, officer.actor, person.grant)
    given = granting.give(store, officer.actor, person.account, RightWish("leader", TAMBON, until=until))
    new = inviting.new_phone(store, officer.actor, person.account)
    with store.database.reading() as connection:
        kept = invitations.by_id(connection, new.id)
        (right,) = [g for g in accounts.grants(connection, person.account) if g.id == given]
    assert kept is not None
    assert (kept.role, kept.grant_until) == (right.role, right.until)
    granting.take(store, officer.actor, given)
    with store.database.writing() as connection:
        assert not invitations.use(connection, new.id, datetime.now(UTC))


def test_a_link_for_a_whole_account_is_made_anew_by_who_has_charge_of_all_of_it(
    store: Store, officer: Someone, admin: Someone, leader: Someone
) -> None:
    with store.database.writing() as connection:
        accounts.grant(connection, leader.account, ("officer", OTHER_REGION, ""), ("test", "ทดสอบ"))
    made = inviting.new_phone(store, admin.actor, leader.account)
    assert (made.role, made.place) == ("leader", TAMBON)
    with pytest.raises(NotAllowed):
        inviting.reprint(store, officer.actor, [made.id])
    assert inviting.reprint(store, admin.actor, [made.id])[0].id != made.id


def test_nobody_gives_a_right_that_outlasts_the_own(store: Store, officer: Someone, town: Town) -> None:
    ends = bangkok_today() + timedelta(days=30)
    granting.give(store, OWN_MACHINE, officer.account, RightWish("officer", OTHER_REGION, until=ends))
    both = town.again(officer)
    later = bangkok_today() + timedelta(days=90)
    for until, expected in ((None, ends), (later, ends), (bangkok_today(), bangkok_today())):
        given = granting.give(store, both, officer.account, RightWish("leader", OTHER_TAMBON, until=until))
        made = inviting.invite(store, both, wish(Role.OFFICER, OTHER_REGION, grant_until=until))
        with store.database.reading() as connection:
            right, kept = accounts.grant_by_id(connection, given), invitations.by_id(connection, made.id)
        assert right is not None
        assert kept is not None
        assert right.until == kept.grant_until == inviting.end_of(expected)
        granting.take(store, both, given)
    # Where the own right has no end, neither has what it gives.
    made = inviting.invite(store, both, wish(Role.LEADER, TAMBON))
    with store.database.reading() as connection:
        kept = invitations.by_id(connection, made.id)
    assert kept is not None
    assert kept.grant_until is None


def test_keys_of_the_machine_are_no_invitations_of_people(store: Store, admin: Someone) -> None:
    by = (COMMAND_LINE.id, COMMAND_LINE.label)
    with store.database.writing() as connection:
        until = datetime.now(UTC) + timedelta(days=1)
        owners, _ = invitations.make(connection, NewInvitation("country", COUNTRY, "own machine", until), by)
        first, _ = invitations.make(connection, NewInvitation("country", COUNTRY, "", until), by)
    assert [i.id for i in sent(Source(store), jurisdiction_of(admin.actor))] == [first]
    for key in (owners, first):
        with pytest.raises(NotAllowed):
            inviting.reprint(store, admin.actor, [key])


def test_a_sheet_printed_again_has_new_links_and_the_old_ones_stop(store: Store, officer: Someone) -> None:
    old = inviting.invite_many(
        store, officer.actor, [wish(Role.LEADER, TAMBON, with_pin=True), wish(Role.TEAM, TAMBON)]
    )
    new = inviting.reprint(store, officer.actor, [o.id for o in old])
    assert [(n.role, n.place, n.purpose, bool(n.pin)) for n in new] == [
        (o.role, o.place, o.purpose, bool(o.pin)) for o in old
    ]
    assert not {n.secret for n in new} & {o.secret for o in old}
    with store.database.writing() as connection:
        assert not any(invitations.use(connection, o.id, datetime.now(UTC)) for o in old)
        assert all(invitations.use(connection, n.id, datetime.now(UTC)) for n in new)
    with pytest.raises(BadInput):
        inviting.reprint(store, officer.actor, [new[0].id])


def test_everybody_sees_the_invitations_and_events_of_the_own_charge(
    store: Store, officer: Someone, facilitator: Someone, admin: Someone, town: Town
) -> None:
    north = town.comes("ภาคเหนือ", Role.OFFICER, OTHER_REGION)
    canvas = filling.start(store, OWN_MACHINE, _plan(TAMBON), "กลุ่ม ก").canvas
    inviting.invite(store, facilitator.actor, wish(Role.FILLER, "", record=canvas))
    made = inviting.invite(store, officer.actor, wish(Role.LEADER, TAMBON))
    inviting.invite(store, north.actor, wish(Role.LEADER, OTHER_TAMBON))
    source = Source(store)

    def seen(one: Someone) -> list[tuple[str, str]]:
        return sorted((i.role, i.place) for i in sent(source, jurisdiction_of(one.actor)))

    assert seen(facilitator) == [("filler", TAMBON)]
    assert seen(officer) == [("filler", TAMBON), ("leader", TAMBON)]
    assert seen(north) == [("leader", OTHER_TAMBON)]
    assert len(seen(admin)) == 3
    assert sent(source, jurisdiction_of(READER)) == []
    places = [{e.place for e in happened(source, jurisdiction_of(o.actor))} for o in (officer, north, facilitator)]
    assert places == [{TAMBON}, {OTHER_TAMBON}, {TAMBON}]
    assert {e.who for e in happened(source, jurisdiction_of(facilitator.actor))} == {"ผู้ดูแลเวที"}
    granting.let_reporters_verify(store, officer.actor, REGION, allowed=True)
    assert [e.event for e in happened(source, jurisdiction_of(officer.actor), event="region_rule")] == ["region_rule"]
    assert happened(source, jurisdiction_of(officer.actor), who="ไม่มีคนนี้%") == []
    # Opened on many devices: a link in other hands.
    with store.database.writing() as connection:
        account = accounts.add(connection, "นาง ก")
        for _ in range(4):
            login_sessions.begin(connection, account, login_sessions.INVITATION, "Chrome", invitation=made.id)
    (flagged,) = [i for i in sent(source, jurisdiction_of(officer.actor)) if i.suspicious]
    assert (flagged.id, flagged.devices, flagged.people, flagged.state) == (made.id, 4, 1, InvitationState.OPEN)


def _plan(area: str) -> dict[str, str]:
    return {"name": "แผน", "area": area, "year": "2569"}


def _accepts(store: Store, invitation: str, name: str) -> str:
    """What accepting an invitation does, as far as these acts look at it."""
    with store.database.writing() as connection:
        kept = invitations.by_id(connection, invitation)
        assert kept is not None
        assert invitations.use(connection, invitation, datetime.now(UTC))
        account = accounts.add(connection, name)
        right = (kept.role, kept.place, kept.record)
        accounts.grant(connection, account, right, (kept.made_by, kept.made_by_label), invitation=invitation)
        login_sessions.begin(connection, account, login_sessions.INVITATION, "โทรศัพท์", invitation=invitation)
    return account
