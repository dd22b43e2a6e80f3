"""Coming in by a link: an invitation of a person, or the key of the own machine."""

from __future__ import annotations

from starlette.responses import Response

from lib.actions.access import entering
from lib.actions.access.entering import Reply
from lib.domain.errors import NotFound, Problem, ThunError
from lib.domain.thai_date import format_moment
from lib.ui.frame.addresses import base_path
from lib.web.access.parts import both, entered, open_outside, providers, query
from lib.web.plain import cookies
from lib.web.plain.asked import Asked, status_of
from lib.web.plain.browsers import in_chat


def invite(asked: Asked) -> Response:
    """The page that a link leads to: the secret is in the fragment, which no server and no preview sees."""
    return asked.page("invite")


def to_invite(asked: Asked) -> Response:
    """What is sent by a form only, opened as a page."""
    return asked.go(f"{base_path()}/s/invite?{query(asked)}")


def look(asked: Asked) -> Response:
    """Who invites whom for what; nothing is used by it, however often."""
    return _show_offer(asked, _code(asked))


def accept(asked: Asked) -> Response:
    """Come in by an invitation, at once or by way of a provider."""
    code, way = _code(asked), asked.form.get("with", "")
    account = asked.actor.account if asked.form.get("as") == "me" else ""
    answer = Reply(asked.form.get("pin", ""), asked.form.get("name", ""), account)
    try:
        if not way:
            return entered(asked, entering.accept(asked.own.store, code, answer, asked.browser), asked.way)
        provider = asked.sign_in.provider(way)
        if provider is None:
            raise NotFound(Problem(*both("no_provider")))
        if in_chat(asked.agent) and not provider.in_chat:
            return open_outside(asked, provider, f"{base_path()}/s/invite?{query(asked)}", code)
        entering.prove(asked.own.store, code, answer.pin, asked.browser)
    except NotFound:
        raise
    except ThunError as error:
        return _show_offer(asked, code, error)
    # A form's answer may lead to our own site only (the policy of these pages); this page leads on from there.
    response = asked.page("leaving", provider=provider.label(asked.language), provider_id=provider.id)
    waits = {"code": code, "pin": answer.pin, "name": answer.name, "account": account}
    frame = {"provider": provider.id, "browser": asked.browser_id, "way": asked.way, "lang": asked.language}
    cookies.keep_flow(response, asked.request, {**waits, **frame})
    return response


def _show_offer(asked: Asked, code: str, error: ThunError | None = None) -> Response:
    offer = entering.look(asked.own.store, code)
    if offer.own_machine:
        return asked.page("key", code=code)
    said = [(p.field or "", p.text(asked.language)) for p in error.problems] if error else []
    english = asked.language == "en"
    return asked.page(
        "offer",
        status_of(error) if error else 200,
        code=code,
        offer=offer,
        role=offer.role.label(asked.language),
        place=offer.place_en if english else offer.place_th,
        until=format_moment(offer.until, asked.language),
        said=said,
        typed=asked.form,
        here_as=asked.actor.label if asked.signed_in else "",
        keeps=bool(asked.actor.account) and not offer.person,
        providers=providers(asked),
    )


def key(asked: Asked) -> Response:
    """The page that the link of a start leads to."""
    return asked.page("key")


def use_key(asked: Asked) -> Response:
    """This browser is the owner's from now on."""
    code = _code(asked)
    if not entering.look(asked.own.store, code).own_machine:
        return _show_offer(asked, code)
    return entered(asked, entering.accept(asked.own.store, code, Reply(), asked.browser), asked.way)


def _code(asked: Asked) -> str:
    """The secret as it came: from the fragment, or from a link that was pasted whole."""
    return asked.form.get("code", "").strip().rsplit("#", 1)[-1]
