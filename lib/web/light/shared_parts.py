"""What of a page is the same for everybody who may see it, as it was drawn last.

Ten phones of a group ask for a step after each line that one of them writes. What differs between them – the
token of the browser, the key of each form – is put in each time.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from lib.config import forget_with

#: Parts held, of some 20 to 50 KB; those not asked for the longest fall out.
_MOST: Final = 200
#: Stand for the two in what is held; drawn by lot, so that nobody can type them.
_TOKEN, _KEY = (secrets.token_hex(16) for _ in range(2))


@dataclass(frozen=True)
class _Part:
    """`made_of`: read models, which are other ones as soon as anything changes."""

    made_of: tuple[object, ...]
    text: str


_held: OrderedDict[Hashable, _Part] = OrderedDict()
_guard = threading.Lock()
forget_with(_held.clear)


def new_key() -> str:
    """Each form is sent under a key of its own; what is sent twice counts once."""
    return secrets.token_urlsafe(16)


def shared_part(
    name: Hashable, made_of: tuple[object, ...], token: str, draw: Callable[[str, Callable[[], str]], str]
) -> Markup:
    """The part `name` for a browser with a token: drawn anew, by token and keys, when it is made of anything else.

    Whether the browser may see it is asked before.
    """
    with _guard:
        part = _held.get(name)
    if part is None or any(a is not b for a, b in zip(part.made_of, made_of, strict=True)):
        part = _Part(made_of, draw(_TOKEN, lambda: _KEY))
    with _guard:
        _held[name] = part
        _held.move_to_end(name)
        if len(_held) > _MOST:
            _held.popitem(last=False)
    first, *others = part.text.replace(_TOKEN, token).split(_KEY)
    return Markup(first + "".join(new_key() + text for text in others))
