"""One request to a light page: who asks, which plans this phone holds the code of, whose answers may be sent."""

from __future__ import annotations

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
from lib.actions.canvas import filling
from lib.domain.worlds import PRACTICE
from lib.insight.access.invited import inviter_of
from lib.insight.source import Source, source
from lib.schema.canvas_layout import SENTENCE
from lib.ui.frame.addresses import base_path
from lib.ui.frame.light import PRACTICE_BELOW, light_below
from lib.web.light.drawing import Drawing
from lib.web.light.shared_parts import new_key
from lib.web.plain import cookies
from lib.web.plain.asked import Asked

#: Codes of plans that were typed or scanned on this phone, sealed: a season of forums.
_PLANS, _LASTS = "plans", timedelta(days=180)
_MOST_PLANS: Final = 8


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
        """The store of the world that is shown; who asks is known from the own one."""
        return source(PRACTICE) if self.practice else self.own

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
        held = code and filling.canvas_behind(self.source.store, code) == canvas
        return holding(self.actor, canvas) if held else self.actor

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
        return super().drawn(template, **{**own, **values})
