"""What somebody sent, newest first, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lib.insight.bilingual_name import Name
from lib.insight.records.ledger import titles
from lib.insight.source import Source
from lib.schema.registry import kind
from lib.store import records, sheet_rows
from lib.store.tables import table

#: More than anybody looks through on a phone.
MOST = 20


@dataclass(frozen=True)
class SentRecord:
    """One record that somebody wrote last or first. `status`: '' for a kind without verdicts."""

    kind: str
    id: str
    title: Name
    at: datetime
    status: str
    #: Why it was sent back, and the field that the comment is at.
    returned_reason: str = ""
    returned_field: str = ""
    withdrawn: bool = False
    #: What was sent stands on a Google Sheet as well.
    on_sheet: bool = False


def sent_by(source: Source, account: str, kinds: frozenset[str]) -> list[SentRecord]:
    """Records of some kinds that an account wrote on, newest first, at most `MOST`. For that person's own eyes."""
    change, sets = table("change"), table("change_set")
    mine = (
        select(change.c.kind, change.c.record_id, func.max(sets.c.at).label("at"))
        .join(sets, sets.c.number == change.c.change_set)
        .where(sets.c.actor == account, change.c.kind.in_(kinds))
        .group_by(change.c.kind, change.c.record_id)
        .order_by(func.max(sets.c.at).desc())
        .limit(MOST)
    )
    with source.store.database.reading() as connection:
        rows = connection.execute(mine).all()
        named = titles(connection, [(row.kind, row.record_id) for row in rows])
        on_sheets = sheet_rows.revisions_on_sheets(connection, [row.record_id for row in rows])
        found = []
        for row in rows:
            stored = records.get(connection, row.kind, row.record_id)
            if stored is None:
                continue
            record = stored.record
            title = named.get((row.kind, row.record_id), Name(kind(row.kind).about.th, kind(row.kind).about.en))
            found.append(
                SentRecord(
                    row.kind,
                    row.record_id,
                    title,
                    row.at,
                    getattr(record, "status", "") if kind(row.kind).about.verifiable else "",
                    getattr(record, "returned_reason", None) or "",
                    (getattr(record, "returned_to", None) or "").rpartition("/")[2],
                    stored.withdrawn,
                    on_sheets.get((row.kind, row.record_id), 0) >= stored.revision,
                )
            )
    return found
