"""The SQL table of attached files; their bytes lie in a folder, by digest (`lib.store.held_files`)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

from lib.store.columns import Moment

_ID = String(64)


def attachment_tables(metadata: MetaData) -> None:
    """Which file belongs to which record."""
    attachment = Table(
        "attachment",
        metadata,
        Column("id", _ID, primary_key=True),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False),
        # SHA-256 of the file, and of the little picture of lists; '' for a document.
        Column("digest", String(64), nullable=False, index=True),
        Column("small_digest", String(64), nullable=False, index=True),
        Column("media_type", String(64), nullable=False),
        # As it may be shown: cleaned.
        Column("name", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("width", Integer),
        Column("height", Integer),
        Column("pages", Integer),
        # Where the photo was taken, when the person wished it kept.
        Column("latitude", Float),
        Column("longitude", Float),
        # Whether readers see it with a record that they see.
        Column("public", Boolean, nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("made_by", String(64), nullable=False),
        Column("made_by_label", Text, nullable=False),
        Column("withdrawn_at", Moment),
    )
    Index("ix_attachment_record", attachment.c.kind, attachment.c.record_id)
