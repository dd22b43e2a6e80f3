"""What holds for this process: its settings, read once, and the one way to forget what it remembers.

Settings are documented in ``docs/settings.md`` (a test compares).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

ROOT = Path(__file__).resolve().parent.parent


class _Emptied(Protocol):
    def cache_clear(self) -> None: ...


#: The data folder of programs before 0.6.0, inside the program's own; where it is, it stays in use.
OLD_DATA = ROOT / ".data"

C = TypeVar("C", bound=_Emptied)
#: What empties each cache that depends on settings, stores or files that change while the process runs.
_forgetting: list[Callable[[], object]] = []


def forgettable(cached: C) -> C:
    """Put over ``@cache`` or ``@lru_cache``: `forget_everything` empties it too."""
    _forgetting.append(cached.cache_clear)
    return cached


def forget_with(forget: Callable[[], object]) -> None:
    """Have `forget_everything` call this too, for caches that are no ``@cache``."""
    _forgetting.append(forget)


def forget_everything() -> None:
    """Every cache of the process as it was at the start; for tests and whoever changes the environment.

    Stores that are open stay open for who holds them: close them first.
    """
    for forget in _forgetting:
        forget()


@dataclass(frozen=True)
class Settings:
    """All settings; each comes from the environment variable of the same meaning."""

    #: THUN_DATA_DIR – folder of the embedded databases and backups.
    data_dir: Path
    #: DATABASE_URL – PostgreSQL instead of the embedded file.
    database_url: str
    #: THUN_PRACTICE – "1": sessions start in the practice country.
    practice: bool
    #: THUN_SERVED – "1": behind a proxy or on a hosting service; nobody counts as the own machine.
    served: bool
    #: THUN_MAP_ASSETS – own, cdn, drawn; empty: the best that answers.
    map_assets: str
    #: THUN_SECRETS – the file that names the Google Sheets and the key to them.
    secrets: Path
    #: THUN_COLLECTOR – "python": leave the garbage collector as Python has it.
    plain_collector: bool = False
    #: THUN_BACKUP_COPY – a folder elsewhere, or ``s3://bucket/folder``, that every backup is copied to; '': none.
    backup_copy: str = ""
    #: THUN_FILES – ``s3://bucket/folder`` for attached files; '': the folder ``files`` of the data folder.
    files: str = ""
    #: THUN_S3_SECONDS – how long a bucket is waited for, 1 to 60.
    s3_seconds: float = 60.0
    #: THUN_OFFICE – name of the office, in backups and their names.
    office: str = ""
    #: THUN_ADMINS – e-mail addresses of administrators, who may sign in without an invitation.
    admins: tuple[str, ...] = ()
    #: THUN_PROCESSES – how many processes share the store; `run.py serve` says it.
    processes: int = 1
    #: THUN_PROCESS – which of them this is, from 1; 0: the only one.
    process: int = 0
    #: THUN_LOG – "json": the log is written as JSON lines.
    log_as_json: bool = False

    @property
    def backup_dir(self) -> Path:
        """Where backups are written."""
        return self.data_dir / "backups"

    @property
    def files_dir(self) -> Path:
        """Where photos and documents are kept that belong to records."""
        return self.data_dir / "files"

    @property
    def log_file(self) -> Path:
        """What happened, without anybody's data; older parts stand beside it as ``.1``, ``.2`` …"""
        # Two processes that turn one file over would write into each other's.
        return self.data_dir / "logs" / (f"thun-{self.process}.log" if self.process > 1 else "thun.log")

    def url(self, world: str) -> str:
        """SQLAlchemy URL of a world's store (``own`` or ``practice``)."""
        if world == "own" and self.database_url:
            scheme, _, rest = self.database_url.partition("://")
            return f"postgresql+psycopg://{rest}" if scheme.startswith("postgres") else self.database_url
        return f"sqlite:///{(self.data_dir / f'{world}.sqlite').as_posix()}"


