"""What is done for a store's backups without being asked: made, copied, proved, cleansed, thinned out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.config import settings
from lib.domain.errors import Problem, StorageProblem, ThunError
from lib.domain.thai_date import BANGKOK
from lib.store import (
    attachments,
    backup,
    backup_files,
    checking,
    clock,
    erasures,
    expiries,
    facts,
    history,
    kept_backups,
    sent_answers,
    taking_over,
)
from lib.store.kept_backups import BackupNotes, KeptBackup
from lib.store.opening import Store
from lib.store.second_place import second_place, second_place_shown

#: A day, less what an office's morning may be earlier than yesterday's.
EVERY = timedelta(hours=20)
_COMPACTED = "compacted"
#: Proved at night; a machine that is off at night does it after so long, whatever the hour.
QUIET_FROM, QUIET_UNTIL, NO_LATER = 20, 6, timedelta(days=3)


@dataclass(frozen=True)
class BackupState:
    """How the backups of a store stand, for a screen or a command; moments are aware."""

    folder: Path
    count: int
    newest: datetime | None
    #: When a backup was last proved by loading it, and the file.
    proved_at: datetime | None
    proved_file: str
    #: A folder, or the address of a bucket; '': none.
    second_place: str
    copied_at: datetime | None
    #: What went wrong the last time; None when all went well.
    trouble: Problem | None


def backup_state(folder: Path) -> BackupState:
    """Read from the folder alone, so that it can be told of a store that does not open."""
    backups, known = kept_backups.listed(folder), kept_backups.read_notes(folder)
    proved = max(((at, name) for name, at in known.good.items()), default=("", ""))
    return BackupState(
        folder,
        len(backups),
        backups[0].made_at if backups else None,
        datetime.fromisoformat(proved[0]) if proved[0] else None,
        proved[1],
        second_place_shown(),
        datetime.fromisoformat(known.copied_at) if known.copied_at else None,
        Problem(known.trouble_th, known.trouble_en) if known.trouble_th else None,
    )


def keep_backups(store: Store, now: datetime | None = None) -> BackupState:
    """One round of it. Nothing is removed on a clock that leapt; trouble is noted, not raised."""
    moment = now or datetime.now(UTC)
    known = kept_backups.read_notes(store.backups)
    kept_backups.sweep_partial(store.backups)
    try:
        if _is_due(store, moment):
            backup.write_backup(store.database, store.backups, backup.DAILY)
        known = _prove_one(store, known, moment)
        if not clock.judge(store.database, moment).leapt:
            known = _cleanse(store, known, moment)
            going = _going(store, known, moment)
            kept_backups.remove(going)
            known = replace(known, leaving=_leaving(known, going))
            _let_old_things_go(store, moment)
        lacking = backup_files.bring_back(store)
        named = backup_files.keep(store)
        known = replace(_copied(store, known, moment, named), trouble_th="", trouble_en="")
        # Last: it needs as much room as the store itself, and a backup must not wait for that.
        _clear_old_traces(store)
        if lacking:
            raise StorageProblem(lacking_files(lacking))
    except ThunError as error:
        known = replace(known, trouble_th=error.problems[0].th, trouble_en=error.problems[0].en)
    except OSError as error:
        known = _failed(known, error)
    try:
        kept_backups.remember(store.backups, known)
    except OSError as error:  # the same full disk, most likely: it cannot be noted, but it is told
        known = known if known.trouble_th else _failed(known, error)
        return replace(backup_state(store.backups), trouble=Problem(known.trouble_th, known.trouble_en))
    return backup_state(store.backups)


def _failed(known: BackupNotes, error: OSError) -> BackupNotes:
    return replace(known, trouble_th=f"สำรองข้อมูลไม่สำเร็จ: {error}", trouble_en=f"A backup failed: {error}")


def back_up_now(store: Store) -> Path:
    """A backup that somebody asked for, with its copy at the second place."""
    made = backup.write_backup(store.database, store.backups)
    named = backup_files.hold(store, [made])
    if settings().backup_copy is not None:
        named = backup_files.keep(store)
        known = _copied(store, kept_backups.read_notes(store.backups), datetime.now(UTC), named)
        kept_backups.remember(store.backups, known)
    return made


def lacking_files(count: int) -> Problem:
    """The sentence for attached files that are nowhere any more."""
    return Problem(
        f"ไม่พบแฟ้มแนบ {count} แฟ้ม ทั้งในโฟลเดอร์ข้อมูลและในชุดสำรอง ถ้ามีโฟลเดอร์ files ของชุดสำรองที่อื่น วางไว้ข้างแฟ้มสำรองแล้วรอรอบถัดไป",
        f"{count} attached files are neither in the data folder nor in the backups. If the folder files of the backups "
        "is somewhere else, put it beside them and wait for the next round.",
    )


def _let_old_things_go(store: Store, now: datetime) -> None:
    """Attached files that were taken away long ago, bytes that no record needs, keys that no phone asks for any more."""
    with store.database.writing() as connection:
        attachments.forget_taken_away(connection, now)
        sent_answers.forget_old(connection, now)
    backup_files.sweep(store)


def _clear_old_traces(store: Store) -> None:
    """Once: versions before 0.6.0 left what they deleted in the file's free pages, on some machines."""
    with store.database.reading() as connection:
        if facts.read(connection, _COMPACTED):
            return
    store.database.compact()
    with store.database.writing() as connection:
        facts.write(connection, _COMPACTED, datetime.now(UTC).isoformat())


