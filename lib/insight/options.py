"""What a question can be answered with, where its answer is chosen: value → label."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from lib.insight.choices import choices_of
from lib.insight.lists import lists
from lib.insight.source import Source
from lib.schema.field import Spec


def options_of(
    source: Source, spec: Spec, language: str, only: ColumnElement[bool] | None = None, *, fresh: bool = False
) -> dict[str, str]:
    """Closed choices, entries of an editable list, or standing records to point at; {} for places.

    `only`: those that somebody may know the names of.
    """
    if spec.options:
        return {o.value: o.label(language) for o in spec.options}
    if spec.choice_list:
        entries = lists(source, fresh=fresh).value.get(spec.choice_list, ())
        return {e.value: e.name.text(language) for e in entries if not e.retired}
    if spec.refers_to == "area":
        return {}
    return choices_of(source, spec.refers_to, only) if spec.refers_to else {}
