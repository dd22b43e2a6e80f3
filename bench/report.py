"""Tables for the terminal and for docs/performance.md, as Markdown in both places."""

from __future__ import annotations

import datetime
import math
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.figures import interaction_figures, load_figures, page_rows, top_errors
from bench.runner import Result

OPENING = "<!-- bench:{name} -->"
CLOSING = "<!-- /bench -->"
LATE_CLIENT_MS = 50.0
BUSY_CLIENT = 0.8


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def load_report(results: list[Result]) -> str:
    measured = [r for r in results if "interact" in r.phases]
    parts = [_setting(results), _main_table(measured), _ratios(measured), _trust(measured)]
    parts += [_problems(r) for r in results]
    return "\n\n".join(part for part in parts if part)


def spread_report(results: list[Result]) -> str:
    """Several runs of each variant: the median, and in brackets the least and the most."""
    measured = [r for r in results if "interact" in r.phases]
    header = ["variant", "runs", "page load p50 s", "page load p95 s", "interaction p50 s", "interaction p95 s"]
    header += ["CPU ms load", "CPU ms interaction", "RSS MB max", "errors"]
    rows = []
    for name in dict.fromkeys(r.variant for r in measured):
        mine = [r for r in measured if r.variant == name]
        loads, interactions = [load_figures(r) for r in mine], [interaction_figures(r) for r in mine]
        rows.append(
            [
                name,
                str(len(mine)),
                _spread([f.p50 for f in loads], ".3f"),
                _spread([f.p95 for f in loads], ".3f"),
                _spread([f.p50 for f in interactions], ".3f"),
                _spread([f.p95 for f in interactions], ".3f"),
                _spread([f.cpu_ms for f in loads], ".1f"),
                _spread([f.cpu_ms for f in interactions], ".1f"),
                _spread([r.rss_max_mb for r in mine], ".0f"),
                str(sum(len(r.errors) for r in mine)),
            ]
        )
    parts = [_setting(results), table(header, rows), _trust(measured), *(_problems(r) for r in results)]
    return "\n\n".join(part for part in parts if part)


def _spread(values: list[float], form: str) -> str:
    """``median (least–most)``; an answer that never came makes it endless."""
    return f"{median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def break_report(steps: list[Result]) -> str:
    header = ["sessions", "loads/s", "load p50 / p95 / p99 s", "interactions/s"]
    header += ["interaction p50 / p95 / p99 s", "server cores", "client cores", "RSS MB", "errors"]
    rows = []
    for step in steps:
        if "interact" not in step.phases:
            rows.append([str(step.options.sessions), *["–"] * 7, step.failure[:80]])
            continue
        load, interact = load_figures(step), interaction_figures(step)
        rows.append(
            [
                str(step.options.sessions),
                f"{load.per_second:.0f}",
                f"{load.p50:.3f} / {load.p95:.3f} / {load.p99:.3f}",
                f"{interact.per_second:.0f}",
                f"{interact.p50:.3f} / {interact.p95:.3f} / {interact.p99:.3f}",
                f"{load.server_busy:.2f} / {interact.server_busy:.2f}",
                f"{load.client_busy:.2f} / {interact.client_busy:.2f}",
                f"{step.rss_max_mb:.0f}",
                str(len(step.errors)),
            ]
        )
    parts = [_setting(steps), table(header, rows)]
    parts += [_trust([s for s in steps if "interact" in s.phases])]
    parts += [_problems(s) for s in steps]
    return "\n\n".join(part for part in parts if part)


def pages_report(results: dict[str, list[list[str]]]) -> str:
    header = ["variant", "page", "CPU ms visit", "CPU ms switch", "CPU ms interaction"]
    header += ["ms visit", "ms interaction", "KB visit", "KB interaction", "HTTP KB", "errors"]
    rows = [[variant, *row] for variant, rows in results.items() for row in rows]
    return table(header, rows)


def page_latencies(result: Result) -> str:
    rows = [
        [page or "overview", kind, str(n), f"{p50:.3f}", f"{p95:.3f}", f"{kb:.1f}"]
        for name in ("load", "interact")
        for page, kind, n, p50, p95, kb in page_rows(result.phases[name].samples)
    ]
    return table(["page", "action", "n", "p50 s", "p95 s", "KB"], rows)


def write_section(path: Path, name: str, body: str) -> None:
    """Replace the section `name` of a Markdown file, or add it at the end."""
    opening = OPENING.format(name=name)
    section = f"{opening}\n{body}\n{CLOSING}"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    pattern = re.compile(re.escape(opening) + r".*?" + re.escape(CLOSING), re.DOTALL)
    if pattern.search(text):
        text = pattern.sub(lambda _: section, text, count=1)
    else:
        text = f"{text.rstrip()}\n\n{section}\n".lstrip()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _setting(results: list[Result]) -> str:
    options = results[0].options
    command = "python -m bench " + " ".join(sys.argv[1:])
    writes = f", {options.writes:g} writes per second" if options.writes else ""
    return (
        f"`{command}` · {datetime.date.today().isoformat()} · {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, streamlit {version('streamlit')} · "
        f"think time {options.think:g} s ± half, {options.fresh:.0%} of page loads by a new tab, "
        f"{options.seconds / 2:g} s of page loads, then {options.seconds / 2:g} s of "
        f"interactions{writes}"
    )


