"""What the screens of the survey workflow may do, handed to them by the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from lib.ui.form.desk import Desk


@dataclass(frozen=True)
class WorkDesk:
    """Actions bound to store and actor. Each raises `ThunError` with a sentence to show."""

    records: Desk
    begin: Callable[[str, int | None], str]
    certify: Callable[..., int]
    unlock_plan: Callable[[str, str], int]
    report_rung: Callable[[str, str, str], str]


@dataclass(frozen=True)
class HouseDesk:
    """The same for households' forms."""

    records: Desk
    look: Callable[..., None]
    alike: Callable[[str], list[Any]]
    call_two: Callable[[str, str], None]
    check: Callable[..., Any]
    withdraw_consent: Callable[[str], None]
    erase_form: Callable[[str, str], None]
    export_form: Callable[[str], bytes]
    look_through: Callable[..., Any]
    take_in: Callable[..., Any]
    release: Callable[[str, int], Any]


def work_desk(records: Desk, store: Any, actor: Any, *actions: Any) -> WorkDesk:
    """The desk of the workspaces, with the actions of some modules bound to a store and an actor."""
    return WorkDesk(records, **_bound(WorkDesk, store, actor, *actions))


def house_desk(records: Desk, store: Any, actor: Any, *actions: Any) -> HouseDesk:
    """The desk of the households' forms, likewise."""
    return HouseDesk(records, **_bound(HouseDesk, store, actor, *actions))


def _bound(desk: type[Any], store: Any, actor: Any, *actions: Any) -> dict[str, Any]:
    names = [f.name for f in fields(desk) if f.name != "records"]
    return {n: partial(getattr(m, n), store, actor) for n in names for m in actions if hasattr(m, n)}
