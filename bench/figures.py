"""Numbers out of samples: percentiles, CPU per action, bytes per action."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench.runner import Measured, Result
from bench.sessions import Sample

LOADS = ("visit", "switch")
ACTIONS = (*LOADS, "interact")


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile; nan when there is nothing to rank."""
    if not values:
        return float("nan")
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked) + 0.5) - 1))]


@dataclass(frozen=True)
class Kind:
    """Figures of one kind of action in its own phase."""

    count: int
    errors: int
    cpu_ms: float
    """Server CPU of the whole phase (static files it caused included) by finished actions."""
    p50: float
    p95: float
    p99: float
    wire_kb: float
    payload_kb: float
    assets_kb: float
    """Static files fetched over HTTP, per action; not part of the seconds."""
    cached_share: float
    """Share of elements that came as a reference to a message the tab already had."""
    changed_share: float
    per_second: float
    lag_p95_ms: float
    lag_max_ms: float
    client_busy: float
    """CPU of the client by wall time: near 1.0 the client itself is the bottleneck."""
    other_busy: float
    """CPU of other work on the machine, in cores."""
    server_busy: float


def figures(measured: Measured, *kinds: str) -> Kind:
    """A failed action counts as endless: left out, or with its quick failure, it would flatter."""
    chosen = measured.of(*kinds)
    # A visitor that was thrown out comes back by a visit in the interaction phase: its CPU is
    # in the phase, so it is in the count as well.
    finished = [s for s in measured.of(*ACTIONS) if not s.errors]
    seconds = [math.inf if s.errors else s.seconds for s in chosen]
    elements = sum(s.elements for s in chosen) or 1
    changeable = [s for s in chosen if s.kind != "interact" or not s.widget.startswith("map")]
    n = len(chosen) or 1
    return Kind(
        count=len(chosen),
        errors=sum(bool(s.errors) for s in chosen),
        cpu_ms=1000 * measured.server_cpu / len(finished) if finished else float("nan"),
        p50=percentile(seconds, 0.50),
        p95=percentile(seconds, 0.95),
        p99=percentile(seconds, 0.99),
        wire_kb=sum(s.wire_bytes for s in chosen) / n / 1024,
        payload_kb=sum(s.payload_bytes for s in chosen) / n / 1024,
        assets_kb=sum(s.wire_bytes for s in measured.of("assets")) / n / 1024,
        cached_share=sum(s.cache_hits for s in chosen) / elements,
        changed_share=sum(s.changed for s in changeable) / (len(changeable) or 1),
        per_second=len(finished) / measured.wall,
        lag_p95_ms=1000 * percentile(measured.lags, 0.95),
        lag_max_ms=1000 * max(measured.lags, default=float("nan")),
        client_busy=measured.client_cpu / measured.wall,
        other_busy=measured.other_cpu / measured.wall,
        server_busy=measured.server_cpu / measured.wall,
    )


def load_figures(result: Result) -> Kind:
    return figures(result.phases["load"], *LOADS)


def interaction_figures(result: Result) -> Kind:
    return figures(result.phases["interact"], "interact")


def page_rows(samples: Sequence[Sample]) -> list[tuple[str, str, int, float, float, float]]:
    """(page, kind, count, p50 s, p95 s, wire KB) for each page and kind."""
    rows = []
    for page, kind in sorted({(s.page, s.kind) for s in samples if s.kind in ACTIONS}):
        chosen = [s for s in samples if (s.page, s.kind) == (page, kind)]
        seconds = [s.seconds for s in chosen]
        wire = sum(s.wire_bytes for s in chosen) / len(chosen) / 1024
        rows.append((page, kind, len(chosen), percentile(seconds, 0.5), percentile(seconds, 0.95), wire))
    return rows


def top_errors(result: Result, most: int = 5) -> list[tuple[str, int]]:
    return Counter(result.errors).most_common(most)


def as_json(result: Result) -> dict[str, object]:
    """Everything a later comparison needs, without the single samples."""
    data: dict[str, object] = {
        "variant": result.variant,
        "options": asdict(result.options),
        "rss_mb": [result.rss_start_mb, result.rss_warm_mb, result.rss_max_mb],
        "idle_cpu_share": result.idle_cpu_share,
        "errors": top_errors(result, 20),
        "server_tracebacks": result.server_tracebacks,
        "auto_reruns": result.auto_reruns,
        "writer": result.writer_report,
        "failure": result.failure,
    }
    if "load" in result.phases:
        data["load"] = asdict(load_figures(result))
        data["pages"] = page_rows(result.phases["load"].samples)
    if "interact" in result.phases:
        data["interact"] = asdict(interaction_figures(result))
        data["pages_interact"] = page_rows(result.phases["interact"].samples)
    return data
