"""Shared ground: real SQLite and PostgreSQL stores, copied from one template per worker."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import delete
from xdist.remote import Producer

from lib.access.actors import OWN_MACHINE, Actor
from lib.config import forget_everything
from lib.insight.source import Source
from lib.store import containment, practising
from lib.store.database import Database
from lib.store.opening import Store, open_store
from lib.store.tables import table
from tests.postgres import TEMPLATE, Postgres, running
from tests.s3 import KEY, RCLONE, SECRET, S3Server, s3_running
from tests.scheduling import BrowserTogether
from tests.watching import show_servers, watch

HERE = Path(__file__).parent
#: Watching every line for coverage doubles what a test costs. These read the code, or have it run by other processes.
UNWATCHED = tuple(HERE / folder for folder in ("bench", "browser", "laws", "run"))
#: Provinces whose tambons stand in the small templates.
FEW_PROVINCES = ("10", "21", "25", "50", "63", "81", "82", "90")
SMALL_TEMPLATE = "template_thun_small"

# Hypothesis asks the clock on the wall how long an example took and how long it took to think of one. That says how
# busy the machine is, and turned right tests red; limits on computing count the processor's seconds.
settings.register_profile("thun", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("thun")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BrowserTogether:
    """With several workers, one does all that needs a browser."""
    return BrowserTogether(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests need a server: PostgreSQL's, or the Google in a box that each test of Sheets talks to.

    Which are watched for coverage, and which come first.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        again_on_postgresql = parameters.get("store") == "postgresql"
        if again_on_postgresql or {"postgres_server", "s3_server"} & set(names) or HERE / "sheets" in item.path.parents:
            item.add_marker(pytest.mark.server)
        by_chance = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if again_on_postgresql or by_chance or any(folder in item.path.parents for folder in UNWATCHED):
            # A twin on SQLite goes through the same lines; what only chance reaches is not to count.
            # To leave tests out can but lower the figure that has to be reached.
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows how the servers were on which the test leaned."""
    outcome = yield
    show_servers(item, outcome)
    return outcome


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
def small_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the places of a few provinces: what is proved of backups does not depend on 7,000 tambons."""
    file = tmp_path_factory.mktemp("small") / "small.sqlite"
    shutil.copy(sqlite_template, file)
    _leave_few_places(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("vacuum")  # what fills its disk up must not find the room of the places that left
    return file


@pytest.fixture(scope="session")
def store_template(sqlite_template: Path) -> Path:
    """What a fresh store on SQLite is copied from; folders of tests may choose the small one."""
    return sqlite_template


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """What a fresh store on PostgreSQL is copied from; folders of tests may choose the small one."""
    return TEMPLATE


def _leave_few_places(url: str) -> None:
    """Take the districts and tambons of all but a few provinces out of a store that nobody has worked in."""
    areas = table("area")
    database = Database(url)
    with database.writing() as connection:
        elsewhere = areas.c.province.not_in([f"TH-{code}" for code in FEW_PROVINCES])
        connection.execute(delete(areas).where(elsewhere, areas.c.parent.like("TH-____")))
        connection.execute(delete(areas).where(elsewhere, areas.c.parent.like("TH-__")))
        containment.rebuild(connection)
    database.close()


@pytest.fixture(scope="session")
def practice_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file filled with the practice country."""
    file = tmp_path_factory.mktemp("practice") / "practice.sqlite"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    practising.fill(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A real PostgreSQL server with a migrated, seeded template database."""
    with running() as server:
        server.do(f"create database {TEMPLATE}")
        store = open_store(server.database(TEMPLATE), "own", tmp_path_factory.mktemp("backups"))
        store.database.close()
        server.do(f"create database {SMALL_TEMPLATE} template {TEMPLATE}")
        _leave_few_places(server.database(SMALL_TEMPLATE))
        yield server


@pytest.fixture
def postgres(request: pytest.FixtureRequest, postgres_server: Postgres) -> Postgres:
    """The server, watched."""
    watch(request.node, postgres_server.report)
    assert postgres_server.alive, postgres_server.report()
    return postgres_server


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3-compatible server."""
    if RCLONE is None:
        pytest.skip("no S3 server here")
    with s3_running(tmp_path_factory.mktemp("s3") / "server") as server:
        yield server


_buckets = itertools.count(1)


@pytest.fixture
def bucket(request: pytest.FixtureRequest, s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh bucket of it, by its folder, with the environment that opens it; forgotten before and after."""
    watch(request.node, s3_server.report)
    made = s3_server.bucket(f"bucket-{next(_buckets)}")
    values = {
        "ACCESS_KEY_ID": KEY,
        "SECRET_ACCESS_KEY": SECRET,
        "ENDPOINT_URL": s3_server.endpoint,
        "REGION": "us-east-1",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    forget_everything()
    yield made
    monkeypatch.undo()
    forget_everything()


@pytest.fixture
def sqlite_store(store_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh store on SQLite, for what does not depend on the database."""
    shutil.copy(store_template, tmp_path / "own.sqlite")
    store = Store("own", Database(f"sqlite:///{tmp_path}/own.sqlite"), tmp_path / "backups")
    yield store
    store.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh store on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    template = request.getfixturevalue("postgres_template")
    with request.getfixturevalue("postgres").fresh(template) as url:
        opened = Store("own", Database(url), tmp_path / "backups")
        yield opened
        opened.database.close()


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """URL of a fresh PostgreSQL database."""
    with postgres.fresh(postgres_template) as url:
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
