"""SQL tables, generated from the schema, and the few tables that are the store's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, Text

from lib.config import forgettable
from lib.schema.record import Answers, Record, every_spec, nested_fields, shape
from lib.schema.registry import KINDS
from lib.store.access_tables import access_tables
from lib.store.attachment_tables import attachment_tables
from lib.store.canvas_tables import canvas_tables
from lib.store.columns import Moment, column_type
from lib.store.forum_tables import forum_tables
from lib.store.report_tables import report_tables
from lib.store.sheet_tables import sheet_tables

#: Alembic needs stable names for constraints, on SQLite too.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}
_ID = String(64)


def child_table_name(kind_id: str, field_id: str) -> str:
    """Table of the nested rows of one field."""
    return f"{kind_id}__{field_id}"


def build(kinds: Mapping[str, type[Record]]) -> MetaData:
    """All tables: one per record kind, one per nested list, and the store's own."""
    metadata = MetaData(naming_convention=NAMING)
    for kind_id, model in kinds.items():
        Table(
            kind_id,
            metadata,
            Column("id", _ID, primary_key=True),
            Column("revision", Integer, nullable=False),
            Column("origin", String(16), nullable=False),
            Column("created_at", Moment, nullable=False),
            Column("updated_at", Moment, nullable=False),
            Column("withdrawn_at", Moment),
            Column("no_answer", JSON, nullable=False),
            *_answers(model),
        )
        for field_id, row_model in nested_fields(model).items():
            Table(
                child_table_name(kind_id, field_id),
                metadata,
                Column("id", _ID, primary_key=True),
                Column("record_id", _ID, ForeignKey(f"{kind_id}.id"), nullable=False, index=True),
                Column("position", Integer, nullable=False),
                Column("no_answer", JSON, nullable=False),
                *_answers(row_model),
            )
        if model.about.read_together:
            rows = metadata.tables[kind_id].c
            Index(f"ix_{kind_id}_round", *(rows[name] for name in model.about.read_together), rows.withdrawn_at)
    _own_tables(metadata)
    _privacy_tables(metadata)
    access_tables(metadata)
    attachment_tables(metadata)
    return metadata


def _answers(model: type[Answers]) -> list[Column[object]]:
    about = model.about if issubclass(model, Record) else None
    always = {about.place, about.within} if about else set()
    return [
        Column(
            name,
            column_type(*shape(model, name)[:1], many=shape(model, name).many),
            index=spec.joined or name in always,
        )
        for name, spec in every_spec(model).items()
        if name not in nested_fields(model)
    ]


def _own_tables(metadata: MetaData) -> None:
    Table(
        "change_set",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("at", Moment, nullable=False, index=True),
        Column("actor", String(64), nullable=False),
        Column("actor_label", Text, nullable=False),
        Column("source", String(32), nullable=False),
        Column("action", String(32), nullable=False),
        Column("note", Text),
        Column("schema_version", Integer, nullable=False),
        # By which invitation the person came, who has an account by one.
        Column("invitation", String(64)),
        # When it was done, where the store learned of it later: in a hall without the internet. NULL: at once.
        Column("happened_at", Moment),
    )
    change = Table(
        "change",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("change_set", Integer, ForeignKey("change_set.number"), nullable=False, index=True),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False),
        Column("revision", Integer, nullable=False),
        # field id → [before, after], JSON-ready
        Column("fields", JSON, nullable=False),
    )
    Index("ix_change_record", change.c.kind, change.c.record_id)
    Table(
        "data_version",
        metadata,
        Column("kind", String(64), primary_key=True),
        Column("province", _ID, primary_key=True),
        Column("version", BigInteger, nullable=False),
    )
    Table(
        "draft",
        metadata,
        Column("code", _ID, primary_key=True),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False),
        Column("base_revision", Integer, nullable=False),
        Column("typed", JSON, nullable=False),
        Column("updated_at", Moment, nullable=False),
        # Who began it: somebody else needs a right where it lies. NULL: from before there were accounts.
        Column("made_by", String(64)),
    )
    Table(
        "sent_answer",
        metadata,
        # What a phone sent, by the key it made for it: written with the records that it changed, so that an
        # answer that got lost on its way back changes nothing when it is sent again.
        Column("who", String(64), primary_key=True),
        Column("key", String(64), primary_key=True),
        Column("at", Moment, nullable=False, index=True),
        # NULL: it said what stood there already.
        Column("change_set", Integer),
    )
    _import_tables(metadata)
    sheet_tables(metadata)
    canvas_tables(metadata)
    forum_tables(metadata)
    report_tables(metadata)
    Table(
        "erasure",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False, index=True),
        # A keyed digest of what named the record, so that a file cannot bring it back unnoticed.
        Column("key_digest", String(64), nullable=False, index=True),
        Column("at", Moment, nullable=False),
        Column("actor_label", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
    Table(
        "expiry",
        metadata,
        # A form whose time has come: told of, hidden, erased, days apart. No wish of a person: it may come again.
        Column("record_id", _ID, primary_key=True),
        Column("kind", String(64), nullable=False),
        Column("announced_on", Date, nullable=False),
        Column("hidden_on", Date),
        # The revision that hiding wrote; NULL when somebody had withdrawn it before.
        Column("hidden_revision", Integer),
        Column("erased_on", Date),
    )
    Table(
        "name_left",
        metadata,
        # A text that names somebody who was erased. Never the name: where to look, and whether it was changed since.
        Column("kind", String(64), primary_key=True),
        Column("record_id", _ID, primary_key=True),
        Column("field", String(128), primary_key=True),
        Column("text_digest", String(64), nullable=False),
        Column("noted_at", Moment, nullable=False),
    )
    Table("store_fact", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))


