"""A file under a passphrase: scrypt makes the key, AES-256-GCM seals the content piece by piece.

Each piece carries its number and whether it is the last, so that none can be left out, swapped or cut
off unseen; memory stays at one piece however large the file is. (The construction is called STREAM:
Hoang, Reyhanitabar, Rogaway, Vizár 2015.)
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lib.domain.errors import BadInput, Problem
from lib.domain.limits import SHORTEST_PASSPHRASE

MAGIC = b"THUN-MOVE-1\n"
_SALT, _PREFIX, _TAG, _PIECE = 16, 7, 16, 1 << 20
#: 64 MB and about a quarter of a second for each guess (RFC 7914; OWASP asks for at least N = 2**16, r = 8).
_COST = 2**16


def seal(plain: Path, sealed: Path, passphrase: str) -> None:
    """Write the content of one file into another, readable with the passphrase only; whole or not at all."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadInput(
            Problem(
                f"วลีลับสั้นเกินไป ใช้อย่างน้อย {SHORTEST_PASSPHRASE} ตัวอักษร เช่น สามคำที่จำได้",
                f"The passphrase is too short: at least {SHORTEST_PASSPHRASE} letters, such as three words you remember.",
            )
        )
    salt, prefix = os.urandom(_SALT), os.urandom(_PREFIX)
    cipher = AESGCM(_key(passphrase, salt))
    partial = sealed.with_name(f"{sealed.name}.partial")
    with plain.open("rb") as source, partial.open("wb") as target:
        partial.chmod(0o600)
        target.write(MAGIC + salt + prefix)
        number, piece = 0, source.read(_PIECE)
        while True:
            following = source.read(_PIECE)
            target.write(cipher.encrypt(_nonce(prefix, number, last=not following), piece, MAGIC))
            if not following:
                break
            number, piece = number + 1, following
        target.flush()
        os.fsync(target.fileno())
    partial.replace(sealed)


def unseal(sealed: Path, plain: Path, passphrase: str) -> None:
    """The other way; raises `BadInput` for a wrong passphrase, a damaged file, or one that is none of ours."""
    with sealed.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            raise BadInput(
                Problem(
                    f"{sealed.name} ไม่ใช่แฟ้มย้ายเครื่องของระบบนี้ (แฟ้มสำรองใช้ python3 run.py restore)",
                    f"{sealed.name} is no moving file of this app (for a backup: python3 run.py restore).",
                )
            )
        salt, prefix = source.read(_SALT), source.read(_PREFIX)
        cipher = AESGCM(_key(passphrase, salt))
        try:
            with plain.open("wb") as target:
                plain.chmod(0o600)
                _open_pieces(source, target, cipher, prefix)
        except (InvalidTag, ValueError) as error:
            plain.unlink(missing_ok=True)
            raise BadInput(
                Problem(
                    "วลีลับไม่ตรง หรือแฟ้มเสียหาย ยังไม่ได้เปลี่ยนอะไร",
                    "The passphrase is not the right one, or the file is damaged. Nothing was changed.",
                )
            ) from error


def _open_pieces(source: BinaryIO, target: BinaryIO, cipher: AESGCM, prefix: bytes) -> None:
    number, piece = 0, source.read(_PIECE + _TAG)
    while True:
        following = source.read(_PIECE + _TAG)
        target.write(cipher.decrypt(_nonce(prefix, number, last=not following), piece, MAGIC))
        if not following:
            return
        number, piece = number + 1, following


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
