"""A small real provider of OpenID Connect on loopback: it checks what it is sent, and lies when it is told to.

At ``/google`` it signs as Google does (RS256 by a key it publishes), at ``/line`` as LINE Login does: with the
client's secret (HS256), while its announcement says ES256. Whoever comes is let in at once.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "thun-in-tests", "a-secret-of-thirty-two-characters"
_REFUSED = JSONResponse({"error": "invalid_grant"}, 400)


@dataclass
class Mood:
    """Who stands before the provider, and what is wrong with what it says."""

    person: dict[str, object] = field(default_factory=dict)
    #: ``nonce``, ``audience``, ``expired``, ``issuer``, ``key``, ``state``, ``denied``; '' for the truth.
    lie: str = ""


@dataclass
class Provider:
    """The running provider."""

    url: str
    mood: Mood
    #: What came to the authorization endpoint last, and codes that were given out.
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def settings(self) -> str:
        """The section of the secrets file that names both its faces."""
        one = '[sign_in.{name}]\nissuer = "{url}/{name}"\nclient_id = "{client}"\nclient_secret = "{secret}"\n'
        said = {"url": self.url, "client": CLIENT, "secret": SECRET}
        return one.format(name="google", **said) + one.format(name="line", **said)


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider as long as the block lasts."""
    key, other = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}) for _ in range(2))
    provider = Provider("", Mood())
    server = uvicorn.Server(uvicorn.Config(_app(provider, key, other), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        provider.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)


def _app(provider: Provider, key: RSAKey, other: RSAKey) -> Starlette:
    def announce(request: Request) -> Response:
        issuer = f"{provider.url}/{request.path_params['face']}"
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
                "id_token_signing_alg_values_supported": ["ES256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def keys(_request: Request) -> Response:
        return JSONResponse(KeySet([key]).as_dict(private=False))

    def authorize(request: Request) -> Response:
        provider.asked = dict(request.query_params)
        state = provider.asked["state"]
        if provider.mood.lie == "denied":
            back = {"error": "access_denied", "state": state}
        else:
            code = secrets.token_urlsafe(16)
            provider.codes[code] = provider.asked
            back = {"code": code, "state": "wrong" if provider.mood.lie == "state" else state}
        return RedirectResponse(f"{provider.asked['redirect_uri']}?{urlencode(back)}", 302)

    async def token(request: Request) -> Response:
        form = await request.form()
        given = provider.codes.pop(str(form.get("code")), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(str(form.get("code_verifier")).encode()).digest())
        wanted = {"client_id": CLIENT, "client_secret": SECRET, "grant_type": "authorization_code"}
        if given is None or any(form.get(name) != value for name, value in wanted.items()):
            return _REFUSED
        if given["code_challenge"] != proof.rstrip(b"=").decode() or given["redirect_uri"] != form.get("redirect_uri"):
            return _REFUSED
        lie, now, face = provider.mood.lie, int(time.time()), request.path_params["face"]
        claims = {
            "iss": "https://elsewhere.example" if lie == "issuer" else f"{provider.url}/{face}",
            "aud": "another-app" if lie == "audience" else CLIENT,
            "azp": CLIENT,
            "exp": now - 600 if lie == "expired" else now + 600,
            "iat": now - 1200 if lie == "expired" else now,
            "nonce": "another" if lie == "nonce" else given["nonce"],
            **provider.mood.person,
        }
        if face == "line":
            wrong = lie == "key"
            signed = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("x" * 32 if wrong else SECRET))
        else:
            signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, other if lie == "key" else key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": signed, "expires_in": 60})

    return Starlette(
        routes=[
            Route("/{face}/.well-known/openid-configuration", announce),
            Route("/{face}/keys", keys),
            Route("/{face}/authorize", authorize),
            Route("/{face}/token", token, methods=["POST"]),
        ]
    )
