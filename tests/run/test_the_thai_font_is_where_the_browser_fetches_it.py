"""Streamlit's own fonts have no Thai letters: Sarabun is copied to `static/fonts/` at a start."""

import logging
import os
import sys
from pathlib import Path

import pytest

from lib.web.assets import FONTS, ensure_fonts
from tools.project import HERE


def test_every_weight_and_the_licence_are_there(tmp_path: Path) -> None:
    ensure_fonts(tmp_path)
    for name in FONTS:
        # The first four bytes of a TrueType file.
        assert (tmp_path / "fonts" / name).read_bytes()[:4] == b"\x00\x01\x00\x00"
    assert "OPEN FONT LICENSE" in (tmp_path / "fonts" / "Sarabun-LICENSE.txt").read_text().upper()
    assert len(list((tmp_path / "fonts").iterdir())) == len(FONTS) + 1


def test_what_is_there_is_left_alone_and_what_was_cut_off_is_copied_again(tmp_path: Path) -> None:
    ensure_fonts(tmp_path)
    bold, regular = tmp_path / "fonts" / "Sarabun-Bold.ttf", tmp_path / "fonts" / FONTS[0]
    whole, before = bold.stat().st_size, regular.stat().st_mtime_ns
    bold.write_bytes(bold.read_bytes()[:1000])
    ensure_fonts(tmp_path)
    assert bold.stat().st_size == whole
    assert regular.stat().st_mtime_ns == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_another_user_may_read_it(tmp_path: Path) -> None:
    ensure_fonts(tmp_path)
    assert (tmp_path / "fonts" / FONTS[0]).stat().st_mode & 0o044 == 0o044


def test_a_folder_that_cannot_be_written_is_a_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "fonts").write_text("a file in the folder's place", "utf-8")
    with caplog.at_level(logging.WARNING):
        ensure_fonts(tmp_path)
    assert "could not be put into" in caplog.text


def test_a_copy_that_breaks_off_leaves_no_half_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    # A folder in the font's place lets the text be written but not be put in place.
    (tmp_path / "fonts" / FONTS[0] / "x").mkdir(parents=True)
    ensure_fonts(tmp_path)
    assert [path.name for path in (tmp_path / "fonts").iterdir()] == [FONTS[0]]
    assert "could not be put into" in caplog.text


def test_without_the_package_it_is_a_line_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "fontpkg_sarabun", raising=False)
    ensure_fonts(tmp_path)
    assert "is not installed" in caplog.text
    assert not (tmp_path / "fonts").exists()


def test_the_served_folder_comes_with_the_program() -> None:
    """Streamlit serves `static/` only when it is there before the first page: fonts would answer 404 until a restart."""
    ignored = (HERE.root / ".gitignore").read_text("utf-8").splitlines()
    assert (HERE.root / "static" / "README.md").is_file()
    assert not {"/static/", "static/", "/static/*", "/static/README.md"} & set(ignored)