def _privacy_tables(metadata: MetaData) -> None:
    Table(
        "access_log",
        metadata,
        # Who saw which private record; never what it said.
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", Moment, nullable=False, index=True),
        Column("actor", String(64), nullable=False),
        Column("actor_label", Text, nullable=False),
        Column("act", String(32), nullable=False),
        Column("kind", String(64), nullable=False),
        Column("record_id", _ID, nullable=False, index=True),
        Column("place", _ID, nullable=False),
    )
    release = Table(
        "survey_release",
        metadata,
        Column("id", _ID, primary_key=True),
        Column("area", _ID, nullable=False),
        Column("year", Integer, nullable=False),
        Column("number", Integer, nullable=False),
        Column("list_version", Integer, nullable=False),
        # Random, one for all releases of a round: sets its digests apart from any guess.
        Column("salt", String(32), nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("actor_label", Text, nullable=False),
        # What was published: cells with rounded values, and which were held back and why.
        Column("cells", JSON, nullable=False),
        # Keyed digests of the households behind each cell: the next release is held against them.
        Column("members", JSON, nullable=False),
    )
    Index("ix_survey_release_round", release.c.area, release.c.year)


def _import_tables(metadata: MetaData) -> None:
    Table(
        "import_job",
        metadata,
        Column("id", _ID, primary_key=True),
        Column("office", Text, nullable=False),
        Column("file_name", Text, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("size", Integer, nullable=False),
        # Base64 text: the same in a backup, on SQLite and on PostgreSQL. NULL once erased.
        Column("content", Text),
        Column("state", String(16), nullable=False, index=True),
        Column("revision", Integer, nullable=False),
        Column("actor_label", Text, nullable=False),
        # Who handed it in: a regional officer works on files of one's own. NULL: from before there were accounts.
        Column("made_by", String(64)),
        Column("created_at", Moment, nullable=False, index=True),
        Column("updated_at", Moment, nullable=False),
        Column("applied_at", Moment),
        # Numbers of the change-sets that it wrote, oldest first.
        Column("change_sets", JSON, nullable=False),
        Column("plans", JSON, nullable=False),
        Column("answers", JSON, nullable=False),
        Column("counts", JSON, nullable=False),
    )
    Table(
        "import_layout",
        metadata,
        Column("office", String(200), primary_key=True),
        Column("fingerprint", String(64), primary_key=True),
        Column("plan", JSON, nullable=False),
        Column("updated_at", Moment, nullable=False),
    )
    cell = Table(
        "import_cell",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("job", _ID, ForeignKey("import_job.id"), nullable=False),
        Column("tab", Text, nullable=False),
        Column("row", Integer, nullable=False),
        Column("column", Integer, nullable=False),
        Column("kind", String(64), nullable=False),
        Column("field", String(64), nullable=False),
        Column("record_id", _ID, nullable=False, index=True),
        Column("verdict", String(16), nullable=False),
        Column("said", Text),
        Column("why_th", Text),
        Column("why_en", Text),
        Column("fix_th", Text),
        Column("fix_en", Text),
    )
    Index("ix_import_cell_job_verdict", cell.c.job, cell.c.verdict)
    Table(
        "import_seen",
        metadata,
        Column("office", String(200), primary_key=True),
        Column("kind", String(64), primary_key=True),
        Column("record_id", _ID, primary_key=True),
        # field id → what this office's file said last, JSON-ready
        Column("said", JSON, nullable=False),
    )


@forgettable
@cache
def tables() -> MetaData:
    """The tables of the present schema."""
    return build(KINDS)


def table(name: str) -> Table:
    """One table by name."""
    return tables().tables[name]
