"""A workbook is unpacked once by ourselves, in small pieces and up to a limit, before the library sees it.

Sizes in a zip's directory may lie, and one cell in the last corner of a sheet or one long text that a
thousand cells point at would otherwise ask for gigabytes, and the library then ends the whole process.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from array import array
from collections.abc import Sequence
from xml.etree import ElementTree

from lib.domain.errors import BadInput
from lib.intake.file_limits import MAX_LETTERS, MAX_UNPACKED
from lib.intake.refusal import damaged, refused
from lib.intake.workbook_part import PartScan

_PIECE = 256 * 1024


def inspect_workbook(content: bytes) -> tuple[dict[str, set[tuple[int, int]]], bool]:
    """Unpack every part in pieces; refuse bombs, lies, far-off cells, endless texts and DTDs.

    Returns the cells of each tab that show no value, a formula never calculated or an error:
    (row, column) from 0; and whether the workbook counts its days from 1904.
    """
    left = MAX_UNPACKED
    scans: dict[str, PartScan] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            if "xl/workbook.xml" not in bundle.namelist():
                raise refused(
                    "แฟ้มนี้ไม่ใช่สมุดงาน Excel บันทึกเป็น .xlsx แล้วส่งใหม่",
                    "This file is no Excel workbook. Save it as .xlsx and send it again",
                )
            for entry in bundle.infolist():
                scan = scans[entry.filename] = PartScan()
                with bundle.open(entry) as part:
                    while piece := part.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise refused(
                                "แฟ้มขยายออกแล้วใหญ่ผิดปกติ จึงไม่เปิด คัดลอกเฉพาะตารางไปแฟ้มใหม่",
                                "Unpacked, the file is abnormally large and was not opened. Copy just the table to a new file",
                            )
                        scan.feed(piece)
                scan.close()
            main = ElementTree.fromstring(bundle.read("xl/workbook.xml"))
            names_of = _tab_names(bundle, main)
    except BadInput:
        raise
    except Exception as error:  # zipfile, zlib and kin raise a dozen kinds on hostile bytes
        raise damaged() from error
    if any(scan.broken for part, scan in scans.items() if part.casefold() in names_of):
        raise damaged()
    _check_letters(list(scans.values()))
    blind = {
        names_of[part.casefold()]: scan.blind
        for part, scan in scans.items()
        if scan.blind and part.casefold() in names_of
    }
    return blind, _counts_from_1904(main)


def _check_letters(scans: Sequence[PartScan]) -> None:
    lengths: Sequence[int] = next((s.lengths for s in scans if s.lengths), array("Q"))
    letters = sum(s.letters for s in scans)
    for scan in scans:
        letters += sum(lengths[n] for n in scan.pointers if n < len(lengths))
    if letters > MAX_LETTERS:
        raise refused(
            f"ข้อความในแฟ้มยาวผิดปกติ รวมเกิน {MAX_LETTERS // 1_000_000} ล้านตัวอักษร แบ่งแฟ้ม หรือตัดข้อความยาวออก",
            f"The texts of the file are abnormally long, more than {MAX_LETTERS // 1_000_000} million letters. Split it, or shorten them",
        )


def _counts_from_1904(main: ElementTree.Element) -> bool:
    said = next((e.get("date1904", "") for e in main.iter() if e.tag.rpartition("}")[2] == "workbookPr"), "")
    return said.casefold() in ("1", "true", "on")


def _tab_names(bundle: zipfile.ZipFile, main: ElementTree.Element) -> dict[str, str]:
    """Part of the zip, in small letters → name of its tab."""
    links = ElementTree.fromstring(bundle.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in main.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            key = next((v for k, v in sheet.items() if k.endswith("}id")), None)
            path = posixpath.normpath(posixpath.join("/xl", parts.get(key, "")))
            found[path.lstrip("/").casefold()] = sheet.get("name", "")
    return found
