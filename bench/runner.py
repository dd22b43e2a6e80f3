"""One run: start a variant, let visitors arrive, load pages, change widgets; measure each apart."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from bench.server import Server, ServerFailed, cpu_of
from bench.sessions import Plan, Sample
from bench.variants import Page, Variant
from bench.worker import Phase, PhaseResult, serve

#: Long enough for the app to rest and put in order what the tour brought to life.
REST_S = 6.0
IDLE_S = 2.0
SETTLE_S = 2.0


@dataclass(frozen=True)
class Options:
    sessions: int = 250
    seconds: float = 60.0
    """Half of it for page loads, half for interactions."""
    think: float = 10.0
    ramp: float = 10.0
    fresh: float = 0.2
    patience: float = 120.0
    writes: float = 0.0
    clients: int = 1
    seed: int = 2564
    assets: bool = True
    maps: bool = True
    pages: tuple[str, ...] | None = None
    processes: int = 1
    """More than one: `run.py serve`, behind Caddy."""


@dataclass
class Measured:
    """One phase, seen from the client and from the server."""

    name: str
    samples: list[Sample]
    server_cpu: float
    wall: float
    lags: list[float]
    client_cpu: float
    other_cpu: float
    """CPU seconds of everything on the machine that is neither server, client nor writer.
    Rough: the machine's total comes from /proc/stat, which counts in ticks."""

    def of(self, *kinds: str) -> list[Sample]:
        return [s for s in self.samples if s.kind in kinds]


@dataclass
class Result:
    variant: str
    options: Options
    phases: dict[str, Measured] = field(default_factory=dict)
    idle_cpu_share: float = 0.0
    rss_start_mb: float = 0.0
    rss_warm_mb: float = 0.0
    rss_max_mb: float = 0.0
    server_tracebacks: int = 0
    auto_reruns: int = 0
    writer_report: str = ""
    failure: str = ""

    @property
    def errors(self) -> list[str]:
        found = [e for m in self.phases.values() for s in m.samples for e in s.errors]
        return found + ([self.failure] if self.failure else [])


class Clients:
    """The client processes of one run."""

    def __init__(self, plan: Plan, sessions: int, processes: int, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for number in range(processes):
            here, there = context.Pipe()
            share = sessions // processes + (number < sessions % processes)
            process = context.Process(target=serve, args=(there, plan, share, seed + number), daemon=True)
            process.start()
            self._pipes.append(here)
            self._processes.append(process)

    def play(self, phase: Phase) -> PhaseResult:
        for pipe in self._pipes:
            pipe.send(phase)
        parts: list[PhaseResult] = [pipe.recv() for pipe in self._pipes]
        return PhaseResult(
            samples=[s for p in parts for s in p.samples],
            lags=[lag for p in parts for lag in p.lags],
            client_cpu=sum(p.client_cpu for p in parts),
            wall=max(p.wall for p in parts),
            auto_reruns=sum(p.auto_reruns for p in parts),
        )

    def close(self) -> None:
        for pipe in self._pipes:
            pipe.send(Phase("bye", 0))
        for process in self._processes:
            process.join(10)
            if process.is_alive():
                process.terminate()


def run_load(variant: Variant, options: Options, data: Path) -> Result:
    """Measure one variant. A server that cannot be started is a result with a `failure`."""
    many = f" × {options.processes}" if options.processes > 1 else ""
    result = Result(f"{variant.name}{many}", options)
    try:
        with Server(variant, data, options.processes) as server:
            _measure(server, variant, options, result)
    except ServerFailed as error:
        result.failure = str(error)
    return result


def plan_for(variant: Variant, options: Options, server: Server) -> Plan:
    return Plan(
        port=server.port,
        cookie=server.cookie,
        pages=_pages(variant, options.pages),
        think=options.think,
        fresh=options.fresh,
        patience=options.patience,
        assets=options.assets,
        maps=options.maps,
    )


def _pages(variant: Variant, wanted: tuple[str, ...] | None) -> tuple[Page, ...]:
    if wanted is None:
        return variant.pages
    return tuple(page for page in variant.pages if page.path in wanted)


def _measure(server: Server, variant: Variant, options: Options, result: Result) -> None:
    result.rss_start_mb = server.rss_mb()
    plan = plan_for(variant, options, server)
    # Enough visitors that each process has met one.
    warm = Clients(plan, 1 if options.processes == 1 else 4 * options.processes, 1, options.seed)
    result.phases["warm"] = _play(server, warm, Phase("tour", 0))
    warm.close()
    result.rss_warm_mb = server.rss_mb()
    time.sleep(REST_S)
    before = server.cpu_seconds()
    time.sleep(IDLE_S)
    result.idle_cpu_share = (server.cpu_seconds() - before) / IDLE_S

    clients = Clients(plan, options.sessions, options.clients, options.seed)
    writer = None
    try:
        result.phases["arrive"] = _play(server, clients, Phase("arrive", options.ramp))
        half = options.seconds / 2
        if options.writes and variant.writer:
            writer = _start_writer(server, variant, options.writes, options.seconds + SETTLE_S)
        result.phases["load"] = _play(server, clients, Phase("load", half), writer)
        clients.play(Phase("settle", SETTLE_S))
        result.phases["interact"] = _play(server, clients, Phase("interact", half), writer)
        result.rss_max_mb = max(server.max_rss_mb, server.rss_mb())
    finally:
        clients.close()
        if writer is not None:
            result.writer_report = _end_writer(writer)
            if writer.returncode:
                result.failure = f"the writer failed: {result.writer_report}"
    result.server_tracebacks = server.log_errors()


def _play(server: Server, clients: Clients, phase: Phase, writer: subprocess.Popen[str] | None = None) -> Measured:
    cpu, machine, writer_cpu = server.cpu_seconds(), _machine_cpu(), _cpu_of(writer)
    played = clients.play(phase)
    used = server.cpu_seconds() - cpu
    others = _machine_cpu() - machine - used - played.client_cpu - (_cpu_of(writer) - writer_cpu)
    return Measured(
        name=phase.name,
        samples=played.samples,
        server_cpu=used,
        wall=played.wall,
        lags=played.lags,
        client_cpu=played.client_cpu,
        other_cpu=max(0.0, others),
    )


def _machine_cpu() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def _cpu_of(process: subprocess.Popen[str] | None) -> float:
    return cpu_of(process.pid) if process is not None and process.poll() is None else 0.0


def _start_writer(server: Server, variant: Variant, rate: float, seconds: float) -> subprocess.Popen[str]:
    fill = {"python": sys.executable, "rate": f"{rate:g}", "seconds": f"{seconds:g}"}
    command = [part.format(**fill) for part in variant.writer]
    return subprocess.Popen(
        command, cwd=variant.folder, env=server.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _end_writer(writer: subprocess.Popen[str]) -> str:
    """The last line the writer printed: its own account of what it wrote."""
    try:
        output, _ = writer.communicate(timeout=15)
    except subprocess.TimeoutExpired:
        writer.terminate()
        output, _ = writer.communicate()
    lines = output.strip().splitlines()
    return lines[-1] if lines else ""
