"""Credentials: nothing secret is kept in the project, and whoever reaches the double may say who they are."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

Json = dict[str, Any]


def claims(signed: str) -> Json:
    """What a signed assertion says (whoever reaches the double may say it)."""
    part = signed.split(".")[1]
    found: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@cache
def private_key() -> str:
    """A key of this process's own: nothing secret is kept in the project."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
