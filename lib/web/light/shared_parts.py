"""What of a page is the same for everybody who may see it, as it was drawn last.

Ten phones of a group ask for a step after each line that one of them writes. What differs between them – the
token of the browser, the key of each form – is put in each time.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from lib.config import forget_with

#: Texts held, of some 20 to 70 KB; those not asked for the longest fall out.
_MOST: Final = 200
#: What stands for each browser's own in a text that is held; drawn by lot, so that nobody can type it.
_LOT: Final = secrets.token_hex(16)
_OWN: Final = re.compile(rf"{_LOT}(\w+);")

#: Draws a text by each browser's own, and by what gives each form its key.
Draw = Callable[[Mapping[str, str], Callable[[], str]], str]


@dataclass(frozen=True)
class _Held:
    """`made_of`: read models, which are other ones as soon as anything changes. `pieces`: text and names in turns."""

    made_of: tuple[object, ...]
    pieces: tuple[str, ...]


_held: OrderedDict[Hashable, _Held] = OrderedDict()
_guard = threading.Lock()
forget_with(_held.clear)


def new_key() -> str:
    """Each form is sent under a key of its own; what is sent twice counts once."""
    return secrets.token_urlsafe(16)


def drawn_once(
    name: Hashable, made_of: tuple[object, ...], own: Mapping[str, str], draw: Draw, key: Callable[[], str] = new_key
) -> str:
    """The text `name` with a browser's `own` put in; drawn anew when it is made of anything else than it was.

    Whether the browser may see it is asked before.
    """
    with _guard:
        held = _held.get(name)
    if held is None or any(a is not b for a, b in zip(held.made_of, made_of, strict=True)):
        text = draw({each: f"{_LOT}{each};" for each in own}, lambda: f"{_LOT}key;")
        held = _Held(made_of, tuple(_OWN.split(text)))
    with _guard:
        _held[name] = held
        _held.move_to_end(name)
        if len(_held) > _MOST:
            _held.popitem(last=False)
    pieces = list(held.pieces)
    pieces[1::2] = [key() if each == "key" else own[each] for each in pieces[1::2]]
    return "".join(pieces)
