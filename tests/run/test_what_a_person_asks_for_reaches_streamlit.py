"""Options win over variables, variables over config files, all of them over our defaults."""

import pytest

from tests.run.conftest import Miniature
from tools.commands import main
from tools.serving import command
from tools.wishes import address, read_wishes


def words(project: Miniature, options: list[str], variables: dict[str, str]) -> str:
    wishes = read_wishes(project, options, variables)
    return " ".join(map(str, command(project, options, wishes)[1:]))


def where(project: Miniature, options: list[str], variables: dict[str, str] | None = None) -> str:
    return address(read_wishes(project, options, variables or {}))


def test_without_a_wish_the_app_is_for_this_machine_only(bare: Miniature) -> None:
    said = words(bare, [], {}).replace("\\", "/")
    assert said == (
        "-m streamlit run lib/web/launcher.py --server.address 127.0.0.1 --server.port 8501 "
        "--server.headless true --logger.hideWelcomeMessage true"
    )
    assert where(bare, []) == "http://127.0.0.1:8501"


@pytest.mark.parametrize("options", [["--server.port", "8599"], ["--server.port=8599"]])
def test_an_option_takes_the_place_of_the_default(options: list[str], bare: Miniature) -> None:
    said = words(bare, options, {})
    assert "8501" not in said
    assert said.endswith(" ".join(options))
    assert where(bare, options) == "http://127.0.0.1:8599"


def test_a_variable_or_a_config_file_takes_the_place_of_the_default(bare: Miniature) -> None:
    (bare.root / ".streamlit").mkdir()
    (bare.root / ".streamlit" / "config.toml").write_text(
        '[server]\nport = 8600\naddress = "0.0.0.0"\nheadless = false\n', "utf-8"
    )
    assert words(bare, [], {}).endswith("launcher.py --logger.hideWelcomeMessage true")
    assert where(bare, []) == "http://127.0.0.1:8600"
    assert where(bare, [], {"STREAMLIT_SERVER_PORT": "8700"}) == "http://127.0.0.1:8700"
    assert where(bare, ["--server.port=8800"], {"STREAMLIT_SERVER_PORT": "8700"}).endswith(":8800")


def test_the_printed_address_has_the_path_and_the_lock(bare: Miniature) -> None:
    options = ["--server.address", "::1", "--server.sslCertFile", "office.pem"]
    variables = {"STREAMLIT_SERVER_BASE_URL_PATH": "/thun/"}
    assert where(bare, options, variables) == "https://[::1]:8501/thun"


def test_what_follows_a_second_pair_of_dashes_is_the_launchers_own(bare: Miniature) -> None:
    assert where(bare, ["--", "--server.port", "1"]) == "http://127.0.0.1:8501"


def test_a_broken_config_file_is_left_to_streamlit(bare: Miniature) -> None:
    (bare.root / ".streamlit").mkdir()
    (bare.root / ".streamlit" / "config.toml").write_text("[server\nport", "utf-8")
    assert where(bare, []) == "http://127.0.0.1:8501"


@pytest.mark.parametrize("dashes", [["--"], []])
def test_options_are_passed_on_with_and_without_the_two_dashes(
    dashes: list[str], without_assets: Miniature, free_port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    without_assets.add_module("streamlit", "import sys; print('streamlit got', *sys.argv[1:])")
    assert main([*dashes, "--server.port", str(free_port), "--theme.base", "dark"], without_assets) == 0
    said = capfd.readouterr().out
    assert f"--server.port {free_port} --theme.base dark" in said
    assert "8501" not in said


def test_an_app_that_cannot_start_says_so(
    without_assets: Miniature, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    without_assets.add_module("streamlit", "raise SystemExit(3)")
    assert main(["--server.port", str(free_port)], without_assets) == 3
    assert "ระบบหยุดก่อนเปิดสำเร็จ" in capsys.readouterr().err
