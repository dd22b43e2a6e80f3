"""What a browser keeps for us for some minutes and must neither read nor change; and tokens for its forms."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from cryptography.fernet import Fernet, InvalidToken

from lib.config import forgettable
from lib.store.key_file import derived


def seal(purpose: str, said: Mapping[str, str]) -> str:
    """Some words under this installation's key, with the moment; for one purpose only."""
    return _box(purpose).encrypt(json.dumps(dict(said)).encode()).decode("ascii")


def unseal(purpose: str, sealed: str, within: timedelta) -> dict[str, str]:
    """The words again; {} for what is not ours, was changed, is for something else or too old."""
    try:
        said = json.loads(_box(purpose).decrypt(sealed.encode(), ttl=int(within.total_seconds())))
    except (InvalidToken, ValueError):
        return {}
    return {str(k): str(v) for k, v in said.items()}


def form_token(browser: str) -> str:
    """What a form of ours holds so that a form of another site is told apart; bound to a browser's cookie."""
    return hmac.new(derived("forms"), browser.encode(), hashlib.sha256).hexdigest()


def token_fits(browser: str, token: str) -> bool:
    """Whether a form that came back is ours, and this browser's."""
    return bool(browser) and hmac.compare_digest(form_token(browser).encode(), token.encode())


@forgettable
@cache
def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived(f"sealed {purpose}")))
