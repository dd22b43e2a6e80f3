"""One quiet visitor, page by page: the CPU cost of each screen on its own.

In the mixed load the CPU of a phase cannot be told apart by page; here it can, because only
one action is in flight. `bench map` is this for the map page alone.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from bench.figures import percentile
from bench.runner import Options, plan_for
from bench.server import Server
from bench.sessions import Plan, Sample, Visitor
from bench.variants import Page, Variant


def measure_pages(variant: Variant, options: Options, data: Path, times: int) -> list[list[str]]:
    """One row of cells per page; see report.pages_report for the columns."""
    with Server(variant, data) as server:
        plan = plan_for(variant, options, server)
        return asyncio.run(_pages(server, plan, variant, times))


async def _pages(server: Server, plan: Plan, variant: Variant, times: int) -> list[list[str]]:
    visitor = Visitor(plan, random.Random(0))
    for page in plan.pages:  # fill the caches; the first session also imports modules
        await visitor.visit(page)
        await visitor.interact()
    rows = [await _row(server, visitor, page, variant, times) for page in plan.pages]
    await visitor.close()
    return rows


async def _row(server: Server, visitor: Visitor, page: Page, variant: Variant, times: int) -> list[str]:
    visits, visit_cpu = await _repeat(server, visitor, "visit", page, times)
    interactions, interact_cpu = await _repeat(server, visitor, "interact", page, times)
    elsewhere = next((p for p in variant.pages if p != page), page)
    switch_cpu = 0.0
    if elsewhere != page:
        for _ in range(times):
            await visitor.switch(elsewhere)
            await _rest()
            before = server.cpu_seconds()
            await visitor.switch(page)
            await _rest()
            switch_cpu += server.cpu_seconds() - before
    samples = visits + interactions
    http_kb = sum(s.wire_bytes for s in samples if s.kind == "assets") / times / 1024
    return [
        page.path or "overview",
        f"{1000 * visit_cpu / times:.1f}",
        f"{1000 * switch_cpu / times:.1f}",
        f"{1000 * interact_cpu / times:.1f}" if interactions else "–",
        _median_ms(visits, "visit"),
        _median_ms(interactions, "interact"),
        _kb(visits, "visit"),
        _kb(interactions, "interact"),
        f"{http_kb:.1f}",
        str(sum(bool(s.errors) for s in samples)),
    ]


async def _repeat(server: Server, visitor: Visitor, kind: str, page: Page, times: int) -> tuple[list[Sample], float]:
    """The samples and the server CPU seconds of `times` repetitions."""
    visitor.samples.clear()
    await _rest()
    before = server.cpu_seconds()
    for _ in range(times):
        await (visitor.visit(page) if kind == "visit" else visitor.interact())
        await _rest()
    return list(visitor.samples), server.cpu_seconds() - before


async def _rest() -> None:
    """CPU after script_finished (garbage collection, file watcher) belongs to the action too."""
    await asyncio.sleep(0.05)


def _median_ms(samples: list[Sample], kind: str) -> str:
    seconds = [s.seconds for s in samples if s.kind == kind]
    return f"{1000 * percentile(seconds, 0.5):.0f}" if seconds else "–"


def _kb(samples: list[Sample], kind: str) -> str:
    sizes = [s.wire_bytes for s in samples if s.kind == kind]
    return f"{sum(sizes) / len(sizes) / 1024:.1f}" if sizes else "–"
