"""The hall over HTTP: coming in, the running step, ideas, every form of ballot without a script, the wall; small and strict."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lib.access.actors import OWN_MACHINE
from lib.actions.forum import ballots, ideas, running
from lib.actions.records.saving import withdraw
from lib.domain.forum_wishes import Scene
from lib.domain.worlds import OWN
from lib.insight.forum.seats import participants
from lib.insight.source import source
from lib.store import ballots as urn
from lib.web.light.routes import SITE
from tests.actions.forum.halls import Made, made
from tests.web.light_app import LightApp, hidden_in, light_app, text_of

JSON = {"Accept": "application/json"}
LIMIT = 20 * 1024


@pytest.fixture
def light(store_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LightApp]:
    with light_app(store_template, tmp_path, monkeypatch) as app:
        yield app


@pytest.fixture
def store_template(small_template: Path) -> Path:
    return small_template


@pytest.fixture
def hall(light: LightApp) -> Made:
    return made(light.store, plans=True)


def come_in(
    light: LightApp, hall: Made, name: str = "ป้าสมศรี", table: int = 1, phone: TestClient | None = None
) -> TestClient:
    """Somebody whose phone scanned the card of a table."""
    phone = phone or light.phone()
    said = {**hidden_in(phone.get("/m/in").text), "code": f"{hall.code}.{table}"}
    asked = phone.post("/m/in", data=said)
    assert asked.status_code == 200, text_of(asked.text)
    chosen = re.search(r'name="group" value="([^"]+)" checked', asked.text)
    assert chosen, "the card said the group already"
    named = {**hidden_in(asked.text), "name": name, "group": chosen[1]}
    there = phone.post("/m/in/name", data=named)
    assert there.headers["location"] == f"/m/forum/{hall.forum}"
    return phone


def seat(phone: TestClient, hall: Made) -> str:
    return dict(re.findall(r'name="(seat)" value="([^"]+)"', phone.get(f"/m/forum/{hall.forum}").text)).get("seat", "")


def form_of(phone: TestClient, hall: Made, sort: str) -> dict[str, str]:
    page = phone.get(f"/m/forum/{hall.forum}").text
    found = re.search(rf'<form[^>]*data-send="{sort}".*?</form>', page, re.DOTALL)
    assert found, text_of(page)
    return hidden_in(found[0])


def test_a_phone_comes_in_by_code_name_and_group_and_writes_on_its_groups_plan(light: LightApp, hall: Made) -> None:
    phone = come_in(light, hall, table=2)
    page = phone.get(f"/m/forum/{hall.forum}").text
    assert "ป้าสมศรี" in page
    assert "กลุ่มทอผ้า" in page
    (person,) = participants(source(OWN), hall.forum)
    assert person.sits.group == hall.seen().plenum.groups[1].id
    canvas = hall.seen().plenum.groups[1].canvas or ""
    assert f"/m/plan/{canvas}" in page
    step = phone.get(f"/m/plan/{canvas}/1")
    assert step.status_code == 200
    who = re.search(r'data-who="([^"]*)"', step.text)
    assert who
    line = {
        "kind": "canvas_item",
        "canvas": canvas,
        "record": "",
        "base": "0",
        "slot": "new-canvas_item-1",
        "asked": "text,step",
        "a.text": "ผ้าย้อมคราม",
        "a.step": "1",
        "key": "k" * 20,
        "who": who[1],
        "from": f"/m/plan/{canvas}/1",
        "token": hidden_in(step.text)["token"],
    }
    assert phone.post("/m/answer", data=line, headers=JSON).status_code == 200
    # What a neighbour wrote bears the neighbour's name.
    assert "โดย ป้าสมศรี" in text_of(phone.get(f"/m/plan/{canvas}/1").text)
    other = hall.seen().plenum.groups[0].canvas or ""
    assert phone.get(f"/m/plan/{other}/1").status_code == 403
    running.lock_group(light.store, OWN_MACHINE, hall.forum, hall.seen().plenum.groups[1].id, True)
    assert phone.get(f"/m/plan/{canvas}/1").status_code == 403
    assert "ปิดการแก้แผน" in text_of(phone.get(f"/m/forum/{hall.forum}").text)


def test_a_wrong_code_a_missing_name_and_a_taken_number_are_told_and_nothing_is_lost(
    light: LightApp, hall: Made
) -> None:
    phone = light.phone()
    form = hidden_in(phone.get("/m/in").text)
    wrong = phone.post("/m/in", data={**form, "code": "zzzzzz"})
    assert (wrong.status_code, "รหัสไม่ตรง" in text_of(wrong.text)) == (422, True)
    asked = phone.post("/m/in", data={**form, "code": hall.code})
    named = hidden_in(asked.text)
    assert phone.post("/m/in/name", data={**named, "name": " "}).status_code == 422
    long = phone.post("/m/in/name", data={**named, "name": "ก" * 81, "number": "๑๒"})
    assert long.status_code == 422
    assert 'value="๑๒"' in long.text
    assert phone.post("/m/in/name", data={**named, "name": "ก", "number": "สิบ"}).status_code == 422
    assert phone.post("/m/in/name", data={**named, "name": "ก", "number": "๑๒"}).status_code == 303
    second = light.phone()
    again = second.post("/m/in", data={**hidden_in(second.get("/m/in").text), "code": hall.code})
    taken = second.post("/m/in/name", data={**hidden_in(again.text), "name": "ข", "number": "12"})
    assert "เลข 12 มีคนใช้แล้ว" in text_of(taken.text)
    stale = second.post("/m/in/name", data={**hidden_in(again.text), "door": "made up", "name": "ข"})
    assert stale.status_code == 403
    assert hall.seen().plenum.heads == 1


def test_one_phone_a_table_holds_a_seat_for_each_of_its_people(light: LightApp, hall: Made) -> None:
    phone = come_in(light, hall)
    asked = phone.get(f"/m/forum/{hall.forum}/another")
    group = hall.seen().plenum.groups[0].id
    there = phone.post("/m/in/name", data={**hidden_in(asked.text), "name": "ลุงบุญมา", "group": group})
    assert "seat=" in there.headers["location"]
    page = phone.get(there.headers["location"]).text
    assert "<h1>ลุงบุญมา" in page
    assert "ป้าสมศรี" in page
    ballot = hall.ballot()
    ballots.open_ballot(light.store, OWN_MACHINE, ballot)
    seats = [p.id for p in participants(source(OWN), hall.forum)]
    for number, one in enumerate(seats):
        form = {**form_of(phone, hall, "vote"), "seat": one, "c": str(number)}
        assert phone.post(f"/m/forum/{hall.forum}/vote", data=form).status_code == 303
    ballots.close_ballot(light.store, OWN_MACHINE, ballot)
    assert [c.phones for c in hall.seen().plenum.ballots[0].counted] == [1, 1, 0]


@pytest.mark.parametrize(
    ("form", "said", "more", "sent", "counted"),
    [
        ("yes_no", {}, {}, {"c": "0"}, [1, 0, 0]),
        ("one", {}, {}, {"c": "2"}, [0, 0, 1]),
        ("several", {"most": "2"}, {}, {"c": ["0", "2"]}, [1, 0, 1]),
        ("rank", {}, {}, {"r.0": "2", "r.1": "1", "r.2": "3"}, [2, 3, 1]),
        ("dots", {"most": "3"}, {}, {"d.0": "2", "d.1": "", "d.2": "1"}, [2, 0, 1]),
        ("scale", {}, {}, {"c": "3"}, [0, 0, 0, 1, 0]),
    ],
)
def test_every_form_of_ballot_works_without_a_script(
    light: LightApp,
    hall: Made,
    form: str,
    said: dict[str, str],
    more: dict[str, str],
    sent: dict[str, object],
    counted: list[int],
) -> None:
    phone = come_in(light, hall)
    ballot = hall.ballot(form, **said, **more)
    assert 'data-send="vote"' not in phone.get(f"/m/forum/{hall.forum}").text
    ballots.open_ballot(light.store, OWN_MACHINE, ballot)
    fields = form_of(phone, hall, "vote")
    empty = phone.post(f"/m/forum/{hall.forum}/vote", data=fields)
    assert empty.status_code == 422
    assert phone.post(f"/m/forum/{hall.forum}/vote", data={**fields, **sent}).status_code == 303
    page = phone.get(f"/m/forum/{hall.forum}").text
    assert "ลงคะแนนแล้ว แก้ได้จนกว่าจะปิด" in page
    assert "checked" in page or "selected" in page or 'value="2"' in page, "what was chosen stands there"
    ballots.close_ballot(light.store, OWN_MACHINE, ballot)
    closed = phone.get(f"/m/forum/{hall.forum}").text
    assert "รอผลบนจอ" in closed
    assert "<dl" not in closed, "nothing is shown before the desk shows it"
    ballots.show_result(light.store, OWN_MACHINE, ballot)
    assert "<dl" in phone.get(f"/m/forum/{hall.forum}").text
    assert [c.phones for c in hall.seen().plenum.ballots[0].counted] == counted


def test_a_ranking_with_two_in_one_place_is_told(light: LightApp, hall: Made) -> None:
    phone = come_in(light, hall)
    ballots.open_ballot(light.store, OWN_MACHINE, hall.ballot("rank"))
    form = {**form_of(phone, hall, "vote"), "r.0": "1", "r.1": "1", "r.2": "2"}
    told = phone.post(f"/m/forum/{hall.forum}/vote", data=form, headers=JSON)
    assert (told.status_code, "เรียงให้ครบ" in told.json()["say"]) == (422, True)


def test_an_answer_that_got_lost_and_is_sent_again_counts_once(light: LightApp, hall: Made) -> None:
    phone = come_in(light, hall)
    ballot = hall.ballot()
    ballots.open_ballot(light.store, OWN_MACHINE, ballot)
    running.go_to_step(light.store, OWN_MACHINE, hall.forum, hall.seen().plenum.steps[1].id)
    vote, idea = form_of(phone, hall, "vote"), form_of(phone, hall, "idea")
    for _ in range(3):
        assert phone.post(f"/m/forum/{hall.forum}/vote", data={**vote, "c": "1"}, headers=JSON).status_code == 200
        said = {**idea, "text": "ตลาดนัดวันเสาร์"}
        assert phone.post(f"/m/forum/{hall.forum}/idea", data=said, headers=JSON).status_code == 200
    with light.store.database.reading() as connection:
        assert (urn.voted(connection, ballot), len(urn.papers_of(connection, ballot))) == (1, 1)
    assert len(hall.seen().plenum.ideas) == 1
    ballots.close_ballot(light.store, OWN_MACHINE, ballot)
    late = phone.post(f"/m/forum/{hall.forum}/vote", data={**vote, "c": "2"}, headers=JSON)
    assert (late.status_code, "ไม่ถูกนับ" in late.json()["say"]) == (403, True)


def test_a_browser_that_lost_its_word_cannot_vote_a_second_time(light: LightApp, hall: Made) -> None:
    phone = come_in(light, hall)
    ballot = hall.ballot()
    ballots.open_ballot(light.store, OWN_MACHINE, ballot)
    form = {**form_of(phone, hall, "vote"), "c": "0"}
    assert phone.post(f"/m/forum/{hall.forum}/vote", data=form, headers=JSON).status_code == 200
    for cookie in [c for c in phone.cookies.jar if c.name.endswith("-urn")]:
        phone.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
    first = phone.post(f"/m/forum/{hall.forum}/vote", data={**form, "c": "1"}, headers=JSON)
    again = phone.post(f"/m/forum/{hall.forum}/vote", data={**form, "c": "1"}, headers=JSON)
    assert (first.status_code, again.status_code) == (409, 403)
    assert "จากเครื่องอื่น" in text_of(phone.get(f"/m/forum/{hall.forum}").text)
    ballots.close_ballot(light.store, OWN_MACHINE, ballot)
    assert [c.phones for c in hall.seen().plenum.ballots[0].counted] == [1, 0, 0]


def test_a_stranger_and_a_seat_that_was_taken_away_send_nothing(light: LightApp, hall: Made) -> None:
    phone, stranger = come_in(light, hall), light.phone()
    mine = seat(phone, hall)
    ballot = hall.ballot()
    ballots.open_ballot(light.store, OWN_MACHINE, ballot)
    token = hidden_in(stranger.get("/m/in").text)["token"]
    forged = {"token": token, "ballot": ballot, "seat": mine or participants(source(OWN), hall.forum)[0].id, "c": "0"}
    assert stranger.post(f"/m/forum/{hall.forum}/vote", data=forged, headers=JSON).status_code == 403
    assert stranger.post(f"/m/forum/{hall.forum}/idea", data={**forged, "text": "ก"}, headers=JSON).status_code == 403
    assert stranger.get(f"/m/forum/{hall.forum}").status_code == 403
    form = {**form_of(phone, hall, "vote"), "c": "0"}
    withdraw(light.store, OWN_MACHINE, "forum_seat", participants(source(OWN), hall.forum)[0].id, "ออกไปแล้ว")
    assert phone.get(f"/m/forum/{hall.forum}").status_code == 403
    assert phone.post(f"/m/forum/{hall.forum}/vote", data=form, headers=JSON).status_code == 403


def test_a_phone_hears_at_once_that_there_is_something_new_and_else_hardly_anything(
    light: LightApp, hall: Made
) -> None:
    phone = come_in(light, hall)
    now = phone.get(f"/m/forum/{hall.forum}/now")
    same = {"If-None-Match": now.headers["ETag"]}
    assert phone.get(f"/m/forum/{hall.forum}/now", headers=same).status_code == 304
    running.say_to_all(light.store, OWN_MACHINE, hall.forum, "พัก 10 นาที")
    assert phone.get(f"/m/forum/{hall.forum}/now", headers=same).status_code == 200
    part = phone.get(f"/m/forum/{hall.forum}?part=1").text
    assert "พัก 10 นาที" in part
    assert "<html" not in part


def test_the_wall_is_for_who_runs_the_forum_and_follows_it(light: LightApp, hall: Made) -> None:
    desk, phone = light.phone(owner=True), come_in(light, hall)
    assert phone.get(f"/m/wall/{hall.forum}").status_code == 403
    assert desk.get("/m/wall/fm-nothing").status_code == 404
    address = f"/m/wall/{hall.forum}"
    page = desk.get(address).text
    assert hall.code in page
    assert "testserver/m/in" in page
    group = hall.seen().plenum.groups[0]
    ideas.add(light.store, OWN_MACHINE, hall.forum, "ขายออนไลน์ด้วยกัน")
    ballot = hall.ballot()
    ballots.open_ballot(light.store, OWN_MACHINE, ballot)
    shown = {
        Scene.DOOR: "มาแล้ว 1 คน",
        Scene.AGENDA: "กลุ่มนำเสนอแผน",
        Scene.BOX: group.name,
        Scene.IDEAS: "ขายออนไลน์ด้วยกัน",
        Scene.BALLOT: "ลงแล้ว 0 จาก 1 ที่นั่ง",
        Scene.PROGRESS: "ตอบแล้ว 0 จาก 9 ขั้น",
        Scene.THANKS: "ขอบคุณทุกคน",
    }
    token = re.search(r'data-token="([^"]+)"', page)
    assert token
    for scene, words in shown.items():
        about = ballot if scene is Scene.BALLOT else group.id
        form = {"token": token[1], "scene": scene.value, "of": about}
        assert desk.post(address, data=form, headers=JSON).json() == {"scene": scene.value}
        part = desk.get(f"{address}?part=1")
        assert words in text_of(part.text), scene
        assert desk.get(f"{address}?part=1", headers={"If-None-Match": part.headers["ETag"]}).status_code == 304
        english = desk.get(f"{address}?lang=en")
        assert english.status_code == 200
        assert f'data-here="{address}"' in english.text, "a wall that is opened in any scene follows its own forum"
    refused = phone.post(address, data={**hidden_in(phone.get("/m/in").text), "scene": "door"}, headers=JSON)
    assert refused.status_code == 403


def test_pages_of_the_hall_are_small_and_strict(light: LightApp, hall: Made) -> None:
    phone, desk = come_in(light, hall), light.phone(owner=True)
    for _ in range(2):
        hall.ballot("rank", offered="\n".join(f"ตัวเลือกที่ยาวพอสมควร {n}" for n in range(10)))
    ballots.open_ballot(light.store, OWN_MACHINE, hall.seen().plenum.ballots[0].id)
    for who, path in ((phone, "/m/in"), (phone, f"/m/forum/{hall.forum}"), (desk, f"/m/wall/{hall.forum}")):
        answer = who.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert not re.findall(r"\sstyle=|\son\w+=", answer.text)
        for block in re.findall(r"<style>(.*?)</style>|<script>(.*?)</script>", answer.text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256("".join(block).encode()).digest()).decode()
            assert f"sha256-{digest}" in policy
        script = re.search(r'<script src="([^"]+)"', answer.text)
        size = len(gzip.compress(answer.text.encode())) + (
            len(gzip.compress(who.get(script[1]).content)) if script else 0
        )
        assert size <= LIMIT, (path, size)
    assert set(SITE.styles) == {"letters"}
    assert set(SITE.scripts) == {"deck", "hall", "light", "wall"}


def test_the_practice_hall_is_another_hall(
    light: LightApp, hall: Made, practice_template: Path, tmp_path: Path
) -> None:
    shutil.copy(practice_template, tmp_path / "practice.sqlite")
    phone = light.phone()
    form = hidden_in(phone.get("/practice/m/in").text)
    assert phone.post("/practice/m/in", data={**form, "code": hall.code}).status_code == 422
