"""Rights of an account: given, taken back; accounts closed and opened; what a region decides for itself."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from lib.access.actors import Actor
from lib.access.event_words import AccessEventSort
from lib.access.policy import Role
from lib.access.wishes import RightWish
from lib.actions.access.charge import Inviter, one_line
from lib.actions.access.inviting import end_of, stop_links_for
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.thai_date import bangkok_today
from lib.store import access_events, accounts, login_sessions, region_rules
from lib.store.opening import Store
from lib.store.tables import table

LONGEST_NAME = 80


def give(store: Store, actor: Actor, account: str, right: RightWish) -> str:
    """Give an account a right that the actor may give; the id of the grant. Raises `BadInput`, `NotAllowed`."""
    until = end_of(right.until) if right.until else None
    if right.until is not None and right.until < bangkok_today():
        raise BadInput(Problem("วันสิ้นสุดสิทธิผ่านไปแล้ว", "The day on which the right ends is in the past", "until"))
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        person = inviter.account(account)
        given, where = inviter.settled(right.role, right.place, right.record)
        if person.disabled_at is not None:
            raise BadInput(Problem("บัญชีนี้ปิดอยู่ เปิดบัญชีก่อนให้สิทธิ", "This account is closed; open it first"))
        now, same = datetime.now(UTC), (given.value, where, right.record)
        if any((g.role, g.place, g.record) == same and g.stands(now) for g in accounts.grants(connection, account)):
            raise BadInput(Problem("มีสิทธินี้อยู่แล้ว", "This right is held already"))
        lasts = inviter.lasting(given, where, until)
        # A link to come in as this person was made for the rights of then.
        stop_links_for(inviter, account)
        made = accounts.grant(connection, account, same, inviter.by, until=lasts)
        access_events.note(
            connection,
            AccessEventSort.GRANTED,
            inviter.by,
            account=account,
            place=where,
            grant=made,
            role=given.value,
            record=right.record,
        )
        return made


def take(store: Store, actor: Actor, grant: str) -> None:
    """Take a right back: it counts no more on the person's next click. Raises `NotAllowed`, `NotFound`."""
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        found = accounts.grant_by_id(connection, grant)
        if found is None or found.revoked_at is not None:
            raise NotFound(Problem("สิทธินี้ไม่มีหรือถูกถอนไปแล้ว", "There is no such right, or it was taken back already"))
        role = Role.stored(found.role)
        # A role of another version gives no right; who may give every role may clear it away.
        inviter.require_right(role if role is not None else Role.COUNTRY, found.place)
        inviter.require_an_administrator_left([found.id])
        accounts.end_grants(connection, table("role_grant").c.id == grant)
        # A link for a lost phone gives the right that stood when it was made: it must not bring this one back.
        stop_links_for(inviter, found.account)
        access_events.note(
            connection,
            AccessEventSort.GRANT_REVOKED,
            inviter.by,
            account=found.account,
            place=found.place,
            grant=grant,
            role=found.role,
            record=found.record,
        )


def close(store: Store, actor: Actor, account: str) -> None:
    """Close an account: none of its sessions counts from now on; what it wrote stays under its name."""
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        inviter.require_over(account)
        held = accounts.grants(connection, account)
        inviter.require_an_administrator_left([g.id for g in held])
        accounts.disable(connection, account)
        stop_links_for(inviter, account)
        login_sessions.end(connection, table("login_session").c.account == account)
        _note(inviter, AccessEventSort.ACCOUNT_CLOSED, account)


def open_again(store: Store, actor: Actor, account: str) -> None:
    """Open an account that was closed; its rights count again, its sessions do not come back."""
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        inviter.require_over(account)
        accounts.disable(connection, account, closed=False)
        _note(inviter, AccessEventSort.ACCOUNT_OPENED, account)


def rename(store: Store, actor: Actor, account: str, name: str) -> None:
    """Call somebody by another name from now on."""
    new = one_line(name)
    if not new or len(new) > LONGEST_NAME:
        raise BadInput(
            Problem(f"ใส่ชื่อ ไม่เกิน {LONGEST_NAME} ตัวอักษร", f"A name of at most {LONGEST_NAME} letters", "name")
        )
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        inviter.require_over(account)
        accounts.rename(connection, account, new)
        _note(inviter, AccessEventSort.RENAMED, account)


def end_sessions(store: Store, actor: Actor, account: str) -> int:
    """Sign an account out everywhere; how many devices that was."""
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        inviter.require_over(account)
        ended = login_sessions.end(connection, table("login_session").c.account == account)
        _note(inviter, AccessEventSort.SESSION_ENDED, account, devices=ended)
        return ended


def let_reporters_verify(store: Store, actor: Actor, region: str, *, allowed: bool) -> None:
    """Decide for a region whether who reported a rung may verify it: for who may make officers there."""
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        rows = table("area")
        if connection.scalar(select(rows.c.type).where(rows.c.id == region)) != "region":
            raise BadInput(Problem("เลือกภาคก่อน", "Choose a region first", "region"))
        inviter.require_right(Role.OFFICER, region)
        region_rules.decide(connection, region, region_rules.OWN_REPORT, allowed=allowed)
        access_events.note(
            connection,
            AccessEventSort.REGION_RULE,
            inviter.by,
            place=region,
            rule=region_rules.OWN_REPORT,
            allowed=int(allowed),
        )


def _note(inviter: Inviter, event: AccessEventSort, account: str, **detail: int) -> None:
    """An event of a whole account, at the place of its first right, so that who is in charge there sees it."""
    held = accounts.grants(inviter.connection, account)
    place = held[0].place if held else ""
    access_events.note(inviter.connection, event, inviter.by, account=account, place=place, **detail)