VARIABLES = {
    "data_dir": "THUN_DATA_DIR",
    "database_url": "DATABASE_URL",
    "practice": "THUN_PRACTICE",
    "served": "THUN_SERVED",
    "map_assets": "THUN_MAP_ASSETS",
    "secrets": "THUN_SECRETS",
    "plain_collector": "THUN_COLLECTOR",
    "backup_copy": "THUN_BACKUP_COPY",
    "files": "THUN_FILES",
    "s3_seconds": "THUN_S3_SECONDS",
    "office": "THUN_OFFICE",
    "admins": "THUN_ADMINS",
    "processes": "THUN_PROCESSES",
    "process": "THUN_PROCESS",
    "log_as_json": "THUN_LOG",
}
assert set(VARIABLES) == {f.name for f in fields(Settings)}


def personal_folder(env: Mapping[str, str], system: str = sys.platform) -> Path | None:
    """Where each system keeps what belongs to a person and not to a program; None without a home.

    The rules are those of the library platformdirs: XDG on Linux, Local AppData on Windows (a store
    must not travel with a roaming profile), Application Support on macOS.
    """
    home = env.get("USERPROFILE" if system == "win32" else "HOME", "")
    if system == "win32":
        base = env.get("LOCALAPPDATA") or (home and f"{home}/AppData/Local")
        return Path(base) / "ThunChumchon" if base else None
    if system == "darwin":
        return Path(home) / "Library" / "Application Support" / "ThunChumchon" if home else None
    # XDG says that a relative path is to be ignored.
    base = env.get("XDG_DATA_HOME", "")
    if not base.startswith("/"):
        base = home and f"{home}/.local/share"
    return Path(base) / "thun-chumchon" if base else None


def data_folder(env: Mapping[str, str], old: Path = OLD_DATA) -> Path:
    """The folder of databases and backups: as set, else where it was, else outside the program's folder."""
    if chosen := env.get("THUN_DATA_DIR"):
        return Path(chosen)
    if old.is_dir():
        return old
    return personal_folder(env) or old


def secrets_file(env: Mapping[str, str], data: Path) -> Path:
    """The key to Google: as set, else in the program's folder, else (moved there by an update) beside the data."""
    here, beside = ROOT / ".streamlit" / "secrets.toml", data / "secrets.toml"
    if chosen := env.get("THUN_SECRETS"):
        return Path(chosen)
    return beside if beside.is_file() and not here.is_file() else here


@forgettable
@cache
def settings() -> Settings:
    """The settings of this process."""
    env = os.environ.get
    data = data_folder(os.environ)
    return Settings(
        data_dir=data,
        database_url=env("DATABASE_URL", "").strip(),
        practice=env("THUN_PRACTICE", "") == "1",
        served=env("THUN_SERVED", "") == "1",
        map_assets=env("THUN_MAP_ASSETS", "").strip().lower(),
        secrets=secrets_file(os.environ, data),
        plain_collector=env("THUN_COLLECTOR", "").strip().lower() == "python",
        backup_copy=env("THUN_BACKUP_COPY", "").strip(),
        files=env("THUN_FILES", "").strip(),
        s3_seconds=float(min(60, _number(env("THUN_S3_SECONDS", "")) or 60)),
        office=env("THUN_OFFICE", "").strip(),
        admins=tuple(one.strip().lower() for one in env("THUN_ADMINS", "").split(",") if one.strip()),
        processes=max(1, _number(env("THUN_PROCESSES", ""))),
        process=_number(env("THUN_PROCESS", "")),
        log_as_json=env("THUN_LOG", "").strip().lower() == "json",
    )


def _number(said: str) -> int:
    return int(said) if said.strip().isdecimal() else 0


@forgettable
@cache
def program_version() -> str:
    """The newest released version that the changelog tells of."""
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") if (ROOT / "CHANGELOG.md").exists() else ""
    found = re.search(r"^## (\d+(?:\.\d+)+)", told, re.MULTILINE)
    return found[1] if found else "0"
