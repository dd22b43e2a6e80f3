"""The server: Streamlit with compression, long-lived caching of hashed files, security headers.

Started by ``streamlit run lib/web/launcher.py`` (see ``run.py``); ``streamlit run Home.py`` works
as well, without these.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# `streamlit run` puts the launcher's own folder on the path, not the project's.
sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.middleware.gzip import GZipMiddleware  # noqa: E402

from lib.export.paper.word_breaks import get_ready  # noqa: E402
from lib.web.addresses import Addresses  # noqa: E402
from lib.web.assets import ensure_assets  # noqa: E402
from lib.web.background import ensure_keeper, ensure_poller, stop_keeper, stop_poller  # noqa: E402
from lib.web.callbacks import finish_what_was_begun  # noqa: E402
from lib.web.collector import ensure_collector  # noqa: E402
from lib.web.headers import Headers  # noqa: E402
from lib.web.listening import begin  # noqa: E402
from lib.web.sockets import answer_at_once, take_short_turns  # noqa: E402
from lib.web.tuning import remember_the_theme  # noqa: E402


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the store before the first visitor, so that nobody waits for it."""
    import anyio.to_thread

    begin()
    answer_at_once()
    take_short_turns()
    remember_the_theme()
    finish_what_was_begun()
    await anyio.to_thread.run_sync(_warm_up)
    await anyio.to_thread.run_sync(ensure_poller)
    await anyio.to_thread.run_sync(ensure_keeper)
    get_ready()
    # The last of the warm-up: what is there now stays for good.
    ensure_collector(warm=True)
    yield
    await anyio.to_thread.run_sync(stop_poller)
    await anyio.to_thread.run_sync(stop_keeper)


def _warm_up() -> None:
    from lib.config import settings
    from lib.domain.errors import StorageProblem
    from lib.domain.worlds import OWN, PRACTICE
    from lib.insight.country.overview import overview
    from lib.insight.source import source

    try:
        overview(source(PRACTICE if settings().practice else OWN))
    except StorageProblem as problem:
        # The page says it again, in words, and tries anew.
        print(problem.problems[0].th, problem.problems[0].en, sep="\n", file=sys.stderr)


def on_script_error(_error: Exception) -> bool:
    """A Thai sentence with a number instead of a traceback."""
    from lib.ui.frame.shell import show_failure
    from lib.ui.frame.speech import words

    show_failure(words("en" if st.query_params.get("lang") == "en" else "th"))
    return True


ensure_assets()
app = st.App(
    str(ROOT / "Home.py"),
    lifespan=lifespan,
    middleware=[
        Middleware(Headers),
        Middleware(Addresses),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
    ],
    on_script_error=on_script_error,
)
