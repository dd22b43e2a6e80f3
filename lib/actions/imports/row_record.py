"""The record that a row makes: what is stored with the row's values put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lib.actions.records.checks import same_value
from lib.schema.problems import validate
from lib.schema.record import Record


def record_of(
    model: type[Record], said: Mapping[str, Any], now: Mapping[str, Any], record_id: str, kept: Iterable[str] = ()
) -> Record:
    """The stored values with the row's put in; raises `BadInput`. `kept`: fields of the row that are set aside."""
    stay = set(kept)
    values = aligned(said, now)
    merged = {**now, **{n: v for n, v in values.items() if n not in stay}}
    declined = {**now.get("no_answer", {}), **values.get("no_answer", {})}
    merged["no_answer"] = {n: v for n, v in declined.items() if merged.get(n) in (None, [])}
    if record_id:
        merged["id"] = record_id
    return validate(model, merged)


def aligned(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Nested rows take the ids of the stored rows that say the same, else of those in their place."""
    made = dict(values)
    for name, rows in values.items():
        if not (isinstance(rows, list) and rows and isinstance(rows[0], dict)):
            continue
        old = list(now.get(name) or [])
        told = []
        for n, row in enumerate(rows):
            same = next((o for o in old if all(same_value(as_json(v), o.get(k)) for k, v in row.items())), None)
            twin = same or (old[0] if n < len(now.get(name) or []) and old else None)
            if twin:
                old.remove(twin)
            told.append({**row, "id": twin["id"] if twin else ""})
        made[name] = told
    return made


def as_json(value: Any) -> Any:
    """A read value as history keeps it."""
    if isinstance(value, list):
        return [as_json(v) for v in value]
    if hasattr(value, "quantize"):
        return f"{value.quantize(type(value)('0.01')):f}"
    return value.isoformat() if hasattr(value, "isoformat") else value
