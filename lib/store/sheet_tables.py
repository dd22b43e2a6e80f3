"""Tables that remember what the app and each Google Sheet said to each other last."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from lib.store.columns import Moment

_ID = String(64)
_KEY = String(128)


def sheet_tables(metadata: MetaData) -> None:
    """Books, their rows as last agreed, what rows said before, open matters, wishes, the lease."""
    Table(
        "sheet_book",
        metadata,
        Column("key", _KEY, primary_key=True),
        # The standing import under which its doubtful cells and answers are kept.
        Column("job", _ID, nullable=False, unique=True),
        Column("name", Text, nullable=False),
        Column("scope", String(32), nullable=False),
        Column("position", Integer, nullable=False),
        # Kinds that its office chose for its tabs; null: those of its scope.
        Column("kinds", JSON),
        # Lists behind dropdowns that hold records: kind → where they stand, what they say, at which version.
        Column("lists", JSON),
        Column("title", Text),
        # new, ok, waiting (temporary trouble), stopped (somebody has to do something)
        Column("state", String(16), nullable=False),
        Column("problem_th", Text),
        Column("problem_en", Text),
        # Last complete read, last attempt, Drive's modified time at the last read.
        Column("read_at", Moment),
        Column("tried_at", Moment),
        Column("modified", String(64)),
        Column("editor", Text),
        Column("digest", String(64)),
        Column("versions", JSON, nullable=False),
        # sheet id → what is known of the tab (title, kind, columns, header, rows)
        Column("tabs", JSON, nullable=False),
        # sheet id → why what it says now is not believed
        Column("held", JSON, nullable=False),
        # The last batch that was sent: its id and what it wanted, until its outcome is noted.
        Column("sent", JSON),
        # [day, cells put right, asked about, rejected]: the last look of each day
        Column("trend", JSON, nullable=False),
        # Cells that were hit by mistake (a row moved at that moment), to be put back.
        Column("repairs", JSON, nullable=False),
    )
    row = Table(
        "sheet_row",
        metadata,
        Column("book", _KEY, primary_key=True),
        Column("sheet_id", Integer, primary_key=True),
        Column("record_id", _ID, primary_key=True),
        Column("kind", String(64), nullable=False),
        Column("row", Integer, nullable=False),
        # Whether the id stands on the Sheet.
        Column("confirmed", Boolean, nullable=False),
        Column("revision", Integer, nullable=False),
        # field → raw cell as last agreed; field → stored value as last agreed
        Column("raw", JSON, nullable=False),
        Column("agreed", JSON, nullable=False),
        # Of the raw cells when they were read last; equal means: nothing to read again.
        Column("digest", String(64), nullable=False),
        Column("troubles", JSON, nullable=False),
    )
    Index("ix_sheet_row_record", row.c.kind, row.c.record_id)
    said = Table(
        "sheet_version",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("book", _KEY, nullable=False),
        Column("sheet_id", Integer, nullable=False),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False, index=True),
        Column("at", Moment, nullable=False),
        Column("row", Integer, nullable=False),
        # field → raw cell; NULL: the row was gone
        Column("raw", JSON),
    )
    Index("ix_sheet_version_tab", said.c.book, said.c.sheet_id, said.c.at)
    matter = Table(
        "sheet_matter",
        metadata,
        Column("id", _ID, primary_key=True),
        Column("book", _KEY, nullable=False),
        Column("sheet_id", Integer, nullable=False),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False, index=True),
        Column("field", String(64), nullable=False),
        # conflict, proposal, overwritten
        Column("what", String(16), nullable=False),
        Column("said", Text),
        # JSON values as {"v": …}: NULL in a JSON column means different things to databases.
        Column("theirs", JSON, nullable=False),
        Column("ours", JSON, nullable=False),
        Column("seen_after", Moment),
        Column("seen_at", Moment, nullable=False),
        Column("editor", Text),
        Column("state", String(16), nullable=False),
        Column("settled_at", Moment),
        Column("settled_by", Text),
    )
    Index("ix_sheet_matter_state", matter.c.state, matter.c.book)
    Table(
        "sheet_wish",
        metadata,
        Column("id", _ID, primary_key=True),
        Column("book", _KEY, nullable=False),
        Column("what", String(16), nullable=False),
        # What exactly: with a fix, the cells and their new texts.
        Column("asked", JSON),
        Column("asked_by", Text, nullable=False),
        Column("asked_at", Moment, nullable=False, index=True),
        Column("done_at", Moment),
        Column("answer", JSON),
    )
    Table(
        "lease",
        metadata,
        Column("name", String(64), primary_key=True),
        Column("holder", String(64), nullable=False),
        Column("until", Moment, nullable=False),
    )
