"""Rights are the installation's: who lost one stays without it, whichever backup is brought back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from lib.access.actors import READER
from lib.access.identity import actor_of, session_of
from lib.access.policy import Role
from lib.store import accounts, invitations, login_sessions
from lib.store.backup import write_backup
from lib.store.invitations import NewInvitation
from lib.store.opening import Store, open_store
from lib.store.restoring import restore
from lib.store.tables import table

BY = ("own-machine", "ผู้ใช้เครื่องนี้")


def somebody(store: Store, place: str = "TH-25") -> tuple[str, str, str, str]:
    """An account with a right: (account, grant, session id, secret of the cookie)."""
    with store.database.writing() as connection:
        account = accounts.add(connection, "สมหญิง")
        grant = accounts.grant(connection, account, (Role.OFFICER.value, place, ""), BY)
        session, secret = login_sessions.begin(connection, account, "google", "Chrome")
    return account, grant, session, secret


def test_who_lost_a_right_stays_without_it(store: Store) -> None:
    account, grant, session, secret = somebody(store)
    assert actor_of(store, session).grants[0].place == "TH-25"
    file = write_backup(store.database, store.backups)
    with store.database.writing() as connection:
        accounts.end_grants(connection, table("role_grant").c.id == grant)
        later = accounts.add(connection, "มาทีหลัง")
    restore(store, file)
    assert actor_of(store, session).grants == ()
    assert session_of(store, secret) == session
    with store.database.reading() as connection:
        assert accounts.get(connection, later) is not None
        assert [g.id for g in accounts.grants(connection, account)] == [grant]


def test_on_another_machine_rights_come_along_but_no_open_door(store: Store, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    account, _, session, secret = somebody(store)
    with store.database.writing() as connection:
        until = datetime.now(UTC) + timedelta(days=30)
        _, link = invitations.make(connection, NewInvitation("leader", "TH-250213", "ผู้นำ", until), BY)
    file = write_backup(store.database, store.backups)
    folder = tmp_path_factory.mktemp("another")
    other = open_store(f"sqlite:///{folder}/own.sqlite", "own", folder / "backups")
    try:
        restore(other, file)
        assert actor_of(other, session) is READER
        assert session_of(other, secret) == ""
        with other.database.reading() as connection:
            assert accounts.grants(connection, account)[0].stands(datetime.now(UTC))
            invitation = invitations.by_secret(connection, link)
            assert invitation is not None
            assert not invitation.open(datetime.now(UTC))
    finally:
        other.database.close()


def test_a_session_ends_when_idle_when_over_and_when_somebody_ends_it(store: Store) -> None:
    account, _, session, _ = somebody(store)
    now = datetime.now(UTC)
    assert actor_of(store, session).account == account
    assert actor_of(store, session, now + login_sessions.IDLE) is READER
    assert actor_of(store, session, now + login_sessions.LONGEST) is READER
    with store.database.writing() as connection:
        accounts.disable(connection, account)
    assert actor_of(store, session) is READER
    with store.database.writing() as connection:
        accounts.disable(connection, account, closed=False)
        login_sessions.end(connection, table("login_session").c.id == session)
    assert actor_of(store, session) is READER
    assert actor_of(store, "ses-made-up") is READER


def test_no_secret_stands_in_the_store(store: Store) -> None:
    *_, secret = somebody(store)
    with store.database.writing() as connection:
        until = datetime.now(UTC) + timedelta(days=1)
        invitation, link = invitations.make(
            connection, NewInvitation("leader", "TH-25", "ผู้นำ", until, pin="402817"), BY
        )
        kept = invitations.by_id(connection, invitation)
    assert kept is not None
    assert kept.pin_fits("402817")
    assert not kept.pin_fits("402818")
    with store.database.reading() as connection:
        for name in ("login_session", "invitation"):
            rows = str(connection.execute(select(table(name))).all())
            assert not any(one in rows for one in (secret, link, "402817"))


def test_two_at_once_never_share_the_last_use_of_an_invitation(store: Store) -> None:
    now = datetime.now(UTC)
    with store.database.writing() as connection:
        new = NewInvitation("leader", "TH-25", "ผู้นำ", now + timedelta(days=1), most_uses=2)
        invitation, _ = invitations.make(connection, new, BY)
        assert [invitations.use(connection, invitation, now) for _ in range(3)] == [True, True, False]
        other, _ = invitations.make(connection, new, BY)
        invitations.revoke(connection, other)
        assert not invitations.use(connection, other, now)
        late, _ = invitations.make(connection, new, BY)
        assert not invitations.use(connection, late, now + timedelta(days=2))
