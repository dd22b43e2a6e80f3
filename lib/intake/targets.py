"""What a column of a tab may answer: the questions of the tab's kind, parts of a place, and a few targets of intake's own."""

from __future__ import annotations

from lib.schema.field import Spec
from lib.schema.record import nested_fields, specs
from lib.schema.registry import KINDS, kind

#: Targets besides field ids.
ID, POINT, PARENT = "id", "point", "parent"
#: A column without a question of its own, kept in the record's note when a person says so.
AS_NOTE = "_note"
#: Column of a Google Sheet in which the app tells how a row fares; it answers nothing.
STATE = "_state"
#: Parts of a place in columns of their own, as `field/part`.
PARTS = ("tambon", "district", "province")


def readable_kinds() -> list[str]:
    """Everything a tab may hold: record kinds, and nested rows as ``kind/field``."""
    found = []
    for kind_id, model in KINDS.items():
        found.append(kind_id)
        found += [f"{kind_id}/{name}" for name in nested_fields(model)]
    return found


def targets_of(kind_id: str) -> dict[str, Spec | None]:
    """Everything a column of a tab may answer: field ids, parts of the place, and the rest."""
    head, _, nested = kind_id.partition("/")
    model = kind(head)
    if nested:
        return {PARENT: None, **specs(nested_fields(model)[nested])}
    inner = nested_fields(model)
    found: dict[str, Spec | None] = {ID: None}
    for name, spec in specs(model).items():
        if name in inner:
            continue
        found[name] = spec
        if name == model.about.place:
            found |= {f"{name}/{part}": spec for part in PARTS}
    if {"latitude", "longitude"} <= set(found):
        found[POINT] = None
    if "note" in found:
        found[AS_NOTE] = None
    return found


def may_be_set(spec: Spec | None) -> bool:
    """Whether a sheet may change a question at all (verdicts belong to the app)."""
    return spec is None or not spec.by_the_app
