"""Writes at a steady rate while the load runs: real actions on the practice country.

Each write is one change-set by an actor on its own transaction, as a form's save is.
"""

from __future__ import annotations

import argparse
import itertools
import time

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.domain.worlds import PRACTICE
from lib.store import records
from lib.store.opening import opened


def main() -> None:
    """Save organisations and progress remarks in turn; the last line says what was done."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    chosen = parser.parse_args()
    store = opened(PRACTICE)
    with store.database.reading() as connection:
        step = records.find(connection, "tambon_progress", limit=1)[0].record
    values = {name: getattr(step, name) for name in ("area", "rung", "reached_on")}
    started, slowest, written = time.perf_counter(), 0.0, 0
    for number in itertools.count():
        due = started + number / chosen.rate
        if due - started > chosen.seconds:
            break
        time.sleep(max(0.0, due - time.perf_counter()))
        begun = time.perf_counter()
        save(store, OWN_MACHINE, "tambon_progress", {**values, "note": f"{number}"}, record_id=step.id)
        slowest, written = max(slowest, time.perf_counter() - begun), written + 1
    took = time.perf_counter() - started
    print(f"{written} writes in {took:.1f} s, slowest {1000 * slowest:.0f} ms")


if __name__ == "__main__":
    main()
