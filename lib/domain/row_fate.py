"""What becomes of a row of an office's file when its import is applied."""

from __future__ import annotations

from dataclasses import dataclass

from lib.domain.sentence import Spoken


class Fate(Spoken):
    """The fate of a row, as the preview calls it."""

    NEW = "new", "รายการใหม่", "New"
    CHANGED = "changed", "เปลี่ยน", "Changed"
    UNCHANGED = "unchanged", "เหมือนเดิม", "Unchanged"
    #: It would change what a person verified: left alone until an officer ticks it.
    FROZEN = "frozen", "ตรวจรับรองแล้ว", "Verified"
    WAITS = "waits", "รอคำตอบ", "Waiting for an answer"
    REJECTED = "rejected", "ใช้ไม่ได้", "Not usable"
    #: A heading, a sum, a remark between the rows.
    NOTE = "note", "ไม่ใช่รายการ", "Not a record"


class Prefer(Spoken):
    """Whose value stays where a file and the record answer differently."""

    OURS = "ours", "คงค่าในระบบ", "Keep ours"
    THEIRS = "theirs", "ใช้ค่าจากแฟ้ม", "Take the file's"
    BOTH = "both", "เก็บไว้ทั้งสอง", "Keep both"


@dataclass(frozen=True)
class Answer:
    """One answer of a record, or ('' as id) that answer of every record of a kind in a file."""

    kind: str
    field: str
    record_id: str = ""
