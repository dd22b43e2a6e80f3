"""The servers that tests lean on live as long as they are needed, and a failure shows how they were."""

from __future__ import annotations

import os
import signal
import time

import pytest
from sqlalchemy.exc import OperationalError

from tests.postgres import Postgres, running
from tests.scheduling import group
from tests.watching import show_servers, watch

pytestmark = pytest.mark.server


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_postgresql_outlives_a_pytest_that_starts_beside(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # What each pytest does as it starts, to the folder that all pytests of a user have in common.
    base = tmp_path_factory.getbasetemp()
    for folder in (base, *base.parents):
        if folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o700)
    postgres.do("checkpoint")
    assert postgres.alive


def test_what_a_power_cut_would_need_is_off_in_tests_only(postgres: Postgres) -> None:
    assert {name: postgres.ask(f"show {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")} == {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes another way")
def test_a_postgresql_that_died_shows_its_log() -> None:
    with running() as server:
        os.kill(server.pid, signal.SIGQUIT)
        until = time.monotonic() + 60
        while server.alive and time.monotonic() < until:
            time.sleep(0.01)
        with pytest.raises(OperationalError) as caught:
            server.do("select 1")
        assert not server.alive
    said = "\n".join(caught.value.__notes__)
    assert "PostgreSQL has died" in said
    assert "received immediate shutdown request" in said


def test_all_that_needs_a_browser_goes_to_one_worker() -> None:
    assert group("tests/browser/test_a.py::test_x[th]") == group("tests/browser/test_b.py::test_y")
    assert group("tests/pages/test_a.py::test_x[th]") != group("tests/pages/test_a.py::test_x[en]")
    assert group("tests/laws/test_a.py::test_x[th]") == group("tests/laws/test_a.py::test_y")
    assert group("tests/laws/test_a.py::test_x[th]") != group("tests/laws/test_b.py::test_x[th]")


def test_only_a_failure_shows_the_servers(request: pytest.FixtureRequest) -> None:
    watch(request.node, lambda: "the app has ended with -9")
    place = (str(request.path), 0, "")
    for outcome, shown in (("passed", []), ("failed", [("server", "the app has ended with -9")])):
        report = pytest.TestReport(request.node.nodeid, place, {}, outcome, None, "call")  # type: ignore[arg-type]
        show_servers(request.node, report)
        assert report.sections == shown
