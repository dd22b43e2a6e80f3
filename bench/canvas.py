"""The canvas under load: a hall of open boards while somebody writes; saving a field; a poster.

Everything is measured beside a plain way of doing the same in the same run: the board read and
drawn anew for each refresh, a field saved by one bare UPDATE with its commit.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from bench.server import Server
from bench.sessions import Plan, Visitor
from bench.variants import VARIANTS, Page
from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.export import canvas_paper
from lib.export.canvas_paper import PaperWords
from lib.insight.canvas.board import Board, board, read_board
from lib.insight.source import Source
from lib.schema.canvas_choices import CANVAS_STEPS
from lib.store.opening import Store, open_store
from lib.store.tables import table
from lib.ui.canvas.board import LOOK_AGAIN

ITEMS, SESSIONS, SECONDS, WRITE_EVERY = 60, 100, 30.0, 2.0


def report(sessions: int = SESSIONS, seconds: float = SECONDS) -> str:
    """The whole table, measured now."""
    with tempfile.TemporaryDirectory(prefix="bench-canvas-") as name:
        folder = Path(name)
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", folder / "backups")
        canvas = filled(store)
        rows = [*_hall(folder, store, canvas, sessions, seconds), *_alone(store, canvas)]
        store.database.close()
    heads = "| what | measured | beside it |\n|---|---:|---|"
    return "\n".join([heads, *(f"| {a} | {b} | {c} |" for a, b, c in rows)])


def filled(store: Store, items: int = ITEMS) -> str:
    """A plan with that many lines in its boxes."""
    typed = {"name": "แผนวัดความเร็ว", "area": "TH-250204", "year": "2570"}
    canvas = filling.start(store, OWN_MACHINE, typed, "กลุ่มวัดความเร็ว").canvas
    for number in range(items):
        line = {"step": str(number % 5 + 1), "text": f"ข้อที่ {number} ปลาสดจากกระชังในแม่น้ำ"}
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", line)
    return canvas


def _hall(folder: Path, store: Store, canvas: str, sessions: int, seconds: float) -> list[tuple[str, str, str]]:
    env = {"THUN_DATA_DIR": str(folder), "THUN_SECRETS": str(folder / "none")}
    with Server(replace(VARIANTS["app"], env=env), folder) as server:
        stop = threading.Event()
        writer = threading.Thread(target=_write, args=(store, canvas, stop), daemon=True)
        before = 0.0

        async def play() -> list[float]:
            nonlocal before
            plan = Plan(server.port, (Page("canvas", ""),), think=0, fresh=0, patience=30, cookie=server.cookie)
            visitors = [Visitor(plan, random.Random(n)) for n in range(sessions)]
            for visitor in visitors:
                await _open(visitor, canvas)
            writer.start()
            before = server.cpu_seconds()
            until = time.monotonic() + seconds
            await asyncio.gather(*(_watch(v, until) for v in visitors))
            ticks = [s for v in visitors for s in v.samples if s.kind == "tick"]
            wrong = [s.errors for s in ticks if s.errors]
            if wrong:
                raise RuntimeError(f"{len(wrong)} refreshes failed: {wrong[0]}")
            for visitor in visitors:
                await visitor.close()
            return [s.seconds for s in ticks]

        told = asyncio.run(play())
        cpu = server.cpu_seconds() - before
        stop.set()
        writer.join()
    return [
        (
            f"{sessions} open boards of {ITEMS} lines, refreshed every {LOOK_AGAIN} s, a write every "
            f"{WRITE_EVERY:.0f} s: p50 / p95",
            f"{_ms(told, 50)} / {_ms(told, 95)}",
            "goal p95 ≤ 150 ms",
        ),
        ("CPU of the server a refresh", f"{1000 * cpu / len(told):.1f} ms", f"{len(told)} refreshes"),
    ]


async def _open(visitor: Visitor, canvas: str) -> None:
    from bench.protocol import Tab

    visitor.page = visitor.plan.pages[0]
    visitor.tab = Tab(visitor.plan.origin)
    visitor.tab.query = {"canvas": [canvas], "view": ["projector"]}
    await visitor.act("visit", visitor.tab.visit("canvas"), handshake=True)


async def _watch(visitor: Visitor, until: float) -> None:
    # A browser's timer fires at its own fixed beat, however long an answer took.
    due = time.monotonic() + visitor.draw.random() * LOOK_AGAIN
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        for fragment in list(visitor.tab.ticking)[-1:]:
            await visitor.act("tick", visitor.tab.tick(fragment))
        due += LOOK_AGAIN


def _write(store: Store, canvas: str, stop: threading.Event) -> None:
    number = 0
    while not stop.wait(WRITE_EVERY):
        number += 1
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": f"ข้อใหม่ {number}"})


def _alone(store: Store, canvas: str) -> list[tuple[str, str, str]]:
    source = Source(store)
    shown = board(source, canvas).value
    assert shown is not None
    kept = _times(lambda: board(source, canvas), 300)
    anew = _times(lambda: _read(store, canvas), 60)
    (line,) = shown.of("canvas_item")[:1]
    state = {"revision": 1, "number": 0}

    def save() -> None:
        state["number"] += 1
        done = filling.put(
            store,
            OWN_MACHINE,
            canvas,
            "canvas_item",
            {"step": line.step, "text": f"แก้ {state['number']}", "order": str(line.order)},
            record_id=line.id,
            base_revision=state["revision"],
        )
        state["revision"] = done.revision

    rows = table("canvas_item")

    def bare() -> None:
        state["number"] += 1
        with store.database.writing() as connection:
            change = update(rows).where(rows.c.id == line.id)
            connection.execute(change.values(detail=str(state["number"])))

    saved, plain = _times(save, 200), _times(bare, 200)
    words = _words(shown)
    canvas_paper.poster(shown, words)
    poster = _times(lambda: canvas_paper.poster(shown, words), 5)
    ratio = statistics.median(anew) / max(statistics.median(kept), 1e-9)
    return [
        (
            "board from the shared read model, p50",
            _ms(kept, 50),
            f"read and worked out anew: {_ms(anew, 50)}, {ratio:.0f} ×",
        ),
        (
            "a field saved (checked, merged, with history): p50 / p95",
            f"{_ms(saved, 50)} / {_ms(saved, 95)}",
            f"goal ≤ 50 ms; one bare UPDATE and commit: {_ms(plain, 50)}, {statistics.median(saved) / statistics.median(plain):.1f} ×",
        ),
        ("A3 poster of the same plan, warm", f"{statistics.median(poster):.2f} s", "goal ≤ 1 s"),
    ]


def _read(store: Store, canvas: str) -> None:
    with store.database.reading() as connection:
        read_board(connection, canvas)


def _words(shown: Board) -> PaperWords:
    def say(text: str, **values: object) -> str:
        return text.format(**values) if values else text

    lines = {n: [(i.text, "") for i in shown.plan.of_step(n)] for n in range(1, 6)}
    steps = {int(o.value): (o.th[:18], o.th, "#1f6f78", "") for o in CANVAS_STEPS}
    return PaperWords("th", say, steps, lines, "", "", "https://thun.example/c", datetime.now(UTC))


def _times(act: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        found.append(time.perf_counter() - begun)
    return found


def _ms(seconds: Sequence[float], percentile: int) -> str:
    ordered = sorted(seconds)
    return f"{1000 * ordered[min(len(ordered) - 1, len(ordered) * percentile // 100)]:.1f} ms"
