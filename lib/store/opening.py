"""Open a store: connect, migrate, bring published facts up to date. Once per process and world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from lib.config import Settings, forgettable, settings
from lib.domain.errors import BadInput
from lib.domain.worlds import OWN, PRACTICE
from lib.store import backup, erasures, migrate, practising, reference, whole
from lib.store.database import Database


@dataclass(frozen=True)
class Store:
    """An opened store: its world (own data or the practice country) and its database."""

    world: str
    database: Database
    backups: Path

    @property
    def is_practice(self) -> bool:
        """Whether everything in it is invented."""
        return self.world == PRACTICE


def open_store(url: str, world: str, backups: Path) -> Store:
    """Connect to `url`, apply migrations, seed published facts; raises `StorageProblem`."""
    database = Database(url)
    migrate.upgrade(database, backups)
    reference.seed(database)
    if world == PRACTICE:
        practising.fill(database)
    return Store(world, database, backups)


_opening = Lock()


@forgettable
@cache
def _opened(world: str, chosen: Settings) -> Store:
    store = open_store(chosen.url(world), world, chosen.backup_dir / world)
    if world == OWN:
        whole.expire_aside(chosen, store.database)
    return store


def opened(world: str = OWN) -> Store:
    """This process's store of a world. Failures are not remembered: the next call tries again."""
    with _opening:
        return _opened(world, settings())


def restore(store: Store, file: Path) -> int:
    """Put a backup in place of a store's data, after backing up what is there; returns rows.

    All or nothing: a damaged backup leaves the data as it was. What was erased since the
    backup was made (PDPA) is erased from it again.
    """
    revision = backup.revision_in(file)
    erased = erasures.listed(store.database)
    backup.write_backup(store.database, store.backups, reason="before-restore")
    with store.database.writing() as connection:
        migrate.rebuild(connection, revision)
        try:
            count = backup.load_backup(connection, file)
        except (ValueError, KeyError) as error:
            raise BadInput(backup.not_a_backup(file)) from error
    migrate.upgrade(store.database, store.backups)
    erasures.carry_over(store.database, erased)
    reference.seed(store.database)
    return count
