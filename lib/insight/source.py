"""One world's store with its read models, cached by the version of what they read.

A model is rebuilt once, by one caller, at most every `REBUILD_SECONDS`; meanwhile everyone
else is served the last one. Whoever has just written reads through `Source.fresh` and waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection

from lib.config import forgettable, settings
from lib.domain.thai_date import bangkok_today
from lib.domain.worlds import OWN
from lib.store import versions
from lib.store.opening import Store, opened

#: A busy forum writes many times a second; nobody reads faster than this.
REBUILD_SECONDS = 2.0
#: How often the versions are looked up for readers.
VERSION_SECONDS = 1.0
#: Whoever has written reads what stands now for this long, seconds, in every window; others need not.
WRITER_SECONDS = 5.0

#: Models held, one per open canvas among them; those not asked for the longest fall out.
MOST_MODELS = 400
#: Pieces of models held, the ladders of some past months among them.
MOST_PARTS = 64

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Build = Callable[[Connection], T]


@dataclass(frozen=True)
class Shown(Generic[T_co]):
    """A read model with the version it shows (a short key for caches) and when it was read."""

    value: T_co
    version: str
    as_of: datetime


@dataclass
class _Slot:
    lock: threading.Lock = field(default_factory=threading.Lock)
    shown: Shown[Any] | None = None
    built_at: float = 0.0
    #: The version at which it was last found to be as it was, and what told so.
    still_at: str = ""
    stamp: object = None


class Source:
    """Read models of one store."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self._clock = clock
        self._slots: dict[str, _Slot] = {}
        self._guard = threading.Lock()
        self._parts: dict[str, tuple[object, object]] = {}
        self._versions: dict[str, int] = {}
        self._versions_at = float("-inf")
        self._wrote: dict[str, float] = {}
        self._always_fresh = False

    def wrote(self, person: str) -> None:
        """Somebody (an actor's id) has just written."""
        now = self._clock()
        with self._guard:
            for one in [one for one, at in self._wrote.items() if now - at > WRITER_SECONDS]:
                del self._wrote[one]
            self._wrote[person] = now

    def written_by(self, person: Callable[[], str]) -> bool:
        """Whether somebody has written within `WRITER_SECONDS`; who it is, is asked only when anybody has."""
        since = self._clock() - WRITER_SECONDS
        with self._guard:
            writers = {one for one, at in self._wrote.items() if at >= since}
        return bool(writers) and person() in writers

    @property
    def fresh(self) -> Source:
        """The same models, read as they stand now: for whoever has just written."""
        view = copy(self)
        view._always_fresh = True
        return view

    def read(
        self,
        name: str,
        kinds: tuple[str, ...],
        build: Build[T],
        *,
        fresh: bool = False,
        every: float = REBUILD_SECONDS,
        stamp: Build[object] | None = None,
    ) -> Shown[T]:
        """The model `name`, which reads the given record kinds; rebuilt at most `every` seconds.

        `stamp`: a cheap look at what the model is made of, for one among many that others write to; while it
        says the same, the model stands though its kinds have moved on. None as its answer: build anew.
        """
        fresh = fresh or self._always_fresh
        version = self.version(kinds, fresh=fresh)
        slot = self._slot(name)
        # In this order: whoever builds meanwhile writes them in the other one.
        still = slot.still_at
        shown = slot.shown
        if shown is not None and (version in (shown.version, still) or self._too_soon(slot, fresh, every)):
            return shown
        if shown is not None and not fresh:
            if not slot.lock.acquire(blocking=False):
                return shown  # somebody is rebuilding it; the last one will do
        else:
            slot.lock.acquire()
        try:
            if slot.shown is None or version not in (slot.shown.version, slot.still_at):
                with self.store.database.reading() as connection:
                    now = stamp(connection) if stamp is not None else None
                    if slot.shown is None or now is None or now != slot.stamp:
                        slot.shown = Shown(build(connection), version, datetime.now(UTC))
                slot.stamp, slot.still_at, slot.built_at = now, version, self._clock()
            return slot.shown
        finally:
            slot.lock.release()

    def part(self, connection: Connection, name: str, kinds: tuple[str, ...], build: Build[T]) -> T:
        """A piece that several models are made of, while one of them is built: kept for as long as the kinds it
        reads stand, as this very connection sees them, at the version that it was made at.

        A model that was asked for inside another one could be an older one, and the other would keep it.
        """
        seen = versions.current(connection)
        key = (bangkok_today(), *(seen.get(kind, 0) for kind in kinds))
        with self._guard:
            held = self._parts.pop(name, None)
        if held is None or held[0] != key:
            held = key, build(connection)
        with self._guard:
            self._parts[name] = held
            while len(self._parts) > MOST_PARTS:
                del self._parts[next(iter(self._parts))]
        return cast("T", held[1])

    def version(self, kinds: tuple[str, ...], *, fresh: bool = False) -> str:
        """Key of the present version of some kinds; changes with their data and with the day."""
        now = self._clock()
        if fresh or self._always_fresh or now - self._versions_at >= VERSION_SECONDS:
            self._versions_at = now
            with self.store.database.reading() as connection:
                self._versions = versions.current(connection)
        numbers = ".".join(str(self._versions.get(kind, 0)) for kind in kinds)
        return f"{self.store.world}:{bangkok_today():%Y%m%d}:{numbers}"

    def _too_soon(self, slot: _Slot, fresh: bool, every: float) -> bool:
        return not fresh and self._clock() - slot.built_at < every

    def _slot(self, name: str) -> _Slot:
        with self._guard:
            slot = self._slots.pop(name, None) or _Slot()
            self._slots[name] = slot
            if len(self._slots) > MOST_MODELS:
                del self._slots[next(iter(self._slots))]
            return slot


@forgettable
@cache
def _source(world: str, _settings: object) -> Source:
    return Source(opened(world))


_making = threading.Lock()


def source(world: str = OWN) -> Source:
    """The process's source of a world; raises `StorageProblem` when the store cannot open."""
    with _making:
        return _source(world, settings())


__all__ = ["Shown", "Source", "source"]
