"""From an export of KoboToolbox or ODK Central to its tabs: a workbook, one CSV, or a zip of CSV files."""

from __future__ import annotations

import io
import zipfile

from lib.domain.errors import BadInput
from lib.intake.files import one_at_a_time, read_file
from lib.intake.grid import Grid
from lib.intake.refusal import refused

_MEGABYTE = 1024 * 1024
#: What the CSV files of one export may weigh together once unpacked, and how many there may be.
MAX_UNPACKED, MAX_FILES = 60 * _MEGABYTE, 60
_PIECE = 256 * 1024


def read_export(name: str, content: bytes) -> list[Grid]:
    """The tabs, the submissions first; raises `BadInput` with the way out."""
    if content.startswith(b"PK") and not _is_workbook(content):
        with one_at_a_time():
            return _bundle(content)
    return read_file(name, content)


def _bundle(content: bytes) -> list[Grid]:
    """A zip as ODK Central gives it; what a computer adds when it packs a folder again is left aside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            entries = [e for e in bundle.infolist() if _is_table(e.filename)]
            if any(e.flag_bits & 1 for e in entries):
                raise refused(
                    "แฟ้ม zip มีรหัสผ่านหรือเข้ารหัสไว้ แตกแฟ้มออกก่อน หรือส่งออกจาก Central โดยใส่รหัสถอดลับแล้วส่งใหม่",
                    "The zip has a password or is encrypted. Unpack it first, or export it from Central decrypted",
                )
            if len(entries) > MAX_FILES or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise _too_large()
            left, found = MAX_UNPACKED, []
            for entry in sorted(entries, key=lambda e: (len(e.filename), e.filename)):
                table = _unpacked(bundle, entry, left)
                left -= len(table)
                tab = entry.filename.rsplit("/", 1)[-1][: -len(".csv")]
                found += [Grid(tab, grid.rows, notes=grid.notes) for grid in read_file(entry.filename, table)[:1]]
    except BadInput:
        raise
    except Exception as error:  # zipfile, zlib, lzma and kin raise a dozen kinds on hostile bytes
        raise refused(
            "แฟ้ม zip เสียหาย โหลดมาไม่ครบ หรือใช้วิธีบีบอัดที่เปิดไม่ได้ ส่งออกจากระบบต้นทางใหม่",
            "The zip is damaged, incomplete or packed in a way that cannot be opened. Export it again",
        ) from error
    if not found:
        raise refused(
            "ไม่มีแฟ้ม .csv ใน zip นี้ เลือกแฟ้มที่ส่งออกเป็น CSV", "There is no .csv in this zip; choose an export as CSV"
        )
    return found


def _unpacked(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """In pieces, for the size that a zip gives of its parts may be a lie."""
    pieces, size = [], 0
    with bundle.open(entry) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            if size > left:
                raise _too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _is_table(name: str) -> bool:
    parts = name.split("/")
    return name.lower().endswith(".csv") and "__MACOSX" not in parts and not parts[-1].startswith((".", "~"))


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            return "[Content_Types].xml" in bundle.namelist()
    except Exception:  # damaged so far that nobody can tell: not a workbook, and said so below
        return False


def _too_large() -> BadInput:
    most = MAX_UNPACKED // _MEGABYTE
    return refused(
        f"ข้อมูลในแฟ้มใหญ่เกิน {most} MB ส่งออกทีละช่วงวันที่แล้วนำเข้าทีละแฟ้ม",
        f"The export holds more than {most} MB. Export it by spans of days and bring the files in one by one",
    )
