"""Dates: every usual spelling is read, impossible days are not, eras never mix."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.thai_date import (
    MONTHS_SHORT_TH,
    MONTHS_TH,
    fiscal_year,
    fiscal_year_bounds,
    format_date,
    format_moment,
    format_year,
    parse_date,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19 ก.ย. 66", date(2023, 9, 19)),
        ("19 กันยายน 2566", date(2023, 9, 19)),
        ("๑๙ กันยายน ๒๕๖๖", date(2023, 9, 19)),
        ("19 กันยายน พ.ศ. 2566", date(2023, 9, 19)),
        ("19กย66", date(2023, 9, 19)),
        ("19/9/2566", date(2023, 9, 19)),
        ("19-09-66", date(2023, 9, 19)),
        ("2023-09-19", date(2023, 9, 19)),
        ("2566-09-19", date(2023, 9, 19)),
        ("29/2/2567", date(2024, 2, 29)),
    ],
)
def test_usual_spellings_are_read(typed: str, meant: date) -> None:
    assert parse_date(typed) == meant


@pytest.mark.parametrize("typed", ["29/2/2568", "31/4/2566", "2566", "กันยายน 2566", "19 xx 2566", "", "1/13/2566"])
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert parse_date(typed) is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_every_day_survives_being_written_in_thai_and_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(format_date(day, short=False)) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year + 543}") == day


def test_the_fiscal_year_turns_on_the_first_of_october() -> None:
    assert fiscal_year(date(2020, 9, 30)) == 2563
    assert fiscal_year(date(2020, 10, 1)) == 2564
    assert fiscal_year_bounds(2564) == (date(2020, 10, 1), date(2021, 9, 30))


def test_each_language_reads_its_own_era() -> None:
    assert format_date(date(2021, 9, 30)) == "30 ก.ย. 2564"
    assert format_date(date(2021, 9, 30), "en") == "30 Sep 2021"
    assert (format_year(2564), format_year(2564, "en")) == ("2564", "2021")
    assert format_moment(datetime(2021, 9, 29, 18, 5, tzinfo=UTC)) == "30 ก.ย. 2564 01:05 น."
    assert format_moment(datetime(2021, 9, 29, 18, 5), "en") == "30 Sep 2021 01:05"


def test_there_are_twelve_months_each_way() -> None:
    assert len(set(MONTHS_TH)) == len(set(MONTHS_SHORT_TH)) == 12
