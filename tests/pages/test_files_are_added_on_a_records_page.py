"""On a record's page: files are seen as cards, published, taken away and brought back; readers see what is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.attaching import attach
from lib.actions.records.saving import save
from lib.insight.records.attached import attached
from lib.insight.source import Source
from lib.intake.attached import BroughtFile
from lib.schema.seeing import Audience
from lib.ui.frame import shell
from tests.intake.attached_files import pdf, photo
from tests.pages.conftest import Open


def event(own: Source) -> str:
    values = {"name": "เวที", "type": "training", "area": "TH-100101"}
    return save(own.store, OWN_MACHINE, "event", values).record.id


def pictures(page: AppTest) -> str:
    return "".join(str(one.body) for one in page.get("html"))


def button(page: AppTest, key: str) -> object:
    return next(b for b in page.button if b.key == key)


def test_a_file_is_published_taken_away_and_brought_back(open_page: Open, own: Source) -> None:
    record = event(own)
    one = attach(own.store, OWN_MACHINE, "event", record, BroughtFile("ภาพ<b>.jpg", photo(), keep_place=True))
    page = open_page("records", kind="event", record=record)
    assert f'src="s/file/{one.id}/small"' in pictures(page)
    assert "<b>" not in pictures(page)
    assert any("13.741667, 100.520000" in c.value for c in page.caption)
    next(c for c in page.checkbox if c.key == f"file.{one.id}.public.False").check().run()
    found = attached(own, "event", [record], audience=Audience.READER)
    assert [f.id for f in found[record]] == [one.id]
    assert (found[record][0].name, found[record][0].latitude) == ("", None)
    next(b for b in page.button if b.key == f"file.{one.id}.away").click().run()
    assert attached(own, "event", [record], audience=Audience.WRITER) == {}
    assert f"s/file/{one.id}" not in pictures(page)
    next(b for b in page.button if b.key == f"file.{one.id}.back").click().run()
    assert f"s/file/{one.id}" in pictures(page)
    assert not page.exception


def test_readers_see_what_is_published_and_nothing_to_press(
    open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = event(own)
    shown = attach(own.store, OWN_MACHINE, "event", record, BroughtFile("ก.jpg", photo(), public=True))
    hidden = attach(own.store, OWN_MACHINE, "event", record, BroughtFile("ลับมาก.pdf", pdf()))
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    page = open_page("records", kind="event", record=record)
    assert f"s/file/{shown.id}/small" in pictures(page)
    assert hidden.id not in pictures(page)
    assert "ลับมาก" not in pictures(page)
    assert not [b for b in page.button if (b.key or "").startswith("file")]
    assert not page.get("file_uploader")


def test_evidence_shows_its_files_where_it_proves(open_page: Open, own: Source) -> None:
    rung = {"area": "TH-250213", "rung": "concrete", "reached_on": "2023-01-02"}
    proved = save(own.store, OWN_MACHINE, "tambon_progress", rung).record.id
    told = {"name": "รายงาน", "proves_kind": "tambon_progress", "proves": proved, "type": "file"}
    proof = save(own.store, OWN_MACHINE, "evidence", told).record.id
    one = attach(own.store, OWN_MACHINE, "evidence", proof, BroughtFile("รายงาน.pdf", pdf(2)))
    page = open_page("records", kind="tambon_progress", record=proved)
    assert f'href="s/file/{one.id}"' in pictures(page)
    page = open_page("progress", tambon="TH-250213")
    assert not page.exception


def test_a_centre_shows_its_published_pictures_to_everybody(open_page: Open, own: Source, folder: Path) -> None:
    values = {"name": "ศูนย์ใหม่", "basis": "unresolved", "state": "active"}
    centre = save(own.store, OWN_MACHINE, "incubation_centre", values).record.id
    shown = attach(own.store, OWN_MACHINE, "incubation_centre", centre, BroughtFile("ก.jpg", photo(), public=True))
    hidden = attach(own.store, OWN_MACHINE, "incubation_centre", centre, BroughtFile("ข.jpg", photo(colour="red")))
    page = open_page("centres", centre=centre)
    assert f"s/file/{shown.id}/small" in pictures(page)
    assert hidden.id not in pictures(page)
