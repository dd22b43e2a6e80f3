"""What the server does around Streamlit, the same in both ways of starting.

``lib/web/launcher.py`` (which ``run.py`` starts) and ``Home.py`` each make their app of it: compression,
long-lived caching of hashed files, security headers, limits on uploads, and what runs beside the pages.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypedDict

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from lib.config import ROOT
from lib.export.paper.word_breaks import get_ready
from lib.ui.frame.light import light_pages_served
from lib.web import health
from lib.web.access.routes import access_routes
from lib.web.addresses import Addresses
from lib.web.assets import ensure_assets
from lib.web.background import ensure_keeper, ensure_poller, stop_keeper, stop_poller
from lib.web.callbacks import finish_what_was_begun
from lib.web.collector import ensure_collector
from lib.web.files import file_routes
from lib.web.headers import Headers
from lib.web.heaps import keep_few_heaps
from lib.web.identity import IdentityMiddleware
from lib.web.light.routes import light_routes
from lib.web.listening import begin
from lib.web.logs import keep_values_out
from lib.web.reconnecting import take_over_from_a_process_that_died
from lib.web.sockets import answer_at_once, take_short_turns
from lib.web.trouble_pages import TroublePages
from lib.web.tuning import remember_the_theme
from lib.web.uploads import OwnMachineOnly, Uploads


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the store before the first visitor, so that nobody waits for it."""
    import anyio.to_thread

    begin()
    answer_at_once()
    take_short_turns()
    remember_the_theme()
    finish_what_was_begun()
    take_over_from_a_process_that_died()
    await anyio.to_thread.run_sync(_warm_up)
    await anyio.to_thread.run_sync(ensure_poller)
    await anyio.to_thread.run_sync(ensure_keeper)
    get_ready()
    # The last of the warm-up: what is there now stays for good.
    ensure_collector(warm=True)
    with light_pages_served():
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
    from lib.ui.frame.failure import show_failure
    from lib.ui.frame.speech import words

    show_failure(words("en" if st.query_params.get("lang") == "en" else "th"))
    return True


SCRIPT = str(ROOT / "Home.py")


class Around(TypedDict):
    """What `st.App` is given besides the script."""

    lifespan: Callable[[object], AbstractAsyncContextManager[None]]
    routes: list[BaseRoute]
    middleware: list[Middleware]
    on_script_error: Callable[[Exception], bool]


def around_the_pages() -> Around:
    """What `st.App` is given besides the script; puts the files that browsers fetch in place."""
    keep_few_heaps()
    ensure_assets()
    keep_values_out()
    return {
        "lifespan": lifespan,
        "routes": [*access_routes(), *light_routes(), *health.routes(), *file_routes()],
        "middleware": [
            Middleware(Headers),
            Middleware(TroublePages),
            Middleware(IdentityMiddleware),
            Middleware(Addresses),
            Middleware(OwnMachineOnly),
            Middleware(Uploads),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ],
        "on_script_error": on_script_error,
    }
