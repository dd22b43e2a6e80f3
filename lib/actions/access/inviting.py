"""Invitations: a link for a role in a place. Made one or many at a time, taken back, made anew for a lost phone.

The secret of a link and its PIN stand in no table: who makes an invitation is told them once.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from lib.access.actors import COMMAND_LINE, Actor
from lib.access.event_words import AccessEventSort
from lib.access.policy import Role
from lib.access.wishes import LONGEST_DAYS, LONGEST_PURPOSE, MOST_USES, InvitationWish
from lib.actions.access.charge import Inviter, one_line
from lib.domain.errors import BadInput, NotAllowed, NotFound, Problem
from lib.domain.limits import INVITATIONS_AT_ONCE
from lib.domain.thai_date import BANGKOK, bangkok_today
from lib.store import access_events, accounts, invitations, login_sessions
from lib.store.invitations import Invitation, NewInvitation
from lib.store.opening import Store
from lib.store.tables import table

#: A link for a lost phone is meant for today.
NEW_PHONE_DAYS = 7


@dataclass(frozen=True)
class Invited:
    """An invitation just made, with what is told this once: its secret and its PIN ('' for none)."""

    id: str
    role: str
    place: str
    record: str
    purpose: str
    until: datetime
    uses: int
    secret: str
    pin: str


def invite(store: Store, actor: Actor, wish: InvitationWish) -> Invited:
    """Make one invitation; raises `BadInput`, `NotAllowed`."""
    return invite_many(store, actor, [wish])[0]


def invite_many(store: Store, actor: Actor, wishes: Sequence[InvitationWish]) -> list[Invited]:
    """Make all of them or, when one cannot be, none."""
    INVITATIONS_AT_ONCE.require(len(wishes))
    now = datetime.now(UTC)
    checked = [_checked(wish, now) for wish in wishes]
    pins = [_new_pin() if wish.with_pin else "" for wish in checked]
    # Some hundredths of a second each: not while others wait for their turn to write.
    kept = [invitations.kept_pin(pin) for pin in pins]
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        made = []
        for wish, pin, pin_kept in zip(checked, pins, kept, strict=True):
            role, place = inviter.settled(wish.role, wish.place, wish.record)
            new = NewInvitation(
                role.value,
                place,
                wish.purpose,
                end_of(wish.until),
                wish.uses,
                wish.record,
                grant_until=inviter.lasting(role, place, end_of(wish.grant_until) if wish.grant_until else None),
                pin_kept=pin_kept,
            )
            made.append(_make(inviter, new, pin))
        return made


def revoke(store: Store, actor: Actor, invitation: str, *, rights_too: bool = False) -> int:
    """Nobody comes in by it any more; with `rights_too` who did has lost what it gave. How many rights ended."""
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        standing = _in_charge(inviter, invitation)
        invitations.revoke(connection, standing.id)
        ended = _end_rights_by(inviter, standing) if rights_too else 0
        _note_revoked(inviter, standing, ended)
        return ended


def reprint(store: Store, actor: Actor, chosen: Sequence[str]) -> list[Invited]:
    """New links in place of those that nobody used up: the old ones stop, for a sheet that has to be printed again."""
    INVITATIONS_AT_ONCE.require(len(chosen))
    now = datetime.now(UTC)
    with store.database.reading() as connection:
        with_pin = {i for i in chosen if (f := invitations.by_id(connection, i)) is not None and f.pin is not None}
    pins = {i: _new_pin() for i in with_pin}
    kept = {i: invitations.kept_pin(pin) for i, pin in pins.items()}
    with store.database.writing() as connection:
        inviter, made = Inviter(connection, actor), []
        for one in dict.fromkeys(chosen):
            old = _in_charge(inviter, one)
            if old.account is not None:
                # The link opens the whole account, whatever right it names.
                inviter.require_over(old.account)
            if old.made_by == COMMAND_LINE.id:
                raise NotAllowed(
                    Problem(
                        "ลิงก์นี้ออกด้วยคำสั่งบนเครื่องที่เปิดระบบ ออกใหม่ด้วยคำสั่งเดิม",
                        "This link was made by a command on the machine; make a new one by the same command",
                    )
                )
            if not old.open(now):
                raise BadInput(
                    Problem(
                        f"คำเชิญ “{old.purpose}” ใช้หมด หมดอายุ หรือถูกยกเลิกแล้ว ออกใบใหม่แทน",
                        f"The invitation “{old.purpose}” is used up, over or revoked; make a new one instead",
                    )
                )
            invitations.revoke(connection, old.id)
            _note_revoked(inviter, old, 0)
            made.append(_make(inviter, _again(old, kept.get(one)), pins.get(one, "")))
        return made


def new_phone(store: Store, actor: Actor, account: str, *, with_pin: bool = False) -> Invited:
    """A link for somebody who has lost a phone: what came by a link ends at once, the account stays the same."""
    pin = _new_pin() if with_pin else ""
    pin_kept = invitations.kept_pin(pin)
    with store.database.writing() as connection:
        inviter = Inviter(connection, actor)
        person = inviter.require_over(account)
        now = datetime.now(UTC)
        rights = [g for g in accounts.grants(connection, account) if g.stands(now)]
        if not rights or person.disabled_at is not None:
            raise BadInput(
                Problem(
                    "บัญชีนี้ไม่มีสิทธิที่ใช้อยู่ ให้สิทธิหรือเปิดบัญชีก่อน",
                    "This account has no right in use; give one or open the account first",
                )
            )
        _stop_links_of(inviter, account)
        sessions = table("login_session")
        by_link = (sessions.c.provider == login_sessions.INVITATION) | sessions.c.invitation.is_not(None)
        ended = login_sessions.end(connection, (sessions.c.account == account) & by_link)
        access_events.note(
            connection, AccessEventSort.SESSION_ENDED, inviter.by, account=account, place=rights[0].place, devices=ended
        )
        until = end_of(bangkok_today() + timedelta(days=NEW_PHONE_DAYS))
        # The very right that stands already: who comes by the link gets no other, and none that lasts longer.
        first = rights[0]
        right = NewInvitation(first.role, first.place, person.name, until, 1, first.record, grant_until=first.until)
        return _make(inviter, replace(right, account=account, pin_kept=pin_kept), pin)


def _make(inviter: Inviter, new: NewInvitation, pin: str) -> Invited:
    made, secret = invitations.make(inviter.connection, new, inviter.by)
    access_events.note(
        inviter.connection,
        AccessEventSort.INVITED,
        inviter.by,
        account=new.account or "",
        place=new.place,
        invitation=made,
        role=new.role,
        record=new.record,
        uses=new.most_uses,
    )
    return Invited(made, new.role, new.place, new.record, new.purpose, new.until, new.most_uses, secret, pin)


def _again(old: Invitation, pin_kept: str | None) -> NewInvitation:
    left = old.most_uses - old.uses
    said = NewInvitation(old.role, old.place, old.purpose, old.until, left, old.record)
    return replace(said, grant_until=old.grant_until, account=old.account, pin_kept=pin_kept)


def _in_charge(inviter: Inviter, invitation: str) -> Invitation:
    """An invitation whose role and place are in the actor's charge; raises `NotFound`, `NotAllowed`."""
    found = invitations.by_id(inviter.connection, invitation)
    role = Role.stored(found.role) if found else None
    if found is None or role is None:
        raise NotFound(Problem("ไม่พบคำเชิญนี้", "There is no such invitation"))
    inviter.require_right(role, found.place)
    return found


