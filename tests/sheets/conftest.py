"""A Google in a box for each test, and workbooks that are shared with the app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sheets_double.server import Double


@pytest.fixture
def google() -> Iterator[Double]:
    """A running double with generous quotas; a test that counts calls sets its own."""
    with Double(reads=100_000, writes=100_000).running() as double:
        yield double
