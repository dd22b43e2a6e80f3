"""The file in which a forum travels between an office and a hall: a zip of JSON lines, sealed where it names people.

What it holds: who made it, the records as they stand with what both sides had in common, and the change-sets
that were written to them since they came.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pydantic import TypeAdapter

from lib.domain.errors import BadInput, Problem
from lib.schema.registry import KINDS, SCHEMA_VERSION
from lib.store.sealing import MAGIC, seal, unseal

FORMAT: Final = 1
ENDING: Final = ".forum"
#: A hall's whole afternoon is some hundred kilobytes.
_MOST_BYTES: Final = 64 * 1024 * 1024
_MANIFEST, _RECORDS, _SETS = "manifest.json", "records.jsonl", "sets.jsonl"


@dataclass(frozen=True)
class TravelNote:
    """Who made the file, of which forum and when. `latest`: number of the maker's newest change-set.

    `whence`, `common`: the store that the forum came from, and its newest change-set as the forum left it.
    """

    format: int
    forum: str
    name: str
    store: str
    office: str
    made_at: str
    schema_version: int
    latest: int
    whence: str = ""
    common: int = 0


@dataclass(frozen=True)
class TravelRecord:
    """A record as it stands with its maker, JSON-ready. `base`: as the maker had it from the receiver; None: not."""

    kind: str
    id: str
    values: dict[str, object]
    withdrawn: bool
    base: dict[str, object] | None = None


@dataclass(frozen=True)
class TravelChange:
    """One record's part of a change-set."""

    kind: str
    id: str
    revision: int
    fields: dict[str, list[object]]


@dataclass(frozen=True)
class TravelSet:
    """A change-set of the maker's. `at`: when it was done, ISO, aware."""

    number: int
    at: str
    actor: str
    label: str
    action: str
    note: str
    changes: list[TravelChange]


@dataclass(frozen=True)
class TravelFile:
    """Everything in the file."""

    note: TravelNote
    records: list[TravelRecord]
    sets: list[TravelSet]

    @property
    def names_people(self) -> bool:
        """Whether it holds kinds that only some may see."""
        return any(KINDS[one.kind].about.private for one in self.records if one.kind in KINDS)


_NOTE, _RECORD, _SET = TypeAdapter(TravelNote), TypeAdapter(TravelRecord), TypeAdapter(TravelSet)


def to_bytes(file: TravelFile, passphrase: str = "") -> bytes:
    """The file as it is carried; sealed with a passphrase, which a file that names people needs. Raises `BadInput`."""
    if file.names_people and not passphrase:
        raise BadInput(Problem("แฟ้มที่มีชื่อคนต้องตั้งวลีลับ", "A file that names people needs a passphrase", "passphrase"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(_MANIFEST, json.dumps(asdict(file.note), ensure_ascii=False))
        bundle.writestr(_RECORDS, _lines([asdict(one) for one in file.records]))
        bundle.writestr(_SETS, _lines([asdict(one) for one in file.sets]))
    return _sealed(out.getvalue(), passphrase) if passphrase else out.getvalue()


def is_sealed(content: bytes) -> bool:
    """Whether a passphrase opens it."""
    return content.startswith(MAGIC)


def from_bytes(content: bytes, passphrase: str = "") -> TravelFile:
    """What is in it; raises `BadInput` for anything that is no such file, or that a newer version made."""
    if is_sealed(content):
        content = _opened(content, passphrase)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            if sum(one.file_size for one in bundle.infolist()) > _MOST_BYTES:
                raise BadInput(_no_file())
            note = _NOTE.validate_json(bundle.read(_MANIFEST))
            if note.format > FORMAT or note.schema_version > SCHEMA_VERSION:
                raise BadInput(
                    Problem(
                        "แฟ้มนี้ทำด้วยรุ่นที่ใหม่กว่า ปรับรุ่นเครื่องนี้ก่อน", "A newer version made this file: update this machine first"
                    )
                )
            records = [_RECORD.validate_json(line) for line in bundle.read(_RECORDS).splitlines()]
            sets = [_SET.validate_json(line) for line in bundle.read(_SETS).splitlines()]
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadInput(_no_file()) from error
    if any(one.kind not in KINDS for one in records):
        raise BadInput(_no_file())
    return TravelFile(note, records, sets)


def moment(text: str) -> datetime | None:
    """A moment as the file keeps it, aware; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _lines(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _sealed(content: bytes, passphrase: str) -> bytes:
    with TemporaryDirectory(prefix="thun-forum-") as folder:
        plain, sealed = Path(folder) / "plain", Path(folder) / "sealed"
        plain.write_bytes(content)
        seal(plain, sealed, passphrase)
        return sealed.read_bytes()


def _opened(content: bytes, passphrase: str) -> bytes:
    with TemporaryDirectory(prefix="thun-forum-") as folder:
        plain, sealed = Path(folder) / "plain", Path(folder) / f"forum{ENDING}"
        sealed.write_bytes(content)
        unseal(sealed, plain, passphrase)
        return plain.read_bytes()


def _no_file() -> Problem:
    return Problem(
        "แฟ้มนี้ไม่ใช่แฟ้มเวที หรือเสียหาย ยังไม่ได้เปลี่ยนอะไร", "This is no forum's file, or it is damaged. Nothing was changed."
    )
