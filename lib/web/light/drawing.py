"""Boxes as HTML: what follows from a question's declaration and the language is drawn once by the template.

Whose form it stands in and what was typed is put in each time and never remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Protocol

from jinja2 import Environment
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from lib.config import forgettable
from lib.web.light.boxes import Box
from lib.web.plain.site import Say

#: Where the two stand in what is remembered; no declaration has such letters in its words.
_SLOT, _VALUE = "\x02slot\x03", "\x02value\x03"
#: All questions in both languages, each choice ticked, several times over.
_MOST: Final = 4096


class HoldsBoxes(Protocol):
    """What a box asks of the form that it stands in."""

    @property
    def slot(self) -> str:
        """Its place on the page."""

    @property
    def record(self) -> str:
        """Id of what it shows; '' for something new."""

    @property
    def quiet(self) -> bool:
        """Its first question needs no title."""


@dataclass(frozen=True)
class FormOfBoxes:
    """A form that is nothing but boxes."""

    slot: str
    record: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Drawing:
    """Draws the boxes of a site in one language."""

    templates: Environment
    say: Say

    @property
    def sayings(self) -> Markup:
        """What the page's script says, as attributes."""
        return _sayings(self.templates, self.say)

    def box(self, form: HoldsBoxes, box: Box) -> Markup:
        """A question with its title and its help."""
        return self._drawn("box", form, box)

    def in_sentence(self, form: HoldsBoxes, box: Box, *around: str) -> Markup:
        """A question as a part of a sentence. `around`: words before and after it, and what stands in it while empty."""
        return self._drawn("in_sentence", form, box, *around)

    def by_template(self, macro: str, form: HoldsBoxes, box: Box, *around: str) -> str:
        """A box drawn anew, by one of the macros of its template."""
        return str(getattr(_macros(self.templates, self.say), macro)(form, box, *around))

    def _drawn(self, macro: str, form: HoldsBoxes, box: Box, *around: str) -> Markup:
        if box.said or box.points:
            return Markup(self.by_template(macro, form, box, *around))
        typed, chosen = (box.value, _VALUE) if box.sort in ("text", "long") else ("", box.value)
        box = box._replace(value=tuple(chosen) if isinstance(chosen, list) else chosen)
        frame = _frame(self, macro, box, not form.record, form.quiet, around)
        return Markup(frame % {"slot": escape(form.slot), "value": escape("" if typed is None else typed)})


@forgettable
@lru_cache(_MOST)
def _frame(drawing: Drawing, macro: str, box: Box, new: bool, quiet: bool, around: tuple[str, ...]) -> str:
    """A box with room for its form's place and for what is typed into it."""
    form = FormOfBoxes(_SLOT, "" if new else "standing", quiet)
    drawn = drawing.by_template(macro, form, box, *around)
    return drawn.replace("%", "%%").replace(_SLOT, "%(slot)s").replace(_VALUE, "%(value)s")


@forgettable
@cache
def _macros(templates: Environment, say: Say) -> TemplateModule:
    return templates.get_template("box.html").make_module({"t": say})


@forgettable
@cache
def _sayings(templates: Environment, say: Say) -> Markup:
    return Markup(templates.get_template("sayings.html").render({"t": say}).strip())
