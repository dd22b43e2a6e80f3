"""Trying a code, a plan's or a hall's: wrong ones are counted, so that nobody goes through many of them.

Counted is what one browser window tries, never an address: a hall is one address. However many
strangers try, somebody with the right code is let in at the first try.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from lib.access.actors import READER
from lib.access.event_words import AccessEventSort
from lib.domain.errors import NotAllowed, Problem
from lib.store import access_events, attempts, canvas_codes, spelled_codes
from lib.store.attempts import TryLimit
from lib.store.opening import Store

#: Somebody reads a worn slip wrong now and then; nobody does so ten times.
OWN: Final = TryLimit(10, timedelta(minutes=10))
#: So many wrong codes by all together are no hall of people: then each may err less often.
TOGETHER: Final = TryLimit(1000, timedelta(hours=1))
OWN_IN_A_STORM: Final = TryLimit(3, timedelta(minutes=10))
_CANVAS: Final = "canvas code"
#: What a code leads to, an id; '' for nothing.
Find = Callable[[Connection, str], str]


def opened(store: Store, code: str, by: str) -> str:
    """Id of the canvas that a code opens, '' when it opens none; raises `NotAllowed` after too many wrong ones."""
    return tried_code(store, code, by, _CANVAS, canvas_codes.canvas_of)


def tried_code(store: Store, code: str, by: str, sort: str, find: Find) -> str:
    """What a code of a sort leads to, '' for nothing; raises `NotAllowed` after too many wrong ones.

    `by`: the window that tries. The same wrong code in the same window (each rerun of its page) counts once.
    """
    if not code.strip():
        return ""
    now, this_code = datetime.now(UTC), f"{sort} {spelled_codes.typed(code)}"
    with store.database.reading() as connection:
        storm = attempts.too_many(connection, sort, None, TOGETHER, now)
        limit = OWN_IN_A_STORM if storm else OWN
        tried = attempts.failed(connection, sort, by, now - limit.within)
        known = attempts.failed(connection, this_code, by, now - limit.within) > 0
        found = find(connection, code)
    if tried >= limit.most:
        raise NotAllowed(_wait(limit))
    if found or known:
        return found
    with store.database.writing() as connection:
        attempts.note(connection, sort, by, now, succeeded=False)
        attempts.note(connection, this_code, by, now, succeeded=False)
        if tried + 1 == limit.most or (tried == 0 and not storm):
            access_events.note(connection, AccessEventSort.CODE_REFUSED, (READER.id, READER.label), tries=tried + 1)
    return ""


def _wait(limit: TryLimit) -> Problem:
    minutes = int(limit.within.total_seconds() // 60)
    return Problem(
        f"ใส่รหัสผิดหลายครั้งแล้ว รอ {minutes} นาทีแล้วลองใหม่ หรือขอ QR จากผู้ดูแลเวที",
        f"Too many wrong codes. Wait {minutes} minutes and try again, or ask the facilitator for the QR.",
    )
