"""Where things are in this folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SHARED = ".venv-of"
"""A file that names the folder (relative to its own) whose `.venv` this version uses."""
LAUNCHER = Path("lib", "web", "launcher.py")


@dataclass(frozen=True)
class Project:
    """The project folder and the places in it that `run.py` reads or makes."""

    root: Path

    @property
    def venv(self) -> Path:
        """The project's own environment, or the one of an earlier version that needs the same packages."""
        try:
            shared = (self.root / SHARED).read_text("utf-8").strip()
        except OSError:
            return self.root / ".venv"
        return Path(os.path.normpath(self.root / shared / ".venv"))

    @property
    def python(self) -> Path:
        """The Python of the project's own environment (it may not be there yet)."""
        if os.name == "nt":
            return self.venv / "Scripts" / "python.exe"
        return self.venv / "bin" / "python"

    @property
    def vendor(self) -> Path:
        """Third-party browser files: fetched, served, never committed."""
        return self.root / "static" / "vendor"


HERE = Project(Path(__file__).resolve().parent.parent)
