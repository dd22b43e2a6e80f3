"""Every request and reply against Google's own description of the API (its discovery documents)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

Json = dict[str, Any]
_SIMPLE = {"string": str, "boolean": bool, "object": dict, "array": list}


@cache
def document(api: str) -> Json:
    """``sheets.v4`` or ``drive.v3``."""
    where = files("googleapiclient") / "discovery_cache" / "documents" / f"{api}.json"
    found: Json = json.loads(where.read_text(encoding="utf-8"))
    return found


def faults(api: str, schema: str, value: Any) -> list[str]:
    """What is wrong with a message of a schema; empty when nothing is."""
    return _check(document(api)["schemas"], {"$ref": schema}, value, schema)


def query_faults(api: str, method: Json, query: dict[str, list[str]]) -> list[str]:
    """Query parameters that the method does not know, or with values it does not know."""
    known = {**document(api)["parameters"], **method.get("parameters", {})}
    found = []
    for name, values in query.items():
        declared = known.get(name)
        if declared is None:
            found.append(f"unknown parameter {name}")
            continue
        if len(values) > 1 and not declared.get("repeated"):
            found.append(f"{name} is given twice")
        if "enum" in declared:
            found += [f"{name}={v}" for v in values if v not in declared["enum"]]
    return found


def _check(schemas: Json, declared: Json, value: Any, where: str) -> list[str]:
    if "$ref" in declared:
        declared = schemas[declared["$ref"]]
    if value is None and "." in where:
        return []  # in a request, null is the same as nothing
    kind = declared.get("type")
    if kind == "any":
        return []
    if kind == "object":
        return _object(schemas, declared, value, where)
    if kind == "array":
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        # ValueRange.values is a list of lists of anything, null included.
        if declared["items"].get("items", {}).get("type") == "any":
            return [f"{where}[{i}]: not a list" for i, v in enumerate(value) if not isinstance(v, list)]
        return [fault for i, v in enumerate(value) for fault in _check(schemas, declared["items"], v, f"{where}[{i}]")]
    if kind in ("integer", "number"):
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        if good and kind == "integer":
            good = float(value).is_integer()
        return [] if good else [f"{where}: {value!r} is no {kind}"]
    if not isinstance(value, _SIMPLE[str(kind)]):
        return [f"{where}: {value!r} is no {kind}"]
    if "enum" in declared and value not in declared["enum"]:
        return [f"{where}: {value!r} is none of the choices"]
    return []


def _object(schemas: Json, declared: Json, value: Any, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: not an object"]
    if "additionalProperties" in declared:
        inner = declared["additionalProperties"]
        return [f for k, v in value.items() for f in _check(schemas, inner, v, f"{where}.{k}")]
    known = declared.get("properties", {})
    found = [f"{where}: unknown field {name}" for name in value if name not in known]
    for name, one in value.items():
        if name in known:
            found += _check(schemas, known[name], one, f"{where}.{name}")
    return found
