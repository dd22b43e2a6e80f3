"""Which spreadsheets are connected, which records are at home in which, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.thai_text import clean_text
from lib.schema.registry import synced_kinds
from lib.store import imports, sheet_books, sheet_wishes, versions
from lib.store.opening import Store
from lib.store.sheet_books import Book
from lib.store.tables import table

COUNTRY = "country"
#: Who asked when nobody did.
_PROGRAM = "ระบบ"
#: The program does not ask for the template again so soon.
_FILLED_LATELY = timedelta(minutes=10)
#: What people may ask of the poller.
WISHES = ("look", "fill", "check")


@dataclass(frozen=True)
class WantedBook:
    """A spreadsheet that the settings name."""

    key: str
    name: str
    scope: str


def connect(store: Store, wanted: Sequence[WantedBook]) -> dict[str, Problem]:
    """Bring the list of books in line with the settings; returns what is wrong, by the book's key.

    A book with an unknown scope is listed as stopped, and the others are not held up by it. What a
    book that is no longer named said stays in history; nothing more is read from it.
    """
    wrong: dict[str, Problem] = {}
    with store.database.writing() as connection:
        standing = {b.key: b for b in sheet_books.books(connection)}
        for position, one in enumerate(wanted):
            _list_book(connection, one, position, standing.get(one.key))
            if not _is_scope(connection, one.scope):
                wrong[one.key] = _unknown_scope(connection, one)
                _stop(connection, one.key, wrong[one.key])
        for key in set(standing) - {one.key for one in wanted}:
            _unlist(connection, standing[key])
    return wrong


def _list_book(connection: Connection, one: WantedBook, position: int, standing: Book | None) -> None:
    if standing is not None:
        values: dict[str, Any] = {"name": one.name, "scope": one.scope, "position": position}
        if standing.scope != one.scope:
            values |= {"state": sheet_books.NEW, "problem_th": None, "problem_en": None, "digest": None}
        sheet_books.note_book(connection, one.key, **values)
        return
    job = imports.add(connection, one.name, "Google Sheets", b"", ("", "-"), [])
    _set_state(connection, job, imports.LIVE)
    connection.execute(
        insert(table("sheet_book")).values(
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


def _unlist(connection: Connection, book: Book) -> None:
    rows, agreed = table("sheet_book"), table("sheet_row")
    connection.execute(delete(rows).where(rows.c.key == book.key))
    connection.execute(delete(agreed).where(agreed.c.book == book.key))
    _set_state(connection, book.job, imports.DROPPED)


def _set_state(connection: Connection, job: str, state: str) -> None:
    jobs = table("import_job")
    connection.execute(update(jobs).where(jobs.c.id == job).values(state=state))


def _stop(connection: Connection, key: str, problem: Problem) -> None:
    sheet_books.note_book(
        connection, key, state=sheet_books.STOPPED, problem_th=problem.th, problem_en=problem.en, digest=None
    )


def _unknown_scope(connection: Connection, one: WantedBook) -> Problem:
    areas = table("area")
    query = select(areas.c.id).where(areas.c.type == "region").order_by(areas.c.id)
    regions = " ".join(connection.scalars(query))
    return Problem(
        f"ขอบเขต “{one.scope}” ของชีต {one.name} ไม่รู้จัก แก้ scope เป็น country, {regions} หรือจังหวัดเช่น TH-25",
        f"Unknown scope “{one.scope}” of {one.name}; make it country, {regions} or a province such as TH-25",
    )


def _is_scope(connection: Connection, scope: str) -> bool:
    areas = table("area")
    return scope == COUNTRY or bool(
        connection.scalar(select(areas.c.id).where(areas.c.id == scope, areas.c.type.in_(("province", "region"))))
    )


class Homes:
    """Each record has one home among the books: the narrowest that covers its province and holds its kind."""

    def __init__(self, connection: Connection) -> None:
        areas = table("area")
        query = select(areas.c.id, areas.c.parent).where(areas.c.type == "province")
        self._region: dict[str, str] = {row.id: row.parent for row in connection.execute(query)}
        self._books = sheet_books.books(connection)
        self.names = {b.key: b.name for b in self._books}

    def provinces_of(self, scope: str) -> frozenset[str] | None:
        """Provinces that a scope covers; None for all."""
        if scope == COUNTRY:
            return None
        return frozenset(p for p, region in self._region.items() if scope in (p, region))

    def covers(self, scope: str, province: str) -> bool:
        """Whether a scope covers a province; what lies in none belongs to the country."""
        if scope == COUNTRY:
            return True
        return bool(province) and scope in (province, self._region.get(province))

    def home_of(self, province: str, kind_id: str) -> str:
        """Key of the home of a province's records of a kind; '' when no book that holds them covers it."""
        region = self._region.get(province, "-")
        for scope in (province, region, COUNTRY) if province else (COUNTRY,):
            for book in self._books:
                if book.scope == scope and book.holds(kind_id):
                    return book.key
        return ""

    def is_copy(self, book: Book, province: str, kind_id: str) -> bool:
        """Whether a record is only shown in this book. What lies nowhere may be edited anywhere."""
        home = self.home_of(province, kind_id) if province else ""
        return bool(home) and home != book.key


