"""OpenID Connect by the code flow: Authlib speaks with the provider, joserfc reads what it signed.

What is believed: a token of the configured issuer, for this app, fresh, with the number drawn for this very
visit – signed with a key of the provider's, or (LINE Login) with the secret shared with it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization, OctKey
from joserfc.jwt import JWTClaimsRegistry, Token

from lib.access.providers import Provider
from lib.actions.access.entering import Vouched
from lib.config import forget_with

#: Never "none", and never a shared secret where keys are meant.
_BY_KEY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
_PATIENCE = 10.0
#: What a provider announces is asked for again after an hour; its keys also when a token names a new one.
_KEPT = 3600.0
#: Clocks differ.
_LEEWAY = 60


class NotBelieved(Exception):
    """A provider's answer cannot be used. `why`: a word of ours, for the log of access."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Flow:
    """What was drawn for one visit to a provider, and what it has to come back with."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def drawn(cls) -> Flow:
        """New numbers."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


@dataclass(frozen=True)
class _Announced:
    """What a provider says of itself, and its keys."""

    authorize: str
    token: str
    keys_at: str
    ways: tuple[str, ...]
    read_at: float


_announced: dict[str, _Announced] = {}
_keys: dict[str, tuple[float, KeySetSerialization]] = {}
forget_with(_announced.clear)
forget_with(_keys.clear)


async def address(provider: Provider, back: str, flow: Flow, language: str) -> str:
    """Where to send the browser; raises `NotBelieved` when the provider cannot be reached."""
    said = await _announcement(provider)
    async with _client(provider, back, said) as client:
        url, _state = client.create_authorization_url(
            said.authorize, state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier, ui_locales=language
        )
    return str(url)


async def person(provider: Provider, back: str, flow: Flow, answer: Mapping[str, str]) -> Vouched:
    """Whom the provider vouches for; raises `NotBelieved`."""
    if not answer.get("state") or not secrets.compare_digest(answer["state"].encode(), flow.state.encode()):
        raise NotBelieved("state")
    if answer.get("iss", provider.issuer).rstrip("/") != provider.issuer:
        raise NotBelieved("issuer")
    if not answer.get("code"):
        raise NotBelieved("denied" if answer.get("error") else "code")
    said = await _announcement(provider)
    try:
        async with _client(provider, back, said) as client:
            token = await client.fetch_token(said.token, code=answer["code"], code_verifier=flow.verifier)
    except OAuthError as error:
        raise NotBelieved("code") from error
    except (httpx2.HTTPError, ValueError) as error:
        raise NotBelieved("unreachable") from error
    return _login(provider, await _claims(provider, said, str(token.get("id_token") or ""), flow))


def _client(provider: Provider, back: str, said: _Announced) -> AsyncOAuth2Client:
    # LINE and most others want the secret in the body; one that announces the header alone gets that.
    basic = "client_secret_basic" in said.ways and "client_secret_post" not in said.ways
    return AsyncOAuth2Client(
        provider.client_id,
        provider.client_secret,
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        scope=provider.scope,
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=_PATIENCE,
    )


async def _claims(provider: Provider, said: _Announced, id_token: str, flow: Flow) -> dict[str, object]:
    checked = JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": flow.nonce},
    )
    try:
        claims = (await _decoded(provider, said, id_token)).claims
        claims["iss"] = str(claims.get("iss", "")).rstrip("/")
        checked.validate(claims)
    except (JoseError, ValueError) as error:
        # joserfc's words may quote the token; the log gets the name of what did not fit.
        raise NotBelieved(str(getattr(error, "claim", "") or "token")) from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise NotBelieved("azp")
    return claims


async def _decoded(provider: Provider, said: _Announced, id_token: str) -> Token:
    if provider.by_secret:
        return jwt.decode(id_token, OctKey.import_key(provider.client_secret), algorithms=["HS256"])
    try:
        return jwt.decode(id_token, KeySet.import_key_set(await _key_set(said.keys_at)), algorithms=_BY_KEY)
    except InvalidKeyIdError:
        keys = KeySet.import_key_set(await _key_set(said.keys_at, newer_than=60.0))
        return jwt.decode(id_token, keys, algorithms=_BY_KEY)


def _login(provider: Provider, claims: dict[str, object]) -> Vouched:
    subject = str(claims["sub"])
    if not 0 < len(subject) <= 255:
        raise NotBelieved("sub")
    verified = claims.get("email_verified") is True
    email = str(claims.get("email", ""))[:254] if verified else ""
    return Vouched(provider.id, subject, email, str(claims.get("name", ""))[:80])


async def _announcement(provider: Provider) -> _Announced:
    known = _announced.get(provider.issuer)
    if known is not None and time.monotonic() - known.read_at < _KEPT:
        return known
    said = await _json(f"{provider.issuer}/.well-known/openid-configuration")
    if str(said.get("issuer", "")).rstrip("/") != provider.issuer:
        raise NotBelieved("issuer")
    ways = said.get("token_endpoint_auth_methods_supported")
    found = _Announced(
        str(said.get("authorization_endpoint", "")),
        str(said.get("token_endpoint", "")),
        str(said.get("jwks_uri", "")),
        tuple(str(way) for way in ways) if isinstance(ways, list) else (),
        time.monotonic(),
    )
    _announced[provider.issuer] = found
    return found


async def _key_set(url: str, newer_than: float = _KEPT) -> KeySetSerialization:
    read_at, keys = _keys.get(url, (float("-inf"), None))
    if keys is not None and time.monotonic() - read_at < newer_than:
        return keys
    said = await _json(url)
    listed = said.get("keys")
    new: KeySetSerialization = {"keys": listed if isinstance(listed, list) else []}
    _keys[url] = (time.monotonic(), new)
    return new


async def _json(url: str) -> dict[str, object]:
    try:
        async with httpx2.AsyncClient(timeout=_PATIENCE) as client:
            answer = await client.get(url)
            answer.raise_for_status()
            said = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise NotBelieved("unreachable") from error
    if not isinstance(said, dict):
        raise NotBelieved("unreachable")
    return {str(k): v for k, v in said.items()}
