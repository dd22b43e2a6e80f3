"""Signing in by a provider: who is known, who is named by the setting, who has an invitation; and leaving again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from lib.access.actors import READER
from lib.access.identity import actor_of
from lib.access.policy import Act
from lib.actions.access import signing_in, tries
from lib.actions.access.entering import Reply, Vouched
from lib.actions.access.signing_in import Joining
from lib.actions.access.tries import Browser
from lib.config import forget_everything
from lib.domain.errors import NotAllowed, NotFound
from lib.store import access_events, accounts, invitations
from lib.store.invitations import NewInvitation
from lib.store.opening import Store

BOSS = Vouched("google", "1", "Boss@Example.org", "หัวหน้า")
HERE = Browser("b1", "Chrome · Windows")


@pytest.fixture
def admins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("THUN_ADMINS", " boss@example.org , other@example.org")
    forget_everything()
    yield
    monkeypatch.undo()
    forget_everything()


def joined(store: Store, login: Vouched, browser: Browser = HERE) -> signing_in.Entered:
    new = NewInvitation("officer", "CODI-N", "", datetime.now(UTC) + timedelta(days=1))
    with store.database.writing() as connection:
        _made, secret = invitations.make(connection, new, ("a", "ผู้ดูแล"))
    return signing_in.sign_in(store, login, browser, Joining(secret, Reply(name="สมชาย")))


def test_a_stranger_is_refused_in_words_and_it_is_noted(store: Store) -> None:
    with pytest.raises(NotAllowed) as refused:
        signing_in.sign_in(store, BOSS, HERE)
    assert "ขอคำเชิญ" in refused.value.problems[0].th
    with store.database.reading() as connection:
        assert accounts.everybody(connection) == []
        assert [e.event for e in access_events.events(connection)] == ["sign_in_refused"]


@pytest.mark.usefixtures("admins")
def test_an_administrator_is_named_by_a_setting_and_a_verified_address(store: Store) -> None:
    entered = signing_in.sign_in(store, BOSS, HERE)
    actor = actor_of(store, entered.session)
    assert (actor.label, actor.rights.may(Act.SETTINGS).allowed) == ("หัวหน้า", True)
    again = signing_in.sign_in(store, BOSS, HERE)
    assert again.account == entered.account
    assert len(actor_of(store, again.session).grants) == 1
    with pytest.raises(NotAllowed):
        # The provider has not verified the address, so it counts for nothing.
        signing_in.sign_in(store, Vouched("google", "2", "", "คนอื่น"), HERE)


@pytest.mark.usefixtures("admins")
def test_who_lost_the_right_does_not_get_it_back_by_signing_in(sqlite_store: Store) -> None:
    entered = signing_in.sign_in(sqlite_store, BOSS, HERE)
    from lib.store.tables import table

    with sqlite_store.database.writing() as connection:
        accounts.end_grants(connection, table("role_grant").c.account == entered.account)
    again = signing_in.sign_in(sqlite_store, BOSS, HERE)
    assert actor_of(sqlite_store, again.session).grants == ()


def test_a_person_joins_by_an_invitation_and_signs_in_from_then_on(store: Store) -> None:
    login = Vouched("line", "U12", "", "ชื่อในไลน์")
    entered = joined(store, login)
    assert entered.name == "สมชาย"
    again = signing_in.sign_in(store, login, Browser("b2", "LINE · iPhone"))
    assert again.account == entered.account
    with store.database.writing() as connection:
        accounts.disable(connection, entered.account)
    with pytest.raises(NotAllowed, match="closed"):
        signing_in.sign_in(store, login, HERE)
    assert actor_of(store, again.session) == READER


def test_the_same_number_at_another_provider_is_another_person(sqlite_store: Store) -> None:
    joined(sqlite_store, Vouched("line", "7"))
    with pytest.raises(NotAllowed):
        signing_in.sign_in(sqlite_store, Vouched("google", "7"), HERE)


def test_each_sign_in_ends_the_session_that_stood_in_the_browser(sqlite_store: Store) -> None:
    first = joined(sqlite_store, Vouched("line", "7"))
    second = signing_in.sign_in(sqlite_store, Vouched("line", "7"), Browser("b1", "?", first.session))
    assert first.secret != second.secret
    assert actor_of(sqlite_store, first.session) == READER
    assert actor_of(sqlite_store, second.session).account == second.account


def test_ones_own_devices_are_ended_and_nobody_elses(store: Store) -> None:
    login, other = Vouched("line", "7"), Vouched("line", "8")
    one, stranger = joined(store, login), joined(store, other)
    two = signing_in.sign_in(store, login, Browser("b2", "Safari · iPhone"))
    three = signing_in.sign_in(store, login, Browser("b3", "Firefox · Linux"))
    me = actor_of(store, one.session)
    assert {d.session for d in signing_in.devices(store, me)} == {one.session, two.session, three.session}
    assert [d.device for d in signing_in.devices(store, me) if d.this_one] == ["Chrome · Windows"]
    signing_in.end_device(store, me, two.session)
    assert actor_of(store, two.session) == READER
    with pytest.raises(NotFound):
        signing_in.end_device(store, me, stranger.session)
    assert actor_of(store, stranger.session).account
    assert signing_in.end_other_devices(store, me) == 1
    assert (actor_of(store, three.session), actor_of(store, one.session).account) == (READER, one.account)
    signing_in.sign_out(store, one.session)
    assert actor_of(store, one.session) == READER
    assert signing_in.devices(store, READER) == []
    assert signing_in.end_other_devices(store, READER) == 0
    with store.database.reading() as connection:
        sorts = [e.event for e in access_events.events(connection, account=one.account)]
    assert sorts[:3] == ["signed_out", "session_ended", "session_ended"]


def test_a_flood_of_lies_fills_no_log(sqlite_store: Store) -> None:
    for number in range(tries.UNBELIEVED.most + 20):
        signing_in.note_refusal(sqlite_store, "google", "state", Browser(f"b{number}", "?"))
    with sqlite_store.database.reading() as connection:
        noted = access_events.events(connection, event="sign_in_refused")
    assert len(noted) == tries.UNBELIEVED.most
    assert noted[0].detail == {"provider": "google", "reason": "state", "device": "?"}
