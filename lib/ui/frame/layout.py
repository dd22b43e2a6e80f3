"""Rows of filters and columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

#: Two numbers fit side by side on a phone.
CARD_WIDTH = 150


#: A range such as 426,000–594,000 needs this much.
RANGE_WIDTH = 300


def cards_row(count: int, width: int = CARD_WIDTH) -> Any:
    """A container for `count` big numbers: one row on a wide screen, two by two on a phone."""
    return st.grid(count, min_column_width=width)


def main_and_side() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Three fifths for what is read first, two for what stands beside it; one under the other on a phone."""
    left, right = st.columns([3, 2], gap="medium")
    return left, right


def three_in_a_row() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """What is read first, a picture, and what is told beside it: all in the first fold of an office's screen."""
    first, picture, told = st.columns([2.3, 1.3, 1.6], gap="medium")
    return first, picture, told


@contextmanager
def filter_row(count: int) -> Iterator[list[Any]]:
    """`count` filters side by side; on a phone one under the other."""
    yield list(st.columns(count, vertical_alignment="bottom"))
