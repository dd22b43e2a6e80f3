"""Small workbooks for the tests of imports."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from lib.access.actors import OWN_MACHINE
from lib.actions.imports import importing
from lib.actions.imports.preview import Preview
from lib.store.opening import Store

GROUPS = ("ชื่อองค์กร", "ประเภทองค์กร", "ตำบล", "อำเภอ", "จังหวัด", "จำนวนสมาชิก")
NAKHA = ("กลุ่มทอผ้าบ้านนาขา", "กลุ่ม", "เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", 25)
NADI = ("สภาองค์กรชุมชนนาดี", "สภาองค์กรชุมชน", "นาดี", "นาดี", "ปราจีนบุรี", 40)
OFFICE = "สำนักงานภาคตะวันออก"


def book(*tabs: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """An xlsx file of (tab, rows)."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in tabs:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def groups(*rows: Sequence[Any]) -> bytes:
    """An office's list of groups."""
    return book(("องค์กร", [GROUPS, *rows]))


def look(store: Store, content: bytes, name: str = "กลุ่ม.xlsx", office: str = OFFICE) -> Preview:
    """Hand a file in and look at what it would do."""
    job = importing.start(store, OWN_MACHINE, office, name, content)
    return importing.preview(store, OWN_MACHINE, job)


def bring(store: Store, content: bytes, name: str = "กลุ่ม.xlsx", office: str = OFFICE) -> str:
    """Hand a file in and apply it; returns the import's id."""
    seen = look(store, content, name, office)
    importing.apply(store, OWN_MACHINE, seen)
    return seen.job.id


def fates(seen: Preview) -> list[str]:
    """Fate of each row in order."""
    return [row.fate.value for row in seen.rows]
