"""Rows of filters and columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st


@contextmanager
def filter_row(count: int) -> Iterator[list[Any]]:
    """`count` filters side by side; on a phone one under the other."""
    yield list(st.columns(count, vertical_alignment="bottom"))
