"""Light pages over HTTP: reading, my work, short forms, households, plans; small, strict, and only for who may."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import anyio
import pytest
import zxingcpp
from PIL import Image
from starlette.testclient import TestClient

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling, states
from lib.actions.records.saving import save, save_typed
from lib.actions.records.verifying import send_back
from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.insight.canvas.board import read_board
from lib.insight.source import source
from lib.schema.canvas_choices import MONEY_SOURCES
from lib.schema.tambon_choices import SEVEN_STEPS
from lib.store import invitations, records
from lib.store.invitations import NewInvitation
from lib.store.sheet_rows import AgreedRow, keep_rows
from lib.web.light.forms import SHORT
from lib.web.light.routes import SITE
from tests.web.light_app import LightApp, hidden_in, light_app, text_of

TAMBON = "TH-250204"
JSON = {"Accept": "application/json"}
LIMIT = 20 * 1024


@pytest.fixture
def light(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LightApp]:
    with light_app(sqlite_template, tmp_path, monkeypatch) as app:
        yield app


@pytest.fixture
def plan(light: LightApp) -> filling.Started:
    head = {"name": "ปลาแดดเดียว", "area": TAMBON, "year": "2570", "cluster": "processing"}
    return filling.start(light.store, OWN_MACHINE, head, "กลุ่มแปรรูปปลา")


@pytest.fixture
def workspace(light: LightApp) -> str:
    work = {"area": TAMBON, "year": "2570", "name": "นนทรี 2570"}
    made = save_typed(light.store, OWN_MACHINE, "tambon_work", work).record.id
    save_typed(light.store, OWN_MACHINE, "survey_village", {"work": made, "number": "3", "name": "บ้านท่าอาจ"})
    return made


def came(light: LightApp, role: str, place: str = TAMBON, **said: Any) -> TestClient:
    """A person who came by an invitation."""
    new = NewInvitation(role, place, "ทดสอบ", datetime.now(UTC) + timedelta(days=1), **said)
    with light.store.database.writing() as connection:
        code = invitations.make(connection, new, ("acc_x", "สมศรี ใจดี"))[1]
    phone = light.phone()
    form = {**hidden_in(phone.get("/s/invite").text), "code": code, "name": "ยายแดง", "next": "/m/"}
    assert phone.post("/s/invite/accept", data=form).status_code == 303
    return phone


def with_code(light: LightApp, plan: filling.Started) -> TestClient:
    phone = light.phone()
    said = {**hidden_in(phone.get("/m/plan").text), "code": plan.code}
    assert phone.post("/m/code", data=said).headers["location"] == f"/m/plan/{plan.canvas}/1"
    return phone


def sends(phone: TestClient, page: str, form: str = "", /, **answers: str) -> Any:
    """Fill in a form of a page and send it, as a browser without a script does."""
    hidden = hidden_in(phone.get(page).text, form)
    return phone.post("/m/answer", data={**hidden, **{f"a.{k}" if k != "act" else k: v for k, v in answers.items()}})


def stored(light: LightApp, kind: str, record_id: str) -> Any:
    with light.store.database.reading() as connection:
        found = records.get(connection, kind, record_id)
    assert found is not None
    return found.record


def all_of(light: LightApp, kind: str) -> list[Any]:
    with light.store.database.reading() as connection:
        return list(records.find(connection, kind))


def count(light: LightApp, kind: str) -> int:
    with light.store.database.reading() as connection:
        return len(records.find(connection, kind))


# --- small, strict, from here only ---------------------------------------------------------------


def pages(light: LightApp, plan: filling.Started, workspace: str) -> list[str]:
    steps = [f"/m/plan/{plan.canvas}/{n}" for n in range(1, 11)]
    forms = [f"/m/form/{kind}?province=TH-25" for kind in SHORT]
    see = ["/m/see", "/m/see/region/BE", "/m/see/TH-25", f"/m/see/{TAMBON}", "/m/see/centres?at=13.75,100.5"]
    return ["/m/", *see, *steps, *forms, f"/m/house/{workspace}", f"/m/house/{workspace}/new?village=3", "/m/plan"]


def test_every_page_is_small_and_fetches_nothing_from_elsewhere(
    light: LightApp, plan: filling.Started, workspace: str
) -> None:
    phone = light.phone(owner=True)
    # Each page has one script.
    once = max(len(gzip.compress(content, 5)) for content, _ in SITE.files.values())
    for path in pages(light, plan, workspace):
        for address in (path, f"{path}{'&' if '?' in path else '?'}lang=en"):
            answer = phone.get(address)
            assert answer.status_code == 200, address
            page = answer.text
            assert len(gzip.compress(page.encode(), 5)) + once <= LIMIT, address
            assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", page), address
            assert not re.findall(r" style=| on[a-z]+=", page), address
            policy = answer.headers["content-security-policy"]
            for kind, text in re.findall(r"<(style|script)>(.*?)</", page, re.DOTALL):
                digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                allowed = next(part for part in policy.split("; ") if part.startswith(f"{kind}-src 'self' "))
                assert f"'sha256-{digest}'" in allowed, address
            assert "unsafe" not in policy, address
            assert policy.startswith("default-src 'none'"), address
            assert re.search(r'<html lang="(th|en)">', page), address
    assert phone.get(SITE.scripts["light"]).status_code == 200
    assert phone.get("/m/files/other.js").status_code == 404


def test_english_pages_hold_no_thai_of_ours(light: LightApp, plan: filling.Started) -> None:
    page = light.phone(owner=True).get(f"/m/plan/{plan.canvas}/5?lang=en").text
    shown = text_of(re.sub(r"<body[^>]*>|<title>.*?</title>", "", page, flags=re.DOTALL))
    left = shown.replace("ภาษาไทย", "").replace("ปลาแดดเดียว", "")
    assert not re.findall("[ก-๙]+", left)


# --- reading -------------------------------------------------------------------------------------


def test_who_only_reads_sees_the_two_goals_and_gets_them_from_the_cache(light: LightApp) -> None:
    phone = TestClient(light.app, follow_redirects=False)
    answer = phone.get("/m/see")
    assert "public" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers, "a proxy may keep it for others"
    assert phone.get("/m/see", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert "ยังไม่มีตัวเลข" in text_of(answer.text)
    assert "จาก 500" in text_of(answer.text)
    first = phone.get("/m/")
    assert "public" not in first.headers["cache-control"], "it is another page for who has come in"
    for region, province in (("BE", "ปราจีนบุรี"), ("N", "เชียงใหม่")):
        assert province in phone.get(f"/m/see/region/{region}").text
    assert phone.get("/m/see/region/XX").status_code == 404
    assert phone.get("/m/see/TH-999999").status_code == 404


def test_a_tambon_has_a_card_with_what_was_proved(light: LightApp) -> None:
    step = {"area": TAMBON, "rung": "trained", "reached_on": "1 ม.ค. 2569"}
    save_typed(light.store, OWN_MACHINE, "tambon_progress", step)
    phone = light.phone()
    card = text_of(phone.get(f"/m/see/{TAMBON}").text)
    assert "รายงานแล้ว" in card
    assert "ยังไม่มีผลสำรวจที่เผยแพร่" in card
    assert "นนทรี" in phone.get("/m/see/TH-25").text
    near = phone.get("/m/see/centres?at=13.98,101.7")
    assert "กม." in text_of(near.text)
    assert "กม." not in re.sub("ใช้ตำแหน่ง.*ไม่เก็บไว้", "", text_of(phone.get("/m/see/centres?at=x").text))


# --- short forms and my work -----------------------------------------------------------------------


def test_a_team_reports_a_rung_and_sees_what_became_of_it(light: LightApp) -> None:
    phone = came(light, "team")
    mine = phone.get("/m/").text
    assert "ถามได้ที่ สมศรี ใจดี" in text_of(mine)
    assert f"/m/form/tambon_progress?area={TAMBON}" in mine
    sent = sends(phone, f"/m/form/tambon_progress?area={TAMBON}", rung="trained", reached_on="๑ ม.ค. ๒๕๖๙")
    assert sent.status_code == 303, text_of(sent.text)
    record_id = sent.headers["location"].split("/")[-1].partition("?")[0]
    assert "บันทึกแล้ว" in text_of(phone.get(sent.headers["location"]).text)
    assert stored(light, "tambon_progress", record_id).area == TAMBON
    assert "รายงานแล้ว รอตรวจ" in text_of(phone.get("/m/").text)
    send_back(light.store, OWN_MACHINE, "tambon_progress", record_id, "วันที่ไม่ตรงกับรายงาน")
    told = text_of(phone.get("/m/").text)
    assert "วันที่ไม่ตรงกับรายงาน" in told
    assert "วันที่ไม่ตรงกับรายงาน" in text_of(phone.get(f"/m/form/tambon_progress/{record_id}").text)


def test_a_photo_of_the_phone_becomes_evidence(light: LightApp) -> None:
    phone = came(light, "team")
    sent = sends(phone, f"/m/form/tambon_progress?area={TAMBON}", rung="trained", reached_on="1 ม.ค. 2569")
    at = sent.headers["location"]
    form = hidden_in(phone.get(at).text, "multipart")
    picture = BytesIO()
    Image.new("RGB", (640, 480), "green").save(picture, "JPEG")

    def photo(content: bytes, name: str = "IMG_1.jpg", **more: str) -> Any:
        return phone.post("/m/photo", data={**form, **more}, files={"photo": (name, content, "image/jpeg")})

    done = photo(picture.getvalue())
    assert done.status_code == 303, text_of(done.text)
    with light.store.database.reading() as connection:
        (proof,) = records.find(connection, "evidence")
    evidence: Any = proof.record
    assert (evidence.proves, evidence.type) == (form["record"], "file")
    refused = photo(b"<script>", "x.jpg")
    assert refused.status_code == 422
    assert count(light, "evidence") == 1, "nothing is left half done"
    assert photo(b"").status_code == 422
    assert photo(picture.getvalue(), kind="swot_line").status_code == 422
    assert photo(bytes(30_000_000)).status_code == 413
    stranger = light.phone()
    own = hidden_in(stranger.get("/m/plan").text)
    none = stranger.post("/m/photo", data={**form, **own}, files={"photo": ("a.jpg", picture.getvalue(), "image/jpeg")})
    assert none.status_code == 403


def test_a_refused_form_says_why_at_the_field_and_keeps_everything(light: LightApp) -> None:
    phone = came(light, "team")
    refused = sends(phone, "/m/form/event", name="ประชุมสภา", type="meeting", people="หลายคน", note="<b>จด</b>")
    assert refused.status_code == 422
    page = refused.text
    assert "ไม่ใช่จำนวนเต็ม" in page
    assert 'value="หลายคน"' in page
    assert "&lt;b&gt;จด&lt;/b&gt;" in page, "what was typed is there, and is no markup"
    assert count(light, "event") == 0


def test_what_somebody_may_not_is_said_and_not_shown(light: LightApp, plan: filling.Started) -> None:
    leader, stranger = came(light, "leader"), light.phone()
    assert leader.get("/m/form/provincial_network").status_code == 403
    assert "provincial_network" not in leader.get("/m/").text
    assert stranger.get("/m/form/event").status_code == 403
    assert stranger.get("/m/form/person").status_code == 404
    group = save(light.store, OWN_MACHINE, "organisation", {"name": "กลุ่ม ก", "type": "group", "area": "TH-500101"})
    assert leader.get(f"/m/form/organisation/{group.record.id}").status_code == 403
    assert stranger.get(f"/m/plan/{plan.canvas}/1").status_code == 403
    assert stranger.get(f"/m/plan/{plan.canvas}/10").status_code == 403
    assert stranger.get("/m/plan/cv-none").status_code == 404


def test_an_administrator_says_the_province_first(light: LightApp) -> None:
    owner = light.phone(owner=True)
    assert "จังหวัดใด" in owner.get("/m/form/organisation").text
    sent = sends(owner, "/m/form/organisation?province=TH-25", name="กลุ่มทอผ้า", type="group", area=TAMBON, members="สิบ")
    assert sent.status_code == 422
    assert f'value="{TAMBON}" selected' in sent.text


def test_tasks_that_are_due_stand_on_my_work(light: LightApp, workspace: str) -> None:
    task = {"work": workspace, "step": "s1", "text": "นัดประชุมหมู่ 3", "due": "1 ม.ค. 2569"}
    save_typed(light.store, OWN_MACHINE, "tambon_task", {**task, "step": SEVEN_STEPS[0].value})
    told = text_of(came(light, "team").get("/m/").text)
    assert "นัดประชุมหมู่ 3" in told
    assert "เลยกำหนด" in told
    assert "นัดประชุมหมู่ 3" not in text_of(came(light, "team", "TH-500101").get("/m/").text)


def test_a_quarter_that_nobody_followed_up_is_reminded_of_until_somebody_does(light: LightApp) -> None:
    year = fiscal_year(bangkok_today()) - 1
    head = {"name": "ปลาแดดเดียว", "area": TAMBON, "year": str(year)}
    canvas = filling.start(light.store, OWN_MACHINE, head, "กลุ่มแปรรูปปลา").canvas
    phone = came(light, "team")
    assert "ไตรมาสที่ยังไม่ได้ติดตาม" not in text_of(phone.get("/m/").text), "a draft is followed up by nobody"
    states.certify(light.store, OWN_MACHINE, canvas, bangkok_today(), "สภาตำบล", 12)
    states.put_in_use(light.store, OWN_MACHINE, canvas)
    mine = phone.get("/m/").text
    assert "ไตรมาสที่ยังไม่ได้ติดตาม" in text_of(mine)
    (link,) = re.findall(r'href="(/m/form/canvas_follow_up\?[^"]+)"', mine)
    assert "quarter=4" in link
    answer = sends(phone, html.unescape(link), income="42,000", reason="ขายช่วงเทศกาล", next_change="จองล่วงหน้า")
    assert answer.status_code in (200, 303)
    (told,) = all_of(light, "canvas_follow_up")
    assert (told.record.quarter, told.record.income, told.record.reason) == ("4", 42_000, "ขายช่วงเทศกาล")
    assert "ไตรมาส 3" in text_of(phone.get("/m/").text), "then the one before it"
    assert "ไตรมาสที่ยังไม่ได้ติดตาม" not in text_of(came(light, "team", "TH-500101").get("/m/").text)


def test_what_was_chosen_stays_on_a_form_that_shows_only_some(light: LightApp, workspace: str) -> None:
    banks = [
        save_typed(light.store, OWN_MACHINE, "organisation", {"name": f"ธนาคาร {n:03}", "type": "bank"}).record.id
        for n in range(60)
    ]
    told = {"work": workspace, "capital": "financial", "text": "กองทุนหมู่บ้าน", "supporters": [banks[-1]]}
    capital = save_typed(light.store, OWN_MACHINE, "community_capital", told).record.id
    phone = came(light, "team")
    page = phone.get(f"/m/form/community_capital/{capital}").text
    boxes = re.findall(r'<input type="checkbox" name="a.supporters" value="([^"]+)"( checked)?', page)
    assert (banks[-1], " checked") in boxes
    assert len(boxes) <= 41, "no list of four hundred boxes on a phone"
    sends(phone, f"/m/form/community_capital/{capital}", text="กองทุนหมู่บ้าน 3", supporters=banks[-1])
    assert stored(light, "community_capital", capital).supporters == [banks[-1]]


def test_a_clash_tells_nothing_to_who_may_not_write_there(light: LightApp) -> None:
    group = {"name": "กลุ่มไกล", "type": "group", "area": "TH-500101"}
    far = save(light.store, OWN_MACHINE, "organisation", group).record
    save(light.store, OWN_MACHINE, "organisation", {**group, "note": "ความลับของกลุ่ม"}, record_id=far.id)
    phone = came(light, "team")
    page = phone.get("/m/form/organisation").text
    who = re.search(r'data-who="(\w+)"', page)
    assert who
    guess = {**hidden_in(page), "who": who[1], "record": far.id, "base": "1", "asked": "note", "a.note": "เดา"}
    told = phone.post("/m/answer", data=guess, headers=JSON)
    assert told.status_code == 403
    assert "ความลับ" not in told.text


# --- a plan ----------------------------------------------------------------------------------------


def test_the_script_hears_what_became_of_an_answer(light: LightApp, plan: filling.Started) -> None:
    phone = with_code(light, plan)
    page = phone.get(f"/m/plan/{plan.canvas}/1").text
    who = re.search(r'data-who="(\w+)"', page)
    assert who
    line = {**hidden_in(page, "new"), "who": who[1], "a.text": "ปลาไม่คาว"}
    first = phone.post("/m/answer", data=line, headers=JSON).json()
    assert phone.post("/m/answer", data=line, headers=JSON).json() == {**first, "again": True}
    stranger = phone.post("/m/answer", data={**line, "who": "somebody"}, headers=JSON)
    assert stranger.status_code == 401, "it was typed by somebody else on this phone"
    edit = {**line, "record": first["id"], "base": "1", "asked": "text", "a.text": "ปลาสด", "key": "e" * 20}
    assert phone.post("/m/answer", data=edit, headers=JSON).json()["base"] == 2
    clash = phone.post("/m/answer", data={**edit, "key": "f" * 20, "a.text": "ปลาเค็ม"}, headers=JSON)
    assert (clash.status_code, clash.json()["theirs"], clash.json()["base"]) == (409, {"text": "ปลาสด"}, 2)
    unreadable = {**edit, "key": "g" * 20, "base": "2", "a.text": "", "asked": "text"}
    assert phone.post("/m/answer", data=unreadable, headers=JSON).status_code == 422
    filling.take_away(light.store, OWN_MACHINE, plan.canvas, "canvas_item", first["id"])
    gone = phone.post("/m/answer", data={**edit, "key": "h" * 20, "base": "2"}, headers=JSON)
    assert gone.status_code == 404
    assert phone.post("/m/answer", data={**line, "kind": "nothing"}, headers=JSON).status_code == 404
    assert (
        phone.post("/m/answer", data={**line, "token": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )


def test_a_code_that_was_changed_lets_nobody_in_any_more(light: LightApp, plan: filling.Started) -> None:
    phone = with_code(light, plan)
    assert phone.get(f"/m/plan/{plan.canvas}").headers["location"] == f"/m/plan/{plan.canvas}/1"
    assert plan.canvas in phone.get("/m/").text, "the plan stands on my work"
    filling.new_code(light.store, OWN_MACHINE, plan.canvas)
    assert phone.get(f"/m/plan/{plan.canvas}/1").status_code == 403
    said = {**hidden_in(phone.get("/m/plan").text), "code": plan.code}
    assert phone.post("/m/code", data=said).status_code == 422
    for n in range(12):
        last = phone.post("/m/code", data={**said, "code": f"bbbb-cccc-{n:04d}"})
    assert last.status_code == 403
    assert "รอ" in text_of(last.text)


def test_what_others_wrote_is_asked_for_by_a_tag(light: LightApp, plan: filling.Started) -> None:
    phone = with_code(light, plan)
    part = f"/m/plan/{plan.canvas}/1?part=1"
    tag = phone.get(part).headers["etag"]
    assert phone.get(part, headers={"If-None-Match": tag}).status_code == 304
    filling.put(light.store, OWN_MACHINE, plan.canvas, "canvas_item", {"step": "1", "text": "ของเพื่อน"})
    until = time.monotonic() + 10
    while (fresh := phone.get(part, headers={"If-None-Match": tag})).status_code == 304 and time.monotonic() < until:
        time.sleep(0.2)
    assert fresh.status_code == 200
    assert "ของเพื่อน" in fresh.text
    assert "โดย ผู้ใช้เครื่องนี้" in text_of(fresh.text)


def test_a_phone_is_not_shown_the_plan_from_before_its_own_words(light: LightApp, plan: filling.Started) -> None:
    """The part is made anew at most so often; who has just been told of their words is told of them again."""
    phone = with_code(light, plan)
    at = f"/m/plan/{plan.canvas}/1"
    page = phone.get(at).text
    who = re.search(r'data-who="(\w+)"', page)
    assert who
    line = {**hidden_in(page, "new"), "who": who[1]}
    for n in range(6):
        part = phone.get(f"{at}?part=1")  # as it stands, remembered for a moment from now on
        told = phone.post("/m/answer", data={**line, "a.text": f"ข้อ {n}", "key": f"{n:032x}"}, headers=JSON).json()
        heard = phone.get(f"{at}?part=1&heard={told['number']}", headers={"If-None-Match": part.headers["etag"]})
        assert f"ข้อ {n}" in heard.text
        assert int(heard.headers["etag"].strip('"').split("-")[0]) == told["number"]
    for odd in ("", "-1", "๙๙", "9" * 400, "x"):
        assert phone.get(f"{at}?part=1&heard={odd}").status_code == 200


def test_the_nine_steps_as_plain_forms(light: LightApp, plan: filling.Started) -> None:
    phone, at = with_code(light, plan), f"/m/plan/{plan.canvas}"
    assert "ใส่ขั้น 1–5 ก่อน" in text_of(phone.get(f"{at}/6").text)
    assert "ยังไม่มีกิจกรรม" in text_of(phone.get(f"{at}/7").text)
    sends(phone, f"{at}/5", "new", text="ขายปลา", gain="income", units="600", price="80", months="ทั้งปี")
    sends(phone, f"{at}/6", "new", text="รับซื้อปลา", from_month="1", to_month="3")
    with light.store.database.reading() as connection:
        board = read_board(connection, plan.canvas)
    assert board is not None
    (item,), (activity,) = board.of_step(5), board.of("canvas_activity")
    assert item.months == 12
    sends(phone, f"{at}/7", "canvas_activity", ways="self", own_means="เรือและอวน")
    sends(phone, f"{at}/8", "canvas_partner", text="ประมงจังหวัด", gives="พันธุ์ปลา")
    sends(phone, f"{at}/9", "canvas_cost", text="น้ำแข็ง", amount="1,200", source=MONEY_SOURCES[0].value)
    whole = text_of(phone.get(f"{at}/10").text)
    for words in ("ขายปลา", "รับซื้อปลา", "ประมงจังหวัด", "น้ำแข็ง", "576,000 บาท", "1,200 บาท"):
        assert words in whole
    assert phone.get(f"{at}/99").headers["location"].endswith("/1")
    assert stored(light, "canvas_activity", activity.id).own_means == "เรือและอวน"
    taken = sends(phone, f"{at}/5", item.id, act="away")
    assert taken.status_code == 303
    assert "ที่เอาออกไป (1)" in text_of(phone.get(f"{at}/5").text)
    assert sends(phone, f"{at}/5", 'value="back"', act="back").status_code == 303


# --- a household -------------------------------------------------------------------------------------


def begun(phone: TestClient, workspace: str, **said: str) -> Any:
    at = f"/m/house/{workspace}/new"
    hidden = hidden_in(phone.get(f"{at}?village=3").text)
    form = {
        "a.household_code": "03-001",
        "a.village": "3",
        "a.surveyed_on": "1 ต.ค. 2569",
        "a.consent_channel": "spoken",
    }
    return phone.post(at, data={**hidden, **form, "a.consent": "yes", **{f"a.{k}": v for k, v in said.items()}})


def test_a_household_is_asked_section_by_section_and_handed_in_once(light: LightApp, workspace: str) -> None:
    phone = came(light, "enumerator")
    assert f"/m/house/{workspace}" in phone.get("/m/").text
    listed = text_of(phone.get(f"/m/house/{workspace}").text)
    assert "หมู่ 3" in listed
    first = phone.get(f"/m/house/{workspace}/new?village=3").text
    assert "อ่านให้ครัวเรือนฟังก่อนถาม" in text_of(first)
    assert 'value="03-001"' in first
    at = begun(phone, workspace).headers["location"]
    assert "03-001" in text_of(phone.get(f"/m/house/{workspace}").text), "what is not finished is found again"
    work = {**hidden_in(phone.get(at).text), "a.people": "๔"}
    onward = phone.post(at, data=work).headers["location"]
    money = phone.get(onward).text
    assert "ทำนา" in money
    rows = {
        "a.r.expenses.food-0.amount": "2,000",
        "a.r.expenses.food-0.period": "month",
        "a.r.expenses.energy-0.period": "month",
    }
    asked = hidden_in(money)
    told = phone.post(onward, data={**asked, **rows}, headers=JSON).json()
    assert told["kept"]
    assert "2,000" in told["sums"]
    wrong = phone.post(onward, data={**asked, **rows, "a.income_per_month": "มาก"})
    assert "tried=1" in wrong.headers["location"]
    assert "ไม่ใช่ตัวเลข" in phone.get(wrong.headers["location"]).text
    phone.post(onward, data={**asked, **rows, "a.income_per_month": "9000"})
    debts = re.sub(r"/\d+$", "/2", onward.partition("?")[0])
    section = phone.get(debts).text
    owed = {"a.has_debt": "yes", "a.r.debts.0.lender": "bank", "a.r.debts.0.balance": "50000"}
    phone.post(debts, data={**hidden_in(section), **owed})
    end = re.sub(r"/\d+$", "/9", debts)
    check = phone.get(end).text
    assert "ก่อนส่ง ดูอีกครั้ง" in text_of(check)
    hand_in = hidden_in(check)
    save_at = re.sub(r"/\d+$", "/save", debts)
    done = phone.post(save_at, data=hand_in).headers["location"]
    assert "ส่งแล้ว" in text_of(phone.get(done).text)
    assert phone.post(save_at, data=hand_in).status_code == 404, "its draft is no more"
    with light.store.database.reading() as connection:
        (found,) = records.find(connection, "household_survey")
    form: Any = found.record
    assert (form.people, form.income_per_month, form.household_code, form.village) == (4, 9000, "03-001", 3)
    assert [(e.item, e.amount) for e in form.expenses] == [("food", 2000)]
    assert [(d.lender, d.balance) for d in form.debts] == [("bank", 50000)]
    assert 'value="03-002"' in phone.get(f"/m/house/{workspace}/new?village=3").text
    # The same home once more, under another code: said before it is handed in.
    twin = begun(phone, workspace, household_code="03-002").headers["location"]
    phone.post(twin, data={**hidden_in(phone.get(twin).text), "a.people": "4"})
    for number, answers in ((1, {**rows, "a.income_per_month": "9000"}), (2, owed)):
        part = re.sub(r"/\d+$", f"/{number}", twin)
        phone.post(part, data={**hidden_in(phone.get(part).text), **answers})
    assert "คล้ายกับ 03-001" in text_of(phone.get(re.sub(r"/\d+$", "/9", twin)).text)
    used = begun(phone, workspace, household_code="3/1")
    assert used.status_code == 422
    assert "ใช้แล้ว" in text_of(used.text)


def test_who_does_not_consent_is_asked_nothing(light: LightApp, workspace: str) -> None:
    phone = came(light, "enumerator")
    done = begun(phone, workspace, consent="no").headers["location"]
    assert "/done/" in done
    with light.store.database.reading() as connection:
        (found,) = records.find(connection, "household_survey")
    form: Any = found.record
    assert (form.consent, form.people) == ("no", None)


def test_a_households_form_is_for_who_collects_there(light: LightApp, workspace: str) -> None:
    at = f"/m/house/{workspace}/new"
    assert light.phone().get(at).status_code == 403
    assert came(light, "enumerator", "TH-500101").get(at).status_code == 403
    one, other = came(light, "enumerator"), came(light, "enumerator")
    draft = begun(one, workspace).headers["location"]
    assert other.get(draft).status_code in (200, 403)
    assert came(light, "enumerator", "TH-500101").get(draft).status_code == 403
    assert one.get("/m/house/tw-none/new").status_code == 404
    assert one.get(f"/m/house/{workspace}/d/draft-none/0").status_code == 404


# --- the last page, the hall, the practice country ------------------------------------------------


def test_a_group_calls_the_facilitator_and_takes_it_back(light: LightApp, plan: filling.Started) -> None:
    phone, at = with_code(light, plan), f"/m/plan/{plan.canvas}/1"
    hidden = hidden_in(phone.get(at).text, "/call")
    called = f"/m/plan/{plan.canvas}/call"
    assert phone.post(called, data={**hidden, "sort": "help"}).headers["location"] == at
    page = phone.get(at).text
    assert "บอกผู้ดูแลเวทีแล้ว: ขอให้มาช่วย" in page
    assert phone.get(f"/m/plan/{plan.canvas}/10").text.count("ไม่ต้องแล้ว") == 1
    phone.post(called, data={**hidden_in(page, "/call"), "sort": ""})
    assert "บอกผู้ดูแลเวทีแล้ว" not in phone.get(at).text
    stranger = light.phone()
    assert stranger.post(called, data={**hidden_in(stranger.get("/m/plan").text), "sort": "help"}).status_code == 403


def test_a_plan_is_a_picture_for_a_chat_without_its_code(light: LightApp, plan: filling.Started) -> None:
    phone = with_code(light, plan)
    sends(phone, f"/m/plan/{plan.canvas}/1", "new-canvas_item", text="ปลาไม่คาว")
    answer = phone.get(f"/m/plan/{plan.canvas}/picture")
    image = Image.open(BytesIO(answer.content))
    assert (answer.headers["content-type"], image.size) == ("image/png", (1080, 1350))
    assert "no-store" in answer.headers["cache-control"]
    assert zxingcpp.read_barcodes(image) == []
    assert phone.get(f"/m/plan/{plan.canvas}/picture").content == answer.content, "the same one for everybody"
    with light.store.database.reading() as connection:
        (group,) = [g for g in records.find(connection, "organisation") if g.record.title() == "กลุ่มแปรรูปปลา"]
    renamed = {"name": "กลุ่มปลาบ้านเรา", "type": "group"}
    save(light.store, OWN_MACHINE, "organisation", renamed, record_id=group.record.id, base_revision=group.revision)
    assert phone.get(f"/m/plan/{plan.canvas}/picture").content != answer.content, "its name stands on it"
    assert light.phone().get(f"/m/plan/{plan.canvas}/picture").status_code == 403


def test_a_quarter_is_a_picture_for_a_chat(light: LightApp, plan: filling.Started) -> None:
    phone = with_code(light, plan)
    quarter = {"canvas": plan.canvas, "year": "2570", "quarter": "1", "income": "12000", "lesson": "ขายหมดก่อนเที่ยง"}
    made = save(light.store, OWN_MACHINE, "canvas_follow_up", quarter).record.id
    page = phone.get(f"/m/plan/{plan.canvas}/10").text
    at = f"/m/plan/{plan.canvas}/quarter/{made}"
    assert f'href="{at}"' in page
    answer = phone.get(at)
    image = Image.open(BytesIO(answer.content))
    assert (answer.headers["content-type"], image.size) == ("image/png", (1080, 1350))
    assert f"cbmc-{plan.canvas}-{made}.png" in answer.headers["content-disposition"]
    assert phone.get(f"/m/plan/{plan.canvas}/quarter/cf-unknown").status_code == 404
    assert light.phone().get(at).status_code == 403, "not for strangers"


def test_a_gain_is_asked_as_a_sentence_and_says_what_is_left(light: LightApp, plan: filling.Started) -> None:
    phone, at = with_code(light, plan), f"/m/plan/{plan.canvas}/5"
    said = {"text": "ขายปลา", "units": "๖๐๐", "unit": "ห่อ", "price": "80", "months": "12", "unit_cost": "45"}
    sends(phone, at, "new-canvas_item", gain="income", **said)
    shown = text_of(phone.get(at).text)
    assert "ปีละ 576,000 บาท หักต้นทุน 324,000 เหลือ 252,000 บาท" in shown
    assert shown.index("จำนวนต่อเดือน") < shown.index("×") < shown.index("− ต้นทุน")


def test_the_practice_country_has_pages_of_its_own(
    practice_template: Path, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(practice_template, tmp_path / "practice.sqlite")
    with light_app(sqlite_template, tmp_path, monkeypatch) as light:
        phone, practice = light.phone(owner=True), source("practice").store
        for path in (
            "",
            "see",
            "plan/cv-practice001/1",
            "plan/cv-practice001/10",
            "form/tambon_progress?province=TH-25",
        ):
            page = phone.get(f"/practice/m/{path}").text
            assert "ข้อมูลฝึกหัด ทุกชื่อและตัวเลขสมมติขึ้น" in page, path
            assert not re.findall(r'(?:href|action|data-send)="/m/(?!files/)', page), path
        assert phone.get("/m/plan/cv-practice001/1").status_code in (403, 404)
        hidden = hidden_in(phone.get("/practice/m/plan/cv-practice001/1").text, "new-canvas_item")
        answer = phone.post("/practice/m/answer", data={**hidden, "a.text": "คำของฝึกหัด"})
        assert answer.headers["location"].startswith("/practice/m/plan/cv-practice001/1#")
        with practice.database.reading() as connection:
            assert "คำของฝึกหัด" in [s.record.title() for s in records.find(connection, "canvas_item")]
        assert count(light, "canvas_item") == 0
        code = filling.code_of(practice, OWN_MACHINE, "cv-practice002")
        guest = light.phone()
        said = {**hidden_in(guest.get("/practice/m/plan").text), "code": code}
        assert (
            guest.post("/practice/m/code", data=said).headers["location"].startswith("/practice/m/plan/cv-practice002/")
        )
        practice.database.close()


def test_a_short_form_that_was_not_sent_goes_on_upon_another_phone(light: LightApp) -> None:
    phone, address = light.phone(owner=True), f"/m/form/tambon_progress?area={TAMBON}"
    page = phone.get(address).text
    told = {name: re.search(rf'data-{name}="(\w+)"', page)[1] for name in ("who", "token")}  # type: ignore[index]
    typed = {**hidden_in(page, "tambon_progress"), **told, "a.note": "ยังไม่ครบ รอรูป"}
    assert phone.post("/m/draft", data=typed, headers=JSON).json() == {"kept": True}
    assert count(light, "tambon_progress") == 0, "nothing is sent yet"
    other = light.phone(owner=True)
    seen = other.get(address).text
    assert "ยังไม่ครบ รอรูป" in seen
    assert "ทำต่อจากร่างที่พิมพ์ค้างไว้" in seen
    mate = came(light, "team").get(address).text
    assert "tambon_progress" in mate
    assert "ยังไม่ครบ" not in mate, "a draft is its maker's"
    stranger = light.phone()
    assert (
        stranger.post("/m/draft", data={**typed, **hidden_in(stranger.get("/m/plan").text)}, headers=JSON).status_code
        == 401
    )
    day = {"a.rung": "trained", "a.reached_on": "1 ม.ค. 2569", "a.note": "ครบแล้ว"}
    answer = other.post("/m/answer", data={**hidden_in(seen, "tambon_progress"), **day})
    assert answer.status_code == 303, text_of(answer.text)
    # What goes on on the record that it became is no draft of the next new one.
    (made,) = [s.record.id for s in all_of(light, "tambon_progress")]
    assert (
        phone.post("/m/draft", data={**typed, "record": made, "base": "1", "a.note": "ต่อ"}, headers=JSON).status_code
        == 200
    )
    assert "ทำต่อจากร่าง" in phone.get(f"/m/form/tambon_progress/{made}").text
    assert "ทำต่อจากร่าง" not in phone.get(address).text


def test_what_i_sent_says_when_it_stands_on_a_sheet(light: LightApp) -> None:
    leader = came(light, "team")
    sends(leader, f"/m/form/tambon_progress?area={TAMBON}", rung="trained", reached_on="1 ม.ค. 2569")
    assert "ขึ้นชีตแล้ว" not in leader.get("/m/").text
    with light.store.database.writing() as connection:
        (one,) = records.find(connection, "tambon_progress")
        keep_rows(connection, "book", 0, [AgreedRow(one.record.id, "tambon_progress", 2, True, one.revision, {}, {})])
    assert "ขึ้นชีตแล้ว" in leader.get("/m/").text


def test_a_signal_that_goes_in_the_middle_of_a_form_is_no_failure(light: LightApp) -> None:
    """Half of what was sent arrived: nothing is kept of it, and the server's log stays quiet."""
    parts = iter(({"type": "http.request", "body": b"kind=canv", "more_body": True}, {"type": "http.disconnect"}))
    heard: list[Any] = []

    async def receive() -> Any:
        return next(parts)

    async def send(message: Any) -> None:
        heard.append(message)

    for path in ("/m/answer", "/m/photo"):
        parts = iter(({"type": "http.request", "body": b"kind=canv", "more_body": True}, {"type": "http.disconnect"}))
        headers = [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", b"400")]
        scope = {
            **{"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b""},
            **{
                "headers": headers,
                "scheme": "http",
                "server": ("testserver", 80),
                "client": ("1.2.3.4", 5),
                "root_path": "",
            },
        }
        anyio.run(light.app, scope, receive, send)
    assert count(light, "canvas_item") == 0


def test_a_code_from_a_link_shows_the_step_in_one_answer(light: LightApp, plan: filling.Started) -> None:
    phone = light.phone()
    said = {**hidden_in(phone.get("/m/plan").text), "code": plan.code, "direct": "1"}
    answer = phone.post("/m/code", data=said)
    at = f"/m/plan/{plan.canvas}/1"
    assert answer.status_code == 200
    for told in (f'data-at="{at}"', f'data-part="{at}?part=1"', f'href="{at}?lang=en"', f'name="from" value="{at}"'):
        assert told in answer.text
    assert phone.get(at).status_code == 200, "and the phone holds the code"
