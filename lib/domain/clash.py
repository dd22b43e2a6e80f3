"""What a person has to settle between a Google Sheet and the app."""

from __future__ import annotations

from lib.domain.sentence import Spoken


class Clash(Spoken):
    """Why two values stand side by side, as the list of matters calls it."""

    CONFLICT = "conflict", "แก้ทั้งสองฝั่งไม่ตรงกัน", "changed differently on both sides"
    PROPOSAL = "proposal", "ชีตเสนอให้เปลี่ยน", "proposed on the sheet"
    OVERWRITTEN = "overwritten", "พิมพ์ในชีตพร้อมกับที่ระบบเขียน", "typed while the app wrote"
