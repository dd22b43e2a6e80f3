"""Signing in by a provider, and leaving: this device, another one, all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection

from lib.access.actors import OWN_MACHINE, READER, Actor
from lib.access.event_words import AccessEventSort
from lib.access.identity import actor_of
from lib.access.policy import COUNTRY, Role
from lib.actions.access.entering import Entered, Reply, Vouched, accept, begin_session
from lib.actions.access.refusals import closed
from lib.actions.access.tries import UNBELIEVED, Browser
from lib.config import settings
from lib.domain.errors import NotAllowed, NotFound, Problem
from lib.store import access_events, accounts, attempts, login_sessions
from lib.store.login_sessions import LONGEST
from lib.store.opening import Store
from lib.store.tables import table

#: How long a browser keeps the cookie at most.
COOKIE_LASTS = LONGEST


@dataclass(frozen=True)
class Joining:
    """An invitation that is accepted by signing in."""

    secret: str
    answer: Reply


@dataclass(frozen=True)
class Device:
    """A browser in which somebody is signed in."""

    session: str
    device: str
    provider: str
    made_at: datetime
    seen_at: datetime
    #: Whether it is the one that asks.
    this_one: bool


def sign_in(store: Store, login: Vouched, browser: Browser, joining: Joining | None = None) -> Entered:
    """A person whom a provider vouches for comes in: known, an administrator by setting, or with an invitation."""
    if joining is not None:
        said = joining.answer
        return accept(store, joining.secret, Reply(said.pin, said.name, said.account, login), browser)
    with store.database.writing() as connection:
        known = accounts.by_login(connection, login.provider, login.subject)
        if known is not None and known.disabled_at is None:
            return _begin(connection, known.id, known.name, login, browser)
        if known is None and login.email and login.email.lower() in settings().admins:
            name = login.name or login.email
            account = accounts.add(connection, name)
            accounts.add_login(connection, account, login.provider, login.subject, login.email)
            setting = ("setting", "THUN_ADMINS")
            accounts.grant(connection, account, (Role.COUNTRY, COUNTRY, ""), setting)
            access_events.note(
                connection, AccessEventSort.GRANTED, setting, account=account, place=COUNTRY, role=Role.COUNTRY.value
            )
            return _begin(connection, account, name, login, browser)
        who = (known.id, known.name) if known else (READER.id, READER.label)
        access_events.note(
            connection,
            AccessEventSort.SIGN_IN_REFUSED,
            who,
            account=known.id if known else "",
            provider=login.provider,
            device=browser.device,
        )
    raise closed() if known is not None else _unknown()


def note_refusal(store: Store, provider: str, reason: str, browser: Browser) -> None:
    """A provider's answer could not be believed; `reason` is a word of ours. A flood of them fills no log."""
    now, target = datetime.now(UTC), f"sign in {provider}"
    with store.database.writing() as connection:
        if attempts.too_many(connection, target, None, UNBELIEVED, now):
            return
        attempts.note(connection, target, browser.id, now, succeeded=False)
        access_events.note(
            connection,
            AccessEventSort.SIGN_IN_REFUSED,
            (READER.id, READER.label),
            provider=provider,
            reason=reason,
            device=browser.device,
        )


def sign_out(store: Store, session: str) -> None:
    """Leave on this device."""
    actor = actor_of(store, session)
    with store.database.writing() as connection:
        if login_sessions.end(connection, table("login_session").c.id == session):
            access_events.note(connection, AccessEventSort.SIGNED_OUT, (actor.id, actor.label), account=actor.account)


def devices(store: Store, actor: Actor) -> list[Device]:
    """Where the actor is signed in now, the last used first."""
    if not _signs_in(actor):
        return []
    now = datetime.now(UTC)
    with store.database.reading() as connection:
        found = login_sessions.of_account(connection, actor.account or None)
    return [
        Device(s.id, s.device, s.provider, s.made_at, s.seen_at, s.id == actor.session) for s in found if s.stands(now)
    ]


def end_device(store: Store, actor: Actor, session: str) -> None:
    """Sign one of the actor's own devices out, at once; raises `NotFound` for anybody else's."""
    if session not in {d.session for d in devices(store, actor)}:
        raise NotFound(Problem("ไม่พบเครื่องนี้ในรายการของท่าน", "This device is not among yours."))
    _end(store, actor, table("login_session").c.id == session)


def end_other_devices(store: Store, actor: Actor) -> int:
    """Sign all of the actor's devices out but the one that asks; how many they were."""
    if not _signs_in(actor):
        return 0
    rows = table("login_session")
    mine = rows.c.account == actor.account if actor.account else rows.c.account.is_(None)
    return _end(store, actor, mine & (rows.c.id != actor.session))


def _end(store: Store, actor: Actor, condition: ColumnElement[bool]) -> int:
    with store.database.writing() as connection:
        ended = login_sessions.end(connection, condition)
        if ended:
            who = (actor.id, actor.label)
            access_events.note(connection, AccessEventSort.SESSION_ENDED, who, account=actor.account, devices=ended)
    return ended


def _signs_in(actor: Actor) -> bool:
    return bool(actor.account) or (actor.id == OWN_MACHINE.id and bool(actor.session))


def _begin(connection: Connection, account: str, name: str, login: Vouched, browser: Browser) -> Entered:
    begun = begin_session(connection, account, login.provider, browser)
    access_events.note(
        connection,
        AccessEventSort.SIGNED_IN,
        (account, name),
        account=account,
        provider=login.provider,
        device=browser.device,
    )
    return Entered(*begun, account, name)


def _unknown() -> NotAllowed:
    return NotAllowed(
        Problem(
            "ยังไม่มีใครเชิญบัญชีนี้ ขอคำเชิญจากเจ้าหน้าที่ภาค แล้วเข้าสู่ระบบจากลิงก์คำเชิญ",
            "Nobody has invited this account yet. Ask the regional office for an invitation, and sign in from its link.",
        )
    )
