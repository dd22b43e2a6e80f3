"""Tables of reports: months that are over as they were, reports that were kept, and slides that offices chose."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, String, Table

from lib.store.columns import Moment


def report_tables(metadata: MetaData) -> None:
    """Closed months, kept reports, slides."""
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
    kept = Table(
        "kept_report",
        metadata,
        # A report as it was handed out: its file lies by digest with the attached ones. The id of one that is made
        # at a month's end says what it is of, so that two processes keep it once.
        Column("id", String(64), primary_key=True),
        # An area's id (TH-50, CODI-N); TH is the whole country.
        Column("place", String(64), nullable=False),
        # Months as addresses name them (C.E.): the one it is of, and the one at whose end it is held against.
        Column("month", String(7), nullable=False),
        Column("since", String(7), nullable=False),
        # How its file name ends: "pdf", "xlsx".
        Column("form", String(8), nullable=False),
        Column("language", String(2), nullable=False),
        # Of the closed month; "" for one that was made while the month lasted.
        Column("number", String(32), nullable=False),
        Column("digest", String(64), nullable=False, index=True),
        Column("size", Integer, nullable=False),
        Column("made_at", Moment, nullable=False),
        # Whether it was made by itself, at the month's end.
        Column("scheduled", Boolean, nullable=False),
    )
    Index("ix_kept_report_place", kept.c.place, kept.c.month)
    Table(
        "deck_order",
        metadata,
        # An area's id (TH-50, CODI-N); TH is the whole country.
        Column("place", String(64), primary_key=True),
        # Ids of slides in their order.
        Column("slides", JSON, nullable=False),
        Column("changed_at", Moment, nullable=False),
    )
