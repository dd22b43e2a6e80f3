"""Attached files in backups: beside the zips, each once, however many backups need it.

A daily zip that held every photo would copy gigabytes each day. So a backup is its zip and, in the folder
``files`` beside it, the files that its rows name: on the same disk a second name of the same bytes, at a
second place a copy. What no kept zip names any more goes; see docs/decisions/024-a-file-lies-once-under-what-it-holds.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from lib.domain.errors import StorageProblem
from lib.store import backup, kept_backups
from lib.store.attachments import digests_in_use
from lib.store.held_files import FolderOfFiles
from lib.store.opening import Store
from lib.store.second_place import FILES, SecondPlace, second_place


def beside(folder: Path) -> FolderOfFiles:
    """The files of the backups in a folder."""
    return FolderOfFiles(folder / FILES)


def named_in(file: Path) -> set[str]:
    """The files that a backup's rows name; none when it cannot be read."""
    with suppress(OSError, ValueError, KeyError, *backup.UNREADABLE):
        return names_in_rows(file)
    return set()


def names_in_rows(file: Path | BinaryIO) -> set[str]:
    """The same; raises what a file raises that cannot be read."""
    rows = [*backup.rows_in(file, "attachment"), *backup.rows_in(file, "kept_report")]
    return {row[name] for row in rows for name in ("digest", "small_digest") if row.get(name)}


def hold(store: Store, files: Iterable[Path]) -> set[str]:
    """Have what backups name beside them; returns what they name. Raises `OSError`."""
    named: set[str] = set()
    for file in files:
        named |= named_in(file)
    for digest in named:
        beside(store.backups).take_from(store.files, digest, link=True)
    return named


def keep(store: Store) -> set[str]:
    """The same for all kept backups; what none of them names any more goes. Returns what they name."""
    held, named = beside(store.backups), hold(store, _files(store.backups))
    # Asked again under the lock: a backup may have been made meanwhile.
    held.remove_unused(lambda: {digest for file in _files(store.backups) for digest in named_in(file)})
    return named


def copy_to(place: SecondPlace, store: Store, named: Iterable[str], still: frozenset[str] | None) -> None:
    """Have the same files at a second place, checked on the way; what no zip names goes there.

    `still`: what other zips there name; None when that could not be read: then nothing goes. Raises
    `OSError` or `StorageProblem`.
    """
    wanted = frozenset(named)
    for digest in wanted.difference(place.files.digests()):
        place.files.take_from(beside(store.backups), digest, link=False)
    if still is not None:
        place.files.remove_unused(lambda: wanted | still)


def bring_back(store: Store, file: Path | None = None) -> int:
    """Have every file that a row needs, out of backups where it is missing; returns how many cannot be found.

    `file`: a backup, whose own folder is looked into first. A second place that does not answer has none.
    """
    with store.database.reading() as connection:
        missing = digests_in_use(connection)
    missing = missing.difference(store.files.digests()) if missing else missing
    folders = dict.fromkeys([*([file.parent] if file else []), store.backups])
    for held in [*map(beside, folders), store.folder_of_files]:
        missing -= {digest for digest in missing if store.files.take_from(held, digest, link=False)}
    with suppress(OSError, StorageProblem):
        place = second_place(store.world) if missing else None
        for digest in sorted(missing) if place else ():
            if place is not None and store.files.take_from(place.files, digest, link=False):
                missing.discard(digest)
    return len(missing)


def sweep(store: Store) -> int:
    """Remove files that no row needs, an hour after they came; returns how many went.

    Where a bucket was set, what has arrived there goes from the folder as well: an erasure would not look for it.
    """

    def in_use() -> set[str]:
        with store.database.reading() as connection:
            return digests_in_use(connection)

    gone = store.files.remove_unused(in_use)
    if store.files_bucket and store.folder_of_files.folder.is_dir():
        store.folder_of_files.remove_unused(lambda: in_use().difference(store.files.digests()))
    return gone


def _files(folder: Path) -> list[Path]:
    return [one.file for one in kept_backups.listed(folder)]
