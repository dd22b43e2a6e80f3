"""What waits for somebody: rungs to be verified, and what cannot be right as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from lib.domain.ladders import Status
from lib.domain.sentence import Spoken
from lib.domain.thai_date import bangkok_today
from lib.insight.bilingual_name import Name
from lib.insight.country.ladder_sql import steps
from lib.insight.country.month import LadderPlace, ladder_places
from lib.insight.lists import read_lists
from lib.insight.province_shapes import lies_in
from lib.insight.records.ledger import PlaceProof, proofs_of
from lib.insight.source import Shown, Source
from lib.store.ladder_then import LADDERS
from lib.store.tables import table

KINDS = ("tambon_progress", "provincial_network", "evidence", "list_item", "area", "incubation_centre")


class Amiss(Spoken):
    """What cannot be right about a record, with the words that stand after its name."""

    NO_EVIDENCE = (
        "no_evidence",
        "ตรวจรับรองแล้วแต่ไม่มีหลักฐานนอกจากบันทึกของระบบ จึงไม่นับ",
        "verified without evidence besides the app's own note, so not counted",
    )
    FUTURE = "future", "วันที่ถึงขั้นอยู่ในอนาคต", "the day it was reached lies in the future"
    SKIPPED = "skipped", "พิสูจน์ขั้นนี้แล้ว แต่ขั้นก่อนหน้ายังไม่พิสูจน์", "proved, but a rung below it is not"
    OUTSIDE = "outside", "พิกัดอยู่นอกจังหวัด", "its point lies outside its province"


@dataclass(frozen=True)
class WaitingStep:
    """A reported rung that waits for a verdict, with what is to prove it."""

    kind: str
    record_id: str
    place: LadderPlace
    rung_id: str
    rung: Name
    counts: bool
    reached_on: date
    note: str
    evidence: tuple[PlaceProof, ...]


@dataclass(frozen=True)
class ReturnedStep:
    """A rung that was sent back for correction and has not been handed in again, with what was said."""

    kind: str
    record_id: str
    place: LadderPlace
    rung: Name
    reason: str
    #: When it was last written; aware.
    at: datetime


@dataclass(frozen=True)
class RecordAmiss:
    """A record with something that cannot be right."""

    what: Amiss
    kind: str
    record_id: str
    place: LadderPlace
    #: The rung, or the centre's name.
    name: Name


@dataclass(frozen=True)
class ToDo:
    """Everything that waits, the oldest first."""

    waiting: tuple[WaitingStep, ...]
    amiss: tuple[RecordAmiss, ...]
    returned: tuple[ReturnedStep, ...] = ()

    def only(self, region: str = "", province: str = "") -> ToDo:
        """The same for one region or province."""
        return ToDo(
            tuple(w for w in self.waiting if w.place.within(region, province)),
            tuple(a for a in self.amiss if a.place.within(region, province)),
            tuple(r for r in self.returned if r.place.within(region, province)),
        )

    def count(self, what: Amiss) -> int:
        """Records of which one thing cannot be right."""
        return sum(a.what is what for a in self.amiss)


def to_do(source: Source, *, fresh: bool = False) -> Shown[ToDo]:
    """What waits in the whole country."""
    return source.read("to_do", KINDS, lambda c: _build(c, ladder_places(source, c)), fresh=fresh)


def _build(connection: Connection, places: Mapping[str, LadderPlace]) -> ToDo:
    waiting: list[WaitingStep] = []
    amiss: list[RecordAmiss] = []
    returned: list[ReturnedStep] = []
    for kind_id in LADDERS:
        returned += _returned(connection, kind_id, places)
        waiting += _waiting(connection, kind_id, places)
        amiss += _steps_amiss(connection, kind_id, places)
    return ToDo(
        tuple(sorted(waiting, key=lambda w: (w.reached_on, w.record_id))),
        (*amiss, *_outside(connection, places)),
        tuple(sorted(returned, key=lambda r: (r.at, r.record_id))),
    )


def _returned(connection: Connection, kind_id: str, places: Mapping[str, LadderPlace]) -> Iterator[ReturnedStep]:
    names = {e.value: e.name for e in read_lists(connection).get(LADDERS[kind_id], ())}
    rows = table(kind_id)
    query = select(rows.c.id, rows.c.area, rows.c.rung, rows.c.returned_reason, rows.c.updated_at).where(
        rows.c.status == Status.RETURNED.value, rows.c.withdrawn_at.is_(None)
    )
    for row in connection.execute(query):
        if row.area in places and row.rung in names:
            reason = row.returned_reason or ""
            yield ReturnedStep(kind_id, row.id, places[row.area], names[row.rung], reason, row.updated_at)


def _waiting(connection: Connection, kind_id: str, places: Mapping[str, LadderPlace]) -> Iterator[WaitingStep]:
    rungs = {e.value: e for e in read_lists(connection).get(LADDERS[kind_id], ())}
    rows = table(kind_id)
    query = select(rows).where(rows.c.status == Status.REPORTED.value, rows.c.withdrawn_at.is_(None))
    found = [r for r in connection.execute(query).mappings() if r["rung"] in rungs and r["area"] in places]
    proofs = proofs_of(connection, kind_id, [r["id"] for r in found])
    for row in found:
        rung = rungs[row["rung"]]
        yield WaitingStep(
            kind_id,
            row["id"],
            places[row["area"]],
            rung.value,
            rung.name,
            rung.counts,
            row["reached_on"],
            row["note"] or "",
            tuple(proofs.get(row["id"], ())),
        )


def _steps_amiss(connection: Connection, kind_id: str, places: Mapping[str, LadderPlace]) -> Iterator[RecordAmiss]:
    step, entries = steps(kind_id, LADDERS[kind_id], bangkok_today()), read_lists(connection).get(LADDERS[kind_id], ())
    names = {e.value: e.name for e in entries}
    by_area: dict[str, list[tuple[int, str, str]]] = {}
    for row in connection.execute(select(step).order_by(step.c.area, step.c.rung_order)).mappings():
        if row["area"] not in places:
            continue
        wrong = [Amiss.NO_EVIDENCE] if row["status"] == Status.VERIFIED and not row["has_evidence"] else []
        wrong += [Amiss.FUTURE] if row["reached_on"] > bangkok_today() else []
        for what in wrong:
            yield RecordAmiss(what, kind_id, row["id"], places[row["area"]], names[row["rung"]])
        if row["proved"]:
            by_area.setdefault(row["area"], []).append((row["rung_order"], row["id"], row["rung"]))
    orders = sorted({e.order for e in entries if not e.retired})
    for area, proved in by_area.items():
        for record_id, rung in _above_a_gap(orders, sorted(proved)):
            yield RecordAmiss(Amiss.SKIPPED, kind_id, record_id, places[area], names[rung])


def _above_a_gap(orders: Sequence[int], proved: Sequence[tuple[int, str, str]]) -> Iterator[tuple[str, str]]:
    """Of proved rungs (order, record, rung; the lowest first) each that stands right above one that is not proved."""
    below = 0
    for order, record_id, rung in proved:
        if any(below < o < order for o in orders):
            yield record_id, rung
        below = max(below, order)


def _outside(connection: Connection, places: Mapping[str, LadderPlace]) -> Iterator[RecordAmiss]:
    rows = table("incubation_centre")
    query = select(rows.c.id, rows.c.name, rows.c.area, rows.c.latitude, rows.c.longitude).where(
        rows.c.withdrawn_at.is_(None), rows.c.latitude.is_not(None), rows.c.longitude.is_not(None)
    )
    for row in connection.execute(query):
        place = places.get(row.area or "")
        if place and not lies_in(place.province, float(row.latitude), float(row.longitude)):
            yield RecordAmiss(Amiss.OUTSIDE, "incubation_centre", row.id, place, Name(row.name, ""))
