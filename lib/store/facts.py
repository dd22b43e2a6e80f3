"""What a store knows about itself, by key: its identity, its secrets, the clock it believes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, select

from lib.store.database import upsert
from lib.store.tables import table

#: Sets one store apart from another, in backups.
IDENTITY = "store"
#: Keys the digests of erased names; older ones (``secret.1`` …) came with restored backups.
SECRET = "secret"


def read(connection: Connection, key: str) -> str | None:
    """One fact; None when it is not known."""
    facts = table("store_fact")
    return connection.scalar(select(facts.c.value).where(facts.c.key == key))


def write(connection: Connection, key: str, value: str) -> None:
    """Put a fact in place of what was known."""
    facts = table("store_fact")
    new = upsert(connection, facts).values(key=key, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def secrets_of(connection: Connection) -> list[str]:
    """The store's own secret first, then those of stores whose erasures it took over."""
    facts = table("store_fact")
    query = select(facts.c.key, facts.c.value).where(facts.c.key.like(f"{SECRET}%")).order_by(facts.c.key)
    return [row.value for row in connection.execute(query) if row.key == SECRET or row.key.startswith(f"{SECRET}.")]


def keep_secrets(connection: Connection, wanted: list[str]) -> None:
    """After a restore: the standing store's secrets stay in force beside the backup's."""
    known = secrets_of(connection)
    every = list(dict.fromkeys([*wanted, *known]))
    for number, value in enumerate(every):
        write(connection, f"{SECRET}.{number}" if number else SECRET, value)


def new_secret() -> str:
    """32 random bytes as hex."""
    return secrets.token_hex(32)


def keyed(digest: str, secret: str) -> str:
    """A digest (hex) that nobody without the secret (hex) can find by trying."""
    return hmac.new(bytes.fromhex(secret), digest.encode(), hashlib.sha256).hexdigest()
