"""What was done and by which way, in the reader's language: history, timeline and first screen say it alike."""

from __future__ import annotations

from lib.schema.history_words import Way, verb_word, way_word
from lib.ui.frame.speech import Words


def action_word(say: Words, action: str) -> str:
    """What a change did, as a word of the field; never the stored string."""
    return verb_word(action, say.language)


def source_word(say: Words, source: str) -> str:
    """By which way a change came, in words; never the stored string."""
    return way_word(source, say.language)


def source_words(say: Words) -> dict[str, str]:
    """Every way by which a change can come, to choose from: stored string → words."""
    return {way.value: way.label(say.language) for way in Way}
