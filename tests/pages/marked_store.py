"""The practice country with a marked word in every internal, personal and sensitive field of every kind.

The same word stands wherever such a value travels: history, reasons, names of files, rejected cells, rows of
Sheets, drafts. Whoever is not shown it must not meet it anywhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Text, insert, select, update

from lib.access.actors import OWN_MACHINE
from lib.schema.field import Privacy
from lib.schema.history_words import Verb
from lib.schema.people import Learning
from lib.schema.record import every_spec
from lib.schema.registry import KINDS, kind
from lib.store import drafts, history, records, versions
from lib.store.drafts import Draft
from lib.store.history import ROW
from lib.store.opening import Store
from lib.store.tables import table

#: Latin letters and digits: found in whatever they were escaped for.
MARK = "qzxhidden0812345678"
#: What everybody may see, beside it.
OPEN = "qzxopentoall"
#: Where only digits are taken, the number stands alone.
PHONE = "0899912345"
_BOOK, _LONG_AGO = "book-1", datetime(2026, 1, 1, tzinfo=UTC)


def hidden_fields(kind_id: str) -> list[str]:
    """Fields of a kind that a reader may not know."""
    return [n for n, s in every_spec(kind(kind_id)).items() if s.privacy is not Privacy.PUBLIC]


def hidden_texts(kind_id: str) -> list[str]:
    """Those of them that hold words of one's own."""
    rows, specs = table(kind_id), every_spec(kind(kind_id))
    return [
        n
        for n in hidden_fields(kind_id)
        if n in rows.c and isinstance(rows.c[n].type, Text) and not specs[n].refers_to and not specs[n].options
    ]


def fill_with_marks(store: Store, mark: str = MARK) -> None:
    """Put the mark wherever a hidden value can stand."""
    with store.database.writing() as connection:
        _records(connection, mark)
        _changes(connection, mark)
        _imports(connection, mark)
        _sheets(connection, mark)
        versions.bump(connection, [(kind_id, versions.NOWHERE) for kind_id in KINDS])
    drafts.keep(store.database, Draft(f"draft-{mark}", "person", "", 0, {"name": mark}, datetime.now(UTC)))


def _records(connection: Connection, mark: str) -> None:
    person = connection.scalar(select(table("person").c.id).limit(1))
    event = connection.scalar(select(table("event").c.id).limit(1))
    learning = Learning(person=str(person), event=str(event), knowledge=mark, skill=mark, learned_on=date(2026, 1, 1))
    records.insert_new(connection, [learning], records.OWN, _LONG_AGO)
    for kind_id in KINDS:
        names = hidden_texts(kind_id)
        if names:
            connection.execute(update(table(kind_id)).values({n: _words(kind_id, n, mark) for n in names}))
    centres = table("incubation_centre")
    connection.execute(update(centres).values(contact=person))


def _words(kind_id: str, field_id: str, mark: str) -> str:
    return PHONE if every_spec(kind(kind_id))[field_id].format == "phone" else mark


def first_id(connection: Connection, kind_id: str) -> str:
    """A standing record of a kind; '' when there is none."""
    rows = table(kind_id)
    query = select(rows.c.id).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.id)
    return str(connection.scalar(query.limit(1)) or "")


def _changes(connection: Connection, mark: str) -> None:
    writer = replace(OWN_MACHINE, label=f"{mark} actor")
    for kind_id in KINDS:
        record_id = first_id(connection, kind_id)
        if not record_id:
            continue
        told: dict[str, tuple[Any, Any]] = dict.fromkeys(hidden_texts(kind_id), (mark, f"{mark} later"))
        told |= {ROW: (None, f"{mark}!5"), "no_answer": ({}, {mark: "refused"})}
        number = history.open_change_set(connection, writer, Verb.SAVE, f"{mark}.xlsx")
        history.note_changes(connection, number, [(kind_id, record_id, 1, told)])
    # Something that readers see as well: their table is drawn, not only the sentence that there is nothing.
    number = history.open_change_set(connection, writer, Verb.SAVE, mark)
    both = {"name": ("ชื่อเดิม", OPEN)}
    history.note_changes(connection, number, [("organisation", first_id(connection, "organisation"), 2, both)])


