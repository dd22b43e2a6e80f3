"""Hostile and broken files: a clear Thai sentence within seconds, bounded memory, nothing changed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from lib.access.actors import OWN_MACHINE
from lib.actions import importing
from lib.domain.errors import BadInput
from lib.intake.files import MAX_BYTES, read_file
from lib.store.opening import Store

HEAD = ("ชื่อองค์กร", "ประเภทองค์กร")
THAI = re.compile(r"[ก-๙]{4}")
MAX_MEGABYTES = 400


def book(**options: object) -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    out = io.BytesIO()
    return out, xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, **options}
    )


def plain() -> bytes:
    out, made = book()
    sheet = made.add_worksheet("องค์กร")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("กลุ่ม ก", "กลุ่ม"))
    made.close()
    return out.getvalue()


def rezipped(change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The plain workbook with its parts changed, packed again."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """Half a gigabyte of nothing in half a megabyte."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as part:
                part.write(old.read(name))
                for _ in range(500 if "sheet1" in name else 0):
                    part.write(b" " * 1024 * 1024)
    return out.getvalue()


def lying() -> bytes:
    """A part whose size in the directory is smaller than what unpacks."""
    content = bytearray(rezipped(lambda n, c: c + b" " * 4096 if "sheet1" in n else c))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as bundle:
        size = bundle.getinfo("xl/worksheets/sheet1.xml").file_size
    packed = size.to_bytes(4, "little")
    return bytes(content).replace(packed, (100).to_bytes(4, "little"))


def doctype() -> bytes:
    evil = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    return rezipped(lambda n, c: c.replace(b"?>", b"?>" + evil, 1) if "sheet1" in n else c)


def far_corner() -> bytes:
    out, made = book()
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_string(1_048_575, 16_383, "ไกล")
    made.close()
    return out.getvalue()


def wide() -> bytes:
    out, made = book()
    made.add_worksheet().write_row(0, 0, [f"ห{n}" for n in range(16_384)])
    made.close()
    return out.getvalue()


