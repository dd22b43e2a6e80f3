"""Filters, lists, proofs and the nearest centre, as a person uses them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.config import forget_everything
from lib.domain.goals import in_last_year
from lib.domain.thai_date import bangkok_today
from lib.insight.country.centres import centres
from lib.insight.country.progress import progress
from lib.insight.country.published import published
from lib.insight.country.to_do import Amiss, to_do
from lib.insight.source import source
from lib.ui.country.centre_map import centre_at
from tests.pages.conftest import Open, words_on


def table_text(app) -> str:  # type: ignore[no-untyped-def]
    return "\n".join(t.value.to_string() for t in app.table)


def test_a_region_filter_comes_from_the_address_and_goes_there(open_page: Open) -> None:
    app = open_page("progress", world="practice", region="N")
    region = next(s for s in app.selectbox if s.label == "ภาค")
    assert region.value == "N"
    region.select("S").run()
    assert app.query_params["region"] == "S"
    region.select("").run()
    assert "region" not in app.query_params


def test_an_unknown_code_in_the_address_is_ignored(open_page: Open) -> None:
    app = open_page("progress", world="practice", region="<b>", show="x", province="TH-00")
    assert next(s for s in app.selectbox if s.label == "ภาค").value == ""


@pytest.mark.parametrize("view", ["all", "proved", "reported", "midway", "silent"])
def test_each_view_of_the_tambons(open_page: Open, view: str) -> None:
    app = open_page("progress", world="practice", show=view)
    assert app.table


@pytest.mark.parametrize("view", ["all", "team", "reported", "no_team", "unconfirmed"])
def test_each_view_of_the_provinces(open_page: Open, view: str) -> None:
    assert open_page("networks", world="practice", show=view, region="NE").table or view == "unconfirmed"


def test_a_filter_without_results_says_so(open_page: Open) -> None:
    app = open_page("centres", cluster="service", region="NE")
    assert "ไม่มีรายการที่ตรงกับตัวกรองนี้" in words_on(app)


def test_a_province_opens_its_proof(open_page: Open) -> None:
    app = open_page("networks", world="practice")
    picker = next(s for s in app.selectbox if s.label == "ดูหลักฐานของจังหวัด")
    for province in picker.options[1:12]:
        picker.select(next(v for v in _values(picker) if v and _label(picker, v) == province)).run()
        if "ตรวจรับรองโดย" in words_on(app):
            break
    said = words_on(app)
    assert "ตรวจรับรองโดย ผู้ตรวจฝึกหัด" in said
    assert app.query_params["area"]


def _values(picker) -> list[str]:  # type: ignore[no-untyped-def]
    from lib.insight.country.networks import networks
    from lib.insight.source import source

    return [p.province for p in networks(source("practice")).value.provinces]


def _label(picker, value: str) -> str:  # type: ignore[no-untyped-def]
    from lib.insight.country.networks import networks
    from lib.insight.source import source

    return next(p.name.th for p in networks(source("practice")).value.provinces if p.province == value)


def test_a_tambon_opens_its_proof_from_a_link(open_page: Open) -> None:

    tambon = next(t for t in progress(source("practice")).value.tambons if t.concrete)
    app = open_page("progress", world="practice", province=tambon.province, area=tambon.area)
    said = words_on(app)
    assert f"หลักฐานของ {tambon.name.th}" in said
    assert "นับเข้าเป้าหมาย" in said


def test_the_nearest_centres_to_a_province_and_a_point(open_page: Open) -> None:
    app = open_page("centres")

    def told() -> list[str]:
        return [m.value for m in app.markdown if "กม.**" in m.value]

    assert not told()
    next(s for s in app.selectbox if s.label == "จากจังหวัด").select("TH-21").run()
    assert "เนินฆ้อ" in told()[0]
    assert len(told()) == 5, "from the whole country"
    assert "โดยประมาณ" in words_on(app)

    def point() -> Any:
        return next(t for t in app.text_input if t.label == "หรือจากพิกัด")

    point().input("๑๘.๕, ๑๐๐.๒").run()
    assert "บ้านกลาง" in told()[0]
    point().input("100.2, 18.5").run()
    assert "บ้านกลาง" in told()[0], "swapped, and nowhere else in Thailand"
    point().input("48.85, 2.35").run()
    assert "อ่านพิกัดไม่ได้" in words_on(app)
    assert not told()
    point().input("18.5, 100.2").run()
    assert not next(s for s in app.selectbox if s.label == "จากจังหวัด").value, "what was said last counts"
    next(s for s in app.selectbox if s.label == "จากจังหวัด").select("TH-21").run()
    assert "เนินฆ้อ" in told()[0]
    assert not point().value
    next(b for b in app.button if b.label == "เลิกวัดระยะ").click().run()
    assert not told()
    assert not point().value


def test_the_drawn_map_tells_how_far_the_nearest_are(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUN_MAP_ASSETS", "drawn")
    forget_everything()
    app = open_page("centres", region="S")
    before = _drawn_points(app)
    next(s for s in app.selectbox if s.label == "จากจังหวัด").select("TH-21").run()
    after = _drawn_points(app)
    far = [p for p in after if "กม." in p["place"]]
    assert len(far) == 5
    assert {p["name"] for p in before} <= {p["name"] for p in after}, "what the filter shows stays"


def _drawn_points(app: AppTest) -> list[dict[str, Any]]:
    """The rows of a drawn map's points, as they go to the browser."""
    chart = app.get("vega_lite_chart")[0].proto
    tables = [pa.ipc.open_stream(one.data.data).read_all().to_pylist() for one in chart.datasets]
    return next(rows for rows in tables if rows and "wide" in rows[0])


