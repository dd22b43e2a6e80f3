"""Reads one foreign file and ends: what and limits as arguments, the file on standard input.

Started by `lib.intake.attached`, imports nothing of the product. Parts go out with their length before
them: what was found as JSON, then the picture and the small picture.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image as Picture

MEMORY, CPU_SECONDS = 1 << 30, 30
#: Behind the end of a PDF writers leave a line or two.
_TAIL = 64
#: Names in a PDF that make a reader do something, or that hide a file in it.
_ACTIVE = frozenset(("/JS", "/AA", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/AF"))
_ACTIONS = frozenset(
    ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE")
)


class _Refused(Exception):
    pass


def limit() -> None:
    """Bounds on time and memory, where the system has them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time-out has to do
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Read the file and say what it is."""
    limit()
    what, (pixels, side, small, pages) = sys.argv[1], map(int, sys.argv[2:6])
    data = sys.stdin.buffer.read()
    try:
        parts = picture(data, pixels, side, small) if what == "picture" else document(data, pages)
    except _Refused as why:
        parts = [json.dumps({"refused": str(why)}).encode()]
    for part in parts:
        sys.stdout.buffer.write(len(part).to_bytes(8, "big") + part)


def picture(data: bytes, pixels: int, side: int, small: int) -> list[bytes]:
    """The picture made anew, upright, at most `side` points wide and high, with nothing but its points."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = pixels
    try:
        found = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    except Image.DecompressionBombError:
        raise _Refused("pixels") from None
    with found as opened:
        if opened.width * opened.height > pixels:
            raise _Refused("pixels")
        position = _position(opened)
        profile = opened.info.get("icc_profile")
        if opened.mode.startswith("I"):
            # A scanner's 16 bits: converted as they are, all but the darkest would be white.
            plain = opened.point(lambda value: value * (1 / 256)).convert("L")
            plain.info = {}
        elif opened.mode in ("P", "PA", "1", "F", "L", "LA", "La", "RGBa"):
            plain = opened.convert("RGBA" if _see_through(opened) else "RGB")
            plain.info = {k: v for k, v in opened.info.items() if k == "exif"}
        else:
            plain = opened
        # A JPEG is decoded at a fraction of its size where that is enough.
        plain.thumbnail((side, side), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(plain)
        shown = _colours(upright, profile)
    media_type, content = _encoded(shown, 85)
    shown.thumbnail((small, small))
    told = {"media_type": media_type, "size": _size(content), "position": position}
    return [json.dumps(told).encode(), content, _encoded(shown, 78)[1]]


def _see_through(image: Picture) -> bool:
    return "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info


def _colours(image: Picture, profile: bytes | None) -> Picture:
    """In the colours that every screen expects: phones save theirs with a wider range."""
    from PIL import Image, ImageCms

    wanted = "RGBA" if _see_through(image) else "RGB"
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=image.mode)
            image = changed or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    whole = image.convert(wanted)
    # Only the points go on: what else was in the file has no way into the new one.
    bare = Image.new(wanted, whole.size)
    bare.paste(whole)
    return bare


def _encoded(image: Picture, quality: int) -> tuple[str, bytes]:
    made = io.BytesIO()
    if image.mode == "RGBA" and image.getchannel("A").histogram()[255] < image.width * image.height:
        image.save(made, "WEBP", quality=quality, method=4)
        return "image/webp", made.getvalue()
    image.convert("RGB").save(made, "JPEG", quality=quality, optimize=True, progressive=True)
    return "image/jpeg", made.getvalue()


def _size(content: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as made:
        return made.size


def _position(image: Picture) -> tuple[float, float] | None:
    """Latitude and longitude in degrees as the photo tells them; None when it tells none."""
    try:
        told = image.getexif().get_ifd(0x8825)
        lat, lon = (_degrees(told[n]) for n in (2, 4))
        return (-lat if told.get(1) == "S" else lat), (-lon if told.get(3) == "W" else lon)
    except Exception:  # whatever nonsense stands there, the picture itself may be whole
        return None


def _degrees(parts: Iterable[float]) -> float:
    degrees, minutes, seconds = (float(p) for p in parts)
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= 180:
        raise ValueError(found)
    return found


def document(data: bytes, pages: int) -> list[bytes]:
    """How many pages a PDF has; refused when it does something or is two files in one."""
    import pikepdf

    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end - 5 > _TAIL or data[end + 5 :].strip(b"\r\n\t \0"):
        raise _Refused("two_faced")
    if b"PK\x05\x06" in data[-66_000:] and b"PK\x01\x02" in data:
        raise _Refused("two_faced")
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            count = len(opened.pages)
            if count > pages:
                raise _Refused("pages")
            if count == 0:
                raise ValueError("no pages")
            for one in opened.objects:
                _look(one, 0)
    except pikepdf.PasswordError:
        raise _Refused("locked") from None
    return [json.dumps({"pages": count}).encode()]


def _look(one: pikepdf.Object | None, depth: int) -> None:
    """Refuse what acts; objects that are only pointed at are looked at in their own turn."""
    import pikepdf

    if depth > 50:
        raise _Refused("active")
    if isinstance(one, pikepdf.Array):
        for item in one:
            if not getattr(item, "is_indirect", False):
                _look(item, depth + 1)
        return
    if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    keys = set(one.keys())
    if keys & _ACTIVE or str(one.get("/S", "")) in _ACTIONS or one.get("/Type") in ("/EmbeddedFile", "/Filespec"):
        raise _Refused("active")
    for key in keys:
        held = one.get(key)
        if not getattr(held, "is_indirect", False):
            _look(held, depth + 1)


if __name__ == "__main__":
    main()
