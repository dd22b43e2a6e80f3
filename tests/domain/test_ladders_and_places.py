"""Rungs count on proof; places contain what their codes say."""

import pytest

from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.ladders import Rung, Status, Step, highest, lacking, unproved_below
from lib.domain.places import contains, distance_km, place_id, province_id_of

RUNGS = [Rung("a", 1, False), Rung("b", 2, False), Rung("c", 3, True)]


def test_only_verified_steps_with_evidence_are_proved() -> None:
    steps = [Step("a", Status.VERIFIED, True), Step("b", Status.VERIFIED, False), Step("c", Status.REPORTED, True)]
    assert highest(RUNGS, steps, proved=True) == RUNGS[0]
    assert highest(RUNGS, steps, proved=False) == RUNGS[2]
    assert [r.id for r in lacking(RUNGS, steps)] == ["b", "c"]
    assert [r.id for r in unproved_below(RUNGS, steps, "c")] == ["b"]


def test_a_returned_step_reaches_nothing() -> None:
    assert highest(RUNGS, [Step("c", Status.RETURNED, True)], proved=False) is None


def test_a_tambon_lies_in_its_district_and_province_and_nowhere_else() -> None:
    assert contains("TH-25", "TH-250213")
    assert contains("TH-2502", "TH-250213")
    assert contains("TH-25", "TH-25")
    assert not contains("TH-26", "TH-250213")
    assert not contains("TH-250213", "TH-25")
    assert not contains("TH-2", "TH-25"), "half a code contains nothing"
    assert province_id_of("TH-250213") == "TH-25"
    assert province_id_of("mun-x") is None


def test_a_wrong_code_makes_no_place() -> None:
    with pytest.raises(ValueError, match="DOPA"):
        place_id("123")


def test_distances_are_great_circles() -> None:
    assert distance_km(13.75, 100.5, 18.79, 98.98) == pytest.approx(583, abs=5)


def test_bad_input_speaks_both_languages() -> None:
    with pytest.raises(BadInput) as caught:
        bad_input([Problem("ผิด", "wrong")])
    assert (caught.value.problems[0].text(), caught.value.problems[0].text("en")) == ("ผิด", "wrong")
    bad_input([])
