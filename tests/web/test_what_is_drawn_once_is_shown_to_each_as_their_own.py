"""Parts of light pages are drawn once for many: each still gets their own token and keys, and what stands now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.store.opening import open_store
from lib.web.light.boxes import Box
from lib.web.light.drawing import Drawing, HoldsBoxes
from tests.web.light_app import LightApp, hidden_in, light_app

HEAD = {"name": "ปลาแดดเดียว", "area": "TH-250204", "year": "2570", "cluster": "processing"}
GAIN = {"step": "5", "gain": "income", "units": "600", "price": "80"}
KEY = re.compile(r'name="key" value="([\w-]+)"')
TOKEN = re.compile(r'name="token" value="(\w+)"')


@pytest.fixture
def light(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LightApp]:
    with light_app(sqlite_template, tmp_path, monkeypatch) as app:
        yield app


@pytest.fixture
def plan(light: LightApp) -> filling.Started:
    made = filling.start(light.store, OWN_MACHINE, HEAD, "กลุ่มแปรรูปปลา")
    filling.put(light.store, OWN_MACHINE, made.canvas, "canvas_item", {**GAIN, "text": "ปลาแห้ง"})
    return made


def phone_of(light: LightApp, plan: filling.Started) -> TestClient:
    phone = light.phone()
    said = {**hidden_in(phone.get("/m/plan").text), "code": plan.code}
    assert phone.post("/m/code", data=said).status_code == 303
    return phone


def bare(page: str) -> str:
    """A page without what is each browser's own."""
    return re.sub(r'data-(who|token|tag)="[^"]+"', "", TOKEN.sub("", KEY.sub("", page)))


def test_two_phones_see_the_same_step_with_tokens_and_keys_of_their_own(light: LightApp, plan: filling.Started) -> None:
    one, other = phone_of(light, plan), phone_of(light, plan)
    pages = [phone.get(f"/m/plan/{plan.canvas}/5").text for phone in (one, one, other)]
    assert bare(pages[0]) == bare(pages[1]) == bare(pages[2])
    tokens = [set(TOKEN.findall(page)) for page in pages]
    assert [len(t) for t in tokens] == [1, 1, 1]
    assert tokens[0] == tokens[1] != tokens[2]
    whose = [re.findall(r'data-who="(\w+)"', page) for page in pages]
    assert whose[0] == whose[1] == re.findall(r'data-who="(\w+)"', one.get("/m/plan").text)
    assert whose[2] == re.findall(r'data-who="(\w+)"', other.get("/m/plan").text) != whose[0]
    keys = [key for page in pages for key in KEY.findall(page)]
    assert len(keys) == len(set(keys)) >= 6
    english = one.get(f"/m/plan/{plan.canvas}/5?lang=en").text
    assert ">Keep</button>" in english
    assert ">บันทึก</button>" not in english


def test_what_another_process_wrote_stands_on_the_next_page(light: LightApp, plan: filling.Started) -> None:
    phone = phone_of(light, plan)
    before = phone.get(f"/m/plan/{plan.canvas}/5").text
    file = light.store.database.path
    assert file is not None
    elsewhere = open_store(f"sqlite:///{file}", "own", light.store.backups)
    made = filling.put(elsewhere, OWN_MACHINE, plan.canvas, "canvas_item", {**GAIN, "text": "น้ำปลา"})
    after = phone.get(f"/m/plan/{plan.canvas}/5").text
    filling.take_away(elsewhere, OWN_MACHINE, plan.canvas, "canvas_item", made.record.id)
    gone = phone.get(f"/m/plan/{plan.canvas}/5").text
    elsewhere.database.close()
    assert "น้ำปลา" not in before
    assert ">น้ำปลา</textarea>" in after
    assert ">น้ำปลา</textarea>" not in gone
    assert "<span>น้ำปลา</span>" in gone, "it can be brought back"


def test_a_part_that_is_held_is_shown_to_nobody_whose_code_stopped(light: LightApp, plan: filling.Started) -> None:
    phone, stranger = phone_of(light, plan), light.phone()
    assert "ปลาแห้ง" in phone.get(f"/m/plan/{plan.canvas}/5").text
    refused = stranger.get(f"/m/plan/{plan.canvas}/5")
    assert (refused.status_code, "ปลาแห้ง" in refused.text) == (403, False)
    filling.new_code(light.store, OWN_MACHINE, plan.canvas)
    refused = phone.get(f"/m/plan/{plan.canvas}/5?part=1")
    assert (refused.status_code, "ปลาแห้ง" in refused.text) == (403, False)


def test_what_is_typed_is_put_in_as_it_is_and_never_remembered(
    light: LightApp, plan: filling.Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = '100% %(slot)s %(value)s {{ t }} <b>"ดี"</b>'
    filling.put(light.store, OWN_MACHINE, plan.canvas, "canvas_item", {"step": "1", "text": strange})
    seen: list[object] = []
    drawn = Drawing.by_template

    def watched(self: Drawing, macro: str, form: HoldsBoxes, box: Box, *around: str) -> str:
        seen.extend([box.value, form.slot])
        return drawn(self, macro, form, box, *around)

    monkeypatch.setattr(Drawing, "by_template", watched)
    page = phone_of(light, plan).get(f"/m/plan/{plan.canvas}/1").text
    shown = "100% %(slot)s %(value)s {{ t }} &lt;b&gt;&#34;ดี&#34;&lt;/b&gt;</textarea>"
    assert shown in page
    assert seen
    assert not any(strange in str(one) or "canvas_item" in str(one) for one in seen)


def test_a_page_says_the_same_compressed_and_not(light: LightApp, plan: filling.Started) -> None:
    phone = phone_of(light, plan)
    for path in (f"/m/plan/{plan.canvas}/5", f"/m/plan/{plan.canvas}/1", "/m/see", "/s/in", "/m/plan"):
        packed = phone.get(path, headers={"Accept-Encoding": "gzip"})
        plain = phone.get(path, headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in packed.headers["vary"].lower()
        assert "content-encoding" not in plain.headers
        assert bare(packed.text) == bare(plain.text)
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
