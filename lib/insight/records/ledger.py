"""Records one by one: lists to choose from, a record with its history, the proof of a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, select

from lib.domain.ladders import Status
from lib.insight.bilingual_name import Name
from lib.insight.lists import read_lists
from lib.insight.records.seen_changes import seen_changes
from lib.insight.source import Source
from lib.schema.record import plain, specs, typable
from lib.schema.registry import kind
from lib.schema.seeing import Audience, seen_record, sees, sees_kind
from lib.store import evidence_rows, history, records
from lib.store.history import Change
from lib.store.records import Stored
from lib.store.tables import table
from lib.store.whereabouts import INSIDE, titles_of


@dataclass(frozen=True)
class PlaceProof:
    """One piece of evidence."""

    id: str
    name: str
    type: str
    link: str
    where_kept: str
    text: str
    dated: date | None
    #: Whether it proves anything by itself: a note that the app made of its own records does not.
    weighs: bool = True


@dataclass(frozen=True)
class Detail:
    """A record with its evidence and history, newest change first."""

    stored: Stored
    title: Name
    evidence: tuple[PlaceProof, ...]
    history: tuple[Change, ...]

    def against(self, revision: int) -> dict[str, tuple[object, object]]:
        """What restoring `revision` would change: field → (now, then); verdicts are left out."""
        model = type(self.stored.record)
        now = plain(self.stored.record)
        then = history.values_at(now, self.history, revision)
        return {name: (now.get(name), then.get(name)) for name in typable(model) if now.get(name) != then.get(name)}


@dataclass(frozen=True)
class ProvenStep:
    """One rung of one place with everything that proves it."""

    id: str
    kind: str
    rung: str
    rung_name: Name
    order: int
    counts: bool
    reached_on: date
    status: str
    verified_by: str
    verified_at: datetime | None
    note: str
    evidence: tuple[PlaceProof, ...]
    #: Why it was verified in spite of something missing; '' where nothing was.
    in_spite: str = ""

    @property
    def proved(self) -> bool:
        """Verified, on evidence that weighs."""
        return self.status == Status.VERIFIED and any(e.weighs for e in self.evidence)


def detail(source: Source, kind_id: str, record_id: str, *, audience: Audience) -> Detail | None:
    """A record with evidence and history as the audience sees them; None when there is none for it.

    A reader's record has its hidden fields emptied: it is for showing, never for saving.
    """
    kind(kind_id)
    if not sees_kind(audience, kind_id):
        return None
    with source.store.database.reading() as connection:
        stored = records.get(connection, kind_id, record_id)
        if stored is None:
            return None
        proofs = proofs_of(connection, kind_id, [record_id])
        changes = history.of_record(connection, kind_id, record_id)
        title = titles(connection, [(kind_id, record_id)])[(kind_id, record_id)]
    stored = replace(stored, record=seen_record(audience, stored.record))
    return Detail(stored, title, tuple(proofs.get(record_id, ())), tuple(seen_changes(changes, audience)))


def proof_of(source: Source, kind_id: str, area_id: str, *, audience: Audience = Audience.READER) -> list[ProvenStep]:
    """Every standing rung of a place with its evidence, lowest first; who verified it only for those who may know."""
    by_name = sees(audience, kind_id, "verified_by")
    ladder = "tambon_rung" if kind_id == "tambon_progress" else "province_rung"
    rows = table(kind_id)
    with source.store.database.reading() as connection:
        entries = {e.value: e for e in read_lists(connection).get(ladder, ())}
        query = select(rows).where(rows.c.area == area_id, rows.c.withdrawn_at.is_(None))
        found = [r for r in connection.execute(query).mappings() if r["rung"] in entries]
        proofs = proofs_of(connection, kind_id, [r["id"] for r in found])
    steps = [
        ProvenStep(
            r["id"],
            kind_id,
            r["rung"],
            entries[r["rung"]].name,
            entries[r["rung"]].order,
            entries[r["rung"]].counts,
            r["reached_on"],
            r["status"],
            (r["verified_by"] or "") if by_name else "",
            r["verified_at"],
            r["note"] or "",
            tuple(proofs.get(r["id"], ())),
            r["in_spite"] or "",
        )
        for r in found
    ]
    return sorted(steps, key=lambda s: (s.order, s.reached_on))


def titles(connection: Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Name]:
    """What names each (kind, record id) on screen; a ladder step by its place and rung."""
    grouped: dict[str, list[str]] = {}
    for kind_id, record_id in wanted:
        grouped.setdefault(kind_id, []).append(record_id)
    found: dict[tuple[str, str], Name] = {}
    for kind_id, ids in grouped.items():
        about, rows = kind(kind_id).about, table(kind_id)
        if about.verifiable:
            found |= _ladder_titles(connection, kind_id, ids)
            continue
        if about.within or specs(kind(kind_id))[about.title].refers_to:
            found |= _part_titles(connection, kind_id, ids)
            continue
        english = rows.c.get(about.title.replace("_th", "_en"), rows.c[about.title])
        query = select(rows.c.id, rows.c[about.title], english).where(rows.c.id.in_(ids))
        for record_id, th, en in connection.execute(query):
            found[(kind_id, record_id)] = Name(str(th or record_id), str(en or ""))
    return found


def _part_titles(connection: Connection, kind_id: str, ids: list[str]) -> dict[tuple[str, str], Name]:
    """Titles of parts begin with their whole's; choices and references read as their names."""
    model, rows = kind(kind_id), table(kind_id)
    spec = specs(model)[model.about.title]
    within = model.about.within
    names = {o.value: Name(o.th, o.en) for o in spec.options}
    if spec.choice_list:
        names = {e.value: e.name for e in read_lists(connection).get(spec.choice_list, ())}
    if spec.refers_to:
        pointed = connection.execute(titles_of(spec.refers_to))
        names = {r.id: Name(r.title) for r in pointed}
    wholes: dict[str, str] = {}
    if within:
        pointed = connection.execute(titles_of(specs(model)[within].refers_to))
        wholes = {r.id: f"{r.title}{INSIDE}" for r in pointed}
    found = {}
    whole = rows.c[within] if within else rows.c.id
    query = select(rows.c.id, rows.c[model.about.title], whole).where(rows.c.id.in_(ids))
    for record_id, value, whole_id in connection.execute(query):
        name = names.get(str(value), Name(str(value)))
        before = wholes.get(whole_id, "")
        found[(kind_id, record_id)] = Name(before + name.text("th"), before + name.text("en"))
    return found


