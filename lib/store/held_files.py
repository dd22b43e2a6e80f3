"""Files each under the SHA-256 of what it holds: written once, never changed; here in a folder.

The same bytes are one file, however often they are attached. A name appears when all of it is on the
disk. Who puts a file in and who takes unused ones out wait for each other (also between processes).
In a bucket: `lib.store.bucket_files`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
#: A file that nobody refers to may belong to a record that is being written just now.
ABANDONED_SECONDS: Final = 3600.0
_PARTIAL: Final = ".partial"


def digest_of(content: bytes) -> str:
    """The name of a content."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(file: Path) -> str:
    """The same of what a file holds. Raises `OSError`."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def name_of(digest: str) -> str:
    """Where a file lies below its folder, whatever the folder is in; raises `ValueError`: no digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("no digest")
    return f"{digest[:2]}/{digest[2:]}"


def digest_in(name: str) -> str:
    """The digest that a name below the folder stands for; '' for any other name."""
    first, _, rest = name.partition("/")
    return first + rest if len(first) == 2 and _DIGEST.fullmatch(first + rest) else ""


class HeldFiles(Protocol):
    """Files by digest, wherever they lie. What a place cannot do raises `OSError` or `StorageProblem`."""

    def on_disk(self, digest: str) -> Path | None:
        """Where a file lies on this machine; None when it does not."""

    def has(self, digest: str) -> bool:
        """Whether it is there."""

    def read(self, digest: str) -> bytes:
        """What it holds; raises `FileNotFoundError`."""

    def put(self, content: bytes) -> str:
        """Keep a content and return its digest; it is kept for good when this returns."""

    def take_from(self, other: HeldFiles, digest: str, *, link: bool) -> bool:
        """Have a file that another place holds; whether it is here now. `link`: one file under two names
        where that can be done. Bytes that are not what the name says are not taken."""

    def digests(self) -> Iterator[str]:
        """Everything that is there."""

    def remove_unused(
        self,
        in_use: Callable[[], Collection[str]],
        older_than: float = ABANDONED_SECONDS,
        only: Collection[str] | None = None,
    ) -> int:
        """Remove what nobody uses and what is older, seconds; returns how many files went. `only`: look at these alone.

        What is in use is asked while nobody can put anything in. Who puts a file in does it once more
        when its row is written: whichever comes first, a row never stands without its file.
        """


@dataclass(frozen=True)
class FolderOfFiles:
    """Files by digest in a folder of this machine."""

    folder: Path

    def path(self, digest: str) -> Path:
        """Where a file is, or would be."""
        return self.folder / name_of(digest)

    def on_disk(self, digest: str) -> Path | None:
        """Where a file lies; None when it does not."""
        path = self.path(digest)
        return path if path.is_file() else None

    def read(self, digest: str) -> bytes:
        """What it holds; raises `OSError`."""
        return self.path(digest).read_bytes()

    def has(self, digest: str) -> bool:
        """Whether it is there."""
        return self.path(digest).is_file()

    def put(self, content: bytes) -> str:
        """Keep a content and return its digest; it is on the disk when this returns. Raises `OSError`."""
        digest = digest_of(content)
        target = self.path(digest)
        with self._alone():
            if target.is_file() and target.stat().st_size == len(content):
                os.utime(target)  # young again: a sweep leaves it
                return digest
            self._make(target.parent)
            handle, name = tempfile.mkstemp(dir=target.parent, suffix=_PARTIAL)
            try:
                with os.fdopen(handle, "wb") as file:  # mkstemp: for the own user only
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, target)  # noqa: PTH105 - atomic on every system
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            _durable(target.parent)
        return digest

    def take_from(self, other: HeldFiles, digest: str, *, link: bool) -> bool:
        """Have a file that another place holds; whether it is here now. `link`: one file under two names
        where the disk can do that. Bytes that are not what the name says are not taken."""
        target = self.path(digest)
        if target.is_file():
            return True
        source = other.on_disk(digest)
        if source is None:
            return self._take_content(other, digest)
        self._make(target.parent)
        if link:
            with suppress(OSError):  # another disk, or one without links
                target.hardlink_to(source)
                return True
        with self._arriving(digest) as partial:
            shutil.copyfile(source, partial)
        return target.is_file()

    def _take_content(self, other: HeldFiles, digest: str) -> bool:
        """The same of a place that is no folder of this machine."""
        try:
            content = other.read(digest)
        except FileNotFoundError:
            return False
        self._make(self.path(digest).parent)
        with self._arriving(digest) as partial:
            partial.write_bytes(content)
        return self.path(digest).is_file()

    @contextmanager
    def _arriving(self, digest: str) -> Iterator[Path]:
        """A file to be filled, which gets its name if it then holds what the name says."""
        target = self.path(digest)
        partial = target.with_name(f"{target.name}.{os.getpid()}{_PARTIAL}")
        try:
            yield partial
            with suppress(OSError):  # a place without permissions
                partial.chmod(0o600)
            if digest_of_file(partial) == digest:
                os.replace(partial, target)  # noqa: PTH105 - atomic on every system
        finally:
            partial.unlink(missing_ok=True)

    def digests(self) -> Iterator[str]:
        """Everything that is there."""
        for file in self.folder.glob("??/*"):
            if digest := digest_in(f"{file.parent.name}/{file.name}"):
                yield digest

    def remove_unused(
        self,
        in_use: Callable[[], Collection[str]],
        older_than: float = ABANDONED_SECONDS,
        only: Collection[str] | None = None,
    ) -> int:
        """As `HeldFiles` has it; 0 for a folder that is not there, or cannot be written."""
        if not self.folder.is_dir():
            return 0
        with suppress(OSError), self._alone():
            used, gone = in_use(), 0
            for digest in list(self.digests() if only is None else only):
                gone += digest not in used and self._remove(digest, older_than)
            for left in self.folder.glob(f"??/*{_PARTIAL}"):
                with suppress(OSError):
                    if _age(left) > ABANDONED_SECONDS:
                        left.unlink()
            return gone
        return 0

    def _remove(self, digest: str, older_than: float) -> bool:
        file = self.path(digest)
        try:
            if older_than and _age(file) <= older_than:
                return False
            file.unlink()
        except OSError:  # gone already, or open elsewhere: the next time
            return False
        with suppress(OSError):  # not empty
            file.parent.rmdir()
        return True

    def _alone(self) -> FileLock:
        self._make(self.folder)
        return FileLock(self.folder / ".lock", mode=0o600)

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _age(file: Path) -> float:
    return abs(time.time() - file.stat().st_mtime)


def _durable(folder: Path) -> None:
    """A name in a folder survives a power cut once the folder itself is on the disk (POSIX)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