def _main_table(results: list[Result]) -> str:
    header = ["variant", "sessions", "CPU ms load / interaction", "page load p50 / p95 / p99 s"]
    header += ["interaction p50 / p95 / p99 s", "KB load / interaction", "HTTP KB per load"]
    header += ["loads / interactions", "output changed", "RSS MB start / warm / max", "errors"]
    rows = []
    for result in results:
        load, interact = load_figures(result), interaction_figures(result)
        rows.append(
            [
                result.variant,
                str(result.options.sessions),
                f"{_cpu(load.cpu_ms)} / {_cpu(interact.cpu_ms)}",
                _seconds(result, load.p50, load.p95, load.p99),
                _seconds(result, interact.p50, interact.p95, interact.p99),
                f"{load.wire_kb:.1f} / {interact.wire_kb:.1f}",
                f"{load.assets_kb:.1f}",
                f"{load.count} / {interact.count}",
                f"{interact.changed_share:.0%}",
                f"{result.rss_start_mb:.0f} / {result.rss_warm_mb:.0f} / {result.rss_max_mb:.0f}",
                str(len(result.errors)),
            ]
        )
    return table(header, rows)


def _seconds(result: Result, *values: float) -> str:
    """Seconds; an answer that never came took longer than the patience of the client."""
    patience = f">{result.options.patience:.0f}"
    return " / ".join(f"{v:.3f}" if math.isfinite(v) else patience for v in values)


def _cpu(value: float) -> str:
    """A figure, or a dash when too few answers came (a stalled server serves nothing)."""
    return f"{value:.1f}" if math.isfinite(value) and value < 1000 else "–"


def _times(other: Result, theirs: float, ours: float) -> str:
    """How many times slower; at least so many when the answer never came."""
    if math.isfinite(theirs):
        return f"{theirs / ours:.0f}×"
    return f"> {other.options.patience / ours:.0f}×"


def _ratios(results: list[Result]) -> str:
    """How many times slower and heavier each baseline is than the app in the same run."""
    ours = next((r for r in results if r.variant == "app"), None)
    others = [r for r in results if r.variant != "app"]
    if ours is None or not others:
        return ""
    header = ["app against", "page load p95", "interaction p95", "CPU load", "CPU interaction"]
    our_load, our_interact = load_figures(ours), interaction_figures(ours)
    rows = []
    for other in others:
        load, interact = load_figures(other), interaction_figures(other)
        rows.append(
            [
                other.variant,
                _times(other, load.p95, our_load.p95),
                _times(other, interact.p95, our_interact.p95),
                _cpu(load.cpu_ms / our_load.cpu_ms),
                _cpu(interact.cpu_ms / our_interact.cpu_ms),
            ]
        )
    return table(header, rows)


def _trust(results: list[Result]) -> str:
    """How far the client itself and other work on the machine disturbed the figures."""
    lines = []
    for result in results:
        load, interact = load_figures(result), interaction_figures(result)
        late = max(load.lag_p95_ms, interact.lag_p95_ms)
        busy = max(load.client_busy, interact.client_busy)
        warning = ""
        if late > LATE_CLIENT_MS or busy > BUSY_CLIENT:
            warning = " **The client was late: the seconds above are too high by about this lag.**"
        lines.append(
            f"- {result.variant}, {result.options.sessions} sessions, "
            f"{result.options.clients} client process(es): event loop late by p95 "
            f"{load.lag_p95_ms:.0f} / {interact.lag_p95_ms:.0f} ms, at most "
            f"{load.lag_max_ms:.0f} / {interact.lag_max_ms:.0f} ms (loads / interactions); cores "
            f"used by server {load.server_busy:.2f} / {interact.server_busy:.2f}, client "
            f"{load.client_busy:.2f} / {interact.client_busy:.2f}, others "
            f"{load.other_busy:.2f} / {interact.other_busy:.2f}; server idle "
            f"{result.idle_cpu_share:.3f}.{warning}"
        )
        if result.writer_report:
            lines.append(f"  - writer: {result.writer_report}")
        if result.auto_reruns:
            lines.append(f"  - {result.auto_reruns} timed reruns were asked for and not played")
    return "\n".join(lines)


def _problems(result: Result) -> str:
    lines = [f"- {result.variant}: {n} × {error}" for error, n in top_errors(result)]
    if result.server_tracebacks:
        lines.append(f"- {result.variant}: {result.server_tracebacks} tracebacks in the server log")
    return "\n".join(lines)
