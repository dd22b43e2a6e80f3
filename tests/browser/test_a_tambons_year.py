"""A tambon's year in a browser: four plans, the tambon's, its meeting, two quarters, an indicator that got better,
the rung reported and verified – and opened again when what it rested on is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling, states
from lib.actions.records.saving import save_typed
from lib.actions.survey.releasing import release
from lib.actions.tambon import work as tambon_work
from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.insight.tambon.work import read_work
from lib.schema.tambon_choices import CHARACTERISTICS
from lib.store.database import Database
from lib.store.opening import Store
from tests.actions.survey.household_forms import AREA, YEAR, certify_plan, visited
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving
from tests.browser.visitor import Visitor

#: Group → units a month and baht a unit, twelve months: 120,000 + 60,000 + 24,000 + 36,000.
GROUPS = {"ปลา": (100, 100), "ปุ๋ยหมัก": (50, 100), "ผ้าทอ": (10, 200), "ผัก": (60, 50)}
LAST_YEAR = fiscal_year(bangkok_today()) - 1


@dataclass
class Year:
    """A served app at the beginning of the walk."""

    server: Server
    plan: str
    work: str


@pytest.fixture
def year(seeded: Seeded) -> Iterator[Year]:
    folder = seeded()
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    parts = [_group(store, name, *told) for name, told in GROUPS.items()]
    head = {"name": "แผนตำบลนนทรี", "area": AREA, "year": str(LAST_YEAR), "level": "tambon", "parts": parts}
    plan = filling.start(store, OWN_MACHINE, head, "สภาองค์กรชุมชนตำบลนนทรี").canvas
    work = _workspace(store)
    store.database.close()
    with serving(folder) as server:
        yield Year(server, plan, work)


def _group(store: Store, name: str, units: int, price: int) -> str:
    head = {"name": f"แผน{name}", "area": AREA, "year": str(LAST_YEAR), "households": "8"}
    canvas = filling.start(store, OWN_MACHINE, head, f"กลุ่ม{name}").canvas

    def put(kind: str, **typed: object) -> str:
        return str(filling.put(store, OWN_MACHINE, canvas, kind, typed).record.id)

    put("canvas_item", step="2", text="ตลาดนัดในตำบล")
    told = {"gain": "income", "unit": "กก.", "units": str(units), "price": str(price), "months": "12"}
    gain = put("canvas_item", step="5", text=f"ขาย{name}", **told)
    put("canvas_activity", text=f"ทำ{name}", serves=[gain], ways=["self"], from_month="1", to_month="12")
    states.certify(store, OWN_MACHINE, canvas, bangkok_today(), "สภาตำบล", 20)
    return canvas


def _workspace(store: Store) -> str:
    """Everything that “concrete” asks for, but an indicator that got better."""
    work = tambon_work.begin(store, OWN_MACHINE, AREA, YEAR)
    visited(store, 30, first=40)
    release(store, OWN_MACHINE, AREA, YEAR)
    with store.database.reading() as connection:
        found = read_work(connection, work)
    assert found is not None

    def put(kind: str, record_id: str = "", **typed: object) -> None:
        save_typed(store, OWN_MACHINE, kind, typed, record_id=record_id)

    for step in found.steps[:6]:
        put("tambon_step", step.id, work=work, step=step.step, state="done", done_on="1 ก.พ. 2569", result="ครบ")
        proof = {"proves_kind": "tambon_step", "proves": step.id, "type": "note", "text": "มติที่ประชุม"}
        put("evidence", name=f"รายงานขั้น {step.step}", **proof)
    for item in CHARACTERISTICS:
        put("assessment", work=work, view="verifier", item=item.value, level="3")
    line = {"indicator": "ค่าปุ๋ยต่อปี", "better": "down", "baseline": "9,600", "target": "5,000"}
    put("plan_line", work=work, text="ทำปุ๋ยใช้เอง", **line)
    certify_plan(store, work)
    return work


def test_from_four_plans_to_a_rung_that_falls_with_what_it_rested_on(year: Year, visit: Visit) -> None:
    desk = visit(year.server, viewport={"width": 1366, "height": 768}).open("canvas", canvas=year.plan, part="rollup")
    desk.sees("ตลาดนัดในตำบล")
    desk.main.get_by_role("button").filter(has_text="ข้อลงแผนตำบล").click()
    desk.sees("ข้อลงแผนตำบลแล้ว")
    desk.open("canvas", canvas=year.plan, part="numbers")
    desk.sees("รวมจากแผนของ 4 กลุ่ม")
    income = desk.main.get_by_test_id("stMetric").filter(has_text="รายได้เพิ่มต่อปี")
    expect(income.get_by_test_id("stMetricValue")).to_have_text("240,000")

    desk.open("canvas", canvas=year.plan, part="follow")
    desk.main.get_by_text("ที่ประชุมรับรองแผนนี้").click()
    desk.types("ที่ประชุมที่รับรอง", "สภาองค์กรชุมชนตำบลนนทรี")
    desk.types("ผู้เข้าร่วมประชุม (คน)", "64")
    desk.presses("บันทึกการรับรอง")
    desk.sees("สภาองค์กรชุมชนตำบลนนทรี รับรองเมื่อ")
    desk.presses("เริ่มใช้จริงแล้ว")
    desk.sees("ใช้จริงแล้ว")

    for quarter, baht, so_far in (("1", "66,000", "คิดเป็น 110%"), ("2", "54,000", "คิดเป็น 100%")):
        _quarter(desk, quarter, baht)
        desk.sees(so_far)

    _indicator(desk, year)
    desk.open("tambon", work=year.work, part="climb")
    desk.main.get_by_role("button").filter(has_text="รายงานขั้นนี้").last.click()
    desk.sees("รายงานแล้ว รอเจ้าหน้าที่ภาคตรวจรับรอง")
    desk.main.get_by_role("link", name="เพิ่มหลักฐาน").last.click()
    desk.sees_title("บันทึก")
    desk.types("หลักฐานคืออะไร", "ภาพแปลงและบัญชีปุ๋ย")
    desk.types("ลิงก์", "https://example.org/photos")
    desk.presses("บันทึกหลักฐาน")
    desk.sees("บันทึกหลักฐานแล้ว")
    desk.types("ชื่อผู้ตรวจรับรอง", "เจ้าหน้าที่ภาค")
    desk.misses("รับรองทั้งที่ยังขาด")
    desk.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    desk.sees("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้")
    assert _counted(desk) == "1"

    # The follow-up that showed it better is taken away: the rung is open again and leaves the count.
    desk.open("tambon", work=year.work, part="follow")
    desk.sees("1 จาก 1 ตัวชี้วัดดีขึ้นจากค่าตั้งต้น")
    desk.presses("แก้")
    desk.settled()
    desk.main.get_by_role("button").filter(has_text="เอาออก").first.click()
    desk.page.get_by_label("เหตุผลที่ถอน").fill("อ่านบิลผิดปี")
    desk.page.get_by_label("เหตุผลที่ถอน").press("Tab")
    desk.settled()
    desk.presses("ถอน (เรียกคืนได้จากประวัติ)")
    desk.sees("0 จาก 1 ตัวชี้วัดดีขึ้นจากค่าตั้งต้น")
    assert _counted(desk) == "0"
    desk.open("tambon", work=year.work, part="climb")
    desk.sees("พื้นที่รูปธรรม · ขั้นที่นับเข้า 500 · รายงานแล้ว")


def _quarter(desk: Visitor, quarter: str, baht: str) -> None:
    desk.settled()
    desk.main.get_by_text("เพิ่มไตรมาส").click()
    desk.types("ปีงบประมาณ (พ.ศ.)", str(LAST_YEAR))
    desk.chooses("ไตรมาส", f"ไตรมาส {quarter}")
    desk.types("รายได้จริง", baht)
    desk.presses("บันทึกไตรมาส")
    desk.sees("บันทึกไตรมาสแล้ว")


def _indicator(desk: Visitor, year: Year) -> None:
    desk.open("tambon", work=year.work, part="follow")
    desk.sees("0 จาก 1 ตัวชี้วัดดีขึ้นจากค่าตั้งต้น")
    desk.presses("บันทึกการติดตาม")
    desk.types("วันที่ติดตาม", "1 มี.ค. 2569")
    desk.types("ค่าตัวชี้วัดวันนี้", "8,000")
    desk.presses("บันทึก")
    desk.sees("1 จาก 1 ตัวชี้วัดดีขึ้นจากค่าตั้งต้น")


def _counted(desk: Visitor) -> str:
    desk.open("overview")
    proved = desk.main.get_by_test_id("stMetric").filter(has_text="ตำบลรูปธรรมที่พิสูจน์แล้ว จาก 500")
    return proved.get_by_test_id("stMetricValue").inner_text()
