"""Words of plans that mean the same, and differences between two lines that are no slip of the pen.

Abbreviations are those that communities and agencies write; a person still confirms each proposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from lib.domain.thai_text import spelling

#: What is written → what it stands for. A form with dots stands for it anywhere, one without as a word of its own.
SAME_WORDS: Final[dict[str, str]] = {
    "กทม.": "กรุงเทพมหานคร",
    "อบต.": "องค์การบริหารส่วนตำบล",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "อปท.": "องค์กรปกครองส่วนท้องถิ่น",
    "ทต.": "เทศบาลตำบล",
    "ทม.": "เทศบาลเมือง",
    "พอช.": "สถาบันพัฒนาองค์กรชุมชน",
    "พมจ.": "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
    "ธ.ก.ส.": "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร",
    "รพ.สต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "อสม.": "อาสาสมัครสาธารณสุขประจำหมู่บ้าน",
    "สสส.": "สำนักงานกองทุนสนับสนุนการสร้างเสริมสุขภาพ",
    "สสว.": "สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม",
    "ททท.": "การท่องเที่ยวแห่งประเทศไทย",
    "อพท.": "องค์การบริหารการพัฒนาพื้นที่พิเศษเพื่อการท่องเที่ยวอย่างยั่งยืน",
    "สนง.": "สำนักงาน",
    "จนท.": "เจ้าหน้าที่",
    "รร.": "โรงเรียน",
    "กก.": "กิโลกรัม",
    "เฟสบุ๊ค": "เฟซบุ๊ก",
    "เฟสบุ๊ก": "เฟซบุ๊ก",
    "facebook": "เฟซบุ๊ก",
    "line": "ไลน์",
    "online": "ออนไลน์",
}
#: A line with one of these says the opposite of the line without.
_NOT: Final = ("ไม่", "ไร้", "ปลอด", "งด", "เลิก", "ห้าม", "ลด", "เว้น")
_LETTER: Final = "ก-๛a-z0-9"
#: So many letters exchanged are another word, no slip; so many more on one side say something more.
_ANOTHER_WORD: Final = 2
_MORE: Final = 3


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """A line with its abbreviations written out, in one spelling."""
    plain = text.lower()
    for form, whole in _FORMS:
        plain = form.sub(whole, plain)
    return " ".join(spelling(plain).split())


def _form(said: str) -> re.Pattern[str]:
    bare = said.replace(".", "")
    word = rf"(?<![{_LETTER}]){re.escape(bare)}(?![{_LETTER}])"
    return re.compile(f"{re.escape(said)}|{word}" if "." in said else word if bare.isascii() else re.escape(said))


_FORMS: Final = tuple((_form(said), whole) for said, whole in sorted(SAME_WORDS.items(), key=lambda p: -len(p[0])))


@lru_cache(maxsize=4096)
def says_another_thing(one: str, other: str) -> bool:
    """Whether two lines that look alike differ by a word: “แก้ว” for “แดง”, all for foreign, with for without, 1 for 2."""
    a, b = canonical(one).replace(" ", ""), canonical(other).replace(" ", "")
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return True
    exchanged = 0
    for what, a_from, a_to, b_from, b_to in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if what == "replace":
            exchanged += max(a_to - a_from, b_to - b_from)
        elif len(more := a[a_from:a_to] or b[b_from:b_to]) >= _MORE or any(word in more for word in _NOT):
            return True
    return exchanged >= _ANOTHER_WORD


def all_say_the_same(texts: Iterable[str]) -> bool:
    """Whether no two of some lines differ by a word."""
    told = sorted(set(texts))
    return not any(says_another_thing(a, b) for n, a in enumerate(told) for b in told[n + 1 :])
