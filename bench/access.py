"""What access costs: the look at a session on each run, a list of many records, a save – side by side without."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from lib.access.actors import OWN_MACHINE, Actor
from lib.access.identity import actor_of
from lib.access.policy import COUNTRY, Grant, Role
from lib.access.visible import visible_in_a_list
from lib.actions.records.saving import save
from lib.insight.records.listing import listing
from lib.insight.source import Source
from lib.schema.history_words import Way
from lib.schema.seeing import Audience
from lib.store import accounts, login_sessions
from lib.store.opening import Store, open_store
from lib.store.tables import table

REGION = "CODI-BE"


def report(rows: int, times: int) -> str:
    """A Markdown table: CPU of one look, one list page and one save, with and without a right that has a place."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", Path(folder) / "backups")
        try:
            return _report(store, rows, times)
        finally:
            store.database.close()


def _report(store: Store, rows: int, times: int) -> str:
    session, somebody = _somebody(store)
    _fill(store, rows)
    fifths = tuple(Grant(Role.OFFICER, f"TH-25020{n}") for n in range(1, 5))
    part, most = (Actor("p", "p", Way.FORM, some, account="p") for some in (fifths[:1], fifths))
    source, everything = Source(store), Actor("o", "o", Way.FORM, (Grant(Role.COUNTRY, COUNTRY),), account="o")
    measured = {
        "look at a session": (lambda: None, lambda: actor_of(store, session)),
        f"list of {rows:,} records, all of them in the place": (
            lambda: listing(source, "organisation", "", 1, audience=Audience.WRITER),
            lambda: listing(
                source,
                "organisation",
                "",
                1,
                audience=Audience.WRITER,
                only=visible_in_a_list(somebody, "organisation"),
            ),
        ),
        f"list of {rows:,} records, a fifth of them in the place": (
            lambda: listing(source, "organisation", "", 1, audience=Audience.WRITER),
            lambda: listing(
                source, "organisation", "", 1, audience=Audience.WRITER, only=visible_in_a_list(part, "organisation")
            ),
        ),
        f"list of {rows:,} records, four fifths of them in the place": (
            lambda: listing(source, "organisation", "", 1, audience=Audience.WRITER),
            lambda: listing(
                source, "organisation", "", 1, audience=Audience.WRITER, only=visible_in_a_list(most, "organisation")
            ),
        ),
        "the same for who sees the country": (
            lambda: listing(source, "organisation", "", 1, audience=Audience.WRITER),
            lambda: listing(
                source,
                "organisation",
                "",
                1,
                audience=Audience.WRITER,
                only=visible_in_a_list(everything, "organisation"),
            ),
        ),
        "save": (lambda: _save(store, OWN_MACHINE), lambda: _save(store, somebody)),
    }
    lines = ["| | without, ms CPU | with, ms CPU | more |", "|---|---|---|---|"]
    for name, (without, with_access) in measured.items():
        # In turns, so that a noisy moment of the machine meets both.
        pairs = [(_cpu(without), _cpu(with_access)) for _ in range(times)]
        off, on = (statistics.median(one) * 1000 for one in zip(*pairs, strict=True))
        more = f"{100 * (on - off) / off:+.0f} %" if off > 0.05 else f"{on - off:+.2f} ms"
        lines.append(f"| {name} | {off:.2f} | {on:.2f} | {more} |")
    return "\n".join(lines)


def _somebody(store: Store) -> tuple[str, Actor]:
    with store.database.writing() as connection:
        account = accounts.add(connection, "เจ้าหน้าที่")
        accounts.grant(connection, account, (Role.OFFICER.value, REGION, ""), ("bench", "bench"))
        session, _ = login_sessions.begin(connection, account, "bench", "bench")
    return session, actor_of(store, session)


def _fill(store: Store, rows: int) -> None:

    now, into = datetime.now(UTC), table("organisation")
    told = {"revision": 1, "origin": "own", "created_at": now, "updated_at": now, "no_answer": {}, "type": "group"}
    empty = {c.name: None for c in into.c if c.name not in told and c.name not in ("id", "name", "area")}
    new = [
        {**empty, **told, "id": f"org-{n}", "name": f"กลุ่ม {n}", "area": f"TH-2502{1 + n % 5:02d}"} for n in range(rows)
    ]
    with store.database.writing() as connection:
        for part in range(0, rows, 2000):
            connection.execute(insert(into), new[part : part + 2000])


def _save(store: Store, actor: Actor) -> None:
    save(store, actor, "organisation", {"name": f"ใหม่ {time.time_ns()}", "type": "group", "area": "TH-250213"})


def _cpu(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun
