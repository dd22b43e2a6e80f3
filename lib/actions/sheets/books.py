"""Which spreadsheets are connected, which records are at home in which, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.thai_text import clean_text
from lib.store import imports, sheet_books, sheet_wishes
from lib.store.opening import Store
from lib.store.sheet_books import Book
from lib.store.tables import table

COUNTRY = "country"
#: What people may ask of the poller.
WISHES = ("look", "fill", "check")


@dataclass(frozen=True)
class WantedBook:
    """A spreadsheet that the settings name."""

    key: str
    name: str
    scope: str


def connect(store: Store, wanted: Sequence[WantedBook]) -> None:
    """Bring the list of books in line with the settings. Raises `BadInput` for an unknown scope.

    What a book that is no longer named said stays in history; nothing more is read from it.
    """
    with store.database.writing() as connection:
        for one in wanted:
            if not _is_scope(connection, one.scope):
                raise BadInput(
                    Problem(
                        f"ขอบเขต “{one.scope}” ของสมุด {one.name} ไม่รู้จัก ใช้ country, CODI-… (ภาค) หรือ TH-… (จังหวัด)",
                        f"Unknown scope “{one.scope}” of {one.name}; use country, CODI-… (region) or TH-… (province)",
                    )
                )
        rows = table("sheet_book")
        standing = {b.key: b for b in sheet_books.books(connection)}
        for position, one in enumerate(wanted):
            if one.key in standing:
                values = {"name": one.name, "scope": one.scope, "position": position}
                sheet_books.note_book(connection, one.key, **values)
                continue
            job = imports.add(connection, one.name, "Google Sheets", b"", ("", "-"), [])
            connection.execute(
                update(table("import_job")).where(table("import_job").c.id == job).values(state=imports.LIVE)
            )
            connection.execute(
                insert(rows).values(
                    key=one.key,
                    job=job,
                    name=one.name,
                    scope=one.scope,
                    position=position,
                    state=sheet_books.NEW,
                    versions={},
                    tabs={},
                    held={},
                    trend=[],
                    repairs=[],
                )
            )
        gone = set(standing) - {one.key for one in wanted}
        for key in gone:
            connection.execute(delete(rows).where(rows.c.key == key))
            connection.execute(delete(table("sheet_row")).where(table("sheet_row").c.book == key))
            job = standing[key].job
            connection.execute(
                update(table("import_job")).where(table("import_job").c.id == job).values(state=imports.DROPPED)
            )


def _is_scope(connection: Connection, scope: str) -> bool:
    areas = table("area")
    return scope == COUNTRY or bool(
        connection.scalar(select(areas.c.id).where(areas.c.id == scope, areas.c.type.in_(("province", "region"))))
    )


class Homes:
    """Each record has one home among the books: the narrowest that covers its province."""

    def __init__(self, connection: Connection) -> None:
        areas = table("area")
        query = select(areas.c.id, areas.c.parent).where(areas.c.type == "province")
        self._region: dict[str, str] = {row.id: row.parent for row in connection.execute(query)}
        self._books = sheet_books.books(connection)
        self.names = {b.key: b.name for b in self._books}

    def covers(self, scope: str, province: str) -> bool:
        """Whether a scope covers a province; what lies in none belongs to the country."""
        if scope == COUNTRY:
            return True
        return bool(province) and scope in (province, self._region.get(province))

    def home_of(self, province: str) -> str:
        """Key of the home of a province's records; '' when no book covers it."""
        region = self._region.get(province, "-")
        for scope in (province, region, COUNTRY) if province else (COUNTRY,):
            for book in self._books:
                if book.scope == scope:
                    return book.key
        return ""

    def is_copy(self, book: Book, province: str) -> bool:
        """Whether a record is only shown in this book. What lies nowhere may be edited anywhere."""
        home = self.home_of(province) if province else ""
        return bool(home) and home != book.key


def ask(store: Store, actor: Actor, key: str, what: str) -> str:
    """Ask the poller to look now, to fill in the template, or to check a book ('' for all)."""
    require(actor, Act.SHEETS)
    if what not in WISHES:
        raise BadInput(Problem(f"ไม่รู้จักคำขอ {what}", f"Unknown wish {what}"))
    with store.database.writing() as connection:
        return sheet_wishes.wish(connection, key, what, actor.label, datetime.now(UTC))


def fix(store: Store, actor: Actor, key: str, cells: Sequence[Mapping[str, Any]]) -> str:
    """Ask for corrections in cells of a Sheet; returns the wish's id.

    Each: ``tab``, ``row``, ``column``, ``record_id``, ``said`` (what stands there), ``text``.
    """
    require(actor, Act.SHEETS)
    asked = [{**c, "text": clean_text(str(c["text"]))[:2000]} for c in cells]
    if not asked or any(not c["text"] for c in asked):
        raise BadInput(Problem("พิมพ์ข้อความที่ถูกก่อน", "Type the right text first"))
    with store.database.writing() as connection:
        return sheet_wishes.wish(connection, key, "fix", actor.label, datetime.now(UTC), asked)


def unfix(store: Store, actor: Actor, wish_id: str) -> str:
    """Ask for a correction to be taken back: each cell that still says the new text."""
    require(actor, Act.SHEETS)
    with store.database.writing() as connection:
        found = next((w for w in sheet_wishes.wishes(connection, "fix", 200) if w.id == wish_id), None)
        if found is None:
            raise NotFound(Problem("ไม่พบการแก้ครั้งนั้น", "There is no such correction"))
        back = [{**c, "said": c["text"], "text": c["said"]} for c in found.asked]
        return sheet_wishes.wish(connection, found.book, "fix", actor.label, datetime.now(UTC), back)


def believe(store: Store, actor: Actor, key: str, sheet_id: int) -> None:
    """Say that a tab which lost many rows at once is right: the next look takes it as it is."""
    require(actor, Act.SHEETS)
    with store.database.writing() as connection:
        book = sheet_books.book(connection, key, for_update=True)
        if book is None or str(sheet_id) not in book.held:
            raise NotFound(Problem("แท็บนี้ไม่ได้ถูกพักไว้แล้ว", "This tab is no longer held"))
        held = {**book.held, str(sheet_id): {**book.held[str(sheet_id)], "believed": True}}
        sheet_books.note_book(connection, key, held=held, digest=None)
