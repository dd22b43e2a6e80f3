"""Signing out: here, on one other device, on all the others."""

from __future__ import annotations

from starlette.responses import Response

from lib.actions.access import signing_in
from lib.domain.thai_date import format_moment
from lib.ui.frame.addresses import base_path
from lib.web.access.parts import query
from lib.web.plain import cookies
from lib.web.plain.asked import Asked


def ask_to_leave(asked: Asked) -> Response:
    """Leaving is pressed, not followed: a link of somebody else's signs nobody out."""
    if not asked.signed_in:
        return asked.go(f"{base_path()}/s/in?{query(asked)}")
    return asked.page("out", name=asked.actor.label, owner=not asked.actor.account)


def sign_out(asked: Asked) -> Response:
    """Leave on this device."""
    if asked.signed_in:
        signing_in.sign_out(asked.own.store, asked.session)
    response = asked.page("gone")
    cookies.forget_session(response, asked.request)
    return response


def devices(asked: Asked) -> Response:
    """Where the person is signed in."""
    if not asked.signed_in:
        return asked.go(f"{base_path()}/s/in?{query(asked)}")
    listed = [
        {
            "id": one.session,
            "device": one.device,
            "by": _by(asked, one.provider),
            "seen": format_moment(one.seen_at, asked.language),
            "this": one.this_one,
        }
        for one in signing_in.devices(asked.own.store, asked.actor)
    ]
    return asked.page("devices", listed=listed, name=asked.actor.label)


def end_device(asked: Asked) -> Response:
    """Sign one device out, or all the others."""
    if asked.signed_in:
        if asked.form.get("all"):
            signing_in.end_other_devices(asked.own.store, asked.actor)
        else:
            signing_in.end_device(asked.own.store, asked.actor, asked.form.get("session", ""))
    return asked.go(f"{base_path()}/s/devices?{query(asked)}")


def _by(asked: Asked, provider: str) -> str:
    if provider in ("own-machine", "invitation"):
        return asked.t(f"by_{provider}")
    found = asked.sign_in.provider(provider)
    return found.label(asked.language) if found else provider
