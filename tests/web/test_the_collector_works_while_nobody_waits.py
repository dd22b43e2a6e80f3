"""The garbage collector is tamed in both ways of starting, can be left alone, and lets nothing grow."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.config import forget_everything
from lib.web import collector
from lib.web.collector import THRESHOLDS, Collector, Pace
from tests.web.visiting import visit, wait_until, watched
from tests.web.watched_server import REMEMBERED

VISITORS = 12


class Ring:
    """Something that only the collector can give back: it holds itself."""

    def __init__(self) -> None:
        self.myself = self


@pytest.fixture
def tidy() -> Iterator[None]:
    """The test process's own collector is as before afterwards."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.long
def test_what_was_set_aside_and_went_is_given_back_at_the_next_rest(tidy: None) -> None:
    works, ring = Collector(), Ring()
    works.rest()
    assert gc.get_freeze_count() > 0
    gone = weakref.ref(ring)
    del ring
    works.catch_up()
    assert gone() is not None, "nothing that was set aside is walked while people wait"
    works.rest()
    assert gone() is None


def test_what_came_since_is_given_back_even_if_the_process_never_rests(tidy: None) -> None:
    works = Collector()
    works.rest()
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    works.catch_up()
    assert gone() is None


def _after(pace: Pace, done: Callable[[Collector], bool], *, busy: bool) -> Collector:
    works = Collector(pace)
    works.start()
    works.start()
    try:
        assert gc.get_threshold()[:2] == THRESHOLDS[:2]  # Python 3.14 has no use for the third
        give_up = time.monotonic() + 120
        while not done(works) and time.monotonic() < give_up:
            if busy:
                sum(range(50_000))
            else:
                time.sleep(0.01)
        return works
    finally:
        works.stop()


@pytest.mark.long
def test_a_busy_process_is_let_alone_until_it_is_overdue(tidy: None) -> None:
    busy = _after(
        Pace(watch=0.05, quiet=0.1, rest_share=0.0, worth=0.0, overdue=0.2), lambda w: w.catch_ups > 0, busy=True
    )
    # The first time, what lives is set aside all the same; from then on only what came since is looked at.
    assert (busy.rests, busy.catch_ups) == (1, 1)
    resting = _after(
        Pace(watch=0.05, quiet=0.1, rest_share=1.1, worth=0.0, overdue=60), lambda w: w.rests > 1, busy=False
    )
    assert (resting.rests, resting.catch_ups) == (2, 0)
    assert gc.get_threshold() == collector._PYTHONS_OWN
    assert gc.get_freeze_count() == 0


def test_nothing_is_collected_where_nothing_happened(tidy: None) -> None:
    works = Collector(Pace(watch=0.02, quiet=0.0, rest_share=1.1, worth=60.0, overdue=0.0))
    works.start()
    time.sleep(0.3)
    works.stop()
    assert (works.rests, works.catch_ups) == (0, 0)


def test_the_setting_leaves_it_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUN_COLLECTOR", "python")
    forget_everything()
    before = gc.get_threshold()
    assert collector.ensure_collector(warm=True) is None
    forget_everything()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


@pytest.mark.server
@pytest.mark.long
@pytest.mark.parametrize("script", ["lib/web/launcher.py", "Home.py"])
def test_sessions_come_and_go_and_nothing_grows(script: str, tmp_path: Path) -> None:
    """Both ways of starting: the thresholds are raised, what lives is set aside, closed sessions are given back."""
    with watched(script, tmp_path) as (port, notes):
        asyncio.run(visit(port, visitors=2))
        wait_until(notes, lambda n: n["frozen"] > 100_000)
        sizes = []
        for _ in range(3):
            asyncio.run(visit(port, visitors=VISITORS))
            settled = wait_until(notes, lambda n: n["sessions"] <= REMEMBERED)
            sizes.append(settled["rss_mb"])
        assert tuple(settled["threshold"][:2]) == THRESHOLDS[:2]
        assert settled["begun"] >= 3 * VISITORS
        # The first wave still imports and builds; from then on sessions leave nothing behind.
        assert sizes[-1] - sizes[0] < 12, sizes


@pytest.mark.server
def test_a_server_told_so_keeps_pythons_own_collector(tmp_path: Path) -> None:
    with watched("lib/web/launcher.py", tmp_path, covered=True, THUN_COLLECTOR="python") as (port, notes):
        asyncio.run(visit(port, visitors=1))
        said = wait_until(notes, lambda n: n["begun"] > 0)
        assert (tuple(said["threshold"]), said["frozen"], said["rests"]) == (collector._PYTHONS_OWN, 0, 0)
