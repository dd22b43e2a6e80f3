"""A file that cannot be taken is refused in a sentence with the way out."""

from __future__ import annotations

from lib.domain.errors import BadInput, Problem


def refused(th: str, en: str) -> BadInput:
    """What to raise: why not, and what to do instead, in both languages."""
    return BadInput(Problem(th, en))


def damaged() -> BadInput:
    """What to raise for a file that is broken or was cut short on its way."""
    return refused(
        "แฟ้มเสียหายหรือส่งมาไม่ครบ เปิดใน Excel แล้วบันทึกเป็น .xlsx ใหม่ จึงส่งอีกครั้ง",
        "The file is damaged or incomplete. Open it in Excel, save it as .xlsx and send it again",
    )
