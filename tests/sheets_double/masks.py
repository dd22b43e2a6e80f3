"""Field masks: ``a,b(c,d),e/f`` or ``e.f``, in requests (what is meant) and in calls (what is wanted back)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tests.sheets_double.refusal import bad

Json = dict[str, Any]


@lru_cache(maxsize=1024)
def tree(fields: str) -> Json:
    """A mask as nested dicts; an empty one takes all below it."""
    found, rest = _parse("".join(fields.split()).replace("/", "."))
    if rest:
        raise bad(f"Invalid field selection {fields}")
    return found


@lru_cache(maxsize=4096)
def masked(fields: str, path: str) -> bool:
    """Whether a mask takes in a field, in part at least."""
    node = tree(fields)
    for part in path.split("."):
        if "*" in node:
            return True
        if part not in node:
            return False
        node = node[part]
        if not node:
            return True
    return True


def only(value: Any, fields: str) -> Any:
    """What a mask leaves of an answer."""
    return _pick(value, tree(fields))


def _parse(text: str) -> tuple[Json, str]:
    found: Json = {}
    while text and text[0] != ")":
        end = min((text.find(c) for c in ",()" if c in text), default=len(text))
        path, text = text[:end], text[end:]
        leaf = found
        for part in path.split("."):
            leaf = leaf.setdefault(part, {})
        if text.startswith("("):
            inner, text = _parse(text[1:])
            leaf |= inner
            text = text[1:]
        if text.startswith(","):
            text = text[1:]
    return found, text


def _pick(value: Any, node: Json) -> Any:
    if not node or "*" in node:
        return value
    if isinstance(value, list):
        return [_pick(v, node) for v in value]
    if isinstance(value, dict):
        return {k: _pick(v, node[k]) for k, v in value.items() if k in node}
    return value
