"""``python3 run.py`` for real: the link on its window makes one browser the owner's, and no second one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lib.config import ROOT
from tests.browser.servers import free_port
from tests.phone import Phone, looks_at, words_of

pytestmark = pytest.mark.server
START = """
import sys
from tests.served.run import OfTheTests
from tools.children import end_like_ctrl_c
from tools.project import HERE
from tools.serving import serve
end_like_ctrl_c()
sys.exit(serve(OfTheTests(HERE.root), sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes another way")
def test_the_link_works_once_and_the_browser_is_remembered(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("THUN_", "STREAMLIT_")) and k != "DATABASE_URL"}
    port = free_port()
    child = subprocess.Popen(
        [sys.executable, "-c", START, "--server.port", str(port)],
        cwd=ROOT,
        env={**kept, "THUN_DATA_DIR": str(tmp_path), "THUN_MAP_ASSETS": "drawn", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    with child:
        try:
            assert child.stdout is not None
            link = next(line.strip() for line in child.stdout if "/s/key#" in line)
            url, key = link.split("/s/key#")
            assert url == f"http://127.0.0.1:{port}"
            owner, other = Phone(url), Phone(url)
            assert owner.sends("/s/key", "/s/key", code=key).status_code == 303
            assert "python3 run.py admin" in words_of(other.sends("/s/key", "/s/key", code=key))
            assert looks_at(url, "records", {"Cookie": owner.cookies}).says("เพิ่มรายการใหม่")
            assert looks_at(url, "records", {"Cookie": other.cookies}).says("ดูได้อย่างเดียว")
        finally:
            child.send_signal(signal.SIGTERM)
            said, _ = child.communicate(timeout=30)
    assert "Traceback" not in said
    assert key not in (tmp_path / "logs" / "thun.log").read_text("utf-8")
