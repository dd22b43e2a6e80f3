"""Fill a book's template in or bring it up to date, while people go on working in it."""

from __future__ import annotations

from collections.abc import Sequence

from lib.actions.imports.lookups import known_within
from lib.actions.sheets.books import Homes
from lib.domain.a1 import quoted
from lib.domain.errors import Problem
from lib.intake.grid import shown
from lib.sheets import template, upkeep
from lib.sheets.client import Google
from lib.sheets.landing import headings_then
from lib.sheets.layout import Json
from lib.sheets.reading import Snapshot
from lib.sheets.refusals import GoogleTrouble, restless
from lib.sheets.rounds import Rounds
from lib.sheets.template import Filling, Wanted
from lib.store import sheet_books, sheet_rows
from lib.store.opening import Store
from lib.store.sheet_books import Book


def fill(store: Store, google: Google, rounds: Rounds, key: str) -> list[Problem]:
    """Send what the book lacks, then look at it; returns what was added, in words."""
    with store.database.reading() as connection:
        book, homes = sheet_books.book(connection, key), Homes(connection)
    if book is None:
        return []
    rounds.forget(key)
    seen = rounds.snapshot(book)
    _forget_columns(store, book, template.lacking_columns(seen))
    covered = homes.provinces_of(book.scope)
    known, versions = known_within(store, covered)
    said = upkeep.lists_as_they_stand(google, key, seen)
    wanted = Wanted(book.tab_kinds, book.kinds is not None, known, covered or frozenset(), google.settings.email, said)
    filling = template.filling_of(seen, wanted)
    if filling.requests:
        _send(google, key, seen, filling)
    rounds.forget(key)
    with store.database.writing() as connection:
        standing = {str(t.sheet_id) for t in seen.meta.tabs}
        now = sheet_books.book(connection, key)
        tabs = {k: v for k, v in (now.tabs if now else {}).items() if k in standing}
        lists = upkeep.noted(filling.lists, known, versions)
        sheet_books.note_book(connection, key, digest=None, tabs=tabs, lists=lists)
        sheet_rows.add_again(connection, key)
    rounds.round(key)
    return filling.told


def _forget_columns(store: Store, book: Book, lacking: dict[int, list[str]]) -> None:
    """A column that is put back is empty: that is no wish to erase what it held before."""
    tabs = dict(book.tabs)
    for sheet_id, targets in lacking.items():
        if (known := tabs.get(str(sheet_id))) is not None:
            columns = known.get("columns", {})
            had = {name: at for name, at in columns.items() if name not in targets}
            lost = sorted({*known.get("lost", []), *(name for name in columns if name in targets)})
            tabs[str(sheet_id)] = {**known, "columns": had, "lost": lost}
    with store.database.writing() as connection:
        sheet_books.note_book(connection, book.key, tabs=tabs)


def _send(google: Google, key: str, seen: Snapshot, filling: Filling) -> None:
    """One atomic batch.

    Raises `GoogleTrouble` when columns were moved at that very moment; marks that were put on them
    are taken back.
    """
    tabs = [t for t in seen.tabs if t.sheet_id in filling.marked]
    heads = [f"{quoted(t.grid.tab)}!{t.plan.header_row + 1}:{t.plan.header_row + 1}" for t in tabs]
    shown_back = {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True, "responseRanges": heads}
    reply = google.write(key, {"requests": filling.requests, **(shown_back if heads else {})}, patient=True)
    moved = {t.sheet_id for t in tabs if not _same(headings_then(reply, t.sheet_id), [shown(cell) for cell in t.head])}
    if moved:
        _take_marks_back(google, key, filling.requests, reply, moved)
        raise GoogleTrouble(0, restless())


def _same(now: list[str], then: list[str]) -> bool:
    """Whether the columns that were read stand where they stood; new ones follow behind them."""
    return now[: len(then)] == then


def _take_marks_back(google: Google, key: str, requests: Sequence[Json], reply: Json, tabs: set[int]) -> None:
    """Undo the marks that this batch put on columns of the tabs."""
    found = []
    for asked, answer in zip(requests, reply.get("replies", []), strict=False):
        place = asked.get("createDeveloperMetadata", {}).get("developerMetadata", {}).get("location", {})
        made = answer.get("createDeveloperMetadata", {}).get("developerMetadata", {})
        if place.get("dimensionRange", {}).get("sheetId") in tabs and "metadataId" in made:
            lookup = {"developerMetadataLookup": {"metadataId": made["metadataId"]}}
            found.append({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    if found:
        google.write(key, {"requests": found}, patient=True)
