"""``run.py serve`` with the Python that runs the tests: it sets nothing up and fetches nothing.

``SERVED_READY_SECONDS``: how long a process may take to be ready.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tools import serving
from tools.children import end_like_ctrl_c
from tools.deployment import data_folder
from tools.project import HERE, Project
from tools.serve_options import read_ask
from tools.served import run_served
from tools.speech import Trouble, say_trouble
from tools.supervisor import Supervisor


@dataclass(frozen=True)
class OfTheTests(Project):
    """The project with the Python of the tests."""

    @property
    def python(self) -> Path:
        return Path(sys.executable)


def main(arguments: list[str]) -> int:
    """As ``run.py`` does it."""
    end_like_ctrl_c()
    project = OfTheTests(HERE.root)
    serving.START_SECONDS = float(os.environ.get("SERVED_READY_SECONDS", serving.START_SECONDS))
    try:
        asked = read_ask(arguments[1:])
        if asked.only or asked.do:
            return run_served(project, asked)
        again: list[str | Path] = [sys.executable, "-m", "tests.served.run"]
        return Supervisor(project, asked, data_folder(project), again).run()
    except Trouble as trouble:
        say_trouble(trouble)
        return trouble.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
