"""Photos and documents: told by their content, made anew or refused with a sentence; never run, never trusted."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from PIL import Image

from lib.domain.errors import BadInput
from lib.domain.limits import ATTACHED_FILE, DOCUMENT_PAGES
from lib.intake.attached import AttachedFile, read_attached, shown_name
from tests.intake import attached_files as made


def read(data: bytes, *, keep_place: bool = False) -> AttachedFile:
    return read_attached(data, documents=True, keep_place=keep_place)


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as error:
        read(data)
    (problem,) = error.value.problems
    assert problem.th
    assert "Traceback" not in problem.en
    return problem.en


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_anew_without_place_or_camera(form: str) -> None:
    original = made.photo(form=form)
    assert made.CAMERA.encode() in original
    kept = read(original)
    assert (kept.media_type, kept.width, kept.height, kept.position) == ("image/jpeg", 640, 480, None)
    for content in (kept.content, kept.small):
        with Image.open(io.BytesIO(content)) as image:
            assert dict(image.getexif()) == {}
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        for mark in (b"Exif", b"GPS", made.CAMERA.encode(), b"http://ns.adobe.com"):
            assert mark not in content


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_handed_over_only_to_who_wants_it_and_never_left_in_the_file(form: str) -> None:
    kept = read(made.photo(form=form), keep_place=True)
    assert kept.position == pytest.approx(made.PLACE, abs=1e-5)
    assert b"Exif" not in kept.content


def test_a_photo_stands_upright_and_is_no_larger_than_screens_need() -> None:
    kept = read(made.photo((4000, 3000), turned=6))
    assert (kept.width, kept.height) == (1536, 2048)
    with Image.open(io.BytesIO(kept.small)) as small:
        assert small.size == (360, 480)


def test_what_can_be_seen_through_stays_so() -> None:
    kept = read(made.see_through())
    assert kept.media_type == "image/webp"
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.convert("RGBA").getpixel((2, 2))[3] == 0
    assert made.CAMERA.encode() not in kept.content


def test_whatever_way_the_points_are_written_the_picture_is_the_same() -> None:
    """Print colours, grey, a palette, a scanner's 16 bits, several pictures in one: the first, in colours of screens."""
    teal = Image.new("RGB", (60, 40), (96, 96, 96))
    ways = {
        "CMYK": (teal.convert("CMYK"), "JPEG", {}),
        "grey": (teal.convert("L"), "JPEG", {}),
        "palette": (teal.quantize(4), "PNG", {}),
        "16 bits": (Image.frombytes("I;16", (60, 40), (96 * 257).to_bytes(2, "little") * 2400), "PNG", {}),
        "several": (teal, "WEBP", {"save_all": True, "append_images": [Image.new("RGB", (60, 40), "red")]}),
        "a phone's pair": (teal, "MPO", {"save_all": True, "append_images": [Image.new("RGB", (60, 40), "red")]}),
    }
    for name, (image, form, how) in ways.items():
        data = io.BytesIO()
        image.save(data, form, **how)  # type: ignore[arg-type]
        with Image.open(io.BytesIO(read(data.getvalue()).content)) as kept:
            assert kept.convert("L").getpixel((30, 20)) == pytest.approx(96, abs=6), name


@pytest.mark.parametrize("tail", [made.archive(), b"<script>alert(1)</script>", b"MZ\x90" * 2000])
def test_what_hangs_on_to_a_photo_is_not_kept(tail: bytes) -> None:
    kept = read(made.photo() + tail)
    for content in (kept.content, kept.small):
        assert tail[:8] not in content
        assert b"PK\x05\x06" not in content
        assert b"<script" not in content


@pytest.mark.parametrize(
    "data",
    [
        made.GIF_SCRIPT,
        made.SVG,
        made.HTML,
        b"\xef\xbb\xbf" + made.HTML,
        made.archive(),
        b"MZ\x90\0" * 100,
        b"\x7fELF" + b"\0" * 100,
        b"#!/bin/sh\nrm -rf /\n",
        b"\n\n" + made.pdf(),
        b"",
        b"\0" * 1000,
    ],
    ids=["gif+js", "svg", "html", "bom+html", "zip", "exe", "elf", "sh", "late pdf", "empty", "zeros"],
)
def test_anything_else_is_refused_whatever_its_name(data: bytes) -> None:
    assert "Only pictures" in refused(data)


def test_phones_that_write_heic_are_told_what_to_do() -> None:
    assert "Most Compatible" in refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = made.png_bomb()
    assert len(bomb) < 2_000_000
    begun = time.monotonic()
    assert "million points" in refused(bomb)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("bomb", [made.text_bomb, made.stream_bomb])
def test_a_bomb_inside_ends_in_a_sentence_and_in_a_process_of_its_own(bomb: Callable[[], bytes]) -> None:
    assert refused(bomb())


def test_what_was_cut_off_is_refused() -> None:
    whole = made.photo((1600, 1200))
    for data in (whole[: len(whole) // 2], whole[:20], made.pdf()[:300], made.see_through()[:60]):
        assert refused(data)


def test_too_large_is_said_before_anything_is_read() -> None:
    begun = time.monotonic()
    assert "larger than 25 MB" in refused(b"\xff\xd8\xff" + bytes(100 * 1024 * 1024))
    assert time.monotonic() - begun < 1
    assert ATTACHED_FILE.most < 100 * 1024 * 1024


def test_a_plain_document_stays_as_it_came() -> None:
    data = made.pdf(3)
    kept = read(data)
    assert (kept.media_type, kept.pages, kept.small) == ("application/pdf", 3, b"")
    assert kept.content == data


def test_a_document_is_no_picture_where_only_pictures_are_taken() -> None:
    with pytest.raises(BadInput):
        read_attached(made.pdf(), documents=False)


@pytest.mark.parametrize("name", made.ACTING)
def test_a_document_that_does_something_is_refused(name: str) -> None:
    assert "scripts, actions or hidden files" in refused(made.ACTING[name]())


def test_a_document_that_is_two_files_is_refused() -> None:
    assert "hangs on" in refused(made.pdf() + made.archive())
    assert "hangs on" in refused(made.pdf() + made.HTML)
    assert "password" in refused(made.locked_pdf())
    assert "pages" in refused(made.pdf(DOCUMENT_PAGES.most + 1))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ภาพเวที 12 พ.ค..JPG", "ภาพเวที 12 พ.ค.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\รูป.png", "รูป.jpg"),
        ("photo.jpg.exe", "photo.jpg"),
        ("<img src=x onerror=1>.png", "img src=x onerror=1.jpg"),
        ("\u202egpj.exe\u200b", "gpj.jpg"),
        ("บัตร 1-1017-00230-70-8.jpg", "file.jpg"),
        ("...", "file.jpg"),
        ("ก" * 500, "ก" * 120 + ".jpg"),
    ],
)
def test_a_name_is_shown_cleaned_and_with_the_ending_it_has(given: str, shown: str) -> None:
    assert shown_name(given, "image/jpeg") == shown
