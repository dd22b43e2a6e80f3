"""Where this server listens, as Streamlit was told; and a word about it where nobody else says one."""

from __future__ import annotations

import sys
from functools import cache

from streamlit import config

from lib.config import forgettable
from lib.ui.frame.addresses import base_path
from lib.web.logbook import ensure_log, note_start
from lib.web.owner_link import say_how_to_be_the_owner

#: Addresses that mean every network of the machine; Streamlit's own default is none.
EVERYWHERE = ("", "0.0.0.0", "::")


def configured_address() -> str:
    """What a browser on this machine opens, from Streamlit's settings as they are in force."""
    host = str(config.get_option("server.address") or "")
    host = "127.0.0.1" if host in EVERYWHERE else host
    host = f"[{host}]" if ":" in host else host
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    return f"{scheme}://{host}:{config.get_option('server.port')}{base_path()}"


def listens_everywhere() -> bool:
    """Whether other machines of the network reach it."""
    return str(config.get_option("server.address") or "") in EVERYWHERE


def say_where() -> None:
    """To whoever watches the window of a server that `run.py` did not start."""
    here = configured_address()
    if listens_everywhere():
        print(
            f"เปิดที่ {here} และเครื่องอื่นในเครือข่ายเดียวกันเปิดดูได้ (เฉพาะเครื่องนี้: --server.address 127.0.0.1)",
            f"Open at {here}, and every machine on this network can read it "
            "(this machine only: --server.address 127.0.0.1)",
            sep="\n",
            file=sys.stderr,
        )
        return
    print(f"เปิดที่ {here}", f"Open at {here}", sep="\n", file=sys.stderr)


@forgettable
@cache
def begin() -> None:
    """Once per process, whichever way it was started: the log, and a word about where it listens."""
    ensure_log()
    note_start(configured_address())
    # `run.py` hides Streamlit's greeting and says it itself, when the page answers.
    silent = bool(config.get_option("logger.hideWelcomeMessage"))
    if not silent:
        say_where()
    say_how_to_be_the_owner(configured_address(), silent=silent)
