"""What a filled book needs now and then: new choices in its dropdowns, and room for more rows.

A record that others point at can be chosen as soon as it is saved, and a tab that is nearly full
gets rows that look and behave like those above them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from lib.actions.imports.lookups import titles_within
from lib.actions.sheets.books import Homes
from lib.intake.context import NOTHING, IntakeContext
from lib.intake.reading import Candidate
from lib.schema.registry import kind
from lib.sheets.client import Google
from lib.sheets.layout import LISTS, Json, longer
from lib.sheets.lists import DropdownList, Lists, column_request, room_requests, standing_columns
from lib.sheets.reading import Snapshot
from lib.store import sheet_books, versions
from lib.store.opening import Store
from lib.store.sheet_books import Book

#: A tab with fewer empty rows gets so many more.
SPARE, MORE = 50, 500


def lists_as_they_stand(google: Google, key: str, seen: Snapshot) -> list[list[str]]:
    """What each column of the hidden tab of lists says; costs one read, none where the tab is not there."""
    tab = seen.meta.own(LISTS)
    if tab is None:
        return []
    return standing_columns(google.values(key, [(tab.sheet_id, tab.title)])[0])


def noted(lists: Sequence[DropdownList], known: IntakeContext, standing: Mapping[str, int]) -> dict[str, Json]:
    """What is remembered of the lists that hold records. `standing`: version of each kind when they were read."""
    return {
        one.refers_to: {
            "at": at,
            "digest": digest_of(known.titles[one.refers_to]),
            "version": version_of(one.refers_to, standing),
        }
        for at, one in enumerate(lists)
        if one.refers_to
    }


def digest_of(titles: Sequence[Candidate]) -> str:
    """Tells whether titles are others than before, as they come from the store: they are sorted only then."""
    return hashlib.blake2b("\x00".join(c.th for c in titles).encode(), digest_size=8).hexdigest()


def version_of(kind_id: str, standing: Mapping[str, int]) -> int:
    """Goes up whenever a title of the kind may have changed: a part is called after its whole."""
    about = kind(kind_id).about
    return sum(standing.values()) if about.within or about.lies_with else standing.get(kind_id, 0)


def keep_up(store: Store, google: Google, book: Book, seen: Snapshot) -> bool:
    """Write new choices and make room; True when something was sent. Raises `GoogleTrouble`."""
    with store.database.reading() as connection:
        titles, now = _behind(connection, book)
    tab = seen.meta.own(LISTS)
    known, made = book.lists or {}, list[Json]()
    lists = Lists(NOTHING.with_titles(titles))
    changed = [lists.of_records(k) for k in titles if now[k]["digest"] != known[k]["digest"]]
    if tab is not None and changed:
        made += room_requests(tab.sheet_id, tab.height, tab.width, changed, tab.width)
        made += [column_request(tab.sheet_id, known[one.refers_to]["at"], one) for one in changed]
    made += _room(seen)
    if made:
        google.write(book.key, {"requests": made})
    if now:
        with store.database.writing() as connection:
            sheet_books.note_book(connection, book.key, lists={**known, **now})
    return bool(made)


def _behind(connection: Connection, book: Book) -> tuple[dict[str, tuple[Candidate, ...]], dict[str, Json]]:
    """Titles of the kinds in a book's lists that changed since they were looked at, and what is remembered of them."""
    if not book.lists:
        return {}, {}
    standing = versions.current(connection)
    stale = [k for k, one in book.lists.items() if one["version"] != version_of(k, standing)]
    if not stale:
        return {}, {}
    covered = Homes(connection).provinces_of(book.scope)
    titles = {k: titles_within(connection, k, covered) for k in stale}
    return titles, {
        k: {**book.lists[k], "digest": digest_of(titles[k]), "version": version_of(k, standing)} for k in stale
    }


def _room(seen: Snapshot) -> list[Json]:
    """Rows for tabs that are nearly full, with the format and the dropdowns of their last row."""
    made: list[Json] = []
    heights = {t.sheet_id: t.height for t in seen.meta.tabs}
    for tab in seen.tabs:
        height = heights.get(tab.sheet_id, 0)
        if tab.id_column is None or height - len(tab.grid.rows) >= SPARE:
            continue
        last = {"sheetId": tab.sheet_id, "startRowIndex": height - 1, "endRowIndex": height}
        new = {"sheetId": tab.sheet_id, "startRowIndex": height, "endRowIndex": height + MORE}
        made.append(longer(tab.sheet_id, "ROWS", MORE))
        for paste in ("PASTE_FORMAT", "PASTE_DATA_VALIDATION"):
            made.append({"copyPaste": {"source": last, "destination": new, "pasteType": paste}})
    return made
