"""Attached files in backups: beside the zips, each once, however many backups need it.

A daily zip that held every photo would copy gigabytes each day. So a backup is its zip and, in the folder
``files`` beside it, the files that its rows name: on the same disk a second name of the same bytes, at a
second place a copy. What no kept zip names any more goes; see docs/decisions/024-a-file-lies-once-under-what-it-holds.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lib.config import settings
from lib.store import backup, kept_backups
from lib.store.attachments import digests_in_use
from lib.store.held_files import HeldFiles
from lib.store.opening import Store

FOLDER = "files"


def beside(folder: Path) -> HeldFiles:
    """The files of the backups in a folder."""
    return HeldFiles(folder / FOLDER)


def named_in(file: Path) -> set[str]:
    """The files that a backup's rows name; none when it cannot be read."""
    with suppress(OSError, ValueError, KeyError, *backup.UNREADABLE):
        rows = backup.rows_in(file, "attachment")
        return {row[name] for row in rows for name in ("digest", "small_digest") if row.get(name)}
    return set()


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
    if held.folder.is_dir():
        # Asked again under the lock: a backup may have been made meanwhile.
        held.remove_unused(lambda: {digest for file in _files(store.backups) for digest in named_in(file)})
    return named


def copy_to(place: Path, store: Store, named: Iterable[str]) -> None:
    """Have the same files at a second place, checked on the way; what is not named goes there. Raises `OSError`."""
    there, wanted = beside(place), frozenset(named)
    for digest in wanted:
        there.take_from(beside(store.backups), digest, link=False)
    if there.folder.is_dir():
        there.remove_unused(lambda: wanted)


def bring_back(store: Store, file: Path | None = None) -> int:
    """Have every file that a row needs, out of backups where it is missing; returns how many cannot be found.

    `file`: a backup, whose own folder is looked into first.
    """
    second = settings().backup_copy
    folders = [*([file.parent] if file else []), store.backups, *([second / store.world] if second else [])]
    with store.database.reading() as connection:
        missing = [digest for digest in digests_in_use(connection) if not store.files.has(digest)]
    return sum(
        not any(store.files.take_from(beside(folder), digest, link=False) for folder in folders) for digest in missing
    )


def sweep(store: Store) -> int:
    """Remove files that no row needs, an hour after they came; returns how many went."""
    if not store.files.folder.is_dir():
        return 0

    def in_use() -> set[str]:
        with store.database.reading() as connection:
            return digests_in_use(connection)

    return store.files.remove_unused(in_use)


def _files(folder: Path) -> list[Path]:
    return [one.file for one in kept_backups.listed(folder)]
