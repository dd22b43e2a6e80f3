"""Which version of the program runs: the one in this folder, or one that an update put beside it.

    thun/                    the folder people know: their shortcuts and services name its run.py
    thun/versions/<moment>/  whole programs, each with a `.venv` of its own
    thun/versions/current    the name of the one that runs; changed in one step, so never half

The folder's own run.py hands every command on. Going back is changing one word, without network.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.children import hand_over
from tools.project import Project

FOLDER = "versions"
HANDED_ON = "THUN_HANDED_ON"
"""Set for the version that is handed a command, so that it asks no further."""


PLACES = ("THUN_DATA_DIR", "THUN_SECRETS", "THUN_BACKUP_COPY")
"""Settings that are places; a relative one is meant from the folder people know."""


@dataclass(frozen=True)
class Standing:
    """What runs and what ran before; '' is the program in the outer folder itself.

    `aside`: name under which the data from before the last update was put aside.
    """

    current: str = ""
    before: str | None = None
    aside: str = ""


def outer(project: Project) -> Project:
    """The folder that people know, also when asked from a version inside it."""
    folder = project.root.parent
    return Project(folder.parent) if folder.name == FOLDER and (folder / "current").is_file() else project


def standing(project: Project) -> Standing:
    """What runs; the outer folder's own program when nothing else is noted."""
    try:
        noted = json.loads((outer(project).root / FOLDER / "current").read_text("utf-8"))
        found = Standing(noted["current"], noted["before"], noted["aside"])
    except (OSError, ValueError, KeyError, TypeError):
        return Standing()
    # Somebody may have tidied the folder away: better an old program than none.
    return found if (program(project, found.current).root / "run.py").is_file() else Standing()


def note_standing(project: Project, now: Standing) -> None:
    """Switch; the note appears whole or not at all."""
    folder = outer(project).root / FOLDER
    folder.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"current": now.current, "before": now.before, "aside": now.aside}, file)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(folder / "current")


def program(project: Project, name: str) -> Project:
    """The program of a version; '' is the outer folder's own."""
    return Project(outer(project).root / FOLDER / name) if name else outer(project)


def hand_on(project: Project, arguments: list[str]) -> int | None:
    """Run the command with the version that is current; None when that is this one."""
    if os.environ.get(HANDED_ON):
        return None
    current = program(project, standing(project).current)
    if current.root == project.root:
        return None
    command: list[str | Path] = [sys.executable, current.root / "run.py", *arguments]
    return hand_over(command, cwd=Path.cwd(), extra={HANDED_ON: "1", **places(project)})


def placed(root: Path, said: str) -> str:
    """A place as it is meant from a folder; an address (`s3://…`) is the same from everywhere."""
    return said if "://" in said else str(root / said)


def places(project: Project) -> dict[str, str]:
    """Settings that name places in the folder people know, for a version that lies elsewhere."""
    root = outer(project).root
    found = {name: placed(root, os.environ[name]) for name in PLACES if os.environ.get(name)}
    secrets = root / ".streamlit" / "secrets.toml"
    if "THUN_SECRETS" not in found and secrets.is_file():
        found["THUN_SECRETS"] = str(secrets)
    return found
