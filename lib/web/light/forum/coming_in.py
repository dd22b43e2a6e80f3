"""Coming in to the hall: the code on the wall, a name, a group; somebody else at the table by the same phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from lib.access.sealing import seal, unseal
from lib.actions.forum import joining
from lib.domain.errors import BadInput, NotAllowed, Problem, ThunError
from lib.domain.forum_wishes import SeatWish
from lib.domain.thai_number import parse_number
from lib.insight.forum.hall import Hall, hall
from lib.web.light.visit import Visit

#: What the door's code was turned into, for the minute that a name takes; a tea break at most.
_DOOR: Final = "forum-door"
_OPEN: Final = timedelta(hours=3)
#: A phone that is handed round a table.
MOST_SEATS: Final = 12


def ask_for_code(visit: Visit) -> Response:
    """The page that the QR on the wall leads to; the code stands behind ``#``."""
    return visit.page("hall_code", wrong="")


def use_code(visit: Visit) -> Response:
    """The code opens the door: who are you? A card on a table says the group as well, after a dot."""
    said = visit.form.get("code", "").strip().rsplit("#", 1)[-1]
    code, _, table = said.partition(".")
    try:
        forum = joining.enter(visit.source.store, code, visit.browser_id)
    except NotAllowed as error:
        return visit.page("hall_code", 403, wrong=error.problems[0].text(visit.language))
    found = hall(visit.source, forum) if forum else None
    if found is None:
        return visit.page("hall_code", 422, wrong=visit.t("hall_code_wrong"))
    if visit.seats_in(forum):
        return visit.go(address(visit, forum))
    return _ask_name(visit, found, {"group": _group_at(found, table)})


def another(visit: Visit) -> Response:
    """The same questions for somebody else who uses this phone."""
    forum = visit.request.path_params["forum"]
    held = visit.seats_in(forum)
    found = hall(visit.source, forum)
    if not held or found is None or len(held) >= MOST_SEATS:
        return visit.go(address(visit, forum))
    return _ask_name(visit, found, {"group": held[0].sits.group or ""})


def take_seat(visit: Visit) -> Response:
    """Somebody has a seat now, and this phone holds it."""
    form = visit.form
    forum = unseal(_DOOR, form.get("door", ""), _OPEN).get("forum", "")
    found = hall(visit.source, forum) if forum else None
    if found is None:
        return visit.page("hall_code", 403, wrong=visit.t("hall_reopen"))
    try:
        wish = SeatWish(form.get("name", ""), form.get("group", ""), _slip(form.get("number", "")))
        kept = joining.take_seat(visit.source.store, forum, wish, form.get("key", ""))
    except ThunError as error:
        said = [problem.text(visit.language) for problem in error.problems]
        return _ask_name(visit, found, form, said, 422)
    response = visit.go(address(visit, forum, kept.record_id if visit.seats_in(forum) else ""))
    visit.keep_seat(response, forum, kept.record_id)
    return response


def address(visit: Visit, forum: str, seat: str = "") -> str:
    """The hall's page on a phone."""
    asked = [f"seat={seat}"] if seat else []
    asked += ["lang=en"] if visit.language == "en" else []
    return f"{visit.below}/forum/{forum}" + (f"?{'&'.join(asked)}" if asked else "")


def _ask_name(
    visit: Visit, found: Hall, typed: dict[str, str], said: list[str] | None = None, status: int = 200
) -> Response:
    return visit.page(
        "hall_name",
        status,
        forum=found.forum,
        door=seal(_DOOR, {"forum": found.forum.id}),
        groups=[(g.id, g.name) for g in found.plenum.groups],
        typed={name: typed.get(name, "") for name in ("name", "number", "group")},
        form_key=typed.get("key", ""),
        said=said or [],
    )


def _slip(text: str) -> int | None:
    """The number of a printed slip; None for none. Raises `BadInput` for what is no number."""
    if not text.strip():
        return None
    read = parse_number(text)
    if read is None or read != int(read) or not 1 <= read <= 100_000:
        raise BadInput(Problem("เลขบนบัตรเป็นตัวเลข 1 ขึ้นไป", "The number on the slip is a whole number from 1", "number"))
    return int(read)


def _group_at(found: Hall, table: str) -> str:
    return next((g.id for g in found.plenum.groups if table and str(g.order) == table), "")
