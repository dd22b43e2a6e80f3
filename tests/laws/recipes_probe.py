"""Run inside a copy of the project in which a kind, an action and a page were added by the recipes."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE
from lib.insight.source import source
from lib.schema.dictionary import to_markdown
from lib.ui.frame import catalogue, shell
from lib.ui.frame.registry import BY_ID


def look() -> None:
    """The kind is a table, a form, a chapter; the page opens with its title; its button writes with a history."""
    assert "การลงพื้นที่" in to_markdown()
    assert "จดการลงพื้นที่วันนี้" in catalogue.sentences(), "words are gathered without being told of the page"
    assert BY_ID["visits"].file == "pages/visits.py"
    shell.current_actor = lambda: OWN_MACHINE

    page = AppTest.from_file("pages/visits.py", default_timeout=60).run()
    assert [t.value for t in page.title] == ["การลงพื้นที่"], page.error
    assert _standing() == 0
    page.button(key="note").click().run()
    assert not page.exception
    assert _standing() == 1
    assert [t.value for t in page.text] == ["1"]

    form = AppTest.from_file("pages/records.py", default_timeout=60)
    form.query_params["kind"] = "visit"
    form.query_params["record"] = "new"
    form.run()
    assert not form.exception
    assert not form.error
    assert "ชื่อการลงพื้นที่" in " ".join(box.label for box in form.text_input)
    print("it stands everywhere")


def _standing() -> int:
    from lib.insight.records.listing import listing

    return listing(source(), "visit").total


if __name__ == "__main__":
    look()
