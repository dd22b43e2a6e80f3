"""Several runs of two variants in turns become one table: the median, the least and the most of each."""

from __future__ import annotations

from dataclasses import replace

from bench.report import spread_report
from bench.runner import Measured, Options, Result
from bench.sessions import Sample
from bench.variants import APP, VARIANTS


def _run(variant: str, seconds: float) -> Result:
    result = Result(variant, Options(sessions=1))
    for phase, kind in (("load", "visit"), ("interact", "interact")):
        samples = [Sample(kind, "", seconds)] * 4
        result.phases[phase] = Measured(phase, samples, 4 * seconds, 1.0, [0.0], 0.1, 0.0)
    return result


def test_the_median_stands_before_the_least_and_the_most() -> None:
    runs = [_run(name, s) for s in (0.3, 0.1, 0.2) for name in ("app", "app-plain-collector")]
    runs.append(replace(runs[0], phases={}, failure="did not start"))
    rows = {
        line.split(" | ")[0].strip("| "): line for line in spread_report(runs).splitlines() if line.startswith("| app")
    }
    assert set(rows) == {"app", "app-plain-collector"}
    assert rows["app"].count("0.200 (0.100–0.300)") == 4
    assert "| 3 |" in rows["app"]
    assert "200.0 (100.0–300.0)" in rows["app"]


def test_the_two_variants_differ_in_the_collector_alone() -> None:
    plain = VARIANTS["app-plain-collector"]
    assert replace(plain, name=APP.name, env={**plain.env, "THUN_COLLECTOR": ""}) == APP
    assert plain.env["THUN_COLLECTOR"] == "python"
