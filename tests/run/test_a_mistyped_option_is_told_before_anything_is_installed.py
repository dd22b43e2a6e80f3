"""`--server.prot` once installed for minutes, then answered in English."""

import pytest
from streamlit import config

from tests.run.conftest import Miniature
from tools.commands import main
from tools.streamlit_options import OPTIONS
from tools.wishes import check_options


def test_a_typo_is_told_in_thai_with_the_likely_name(bare: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--server.prot", "8599"], bare) == 2
    told = capsys.readouterr().err
    assert "ไม่มีตัวเลือก --server.prot หมายถึง --server.port ใช่ไหม" in told
    assert "Did you mean --server.port?" in told
    assert not bare.venv.exists()


@pytest.mark.parametrize(
    "options",
    [["--server.port=8599"], ["--theme.primaryColor", "#000"], ["--", "--my.own"], ["--server.address", "a.b"], []],
)
def test_what_streamlit_knows_passes(options: list[str]) -> None:
    check_options(options)


def test_the_list_is_what_streamlit_knows() -> None:
    assert {name for name in config.get_config_options() if not name.startswith("theme.")} == OPTIONS