def _end_rights_by(inviter: Inviter, invitation: Invitation) -> int:
    """Rights that an invitation gave end, and the sessions that came by it."""
    grants, sessions, now = table("role_grant"), table("login_session"), datetime.now(UTC)
    given = [g for g in accounts.given_by(inviter.connection, invitation.id) if g.stands(now)]
    inviter.require_an_administrator_left([g.id for g in given])
    accounts.end_grants(inviter.connection, grants.c.id.in_([g.id for g in given]))
    for one in given:
        access_events.note(
            inviter.connection,
            AccessEventSort.GRANT_REVOKED,
            inviter.by,
            account=one.account,
            place=one.place,
            grant=one.id,
            role=one.role,
            record=one.record,
        )
        stop_links_for(inviter, one.account)
    login_sessions.end(inviter.connection, sessions.c.invitation == invitation.id)
    return len(given)


def stop_links_for(inviter: Inviter, account: str, came_by: Collection[str | None] = ()) -> None:
    """Open invitations that are for an account stop, and some others by id."""
    for one in invitations.standing_for(inviter.connection, account, [i for i in came_by if i]):
        invitations.revoke(inviter.connection, one.id)
        _note_revoked(inviter, one, 0)


def _stop_links_of(inviter: Inviter, account: str) -> None:
    """The same with those by which it came: whoever has the phone has the link."""
    sessions = login_sessions.of_account(inviter.connection, account)
    came_by = {s.invitation for s in sessions} | {g.invitation for g in accounts.grants(inviter.connection, account)}
    stop_links_for(inviter, account, came_by)


def _note_revoked(inviter: Inviter, invitation: Invitation, ended: int) -> None:
    access_events.note(
        inviter.connection,
        AccessEventSort.INVITATION_REVOKED,
        inviter.by,
        account=invitation.account or "",
        place=invitation.place,
        invitation=invitation.id,
        role=invitation.role,
        record=invitation.record,
        rights=ended,
    )


def _checked(wish: InvitationWish, now: datetime) -> InvitationWish:
    """A wish as it is kept; raises `BadInput` with every reason."""
    purpose = one_line(wish.purpose)
    today, wrong = now.astimezone(BANGKOK).date(), []
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        wrong.append(
            Problem(
                f"เขียนว่าเชิญใครหรือเพื่ออะไร ไม่เกิน {LONGEST_PURPOSE} ตัวอักษร",
                f"Say whom or what it is for, in at most {LONGEST_PURPOSE} letters",
                "purpose",
            )
        )
    if not today <= wish.until <= today + timedelta(days=LONGEST_DAYS):
        wrong.append(
            Problem(
                f"คำเชิญใช้ได้ถึงวันใดวันหนึ่งใน {LONGEST_DAYS} วันข้างหน้า",
                f"An invitation ends on a day within the next {LONGEST_DAYS} days",
                "until",
            )
        )
    if not 1 <= wish.uses <= MOST_USES:
        wrong.append(Problem(f"ใช้ได้ 1–{MOST_USES} ครั้ง", f"Between 1 and {MOST_USES} uses", "uses"))
    if wish.grant_until is not None and wish.grant_until < today:
        wrong.append(Problem("วันสิ้นสุดสิทธิผ่านไปแล้ว", "The day on which the right ends is in the past", "grant_until"))
    if wrong:
        raise BadInput(*wrong)
    return replace(wish, purpose=purpose)


def end_of(day: date) -> datetime:
    """The last moment of a day in Thailand."""
    return datetime.combine(day, time(23, 59, 59), BANGKOK).astimezone(UTC)


def _new_pin() -> str:
    """Six digits that are not a row or the same all over: those are tried first."""
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        if len(set(pin)) > 2 and pin not in "0123456789" and pin not in "9876543210":
            return pin
