"""Data into a template, in a short-lived process with bounds on time and memory.

User text travels as data, never as part of the template's source, so there is nothing to escape
and nothing to inject. A document that cannot be set within the bounds is an error with a
sentence, not a hanging server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from lib.domain.errors import BadInput, Problem
from lib.export.paper import fonts, text_layer, word_breaks

TEMPLATES = Path(__file__).parent / "templates"
SECONDS, MEMORY_MB = 20, 2048
#: Lists longer than this are cut: no plan has a thousand lines in one box.
MOST = 200
#: Keys whose value is not text for people.
_RAW = frozenset({"qr", "id", "colour", "size", "photo"})


def render(template: str, data: dict[str, Any], form: Literal["pdf", "png"] = "pdf") -> list[bytes]:
    """The pages: one PDF, or a PNG a page. Raises `BadInput` when it cannot be set."""
    told = json.dumps(prepared(data), ensure_ascii=False).encode()
    command = [sys.executable, "-I", str(Path(__file__).parent / "child.py"), template, form, str(fonts.folder())]
    try:
        done = subprocess.run(
            command,
            input=told,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=TEMPLATES,
            env={"PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        )
    except subprocess.TimeoutExpired:
        raise _cannot() from None
    if done.returncode:
        raise _cannot() from RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    pages = _pages(done.stdout)
    return [text_layer.complete(pages[0])] if form == "pdf" else pages


def prepared(data: Any) -> Any:
    """The data with every text made safe and cut into words; keys in `_RAW` stay as they are."""
    if isinstance(data, dict):
        return {k: v if k in _RAW else prepared(v) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [prepared(v) for v in data[:MOST]]
    if isinstance(data, str):
        return list(word_breaks.thai_words(word_breaks.safe(data, fonts.glyphs())))
    return data


def _pages(stream: bytes) -> list[bytes]:
    """The child writes each page with its length before it."""
    found, at = [], 0
    while at < len(stream):
        size = int.from_bytes(stream[at : at + 8], "big")
        found.append(stream[at + 8 : at + 8 + size])
        at += 8 + size
    return found


def _cannot() -> BadInput:
    return BadInput(
        Problem(
            "จัดหน้าเอกสารไม่ได้ ลองลดข้อความที่ยาวมากแล้วพิมพ์อีกครั้ง",
            "The document could not be set; shorten very long texts and try again",
        )
    )
