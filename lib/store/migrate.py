"""Migrations: written by one command, applied under a lock after an automatic backup."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from lib.domain.errors import NewerStore, Problem
from lib.store.backup import write_backup
from lib.store.database import Database
from lib.store.process_lock import one_at_a_time

MIGRATIONS = Path(__file__).parent / "migrations"


def head() -> str:
    """Revision id of the newest committed migration."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None, "no migration is committed"
    return found


def revision_of(connection: Connection) -> str | None:
    """Revision that a database stands at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this version of the programme knows how to go on from a revision."""
    return revision in {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(database: Database, backups: Path, to: str = "head") -> bool:
    """Bring a database to `to`; True when something was done.

    Only one process does it; the others wait and find it done. A database that already
    holds data is backed up first. Raises `NewerStore` before anything is written.
    """
    wanted = head() if to == "head" else to
    with database.reading() as connection:
        standing = revision_of(connection)
    if standing == wanted:
        return False
    if standing is not None and not is_known(standing):
        raise newer_store()
    with one_at_a_time(database):
        with database.reading() as connection:
            standing = revision_of(connection)
        if standing == wanted:
            return False
        if standing is not None:
            write_backup(database, backups, reason="migration")
        with database.writing() as connection:
            raise_to(connection, wanted)
    return True


def rebuild(connection: Connection, revision: str) -> None:
    """Drop everything and build the tables of an older revision, inside a restore's transaction."""
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)
    raise_to(connection, revision)


def raise_to(connection: Connection, revision: str = "head") -> None:
    """Migrate inside a transaction that is open already."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def newer_store() -> NewerStore:
    """The sentence for data of a version to come."""
    return NewerStore(
        Problem(
            "ข้อมูลนี้เขียนด้วยโปรแกรมรุ่นใหม่กว่านี้ ยังไม่ได้เปลี่ยนอะไร ใช้โปรแกรมรุ่นนั้น "
            "หรือนำแฟ้มสำรองก่อนปรับรุ่นกลับมาด้วย python3 run.py restore",
            "The data was written by a newer version of the programme; nothing was changed. Use that version, "
            "or bring back the backup from before the upgrade with python3 run.py restore.",
        )
    )


def write_migration(message: str) -> Path | None:
    """Compare the schema with the committed migrations; write what is missing, in the form of the house.

    Returns the new file, or None when nothing changed.
    """
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder).as_posix()}/compare.sqlite")
        try:
            with suppress(AssertionError):
                upgrade(database, Path(folder))
            with database.writing() as connection:
                config = _config()
                config.attributes["connection"] = connection
                _format_what_is_written(config)
                written = command.revision(config, message, autogenerate=True, process_revision_directives=_drop_empty)
        finally:
            database.close()
    return Path(written.path) if written and not isinstance(written, list) else None


def _drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    script = directives[0]
    if script.upgrade_ops.is_empty():
        directives.clear()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _format_what_is_written(config: Config) -> None:
    """Have the project's formatter go over a new file, where the developer's tools are installed."""
    if find_spec("ruff") is None:
        return
    section = "post_write_hooks"
    config.set_section_option(section, "hooks", "tidy, format")
    for hook, options in (("tidy", "check --fix --quiet"), ("format", "format --quiet")):
        config.set_section_option(section, f"{hook}.type", "module")
        config.set_section_option(section, f"{hook}.module", "ruff")
        config.set_section_option(section, f"{hook}.options", f"{options} REVISION_SCRIPT_FILENAME")
