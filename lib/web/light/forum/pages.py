"""The hall on a phone: what is said, the running step, what is asked, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.responses import JSONResponse, Response

from lib.actions.forum import ballots as voting
from lib.actions.forum import ideas as saying
from lib.domain.ballots import choices_of, mean
from lib.domain.errors import ThunError
from lib.domain.thai_date import format_date
from lib.insight.forum.hall import BallotSeen, Hall, hall, live_of
from lib.insight.forum.seats import own_paper
from lib.schema.forum import ForumStep
from lib.web.light import calling
from lib.web.light.forum.coming_in import MOST_SEATS, address
from lib.web.light.visit import HeldSeat, Visit
from lib.web.plain.asked import status_of

#: Ideas of others on a phone: as many as a thumb goes through.
_MOST_IDEAS: Final = 30


@dataclass(frozen=True)
class BallotForm:
    """A ballot as one seat sees it. `chosen`: numbers of choices as this phone put them in."""

    ballot: BallotSeen
    choices: tuple[str, ...]
    voted: bool
    chosen: tuple[int, ...]
    #: What was let out, for each choice: (words, points together, of phones, by hands); () for none.
    result: tuple[tuple[str, int, int | None, int | None], ...] = ()
    mean: str = ""

    @property
    def changeable(self) -> bool:
        """This phone has put it in, or nobody has."""
        return not self.voted or bool(self.chosen)


def hall_page(visit: Visit) -> Response:
    """The whole page, or with ``?part`` only what may have changed on it."""
    forum = visit.request.path_params["forum"]
    return draw_hall(visit, forum)


def draw_hall(visit: Visit, forum: str, said: tuple[str, ...] = (), status: int = 200) -> Response:
    """The hall as it stands, with why not above what was refused."""
    held = visit.seats_in(forum)
    found = hall(visit.source, forum) if held else None
    if not held or found is None:
        return visit.page("hall_code", 403, wrong=visit.t("hall_reopen"))
    wanted = visit.form.get("seat") or visit.query.get("seat", "")
    mine = next((one for one in held if one.seat == wanted), held[0])
    group = found.group(mine.sits.group or "")
    canvas = (group.canvas or "") if group else ""
    response = visit.page(
        "hall_part" if "part" in visit.query else "hall",
        status,
        forum=found.forum,
        hall=found,
        turn=found.live.turn,
        mine=mine,
        held=held,
        more=len(held) < MOST_SEATS,
        group=group.name if group else "",
        canvas=canvas,
        locked=bool(group and group.id in found.live.locked),
        to_plan=_to_plan(visit, found, canvas),
        left=_left(found.step, found.live.step_since),
        step_number=_number(found),
        ballots=_ballots(visit, found, mine),
        ideas=[i.said.text for i in found.ideas_now()[-_MOST_IDEAS:][::-1]] if _asks_ideas(found) else None,
        presents=found.presents,
        standing=calling.standing(visit, canvas) if canvas else "",
        offered=calling.offered(visit),
        day=format_date(found.forum.starts_on, visit.language),
        said=said,
        here=address(visit, forum, mine.seat if len(held) > 1 else ""),
    )
    if held and not visit.has_word:
        visit.keep_word(response)
    return response


def turn_now(visit: Visit) -> Response:
    """The hall's turn: a number that goes up whenever there is something new to fetch."""
    live = live_of(visit.source, visit.request.path_params["forum"])
    tag = f'"{live.turn}"'
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse({"turn": live.turn}, headers={"ETag": tag})


def vote(visit: Visit) -> Response:
    """A paper is put in. Nothing of it stands in the address, the log or the store beside the seat."""
    forum, ballot = visit.request.path_params["forum"], visit.form.get("ballot", "")
    mine = next((one for one in visit.seats_in(forum) if one.seat == visit.form.get("seat")), None)
    if mine is None:
        return _refused(visit, forum, (visit.t("hall_reopen"),), 403)
    if not visit.has_word:
        # A browser that kept no cookie of ours could never change its paper.
        response = _refused(visit, forum, (visit.t("press_again"),), 409)
        visit.keep_word(response)
        return response
    try:
        voting.vote(visit.source.store, forum, ballot, mine.seat, _word(visit, mine), _chosen(visit))
    except ThunError as error:
        return _refused(visit, forum, tuple(p.text(visit.language) for p in error.problems), status_of(error))
    return _taken(visit, forum, mine, visit.t("vote_kept"))


