"""Codes that people read off a wall or a slip and type: made from the installation's key, kept as digests."""

from __future__ import annotations

from lib.store.key_file import derived

#: No letters or digits that look alike, and no vowels that could make a word.
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
_LENGTH = 4


def code_for(what: str, letters: int) -> str:
    """Such as ``k7fm-x2hp-9wqt``: the same for the same thing, and nobody without the key can tell it.

    Each letter is worth about 4.75 bits.
    """
    rest = int.from_bytes(derived(what), "big")
    found: list[str] = []
    for _ in range(letters):
        rest, letter = divmod(rest, len(_ALPHABET))
        found.append(_ALPHABET[letter])
    return typed("".join(found))


def typed(code: str) -> str:
    """A code as a person may type it: capitals, spaces or no dashes."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return "-".join(plain[n : n + _LENGTH] for n in range(0, len(plain), _LENGTH))
