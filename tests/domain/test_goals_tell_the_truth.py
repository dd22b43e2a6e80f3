"""A goal's standing: no figure is not zero, reported never counts, forecasts admit "never"."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lib.domain.goals import GoalState, forecast, pace, standing

DUE = date(2021, 9, 30)


def test_without_any_record_there_is_no_figure_not_a_zero() -> None:
    assert standing(500, 0, 0, DUE, date(2026, 1, 1), any_record=False).state is GoalState.NO_FIGURE


def test_an_open_goal_is_on_the_way_until_its_date_and_overdue_after() -> None:
    assert standing(500, 3, 9, DUE, DUE, any_record=True).state is GoalState.ON_THE_WAY
    late = standing(500, 3, 900, DUE, DUE + timedelta(days=1), any_record=True)
    assert (late.state, late.missing) == (GoalState.OVERDUE, 497)


def test_a_goal_is_reached_by_proof_alone() -> None:
    assert standing(500, 500, 0, DUE, date(2026, 1, 1), any_record=True).state is GoalState.REACHED
    assert standing(500, 499, 50, DUE, date(2026, 1, 1), any_record=True).state is GoalState.OVERDUE


def test_the_rate_of_the_last_twelve_months_leads_somewhere_or_never() -> None:
    today = date(2026, 1, 1)
    half = [today - timedelta(days=30)] * 50
    assert forecast(half, 100, today).reached_on == today + timedelta(days=365)
    assert forecast([today - timedelta(days=400)] * 50, 100, today).reached_on is None
    assert forecast(half, 50, today).reached_on == today
    assert forecast([today] * 1, 500, today).reached_on is None, "499 years is not a plan"


@given(st.integers(1, 10_000), st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_an_even_pace_starts_at_nothing_and_ends_at_the_target(target: int, day: date) -> None:
    wanted = pace(date(2020, 10, 1), DUE, target, day)
    assert 0 <= wanted <= target
    assert pace(date(2020, 10, 1), DUE, target, DUE) == target
    assert pace(DUE, DUE, target, day) == target
