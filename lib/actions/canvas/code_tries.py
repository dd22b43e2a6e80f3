"""Trying a plan's code: wrong ones are counted, so that nobody goes through many of them.

Counted is what one browser window tries, never an address: a hall is one address. However many
strangers try, somebody with the right code is let in at the first try.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from lib.access.actors import READER
from lib.access.event_words import AccessEventSort
from lib.domain.errors import NotAllowed, Problem
from lib.store import access_events, attempts, canvas_codes
from lib.store.attempts import TryLimit
from lib.store.opening import Store

#: Somebody reads a worn slip wrong now and then; nobody does so ten times.
OWN: Final = TryLimit(10, timedelta(minutes=10))
#: So many wrong codes by all together are no hall of people: then each may err less often.
TOGETHER: Final = TryLimit(1000, timedelta(hours=1))
OWN_IN_A_STORM: Final = TryLimit(3, timedelta(minutes=10))
_ANY_CODE: Final = "canvas code"


def opened(store: Store, code: str, by: str) -> str:
    """Id of the canvas that a code opens, '' when it opens none; raises `NotAllowed` after too many wrong ones.

    `by`: the window that tries. The same wrong code in the same window (each rerun of its page) counts once.
    """
    if not code.strip():
        return ""
    now, this_code = datetime.now(UTC), f"{_ANY_CODE} {canvas_codes.typed(code)}"
    with store.database.reading() as connection:
        storm = attempts.too_many(connection, _ANY_CODE, None, TOGETHER, now)
        limit = OWN_IN_A_STORM if storm else OWN
        tried = attempts.failed(connection, _ANY_CODE, by, now - limit.within)
        known = attempts.failed(connection, this_code, by, now - limit.within) > 0
        found = canvas_codes.canvas_of(connection, code)
    if tried >= limit.most:
        raise NotAllowed(_wait(limit))
    if found or known:
        return found
    with store.database.writing() as connection:
        attempts.note(connection, _ANY_CODE, by, now, succeeded=False)
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
