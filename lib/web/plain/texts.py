"""Sentences that every set of plain pages needs, in Thai and English side by side."""

from __future__ import annotations

COMMON: dict[str, tuple[str, str]] = {
    "app": ("ทุนชุมชน", "Thun Chumchon"),
    "language": ("English", "ภาษาไทย"),
    "home": ("ไปที่ภาพรวม", "To the overview"),
    "refused": ("ทำไม่ได้", "Not possible"),
    "form_old": (
        "หน้านี้เปิดค้างไว้นาน หรือเบราว์เซอร์ไม่รับคุกกี้ เปิดลิงก์ใหม่แล้วทำอีกครั้ง",
        "This page is old, or the browser takes no cookies. Open the link anew and do it again.",
    ),
    "form_long": ("ข้อความยาวเกินไป", "That is too long."),
}
