"""Which backups are there, which are kept, which were proved by loading, and the copy elsewhere.

What is known of each file stands beside the files (``checked.json``), not in the store: a restore
does not turn it back, and it can be read when the store cannot.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from lib.domain.thai_date import BANGKOK
from lib.store.backup import BEFORE_RESTORE, DAILY, MANUAL, MIGRATION, STAMP
from lib.store.held_files import digest_of_file
from lib.store.second_place import SecondPlace

#: A backup that holds what was erased since goes after this time, whoever made it.
KEPT = timedelta(days=90)
#: Of the daily ones: the newest of so many days, weeks and months.
DAYS, WEEKS, MONTHS = 7, 5, 12
#: Before an upgrade or a restore, the newest so many.
KEEP_AUTOMATIC = 20
_REASONS = (BEFORE_RESTORE, MIGRATION, DAILY, MANUAL)
_CHECKED = "checked.json"
#: A partial file of a process that died; a living one is younger.
_ABANDONED_SECONDS = 3600.0


@dataclass(frozen=True)
class KeptBackup:
    """One backup as its name tells it."""

    file: Path
    made_at: datetime
    reason: str


@dataclass(frozen=True)
class BackupNotes:
    """What is known of the backups of a folder: names that loaded, when, and the last trouble."""

    #: File name → when it was last proved by loading it (ISO).
    good: dict[str, str] = field(default_factory=dict)
    #: File name → why it could not be loaded.
    bad: dict[str, str] = field(default_factory=dict)
    #: File name → the moment up to which erasures were carried into it (ISO).
    cleansed: dict[str, str] = field(default_factory=dict)
    copied_at: str = ""
    #: Names that went here, and may still lie at the second place.
    leaving: tuple[str, ...] = ()
    trouble_th: str = ""
    trouble_en: str = ""


def listed(folder: Path) -> list[KeptBackup]:
    """The backups of a folder, newest first."""
    return by_name(folder.glob("thun-*.zip"))


def by_name(files: Iterable[Path]) -> list[KeptBackup]:
    """The same of files that lie anywhere: their names tell all."""
    found = [one for file in files if (one := _told_by(file))]
    return sorted(found, key=lambda k: k.file.name, reverse=True)


def _told_by(file: Path) -> KeptBackup | None:
    stamp = file.stem.removeprefix("thun-")[:22]
    reason = next((r for r in _REASONS if file.stem.endswith(r)), MANUAL)
    try:
        return KeptBackup(file, datetime.strptime(stamp, STAMP).replace(tzinfo=UTC), reason)
    except ValueError:
        return None


def read_notes(folder: Path) -> BackupNotes:
    """What is known of the folder's backups; nothing when nobody looked yet."""
    try:
        return BackupNotes(**json.loads((folder / _CHECKED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return BackupNotes()


def remember(folder: Path, facts: BackupNotes) -> None:
    """Keep what is known, in one step; of files that are gone nothing is kept. Raises `OSError`: the disk is full."""
    there = {one.file.name for one in listed(folder)}

    def here(told: Mapping[str, str]) -> dict[str, str]:
        return {name: what for name, what in told.items() if name in there}

    kept = replace(facts, good=here(facts.good), bad=here(facts.bad), cleansed=here(facts.cleansed))
    partial = folder / f"{_CHECKED}.{os.getpid()}.partial"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        partial.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        partial.chmod(0o600)
        os.replace(partial, folder / _CHECKED)  # noqa: PTH105 - atomic on every system
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def newest_good(backups: Sequence[KeptBackup], good: Mapping[str, str]) -> KeptBackup | None:
    """The newest that was proved by loading it."""
    return next((one for one in backups if one.file.name in good), None)


def superfluous(backups: Sequence[KeptBackup], good: Mapping[str, str], now: datetime) -> list[KeptBackup]:
    """What may go (`backups` newest first); never the newest, nor the newest that was proved."""
    wanted = {one.file for one in backups[:1]}
    if (proved := newest_good(backups, good)) is not None:
        wanted.add(proved.file)
    daily = [one for one in backups if one.reason == DAILY]
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        wanted |= _newest_of_each(daily, count, period)
    for reason in (MIGRATION, BEFORE_RESTORE):
        mine = [one for one in backups if one.reason == reason]
        wanted |= {one.file for one in mine[:KEEP_AUTOMATIC] if now - one.made_at <= KEPT}
    wanted |= {one.file for one in backups if one.reason == MANUAL and now - one.made_at <= KEPT}
    return [one for one in backups if one.file not in wanted]


def _newest_of_each(backups: Iterable[KeptBackup], count: int, period: Callable[[date], object]) -> set[Path]:
    found: dict[object, Path] = {}
    for one in backups:
        found.setdefault(period(one.made_at.astimezone(BANGKOK).date()), one.file)
    return set(list(found.values())[:count])


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month


def remove(backups: Iterable[KeptBackup]) -> int:
    """Remove files; returns how many went. One that is open elsewhere goes the next time."""
    gone = 0
    for one in backups:
        with suppress(OSError):
            one.file.unlink(missing_ok=True)
            gone += 1
    return gone


def sweep_partial(folder: Path) -> None:
    """Remove what a process that died left half written, and unpacked copies of private data."""
    for one in [*folder.glob("*.partial"), *folder.glob("checking-*")]:
        with suppress(OSError):
            if time.time() - one.stat().st_mtime < _ABANDONED_SECONDS:
                continue
            if one.is_dir():
                shutil.rmtree(one)
            else:
                one.unlink(missing_ok=True)


def copy_to(place: SecondPlace, backups: Sequence[KeptBackup], going: Iterable[str]) -> int:
    """Have the same files at a second place; returns how many were copied. Raises `OSError` or `StorageProblem`.

    One that was written anew under its name, without what was erased, is told by what it holds.
    """
    there, copied = place.names(), 0
    for one in backups:
        name = one.file.name
        if there.get(name) == one.file.stat().st_size and place.digest(name) == digest_of_file(one.file):
            continue
        place.put(one.file)
        copied += 1
    for name in going:
        if name in there:
            place.delete(name)
    return copied


def forget(folder: Path, name: str) -> None:
    """What is known of a backup holds no longer: another file came under its name."""

    def others(told: Mapping[str, str]) -> dict[str, str]:
        return {one: what for one, what in told.items() if one != name}

    known = read_notes(folder)
    remember(folder, replace(known, good=others(known.good), bad=others(known.bad), cleansed=others(known.cleansed)))


def gone_from_backups_on(day: date) -> date:
    """The day on which no backup here holds what is erased on `day`."""
    return day + KEPT
