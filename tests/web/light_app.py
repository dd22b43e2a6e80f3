"""The light pages without a server around them: for what a request and its answer show."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from lib.config import forget_everything
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.store.opening import Store
from lib.web.access.routes import access_routes
from lib.web.identity import IdentityMiddleware
from lib.web.light.routes import light_routes
from tests.owner import SECRET, let_the_owner_in

_HIDDEN = re.compile(r'<input type="hidden"[^>]* name="([\w.-]+)" value="([^"]*)"')


@dataclass
class LightApp:
    """The pages over a store, and people's phones."""

    app: Starlette
    store: Store
    cookie: str

    def phone(self, *, owner: bool = False) -> TestClient:
        """A browser; the owner's, or a stranger's."""
        client = TestClient(self.app, base_url="http://testserver", follow_redirects=False)
        if owner:
            client.cookies.set(self.cookie, SECRET, domain="testserver.local")
        client.get("/m/plan")
        return client


@contextmanager
def light_app(template: Path, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[LightApp]:
    """The pages over a copy of a store."""
    shutil.copy(template, folder / "own.sqlite")
    patch.setenv("THUN_DATA_DIR", str(folder))
    patch.delenv("DATABASE_URL", raising=False)
    forget_everything()
    cookie = let_the_owner_in(folder)
    app = Starlette(
        routes=[*access_routes(), *light_routes()],
        middleware=[Middleware(IdentityMiddleware), Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)],
    )
    opened = source(OWN).store
    yield LightApp(app, opened, cookie)
    opened.database.close()
    forget_everything()


def hidden_in(page: str, form: str = "") -> dict[str, str]:
    """The hidden fields of a page's form; the first whose text holds `form`."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    chosen = next(f for f in forms if form in f)
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(chosen)}


def text_of(page: str) -> str:
    """What a person reads."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
