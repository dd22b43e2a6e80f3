"""Everything an office has, in one file under a passphrase, and out of it on another PC.

In it: both stores, the backups, attached files, and the key to Google Sheets. Not in it: the program, which the other
PC gets new, and a PostgreSQL server's data, which stays on its server.
"""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lib.config import Settings
from lib.domain.errors import BadInput, Problem, StorageProblem
from lib.domain.worlds import OWN, PRACTICE
from lib.store.backup_files import beside
from lib.store.bucket import bucket_at
from lib.store.bucket_files import BucketOfFiles
from lib.store.held_files import FolderOfFiles, HeldFiles
from lib.store.sealing import seal, unseal
from lib.store.whole import in_use

_SECRETS = "secrets.toml"
_BACKUPS = "backups"
_FILES = "files"


@dataclass(frozen=True)
class Packed:
    """What a moving file holds. `worlds`: stores in it; `backups`: how many; `secrets`: the key to Google."""

    file: Path
    worlds: tuple[str, ...]
    backups: int
    secrets: bool


def pack(chosen: Settings, target: Path, passphrase: str) -> Packed:
    """Write the moving file; the app may be running. Raises `ThunError` with a sentence."""
    if target.exists():
        raise BadInput(Problem(f"มี {target} อยู่แล้ว ตั้งชื่ออื่น", f"{target} exists already; choose another name."))
    try:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside the data: what is private stays on the same disk, in a folder that only its owner opens.
        with TemporaryDirectory(dir=chosen.data_dir, prefix="moving-") as folder:
            plain = Path(folder) / "all.zip"
            packed = _bundle(chosen, plain, target)
            if not packed.worlds and not packed.secrets:
                raise BadInput(Problem("ยังไม่มีข้อมูลให้ย้าย", "There is no data to move yet."))
            seal(plain, target, passphrase)
    except (OSError, sqlite3.Error) as error:
        raise _not_written(target, error) from error
    return packed


def _bundle(chosen: Settings, plain: Path, target: Path) -> Packed:
    worlds: list[str] = []
    backups = 0
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as bundle:
        for world in (OWN, PRACTICE):
            file = chosen.data_dir / f"{world}.sqlite"
            if (world == OWN and chosen.database_url) or not file.is_file():
                continue
            copy = plain.with_name(file.name)
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as snapshot:
                source.backup(snapshot)
            bundle.write(copy, file.name)
            copy.unlink()
            worlds.append(world)
        for kept in sorted(chosen.backup_dir.glob("*/*")):
            if kept.is_file() and kept.suffix in (".zip", ".json") and kept != target:
                bundle.write(kept, f"{_BACKUPS}/{kept.parent.name}/{kept.name}", zipfile.ZIP_STORED)
                backups += kept.suffix == ".zip"
        for name, held, digest in _attached(chosen):
            bundle.writestr(name, held.read(digest), zipfile.ZIP_STORED)
        if chosen.secrets.is_file():
            bundle.write(chosen.secrets, _SECRETS)
    return Packed(target, tuple(worlds), backups, chosen.secrets.is_file())


def _attached(chosen: Settings) -> Iterator[tuple[str, HeldFiles, str]]:
    """Attached files: name in the bundle, where they are, digest; those that only backups need go to the backups."""
    for world in (OWN, PRACTICE):
        own, kept = _own_files(chosen, world), beside(chosen.backup_dir / world)
        held = set(own.digests())
        for digest in sorted(held):
            # What a bucket holds lies beside the backups too, for the most part.
            yield (
                f"{_FILES}/{world}/{digest}",
                kept if own.on_disk(digest) is None and kept.has(digest) else own,
                digest,
            )
        for digest in sorted(set(kept.digests()) - held):
            yield f"{_BACKUPS}/{world}/{_FILES}/{digest}", kept, digest


def _own_files(chosen: Settings, world: str) -> HeldFiles:
    if chosen.files:
        return BucketOfFiles(bucket_at(chosen.files, "THUN_FILES").below(world))
    return FolderOfFiles(chosen.files_dir / world)