def test_a_centre_shows_its_profile(open_page: Open) -> None:
    app = open_page("centres", world="practice")
    picker = next(r for r in app.radio if r.label == "ศูนย์ในพื้นที่นี้")
    picker.set_value("ctr-practice001").run()
    assert "ความสามารถหลัก" in words_on(app)


def test_the_drawn_map_needs_no_network(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUN_MAP_ASSETS", "drawn")
    forget_everything()
    app = open_page("centres", world="practice")
    assert app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")


def test_language_world_and_projector_are_switched_and_stay_in_the_address(open_page: Open) -> None:
    app = open_page("about")
    next(b for b in app.button if "เปิดข้อมูลฝึกหัด" in b.label).click().run()
    assert app.query_params["world"] == "practice"
    next(b for b in app.button if "กลับไปข้อมูลจริง" in b.label).click().run()
    assert "world" not in app.query_params
    app.button_group[0].set_value("en").run()
    assert app.query_params["lang"] == "en"
    assert [t.value for t in app.title] == ["About"]
    next(b for b in app.button if "rojector" in b.label).click().run()
    assert app.query_params["view"] == "projector"
    next(b for b in app.button if "rojector" in b.label).click().run()
    assert "view" not in app.query_params


def test_the_region_filter_holds_for_the_state_of_provinces_or_says_that_it_does_not(open_page: Open) -> None:
    told = centres(source("practice")).value
    north = [p for p in told.provinces if p.region == "N"]
    app = open_page("centres", world="practice", region="N", year="2566")
    line = next(m.value for m in app.markdown if "ศูนย์**" in m.value)
    assert sum(int(n) for n in re.findall(r"\*\*(\d+)\*\*", line)) == len(north)
    (coverage,) = [t for t in app.table if "ศูนย์บ่มเพาะ" in t.value.columns]
    assert len(coverage.value) == len(north)
    app = open_page("networks", world="practice", region="N")
    assert f"จาก {len(north)}" in words_on(app), "the region's own figure, and not the country's"
    assert "ไม่ตามตัวกรองภาค" not in words_on(open_page("networks", world="practice"))


def test_a_click_means_the_dot_that_is_hit_or_the_smallest_ring_around_it(open_page: Open) -> None:
    open_page("centres")
    some = centres(source("practice")).value.centres[0]
    point = replace(some, id="dot", basis="point", latitude=13.0, longitude=101.0, accuracy_km=0.3)
    wide = replace(some, id="wide", basis="area", area="TH-23", latitude=13.1, longitude=101.0, accuracy_km=60.0)
    small = replace(wide, id="small", latitude=13.2, accuracy_km=20.0)
    found = [wide, point, small]
    assert centre_at(found, 13.0, 101.01) == "dot"
    assert centre_at(found, 13.3, 101.05) == "small"
    assert centre_at(found, 12.8, 101.0) == "wide", "a ring is open wherever it is pressed"
    assert centre_at(found, 15.0, 101.0) == ""


def test_every_list_of_the_progress_screen_is_of_the_chosen_region(open_page: Open) -> None:
    told = progress(source("practice")).value.only("N")
    for show, count in (
        ("all", len(told.tambons)),
        ("proved", told.proved),
        ("reported", told.reported_beside),
        ("midway", len(told.tambons) - told.proved - told.reported_beside),
    ):
        app = open_page("progress", world="practice", region="N", show=show)
        assert f"{count} ตำบล" in [s.value for s in app.subheader], show
    app = open_page("progress", world="practice", region="N", show="silent")
    assert set(app.table[0].value["ชื่อจังหวัด"]) == {p.name.th for p in told.silent} == {"แม่ฮ่องสอน", "อุทัยธานี"}
    years = open_page("progress", world="practice", region="N", show="years").table[0].value
    (counting,) = [r.name.th for r in told.rungs if r.counts]
    row = next(r for r in years.to_numpy() if r[0] == counting)
    assert sum(int(str(cell).split("\\")[0].split(" ")[0]) for cell in row[1:]) == told.proved
    shown = words_on(open_page("published", world="practice"))
    assert "1\\,799" in shown or "1,799" in shown
    quiet = open_page("progress", world="practice", region="N", show="quiet")
    assert "0 จังหวัดไม่มีใครบันทึกอะไรเกิน 3 เดือน" in [s.value for s in quiet.subheader]


def test_a_gap_of_the_first_screen_leads_to_the_list_that_it_counts(open_page: Open) -> None:
    told = centres(source("practice")).value
    unknown = [p.name.th for p in told.provinces if p.region == "N" and told.coverage[p.id] == "unknown"]
    app = open_page("centres", world="practice", region="N", know="unknown")
    (coverage,) = [t for t in app.table if "ศูนย์บ่มเพาะ" in t.value.columns]
    assert sorted(coverage.value["ชื่อจังหวัด"]) == sorted(unknown)
    todo = to_do(source("practice")).value.only("N")
    unproved = todo.count(Amiss.NO_EVIDENCE)
    for what, count in (("", len(todo.amiss)), ("no_evidence", unproved), ("otherwise", len(todo.amiss) - unproved)):
        app = open_page("area", world="practice", region="N", todo="amiss", what=what)
        assert f"จาก {count} รายการ" in words_on(app), what


def test_pace_is_told_without_a_target_as_well(open_page: Open) -> None:
    part = progress(source("practice")).value.only("N")
    app = open_page("progress", world="practice", region="N")
    year = in_last_year(part.proved_on, bangkok_today())
    assert year > 0
    assert any(s.value.startswith(f"12 เดือนที่ผ่านมาพิสูจน์เพิ่ม {year} ตำบล") for s in app.subheader)


def test_a_tambons_card_moves_the_bar_and_a_choice_in_the_bar_leaves_it(open_page: Open) -> None:
    app = open_page("area", world="practice", tambon="TH-500106")
    boxes = {b.label: b for b in app.selectbox}
    assert (boxes["ภาค"].value, boxes["ชื่อจังหวัด"].value) == ("N", "TH-50")
    assert "เชียงใหม่" in words_on(app)
    assert "กลับไปดูทั้งพื้นที่" in words_on(app)
    boxes["ชื่อจังหวัด"].select("TH-57").run()
    assert not app.exception
    assert "tambon" not in app.query_params
    assert app.query_params["province"] == ["TH-57"] or app.query_params["province"] == "TH-57"
    assert "กลับไปดูทั้งพื้นที่" not in words_on(app)


def test_a_year_of_the_strategy_is_added_at_its_goal_and_told_in_its_unit(open_page: Open) -> None:
    app = open_page("strategy")
    assert "ยังไม่มีตัวเลขเผยแพร่" in words_on(app)
    goal = published(source("own")).value.strategy[0]
    form = open_page("records", kind="strategy_year", record="new", of=f"goal:{goal.id}")
    assert goal.id in [b.value for b in form.selectbox]
    values = {"goal": goal.id, "year": "2567", "unit": "ร้อยละ", "target": "60", "actual": "57.25", "source": "รายงาน"}
    save(source("own").store, OWN_MACHINE, "strategy_year", values)
    published(source("own"), fresh=True)
    assert "57.25 / 60 ร้อยละ (95%)" in words_on(open_page("strategy")).replace("\\", "")
