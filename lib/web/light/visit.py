"""One request to a light page: who asks, which plans this phone holds the code of, whose answers may be sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

from starlette.responses import Response

from lib.access.actors import Actor, holding
from lib.access.asking import may_fill, may_in
from lib.access.home import Home, home_of
from lib.access.policy import Act, Permission
from lib.access.sealing import form_token, seal, unseal
from lib.access.seated import seated
from lib.actions.canvas import filling
from lib.domain.worlds import PRACTICE
from lib.insight.access.invited import inviter_of
from lib.insight.forum.hall import live_of
from lib.insight.forum.seats import group_of_plan, seat_of
from lib.insight.source import Source, source
from lib.schema.canvas_layout import SENTENCE
from lib.schema.forum import ForumSeat
from lib.ui.frame.addresses import base_path
from lib.ui.frame.light import PRACTICE_BELOW, light_below
from lib.web.light.drawing import Drawing
from lib.web.light.shared_parts import new_key
from lib.web.plain import cookies
from lib.web.plain.asked import Asked

#: Codes of plans that were typed or scanned on this phone, sealed: a season of forums.
_PLANS, _LASTS = "plans", timedelta(days=180)
_MOST_PLANS: Final = 8
#: Seats in halls that were taken on this phone, sealed; and the random word that its papers in urns lie under.
_SEATS, _WORD, _SEATS_LAST = "seats", "urn", timedelta(days=30)
_MOST_SEATS: Final = 24
#: What tells where a page stands: no page draws another value under these names.
_WHERE: Final = frozenset({"at", "m"})


@dataclass(frozen=True)
class HeldSeat:
    """A seat that this phone holds, and who sits there."""

    seat: str
    sits: ForumSeat


@dataclass(frozen=True)
class Visit(Asked):
    """One request to these pages."""

    #: A plan and its code that this very request brings: the browser keeps them with the answer.
    brought: tuple[tuple[str, str], ...] = ()
    #: The page that is shown in answer, where that is another one than was asked for.
    shown_at: str = ""

    @cached_property
    def practice(self) -> bool:
        """Whether the page shows the practice country: it stands under an address of its own."""
        return self.request.url.path.startswith(f"{base_path()}{PRACTICE_BELOW}/")

    @cached_property
    def below(self) -> str:
        """What the addresses of these pages begin with, in the world that is shown."""
        return light_below(practice=self.practice)

    @cached_property
    def source(self) -> Source:
        """The store of the world that is shown; who asks is known from the own one.

        Whoever has signed in and just sent something sees it on every page; a hall's seats need not.
        """
        kept = source(PRACTICE) if self.practice else self.own
        if not self.signed_in:
            return kept
        if self.request.method == "POST":
            kept.wrote(self.actor.id)
        return kept.fresh if kept.written_by(lambda: self.actor.id) else kept

    @cached_property
    def codes(self) -> dict[str, str]:
        """Canvas → the code that was used here; whether it still works is asked each time."""
        return {**unseal(_PLANS, cookies.kept(self.request, _PLANS), _LASTS), **dict(self.brought)}

    @cached_property
    def _fillers(self) -> dict[str, Actor]:
        return {}

    @cached_property
    def _may_fill(self) -> dict[str, bool]:
        return {}

    def filler(self, canvas: str) -> Actor:
        """Who asks, with the plan whose code this phone holds and that works by now; looked up once a request."""
        if canvas not in self._fillers:
            self._fillers[canvas] = self._as_filler(canvas)
        return self._fillers[canvas]

    def _as_filler(self, canvas: str) -> Actor:
        code = self.codes.get(canvas, "")
        if code and filling.canvas_behind(self.source.store, code) == canvas:
            return holding(self.actor, canvas)
        return self._from_a_seat(canvas) or self.actor

    def _from_a_seat(self, canvas: str) -> Actor | None:
        """Who sits in the group of a hall whose plan this is, while the desk has not locked it."""
        for forum in dict.fromkeys(self._seats.values()):
            group = group_of_plan(self.source, forum, canvas)
            sits = next((h for h in self.seats_in(forum) if h.sits.group == group), None) if group else None
            if sits is not None:
                writer = self.actor if self.actor.account else seated(forum, sits.seat, sits.sits.name)
                return holding(writer, canvas)
        return None

    @cached_property
    def _seats(self) -> dict[str, str]:
        """Seat → forum, as this phone holds them; whether one stands is asked each time."""
        return unseal(_SEATS, cookies.kept(self.request, _SEATS), _SEATS_LAST)

    def seats_in(self, forum: str) -> list[HeldSeat]:
        """The seats of a forum that this phone holds and that stand by now, the first taken first."""
        held = [seat for seat, of in self._seats.items() if of == forum]
        found = ((seat, seat_of(self.source, forum, seat)) for seat in held)
        return [HeldSeat(seat, sits) for seat, sits in found if sits is not None]

    @cached_property
    def forum(self) -> str:
        """The forum in which this phone holds a seat by now, the last one; '' for none."""
        forums = dict.fromkeys(reversed(self._seats.values()))
        return next((forum for forum in forums if self.seats_in(forum)), "")

    @cached_property
    def said_in_hall(self) -> str:
        """What the facilitator says to all phones of the hall that this one is in; '' for nothing."""
        return live_of(self.source, self.forum).message if self.forum else ""

    def keep_seat(self, response: Response, forum: str, seat: str) -> None:
        """Let this phone hold a seat as well."""
        newest = [*self._seats.items(), (seat, forum)][-_MOST_SEATS:]
        cookies.keep(response, self.request, _SEATS, seal(_SEATS, dict(newest)), _SEATS_LAST)
        if not self.has_word:
            self.keep_word(response)

    @property
    def has_word(self) -> bool:
        """Whether this phone has a word for its papers."""
        return bool(cookies.kept(self.request, _WORD))

    @property
    def word(self) -> str:
        """The random word that this phone's papers lie under; no table holds it."""
        return unseal(_WORD, cookies.kept(self.request, _WORD), _SEATS_LAST).get("word", "")

    def keep_word(self, response: Response) -> None:
        """Give this phone its word."""
        word = {"word": secrets.token_urlsafe(24)}
        cookies.keep(response, self.request, _WORD, seal(_WORD, word), _SEATS_LAST)

    def may_fill(self, canvas: str) -> bool:
        """Whether this visitor may fill in a plan."""
        if canvas not in self._may_fill:
            self._may_fill[canvas] = may_fill(self.source.store, self.filler(canvas), canvas)
        return self._may_fill[canvas]

    def keep_code(self, response: Response, canvas: str, code: str) -> None:
        """Let this phone hold the code of a plan, the newest few of them."""
        newest = [(canvas, code), *((c, k) for c, k in self.codes.items() if c != canvas)][:_MOST_PLANS]
        cookies.keep(response, self.request, _PLANS, seal(_PLANS, dict(newest)), _LASTS)

    @cached_property
    def who(self) -> str:
        """Whose answers wait on the phone: another person's, or another session's, are never sent from here."""
        return form_token(f"who {self.actor.account or self.actor.session or self.browser_id}")[:24]

    def may_in(self, act: Act, place: str, kind_id: str) -> Permission:
        """Whether the visitor may do something with a kind in a place."""
        return may_in(self.source.store, self.actor, act, place, kind_id)

    @cached_property
    def home(self) -> Home:
        """Where the visitor is at home."""
        return home_of(self.source.store, self.actor)

    @property
    def inviter(self) -> str:
        """Who invited the visitor, as that person calls oneself; '' for nobody."""
        return inviter_of(self.own, self.actor.invitation) if self.actor.invitation else ""

    @property
    def wants_data(self) -> bool:
        """Whether the page's script asks, and no form."""
        return "application/json" in self.request.headers.get("accept", "")

    @property
    def here(self) -> str:
        """The page that a form was sent from, to go back to; the first page for anything else."""
        start, wanted = f"{self.below}/", self.form.get("from", "")
        strange = any(ord(c) <= 0x20 or c in "\\\x7f" for c in wanted) or len(wanted) > 500
        return wanted if wanted.startswith(start) and not strange and "//" not in wanted else start

    @cached_property
    def at(self) -> str:
        """The address of the page that is shown."""
        return self.shown_at or (self.here if self.request.method == "POST" else self.request.url.path)

    def drawn(self, template: str, **values: object) -> str:
        """The text of a template."""
        me, drawing = self.actor.label if self.signed_in else "", Drawing(self.site.templates, self.t)
        own = {
            "who": self.who,
            "m": self.below,
            "practice": self.practice,
            "sentence": SENTENCE,
            "box": drawing.box,
            "in_sentence": drawing.in_sentence,
            "sayings": drawing.sayings,
            "me": me,
            "at": self.at,
            "q": "?lang=en" if self.language == "en" else "",
            "and_world": "&world=practice" if self.practice else "",
            "key": new_key,
        }
        if self.shown_at:
            own["elsewhere"] = f"{self.shown_at}?lang={'th' if self.language == 'en' else 'en'}"
        # What is drawn once for all may blank out whose it is; a page never says otherwise where it stands.
        assert not _WHERE & values.keys(), "a page's value has the name of one that tells where the page is"
        return super().drawn(template, **{**own, **values})
