"""What a record says that is reported first and counts once it is verified: the day, and the verdict."""

from __future__ import annotations

from datetime import date, datetime

from lib.domain.ladders import Status
from lib.schema import choices
from lib.schema.field import Authority, Privacy, field
from lib.schema.record import Record

#: What a record says of its verdict once the verdict no longer stands.
UNVERIFIED = {"status": Status.REPORTED.value, "verified_by": None, "verified_at": None, "in_spite": None}


class Verifiable(Record):
    """A record that somebody reports and an officer verifies (`About.verifiable`); the verdict is the app's to give."""

    reached_on: date = field(
        "ถึงขั้นนี้เมื่อ",
        "Reached on",
        required=True,
        past=True,
        aliases=("วันที่ถึงขั้น", "ถึงขั้นเมื่อ", "วันที่", "เมื่อวันที่", "วันที่ผ่าน"),
        help_th="วันที่ตามหลักฐาน",
        help_en="The day the evidence shows",
    )
    note: str | None = field("เล่าสั้น ๆ", "In short", max_length=4000, long_text=True, aliases=("หมายเหตุ", "รายละเอียด"))
    status: str = field("สถานะ", "Status", default="reported", options=choices.STATUS, authority=Authority.APP)
    verified_by: str | None = field(
        "ผู้ตรวจรับรอง", "Verified by", max_length=200, authority=Authority.APP, privacy=Privacy.INTERNAL
    )
    verified_at: datetime | None = field("ตรวจเมื่อ", "Verified at", authority=Authority.APP)
    returned_reason: str | None = field("เหตุที่ส่งกลับ", "Reason for return", max_length=1000, authority=Authority.APP)
    returned_to: str | None = field(
        "ช่องที่ให้แก้",
        "Field to correct",
        max_length=200,
        authority=Authority.APP,
        since=3,
        help_th="ประเภท/รายการ/ช่อง ที่ความเห็นชี้ไป",
        help_en="kind/record/field that the comment points at",
    )

    in_spite: str | None = field(
        "รับรองทั้งที่ยังขาด เพราะ",
        "Verified in spite of what is missing, because",
        max_length=1000,
        authority=Authority.APP,
        since=6,
        help_th="สิ่งที่ขั้นนี้ต้องการแต่พื้นที่ทำงานยังไม่มี และเหตุผลของผู้ตรวจ อยู่กับหลักฐานให้ทุกคนเห็น",
        help_en="What the rung asks for and the workspace lacks, and the verifier's reason: it stands with the proof",
    )

    @property
    def is_verified(self) -> bool:
        """Whether an officer's verdict stands on it."""
        return self.status == Status.VERIFIED
