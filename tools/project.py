"""Where things are in this folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path("lib", "web", "launcher.py")


@dataclass(frozen=True)
class Project:
    """The project folder and the places in it that `run.py` reads or makes."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

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
