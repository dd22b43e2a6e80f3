"""Files of records as an audience sees them: for screens that show them, never their bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import Connection

from lib.insight.source import Source
from lib.schema.seeing import Audience, sees_kind
from lib.store import attachments
from lib.store.attachments import Attachment


def attached(
    source: Source, kind_id: str, record_ids: Collection[str], *, audience: Audience
) -> dict[str, tuple[Attachment, ...]]:
    """Standing files by record, oldest first. Readers see what is published, without anybody's words or places."""
    if not record_ids or (audience is Audience.READER and not sees_kind(audience, kind_id)):
        return {}
    with source.store.database.reading() as connection:
        if audience is Audience.READER:
            return published_files(connection, kind_id, record_ids)
        return _grouped(attachments.of_records(connection, kind_id, record_ids))


def published_files(
    connection: Connection, kind_id: str, record_ids: Collection[str]
) -> dict[str, tuple[Attachment, ...]]:
    """What of some records everybody may see, by record: part of models that are shared."""
    public = (one for one in attachments.of_records(connection, kind_id, record_ids) if one.public)
    return _grouped(
        replace(one, name="", latitude=None, longitude=None, made_by="", made_by_label="") for one in public
    )


def _grouped(found: Iterable[Attachment]) -> dict[str, tuple[Attachment, ...]]:
    grouped: dict[str, list[Attachment]] = {}
    for one in found:
        grouped.setdefault(one.record_id, []).append(one)
    return {record_id: tuple(files) for record_id, files in grouped.items()}


def pictures_of(source: Source, kind_id: str, record_id: str, most: int) -> list[bytes]:
    """The newest pictures of a record as JPEG or WebP, small ones; for who may see them all."""
    with source.store.database.reading() as connection:
        found = attachments.of_records(connection, kind_id, [record_id])
    return [source.store.files.read(one.small_digest) for one in found if one.is_picture][-most:]


def taken_files(source: Source, kind_id: str, record_id: str) -> list[Attachment]:
    """Files that were taken off a record and can be brought back; for who may write it."""
    with source.store.database.reading() as connection:
        return attachments.taken_from(connection, kind_id, record_id)
