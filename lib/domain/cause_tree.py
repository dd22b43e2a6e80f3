"""Why a problem is there, and why that: causes as a tree, from what is seen down to the root."""

from __future__ import annotations

from collections.abc import Mapping

#: Each cause's id with the id of the one it stands under; None, or one that is not there: at the top.
Above = Mapping[str, str | None]


def depths(above: Above) -> dict[str, int]:
    """How deep each cause lies; a loop or a lost parent stands at the top."""
    found: dict[str, int] = {}
    for cause, parent in above.items():
        depth, at, seen = 0, parent, {cause}
        while at is not None and at in above and at not in seen:
            seen.add(at)
            depth, at = depth + 1, above[at]
        found[cause] = 0 if at in seen else depth
    return found


def in_tree_order(above: Above) -> list[str]:
    """Every cause once: each right under the one it stands under, otherwise in the order given."""
    under: dict[str | None, list[str]] = {}
    for cause, parent in above.items():
        under.setdefault(parent if parent in above else None, []).append(cause)
    found: list[str] = []
    waiting = under.get(None, [])[::-1]
    while waiting:
        cause = waiting.pop()
        found.append(cause)
        waiting += under.get(cause, [])[::-1]
    standing = set(found)
    # Causes in a loop hang under nothing; they are told all the same.
    return [*found, *(cause for cause in above if cause not in standing)]
