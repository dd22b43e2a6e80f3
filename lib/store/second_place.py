"""The second place of a world's backups: a folder elsewhere, or a bucket of an S3-compatible store.

At both lie the zips under their names and, below ``files``, the attached files that they name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, Final, Protocol

from lib.config import settings
from lib.domain.errors import StorageProblem
from lib.store.bucket import Bucket, bucket_at
from lib.store.bucket_files import BucketOfFiles
from lib.store.bucket_trouble import not_whole
from lib.store.held_files import FolderOfFiles, HeldFiles, digest_of_file

FILES: Final = "files"
_VARIABLE: Final = "THUN_BACKUP_COPY"
_ZIPS: Final = "thun-*.zip"


class SecondPlace(Protocol):
    """Where every backup lies a second time. What the place does not do raises `OSError` or `StorageProblem`."""

    @property
    def files(self) -> HeldFiles:
        """The attached files there."""

    def names(self) -> dict[str, int]:
        """Names of the zips there, and their bytes."""

    def digest(self, name: str) -> str:
        """SHA-256 of what lies under a name; '' when that cannot be told."""

    def put(self, file: Path) -> None:
        """Have a zip there under its name, whole or not at all."""

    def get(self, name: str, target: Path) -> None:
        """Have a zip from there here, whole or not at all; compared with what was put there."""

    def opened(self, name: str) -> BinaryIO:
        """To be read and closed. Raises `FileNotFoundError`."""

    def delete(self, name: str) -> None:
        """Have nothing under a name."""


@dataclass(frozen=True)
class FolderElsewhere:
    """A folder: a network drive, a stick."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    @property
    def files(self) -> HeldFiles:
        """The attached files there."""
        return FolderOfFiles(self.folder / FILES)

    def names(self) -> dict[str, int]:
        """Names of the zips there, and their bytes; none where the folder is not there yet."""
        return {one.name: one.stat().st_size for one in self.folder.glob(_ZIPS)}

    def digest(self, name: str) -> str:
        """Read from the place itself: a stick rots, and sticks are mixed up."""
        return digest_of_file(self.folder / name)

    def put(self, file: Path) -> None:
        """Have a zip there under its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _whole_or_not(self.folder / file.name) as partial:
            shutil.copy2(file, partial)

    def get(self, name: str, target: Path) -> None:
        """Have a zip from there here."""
        with _whole_or_not(target) as partial:
            shutil.copyfile(self.folder / name, partial)
            if digest_of_file(partial) != self.digest(name):
                raise StorageProblem(not_whole(str(self.folder), name))

    def opened(self, name: str) -> BinaryIO:
        """To be read in place."""
        return (self.folder / name).open("rb")

    def delete(self, name: str) -> None:
        """Have nothing under a name."""
        (self.folder / name).unlink(missing_ok=True)


@dataclass(frozen=True)
class BucketElsewhere:
    """A folder of a bucket. A put there is atomic, and says in the object's own metadata what it holds."""

    bucket: Bucket

    def __str__(self) -> str:
        return str(self.bucket)

    @property
    def files(self) -> HeldFiles:
        """The attached files there."""
        return BucketOfFiles(self.bucket.below(FILES))

    def names(self) -> dict[str, int]:
        """Names of the zips there, and their bytes."""
        return {one.name: one.size for one in self.bucket.entries(deep=False) if PurePosixPath(one.name).match(_ZIPS)}

    def digest(self, name: str) -> str:
        """As it was said when it was put there; '' when another programme put it there."""
        found = self.bucket.entry(name)
        return found.digest if found else ""

    def put(self, file: Path) -> None:
        """Have a zip there under its name."""
        self.bucket.put(file.name, file, digest_of_file(file))

    def get(self, name: str, target: Path) -> None:
        """Have a zip from there here. Raises `FileNotFoundError`."""
        with _whole_or_not(target) as partial:
            with partial.open("wb") as file:
                file.writelines(self.bucket.parts(name))
            told = self.digest(name)
            if told and digest_of_file(partial) != told:
                raise StorageProblem(not_whole(str(self.bucket), name))

    def opened(self, name: str) -> BinaryIO:
        """To be read from a nameless file of this machine, which is gone once it is closed."""
        file = TemporaryFile()  # noqa: SIM115 - the caller closes it
        try:
            file.writelines(self.bucket.parts(name))
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    def delete(self, name: str) -> None:
        """Have nothing under a name."""
        self.bucket.delete([name])


def second_place(world: str) -> SecondPlace | None:
    """The second place of a world's backups as the settings say; None: there is none. Raises `StorageProblem`."""
    said = settings().backup_copy
    if not said:
        return None
    if "://" in said:
        return BucketElsewhere(bucket_at(said, _VARIABLE).below(world))
    return FolderElsewhere(Path(said) / world)


def second_place_shown() -> str:
    """The second place as a screen may show it, '' for none; an address that cannot be used may hold a password."""
    said = settings().backup_copy
    with suppress(StorageProblem):
        return str(bucket_at(said, _VARIABLE)) if "://" in said else said
    return "s3://…"


@contextmanager
def _whole_or_not(target: Path) -> Iterator[Path]:
    """A file to be filled for the own user's eyes, which gets its name when all went well."""
    partial = target.with_suffix(".partial")
    try:
        yield partial
        with suppress(OSError):  # a place without permissions
            partial.chmod(0o600)
        os.replace(partial, target)  # noqa: PTH105 - atomic on every system
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
