"""How large type on a wall has to be so that the last row of a hall can read it.

From ten metres, on a picture two metres wide that is 1,366 px across, about 60 px are needed
(measured by eye in halls; a Thai consonant is then some ten arc-minutes high).
"""

from __future__ import annotations

#: Share of the picture's width that a line's type takes for each metre of hall by each metre of picture.
_SHARE = 60 / 1366 * 2 / 10
#: Below this a wall looks like a page, per cent of the width: 56 px of 1,366.
_LEAST = 56 / 1366
#: Above this no word fits on a line any more.
_MOST = 0.075


def type_share(length: float, width: float) -> float:
    """Height of the wall's type as a share of the picture's width. Metres, metres."""
    return min(_MOST, max(_LEAST, _SHARE * length / width))
