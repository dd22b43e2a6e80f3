"""All processes together hold no more connections than PostgreSQL allows; too few are told in a sentence."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from lib.domain.errors import StorageProblem
from lib.store.database import Database
from lib.store.opening import open_store
from lib.store.pool import LEAST, SPARE, Pool, limit_of, pool_for
from tests.postgres import Postgres


@pytest.mark.parametrize("processes", range(1, 24))
def test_all_shares_together_fit_the_usual_server(processes: int) -> None:
    pool = pool_for(97, processes)
    assert processes * pool.most + SPARE <= 97
    assert pool.most >= LEAST


def test_one_process_on_the_usual_server_holds_what_it_always_did() -> None:
    assert pool_for(97, 1) == Pool(10, 10)
    assert pool_for(97, 8) == Pool(10, 1)


def test_a_share_too_small_is_told_with_what_to_do() -> None:
    with pytest.raises(StorageProblem) as caught:
        pool_for(17, 4)
    (problem,) = caught.value.problems
    assert "max_connections" in problem.th
    assert "--processes" in problem.th
    assert "17" in problem.th
    assert "21" in problem.th


def test_the_server_is_asked_and_its_roles_and_databases_too(postgres: Postgres, postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.reading() as connection:
        free = limit_of(connection)
    shown = {name: int(postgres.ask(f"show {name}")) for name in ("max_connections", "superuser_reserved_connections")}
    assert 0 < free <= shown["max_connections"] - shown["superuser_reserved_connections"]
    name = postgres_url.partition("?")[0].rsplit("/", 1)[1]
    postgres.do(f"alter database {name} connection limit 13")
    with database.reading() as connection:
        assert limit_of(connection) == 13
    assert database.fit(2) == Pool(4, 0)
    with pytest.raises(StorageProblem, match="at least 17"):
        database.fit(3)
    database.close()


def test_a_process_that_wants_more_than_its_share_waits_and_is_told(
    postgres: Postgres, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = postgres_url.partition("?")[0].rsplit("/", 1)[1]
    postgres.do(f"alter database {name} connection limit 9")
    store = open_store(postgres_url, "own", tmp_path, processes=1)
    monkeypatch.setattr(store.database.writer.pool, "_timeout", 0.2)
    with ExitStack() as held:
        for _ in range(LEAST):
            held.enter_context(store.database.reading())
        with pytest.raises(StorageProblem) as caught, store.database.reading():
            pass
    assert "ผู้ใช้พร้อมกันมาก" in caught.value.problems[0].th
    store.database.close()


def test_a_file_has_no_limit(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.sqlite")
    assert database.fit(8) is None
    database.close()
