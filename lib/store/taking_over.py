"""Backups that lie at the second place and not here: fetched to be restored, or looked after again.

Whoever restores on a new machine starts with an empty folder; what lies at the second place of the same
store is thinned out and cleansed from there on, so that an erasure reaches all of it. Another store's
backups there are left alone, and so are the attached files that they name.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from lib.domain.errors import BadInput, StorageProblem
from lib.store import backup, backup_files, facts, kept_backups
from lib.store.bucket_trouble import not_whole
from lib.store.opening import Store
from lib.store.second_place import SecondPlace


def take_over(place: SecondPlace, store: Store, leaving: tuple[str, ...]) -> frozenset[str] | None:
    """Have this store's backups from there here; returns what the others there name, None: one cannot be read.

    `leaving`: names that go there now. Raises `OSError` or `StorageProblem`.
    """
    here = {one.file.name for one in kept_backups.listed(store.backups)}
    with store.database.reading() as connection:
        identity = facts.read(connection, facts.IDENTITY)
    named: set[str] = set()
    for name in sorted(set(place.names()) - here - set(leaving)):
        try:
            with place.opened(name) as file:
                mine, names = _store_in(file) == identity, backup_files.names_in_rows(file)
        except (ValueError, KeyError, *backup.UNREADABLE):
            return None
        if mine and identity:
            fetch(place, store, name)
        named |= names
    return frozenset(named)


def fetch(place: SecondPlace, store: Store, name: str) -> Path:
    """A backup from there in the folder of backups, with the attached files that it names; returns its file.

    One that is here and whole stays: it may have been cleansed since. Raises `OSError` or `StorageProblem`.
    """
    target = store.backups / name
    if not _is_whole(target):
        store.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.get(name, target)
        if not _is_whole(target):
            target.unlink()
            raise StorageProblem(not_whole(str(place), name))
        kept_backups.forget(store.backups, name)
    held = backup_files.beside(store.backups)
    for digest in backup_files.named_in(target):
        held.take_from(place.files, digest, link=False)
    return target


def _store_in(file: BinaryIO) -> str:
    """Identity of the store that a backup was made of; '' in one from before there was any."""
    rows = backup.rows_in(file, "store_fact")
    return next((str(row["value"]) for row in rows if row["key"] == facts.IDENTITY), "")


def _is_whole(file: Path) -> bool:
    with suppress(BadInput):
        return bool(backup.manifest_of(file))
    return False
