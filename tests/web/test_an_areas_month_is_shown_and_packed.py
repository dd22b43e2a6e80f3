"""The deck and the pack over HTTP: what an address may ask for, and that strangers' addresses break nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.country.reports import choose_slides
from lib.actions.records.saving import save
from lib.domain.slides import Slide
from lib.web.light import pack
from tests.insight.test_read_models_tell_what_the_store_holds import prove
from tests.web.light_app import LightApp, light_app, text_of

KIND = "tambon_progress"


@pytest.fixture
def light(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LightApp]:
    with light_app(sqlite_template, tmp_path, monkeypatch) as app:
        prove(app.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
        prove(app.store, KIND, area="TH-250213", rung="concrete", reached_on="2023-09-19")
        save(app.store, OWN_MACHINE, KIND, {"area": "TH-500101", "rung": "plan", "reached_on": "2023-09-19"})
        yield app


@pytest.mark.parametrize(
    ("query", "place", "count"),
    [
        ("", "ทั้งประเทศ", 2),
        ("region=N", "ภาคเหนือ", 1),
        ("region=BE&province=TH-25", "ปราจีนบุรี", 1),
        ("province=TH-54", "แพร่", 1),
        ("region=S", "ภาคใต้", None),
        # What nobody offers is not asked for.
        ("region=XX", "ทั้งประเทศ", 2),
        ("region=N&province=TH-25", "ภาคเหนือ", 1),
        ("month=9999-99&since=yesterday", "ทั้งประเทศ", 2),
        ("month=2399-01", "ทั้งประเทศ", 2),
        ("month=2020-01&since=2021-01", "ทั้งประเทศ", None),
        ("region=%3Cscript%3E", "ทั้งประเทศ", 2),
    ],
)
def test_a_deck_is_of_what_its_address_names(light: LightApp, query: str, place: str, count: int | None) -> None:
    answer = light.phone().get(f"/m/see/deck?{query}")
    assert answer.status_code == 200
    said = text_of(answer.text)
    told = rf" \S+ \d{{4}}: พิสูจน์แล้ว {count} ตำบล" if count is not None else " ยังไม่มีใครบันทึกตำบลใด"
    assert re.search(place + told, said), said[:300]
    assert "<script>" not in answer.text.replace('<script src="', ""), "its script is fetched under the strict policy"
    assert answer.text.count('class="slide') >= 4


def test_a_deck_tells_what_waits_and_which_provinces_are_silent(light: LightApp) -> None:
    said = text_of(light.phone().get("/m/see/deck?region=N").text)
    assert "รอตรวจรับรอง 1 รายการ" in said
    assert "15 จังหวัดยังไม่มีรายการของตำบลใด" in said
    assert "นับเพิ่ม" in said
    assert "1 tambons proved" in text_of(light.phone().get("/m/see/deck?region=N&lang=en").text)


def test_a_deck_has_the_slides_that_the_office_chose(light: LightApp) -> None:
    def headings(query: str) -> list[str]:
        page = light.phone().get(f"/m/see/deck?{query}").text
        assert page.count('class="slide on"') == 1, "without a script the first one is seen"
        return re.findall(r"<h1>(.*?)</h1>", page)

    usual = headings("region=N")
    assert len(usual) == 6
    choose_slides(light.store, OWN_MACHINE, "CODI-N", [Slide.TO_DO, Slide.STANDING])
    assert headings("region=N") == [usual[4], usual[0], usual[5]], "the QR stays the last"
    assert len(headings("province=TH-54&region=N")) == 3, "a province without its own has its region's"
    assert len(headings("")) == 6


def test_a_pack_holds_everything_and_is_made_once(light: LightApp, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = pack.report_pdf
    monkeypatch.setattr(pack, "report_pdf", lambda *told: (made.append(told), real(*told))[1])
    phone = light.phone()
    answers = [phone.get("/m/see/pack?region=N") for _ in range(3)]
    assert {a.status_code for a in answers} == {200}
    assert len(made) == 1
    assert "N-" in answers[0].headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answers[0].content)) as packed:
        assert packed.testzip() is None
        tables = text_of(packed.read("tables.html").decode())
        assert "ร่องกาศ" in tables or "แพร่" in tables
        page = packed.read("index.html").decode()
    assert "<script>" in page
    assert 'src="' not in page, "nothing is fetched"
    for n in range(12):
        assert phone.get(f"/m/see/pack?month=2025-{n % 12 + 1:02}").status_code == 200
    assert len(pack._made) <= pack._KEPT


def test_a_pack_of_a_region_holds_each_of_its_provinces(light: LightApp) -> None:
    def packed(query: str) -> dict[str, str]:
        answer = light.phone().get(f"/m/see/pack?{query}")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
            return {n: found.read(n).decode() for n in found.namelist() if n.endswith(".html")}

    north = packed("region=N")
    page = north["provinces.html"]
    ids = re.findall(r'<section id="(TH-\d\d)">', page)
    assert len(ids) == 17
    assert 'href="provinces.html"' in north["tables.html"]
    assert 'src="' not in page
    assert not re.search(r'(?:href|url\()="?https?:', page), "nothing is fetched"
    phrae = text_of(page[page.index('id="TH-54"') : page.index("</section>", page.index('id="TH-54"'))])
    assert "แพร่" in phrae
    assert "ร่องกาศ" in phrae or "พิสูจน์แล้ว 1 ตำบล" in phrae
    chiang_mai = text_of(page[page.index('id="TH-50"') : page.index("</section>", page.index('id="TH-50"'))])
    assert "พิสูจน์แล้ว 0 ตำบล" in chiang_mai
    assert "มีแผนแล้ว" in chiang_mai, "what waits there"
    assert len(re.findall("<section", packed("")["provinces.html"])) == 77
    assert "provinces.html" not in packed("province=TH-54"), "a province is itself"
    assert "Province by province" in packed("region=N&lang=en")["tables.html"]
