"""Thai citizen ids: thirteen digits, the last of which checks the others.

Nothing here needs them, so they are refused wherever they could be typed. Source of the rule: the
check digit is (11 - (sum of digit i x (14 - i), i = 1 … 12) mod 11) mod 10; the first digit, 1 to 8,
is the person's category (Department of Provincial Administration).
"""

from __future__ import annotations

import re

from lib.domain.thai_text import to_ascii_digits

#: Thirteen digits on their own, written together or with single dashes or spaces between them; part
#: of an address on the web or of a longer number is none.
_THIRTEEN = re.compile(r"(?<![\d/=_.&#A-Za-z-])[1-8](?:[ -]?\d){12}(?![\d_])")


def holds_citizen_id(text: str) -> bool:
    """Whether a text holds a number that can be somebody's citizen id."""
    return any(_checks(re.sub(r"\D", "", found)) for found in _THIRTEEN.findall(to_ascii_digits(text)))


def _checks(digits: str) -> bool:
    weighed = sum(int(d) * (13 - at) for at, d in enumerate(digits[:12]))
    return (11 - weighed % 11) % 10 == int(digits[12])
