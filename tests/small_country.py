"""Where backups are made and read again all day, a few provinces are enough of a country.

A folder of tests takes it by importing these two into its `conftest.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SMALL_TEMPLATE


@pytest.fixture(scope="session")
def store_template(small_template: Path) -> Path:
    """Fresh stores on SQLite are copied from the small country."""
    return small_template


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """Fresh stores on PostgreSQL are copied from the small country."""
    return SMALL_TEMPLATE
