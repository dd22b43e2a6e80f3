"""Coming in by an invitation: a look that costs nothing, then one transaction that makes account, right and session."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from lib.access.actors import OWN_MACHINE
from lib.access.event_words import AccessEventSort
from lib.access.policy import COUNTRY, Role
from lib.actions.access.owning import is_owners
from lib.actions.access.refusals import closed, leads_nowhere, used_up
from lib.actions.access.tries import Browser, read, tried
from lib.domain.errors import BadInput, NotAllowed, Problem
from lib.store import access_events, accounts, invitations, login_sessions
from lib.store.invitations import Invitation
from lib.store.opening import Store
from lib.store.tables import table

LONGEST_NAME = 80


@dataclass(frozen=True)
class Offer:
    """Who invites whom for what."""

    inviter: str
    role: Role
    place_th: str
    place_en: str
    #: Name of the one plan that it is for; '' for none.
    plan: str
    purpose: str
    until: datetime
    needs_pin: bool
    #: The name of the person whom it is for; '' for a new one, who says a name.
    person: str
    own_machine: bool


@dataclass(frozen=True)
class Vouched:
    """A person as a provider of sign-in vouches for."""

    provider: str
    subject: str
    #: Only one that the provider has verified.
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Reply:
    """What a person says to an invitation."""

    pin: str = ""
    #: The name the person goes by.
    name: str = ""
    #: The account that the person signed in with already, to keep it; '' for a new person.
    account: str = ""
    #: How the person will sign in from now on.
    login: Vouched | None = None


@dataclass(frozen=True)
class Entered:
    """A session that has begun. `secret`: for the cookie, it stands nowhere else."""

    session: str
    secret: str
    account: str
    name: str


def look(store: Store, secret: str, now: datetime | None = None) -> Offer:
    """What an invitation offers, as often as one likes; raises `NotFound` when it leads nowhere (any more)."""
    with store.database.reading() as connection:
        invitation = _open(connection, secret, now or datetime.now(UTC))
        place_th, place_en = _place(connection, invitation.place)
        person = accounts.get(connection, invitation.account) if invitation.account else None
        canvases = table("canvas")
        plan = connection.scalar(select(canvases.c.name).where(canvases.c.id == invitation.record))
    return Offer(
        invitation.made_by_label,
        Role.stored(invitation.role) or Role.READER,
        place_th,
        place_en,
        str(plan or ""),
        "" if is_owners(invitation) else invitation.purpose,
        invitation.until,
        invitation.pin is not None,
        person.name if person else "",
        is_owners(invitation),
    )


def prove(store: Store, secret: str, pin: str, browser: Browser, now: datetime | None = None) -> None:
    """Look at the PIN only, before somebody is sent away to sign in elsewhere."""
    moment = now or datetime.now(UTC)
    invitation, fits = read(store, secret, pin, browser, moment)
    with store.database.writing() as connection:
        refusal = tried(connection, invitation, browser, moment, fits=fits)
    if refusal is not None:
        raise refusal


def accept(store: Store, secret: str, answer: Reply, browser: Browser, now: datetime | None = None) -> Entered:
    """Come in by an invitation; what is refused leaves nothing behind but the count of tries."""
    moment = now or datetime.now(UTC)
    invitation, fits = read(store, secret, answer.pin, browser, moment)
    name = _name(answer, invitation)
    with store.database.writing() as connection:
        refusal = tried(connection, invitation, browser, moment, fits=fits)
        if refusal is None:
            if not invitations.use(connection, invitation.id, moment):
                raise used_up()
            return _enter(connection, invitation, answer, name, browser)
    raise refusal


def begin_session(
    connection: Connection, account: str | None, provider: str, browser: Browser, invitation: str | None = None
) -> tuple[str, str]:
    """A new session with a new token; the one that stood in this browser ends. Its id and secret."""
    if browser.session:
        login_sessions.end(connection, table("login_session").c.id == browser.session)
    return login_sessions.begin(connection, account, provider, browser.device, invitation=invitation)


def _enter(connection: Connection, invitation: Invitation, answer: Reply, name: str, browser: Browser) -> Entered:
    told: dict[str, str | int | None] = {"invitation": invitation.id, "role": invitation.role}
    if is_owners(invitation):
        begun = begin_session(connection, None, login_sessions.OWN_MACHINE, browser, invitation.id)
        access_events.note(
            connection, AccessEventSort.SIGNED_IN, (OWN_MACHINE.id, OWN_MACHINE.label), provider="own-machine"
        )
        return Entered(*begun, "", OWN_MACHINE.label)
    account = _account(connection, invitation, answer, name)
    person = accounts.get(connection, account)
    assert person is not None
    who = (account, person.name)
    _give(connection, invitation, account)
    provider = answer.login.provider if answer.login else login_sessions.INVITATION
    begun = begin_session(connection, account, provider, browser, invitation.id)
    place = invitation.place
    access_events.note(
        connection,
        AccessEventSort.INVITATION_ACCEPTED,
        who,
        account=account,
        place=place,
        **told,
        device=browser.device,
    )
    access_events.note(
        connection, AccessEventSort.SIGNED_IN, who, account=account, provider=provider, device=browser.device
    )
    return Entered(*begun, account, person.name)


def _account(connection: Connection, invitation: Invitation, answer: Reply, name: str) -> str:
    """Whose account it is: the invitation's, the login's, the one signed in with, or a new one."""
    login = answer.login
    known = accounts.by_login(connection, login.provider, login.subject) if login else None
    wanted = invitation.account or (known.id if known else "") or answer.account
    if known is not None and known.id != wanted:
        raise NotAllowed(
            Problem(
                f"บัญชีนี้เข้าใช้ในชื่อ {known.name} อยู่แล้ว คำเชิญนี้เป็นของคนอื่น",
                f"This login belongs to {known.name} already; the invitation is for somebody else.",
            )
        )
    if wanted:
        standing = accounts.get(connection, wanted)
        if standing is None or standing.disabled_at is not None:
            raise closed()
    account = wanted or accounts.add(connection, name)
    if login is not None and known is None:
        accounts.add_login(connection, account, login.provider, login.subject, login.email or None)
    return account


def _give(connection: Connection, invitation: Invitation, account: str) -> None:
    """The invitation's right, unless the account has the very same one (a lost phone)."""
    right = (invitation.role, invitation.place, invitation.record)
    now = datetime.now(UTC)
    for standing in accounts.grants(connection, account):
        same = (standing.role, standing.place, standing.record) == right and standing.until == invitation.grant_until
        if same and standing.stands(now):
            return
    by = (invitation.made_by, invitation.made_by_label)
    # A link to come in as this person was made for the rights of then.
    invitations.stop_for(connection, account)
    accounts.grant(connection, account, right, by, until=invitation.grant_until, invitation=invitation.id)


