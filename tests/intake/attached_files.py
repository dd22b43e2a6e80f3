"""Photos and documents for tests, honest and hostile; all of them made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image, PngImagePlugin

#: In Bangkok: what a photo tells of its place, in degrees.
PLACE = (13.741667, 100.52)
CAMERA, WORDS = "SecretCam 3000", "ข้อความลับในรูป"


def photo(
    size: tuple[int, int] = (640, 480), *, form: str = "JPEG", colour: str = "teal", turned: int = 1, told: bool = True
) -> bytes:
    """A photo as a phone makes it: with its place, its camera and which side is up."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    if told:
        exif[0x0112], exif[0x010F] = turned, CAMERA
        exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 44.0, 30.0), 3: "E", 4: (100.0, 31.0, 12.0)})
    made = io.BytesIO()
    image.save(made, form, exif=exif)
    return made.getvalue()


def see_through() -> bytes:
    """A logo on nothing."""
    image = Image.new("RGBA", (200, 100), (200, 30, 30, 0))
    image.paste((10, 90, 90, 255), (20, 20, 120, 80))
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", CAMERA)
    made = io.BytesIO()
    image.save(made, "PNG", pnginfo=text)
    return made.getvalue()


def pdf(pages: int = 1, **root: object) -> bytes:
    """A plain document."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    for name, what in root.items():
        made.Root[f"/{name}"] = what
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _hiding() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.attachments["evil.exe"] = b"MZ\x90"
    made.save(out)
    return out.getvalue()


def _on_a_page() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.pages[0]["/AA"] = pikepdf.Dictionary(O=_script())
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


#: Documents that do something when they are opened, or that hide a file.
ACTING: dict[str, Callable[[], bytes]] = {
    "script": lambda: pdf(OpenAction=_script()),
    "launch": lambda: pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")),
    "names": lambda: pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", _script()]))),
    "hidden file": _hiding,
    "on a page": _on_a_page,
}


def locked_pdf() -> bytes:
    """A document under a password."""
    made = pikepdf.new()
    made.add_blank_page()
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def stream_bomb() -> bytes:
    """A PDF whose table of objects unpacks to 4 GB."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"0" * 64) + packer.flush(zlib.Z_FULL_FLUSH)
    # A block that needs nothing before it can stand there again and again.
    block = packer.compress(b"0" * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = head + block * 256 + packer.flush()
    told = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(body)
    objects = b"%PDF-1.5\n1 0 obj\n" + told + b"\nstream\n" + body + b"\nendstream\nendobj\n"
    at = len(objects)
    # Objects 2 and 3 lie in the stream.
    rows = struct.pack(">BIB", 0, 0, 0) + struct.pack(">BIB", 1, 9, 0) + struct.pack(">BIB", 2, 1, 0) * 2
    table = b"<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>\nstream\n" % len(rows)
    return objects + b"4 0 obj\n" + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


def archive() -> bytes:
    """A zip with a page that runs a script."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        bundle.writestr("index.html", "<script>alert(1)</script>" * 50)
    return made.getvalue()


def png_bomb(wide: int = 50_000, high: int = 50_000) -> bytes:
    """So many points, some kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    line = b"\0" * (wide // 8 + 1)
    rows = b"".join([packer.compress(line * 1000) for _ in range(high // 1000)] + [packer.flush()])
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A tiny picture with words that unpack to 200 MB."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    whole = made.getvalue()
    body = b"Comment\0\0" + zlib.compress(b"A" * 100_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return whole[:33] + chunk + whole[33:]


GIF_SCRIPT = b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(document.cookie)//"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>fetch('/s/devices')</script>"
