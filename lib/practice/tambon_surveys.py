"""What invented tambons found out about themselves: the place, its produce, the capitals of its community."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lib.practice.households import VILLAGES
from lib.schema.record import Record
from lib.schema.tambon_survey import CommunityCapital, LocalProduct, TambonSurvey
from lib.schema.tambon_work import TambonWork

#: Kind of capital, what it is, and what else is told of it.
_CAPITAL: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("human", "ปราชญ์ปุ๋ยหมัก 3 คน", {}),
    ("social", "กองทุนสวัสดิการชุมชน", {"founded_by": "self", "members": 640}),
    ("physical", "โรงสีชุมชน", {}),
    ("natural", "ป่าชุมชน 320 ไร่", {}),
    ("financial", "กลุ่มออมทรัพย์ตำบล", {"founded_by": "self", "fund": Decimal(2_350_000), "members": 410}),
    ("financial", "กองทุนหมู่บ้าน", {"founded_by": "others", "fund": Decimal(4_000_000)}),
)


def survey(head: TambonWork, key: str) -> list[Record]:
    """The survey of one workspace. `key`: what its ids end with."""
    return [
        TambonSurvey(
            id=f"ty-{key}",
            work=head.id,
            location="ที่ราบริมน้ำ (ฝึกหัด)",
            population=4200,
            households=1180,
            villages=VILLAGES,
            occupations=["rice", "livestock"],
            policy="โครงการแหล่งน้ำขนาดเล็ก",
            disasters="น้ำท่วมปลายฝนทุกสองสามปี",
        ),
        LocalProduct(
            id=f"lp-{key}x1",
            work=head.id,
            text="ข้าวเหนียวพันธุ์พื้นเมือง (ฝึกหัด)",
            inputs="own",
            production="self",
            price="buyer",
            sold_to="middleman_out",
            consumers="outside",
            value=Decimal(4_800_000),
        ),
        LocalProduct(
            id=f"lp-{key}x2",
            work=head.id,
            text="ผักปลอดสาร (ฝึกหัด)",
            inputs="community",
            production="group",
            price="self",
            sold_to="group",
            consumers="inside",
            value=Decimal(900_000),
        ),
        *(
            CommunityCapital(id=f"cx-{key}x{n}", work=head.id, capital=capital, text=text, **told)
            for n, (capital, text, told) in enumerate(_CAPITAL)
        ),
    ]
