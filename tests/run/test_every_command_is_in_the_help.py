"""`run.py help` lists everything that can be asked for, in Thai and in English."""

import re

import pytest

from tests.run.conftest import Miniature
from tools.commands import OF_THE_APP, OF_THE_DEVELOPERS, OF_THE_PROGRAM, main

OF_A_CLERK = {
    *("status", "backup", "restore", "practice", "sheets", "admin", "move-data", "move"),
    *("update", "back", "service", "serve", "hall", "hall pack"),
}
PROMISED = {*OF_A_CLERK, *("test", "test quick", "bench", "lock"), *("migrate", "migration", "dictionary", "words")}


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_lists_every_command_in_both_languages(
    word: str, bare: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word], bare) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {*OF_THE_APP, *OF_THE_PROGRAM, *OF_THE_DEVELOPERS} == PROMISED
    developers_from = lines.index("For developers:")
    for command in PROMISED:
        line = next(line for line in lines if f"run.py {command} " in line)
        assert re.search(r"[ก-๙].* / .*[a-z]", line)
        assert (lines.index(line) > developers_from) == (command not in OF_A_CLERK), command


def test_an_unknown_command_names_the_help(bare: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bakcup"], bare) == 2
    assert "run.py help" in capsys.readouterr().err


@pytest.mark.parametrize("command", sorted(OF_THE_APP))
def test_the_apps_own_commands_are_handed_on_word_for_word(
    command: str, project: Miniature, capfd: pytest.CaptureFixture[str]
) -> None:
    cli = project.root / "lib" / "cli.py"
    cli.write_text("import sys; print('cli got', sys.argv[1:]); sys.exit(7)", "utf-8")
    assert main([command, "--to", "ที่ สอง"], project) == 7
    assert f"cli got {[command, '--to', 'ที่ สอง']}" in capfd.readouterr().out


def test_bench_is_handed_on_with_what_the_checks_need(
    without_assets: Miniature, capfd: pytest.CaptureFixture[str]
) -> None:
    without_assets.add_module("bench", "import sys; print('bench got', sys.argv[1:])")
    assert main(["bench", "--people", "250"], without_assets) == 0
    assert "bench got ['--people', '250']" in capfd.readouterr().out
    assert (without_assets.venv / "installed-checks").exists()


def test_a_migration_is_written_where_the_formatter_is_installed(project: Miniature) -> None:
    (project.root / "lib" / "cli.py").write_text("", "utf-8")
    assert main(["migration", "add a field"], project) == 0
    assert (project.venv / "installed-checks").exists()


def test_lock_compiles_the_apps_list_before_the_checks_list_that_leans_on_it(
    project: Miniature, capfd: pytest.CaptureFixture[str]
) -> None:
    project.add_module("uv", "import sys; print('uv got', *sys.argv[1:])")
    assert main(["lock", "--upgrade"], project) == 0
    app, checks = [line for line in capfd.readouterr().out.splitlines() if "uv got" in line]
    assert "compile requirements.in --output-file requirements.txt" in app
    assert "compile requirements-dev.in --output-file requirements-dev.txt" in checks
    for line in (app, checks):
        assert "--universal" in line
        assert "--python-version 3.11" in line
        assert "--no-emit-index-url" in line
        assert "--generate-hashes" in line
        assert line.endswith("--upgrade")


def test_a_list_that_cannot_be_compiled_is_said_in_one_sentence(
    project: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    project.add_module("uv", "raise SystemExit(2)")
    assert main(["lock"], project) == 1
    assert "requirements.txt could not be compiled" in capsys.readouterr().err
