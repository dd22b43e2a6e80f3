"""Settings that decide the speed are on, and still exist; every own setting is documented."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime import app_session

from lib.config import VARIABLES, Settings, settings
from lib.web.identity import HEADER

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_defaults_that_cost_most_are_off_and_still_exist() -> None:
    known = config.get_config_options()
    for section, name, wanted in (
        ("runner", "postScriptGC", False),
        ("runner", "fastReruns", False),
        ("server", "fileWatcherType", "none"),
        ("client", "showErrorDetails", "none"),
        ("browser", "gatherUsageStats", False),
        ("server", "enableStaticServing", True),
    ):
        assert CONFIG[section][name] == wanted
        assert f"{section}.{name}" in known, f"Streamlit no longer knows {section}.{name}"


def test_the_hooks_of_the_launcher_still_exist() -> None:
    import streamlit_folium

    assert callable(app_session._populate_theme_msg)
    assert callable(streamlit_folium._component_func)


def test_the_header_of_who_is_signed_in_is_the_one_that_streamlit_trusts() -> None:
    """What comes of it is tried by `tests/web/test_nobody_comes_in_by_the_back_door.py`."""
    assert "server.trustedUserHeaders" in config.get_config_options()
    assert json.loads(CONFIG["server"]["trustedUserHeaders"]) == {HEADER.decode(): "thun"}


def test_every_setting_stands_in_the_documentation() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in VARIABLES.values() if f"`{name}`" not in text] == []


@pytest.mark.usefixtures("fresh_process")
def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgres://a@b/c")
    monkeypatch.setenv("THUN_PRACTICE", "1")
    read = settings()
    secrets = ROOT / ".streamlit" / "secrets.toml"
    assert read == Settings(tmp_path, "postgres://a@b/c", True, False, "", secrets, plain_collector=False)
    assert read.url("own") == "postgresql+psycopg://a@b/c"
    assert read.url("practice") == f"sqlite:///{tmp_path.as_posix()}/practice.sqlite"
    assert read.backup_dir == tmp_path / "backups"
    assert Settings(tmp_path, "mysql://x", False, False, "", secrets).url("own") == "mysql://x"
