"""เกี่ยวกับ → สภาพของระบบ: the lines of ``run.py status``, for who may write and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.access.actors import READER
from lib.ui.frame import shell
from tests.pages.conftest import Open, words_on


@pytest.mark.parametrize(
    ("language", "told"),
    [("th", ("รุ่นของโปรแกรม", "พร้อมใช้", "แฟ้มสำรองล่าสุด")), ("en", ("Version", "ready", "Newest backup"))],
)
def test_the_lines_come_when_asked_for(open_page: Open, folder: Path, language: str, told: tuple[str, ...]) -> None:
    app = open_page("about", lang=language)
    assert str(folder) not in words_on(app)
    app.toggle(key="office_status").set_value(True).run()
    assert not app.exception
    shown = words_on(app).replace("\\", "")
    assert [word for word in (*told, "own.sqlite", "thun.log") if word not in shown] == []


def test_a_reader_is_told_nothing_of_the_machine(
    open_page: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    app = open_page("about")
    assert not app.toggle
    assert str(folder) not in words_on(app)
