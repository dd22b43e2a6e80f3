"""Files by digest in a bucket of an S3-compatible store; in a folder: `lib.store.held_files`.

A put is atomic at such a store, so a name stands for a whole content. Who takes unused files out and who
puts one in wait for each other by a lock that their caller brings: held for a look, never for an upload.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lib.domain.errors import StorageProblem
from lib.store.bucket import Bucket, BucketEntry
from lib.store.bucket_trouble import not_whole
from lib.store.held_files import ABANDONED_SECONDS, HeldFiles, digest_in, digest_of, name_of


@dataclass(frozen=True)
class BucketOfFiles:
    """Files by digest below a bucket's folder. `alone`: the lock between who puts in and who takes out."""

    bucket: Bucket
    alone: Callable[[], AbstractContextManager[None]] = nullcontext

    def on_disk(self, digest: str) -> Path | None:
        """None: nothing of it lies on this machine."""
        name_of(digest)
        return None

    def has(self, digest: str) -> bool:
        """Whether it is there."""
        return self.bucket.entry(name_of(digest)) is not None

    def read(self, digest: str) -> bytes:
        """What it holds, compared with its name; raises `FileNotFoundError`."""
        content = self.bucket.read(name_of(digest))
        if digest_of(content) != digest:
            raise StorageProblem(not_whole(str(self.bucket), name_of(digest)))
        return content

    def put(self, content: bytes) -> str:
        """Keep a content and return its digest; the store has acknowledged it when this returns."""
        digest = digest_of(content)
        # Asked first without the lock: at a store that does not answer nobody waits while others wait for him.
        if self._stands(digest, len(content)):
            with self.alone():
                if self._stands(digest, len(content)):
                    return digest
        # A sweep that comes now has heard of the row already, or leaves what is so young.
        self.bucket.put(name_of(digest), content, digest)
        return digest

    def _stands(self, digest: str, size: int) -> bool:
        """Whether it is there, and young enough for every sweep to leave it until its row is written."""
        found = self.bucket.entry(name_of(digest))
        return found is not None and found.size == size and _age(found) < ABANDONED_SECONDS / 2

    def take_from(self, other: HeldFiles, digest: str, *, link: bool) -> bool:
        """Have a file that another place holds; whether it is here now."""
        if self.has(digest):
            return True
        try:
            content = other.read(digest)
        except FileNotFoundError:
            return False
        if digest_of(content) != digest:
            return False
        self.bucket.put(name_of(digest), content, digest)
        return True

    def digests(self) -> Iterator[str]:
        """Everything that is there."""
        for one in self.bucket.entries(deep=True):
            if digest := digest_in(one.name):
                yield digest

    def remove_unused(
        self,
        in_use: Callable[[], Collection[str]],
        older_than: float = ABANDONED_SECONDS,
        only: Collection[str] | None = None,
    ) -> int:
        """As `HeldFiles` has it. Ages are by the store's clock against this machine's; it refuses one that is far off."""
        with self.alone():
            used = in_use()
            there = self._all() if only is None else self._some(only)
            going = [one.name for digest, one in there.items() if digest not in used and _age(one) >= older_than]
            self.bucket.delete(going)
        return len(going)

    def _all(self) -> dict[str, BucketEntry]:
        return {digest: one for one in self.bucket.entries(deep=True) if (digest := digest_in(one.name))}

    def _some(self, digests: Collection[str]) -> dict[str, BucketEntry]:
        found = {digest: self.bucket.entry(name_of(digest)) for digest in digests}
        return {digest: one for digest, one in found.items() if one is not None}


def _age(entry: BucketEntry) -> float:
    return abs((datetime.now(UTC) - entry.at).total_seconds())
