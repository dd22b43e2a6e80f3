"""The SQL tables beside a canvas: the codes that open it, and the calls of its group."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table

from lib.store.columns import Moment

_ID = String(64)


def canvas_tables(metadata: MetaData) -> None:
    """Codes and calls."""
    Table(
        "canvas_code",
        metadata,
        # Who holds the code may go on filling that one canvas, from any device. Here stands its SHA-256.
        Column("digest", String(64), primary_key=True),
        Column("canvas", _ID, nullable=False, index=True),
        # Made from the store's secret with this number, so that it can be shown again; NULL: it cannot.
        Column("number", Integer),
        Column("made_at", Moment, nullable=False),
        Column("revoked_at", Moment),
    )
    Table(
        "canvas_call",
        metadata,
        # Who fills the plan in asks for the facilitator: one call a plan stands at a time.
        Column("canvas", _ID, primary_key=True),
        Column("sort", String(32), nullable=False),
        Column("at", Moment, nullable=False),
    )
