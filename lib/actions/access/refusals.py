"""What to say to somebody who cannot come in."""

from __future__ import annotations

from datetime import datetime

from lib.actions.access.owning import is_owners
from lib.domain.errors import NotAllowed, NotFound, Problem
from lib.store.invitations import Invitation


def leads_nowhere(invitation: Invitation | None, now: datetime) -> NotFound:
    """A link that opens nothing, and what to do about it."""
    if invitation is None:
        return NotFound(
            Problem(
                "ไม่พบคำเชิญนี้ ลิงก์อาจมาไม่ครบ เปิดจากข้อความเดิมอีกครั้ง หรือขอลิงก์ใหม่",
                "There is no such invitation. Perhaps part of the link is missing: open it from the message again.",
            )
        )
    if is_owners(invitation):
        return NotFound(
            Problem(
                "กุญแจนี้ใช้ไปแล้วหรือหมดเวลา พิมพ์ python3 run.py admin ที่เครื่องที่เปิดระบบ แล้วเปิดลิงก์ใหม่",
                "This key was used or is over. On the machine that runs the app type: python3 run.py admin",
            )
        )
    if invitation.revoked_at is not None:
        return NotFound(
            Problem("คำเชิญนี้ถูกยกเลิกแล้ว ขอลิงก์ใหม่จากผู้ที่เชิญ", "This invitation was taken back. Ask for a new link.")
        )
    return (
        used_up()
        if now < invitation.until
        else NotFound(Problem("คำเชิญนี้หมดเวลาแล้ว ขอลิงก์ใหม่จากผู้ที่เชิญ", "This invitation is over. Ask for a new link."))
    )


def used_up() -> NotFound:
    """A link whose uses are spent."""
    return NotFound(
        Problem(
            "คำเชิญนี้ใช้ครบแล้ว ถ้าท่านเปลี่ยนเครื่อง ขอลิงก์ใหม่จากผู้ที่เชิญ",
            "This invitation was used already. If you changed your device, ask for a new link.",
        )
    )


def closed() -> NotAllowed:
    """What to say to somebody whose account was closed."""
    return NotAllowed(Problem("บัญชีนี้ปิดแล้ว ติดต่อเจ้าหน้าที่ภาค", "This account is closed. Speak to the regional office."))
