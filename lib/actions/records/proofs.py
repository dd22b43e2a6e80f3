"""Records that prove others: which they are, what rests on them, and when an edit shakes it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from lib.actions.records.rules import ProofRule
from lib.actions.rulebook import rules_for, rules_of
from lib.domain.errors import BadInput
from lib.schema.record import Record
from lib.schema.registry import KINDS
from lib.schema.verdict import Verifiable
from lib.store import history, records
from lib.store.tables import table


def proving_kinds() -> Iterator[tuple[str, ProofRule]]:
    """Kinds of records that prove others, each with how it does."""
    for kind_id, model in KINDS.items():
        for rules in rules_for(model):
            if rules.proof is not None:
                yield kind_id, rules.proof


def proof_count(connection: Connection, record: Record) -> int:
    """How many standing records prove this one; notes that the app made are none."""
    count = 0
    for kind_id, proof in proving_kinds():
        rows = table(kind_id)
        mine = (rows.c[proof.kind] == record.about.id) & (rows.c[proof.record] == record.id)
        standing = mine & rows.c.withdrawn_at.is_(None) & proof.weighs()
        count += connection.scalar(select(func.count()).select_from(rows).where(standing)) or 0
    return count


def rests_a_verdict_on(connection: Connection, before: Record, after: Record) -> bool:
    """Whether an edit alters a proof on which a standing verdict rests."""
    proved = shaken(before, after)
    stored = records.get(connection, *proved) if proved else None
    if stored is None or stored.withdrawn:
        return False
    return isinstance(stored.record, Verifiable) and stored.record.is_verified


def shaken(before: Record, after: Record | None) -> tuple[str, str] | None:
    """(kind, id) of what this record proves, when the edit (None: its withdrawal) alters the proof.

    Otherwise a rung that lost its proof would count again as soon as anything is attached to it.
    Raises `BadInput` for an edit that moves the proof to another record.
    """
    for rules in rules_of(before):
        proof = rules.proof
        if proof is None:
            continue
        if after is not None:
            changed = set(history.difference(before, after))
            if changed & {proof.kind, proof.record}:
                raise BadInput(proof.moved)
            if not changed & proof.substance:
                continue
        return getattr(before, proof.kind), getattr(before, proof.record)
    return None


def toppled(connection: Connection, before: Record | None, after: Record | None) -> list[tuple[str, str]]:
    """(kind, id) of verified records that lose something they ask for when one becomes another (None: not there)."""
    one = before if before is not None else after
    return [] if one is None else [p for rules in rules_of(one) for p in rules.topples(connection, before, after)]
