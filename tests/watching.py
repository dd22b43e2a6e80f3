"""Servers that a test leans on: when it fails, its failure tells how they were."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_WATCHED = pytest.StashKey[list[Callable[[], str]]]()


def watch(item: pytest.Item, report: Callable[[], str]) -> None:
    """Let a test's failure show what this says then: a server's state and the end of its log."""
    item.stash.setdefault(_WATCHED, []).append(report)


def show_servers(item: pytest.Item, outcome: pytest.TestReport) -> None:
    """Add to a failure how the watched servers are."""
    if outcome.failed:
        outcome.sections += [("server", report()) for report in item.stash.get(_WATCHED, [])]
