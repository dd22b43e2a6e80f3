"""Who may vouch for people stands in the secrets file; what is wrong there is said, the rest works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lib.access.providers import sign_in_settings

TWO = """
[google]
poll_seconds = 30
[sign_in]
address = "https://thun.example.org/"
[sign_in.google]
client_id = "a"
client_secret = "b"
[sign_in.line]
client_id = "c"
client_secret = "d"
[sign_in.office]
issuer = "https://id.example.org/"
label = "สำนักงาน"
client_id = "e"
client_secret = "f"
"""


def test_several_stand_side_by_side_and_the_well_known_need_two_lines(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(TWO, encoding="utf-8")
    said = sign_in_settings(file)
    google, line, office = said.providers
    assert said.address == "https://thun.example.org"
    assert (google.issuer, google.by_secret, google.in_chat) == ("https://accounts.google.com", False, False)
    assert (line.issuer, line.by_secret, line.in_chat) == ("https://access.line.me", True, True)
    assert (office.issuer, office.label("en"), office.by_secret) == ("https://id.example.org", "สำนักงาน", False)
    assert said.provider("nobody") is None
    assert said.problems == ()


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ('[sign_in.google]\nclient_id = "a"', "lacks client_secret"),
        ('[sign_in.x]\nclient_id = "a"\nclient_secret = "b"\nissuer = "http://id.example.org"', "https://"),
        ('[sign_in.x]\nclient_id = "a"\nclient_secret = "b"', "https://"),
        ('[sign_in.invitation]\nclient_id = "a"\nclient_secret = "b"', "name"),
        ('[sign_in."../x"]\nclient_id = "a"\nclient_secret = "b"', "name"),
        ('[sign_in.google]\nclient_id = "a"\nclient_secret = "b"\nsigned_with = "none"', "signed_with"),
        ("sign_in = 3", "section"),
        ("[sign_in", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_trusted_by_it(section: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(section, encoding="utf-8")
    said = sign_in_settings(file)
    assert said.providers == ()
    [problem] = said.problems
    assert words in problem.en
    assert problem.th


def test_a_changed_file_is_read_anew_and_a_missing_one_names_nobody(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    assert sign_in_settings(file).providers == ()
    file.write_text(TWO, encoding="utf-8")
    assert len(sign_in_settings(file).providers) == 3
    file.write_text("", encoding="utf-8")
    os.utime(file, (1, 1))
    assert sign_in_settings(file).providers == ()
