"""The installation's own key: a file beside the data, in no backup and in no database.

From it come what a stolen database must not tell: the canvas codes that can be shown again.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from lib.config import forgettable, settings

NAME = "access.key"
_BYTES = 32


@forgettable
@cache
def _key(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = file.with_name(f"{NAME}.{secrets.token_hex(4)}.partial")
    if not file.exists():
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(secrets.token_bytes(_BYTES))
            target.flush()
            os.fsync(target.fileno())
        try:
            # A hard link fails where another process was first: its key is the one.
            os.link(made, file)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            made.replace(file)
        made.unlink(missing_ok=True)
    return file.read_bytes()


def derived(purpose: str) -> bytes:
    """32 bytes for a purpose, the same each time on this installation (HMAC-SHA-256)."""
    return hmac.new(_key(settings().data_dir / NAME), purpose.encode(), hashlib.sha256).digest()


def digest_of(secret: str) -> str:
    """SHA-256 of a long random secret as hex: what the store keeps of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
