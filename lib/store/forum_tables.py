"""The SQL tables beside a forum: what happens in the hall just now, and what was put into its ballots."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Integer, MetaData, String, Table, Text

from lib.store.columns import Moment

_ID = String(64)


def forum_tables(metadata: MetaData) -> None:
    """The running hall, who has voted, and the papers in the urn."""
    Table(
        "forum_live",
        metadata,
        Column("forum", _ID, primary_key=True),
        # Goes up with whatever phones and wall have to show anew.
        Column("turn", Integer, nullable=False),
        # SHA-256 of the code that lets phones in, and the number that it is made of; NULL: the door is shut.
        Column("door", String(64), index=True),
        Column("door_number", Integer, nullable=False),
        Column("step", _ID),
        Column("step_since", Moment),
        # What the wall shows, and of what: a scene, and the id of a ballot, group or box.
        Column("scene", String(32), nullable=False),
        Column("scene_of", _ID),
        Column("message", Text),
        Column("message_at", Moment),
        # Groups whose plan is not written from phones for now, as a list of ids.
        Column("locked", JSON, nullable=False),
        # Ballots whose result phones and wall may show, as a list of ids.
        Column("shown", JSON, nullable=False),
        # The hall's Wi-Fi, as the wall says it to everybody.
        Column("wifi_name", String(64)),
        Column("wifi_word", String(64)),
        # Metres from the wall to the last row, and how wide the picture is: type is as large as that needs.
        Column("length", Float),
        Column("width", Float),
    )
    Table(
        "ballot_seat",
        metadata,
        # That a seat has voted: no moment, no order, nothing of what. SQLite keeps it in the order of its key.
        Column("ballot", _ID, primary_key=True),
        Column("seat", _ID, primary_key=True),
        sqlite_with_rowid=False,
    )
    Table(
        "ballot_paper",
        metadata,
        # One paper in the urn, under a digest that only the phone which put it in can make.
        Column("ballot", _ID, primary_key=True),
        Column("paper", String(64), primary_key=True),
        # Numbers of the choices, in the order of a ranking, as often as dots were given.
        Column("chosen", JSON, nullable=False),
        # Only of an open ballot, which says so before: whose it is. NULL: secret.
        Column("seat", _ID),
        sqlite_with_rowid=False,
    )
