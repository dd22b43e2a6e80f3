"""Settings, retries, the circuit breaker, the budget, and what the doctor finds."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from lib.actions.sheets.books import WantedBook, tell_settings
from lib.actions.sheets.books import connect as connect_books
from lib.domain.errors import Problem
from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.sheets import doctor
from lib.sheets.client import Google, in_order
from lib.sheets.pacing import BREAKER_AFTER, Breaker, Budget
from lib.sheets.refusals import GoogleTrouble
from lib.sheets.settings import SheetSettings, Workbook, key_in, read_settings
from lib.store.opening import Store
from tests.sheets.conftest import EMAIL, Connect
from tests.sheets_double.__main__ import secrets
from tests.sheets_double.server import Double, Fault


def ours(google: Double, *books: Workbook, **more: Any) -> tuple[SheetSettings, Google]:
    said = SheetSettings(google.service_account(EMAIL), "", google.url, 10.0, books, **more)
    return said, Google(said, sleep=lambda _s: None)


def test_settings_are_read_and_what_is_wrong_is_said(tmp_path: Path, google: Double) -> None:
    file = tmp_path / "secrets.toml"
    assert not read_settings(file).wanted
    book = google.add("ก", EMAIL)
    file.write_text(secrets(google, {book.key: ("ปราจีนบุรี", "TH-25")}), encoding="utf-8")
    said = read_settings(file)
    assert said.problems == ()
    assert said.email == EMAIL
    assert said.workbooks == (Workbook("ปราจีนบุรี", book.key, "TH-25"),)
    file.write_text("[google\n", encoding="utf-8")
    assert "อ่าน secrets.toml ไม่ได้" in read_settings(file).problems[0].th
    file.write_text(
        '[google]\npoll_seconds = 0.1\n[google.service_account]\nclient_email = "a@b"\n'
        '[[workbooks]]\nname = "ก"\n[[workbooks]]\nurl = "https://docs.google.com/spreadsheets/d/abcdefghijkl/edit#gid=0"\n'
        '[[workbooks]]\nkey = "abcdefghijkl"\n',
        encoding="utf-8",
    )
    said = read_settings(file)
    told = " ".join(p.th for p in said.problems)
    for word in ("private_key", "token_uri", "ไม่มี url หรือ key", "สองครั้ง", "poll_seconds"):
        assert word in told
    assert [b.key for b in said.workbooks] == ["abcdefghijkl"]
    assert key_in("ไม่ใช่ลิงก์") == ""


_LINK = "https://docs.google.com/spreadsheets/u/0/d/abcdefghijkl/edit#gid=0"


@pytest.mark.parametrize(
    ("text", "word", "books"),
    [
        (f'[workbooks]\nname = "ก"\nurl = "{_LINK}"\nscope = "TH-25"', "[[workbooks]]", 1),
        (f'[workbooks.one]\nurl = "{_LINK}"', "[[workbooks]]", 1),
        ('workbooks = "abcdefghijkl"', "[[workbooks]]", 0),
        (f'google = "ใช่"\n[[workbooks]]\nurl = "{_LINK}"', "[google]", 1),
        (f'[google]\nservice_account = "แฟ้ม.json"\n[[workbooks]]\nurl = "{_LINK}"', "google.service_account", 1),
        (f'[google]\npoll_seconds = true\n[[workbooks]]\nurl = "{_LINK}"', "poll_seconds", 1),
        (f'[[workbooks]]\nname = 7\n[[workbooks]]\nurl = "{_LINK}"', "ไม่มี url", 1),
    ],
)
def test_each_setting_is_looked_at_alone(tmp_path: Path, text: str, word: str, books: int) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(text, encoding="utf-8")
    said = read_settings(file)
    assert said.wanted
    assert any(word in p.th for p in said.problems)
    assert [b.key for b in said.workbooks] == ["abcdefghijkl"] * books
    found = doctor.examine(said, Google(said, sleep=lambda _s: None)) if not books else []
    assert all("ยังไม่ได้ตั้งค่า" not in f.said.th for f in found), "somebody did set it up, and has to hear what is wrong"


def test_the_example_file_works_once_it_is_filled_in(tmp_path: Path, google: Double, sqlite_store: Store) -> None:
    example = (Path(__file__).parents[2] / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8")
    file = tmp_path / "secrets.toml"
    file.write_text(example, encoding="utf-8")
    untouched = read_settings(file)
    assert [p.th for p in untouched.problems] == [
        "[[workbooks]] ที่ 1 (ทะเบียนจังหวัดปราจีนบุรี) ไม่มี url หรือ key วางลิงก์ของ Google Sheet"
    ]
    book = google.add("ก", EMAIL)
    filled = example.replace("/d/…/edit", f"/d/{book.key}/edit")
    for name, value in google.service_account(EMAIL).items():
        filled = re.sub(rf'^{name} = ".*"$', lambda _f, n=name, v=value: f"{n} = {json.dumps(v)}", filled, flags=re.M)
    for scope in ["TH-25", *re.findall(r"CODI-[A-Z]+", example)]:
        file.write_text(filled.replace('scope = "TH-25"', f'scope = "{scope}"'), encoding="utf-8")
        said = read_settings(file)
        assert said.problems == ()
        assert connect_books(sqlite_store, [WantedBook(b.key, b.name, b.scope) for b in said.workbooks]) == {}
    said = SheetSettings(**{**vars(said), "api_base": google.url})
    assert Google(said).values(book.key, [(0, "ชีต1")]) == [[]]


def test_what_is_wrong_with_the_file_is_told_where_it_is_looked_for(sqlite_store: Store) -> None:
    source = Source(sqlite_store)
    tell_settings(sqlite_store, [Problem("ผิดตรงนี้", "wrong here")])
    tell_settings(sqlite_store, [Problem("ผิดตรงนี้", "wrong here")])
    assert [line.th for line in sheets.last_check(source).lines] == ["ผิดตรงนี้"]
    tell_settings(sqlite_store, [])
    assert sheets.last_check(source).lines == ()


def test_reads_are_tried_again_and_writes_are_not(google: Double) -> None:
    book = google.add("ก", EMAIL)
    _, client = ours(google)
    google.faults = [Fault("503"), Fault("html502"), Fault("drop")]
    assert client.values(book.key, [(0, "ชีต1")]) == [[]]
    assert len(google.calls) == 1
    google.faults = [Fault("503", "after")]
    with pytest.raises(GoogleTrouble) as trouble:
        client.write(book.key, {"requests": [{"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}}]})
    assert trouble.value.unsure
    assert book.sheets[0].height == 1005, "applied once, and never sent again"
    google.faults = [Fault("429")]
    longer = {"requests": [{"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}}]}
    client.write(book.key, longer, patient=True)
    assert book.sheets[0].height == 1010, "a refusal for want of quota was not applied: sent again"
    google.faults = [Fault("429")]
    with pytest.raises(GoogleTrouble) as trouble:
        client.write(book.key, longer)
    assert (trouble.value.code, trouble.value.unsure) == (429, False)
    assert book.sheets[0].height == 1010, "where it writes was read a moment ago: it does not wait"
    client.writes.limit = 0
    with pytest.raises(GoogleTrouble) as trouble:
        client.write(book.key, longer)
    assert trouble.value.code == 429


def test_every_refusal_says_what_to_press(google: Double) -> None:
    stranger = google.add("ของคนอื่น")
    _, client = ours(google)
    with pytest.raises(GoogleTrouble) as trouble:
        client.values(stranger.key, [(0, "ชีต1")])
    assert EMAIL in trouble.value.problems[0].th
    assert not trouble.value.temporary
    with pytest.raises(GoogleTrouble) as trouble:
        client.metadata("nothing-there", "properties(title)")
    assert "ไม่พบชีต" in trouble.value.problems[0].th
    said = SheetSettings({"client_email": "a@b", "private_key": "no key", "token_uri": google.url})
    with pytest.raises(GoogleTrouble) as trouble:
        Google(said).modified()
    assert trouble.value.code == 401
    google.reads = 0
    book = google.add("ก", EMAIL)
    with pytest.raises(GoogleTrouble) as trouble:
        client.values(book.key, [(0, "ชีต1")])
    assert (trouble.value.code, trouble.value.temporary) == (429, True)
    google.reads = 100
    with pytest.raises(GoogleTrouble) as trouble:
        client.values(book.key, [(99, "ไม่มี")])
    assert trouble.value.code == 400
    assert "ระบบจะอ่านใหม่เอง" in trouble.value.problems[0].th


def test_an_api_key_reads_public_sheets_only(google: Double) -> None:
    public, closed = google.add("สาธารณะ"), google.add("ปิด")
    public.public = True
    said = SheetSettings({}, "a-key", google.url, 10.0)
    client = Google(said)
    assert client.values(public.key, [(0, "ชีต1")]) == [[]]
    with pytest.raises(GoogleTrouble) as trouble:
        client.values(closed.key, [(0, "ชีต1")])
    assert "ทุกคนที่มีลิงก์" in trouble.value.problems[0].th


def test_nobody_answering_opens_the_circuit_and_closes_it_again() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(BREAKER_AFTER):
        assert not breaker.is_open
        breaker.note(worked=False)
    assert breaker.is_open
    now[0] += 31
    assert not breaker.is_open
    breaker.note(worked=True)
    assert breaker.failures == 0
    client = Google(SheetSettings(api_key="k", api_base="http://127.0.0.1:9"), sleep=lambda _s: None)
    with pytest.raises(GoogleTrouble) as trouble:
        client.values("k", [])
    assert trouble.value.code == 0
    client.breaker.open_until = float("inf")
    with pytest.raises(GoogleTrouble):
        client.values("k", [])


def test_the_budget_waits_for_its_turn() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    budget = Budget(2, lambda: now[0], sleep)
    for _ in range(5):
        budget.take()
    assert now[0] == pytest.approx(120, abs=1)
    assert budget.left() == 1
    assert slept


def test_whoever_asks_what_is_left_does_not_wait_for_who_takes() -> None:
    asleep, wake, now = threading.Event(), threading.Event(), [0.0]

    def sleep(_seconds: float) -> None:
        asleep.set()
        assert wake.wait(30)
        now[0] += 60

    budget = Budget(1, lambda: now[0], sleep)
    budget.take()
    waiting = threading.Thread(target=budget.take, daemon=True)
    waiting.start()
    assert asleep.wait(30)
    assert budget.left() == 0
    assert not budget.take_now()
    wake.set()
    waiting.join(30)
    assert budget.left() == 0


def test_the_doctor_says_of_each_thing_how_it_is(google: Double, connect: Connect, sqlite_store: Store) -> None:
    assert doctor.examine(SheetSettings(), Google(SheetSettings()))[0].state == doctor.WARN
    filled = connect(sqlite_store)
    empty, closed = google.add("ว่าง", EMAIL, timezone="America/New_York"), google.add("ปิด")
    said, client = ours(
        google,
        Workbook("ดี", filled.book.key, "TH-25"),
        Workbook("ว่าง", empty.key, "country"),
        Workbook("ปิด", closed.key, "country"),
    )
    found = doctor.examine(said, client)
    by_book = {b.key: [f for f in found if f.book == b.key] for b in said.workbooks}
    assert [f.state for f in by_book[filled.book.key]] == [doctor.GOOD]
    assert "เติมแบบฟอร์ม" in by_book[empty.key][-1].said.th
    assert by_book[closed.key][0].state == doctor.BAD
    assert EMAIL in by_book[closed.key][0].said.th
    tab = filled.tab("organisation")
    filled.phone.deletes_column(tab.title, filled.column("organisation", "members"))
    filled.phone.deletes_tab(filled.tab("event").title)
    filled.book.timezone = "America/New_York"
    told = " ".join(f.said.th for f in doctor.examine(said, client))
    assert "ยังไม่มีคอลัมน์ จำนวนสมาชิก" in told
    assert "ไม่มีแท็บ" in told
    assert "เขตเวลา" in told
    google.faults = [Fault("500", times=9)]
    assert any(f.state == doctor.BAD for f in doctor.examine(said, client))
    lonely = SheetSettings(api_key="k", api_base=google.url)
    assert any("[[workbooks]]" in f.said.th for f in doctor.examine(lonely, Google(lonely)))


def _said(sheet_id: int | None, text: str) -> dict[str, Any]:
    echo = {} if sheet_id is None else {"dataFilters": [{"gridRange": {"sheetId": sheet_id} if sheet_id else {}}]}
    return {"valueRange": {"range": "x!A1:A1", "values": [[text]]}, **echo}


@pytest.mark.parametrize(
    "told",
    [
        [_said(0, "first"), _said(7, "second")],
        [_said(7, "second"), _said(0, "first")],
        [_said(None, "first"), _said(None, "second")],
    ],
    ids=["zero left out", "another order", "no echo"],
)
def test_an_echo_is_matched_however_google_tells_it(told: list[dict[str, Any]]) -> None:
    assert in_order([{"sheetId": 0}, {"sheetId": 7}], told) == [[["first"]], [["second"]]]


@pytest.mark.parametrize("told", [[], [_said(0, "first")], [_said(0, "first"), _said(9, "another")]])
def test_an_answer_about_something_else_is_no_answer(told: list[dict[str, Any]]) -> None:
    with pytest.raises(GoogleTrouble) as caught:
        in_order([{"sheetId": 0}, {"sheetId": 7}], told)
    assert caught.value.temporary