def _open(connection: Connection, secret: str, now: datetime) -> Invitation:
    invitation = invitations.by_secret(connection, secret)
    if invitation is None or not invitation.open(now):
        raise leads_nowhere(invitation, now)
    return invitation


def _name(answer: Reply, invitation: Invitation) -> str:
    """The name for a new account, without what cannot be seen; '' where none is needed."""
    if invitation.account or answer.account or is_owners(invitation):
        return ""
    said = answer.name or (answer.login.name if answer.login else "")
    seen = " ".join("".join(c for c in said if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()).split())
    if not seen or len(seen) > LONGEST_NAME:
        raise BadInput(
            Problem(
                f"บอกชื่อที่คนรู้จักท่าน ไม่เกิน {LONGEST_NAME} ตัวอักษร",
                f"Say the name people know you by, at most {LONGEST_NAME} letters.",
                "name",
            )
        )
    return seen


def _place(connection: Connection, place: str) -> tuple[str, str]:
    """What a place is called, with its province: many tambons have one name."""
    if place == COUNTRY:
        return "ทั้งประเทศ", "the whole country"
    areas, provinces = table("area"), table("area").alias("province")
    query = (
        select(areas.c.name_th, areas.c.name_en, provinces.c.name_th, provinces.c.name_en)
        .select_from(areas.outerjoin(provinces, provinces.c.id == areas.c.province))
        .where(areas.c.id == place)
    )
    row = connection.execute(query).first()
    if row is None:
        return place, place
    name_th, name_en, province_th, province_en = row
    th = [str(name_th), *([f"จังหวัด{province_th}"] if province_th and province_th != name_th else [])]
    en = [str(name_en or name_th), *([str(province_en or province_th)] if len(th) > 1 else [])]
    return " ".join(th), ", ".join(en)
