"""Command line of the benchmark: python -m bench {load,break,pages,map,intake,sheets,canvas,survey,access,reports,light,hall,check} --help."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import access, canvas, hall, intake, light, report, reports, sheets, survey
from bench.check import check
from bench.country import ROOT, build
from bench.figures import as_json, interaction_figures, load_figures
from bench.pages import measure_pages
from bench.runner import Options, Result, run_load
from bench.server import ServerFailed
from bench.variants import VARIANTS, Variant

PERFORMANCE_MD = ROOT / "docs/performance.md"
BREAK_STEPS = (250, 500, 1000, 2000, 3000, 4000)
BREAK_P95_S = 1.0


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.command == "intake":
        return _intake(options)
    if options.command == "sheets":
        return _sheets(options)
    if options.command == "canvas":
        return _canvas(options)
    if options.command == "survey":
        return _survey(options)
    if options.command == "access":
        return _access(options)
    if options.command == "reports":
        text = reports.report(options.times)
        print(text)
        _publish(options, "reports", text, [])
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-country-") as folder:
        data = build(Path(folder))
        command = {
            "load": _load,
            "break": _break,
            "pages": _pages,
            "map": _pages,
            "light": _light,
            "hall": _hall,
            "check": _check,
        }[options.command]
        return command(options, data)


def _load(options: argparse.Namespace, data: Path) -> int:
    results = []
    for number in range(options.runs):
        # In turns, so that a noisy minute of the machine meets every variant.
        for variant in options.variants:
            print(f"… {variant.name}: {options.sessions} sessions, run {number + 1}", file=sys.stderr, flush=True)
            results.append(run_load(variant, _run_options(options), data))
    text = report.spread_report(results) if options.runs > 1 else report.load_report(results)
    print(text)
    if options.by_page:
        for result in results:
            if "interact" in result.phases:
                print(f"\n{result.variant}\n{report.page_latencies(result)}")
    # With writes going on, or several runs, it is another table: all stand in the document.
    name = "load-writes" if options.writes else "load"
    name += f"-{options.processes}-processes-{options.sessions}" if options.processes > 1 else ""
    _publish(options, f"{name}-spread" if options.runs > 1 else name, text, results)
    return 1 if any(r.failure for r in results) else 0


def _break(options: argparse.Namespace, data: Path) -> int:
    (variant, *_) = options.variants
    steps: list[Result] = []
    for sessions in BREAK_STEPS:
        print(f"… {variant.name}: {sessions} sessions", file=sys.stderr, flush=True)
        # A longer ramp for more people: the question is the steady state, not a stampede.
        ramp = max(options.ramp, sessions / 50)
        step = replace(_run_options(options), sessions=sessions, ramp=ramp)
        steps.append(run_load(variant, step, data))
        if _broken(steps[-1]):
            break
    text = report.break_report(steps)
    print(text)
    _publish(options, "break", text, steps)
    return 0


def _broken(step: Result) -> bool:
    if step.errors or "interact" not in step.phases:
        return True
    return max(load_figures(step).p95, interaction_figures(step).p95) > BREAK_P95_S


def _pages(options: argparse.Namespace, data: Path) -> int:
    pages = ("centres",) if options.command == "map" else None
    rows = {}
    for variant in options.variants:
        print(f"… {variant.name}", file=sys.stderr, flush=True)
        try:
            rows[variant.name] = measure_pages(variant, Options(pages=pages), data, options.times)
        except ServerFailed as error:
            print(error, file=sys.stderr)
            return 1
    text = report.pages_report(rows)
    print(text)
    _publish(options, options.command, text, [])
    return 0


def _intake(options: argparse.Namespace) -> int:
    text = intake.report(options.rows, options.many)
    print(text)
    _publish(options, "intake", text, [])
    return 0


def _sheets(options: argparse.Namespace) -> int:
    text = sheets.report(options.rows, options.kill)
    print(text)
    _publish(options, "sheets", text, [])
    return 0


def _survey(options: argparse.Namespace) -> int:
    text = survey.report(tuple(options.sizes))
    print(text)
    _publish(options, "survey", text, [])
    return 0


def _access(options: argparse.Namespace) -> int:
    text = access.report(options.rows, options.times)
    print(text)
    _publish(options, "access", text, [])
    return 0


def _light(options: argparse.Namespace, data: Path) -> int:
    text = light.report(data, options.people, options.seconds)
    print(text)
    _publish(options, "light", text, [])
    return 0


def _hall(options: argparse.Namespace, data: Path) -> int:
    text = hall.report(data, options.phones, options.seconds)
    print(text)
    _publish(options, "hall", text, [])
    return 0


def _canvas(options: argparse.Namespace) -> int:
    text = canvas.report(options.sessions, options.seconds)
    print(text)
    _publish(options, "canvas", text, [])
    return 0


def _check(options: argparse.Namespace, data: Path) -> int:
    failed = 0
    for variant in options.variants:
        print(f"{variant.name}")
        failed += check(variant, data)
    return 1 if failed else 0


def _publish(options: argparse.Namespace, name: str, text: str, results: list[Result]) -> None:
    if options.report:
        report.write_section(options.report, name, text)
    if options.json:
        data = [as_json(result) for result in results] or text
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _run_options(options: argparse.Namespace) -> Options:
    return Options(
        sessions=options.sessions,
        seconds=options.seconds,
        think=options.think,
        ramp=options.ramp,
        fresh=options.fresh,
        patience=options.patience,
        writes=options.writes,
        clients=options.clients,
        seed=options.seed,
        assets=not options.no_assets,
        maps=not options.no_maps,
        processes=options.processes,
    )


def _variants(text: str) -> list[Variant]:
    try:
        return [VARIANTS[name.strip()] for name in text.split(",")]
    except KeyError as error:
        raise argparse.ArgumentTypeError(f"{error} is none of {', '.join(VARIANTS)}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("load", help="sessions side by side on each variant")
    breaking = commands.add_parser("break", help="more and more sessions on the first variant")
    for command, variants in ((load, "app,competent,plain"), (breaking, "app")):
        _add_load_options(command, variants)
    load.add_argument("--runs", type=int, default=1, help="so many runs of each in turns: median and spread")
    load.add_argument("--by-page", action="store_true", help="also print seconds by page")
    for name, what in (("pages", "CPU of every page alone"), ("map", "CPU of the map page alone")):
        command = commands.add_parser(name, help=what)
        command.add_argument("--variants", type=_variants, default="app,competent,plain")
        command.add_argument("--times", type=int, default=10)
        _add_outputs(command)
    command = commands.add_parser("intake", help="importing an office's list")
    intake.add_arguments(command)
    _add_outputs(command)
    command = commands.add_parser("sheets", help="syncing a big Google Sheet")
    command.add_argument("--rows", type=int, default=10_000)
    command.add_argument("--kill", type=int, default=0, help="also kill -9 until so many writes (10000)")
    _add_outputs(command)
    command = commands.add_parser("survey", help="a million households on both databases")
    command.add_argument("--sizes", type=int, nargs="+", default=list(survey.SIZES))
    _add_outputs(command)
    command = commands.add_parser("light", help="light pages: weight, CPU, a crowd, a throttled phone")
    command.add_argument("--people", type=int, default=2000)
    command.add_argument("--seconds", type=float, default=60.0)
    _add_outputs(command)
    command = commands.add_parser("hall", help="250 phones in a hall without the internet: come in, type, vote")
    command.add_argument("--phones", type=int, default=250)
    command.add_argument("--seconds", type=float, default=60.0)
    _add_outputs(command)
    command = commands.add_parser("access", help="what rights cost: a look at a session, a list, a save")
    command.add_argument("--rows", type=int, default=10_000)
    command.add_argument("--times", type=int, default=25)
    _add_outputs(command)
    command = commands.add_parser("canvas", help="open boards, saving a field, a poster")
    command.add_argument("--sessions", type=int, default=canvas.SESSIONS)
    command.add_argument("--seconds", type=float, default=canvas.SECONDS)
    _add_outputs(command)
    command = commands.add_parser("reports", help="an area's report in every form, and the pack")
    command.add_argument("--times", type=int, default=5)
    _add_outputs(command)
    command = commands.add_parser("check", help="does the client count what it claims to count?")
    command.add_argument("--variants", type=_variants, default="probe,competent,plain")
    return parser


def _add_load_options(command: argparse.ArgumentParser, variants: str) -> None:
    usual = Options()
    command.add_argument("--variants", type=_variants, default=variants)
    command.add_argument("--sessions", type=int, default=usual.sessions)
    command.add_argument("--seconds", type=float, default=usual.seconds, help="half and half")
    command.add_argument("--think", type=float, default=usual.think)
    command.add_argument("--ramp", type=float, default=usual.ramp, help="seconds of arriving")
    command.add_argument("--fresh", type=float, default=usual.fresh, help="loads by a new tab")
    command.add_argument("--patience", type=float, default=usual.patience)
    command.add_argument("--writes", type=float, default=usual.writes, help="per second")
    command.add_argument("--clients", type=int, default=usual.clients, help="client processes")
    command.add_argument("--processes", type=int, default=usual.processes, help="the app by run.py serve, behind Caddy")
    command.add_argument("--seed", type=int, default=usual.seed)
    command.add_argument("--no-assets", action="store_true", help="fetch no static files")
    command.add_argument("--no-maps", action="store_true", help="never pan a map")
    _add_outputs(command)


def _add_outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--report",
        nargs="?",
        type=Path,
        const=PERFORMANCE_MD,
        help="write the table into this Markdown file (docs/performance.md)",
    )
    command.add_argument("--json", type=Path, help="write the figures here")


if __name__ == "__main__":
    sys.exit(main())