def behind(connection: Connection, books: Iterable[Book]) -> set[str]:
    """Keys of the books in whose places something was saved since they were looked at."""
    homes, standing = Homes(connection), versions.by_place(connection)
    return {b.key for b in books if b.versions != versions.within(standing, homes.provinces_of(b.scope))}


def ask(store: Store, actor: Actor, key: str, what: str) -> str:
    """Ask the poller to look now, to fill in the template, or to check a book ('' for all)."""
    require(actor, Act.SHEETS)
    if what not in WISHES:
        raise BadInput(Problem(f"ไม่รู้จักคำขอ {what}", f"Unknown wish {what}"))
    with store.database.writing() as connection:
        return sheet_wishes.wish(connection, key, what, actor.label, datetime.now(UTC))


def ask_for_filling(connection: Connection, key: str) -> None:
    """The program itself asks for the template, unless somebody has just done so: a hidden tab was deleted."""
    now = datetime.now(UTC)
    last = next((w for w in sheet_wishes.wishes(connection, "fill", 50) if w.book == key), None)
    if last is None or (last.done_at is not None and now - last.done_at > _FILLED_LATELY):
        sheet_wishes.wish(connection, key, "fill", _PROGRAM, now)


def choose_kinds(store: Store, actor: Actor, key: str, kinds: Sequence[str]) -> str:
    """Say which kinds a book has tabs of, and ask for its template; returns the wish's id.

    Tabs of the others are hidden with everything in them, and go on being read. Raises `BadInput`
    for no kind or an unknown one, `NotFound` for a book that is not connected.
    """
    require(actor, Act.SHEETS)
    if not kinds or set(kinds) - set(synced_kinds()):
        raise BadInput(Problem("เลือกแท็บอย่างน้อยหนึ่งแท็บจากรายการ", "Choose at least one tab of the list"))
    with store.database.writing() as connection:
        book = sheet_books.book(connection, key, for_update=True)
        if book is None:
            raise NotFound(Problem("ไม่ได้ต่อชีตนี้แล้ว", "This sheet is no longer connected"))
        own = sheet_books.chosen_kinds(book.scope, list(kinds))
        usual = sheet_books.chosen_kinds(book.scope, None)
        sheet_books.note_book(connection, key, kinds=None if own == usual else own)
        return sheet_wishes.wish(connection, key, "fill", actor.label, datetime.now(UTC))


def tell_settings(store: Store, wrong: Sequence[Problem]) -> None:
    """Put down what is wrong with the settings where the doctor's lines stand; nothing when nothing is new."""
    now, lines = datetime.now(UTC), [["bad", "", p.th, p.en] for p in wrong]
    with store.database.writing() as connection:
        last = next((w for w in sheet_wishes.wishes(connection, "check", 5) if w.done_at), None)
        if (last.answer if last else []) != lines:
            wish = sheet_wishes.wish(connection, "", "check", _PROGRAM, now)
            sheet_wishes.answer_wish(connection, wish, now, lines)


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
