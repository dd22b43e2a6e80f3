"""Does the client really do what the figures say? Run on any variant, prints one line each.

Every claim is tried in both directions where it can be: a text that is on the page is found,
a text that is not there makes the load fail.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path

from bench.runner import Options, plan_for
from bench.server import Server
from bench.sessions import Plan, Visitor
from bench.variants import Page, Variant
from bench.widgets import another

ABSENT = "ข้อความที่ไม่มีหน้าใดแสดง"


def check(variant: Variant, data: Path) -> int:
    """Number of claims that did not hold."""
    with Server(variant, data) as server:
        plan = plan_for(variant, Options(patience=60.0), server)
        lines = asyncio.run(_all(plan))
        failed = 0
        for held, text in lines:
            failed += not held
            print(f"  {'ok  ' if held else 'FAIL'} {text}")
        if server.log_errors():
            print(f"  FAIL tracebacks in the server log\n{server.log_tail()}")
            failed += 1
        return failed


async def _all(plan: Plan) -> list[tuple[bool, str]]:
    lines = []
    for page in plan.pages:
        lines += await _page(plan, page)
    lines += await _switching(plan)
    lines += await _failures_are_seen(plan)
    return lines


async def _page(plan: Plan, page: Page) -> list[tuple[bool, str]]:
    visitor = Visitor(plan, random.Random(1))
    name = page.path or "overview"
    await visitor.visit(page)
    visit = next(s for s in visitor.samples if s.kind == "visit")
    lines = [(not visit.errors, f"{name}: deep link, {visit.elements} elements {visit.errors or ''}")]
    for widget in visitor.choices(shell=True):
        lines.append(await _widget(visitor, widget.id, name))
    await visitor.close()
    return lines


async def _widget(visitor: Visitor, widget_id: str, name: str) -> tuple[bool, str]:
    """Same value, another one, back: the page must stay, differ, and be as before."""
    widget = next((w for w in visitor.choices(shell=True) if w.id == widget_id), None)
    if widget is None:
        return True, f"{name}: a widget is gone after another one changed"
    first, before = visitor.tab.value_of(widget), visitor.tab.fingerprint()
    states = []
    for value in (first, another(widget, first, visitor.draw), first):
        if widget.wire != "map" or value:
            await visitor.act("interact", visitor.tab.change(widget, value or ()))
        states.append(visitor.tab.fingerprint())
    same, changed, back = (state == before for state in states)
    last = visitor.samples[-1]
    where = "in a fragment" if last.fragment else "full run"
    text = f"{name}: {widget.kind} {widget.label!r} ({where}, {last.cache_hits} cached)"
    if any(s.errors for s in visitor.samples):
        return False, f"{text} {visitor.samples[-1].errors}"
    if widget.wire == "map":
        return True, f"{text} moved"
    if not same:
        return True, f"{text} cannot be judged: the page differs on every run (random ids)"
    return not changed and back, f"{text} changes the page: {not changed}, and back: {back}"


async def _switching(plan: Plan) -> list[tuple[bool, str]]:
    visitor = Visitor(plan, random.Random(2))
    await visitor.visit(plan.pages[0])
    for page in (*plan.pages[1:], *_there_and_back(plan)):
        if page != visitor.page:
            await visitor.switch(page)
    switches = [s for s in visitor.samples if s.kind == "switch"]
    errors = [e for s in switches for e in s.errors]
    hits = sum(s.cache_hits for s in switches)
    await visitor.close()
    return [(not errors, f"{len(switches)} page switches, {hits} cached elements {errors[:3] or ''}")]


def _there_and_back(plan: Plan) -> list[Page]:
    """The server may refer to a big message for two more runs, so return at once."""
    return [page for other in plan.pages[1:] for page in (other, plan.pages[0], other)]


async def _failures_are_seen(plan: Plan) -> list[tuple[bool, str]]:
    wrong = Visitor(plan, random.Random(3))
    await wrong.visit(replace(plan.pages[0], text=ABSENT))
    missing = any("missing" in e for s in wrong.samples for e in s.errors)
    await wrong.visit(Page("no-such-page"))
    unknown = any("page_not_found" in e for s in wrong.samples for e in s.errors)
    await wrong.close()
    return [(missing, "a page without its text is an error"), (unknown, "an unknown path is an error")]
