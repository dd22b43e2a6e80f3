"""A Google in a box for each test, and workbooks that are shared with the app."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.actions.sheets.books import choose_kinds
from lib.schema.registry import kind, synced_kinds
from lib.sheets.client import Google
from lib.sheets.poller import Poller
from lib.sheets.settings import SheetSettings, Workbook
from lib.store import records
from lib.store.database import Database
from lib.store.opening import Store
from tests.sheets_double.book import Book, Sheet
from tests.sheets_double.phone import Phone
from tests.sheets_double.server import Double

EMAIL = "thun@thun-double.iam.gserviceaccount.com"


@pytest.fixture
def google() -> Iterator[Double]:
    """A running double with generous quotas; a test that counts calls sets its own."""
    with Double(reads=100_000, writes=100_000).running() as double:
        yield double


@dataclass
class Field:
    """A shared workbook, the app that syncs it, and a phone."""

    google: Double
    store: Store
    book: Book
    poller: Poller
    phone: Phone

    def before_the_next_write(self, act: Callable[[], Any]) -> None:
        """Let somebody do something after the app's read and before its write."""
        real, done = type(self.poller.google).write, []

        def write(key: str, body: Any, **more: Any) -> Any:
            if not done:
                done.append(True)
                act()
            return real(self.poller.google, key, body, **more)

        self.poller.google.write = write  # type: ignore[method-assign]

    def look(self) -> None:
        """One round with the book."""
        assert self.poller.round(self.book.key) is not None

    def tab(self, kind_id: str) -> Sheet:
        """The tab of a kind, whatever it is called."""
        return next(
            s for s in self.book.sheets if any(m["metadataValue"] == kind_id and not m["dimension"] for m in s.metadata)
        )

    def column(self, kind_id: str, target: str) -> int:
        """Where a question stands now."""
        return next(
            m["start"]
            for m in self.tab(kind_id).metadata
            if m["dimension"] == "COLUMNS" and m["metadataValue"] == target
        )

    def cell(self, kind_id: str, row: int, target: str) -> Any:
        """What a cell shows."""
        return self.tab(kind_id).at(row, self.column(kind_id, target)).value

    def types(self, kind_id: str, row: int, **said: Any) -> None:
        """Type into a row."""
        for target, text in said.items():
            self.phone.types_at(self.tab(kind_id), row, self.column(kind_id, target), text)

    def rows(self, kind_id: str, target: str = "name") -> list[Any]:
        """What a column says, below its heading."""
        tab = self.tab(kind_id)
        return [self.cell(kind_id, r, target) for r in range(1, tab.last())]

    def row_of(self, kind_id: str, text: str, target: str = "name") -> int:
        """Row whose column says something."""
        return 1 + self.rows(kind_id, target).index(text)

    def stored(self, kind_id: str, *, withdrawn: bool = False) -> list[Any]:
        """Records that are not published ones, by title."""
        with self.store.database.reading() as connection:
            found = records.find(connection, kind_id, withdrawn=withdrawn)
        mine = [s for s in found if s.origin == records.OWN]
        return sorted(mine, key=lambda s: s.record.title())

    def one(self, kind_id: str, title: str) -> Any:
        """The stored record of a title."""
        (found,) = [s for s in self.stored(kind_id, withdrawn=True) if s.record.title() == title]
        return found

    def saves(self, kind_id: str, **values: Any) -> Any:
        """Save a record in the app."""
        record_id, base = values.pop("record_id", ""), values.pop("base_revision", 0)
        return save(self.store, OWN_MACHINE, kind_id, values, record_id=record_id, base_revision=base)

    def edits(self, kind_id: str, title: str, **values: Any) -> Any:
        """Change some fields of a stored record in the app."""
        standing = self.one(kind_id, title)
        now = standing.record.model_dump()
        app = {n for n in now if n in _decided(kind_id)}
        return self.saves(
            kind_id,
            **{k: v for k, v in now.items() if k not in app and k != "id"} | values,
            record_id=standing.record.id,
            base_revision=standing.revision,
        )


def _decided(kind_id: str) -> set[str]:
    from lib.schema.record import decided_by_the_app

    return set(decided_by_the_app(kind(kind_id)))


Connect = Callable[..., Field]


def field_of(google: Double, store: Store, book: Book, scope: str = "TH-25") -> Field:
    """An app of its own beside a workbook that is shared with it."""
    books = (Workbook("ปราจีนบุรี", book.key, scope),)
    settings = SheetSettings(google.service_account(EMAIL), "", google.url, 10.0, books)
    client = Google(settings, sleep=lambda _s: None, reads=10**6, writes=10**6)
    return Field(google, store, book, Poller(store, settings, client), Phone(book))


def shared(
    google: Double, store: Store, scope: str = "TH-25", *, fill: bool = True, kinds: list[str] | None = None
) -> Field:
    """Share a new spreadsheet with the app and fill its template in, over HTTP as in life.

    `kinds`: those that its office chose; None: those of its scope.
    """
    field = field_of(google, store, google.add("ทะเบียน", EMAIL), scope)
    field.poller.connect()
    if kinds is not None:
        choose_kinds(store, OWN_MACHINE, field.book.key, kinds)
    if fill:
        field.poller.fill(field.book.key)
    return field


@pytest.fixture
def connect(google: Double) -> Connect:
    """Share spreadsheets with stores of one's own."""
    return partial(shared, google)


@dataclass(frozen=True, repr=False)
class Filled:
    """A workbook of Prachin Buri as the app filled it in, and the app's store on SQLite."""

    book: Book
    file: Path

    def handed_out(self, google: Double, folder: Path) -> Field:
        """A copy of both, with an app that has just started."""
        file = folder / "filled.sqlite"
        shutil.copy(self.file, file)
        book = self.book.copy()
        google.books = {book.key: book}
        store = Store("own", Database(f"sqlite:///{file}"), folder / "backups")
        return field_of(google, store, book)


def _filled(sqlite_template: Path, folder: Path, kinds: list[str] | None = None) -> Filled:
    file = folder / "own.sqlite"
    shutil.copy(sqlite_template, file)
    store = Store("own", Database(f"sqlite:///{file}"), folder / "backups")
    with Double(reads=10**6, writes=10**6).running() as google:
        book = shared(google, store, kinds=kinds).book
    store.database.close()
    return Filled(book, file)


@pytest.fixture(scope="session")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Filled in once per worker, over HTTP: the template is the dearest part of most tests."""
    return _filled(sqlite_template, tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="session")
def filled_whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The same with a tab of every kind."""
    return _filled(sqlite_template, tmp_path_factory.mktemp("filled_whole"), synced_kinds())


@pytest.fixture
def whole_field(filled_whole: Filled, google: Double, tmp_path: Path) -> Iterator[Field]:
    """A workbook of Prachin Buri on SQLite whose office chose every kind."""
    made = filled_whole.handed_out(google, tmp_path)
    yield made
    made.store.database.close()


@pytest.fixture
def field(filled: Filled, google: Double, tmp_path: Path) -> Iterator[Field]:
    """A filled workbook of Prachin Buri on SQLite."""
    made = filled.handed_out(google, tmp_path)
    yield made
    made.store.database.close()
