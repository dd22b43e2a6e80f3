"""Policy proposals of all provinces."""

from __future__ import annotations

from sqlalchemy import Connection

from lib.insight.source import Shown, Source
from lib.schema.tambon_change import PolicyProposal
from lib.store import records
from lib.store.records import Stored


def proposals(source: Source, *, fresh: bool = False) -> Shown[tuple[Stored, ...]]:
    """Every standing proposal as stored, newest first."""
    return source.read("policy", ("policy_proposal",), _read, fresh=fresh)


def told_by(stored: Stored) -> PolicyProposal:
    """The proposal of a stored record."""
    assert isinstance(stored.record, PolicyProposal)
    return stored.record


def _read(connection: Connection) -> tuple[Stored, ...]:
    return tuple(records.find(connection, "policy_proposal"))
