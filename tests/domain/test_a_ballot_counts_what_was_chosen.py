"""Ballots: what may be chosen, what is no valid paper, and how papers count, by hand and for any papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.ballots import choices_of, mean, problems_with_choices, require_valid, tally
from lib.domain.errors import BadInput
from lib.domain.hall_type import type_share

OFFERED = "ตลาด\n\n  น้ำ  ดื่ม \nถนน\nตลาด"


def test_choices_are_lines_once_each_without_empty_ones() -> None:
    assert choices_of("one", OFFERED) == ("ตลาด", "น้ำ ดื่ม", "ถนน")
    assert choices_of("yes_no", OFFERED) == ("เห็นชอบ", "ไม่เห็นชอบ", "งดออกเสียง")
    assert choices_of("certify", "", "en")[0] == "Certify"
    assert choices_of("scale", "") == ("1", "2", "3", "4", "5")


@pytest.mark.parametrize("offered", ["", "ข้อเดียว", "\n".join(map(str, range(21))), f"ก\n{'ข' * 201}"])
def test_too_few_too_many_and_too_long_choices_open_no_ballot(offered: str) -> None:
    assert problems_with_choices("one", offered)
    assert not problems_with_choices("yes_no", offered)


@pytest.mark.parametrize(
    ("form", "number", "most", "chosen"),
    [
        ("one", 3, None, []),
        ("one", 3, None, [0, 1]),
        ("one", 3, None, [3]),
        ("one", 3, None, [-1]),
        ("several", 3, 2, [0, 1, 2]),
        ("several", 3, None, [1, 1]),
        ("rank", 3, None, [0, 1]),
        ("rank", 3, None, [0, 1, 1]),
        ("dots", 3, 2, [0, 0, 0]),
        ("scale", 5, None, [0, 1]),
    ],
)
def test_a_paper_that_says_too_much_or_nothing_is_refused(
    form: str, number: int, most: int | None, chosen: list[int]
) -> None:
    with pytest.raises(BadInput):
        require_valid(form, number, most, chosen)


def test_papers_count_as_they_do_by_hand() -> None:
    assert tally("one", 3, [[0], [2], [0]]) == [2, 0, 1]
    assert tally("several", 3, [[0, 1], [1]]) == [1, 2, 0]
    assert tally("dots", 3, [[0, 0, 2], [2]]) == [2, 0, 2]
    assert tally("rank", 3, [[1, 0, 2], [1, 2, 0]]) == [3, 6, 3]
    assert mean([0, 1, 0, 0, 1]) == 3.5
    assert mean([0, 0, 0, 0, 0]) is None


@given(st.integers(2, 6), st.lists(st.randoms(use_true_random=False), max_size=30))
def test_a_ranking_gives_each_paper_the_same_points(number: int, dice: list[object]) -> None:
    papers = []
    for one in dice:
        order = list(range(number))
        one.shuffle(order)  # type: ignore[attr-defined]
        papers.append(order)
    assert sum(tally("rank", number, papers)) == len(papers) * number * (number + 1) // 2


def test_the_longer_the_hall_and_the_smaller_the_picture_the_larger_the_type() -> None:
    assert type_share(10, 2) * 1366 == pytest.approx(60)
    assert type_share(4, 3) * 1366 == pytest.approx(56)
    assert type_share(15, 2) > type_share(10, 2) > type_share(10, 2.1)
    assert type_share(60, 1) == type_share(40, 1) == 0.075
