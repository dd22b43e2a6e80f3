"""What the processes of one deployment share: the data folder, the secret of their cookies, the proxy before them."""

from __future__ import annotations

import os
import secrets
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tools.caddy import READY, Front, caddyfile
from tools.children import ask
from tools.project import Project
from tools.serve_options import Ask
from tools.speech import RUN, Trouble
from tools.versions import outer

SECRET = "cookie-secret"


def front_of(project: Project, asked: Ask) -> Front:
    """The proxy of what was asked for."""
    pages = (outer(project).root / "deploy" / "pages").as_posix()
    return Front(asked.ports, pages, asked.domain, asked.address, asked.port)


def process_variables(asked: Ask, number: int, secret: str) -> dict[str, str]:
    """What one of the processes is told: nobody is the own machine's owner here, and all share one secret."""
    return {
        "THUN_SERVED": "1",
        "THUN_PROCESSES": str(asked.processes),
        "THUN_PROCESS": str(number),
        "STREAMLIT_SERVER_COOKIE_SECRET": secret,
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_PORT": str(asked.ports[number - 1]),
    }


def data_folder(project: Project) -> Path:
    """Where the app keeps its data, asked of the app itself."""
    code = "from lib.config import settings; print(settings().data_dir.absolute())"
    said = ask([project.python, "-c", code], cwd=project.root, seconds=60)
    if not said:
        raise Trouble(
            f"อ่านที่เก็บข้อมูลไม่ได้ – ตรวจด้วย {RUN} status", f"The data folder is not known: look with {RUN} status."
        )
    folder = Path(said)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise _not_written(folder) from problem
    return folder


def cookie_secret(data: Path, env: Mapping[str, str] = os.environ) -> str:
    """One for all processes of a deployment: made once, read by its owner alone."""
    if given := env.get("STREAMLIT_SERVER_COOKIE_SECRET"):
        return given
    file = data / SECRET
    with suppress(FileNotFoundError):
        return file.read_text("ascii").strip()
    mine = data / f".{SECRET}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as made:
            made.write(secrets.token_hex(32))
            made.flush()
            os.fsync(made.fileno())
        with suppress(FileExistsError):  # another process was quicker: its secret holds
            _put_unless_there(mine, file)
        return file.read_text("ascii").strip()
    except OSError as problem:
        raise _not_written(data) from problem
    finally:
        mine.unlink(missing_ok=True)


def _put_unless_there(made: Path, file: Path) -> None:
    if os.name == "nt":
        made.rename(file)  # refuses on Windows when the file is there
    else:
        os.link(made, file)


def is_ready(port: int, seconds: float = 5.0) -> bool:
    """Whether a process may be sent people."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{READY}", timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def write_caddyfile(front: Front, data: Path) -> Path:
    """The proxy's configuration, where Caddy reads it."""
    file = data / "Caddyfile"
    try:
        file.write_text(caddyfile(front), "utf-8")
    except OSError as problem:
        raise _not_written(data) from problem
    return file


def caddy_command(caddy: str, file: Path) -> list[str | Path]:
    """Caddy in the foreground."""
    return [caddy, "run", "--config", file, "--adapter", "caddyfile"]


def caddy_variables(data: Path) -> dict[str, str]:
    """Its certificates lie with the data, wherever the home of this user is."""
    return {"XDG_DATA_HOME": str(data / "caddy"), "XDG_CONFIG_HOME": str(data / "caddy")}


def _not_written(folder: Path) -> Trouble:
    return Trouble(
        f"เขียนในโฟลเดอร์ข้อมูล {folder} ไม่ได้ – ให้สิทธิ์เขียน หรือตั้ง THUN_DATA_DIR",
        f"The data folder {folder} cannot be written: allow it, or set THUN_DATA_DIR.",
    )
