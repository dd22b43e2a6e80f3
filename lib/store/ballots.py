"""The urn: who has voted, and what was put in, so that nothing in the store ties the one to the other.

A secret paper lies under a digest of a random word that only the voter's phone holds: it can be changed by
that phone and by nobody else, and names no seat. No row has a moment or a number; and as rows of a table
still lie somewhere, both lists are written anew, each in the order of its random key, with every vote: on
PostgreSQL all rows then come from one transaction, on SQLite the key is the order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from lib.store.database import note_erased
from lib.store.tables import table


@dataclass(frozen=True)
class BallotPaper:
    """What was put in once. `seat`: '' in a secret ballot. `chosen`: numbers of choices, from 0."""

    chosen: tuple[int, ...]
    seat: str = ""


def has_voted(connection: Connection, ballot: str, seat: str) -> bool:
    """Whether a seat has put a paper in."""
    rows = table("ballot_seat")
    return connection.scalar(select(rows.c.seat).where(rows.c.ballot == ballot, rows.c.seat == seat)) is not None


def voted(connection: Connection, ballot: str) -> int:
    """How many seats have."""
    rows = table("ballot_seat")
    return int(connection.scalar(select(func.count()).where(rows.c.ballot == ballot)) or 0)


def paper_of(connection: Connection, ballot: str, word: str) -> tuple[int, ...] | None:
    """What the holder of a random word chose; None: nothing under that word."""
    rows = table("ballot_paper")
    query = select(rows.c.chosen).where(rows.c.ballot == ballot, rows.c.paper == _paper(ballot, word))
    found = connection.scalar(query)
    return tuple(found) if found is not None else None


def put(connection: Connection, ballot: str, seat: str, word: str, chosen: Sequence[int], *, secret: bool) -> bool:
    """Put a paper in, or another one in its place; False: the seat has voted, and by another phone or word.

    To be called by one transaction at a time for a ballot (its record is locked).
    """
    papers, seats = table("ballot_paper"), table("ballot_seat")
    paper, again = _paper(ballot, word), has_voted(connection, ballot, seat)
    if again and paper_of(connection, ballot, word) is None:
        return False
    if not secret and again:
        owner = select(papers.c.seat).where(papers.c.ballot == ballot, papers.c.paper == paper)
        if connection.scalar(owner) != seat:
            return False
    connection.execute(delete(papers).where(papers.c.ballot == ballot, papers.c.paper == paper))
    new = {"ballot": ballot, "paper": paper, "chosen": list(chosen), "seat": None if secret else seat}
    connection.execute(insert(papers).values(**new))
    if not again:
        connection.execute(insert(seats).values(ballot=ballot, seat=seat))
    if secret:
        _mix(connection, ballot)
    return True


def papers_of(connection: Connection, ballot: str) -> list[BallotPaper]:
    """Everything in the urn, in no order that means anything."""
    rows = table("ballot_paper")
    query = select(rows.c.chosen, rows.c.seat).where(rows.c.ballot == ballot).order_by(rows.c.paper)
    return [BallotPaper(tuple(row.chosen), row.seat or "") for row in connection.execute(query)]


def seal(connection: Connection, ballot: str) -> None:
    """The ballot is closed and counted: what the database itself keeps of earlier rows is cleared away as well."""
    _mix(connection, ballot)
    note_erased(connection)


def _mix(connection: Connection, ballot: str) -> None:
    for name, key in (("ballot_paper", "paper"), ("ballot_seat", "seat")):
        rows = table(name)
        found = connection.execute(select(rows).where(rows.c.ballot == ballot)).mappings().all()
        connection.execute(delete(rows).where(rows.c.ballot == ballot))
        if found:
            connection.execute(insert(rows), sorted((dict(row) for row in found), key=lambda row: str(row[key])))


def _paper(ballot: str, word: str) -> str:
    return hashlib.sha256(f"{ballot}\x00{word}".encode()).hexdigest()
