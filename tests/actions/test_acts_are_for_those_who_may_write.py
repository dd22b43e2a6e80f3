"""One object holds what somebody may do: a writer all of it, the holder of a code one canvas, a reader nothing."""

from __future__ import annotations

import inspect
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lib.access.actors import COMMAND_LINE, OWN_MACHINE, READER, Actor, holding
from lib.actions.acts import Acts, acts_of, canvas_acts_of
from lib.domain.errors import NotAllowed
from lib.store.opening import Store


def bound_in(thing: Any) -> dict[str, partial[Any]]:
    """Every bound action below an object of acts, by its path."""
    found: dict[str, partial[Any]] = {}
    for name, value in vars(thing).items():
        if isinstance(value, partial):
            found[name] = value
        else:
            found |= {f"{name}.{below}": action for below, action in bound_in(value).items()}
    return found


@pytest.mark.parametrize("writer", [OWN_MACHINE, COMMAND_LINE])
def test_a_writer_holds_actions_on_this_store_as_this_person(sqlite_store: Store, writer: Actor) -> None:
    acts = acts_of(sqlite_store, writer)
    assert acts is not None
    found = bound_in(acts)
    assert {path.partition(".")[0] for path in found} == set(Acts.__dataclass_fields__)
    for path, action in found.items():
        assert action.args == (sqlite_store, writer), path
        assert list(inspect.signature(action.func).parameters)[1] in ("actor", "_actor"), path


def test_a_reader_holds_nothing(sqlite_store: Store) -> None:
    assert acts_of(sqlite_store, READER) is None
    assert canvas_acts_of(sqlite_store, READER, "cv-1") is None
    assert canvas_acts_of(sqlite_store, READER, "") is None


def test_a_code_opens_the_acts_of_its_canvas_and_no_others(sqlite_store: Store) -> None:
    guest = holding(READER, "cv-1")
    assert acts_of(sqlite_store, guest) is None
    assert canvas_acts_of(sqlite_store, guest, "cv-2") is None
    acts = canvas_acts_of(sqlite_store, guest, "cv-1")
    assert acts is not None
    assert canvas_acts_of(sqlite_store, OWN_MACHINE, "cv-2") is not None
    with pytest.raises(NotAllowed):
        acts.put("cv-2", "canvas_item", {"text": "ก"})
    with pytest.raises(NotAllowed):
        acts.start({})


def test_the_type_checker_reads_pages_and_wrong_calls() -> None:
    """Wrong calls carry ignores that are all needed, so the check of types fails once one is let through."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    mypy = project["tool"]["mypy"]
    wrong = Path(__file__).with_name("calls_that_the_type_checker_reads.py")
    assert {"lib", "pages", f"tests/actions/{wrong.name}"} <= set(mypy["files"])
    assert mypy["strict"], "strict warns of ignores that ignore nothing"
    assert wrong.read_text(encoding="utf-8").count("# type: ignore[") > 10
