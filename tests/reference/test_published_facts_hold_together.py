"""Published facts: the sums of the sources hold, and no total is mixed with its parts."""

from collections.abc import Callable

import pytest

from lib.schema.programme import PublishedResult, Target
from lib.store.reference import read_file


@pytest.fixture(scope="module")
def results() -> list[PublishedResult]:
    """Every published figure."""
    return [r for r in read_file("published_result") if isinstance(r, PublishedResult)]


def _values(results: list[PublishedResult], series: str, where: Callable[[PublishedResult], bool] = bool) -> list[int]:
    return [r.value for r in results if r.series == series and where(r)]


def test_tambons_supported_add_up(results: list[PublishedResult]) -> None:
    by_year = {r.year: r.value for r in results if r.series == "tambons_supported"}
    assert by_year == {2560: 513, 2561: 557, 2562: 121, 2563: 608}
    assert _values(results, "tambons_supported_total") == [1799] == [sum(by_year.values())]


@pytest.mark.parametrize(
    ("series", "online", "onsite", "total", "regions"),
    [
        ("leaders_trained", 433, 783, 1216, {"BE": 190, "N": 318, "CW": 67, "S": 208}),
        ("tambons_trained", 216, 373, 589, {"BE": 83, "N": 159, "CW": 31, "S": 100}),
    ],
)
def test_training_adds_up_by_mode_and_region(
    results: list[PublishedResult], series: str, online: int, onsite: int, total: int, regions: dict[str, int]
) -> None:
    parts = [r for r in results if r.series == series]
    assert {r.region: r.value for r in parts if r.mode == "onsite"} == regions
    assert [r.value for r in parts if r.mode == "online"] == [online]
    assert _values(results, f"{series}_onsite_total") == [onsite] == [sum(regions.values())]
    assert _values(results, f"{series}_total") == [total] == [online + onsite]
    assert sum(r.value for r in parts) == total


def test_named_centres_add_up_by_region(results: list[PublishedResult]) -> None:
    regions = {r.region: r.value for r in results if r.series == "centres_named"}
    assert regions == {"BE": 4, "CW": 1, "N": 2, "NE": 1, "S": 3}
    assert _values(results, "centres_named_total") == [11] == [sum(regions.values())]


@pytest.mark.parametrize(
    ("series", "value"),
    [
        ("cbmc_products", 608),
        ("cbmc_groups", 600),
        ("income_per_household", 15_000),
        ("manuals", 1_000),
        ("centres_north", 13),
        ("centres_country", 58),
        ("provinces_new_centre", 20),
        ("budget_2567", 2_000_000),
        ("north_people", 300),
    ],
)
def test_single_figures_are_as_published(results: list[PublishedResult], series: str, value: int) -> None:
    assert _values(results, series) == [value]


def test_the_east_of_2566_is_complete(results: list[PublishedResult]) -> None:
    east = {r.metric: r.value for r in results if r.series == "quality_of_life_be"}
    assert east == {"project_provinces": 13, "projects": 92, "project_tambons": 95, "budget": 4_140_000}


def test_every_caveat_is_in_both_languages(results: list[PublishedResult]) -> None:
    assert all(bool(r.caveat_th) == bool(r.caveat_en) for r in results)


def test_a_figure_that_the_source_rounds_says_so(results: list[PublishedResult]) -> None:
    rounded = {"cbmc_groups", "income_per_household", "budget_2567", "north_people"}
    assert all(r.caveat_th for r in results if r.series in rounded or r.series.endswith("_total"))


def test_no_published_figure_is_a_count_of_concrete_tambons_or_driving_teams(results: list[PublishedResult]) -> None:
    """No source publishes an actual for the 500 or the 76."""
    assert not {r.metric for r in results} & {"concrete_tambons", "provinces_with_team"}


def test_targets_are_those_of_their_fiscal_years() -> None:
    targets = {t.metric: t for t in read_file("target") if isinstance(t, Target)}
    assert {m: t.amount for m, t in targets.items()} == {
        "provinces_with_team": 76,
        "concrete_tambons": 500,
        "provinces_new_centre": 20,
    }
    for metric, first, last in (
        ("provinces_with_team", "2020-10-01", "2021-09-30"),
        ("concrete_tambons", "2020-10-01", "2021-09-30"),
        ("provinces_new_centre", "2023-10-01", "2024-09-30"),
    ):
        assert str(targets[metric].starts_on) == first
        assert str(targets[metric].due_on) == last