def unpack(chosen: Settings, sealed: Path, passphrase: str) -> Packed:
    """Put a moving file's content in place; nothing that is there is overwritten."""
    if not sealed.is_file():
        raise BadInput(Problem(f"ไม่พบแฟ้ม {sealed.absolute()}", f"There is no file {sealed.absolute()}."))
    try:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        chosen.data_dir.chmod(0o700)
        with TemporaryDirectory(dir=chosen.data_dir, prefix="moving-") as folder:
            plain = Path(folder) / "all.zip"
            unseal(sealed, plain, passphrase)
            with zipfile.ZipFile(plain) as bundle:
                return _put_in_place(chosen, sealed, bundle, Path(folder))
    except OSError as error:
        raise _not_written(chosen.data_dir, error) from error


def _put_in_place(chosen: Settings, sealed: Path, bundle: zipfile.ZipFile, folder: Path) -> Packed:
    places = {name: _place(chosen, name) for name in bundle.namelist()}
    # A file that lies under its digest is the same file.
    there = [p for name, p in places.items() if p.exists() and not name.startswith((_BACKUPS, f"{_FILES}/"))]
    if there:
        raise BadInput(_occupied(there[0]))
    # The own store comes last: where it is, everything is.
    for name, place in sorted(places.items(), key=lambda one: one[0] == f"{OWN}.sqlite"):
        with bundle.open(name) as source, (folder / "one").open("wb") as target:
            shutil.copyfileobj(source, target)
        (folder / "one").chmod(0o600)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not place.exists():
            shutil.move(folder / "one", place)
    worlds = tuple(w for w in (OWN, PRACTICE) if f"{w}.sqlite" in places)
    backups = sum(name.endswith(".zip") for name in places)
    return Packed(sealed, worlds, backups, _SECRETS in places)


def _place(chosen: Settings, name: str) -> Path:
    """Where a part goes; the file came from somebody who knows the passphrase, its names are checked all the same."""
    parts = Path(name).parts
    if (held := _place_of_file(chosen, parts)) is not None:
        return held
    if name in (f"{OWN}.sqlite", f"{PRACTICE}.sqlite"):
        return chosen.data_dir / name
    if name == _SECRETS:
        return chosen.data_dir / _SECRETS
    if len(parts) == 3 and parts[0] == _BACKUPS and ".." not in parts:
        return chosen.backup_dir / parts[1] / parts[2]
    raise BadInput(Problem(f"แฟ้มมีส่วนที่ไม่รู้จัก: {name}", f"The file holds an unknown part: {name}."))


def _place_of_file(chosen: Settings, parts: tuple[str, ...]) -> Path | None:
    with suppress(ValueError):  # no digest: an unknown part
        if len(parts) == 3 and parts[0] == _FILES and parts[1] in (OWN, PRACTICE):
            if chosen.files:  # from beside the backups the keeper brings what is missing into the bucket
                return beside(chosen.backup_dir / parts[1]).path(parts[2])
            return FolderOfFiles(chosen.files_dir / parts[1]).path(parts[2])
        if len(parts) == 4 and parts[0] == _BACKUPS and parts[1] in (OWN, PRACTICE) and parts[2] == _FILES:
            return beside(chosen.backup_dir / parts[1]).path(parts[3])
    return None


def _occupied(place: Path) -> Problem:
    return Problem(
        f"เครื่องนี้มีข้อมูลอยู่แล้ว ({place}) ยังไม่ได้เปลี่ยนอะไร ตั้ง THUN_DATA_DIR เป็นโฟลเดอร์ใหม่ หรือย้ายแฟ้มนั้นออกก่อน",
        f"There is data on this PC already ({place}); nothing was changed. "
        "Set THUN_DATA_DIR to a new folder, or put that file elsewhere first.",
    )


def _not_written(place: Path, error: Exception) -> StorageProblem:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return StorageProblem(in_use(place))
    reason = getattr(error, "strerror", None) or str(error)
    return StorageProblem(Problem(f"เขียน {place} ไม่ได้ ({reason})", f"{place} cannot be written ({reason})."))
