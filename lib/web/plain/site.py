"""A set of plain pages: its templates, its sentences, and the few files that belong to it."""

from __future__ import annotations

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
_KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


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
    def files(self) -> dict[str, tuple[bytes, str]]:
        """The style sheet and the script by their name in the address, which changes with what they hold."""
        found = {}
        for file in sorted((self.folder / "files").iterdir()):
            content = file.read_bytes()
            name = f"{file.stem}-{hashlib.sha256(content).hexdigest()[:12]}{file.suffix}"
            found[name] = (content, _KINDS[file.suffix])
        return found

    def address_of(self, suffix: str) -> str:
        """Where the browser finds the style sheet (``.css``) or the script (``.js``)."""
        name = next(name for name in self.files if name.endswith(suffix))
        return f"{base_path()}{self.below}/files/{name}"

    def say_in(self, language: str) -> Say:
        """The sentences in a language."""

        def say(key: str, **values: object) -> str:
            return self.texts[key][language == "en"].format(**values)

        return say

    @cached_property
    def headers(self) -> dict[str, str]:
        """What every page of it is sent with."""
        allowed = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
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