def _is_due(store: Store, now: datetime) -> bool:
    """A day after the last one, once somebody has written anything at all."""
    with store.database.reading() as connection:
        if not history.has_work(connection):
            return False
    made = [k.made_at for k in kept_backups.listed(store.backups) if k.reason in (backup.DAILY, backup.MANUAL)]
    # One dated far ahead was made while the clock was wrong, and is no reason to wait.
    return not any(abs(now - at) < EVERY for at in made)


def _prove_one(store: Store, known: BackupNotes, now: datetime) -> BackupNotes:
    """Load the newest backup that nobody has loaded yet; in quiet hours, or when it was too long ago."""
    waiting = next(iter(kept_backups.listed(store.backups)), None)
    if waiting is None or waiting.file.name in {**known.good, **known.bad}:
        return known
    last = max(map(datetime.fromisoformat, known.good.values()), default=None)
    hour = now.astimezone(BANGKOK).hour
    quiet = hour >= QUIET_FROM or hour < QUIET_UNTIL
    if not quiet and last is not None and abs(now - last) < NO_LATER:
        return known
    try:
        checking.prove(waiting.file, store.backups)
    except ThunError as error:
        return replace(known, bad={**known.bad, waiting.file.name: error.problems[0].en})
    return replace(known, good={**known.good, waiting.file.name: now.isoformat()})


def _cleanse(store: Store, known: BackupNotes, now: datetime) -> BackupNotes:
    """Take out of kept backups what was erased since they were made, one file a round."""
    with store.database.reading() as connection:
        wishes, expired = erasures.listed(connection), expiries.listed(connection)
    past = checking.due_for_good(expired, (now - kept_backups.KEPT).date())
    last = max([row["at"] for row in wishes], default=None)
    last_day = max([one.erased_on for one in past if one.erased_on], default=None)
    for one in reversed(kept_backups.listed(store.backups)):
        upto = known.cleansed.get(one.file.name)
        since = datetime.fromisoformat(upto) if upto else one.made_at
        if (last is None or last < since) and (last_day is None or last_day < (since - kept_backups.KEPT).date()):
            continue
        if one.file.name in known.bad:
            continue
        checking.cleanse(one.file, store.backups, wishes, past)
        return replace(known, cleansed={**known.cleansed, one.file.name: now.isoformat()})
    return known


def _going(store: Store, known: BackupNotes, now: datetime) -> list[KeptBackup]:
    """Superfluous ones, and those that cannot be cleansed of what was erased when their time is over."""
    backups = kept_backups.listed(store.backups)
    proved = kept_backups.newest_good(backups, known.good)
    spoilt = [one for one in backups if one.file.name in known.bad and now - one.made_at > kept_backups.KEPT]
    going = [*kept_backups.superfluous(backups, known.good, now), *spoilt]
    return [one for one in dict.fromkeys(going) if one != proved and one not in backups[:1]]


def _leaving(known: BackupNotes, going: list[KeptBackup]) -> tuple[str, ...]:
    """What has to go from the second place: noted until it went, however often that place does not answer."""
    return tuple(sorted({*known.leaving, *(one.file.name for one in going if not one.file.exists())}))


def _copied(store: Store, known: BackupNotes, now: datetime, named: set[str]) -> BackupNotes:
    place = second_place(store.world)
    if place is None:
        return replace(known, leaving=())
    still = taking_over.take_over(place, store, known.leaving)
    # Files first: a zip at the second place never stands without what it names.
    backup_files.copy_to(place, store, named, still)
    kept_backups.copy_to(place, kept_backups.listed(store.backups), known.leaving)
    return replace(known, copied_at=now.isoformat(), leaving=())
