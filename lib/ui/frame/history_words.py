"""What was done and by which way, in the reader's language: history, timeline and first screen say it alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lib.insight.display_value import DisplayValues
from lib.schema.history_words import Verb, Way, verb_word, way_word
from lib.ui.frame.safe import md
from lib.ui.frame.speech import Words


def action_word(say: Words, action: str) -> str:
    """What a change did, as a word of the field; never the stored string."""
    return verb_word(action, say.language)


def source_word(say: Words, source: str) -> str:
    """By which way a change came, in words; never the stored string."""
    return way_word(source, say.language)


#: Acts whose note is for the programme: ids, numbers of change-sets.
_UNTOLD = frozenset({Verb.MERGE.value, Verb.COPY.value})
_REVISION = re.compile(r"^revision (\d+)$")
_VERSION = re.compile(r"^version \d+$")


def note_words(say: Words, action: str, note: str) -> str:
    """What was noted with a change, as far as it is for people: their own words, a file's name."""
    if action in _UNTOLD or _VERSION.match(note):
        return ""
    found = _REVISION.match(note)
    return say("ฉบับที่ {n}", n=found[1]) if found else note


def changed_lines(teller: DisplayValues, kind_id: str, fields: Mapping[str, tuple[object, object]]) -> list[str]:
    """What a change did to each field, from what to what, as Markdown lines; marks of the whole record are none."""
    return [
        f"- {md(teller.label(kind_id, name))}: {md(teller.value(kind_id, name, before))} → "
        f"{md(teller.value(kind_id, name, after))}"
        for name, (before, after) in fields.items()
        if not name.startswith("_")
    ]


def source_words(say: Words) -> dict[str, str]:
    """Every way by which a change can come, to choose from: stored string → words."""
    return {way.value: way.label(say.language) for way in Way}
