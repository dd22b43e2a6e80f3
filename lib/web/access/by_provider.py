"""Signing in by a provider: off to it with numbers drawn for this browser, and back once."""

from __future__ import annotations

from dataclasses import replace

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from lib.access.loopback import Request as Seen
from lib.access.loopback import looks_local
from lib.access.providers import Provider
from lib.actions.access import signing_in
from lib.actions.access.entering import Reply, Vouched
from lib.actions.access.signing_in import Joining
from lib.config import settings
from lib.domain.errors import NotFound, Problem, ThunError
from lib.ui.frame.addresses import base_path
from lib.web.access import openid
from lib.web.access.openid import Flow, NotBelieved
from lib.web.access.parts import both, entered, open_outside, providers, query
from lib.web.identity import is_secure
from lib.web.plain import cookies
from lib.web.plain.asked import Asked
from lib.web.plain.browsers import in_chat


def choose(asked: Asked) -> Response:
    """By whom to sign in, and how to be invited."""
    return asked.page(
        "in",
        providers=providers(asked),
        name=asked.actor.label if asked.signed_in else "",
        local=not settings().served and looks_local(_seen(asked.request)),
    )


async def leave(asked: Asked) -> Response:
    """Off to a provider, with numbers that only this browser can come back with."""
    provider = _provider(asked)
    if in_chat(asked.agent) and not provider.in_chat:
        return open_outside(asked, provider, f"{base_path()}/s/in?{query(asked)}")
    flow = Flow.drawn()
    waits = cookies.flow_of(asked.request, asked.browser_id) if asked.query.get("join") else {}
    if waits.get("provider") != provider.id:
        waits = {"way": asked.way, "lang": asked.language}
    try:
        url = await openid.address(provider, _back(asked, provider), flow, asked.language)
    except NotBelieved:
        return _not_signed_in(asked, provider, "unreachable", 502)
    response = asked.go(url)
    told = {"state": flow.state, "nonce": flow.nonce, "verifier": flow.verifier}
    cookies.keep_flow(response, asked.request, {**waits, **told, "provider": provider.id, "browser": asked.browser_id})
    return response


async def come_back(asked: Asked) -> Response:
    """A provider's answer: judged, used once, and then on to where the person wanted to be."""
    provider = _provider(asked)
    waits = cookies.flow_of(asked.request, asked.browser_id)
    # A provider does not hand the language and the way on.
    asked = replace(asked, fields=(("lang", waits.get("lang", "")), ("next", waits.get("way", ""))))
    try:
        if not waits.get("state") or waits.get("provider") != provider.id:
            raise NotBelieved("state")
        flow = Flow(waits["state"], waits["nonce"], waits["verifier"])
        login = await openid.person(provider, _back(asked, provider), flow, dict(asked.query))
    except NotBelieved as refused:
        if waits:  # whoever opens the address out of nowhere fills no log
            note = signing_in.note_refusal
            await anyio.to_thread.run_sync(note, asked.own.store, provider.id, refused.why, asked.browser)
        said = refused.why if refused.why in ("denied", "unreachable") else "not_believed"
        response = _not_signed_in(asked, provider, said, 502 if said == "unreachable" else 403)
    else:
        response = await anyio.to_thread.run_sync(_with_login, asked, login, waits)
    cookies.forget_flow(response, asked.request)
    return response


def _with_login(asked: Asked, login: Vouched, waits: dict[str, str]) -> Response:
    joining = None
    if waits.get("code"):
        # Who signed out meanwhile joins as a new person.
        account = asked.actor.account if asked.actor.account == waits.get("account") else ""
        answer = Reply(waits.get("pin", ""), waits.get("name", ""), account)
        joining = Joining(waits["code"], answer)
    try:
        begun = signing_in.sign_in(asked.own.store, login, asked.browser, joining)
    except ThunError as error:
        return asked.refusal(error)
    return entered(asked, begun, asked.way)


def _provider(asked: Asked) -> Provider:
    found = asked.sign_in.provider(asked.request.path_params["provider"])
    if found is None:
        raise NotFound(Problem(*both("no_provider")))
    return found


def _back(asked: Asked, provider: Provider) -> str:
    """Where the provider sends people back to, as it was registered there."""
    host = asked.request.headers.get("host", "")
    here = f"{'https' if is_secure(asked.request.scope) else 'http'}://{host}{base_path()}"
    return f"{asked.sign_in.address or here}/s/back/{provider.id}"


def _not_signed_in(asked: Asked, provider: Provider, said: str, status: int) -> Response:
    name = provider.label(asked.language)
    return asked.page("refused", status, said=[asked.t(said, name=name)], again=f"{base_path()}/s/in?{query(asked)}")


def _seen(request: Request) -> Seen:
    client = request.client
    return Seen(client.host if client else None, dict(request.headers.items()))
