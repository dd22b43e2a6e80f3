"""Compiles the short lists (`*.in`, by hand) into the full pinned ones (`*.txt`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.children import follow
from tools.environment import OLDEST_PYTHON
from tools.project import Project
from tools.speech import RUN, Trouble

# The checks' list names requirements.txt as its constraint, so the app's comes first.
SHORT_LISTS = ("requirements", "requirements-dev")


def lock(project: Project, arguments: Sequence[str]) -> int:
    """Writes both lists for every system and Python at once; `--upgrade` takes newer versions.

    Nothing of this machine may end up in them: no index address, no command line.
    """
    for name in SHORT_LISTS:
        command: list[str | Path] = [project.python, "-m", "uv", "pip", "compile", f"{name}.in"]
        command += ["--output-file", f"{name}.txt", "--universal", "--quiet", "--no-header"]
        command += ["--python-version", ".".join(map(str, OLDEST_PYTHON))]
        # pip then takes a file only if it is the very one that was looked at here; with digests it wants
        # the extras of a pinned package spelled out.
        command += ["--generate-hashes", "--no-strip-extras", "--no-emit-index-url", "--no-emit-find-links", *arguments]
        if follow(command, cwd=project.root) != 0:
            raise Trouble(
                f"สร้าง {name}.txt ไม่สำเร็จ ดูสาเหตุข้างบน – แก้ {name}.in หรือต่ออินเทอร์เน็ต แล้วสั่ง {RUN} lock อีกครั้ง",
                f"{name}.txt could not be compiled, the reason is above: mend {name}.in or "
                f"connect to the network, then run {RUN} lock again.",
            )
    return 0