def idea(visit: Visit) -> Response:
    """An idea is kept, once."""
    forum = visit.request.path_params["forum"]
    mine = next((one for one in visit.seats_in(forum) if one.seat == visit.form.get("seat")), None)
    if mine is None:
        return _refused(visit, forum, (visit.t("hall_reopen"),), 403)
    store, about = visit.source.store, visit.form.get("about", "")
    try:
        if visit.form.get("clap"):
            saying.applaud(store, forum, mine.seat, about)
        else:
            saying.send(store, forum, mine.seat, visit.form.get("text", ""), visit.form.get("key", ""), about)
    except ThunError as error:
        return _refused(visit, forum, tuple(p.text(visit.language) for p in error.problems), status_of(error))
    return _taken(visit, forum, mine, visit.t("idea_kept"))


def _taken(visit: Visit, forum: str, mine: HeldSeat, words: str) -> Response:
    if visit.wants_data:
        return JSONResponse({"say": words})
    return visit.go(address(visit, forum, mine.seat))


def _refused(visit: Visit, forum: str, said: tuple[str, ...], status: int) -> Response:
    if visit.wants_data:
        return JSONResponse({"say": " ".join(said)}, status)
    return draw_hall(visit, forum, said, status)


def _chosen(visit: Visit) -> list[int]:
    """Numbers of choices from a form: ticked, ranked (``r.<number>`` = place) or given dots (``d.<number>``)."""
    ranked, found = list[tuple[int, int]](), list[int]()
    for name, value in visit.fields:
        if name == "c" and value.isdecimal():
            found.append(int(value))
        kind, _, number = name.partition(".")
        if number.isdecimal() and value.isdecimal() and len(value) < 4:
            if kind == "r":
                ranked.append((int(value), int(number)))
            elif kind == "d":
                found += [int(number)] * min(int(value), 50)
    places = [place for place, _ in ranked]
    # Two things in one place are no ranking: what is left is too short, and told so.
    return found + [number for place, number in sorted(ranked) if places.count(place) == 1]


def _ballots(visit: Visit, found: Hall, mine: HeldSeat) -> list[BallotForm]:
    """The ballot that runs, and results that were let out, the newest first."""
    shown = [b for b in found.plenum.ballots if b.asked.state == "open" or found.may_show(b)]
    running = found.ballot_on_wall
    if running is not None and running.asked.state == "closed" and running not in shown:
        shown.append(running)
    return [_form(visit, found, one, mine) for one in reversed(shown)]


def _form(visit: Visit, found: Hall, one: BallotSeen, mine: HeldSeat) -> BallotForm:
    asked = one.asked
    choices = choices_of(asked.form, asked.offered or "", visit.language)
    voted, chosen = (
        own_paper(visit.source, one.id, mine.seat, _word(visit, mine)) if asked.state == "open" else (False, ())
    )
    if not found.may_show(one):
        return BallotForm(one, choices, voted, chosen)
    rows = tuple((words, c.together, c.phones, c.hands) for words, c in zip(choices, one.counted, strict=False))
    middle = mean([c.together for c in one.counted]) if asked.form == "scale" else None
    return BallotForm(one, choices, voted, chosen, rows, "" if middle is None else f"{middle:.1f}")


def _word(visit: Visit, mine: HeldSeat) -> str:
    """The word of one seat on this phone: several people may use it."""
    return f"{visit.word}.{mine.seat}"


def _asks_ideas(found: Hall) -> bool:
    return found.step is not None and found.step.tool == "ideas"


def _to_plan(visit: Visit, found: Hall, canvas: str) -> str:
    if not canvas:
        return ""
    step = found.step
    number = f"/{step.canvas_step}" if step is not None and step.tool == "canvas" and step.canvas_step else ""
    return f"{visit.below}/plan/{canvas}{number}" + ("?lang=en" if visit.language == "en" else "")


def _left(step: ForumStep | None, since: datetime | None) -> int | None:
    """Minutes left of the running step, rounded up; None where it has no time."""
    if step is None or since is None or not step.minutes:
        return None
    passed = (datetime.now(UTC) - since).total_seconds() / 60
    return max(0, -int(-(step.minutes - passed) // 1))


def _number(found: Hall) -> int:
    return next((n for n, s in enumerate(found.plenum.steps, start=1) if s.id == found.live.step), 0)