def _imports(connection: Connection, mark: str) -> None:
    _job(connection, "imp-1", "applied", mark)
    _job(connection, "imp-live", "live", mark)
    for verdict in ("rejected", "question", "normalised", "note"):
        _cell(connection, ("organisation", "type", verdict), OPEN, mark)
        for kind_id in KINDS:
            for field in (*hidden_fields(kind_id), "", "no_such_field"):
                _cell(connection, (kind_id, field, verdict), f"{mark} cell", mark)


def _cell(connection: Connection, place: tuple[str, str, str], said: str, mark: str) -> None:
    kind_id, field, verdict = place
    connection.execute(
        insert(table("import_cell")).values(
            job="imp-1",
            tab=f"{mark} tab",
            row=3,
            column=2,
            kind=kind_id,
            field=field,
            record_id="",
            verdict=verdict,
            said=said,
            why_th=f"“{said}” อ่านไม่ได้",
            why_en=f"“{said}” is unreadable",
            fix_th="",
            fix_en="",
        )
    )


def _job(connection: Connection, job_id: str, state: str, mark: str) -> None:
    now = datetime.now(UTC)
    connection.execute(
        insert(table("import_job")).values(
            id=job_id,
            office="สำนักงานหนึ่ง",
            file_name=f"{mark} {job_id}.xlsx",
            digest="",
            size=1,
            content=None,
            state=state,
            revision=1,
            actor_label=f"{mark} actor",
            created_at=now,
            updated_at=now,
            applied_at=now if state == "applied" else None,
            change_sets=[],
            plans=[],
            answers={},
            counts={},
        )
    )


def _sheets(connection: Connection, mark: str) -> None:
    now = datetime.now(UTC)
    kinds = ("canvas_activity", "person", "organisation")
    tabs = {str(n): {"title": kind_id, "kind": kind_id, "rows": 9 - n} for n, kind_id in enumerate(kinds)}
    connection.execute(
        insert(table("sheet_book")).values(
            key=_BOOK,
            job="imp-live",
            name="ชีตของสำนักงาน",
            scope="country",
            position=0,
            state="ok",
            read_at=now,
            editor=f"{mark}@example.org",
            versions={},
            tabs=tabs,
            held={},
            trend=[],
            repairs=[],
        )
    )
    for n, kind_id in enumerate(kinds):
        record_id, hidden = first_id(connection, kind_id), hidden_texts(kind_id)
        raw = {"text": "ปลูกผัก", "name": "ชื่อ"} if not kind(kind_id).about.private else {}
        connection.execute(
            insert(table("sheet_version")).values(
                book=_BOOK,
                sheet_id=n,
                kind=kind_id,
                record_id=record_id,
                at=now - timedelta(hours=1),
                row=1,
                raw={**raw, **dict.fromkeys((*hidden, "no_such_field"), mark)},
            )
        )
        for m, field in enumerate((*hidden, "")):
            connection.execute(
                insert(table("sheet_matter")).values(
                    id=f"matter-{n}-{m}",
                    book=_BOOK,
                    sheet_id=n,
                    kind=kind_id,
                    record_id=record_id,
                    field=field,
                    what="conflict",
                    said=mark,
                    theirs={"v": mark},
                    ours={"v": mark},
                    seen_at=now,
                    editor=f"{mark}@example.org",
                    state="open",
                )
            )


def place_without_records(connection: Connection) -> str:
    """A tambon in whose district nothing was recorded by anybody."""
    areas = [r.id for r in connection.execute(select(table("area").c.id).where(table("area").c.type == "tambon"))]
    used: set[str] = set()
    for kind_id in KINDS:
        if kind_id != "area" and "area" in table(kind_id).c:
            used |= {str(place)[:7] for place in connection.scalars(select(table(kind_id).c.area).distinct())}
    return next(one for one in areas if one[:7] not in used)
