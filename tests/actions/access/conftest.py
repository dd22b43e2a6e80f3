"""People with rights in real places: an officer of a region, a facilitator of a province, a leader of a tambon."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lib.access.actors import Actor
from lib.access.identity import actor_of
from lib.access.policy import COUNTRY, Role
from lib.store import accounts, login_sessions
from lib.store.opening import Store

#: CODI-BE holds Rayong (TH-21) and Prachin Buri (TH-25); Chiang Mai (TH-50) lies in CODI-N.
REGION, PROVINCE, TAMBON = "CODI-BE", "TH-25", "TH-250213"
OTHER_REGION, OTHER_PROVINCE, OTHER_TAMBON = "CODI-N", "TH-50", "TH-500101"


@dataclass(frozen=True)
class Someone:
    """An account, its first right, and the actor of a session of it."""

    account: str
    grant: str
    actor: Actor


@dataclass(frozen=True)
class Town:
    """Makes people in a store."""

    store: Store

    def comes(self, name: str, role: Role, place: str, record: str = "") -> Someone:
        """Somebody who was given a right and has signed in."""
        with self.store.database.writing() as connection:
            account = accounts.add(connection, name)
            grant = accounts.grant(connection, account, (role.value, place, record), ("test", "ทดสอบ"))
            session, _ = login_sessions.begin(connection, account, "google", "Chrome")
        return Someone(account, grant, actor_of(self.store, session))

    def again(self, someone: Someone) -> Actor:
        """The actor that a new session of the same account has now."""
        with self.store.database.writing() as connection:
            session, _ = login_sessions.begin(connection, someone.account, "google", "Chrome")
        return actor_of(self.store, session)


@pytest.fixture
def town(store: Store) -> Town:
    """Nobody yet."""
    return Town(store)


@pytest.fixture
def admin(town: Town) -> Someone:
    """Who looks after the system."""
    return town.comes("ผู้ดูแล", Role.COUNTRY, COUNTRY)


@pytest.fixture
def officer(town: Town) -> Someone:
    """An officer of CODI-BE."""
    return town.comes("เจ้าหน้าที่ภาค", Role.OFFICER, REGION)


@pytest.fixture
def facilitator(town: Town) -> Someone:
    """A facilitator of Prachin Buri."""
    return town.comes("ผู้ดูแลเวที", Role.FACILITATOR, PROVINCE)


@pytest.fixture
def leader(town: Town) -> Someone:
    """A leader of Khao Mai Kaeo."""
    return town.comes("ผู้นำ", Role.LEADER, TAMBON)
