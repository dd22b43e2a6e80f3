"""A photo or a document that somebody attaches: what it is by its content, and what of it is kept.

Pictures are decoded and made anew, so that nothing else that was in the file is kept: no place, no
camera, no archive behind the last byte, no script. Decoders of foreign files run in a short-lived
process with bounds on time and memory (`attached_child`): one that fails or is misled takes no server along.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from lib.domain.citizen_id import holds_citizen_id
from lib.domain.errors import BadInput, Problem
from lib.domain.limits import ATTACHED_FILE, DOCUMENT_PAGES, PICTURE_PIXELS, PICTURE_SIDE, SMALL_SIDE
from lib.domain.places import LAT_RANGE, LON_RANGE
from lib.domain.thai_text import clean_text
from lib.schema.attachments import MEDIA_TYPES, PDF

SECONDS: Final = 40
#: So many files are decoded at once by one process; the others wait.
_AT_ONCE = threading.BoundedSemaphore(2)
_NAME_LENGTH: Final = 120


@dataclass(frozen=True)
class BroughtFile:
    """A file as somebody hands it in. `keep_place`: where a photo was taken is kept, in the store and not in the
    photo; `public`: readers see it."""

    name: str
    content: bytes
    public: bool = False
    keep_place: bool = False


@dataclass(frozen=True)
class AttachedFile:
    """What is kept of a file. `small`: the little picture of lists, empty for documents."""

    media_type: str
    content: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    #: Where a photo says that it was taken (degrees): handed over only when it was asked for.
    position: tuple[float, float] | None = None


def read_attached(data: bytes, *, documents: bool, keep_place: bool = False) -> AttachedFile:
    """Judge a file and make what is kept of it; raises `BadInput` with a sentence."""
    ATTACHED_FILE.require(len(data))
    what = _by_content(data)
    if what == "pdf" and not documents:
        raise BadInput(Problem("แนบได้เฉพาะรูป (JPEG PNG WebP)", "Only pictures can be attached here (JPEG, PNG, WebP)."))
    told, parts = _in_a_process_of_its_own(what, data)
    if what == "pdf":
        return AttachedFile(PDF, data, pages=int(str(told["pages"])))
    width, height = told["size"] if isinstance(told["size"], list) else (0, 0)
    place = told.get("position")
    position = _on_earth(place) if keep_place and isinstance(place, list) else None
    return AttachedFile(str(told["media_type"]), parts[0], parts[1], int(width), int(height), position=position)


def shown_name(name: str, media_type: str) -> str:
    """A file's name as it may be shown: no folders, no control letters, the ending that it really has."""
    plain = PurePosixPath(clean_text(name).replace("\\", "/")).name
    letters = "".join(
        c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs") and c not in '<>"|?*:'
    )
    stem = re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", letters).strip(" .")[:_NAME_LENGTH].strip()
    named = "" if holds_citizen_id(stem) else stem
    return f"{named or 'file'}.{MEDIA_TYPES[media_type]}"


def _by_content(data: bytes) -> str:
    """``picture`` or ``pdf``, by the first bytes alone; raises `BadInput` for anything else."""
    if data.startswith(b"\xff\xd8\xff") or data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "picture"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        raise BadInput(
            Problem(
                "รูปแบบ HEIC หรือ AVIF ยังอ่านไม่ได้ ใน iPhone ตั้งที่ การตั้งค่า › กล้อง › รูปแบบ › เข้ากันได้มากที่สุด หรือบันทึกเป็น JPEG",
                "HEIC and AVIF cannot be read. On an iPhone choose Settings › Camera › Formats › Most Compatible, or save as JPEG.",
            )
        )
    raise BadInput(
        Problem(
            "แนบได้เฉพาะรูป (JPEG PNG WebP) และเอกสาร PDF แฟ้มนี้เป็นอย่างอื่น แม้ชื่อจะบอกว่าเป็นรูป",
            "Only pictures (JPEG, PNG, WebP) and PDF documents can be attached. This file is something else, whatever its name says.",
        )
    )


def _in_a_process_of_its_own(what: str, data: bytes) -> tuple[dict[str, object], list[bytes]]:
    limits = (PICTURE_PIXELS.most, PICTURE_SIDE, SMALL_SIDE, DOCUMENT_PAGES.most)
    command = [sys.executable, "-I", str(Path(__file__).with_name("attached_child.py")), what, *map(str, limits)]
    try:
        with _AT_ONCE:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={"PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
            )
    except subprocess.TimeoutExpired:
        raise BadInput(_UNREADABLE) from None
    parts = _parts(done.stdout)
    if done.returncode or not parts:
        # What the child wrote may quote the file: it is told to nobody.
        raise BadInput(_UNREADABLE)
    told: dict[str, object] = json.loads(parts[0])
    if (refused := told.get("refused")) is not None:
        raise BadInput(_REFUSED.get(str(refused), _UNREADABLE))
    return told, parts[1:]


def _parts(stream: bytes) -> list[bytes]:
    """The child writes each part with its length before it."""
    found, at = [], 0
    while at < len(stream):
        size = int.from_bytes(stream[at : at + 8], "big")
        found.append(stream[at + 8 : at + 8 + size])
        at += 8 + size
    return found


def _on_earth(place: list[object]) -> tuple[float, float] | None:
    """A position that can be one of ours: a phone without a fix writes 0, 0."""
    lat, lon = (float(str(v)) for v in place)
    inside = LAT_RANGE[0] <= lat <= LAT_RANGE[1] and LON_RANGE[0] <= lon <= LON_RANGE[1]
    return (round(lat, 6), round(lon, 6)) if inside else None


_UNREADABLE = Problem(
    "เปิดแฟ้มนี้ไม่ได้ แฟ้มอาจเสียหายหรือส่งมาไม่ครบ เปิดดูในเครื่องก่อน แล้วบันทึกเป็นแฟ้มใหม่",
    "This file cannot be opened; it may be damaged or cut off. Open it on your device and save it anew.",
)
_REFUSED: Final = {
    "pixels": PICTURE_PIXELS.problem(),
    "pages": DOCUMENT_PAGES.problem(),
    "locked": Problem(
        "เอกสาร PDF นี้มีรหัสผ่าน บันทึกแบบไม่มีรหัสผ่านก่อนแนบ", "This PDF has a password. Save it without one first."
    ),
    "active": Problem(
        "เอกสาร PDF นี้มีคำสั่ง แบบฟอร์ม หรือแฟ้มซ่อนอยู่ พิมพ์เป็น PDF ใหม่ แล้วแนบแฟ้มใหม่",
        "This PDF holds scripts, actions or hidden files. Print it as a new PDF and attach that one.",
    ),
    "two_faced": Problem(
        "เอกสาร PDF นี้มีแฟ้มอื่นต่อท้าย พิมพ์เป็น PDF ใหม่ แล้วแนบแฟ้มใหม่",
        "Another file hangs on to this PDF. Print it as a new PDF and attach that one.",
    ),
}
