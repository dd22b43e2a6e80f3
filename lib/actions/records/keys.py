"""Which stored record a row means: by id, else by the fields that tell records of its kind apart."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from lib.domain.errors import Problem
from lib.domain.thai_text import spelling
from lib.intake.row_read import RowRead
from lib.schema.record import Record
from lib.schema.registry import kind
from lib.store import facts
from lib.store.tables import table


class Finder:
    """Finds the stored record that a row means."""

    def __init__(self, connection: Connection, kind_id: str) -> None:
        self.model = kind(kind_id)
        self.keys = self.model.about.key
        rows = table(kind_id)
        self.ids: set[str] = set()
        self.by_first: dict[Any, list[tuple[str, tuple[Any, ...]]]] = defaultdict(list)
        query = select(rows.c.id, rows.c.withdrawn_at, *(rows.c[k] for k in self.keys))
        for record_id, withdrawn, *parts in connection.execute(query):
            self.ids.add(record_id)
            if withdrawn is None and parts:
                told = tuple(_comparable(p) for p in parts)
                self.by_first[told[0]].append((record_id, told))
        erased = table("erasure")
        gone = connection.execute(select(erased.c.record_id, erased.c.key_digest).where(erased.c.kind == kind_id)).all()
        self.erased_ids = {row.record_id for row in gone}
        self.erased_keys = {row.key_digest for row in gone}
        self.secrets = facts.secrets_of(connection) if self.erased_keys else []

    def add(self, record: Record) -> None:
        """A new record is one that later rows may mean."""
        self.ids.add(record.id)
        told = key_of(record)
        if told:
            self.by_first[told[0]].append((record.id, told))

    def find(self, row: RowRead) -> str | Problem:
        """Id of the record, '' for a new one, or the reason why it cannot be told."""
        if row.record_id:
            if row.record_id in self.erased_ids:
                return _erased()
            if row.record_id in self.ids:
                return row.record_id
            return Problem(
                f"ไม่มีรายการรหัส {row.record_id} ในระบบ ลบรหัสออกถ้าเป็นรายการใหม่",
                f"There is no record {row.record_id}; clear the id if the row is new",
            )
        wanted = self._wanted(row)
        if not wanted:
            return ""
        if any(key_digest(self.model.about.id, wanted, secret) in self.erased_keys for secret in self.secrets):
            return _erased()
        near = [
            (record_id, parts)
            for record_id, parts in self.by_first.get(wanted[0], ())
            if all(w in ("", p) or p == "" for w, p in zip(wanted[1:], parts[1:], strict=True))
        ]
        exact = [record_id for record_id, parts in near if parts == wanted]
        if len(exact) == 1:
            return exact[0]
        if len(near) > 1:
            return Problem(
                "มีหลายรายการที่ตรงกับแถวนี้ ใส่รหัสระบบ หรือกรอกช่องที่ใช้แยกให้ครบ",
                "Several records fit this row; give the id, or fill in what tells them apart",
            )
        return near[0][0] if near else ""

    def name_of(self, row: RowRead) -> bytes:
        """What tells a new row from others in the same file (a digest); empty when nothing does."""
        wanted = self._wanted(row)
        if not wanted or any(p == "" for p in wanted[:2]):
            return b""
        return hashlib.blake2b("\x00".join(map(str, wanted)).encode(), digest_size=16).digest()

    def _wanted(self, row: RowRead) -> tuple[Any, ...]:
        parts = tuple(_comparable(row.values.get(k)) for k in self.keys)
        return parts if parts and parts[0] != "" else ()


def key_digest(kind_id: str, parts: Iterable[Any], secret: str) -> str:
    """What is kept of an erased record's name: the store recognises it, nobody finds it by trying.

    `secret`: one of the store's own (`facts.secrets_of`), hex.
    """
    named = hashlib.sha256("\x00".join([kind_id, *map(str, parts)]).encode()).hexdigest()
    return facts.keyed(named, secret)


def key_of(record: Record) -> tuple[Any, ...]:
    """The values that tell a record from others, in one spelling."""
    return tuple(_comparable(getattr(record, name)) for name in record.about.key)


def _erased() -> Problem:
    return Problem(
        "รายการนี้ถูกลบตามสิทธิของเจ้าของข้อมูลแล้ว นำกลับเข้าไม่ได้",
        "This record was erased at the wish of the person it was about; it cannot come back",
    )


def _comparable(value: Any) -> Any:
    if value is None:
        return ""
    return spelling(value) if isinstance(value, str) else value
