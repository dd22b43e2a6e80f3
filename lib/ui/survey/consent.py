"""What a household is told before it is asked anything (PDPA sections 19 and 23), as one wording.

The wording has a number (`schema/household.CONSENT_VERSION`); a form keeps the one it was given.
"""

from __future__ import annotations

from lib.domain.thai_date import format_date
from lib.schema.household import CONSENT_VERSION
from lib.schema.tambon_work import TambonWork
from lib.ui.frame.speech import Words


def notice(say: Words, work: TambonWork, place: str) -> str:
    """The notice to read aloud: purpose, free will, who sees, what is published, how long, rights."""
    until = format_date(work.keep_until, say.language, short=False) if work.keep_until else say("3 ปีหลังวันสำรวจ")
    return say(
        "ทีมงานของ {place} ขอถามเรื่องเศรษฐกิจครัวเรือนเพื่อทำแผนของตำบลเท่านั้น ตอบหรือไม่ตอบก็ได้ ข้ามข้อใดก็ได้ ไม่มีผลต่อสิทธิหรือสวัสดิการ "
        "คำตอบของแต่ละบ้านเห็นเฉพาะผู้เก็บและผู้ดูแลข้อมูลของตำบล เผยแพร่เฉพาะผลรวมตั้งแต่ 10 ครัวเรือน เก็บไว้ถึง {until} "
        "ขอดู แก้ ลบ หรือถอนความยินยอมได้ที่ {contact} (ข้อความฉบับที่ {version})",
        place=place,
        until=until,
        contact=work.contact or say("ที่ทำการสภาองค์กรชุมชนตำบล"),
        version=CONSENT_VERSION,
    )


def health_notice(say: Words) -> str:
    """Before sensitive questions (section 26)."""
    return say("ข้อมูลสุขภาพและความพิการเป็นข้อมูลอ่อนไหว ถามเฉพาะเมื่อท่านยินยอมโดยชัดแจ้ง แยกเก็บจากคำตอบอื่น และถอนได้ทุกเมื่อ")
