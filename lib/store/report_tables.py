"""Tables of what reports are made of: months that are over, as they were."""

from __future__ import annotations

from sqlalchemy import JSON, Column, MetaData, String, Table

from lib.store.columns import Moment


def report_tables(metadata: MetaData) -> None:
    """Closed months."""
    Table(
        "closed_month",
        metadata,
        # A month that is over, as the store said it then, with the definitions it was judged by.
        Column("month", String(7), primary_key=True),
        # Told on reports, so that somebody can ask whether the figures are those.
        Column("number", String(32), nullable=False, unique=True),
        Column("closed_at", Moment, nullable=False),
        Column("content", JSON, nullable=False),
    )
