"""A set of plain pages: its templates, its sentences, and the few files that belong to it.

What the first picture of a page needs stands in the page itself (`inline/`), allowed by its hash: on a weak
signal each file that is fetched first is half a second of an empty screen, and one that gets lost a page
without its style. The rest (`files/`) is fetched once and kept for good.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lib.ui.frame.addresses import base_path

#: What a template calls: ``t("key", name=…)``.
Say = Callable[..., str]
_KINDS: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True)
class Site:
    """Pages that look alike. `below`: the part of the address that they share, such as ``/s``."""

    folder: Path
    below: str
    #: Key → (Thai, English).
    texts: Mapping[str, tuple[str, str]]
    #: Sources that this site's own pages may use besides itself.
    policy: Mapping[str, str]
    #: Bytes of a form that is sent here, and its fields.
    longest_form: int = 16 * 1024
    most_fields: int = 30

    @cached_property
    def templates(self) -> Environment:
        """Drawn with every value escaped; a name that nobody gave is an error and no empty place."""
        loader = FileSystemLoader(self.folder / "templates")
        return Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    @cached_property
    def inline(self) -> dict[str, str]:
        """What stands in the pages themselves, by its file's name."""
        return {file.name: file.read_text("utf-8") for file in sorted((self.folder / "inline").iterdir())}

    @cached_property
    def files(self) -> dict[str, tuple[bytes, str]]:
        """What pages fetch, by its name in the address, which changes with what it holds."""
        found = {}
        for file in sorted((self.folder / "files").iterdir()):
            content = file.read_bytes()
            name = f"{file.stem}-{hashlib.sha256(content).hexdigest()[:12]}{file.suffix}"
            found[name] = (content, _KINDS[file.suffix])
        return found

    @property
    def scripts(self) -> dict[str, str]:
        """Where the browser finds each script, by its plain name."""
        return self._addresses(".js")

    @property
    def styles(self) -> dict[str, str]:
        """Where the browser finds each style that is fetched, by its plain name."""
        return self._addresses(".css")

    def _addresses(self, suffix: str) -> dict[str, str]:
        names = {name.rpartition("-")[0]: name for name in self.files if name.endswith(suffix)}
        return {stem: f"{base_path()}{self.below}/files/{name}" for stem, name in names.items()}

    def _allowed(self, suffix: str) -> str:
        """The hashes of what stands in the pages, as a content security policy names them."""
        texts = [text for name, text in self.inline.items() if name.endswith(suffix)]
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        return "".join(f" 'sha256-{digest}'" for digest in digests)

    def say_in(self, language: str) -> Say:
        """The sentences in a language."""
        return self._say[language == "en"]

    @cached_property
    def _say(self) -> tuple[Say, Say]:
        """In Thai, and in English."""

        def th(key: str, **values: object) -> str:
            return self.texts[key][0].format(**values)

        def en(key: str, **values: object) -> str:
            return self.texts[key][1].format(**values)

        return th, en

    @cached_property
    def headers(self) -> dict[str, str]:
        """What every page of it is sent with."""
        allowed = {
            "default-src": "'none'",
            "script-src": f"'self'{self._allowed('.js')}",
            "style-src": f"'self'{self._allowed('.css')}",
            "img-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            **self.policy,
        }
        return {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Frame-Options": "DENY" if allowed["frame-ancestors"] == "'none'" else "SAMEORIGIN",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in allowed.items()),
        }

    async def file(self, request: Request) -> Response:
        """A file of the site: its name says what it holds, so it is kept for good."""
        content, kind = self.files.get(request.path_params["name"], (b"", ""))
        if not kind:
            return PlainTextResponse("Not Found", 404)
        return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
