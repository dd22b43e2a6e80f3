"""From the bytes of a file to grids: xlsx, xlsm and csv; hostile and broken files end in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from time import monotonic

from lib.intake.csv_file import read_csv
from lib.intake.file_limits import MAX_BYTES, MEGABYTE
from lib.intake.grid import Grid
from lib.intake.memory import give_back
from lib.intake.refusal import refused
from lib.intake.workbook import is_workbook, read_workbook

_HTML = re.compile(rb"<(?:html|head|body|table|meta|!doctype html|\?xml)\b", re.IGNORECASE)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
#: Two large files at once would need twice the memory, and no less time.
_ONE = RLock()
#: A file that took so long to read was large.
_LONG_SECONDS = 0.3


def read_file(name: str, content: bytes) -> list[Grid]:
    """Every tab of a file that holds anything; raises `BadInput` with the way out.

    What the file is is judged by its content, not by its name.
    """
    with one_at_a_time():
        return _read(name, content)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """While a file is unpacked and read; what that took goes back to the machine."""
    with _ONE:
        began = monotonic()
        try:
            yield
        finally:
            if monotonic() - began > _LONG_SECONDS:
                give_back()


def _read(name: str, content: bytes) -> list[Grid]:
    if not content.strip(b"\x00\r\n\t "):
        raise refused("แฟ้มว่างเปล่า", "The file is empty")
    if len(content) > MAX_BYTES:
        raise refused(
            f"แฟ้มใหญ่ {len(content) // MEGABYTE} MB เกิน {MAX_BYTES // MEGABYTE} MB แบ่งเป็นหลายแฟ้ม หรือลบภาพในแฟ้มออก",
            f"The file has {len(content) // MEGABYTE} MB, more than {MAX_BYTES // MEGABYTE} MB. Split it, or remove its pictures",
        )
    if is_workbook(content):
        return read_workbook(content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refused(
                "แฟ้มมีรหัสผ่าน เปิดใน Excel เอารหัสผ่านออก แล้วบันทึกใหม่",
                "The file has a password. Open it in Excel, remove the password and save it again",
            )
        raise refused(
            "แฟ้มเป็นรูปแบบเก่า (.xls) เปิดใน Excel แล้วบันทึกเป็น .xlsx",
            "The file is of the old kind (.xls). Open it in Excel and save it as .xlsx",
        )
    if _HTML.match(content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise refused(
            "แฟ้มเป็นหน้าเว็บ (HTML/XML) ที่ตั้งชื่อเป็น Excel เปิดใน Excel แล้วบันทึกเป็น .xlsx",
            "The file is a web page (HTML/XML) under an Excel name. Open it in Excel and save it as .xlsx",
        )
    if _is_binary(content):
        raise refused(
            "แฟ้มนี้ไม่ใช่ตาราง ใช้ได้เฉพาะ .xlsx และ .csv", "This file is no table; only .xlsx and .csv can be used"
        )
    return read_csv(name, content)


def _is_binary(content: bytes) -> bool:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in head or head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf"))
