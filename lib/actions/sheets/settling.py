"""A person settles what the app and a Sheet both changed, or takes up what a Sheet proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.actions.records.checks import problems_with
from lib.actions.records.saving import withdraw
from lib.actions.records.verdicts import verdict_after
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, NotFound, Problem, bad_input
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import decided_by_the_app, plain, specs
from lib.store import sheet_books, sheet_matters, sheet_rows
from lib.store.opening import Store
from lib.store.sheet_matters import Matter


def settle(store: Store, actor: Actor, matter_id: str, *, take_sheet: bool) -> None:
    """Take the Sheet's value into the store, or keep the app's; the Sheet follows at the next look.

    Raises `NotFound` when it was settled meanwhile, `BadInput` when the value cannot be taken.
    """
    with store.database.reading() as connection:
        matter = sheet_matters.matter(connection, matter_id)
    if matter is None or matter.state != sheet_matters.OPEN:
        raise NotFound(Problem("เรื่องนี้มีผู้เลือกไปแล้ว", "Somebody has settled this already"))
    require(actor, Act.SHEETS)
    if take_sheet:
        _take(store, actor, matter)
    with store.database.writing() as connection:
        state = sheet_matters.FOR_SHEET if take_sheet else sheet_matters.FOR_APP
        sheet_matters.settle(connection, matter_id, state, actor.label, datetime.now(UTC))
        if matter.what == sheet_matters.CONFLICT:
            _agree(connection, matter)
        sheet_books.note_book(connection, matter.book, digest=None)


def _take(store: Store, actor: Actor, matter: Matter) -> None:
    if not matter.field:
        withdraw(store, actor, matter.kind, matter.record_id, f"ลบแถวในชีต ({matter.said})")
        return
    with writing(store, actor, Verb.SETTLE, "เลือกค่าจากชีต") as pen:
        before = pen.stored(matter.kind, matter.record_id)
        model = type(before.record)
        if matter.field in decided_by_the_app(model):
            raise BadInput(
                Problem(
                    f"{specs(model)[matter.field].th} เปลี่ยนได้ด้วยการตรวจรับรองเท่านั้น",
                    f"{specs(model)[matter.field].en} changes only by verification",
                    matter.field,
                )
            )
        values = plain(before.record)
        theirs = matter.theirs
        values["no_answer"].pop(matter.field, None)
        if isinstance(theirs, dict) and "no" in theirs:
            values["no_answer"][matter.field], theirs = theirs["no"], None
        after = validate(model, {**values, matter.field: theirs})
        bad_input(problems_with(pen.connection, after))
        pen.change(before, verdict_after(pen, before, after)[0])


def _agree(connection: Connection, matter: Matter) -> None:
    """Make the Sheet's words the base; then only the app has changed since, or nobody has."""
    rows = sheet_rows.rows_of(connection, matter.book, matter.sheet_id)
    row = rows.get(matter.record_id)
    if row is None:
        return
    said = sheet_rows.last_said(connection, matter.book, matter.sheet_id, matter.record_id)
    agreed = replace(
        row,
        raw={**row.raw, matter.field: said.get(matter.field, "")},
        agreed={**row.agreed, matter.field: matter.theirs},
        digest="",
    )
    sheet_rows.keep_rows(connection, matter.book, matter.sheet_id, [agreed])
