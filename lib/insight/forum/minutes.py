"""What the minutes of a forum tell: put together from the records, for paper and for a document to go on writing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from lib.domain.ballots import choices_of, mean
from lib.domain.forum_wishes import APPLAUSE
from lib.insight.forum.hall import BallotSeen, Hall
from lib.insight.forum.seats import participants
from lib.insight.source import Source
from lib.schema.canvas import Canvas
from lib.store import records


@dataclass(frozen=True)
class MinutesRow:
    """Somebody who took part. `at`: when one came in, aware."""

    number: int | None
    name: str
    group: str
    at: datetime


@dataclass(frozen=True)
class MinutesBallot:
    """A ballot that was closed. `rows`: (choice, phones, hands, together). `form`: one of `BALLOT_FORMS`."""

    text: str
    form: str
    secret: bool
    seats: int | None
    voted: int | None
    rows: tuple[tuple[str, int | None, int | None, int], ...]
    mean: float | None
    version: int | None


@dataclass(frozen=True)
class MinutesPlan:
    """A plan that a forum certified, in which version, on which day (C.E.)."""

    name: str
    group: str
    version: int | None
    on: date
    by: str
    attendance: int | None


@dataclass(frozen=True)
class Minutes:
    """Everything that the minutes say; days C.E., moments aware."""

    hall: Hall
    people: tuple[MinutesRow, ...]
    #: (step's text or '', [(heap or '', ideas)]).
    ideas: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    ballots: tuple[MinutesBallot, ...]
    plans: tuple[MinutesPlan, ...]


def minutes(source: Source, found: Hall, language: str) -> Minutes:
    """The minutes of a forum as it stands now; for who may see who took part."""
    groups = {g.id: g.name for g in found.plenum.groups}
    people = tuple(
        MinutesRow(p.sits.number, p.sits.name, groups.get(p.sits.group or "", ""), p.at)
        for p in participants(source, found.forum.id)
    )
    closed = [b for b in found.plenum.ballots if b.asked.state == "closed"]
    with source.store.database.reading() as connection:
        plans = _plans(connection, found)
    return Minutes(found, people, _ideas(found), tuple(_ballot(b, language) for b in closed), plans)


def _ideas(found: Hall) -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    texts = {s.id: s.text for s in found.plenum.steps}
    told: dict[str, dict[str, list[str]]] = {}
    for one in found.plenum.ideas:
        if one.said.state != "aside" and not one.said.on_group:
            used = f" → {one.said.used_in}" if one.said.used_in else ""
            heaps = told.setdefault(texts.get(one.said.step or "", ""), {})
            heaps.setdefault(one.said.heap or "", []).append(f"{one.said.text}{used}")
    ideas = [(step, tuple((heap, tuple(said)) for heap, said in heaps.items())) for step, heaps in told.items()]
    comments = [(group.name, _comments(found, group.id)) for group in found.plenum.groups]
    return (*ideas, *((name, said) for name, said in comments if said))


def _comments(found: Hall, group: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the hall said of a group's plan."""
    said = tuple(i.said.text for i in found.comments_on(group))
    claps = found.applause_for(group)
    if not said and not claps:
        return ()
    return ((f"{APPLAUSE} {claps}" if claps else "", said),)


def _ballot(one: BallotSeen, language: str) -> MinutesBallot:
    asked = one.asked
    choices = choices_of(asked.form, asked.offered or "", language)
    if asked.right:
        choices = tuple(f"{words} ✓" if n == asked.right else words for n, words in enumerate(choices, start=1))
    rows = tuple((words, c.phones, c.hands, c.together) for words, c in zip(choices, one.counted, strict=False))
    if asked.form not in ("yes_no", "certify", "scale"):
        rows = tuple(sorted(rows, key=lambda row: -row[3]))
    middle = mean([c.together for c in one.counted]) if asked.form == "scale" else None
    return MinutesBallot(
        asked.text, asked.form, asked.secret, asked.seats, asked.voted, rows, middle, asked.canvas_version
    )


def _plans(connection: Connection, found: Hall) -> tuple[MinutesPlan, ...]:
    """Plans of the forum's groups that stand certified by a meeting on one of its days."""
    told = []
    last = found.forum.ends_on or found.forum.starts_on
    for group in found.plenum.groups:
        stored = records.get(connection, "canvas", group.canvas) if group.canvas else None
        plan = stored.record if stored is not None and not stored.withdrawn else None
        if isinstance(plan, Canvas) and plan.certified_on and found.forum.starts_on <= plan.certified_on <= last:
            told.append(
                MinutesPlan(
                    plan.name,
                    group.name,
                    plan.certified_version,
                    plan.certified_on,
                    plan.certified_by or "",
                    plan.attendance,
                )
            )
    return tuple(told)
