"""Invitations on paper: cards with a QR to cut apart, eight on an A4 page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.domain.thai_date import format_moment
from lib.export.paper.join import joined
from lib.export.paper.qr import qr
from lib.export.paper.renderer import render

#: Cards set in one go: the renderer has bounds on time and memory.
_AT_ONCE = 48


@dataclass(frozen=True)
class InvitationCard:
    """What stands on one card, in the language of the screen; the PIN never does."""

    name: str
    role: str
    place: str
    until: str
    link: str
    pin_asked: bool


def cards(found: Sequence[InvitationCard], say: Callable[..., str], language: str, made_at: datetime) -> bytes:
    """The cards as one A4 PDF."""
    parts = [found[n : n + _AT_ONCE] for n in range(0, len(found), _AT_ONCE)]
    return joined([_sheet(part, say, language, made_at) for part in parts])


def _sheet(found: Sequence[InvitationCard], say: Callable[..., str], language: str, made_at: datetime) -> bytes:
    data: dict[str, object] = {
        "title": say("ทุนชุมชน"),
        "plain_title": say("บัตรเชิญ"),
        "cards": [
            {
                "name": one.name,
                "role": one.role,
                # A name stays whole: a line breaks between tambon, district and province only.
                "place": one.place.split(),
                "until": one.until,
                "qr": qr(one.link),
                "steps": [
                    say("1. เปิดกล้องหรือ LINE สแกน QR"),
                    say("2. ใส่รหัส PIN ที่ผู้เชิญบอก") if one.pin_asked else say("2. อ่านว่าใครเชิญ แล้วกดรับ"),
                    say("3. ใส่ชื่อที่ใช้เรียก"),
                ],
                "warning": say("บัตรนี้เป็นของท่านคนเดียว ใครสแกนก็เข้าได้ อย่าถ่ายรูปส่งต่อ"),
            }
            for one in found
        ],
        "stamp": say("พิมพ์เมื่อ {moment}", moment=format_moment(made_at, language)),
        "cut": say("ตัดตามเส้นประ แจกคนละใบ หายแจ้งผู้เชิญให้ยกเลิก"),
    }
    return render("invitation_cards", data)[0]
