"""Open a store: connect, migrate, bring published facts up to date. Once per process and world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from lib.config import Settings, forgettable, settings
from lib.domain.worlds import OWN, PRACTICE
from lib.store import containment, migrate, practising, reference, whole
from lib.store.bucket import bucket_at
from lib.store.bucket_files import BucketOfFiles
from lib.store.database import Database
from lib.store.held_files import FolderOfFiles, HeldFiles
from lib.store.process_lock import HOLDING, one_at_a_time


@dataclass(frozen=True)
class Store:
    """An opened store: its world (own data or the practice country) and its database."""

    world: str
    database: Database
    backups: Path
    #: Folder of attached files; beside the backups unless said otherwise.
    files_folder: Path | None = None
    #: A bucket for them instead (``s3://…``).
    files_bucket: str = ""

    @property
    def files(self) -> HeldFiles:
        """The attached files. Raises `StorageProblem`: the setting names no bucket."""
        if self.files_bucket:
            bucket = bucket_at(self.files_bucket, "THUN_FILES").below(self.world)
            return BucketOfFiles(bucket, lambda: one_at_a_time(self.database, HOLDING))
        return self.folder_of_files

    @property
    def folder_of_files(self) -> FolderOfFiles:
        """The folder on this machine: where they lie, or lay before a bucket was set."""
        return FolderOfFiles(self.files_folder or self.backups.with_name("files"))

    @property
    def is_practice(self) -> bool:
        """Whether everything in it is invented."""
        return self.world == PRACTICE


def open_store(
    url: str, world: str, backups: Path, files: Path | None = None, processes: int = 1, bucket: str = ""
) -> Store:
    """Connect to `url`, apply migrations, seed published facts; raises `StorageProblem`.

    Of `processes` that share the store each holds its share of the connections, and one does the work.
    """
    database = Database(url)
    try:
        database.fit(processes)
        migrate.upgrade(database, backups)
        reference.seed(database)
        containment.ensure(database)
        if world == PRACTICE:
            practising.fill(database)
    except BaseException:
        database.close()  # whoever opens a page tries again: connections of each try would pile up
        raise
    return Store(world, database, backups, files, bucket)


_opening = Lock()


@forgettable
@cache
def _opened(world: str, chosen: Settings) -> Store:
    backups, files = chosen.backup_dir / world, chosen.files_dir / world
    store = open_store(chosen.url(world), world, backups, files, chosen.processes, chosen.files)
    if world == OWN:
        whole.expire_aside(chosen, store.database)
    return store


def opened(world: str = OWN) -> Store:
    """This process's store of a world. Failures are not remembered: the next call tries again."""
    with _opening:
        return _opened(world, settings())


def unopened(world: str = OWN) -> Store:
    """A world's store as it stands, whatever its state: nothing is read, migrated or seeded."""
    chosen = settings()
    backups, files = chosen.backup_dir / world, chosen.files_dir / world
    return Store(world, Database(chosen.url(world)), backups, files, chosen.files)
