"""An area's report in every form, and the pack for a day without network, on the practice country.

Beside each stands the region's PDF of the same run: what another form or a larger area costs in its measure.
"""

from __future__ import annotations

import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.server import Server
from bench.variants import VARIANTS
from lib.domain.months import Month
from lib.domain.thai_date import bangkok_today
from lib.export.area_paper import report_pdf, report_picture
from lib.export.area_report import AreaReport
from lib.export.area_slides import report_pptx
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.country.area_state import area_state
from lib.insight.country.told import month_told
from lib.insight.source import Source
from lib.store import practising
from lib.store.opening import Store, open_store
from lib.ui.country.area_words import area_name, area_report
from lib.ui.frame.speech import words

Make = Callable[[AreaReport, Paper], bytes]
FORMS: dict[str, Make] = {"PDF": report_pdf, "Excel": report_xlsx, "PowerPoint": report_pptx, "PNG": report_picture}
PACK_S = 600.0


def report(times: int) -> str:
    """The whole table, measured now: the quickest of some times."""
    with tempfile.TemporaryDirectory(prefix="bench-reports-") as name:
        store = open_store(f"sqlite:///{name}/practice.sqlite", "practice", Path(name) / "backups")
        practising.fill(store.database)
        took = _made(store, times)
        store.database.close()
    took |= _packs(times)
    base = took["a region's PDF"]
    rows = [f"| {what} | {seconds:.2f} | {seconds / base:.1f} |" for what, seconds in took.items()]
    return "\n".join(["| what | seconds | × a region's PDF |\n|---|---:|---:|", *rows])


def _made(store: Store, times: int) -> dict[str, float]:
    source, say = Source(store), words("th")
    read = month_told(source, Month.of(bangkok_today()))
    took = {}
    for area, region in (("a region's", "N"), ("the country's", "")):
        state = area_state(read.told, area_name(read.progress.value, region, ""), region)
        told = area_report(say, source, read.told, state, "")
        paper = Paper("th", say, state.name.th, "", "", datetime.now(UTC))
        for form, make in FORMS.items():
            took[f"{area} {form}"] = min(_seconds(partial(make, told, paper)) for _ in range(times))
    return took


def _packs(times: int) -> dict[str, float]:
    """Over HTTP from a server of their own; a pack that was made is kept, so each is asked for once a server."""
    took: dict[str, list[float]] = {"a region's pack": [], "the country's pack (77 provinces)": []}
    for _ in range(min(times, 3)):
        with tempfile.TemporaryDirectory(prefix="bench-packs-") as data, Server(VARIANTS["app"], Path(data)) as server:
            for what, query in zip(took, ("?region=N", ""), strict=True):
                address = f"{server.origin}/practice/m/see/pack{query}"
                took[what].append(_seconds(partial(_fetched, address)))
    return {what: min(several) for what, several in took.items()}


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=PACK_S) as answer:
        return bytes(answer.read())
