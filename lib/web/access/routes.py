"""The addresses below ``/s``: sign in and out, devices, invitations, the key of the own machine."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute, Route

from lib.ui.frame.addresses import base_path
from lib.web.access import by_invitation, by_provider, leaving
from lib.web.access.texts import TEXTS
from lib.web.plain.asked import Asked, Handler, page
from lib.web.plain.site import Site

SITE = Site(Path(__file__).parent, "/s", TEXTS, {})


def access_routes() -> list[BaseRoute]:
    """What `st.App` is given; Streamlit answers every other address."""
    return [
        *_at("/in", get=by_provider.choose),
        *_at("/in/{provider}", get=by_provider.leave, waits=True),
        *_at("/back/{provider}", get=by_provider.come_back, waits=True),
        *_at("/out", get=leaving.ask_to_leave, post=leaving.sign_out),
        *_at("/devices", get=leaving.devices, post=leaving.end_device),
        *_at("/invite", get=by_invitation.invite),
        *_at("/invite/look", get=by_invitation.to_invite, post=by_invitation.look),
        *_at("/invite/accept", get=by_invitation.to_invite, post=by_invitation.accept),
        *_at("/key", get=by_invitation.key, post=by_invitation.use_key),
        Route(f"{base_path()}/s/files/{{name}}", SITE.file, methods=["GET"]),
    ]


def _at(
    path: str, get: Handler[Asked] | None = None, post: Handler[Asked] | None = None, *, waits: bool = False
) -> list[Route]:
    """What answers at an address below ``/s``, by the way it is asked."""
    found = [("GET", get)] if get else []
    found += [("POST", post)] if post else []
    return [
        Route(f"{base_path()}/s{path}", page(Asked, SITE, handler, waits=waits), methods=[way])
        for way, handler in found
    ]
