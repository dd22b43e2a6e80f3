"""An invitation: looked at for nothing, accepted once per use, its PIN tried a few times, its link watched."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lib.access.actors import READER
from lib.access.identity import actor_of, session_of
from lib.access.policy import Act, Role
from lib.actions.access import entering, owning, tries
from lib.actions.access.entering import Entered, Reply, Vouched
from lib.actions.access.tries import Browser
from lib.config import forget_everything
from lib.domain.errors import BadInput, NotAllowed, NotFound, ThunError
from lib.store import access_events, accounts, attempts, invitations, login_sessions
from lib.store.invitations import NewInvitation
from lib.store.opening import Store

PLACE = "TH-250204"
BY = ("acc_officer", "สมศรี")


def invited(store: Store, **said: Any) -> tuple[str, str]:
    """Id and secret of an invitation for a leader."""
    until = said.pop("until", datetime.now(UTC) + timedelta(days=7))
    new = NewInvitation("leader", said.pop("place", PLACE), said.pop("purpose", "กลุ่มออมทรัพย์"), until, **said)
    with store.database.writing() as connection:
        return invitations.make(connection, new, BY)


def came(store: Store, secret: str, browser: str = "b1", **answer: Any) -> Entered:
    return entering.accept(store, secret, Reply(**{"name": "ยายแดง", **answer}), Browser(browser, "LINE · Android"))


def events(store: Store, sort: str) -> list[Any]:
    with store.database.reading() as connection:
        return access_events.events(connection, event=sort)


def test_looking_tells_who_invites_whom_for_what_and_uses_nothing(store: Store) -> None:
    _made, secret = invited(store)
    for _ in range(5):
        offer = entering.look(store, secret)
    assert (offer.inviter, offer.role, offer.purpose) == ("สมศรี", Role.LEADER, "กลุ่มออมทรัพย์")
    assert offer.place_th
    assert offer.place_th != PLACE
    assert not offer.needs_pin
    assert came(store, secret).name == "ยายแดง"


def test_accepting_makes_account_right_session_and_events_at_once(store: Store) -> None:
    made, secret = invited(store, grant_until=datetime(2099, 1, 1, tzinfo=UTC))
    entered = came(store, secret, name="  ยาย\u202eแดง  ")
    assert session_of(store, entered.secret) == entered.session
    actor = actor_of(store, entered.session)
    assert (actor.label, actor.account, actor.invitation) == ("ยายแดง", entered.account, made)
    [grant] = actor.grants
    assert (grant.role, grant.place, grant.until) == (Role.LEADER, PLACE, datetime(2099, 1, 1, tzinfo=UTC))
    assert actor.rights.may(Act.WRITE, "organisation").allowed
    with store.database.reading() as connection:
        [kept] = accounts.grants(connection, entered.account)
    assert (kept.invitation, kept.made_by) == (made, BY[0])
    assert len(events(store, "invitation_accepted")) == len(events(store, "signed_in")) == 1


def test_the_last_use_is_never_shared(store: Store) -> None:
    _made, secret = invited(store, most_uses=3)

    def one(number: int) -> bool:
        try:
            came(store, secret, f"b{number}", name=f"คนที่ {number}")
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(one, range(8))) == 3
    with store.database.reading() as connection:
        assert len(accounts.everybody(connection)) == 3


@pytest.mark.parametrize(
    ("change", "words"), [("used", "ใช้ครบแล้ว"), ("over", "หมดเวลา"), ("revoked", "ยกเลิก"), ("unknown", "ไม่พบ")]
)
def test_a_link_that_leads_nowhere_says_why(sqlite_store: Store, change: str, words: str) -> None:
    store = sqlite_store
    made, secret = invited(store, until=datetime.now(UTC) + timedelta(days=-1 if change == "over" else 1))
    if change == "used":
        came(store, secret)
    elif change == "revoked":
        with store.database.writing() as connection:
            invitations.revoke(connection, made)
    elif change == "unknown":
        secret = "x" * 27
    for act in (lambda: entering.look(store, secret), lambda: came(store, secret, "b2")):
        with pytest.raises(NotFound, match=r".") as refused:
            act()
        assert words in refused.value.problems[0].th


def test_a_name_is_needed_and_must_be_seen(sqlite_store: Store) -> None:
    _made, secret = invited(sqlite_store)
    for name in ("", "   ", "\u200b\u202e", "ก" * 81):
        with pytest.raises(BadInput):
            came(sqlite_store, secret, name=name)
    assert came(sqlite_store, secret).name == "ยายแดง"


def test_a_wrong_pin_is_counted_for_who_types_it_and_for_this_invitation_only(store: Store) -> None:
    _made, secret = invited(store, pin="123456")
    _other, other = invited(store, pin="654321")
    for _ in range(tries.BY_ONE.most):
        with pytest.raises(NotAllowed, match="wrong"):
            came(store, secret, "storm", pin="000000")
    # Even the right one is not looked at any more; nor is anything else of it.
    for pin in ("123456", "000000"):
        with pytest.raises(NotAllowed, match="Too many"):
            came(store, secret, "storm", pin=pin)
    assert came(store, other, "storm", pin="654321").account, "another invitation is not locked"
    assert came(store, secret, "neighbour", pin=" 123456 ").account, "nor is this one for others"
    assert len(events(store, "pin_refused")) == tries.BY_ONE.most


def test_after_a_while_one_may_try_again(sqlite_store: Store) -> None:
    _made, secret = invited(sqlite_store, pin="123456")
    earlier = datetime.now(UTC) - tries.BY_ONE.within
    for _ in range(tries.BY_ONE.most):
        with pytest.raises(NotAllowed):
            entering.prove(sqlite_store, secret, "1", Browser("b", "?"), earlier)
    entering.prove(sqlite_store, secret, "123456", Browser("b", "?"))


def test_a_storm_by_many_is_stopped_and_flagged_once(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations.Invitation, "pin_fits", lambda _self, typed: typed == "123456")
    made, secret = invited(sqlite_store, pin="123456")
    for number in range(tries.BY_ALL.most):
        with pytest.raises(NotAllowed, match="wrong"):
            came(sqlite_store, secret, f"b{number}", pin="000000")
    for number in range(3):
        with pytest.raises(NotAllowed, match="rests"):
            came(sqlite_store, secret, f"c{number}", pin="123456")
    [flagged] = events(sqlite_store, "pin_storm")
    assert flagged.detail["invitation"] == made


def test_a_link_on_unusually_many_devices_is_flagged_once(sqlite_store: Store) -> None:
    made, secret = invited(sqlite_store)
    came(sqlite_store, secret, "first")
    for number in range(tries.most_devices(1) + 30):
        with pytest.raises(NotFound):
            came(sqlite_store, secret, f"b{number}")
        with pytest.raises(NotFound):
            came(sqlite_store, secret, f"b{number}")
    [flagged] = events(sqlite_store, "invitation_many_devices")
    assert flagged.detail == {"invitation": made, "devices": tries.most_devices(1) + 1}
    with sqlite_store.database.reading() as connection:
        seen = attempts.triers(connection, f"link {made}", datetime.now(UTC) - timedelta(hours=1))
    assert seen == tries.most_devices(1) + 1, "once it is flagged, more of the same fill no table"


def test_a_hall_on_one_link_is_not_unusual(sqlite_store: Store) -> None:
    _made, secret = invited(sqlite_store, most_uses=10)
    for number in range(10):
        came(sqlite_store, secret, f"b{number}")
    assert events(sqlite_store, "invitation_many_devices") == []


def test_a_lost_phone_gets_the_same_account_and_no_second_right(store: Store) -> None:
    _first, secret = invited(store)
    before = came(store, secret)
    _again, link = invited(store, account=before.account)
    assert entering.look(store, link).person == "ยายแดง"
    after = came(store, link, "b2", name="ใครก็ไม่รู้")
    assert (after.account, after.name) == (before.account, "ยายแดง")
    assert len(actor_of(store, after.session).grants) == 1


def test_a_closed_account_stays_closed_and_the_use_is_not_taken(sqlite_store: Store) -> None:
    _first, secret = invited(sqlite_store)
    account = came(sqlite_store, secret).account
    _again, link = invited(sqlite_store, account=account)
    with sqlite_store.database.writing() as connection:
        accounts.disable(connection, account)
    with pytest.raises(NotAllowed):
        came(sqlite_store, link, "b2")
    assert entering.look(sqlite_store, link)


def test_who_is_signed_in_may_keep_the_account(sqlite_store: Store) -> None:
    _first, secret = invited(sqlite_store)
    before = came(sqlite_store, secret)
    _second, link = invited(sqlite_store, place="TH-250205")
    browser = Browser("b1", "?", before.session)
    after = entering.accept(sqlite_store, link, Reply(account=before.account), browser)
    assert after.account == before.account
    assert {g.place for g in actor_of(sqlite_store, after.session).grants} == {PLACE, "TH-250205"}
    assert actor_of(sqlite_store, before.session) == READER, "the session before it has ended: a new token each time"


def test_a_login_is_joined_to_the_account_of_the_invitation(sqlite_store: Store) -> None:
    _first, secret = invited(sqlite_store)
    login = Vouched("google", "1234", "a@example.org", "สมชาย ใจดี")
    entered = came(sqlite_store, secret, name="", login=login)
    assert entered.name == "สมชาย ใจดี"
    with sqlite_store.database.reading() as connection:
        [kept] = accounts.logins_of(connection, entered.account)
    assert (kept.provider, kept.subject, kept.email) == ("google", "1234", "a@example.org")
    # Somebody else's invitation is not for this login.
    _second, other = invited(sqlite_store)
    somebody = came(sqlite_store, other, "b2")
    _third, lost = invited(sqlite_store, account=somebody.account)
    with pytest.raises(NotAllowed, match="somebody else"):
        came(sqlite_store, lost, "b3", login=login)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("THUN_SERVED", "1")
    forget_everything()
    yield
    monkeypatch.undo()
    forget_everything()


def test_the_key_of_a_start_makes_one_browser_the_owners(store: Store) -> None:
    earlier, key = owning.owner_key(store), owning.owner_key(store)
    with pytest.raises(NotFound):
        entering.accept(store, earlier, Reply(), Browser("b1", "?"))
    entered = entering.accept(store, key, Reply(), Browser("b1", "?"))
    actor = actor_of(store, entered.session)
    assert (actor.id, actor.account) == ("own-machine", "")
    assert actor.rights.everywhere(Act.ERASE, "person")
    with pytest.raises(NotFound, match=r"run\.py admin"):
        entering.accept(store, key, Reply(), Browser("b2", "?"))
    with store.database.reading() as connection:
        assert accounts.everybody(connection) == []
        assert [s.provider for s in login_sessions.of_account(connection, None)] == ["own-machine"]


def test_a_key_that_was_drawn_by_who_starts_is_kept_as_a_digest(sqlite_store: Store) -> None:
    assert owning.owner_key(sqlite_store, "drawn-by-run-py") == "drawn-by-run-py"
    assert entering.look(sqlite_store, "drawn-by-run-py").own_machine


def test_no_persons_invitation_makes_an_owner_whatever_it_is_for(sqlite_store: Store) -> None:
    _made, secret = invited(sqlite_store, purpose=owning.OWNER_PURPOSE)
    assert came(sqlite_store, secret).account


@pytest.mark.usefixtures("served")
def test_on_a_served_app_nobody_is_the_owner(sqlite_store: Store) -> None:
    key = owning.owner_key(sqlite_store)
    with pytest.raises(ThunError):
        entering.accept(sqlite_store, key, Reply(), Browser("b1", "?"))
    with sqlite_store.database.writing() as connection:
        session, _secret = login_sessions.begin(connection, None, login_sessions.OWN_MACHINE, "?")
    assert actor_of(sqlite_store, session) == READER
    entered = came(sqlite_store, owning.administrator_link(sqlite_store), name="ผู้ดูแล")
    actor = actor_of(sqlite_store, entered.session)
    assert actor.rights.everywhere(Act.SETTINGS) or actor.rights.may(Act.SETTINGS).allowed
    assert actor.account
