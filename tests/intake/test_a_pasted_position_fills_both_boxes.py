"""Whatever a phone or a map puts on the clipboard for a place is read as latitude and longitude, or as nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.intake.pasted_position import is_short_link, pasted_position

TALAT = (13.7563, 100.5018)


@pytest.mark.parametrize(
    "pasted",
    [
        "13.7563, 100.5018",
        "13.7563 100.5018",
        "๑๓.๗๕๖๓, ๑๐๐.๕๐๑๘",
        "100.5018, 13.7563",
        "ละติจูด 13.7563 ลองจิจูด 100.5018",
        "https://www.google.com/maps/@13.7563,100.5018,15z",
        "https://www.google.com/maps/place/x/@13.9,101.9,12z/data=!3m1!4b1!8m2!3d13.7563!4d100.5018",
        "https://maps.google.com/?q=13.7563,100.5018",
        "https://www.google.com/maps/search/?api=1&query=13.7563%2C100.5018",
        "https://www.google.com/maps/search/13.7563,+100.5018",
        "https://maps.apple.com/?ll=13.7563,100.5018&q=x",
        "https://www.openstreetmap.org/#map=16/13.7563/100.5018",
        "https://www.openstreetmap.org/?mlat=13.7563&mlon=100.5018#map=10/1.0/2.0",
        "geo:13.7563,100.5018?z=16",
    ],
)
def test_every_way_of_telling_a_place_is_read(pasted: str) -> None:
    assert pasted_position(pasted) == TALAT


def test_degrees_minutes_and_seconds_are_read() -> None:
    found = pasted_position("13°45'22.7\"N 100°30'06.5\"E")
    assert found is not None
    assert found == pytest.approx(TALAT, abs=0.0001)


@pytest.mark.parametrize("pasted", ["13.7563", "", "ตลาด", "48.85, 2.35", "https://example.org/1.5/2.5", "geo:1,2"])
def test_what_is_no_place_in_thailand_is_left_as_it_was_typed(pasted: str) -> None:
    assert pasted_position(pasted) is None


def test_a_short_link_says_nothing_before_it_is_opened() -> None:
    assert is_short_link("https://maps.app.goo.gl/AbC123")
    assert pasted_position("https://maps.app.goo.gl/AbC123") is None
    assert not is_short_link("https://www.google.com/maps/@13.7563,100.5018,15z")


@given(st.text(max_size=80))
def test_nothing_typed_stops_it(text: str) -> None:
    found = pasted_position(text)
    assert found is None or (5 < found[0] < 21 and 97 < found[1] < 106)