def _ladder_titles(connection: Connection, kind_id: str, ids: list[str]) -> dict[tuple[str, str], Name]:
    rows, area, province, item = (table(kind_id), table("area"), table("area").alias("p"), table("list_item"))
    ladder = "tambon_rung" if kind_id == "tambon_progress" else "province_rung"
    query = (
        select(
            rows.c.id,
            area.c.name_th,
            area.c.name_en,
            province.c.name_th,
            province.c.name_en,
            item.c.label_th,
            item.c.label_en,
            area.c.type,
        )
        .outerjoin(area, area.c.id == rows.c.area)
        .outerjoin(province, province.c.id == area.c.province)
        .outerjoin(item, (item.c.value == rows.c.rung) & (item.c.list == ladder))
        .where(rows.c.id.in_(ids))
    )
    found = {}
    for record_id, th, en, prov_th, prov_en, rung_th, rung_en, area_type in connection.execute(query):
        inside = area_type != "province"
        found[(kind_id, record_id)] = Name(
            f"{th}{f' {prov_th}' if inside else ''} – {rung_th}",
            f"{en or th}{f', {prov_en}' if inside else ''} – {rung_en}",
        )
    return found


def proofs_of(connection: Connection, kind_id: str, ids: list[str]) -> dict[str, list[PlaceProof]]:
    """Standing evidence of records of a kind, oldest first."""
    evidence = table("evidence")
    query = (
        select(evidence, evidence_rows.weighs().label("weighs"))
        .where(evidence.c.proves_kind == kind_id, evidence.c.proves.in_(ids), evidence.c.withdrawn_at.is_(None))
        .order_by(evidence.c.created_at, evidence.c.id)
    )
    grouped: dict[str, list[PlaceProof]] = {}
    for r in connection.execute(query).mappings():
        grouped.setdefault(r["proves"], []).append(
            PlaceProof(
                r["id"],
                r["name"],
                r["type"],
                r["link"] or "",
                r["where_kept"] or "",
                r["text"] or "",
                r["dated"],
                bool(r["weighs"]),
            )
        )
    return grouped
