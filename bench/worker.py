"""A client process: many visitors on one event loop, told by a pipe which phase to play.

In a process of its own, so that parsing megabytes of deltas never delays the one that
samples the server. It measures its own lateness, because a late client would blame the server.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench.sessions import Plan, Sample, Visitor

LAG_EVERY_S = 0.02


@dataclass(frozen=True)
class Phase:
    name: str
    """arrive, load, settle, interact, tour (every page once) or bye."""
    seconds: float


@dataclass
class PhaseResult:
    samples: list[Sample] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    """Seconds by which the client's own event loop was late, one per 20 ms."""
    client_cpu: float = 0.0
    wall: float = 0.0
    auto_reruns: int = 0


def serve(pipe: Connection, plan: Plan, sessions: int, seed: int) -> None:
    """Entry point of the process. Answers each Phase with one PhaseResult."""
    _raise_file_limit()
    gc.freeze()
    asyncio.run(_Worker(pipe, plan, sessions, seed).play())


def _raise_file_limit() -> None:
    """Each visitor holds a socket; the usual soft limit is 1,024 (Windows has none)."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class _Worker:
    def __init__(self, pipe: Connection, plan: Plan, sessions: int, seed: int) -> None:
        self._pipe = pipe
        self._plan = plan
        self._draw = random.Random(seed)
        self._visitors = [Visitor(plan, random.Random(self._draw.random())) for _ in range(sessions)]
        self._lags: list[float] = []

    async def play(self) -> None:
        loop = asyncio.get_running_loop()
        lag = asyncio.create_task(self._measure_lag())
        while True:
            phase: Phase = await loop.run_in_executor(None, self._pipe.recv)
            if phase.name == "bye":
                break
            self._pipe.send(await self._phase(phase))
        lag.cancel()
        await asyncio.gather(*(v.close() for v in self._visitors), return_exceptions=True)

    async def _phase(self, phase: Phase) -> PhaseResult:
        actions: dict[str, Callable[[Visitor, float], Awaitable[None]]] = {
            "arrive": self._arrive,
            "load": self._load,
            "settle": self._settle,
            "interact": self._interact,
            "tour": self._tour,
        }
        for visitor in self._visitors:
            visitor.samples.clear()
        self._lags.clear()
        begun, cpu = time.perf_counter(), time.process_time()
        tasks = [
            asyncio.create_task(self._guarded(actions[phase.name], visitor, phase.seconds))
            for visitor in self._visitors
        ]
        # Answers still on their way are waited for, else the slowest would go uncounted.
        _, late = await asyncio.wait(tasks, timeout=phase.seconds + self._plan.patience + 5)
        for task in late:
            task.cancel()
        cut = [Sample("client", "", 0.0, errors=("client: cut off in an action",)) for _ in late]
        return PhaseResult(
            samples=[s for v in self._visitors for s in v.samples] + cut,
            lags=list(self._lags),
            client_cpu=time.process_time() - cpu,
            wall=time.perf_counter() - begun,
            auto_reruns=sum(v.tab.auto_reruns for v in self._visitors),
        )

    async def _guarded(
        self, action: Callable[[Visitor, float], Awaitable[None]], visitor: Visitor, seconds: float
    ) -> None:
        """A defect of the client itself must show up as an error, not as a missing sample."""
        try:
            await action(visitor, seconds)
        except Exception as error:
            visitor.samples.append(Sample("client", "", 0.0, errors=(f"client: {type(error).__name__}: {error}",)))

    async def _arrive(self, visitor: Visitor, seconds: float) -> None:
        await asyncio.sleep(visitor.draw.uniform(0, seconds))
        await visitor.visit()

    async def _load(self, visitor: Visitor, seconds: float) -> None:
        async def one() -> None:
            if not visitor.connected or visitor.draw.random() < self._plan.fresh:
                await visitor.visit()
            else:
                await visitor.switch()

        await self._until(visitor, seconds, one)

    async def _settle(self, visitor: Visitor, seconds: float) -> None:
        """Everyone to a page that has something to change; not counted in any figure."""
        await asyncio.sleep(visitor.draw.uniform(0, seconds))
        for _ in range(2 * len(self._plan.pages)):
            if visitor.connected and visitor.choices():
                return
            await (visitor.switch() if visitor.connected else visitor.visit())

    async def _interact(self, visitor: Visitor, seconds: float) -> None:
        async def one() -> None:
            if not visitor.connected:
                await visitor.visit()
            await visitor.interact()

        await self._until(visitor, seconds, one)

    async def _tour(self, visitor: Visitor, seconds: float) -> None:
        """Every page once by a new tab: fills the caches of every variant alike."""
        for page in self._plan.pages:
            await visitor.visit(page)
        await visitor.close()

    async def _until(self, visitor: Visitor, seconds: float, one: Callable[[], Awaitable[None]]) -> None:
        """Act, think, act … until the time is over. The first pause is cut at a random point."""
        deadline = time.perf_counter() + seconds
        pause = visitor.draw.uniform(0, self._plan.think)
        while time.perf_counter() + pause < deadline:
            await asyncio.sleep(pause)
            await one()
            pause = visitor.draw.uniform(0.5, 1.5) * self._plan.think

    async def _measure_lag(self) -> None:
        while True:
            due = time.perf_counter() + LAG_EVERY_S
            await asyncio.sleep(LAG_EVERY_S)
            self._lags.append(time.perf_counter() - due)