def password() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("ก.xlsx", lambda: b""),
    "blank": ("ก.csv", lambda: b"\r\n \r\n"),
    "100 MB": ("ก.xlsx", lambda: b"PK\x03\x04" + b"0" * (100 * 1024 * 1024)),
    "zip bomb": ("ก.xlsx", bomb),
    "lying sizes": ("ก.xlsx", lying),
    "password": ("ก.xlsx", password),
    "old xls": ("ก.xls", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
    "pdf": ("ก.xlsx", lambda: b"%PDF-1.7 ..."),
    "png": ("ก.xlsx", lambda: b"\x89PNG\r\n\x1a\n"),
    "binary csv": ("ก.csv", lambda: b"a,b\n\x00\x01\x02"),
    "another zip": ("ก.xlsx", lambda: rezip_only({"word/document.xml": b"<w/>"})),
    "cut in half": ("ก.xlsx", lambda: plain()[: len(plain()) // 2]),
    "broken xml": ("ก.xlsx", lambda: rezipped(lambda n, c: c[: len(c) // 2] if "sheet1" in n else c)),
    "doctype": ("ก.xlsx", doctype),
    "far corner": ("ก.xlsx", far_corner),
    "16,384 columns": ("ก.xlsx", wide),
    "no such letters": ("ก.csv", lambda: "ก,ข\n".encode("cp874") + b"\xdb\xfc\xfd\n"),
    "odd utf-16": ("ก.csv", lambda: b"\xff\xfeA"),
    "quote never closed": ("ก.csv", lambda: b'a,"' + b"x" * 140_000),
    "no sheet with anything": ("ก.xlsx", lambda: rezipped(lambda n, c: re.sub(rb"<row.*</row>", b"", c) if "sheet1" in n else c)),
}  # fmt: skip


def rezip_only(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence_and_nothing_changes(sqlite_store: Store, case: str) -> None:
    name, make = REFUSED[case]
    with pytest.raises(BadInput) as caught:
        importing.start(sqlite_store, OWN_MACHINE, "สำนักงาน", name, make())
    assert THAI.search(caught.value.problems[0].th)
    assert caught.value.problems[0].en
    with sqlite_store.database.reading() as connection:
        from lib.store import imports

        assert imports.latest(connection) == []


def test_memory_stays_bounded_whatever_comes(tmp_path: Path) -> None:
    """In a process of its own: the bomb, the far corner and a sheet of a million blank rows."""
    out, made = book(constant_memory=True)
    sheet = made.add_worksheet()
    style = made.add_format({"bg_color": "#ffff00"})
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("กลุ่ม ก", "กลุ่ม"))
    for row in range(2, 1_000_000, 2):
        sheet.write_blank(row, 0, None, style)
    made.close()
    for name, content in (("blank", out.getvalue()), ("bomb", bomb()), ("far", far_corner())):
        (tmp_path / name).write_bytes(content)
    script = (
        "import re, resource, sys\nfrom pathlib import Path\nfrom lib.intake.files import read_file\n"
        "from lib.domain.errors import BadInput\n"
        "for name in ('blank', 'bomb', 'far'):\n"
        "    try:\n        print(name, len(read_file(name, Path(sys.argv[1], name).read_bytes())[0].rows))\n"
        "    except BadInput as error:\n        print(name, 'refused')\n"
        "status = Path('/proc/self/status')\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', status.read_text()) if status.exists() else None\n"
        "print((int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *told, peak = ran.stdout.split("\n")[:-1]
    assert told == ["blank 2", "bomb refused", "far refused"]
    assert int(peak) < MAX_MEGABYTES


def rows_of(name: str, content: bytes) -> list[list[object]]:
    return read_file(name, content)[0].rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = "ชื่อองค์กร,ประเภทองค์กร\nกลุ่มน้ำพริก,กลุ่ม\n"
    assert rows_of("ก.csv", text.encode(encoding))[1] == ["กลุ่มน้ำพริก", "กลุ่ม"]


def test_lines_of_two_encodings_are_read_each_in_its_own_and_said() -> None:
    content = "ชื่อ,ประเภท\n".encode() + "กลุ่ม ก,กลุ่ม\n".encode("cp874")
    grid = read_file("ก.csv", content)[0]
    assert grid.rows == [["ชื่อ", "ประเภท"], ["กลุ่ม ก", "กลุ่ม"]]
    assert grid.notes


def test_macros_links_and_very_long_cells_do_no_harm() -> None:
    extra = {
        "xl/vbaProject.bin": b"\x00" * 64,
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
    }
    assert rows_of("ก.xlsm", rezipped(lambda n, c: c, extra))[1] == ["กลุ่ม ก", "กลุ่ม"]
    out, made = book()
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_string(1, 0, "ก" * 32_767)
    made.close()
    assert len(str(rows_of("ก.xlsx", out.getvalue())[1][0])) == 32_767


def test_a_formula_nobody_calculated_and_an_error_are_not_taken_for_blanks(
    sqlite_store: Store,
) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append([*HEAD, "จำนวนสมาชิก"])
    sheet.append(["กลุ่ม ก", "กลุ่ม", "=1+1"])
    sheet.append(["กลุ่ม ข", "กลุ่ม", "#REF!"])
    sheet["C3"].data_type = "e"
    out = io.BytesIO()
    made.save(out)
    job = importing.start(sqlite_store, OWN_MACHINE, "สำนักงาน", "ก.xlsx", out.getvalue())
    seen = importing.preview(sqlite_store, OWN_MACHINE, job)
    for row in seen.rows:
        assert [c.target for c in row.doubts] == ["members"], row.read.values


def test_the_largest_file_that_is_taken_is_what_the_screen_says() -> None:
    assert MAX_BYTES == 25 * 1024 * 1024
