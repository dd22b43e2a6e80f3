"""A forum on paper: cards for the tables, the list of attendance to sign, the minutes as PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from lib.domain.thai_date import format_date, format_days, format_moment, format_time
from lib.domain.thai_number import format_number
from lib.export.paper.join import joined
from lib.export.paper.qr import qr
from lib.export.paper.renderer import render
from lib.export.work_paper import Paper
from lib.insight.forum.hall import Hall
from lib.insight.forum.minutes import Minutes, MinutesBallot
from lib.schema.field import label
from lib.schema.forum_choices import BALLOT_FORMS

#: Cards set in one go, and rows of a list on one page of a printed list.
_AT_ONCE, _ROWS = 48, 24
#: Pixels of a photo's longer side.
_PHOTO = 900
#: Rows for who comes without a name on the list yet.
_EMPTY_ROWS = 12


@dataclass(frozen=True)
class TableCard:
    """A table's card: its group, and the way in with the group said already. `code`: to be typed."""

    table: int
    group: str
    link: str
    code: str
    address: str


def table_cards(found: Hall, cards: Sequence[TableCard], paper: Paper) -> bytes:
    """Cards to cut apart or to fold, four on an A4 page, as one PDF."""
    parts = [cards[n : n + _AT_ONCE] for n in range(0, len(cards), _AT_ONCE)]
    return joined([_cards(found, part, paper) for part in parts])


def _cards(found: Hall, cards: Sequence[TableCard], paper: Paper) -> bytes:
    say = paper.say
    data = {
        **_head(say("การ์ดโต๊ะ"), found, paper),
        "cards": [
            {
                "table": say("โต๊ะ {n}", n=one.table) if one.table else "",
                "group": one.group,
                "qr": qr(one.link),
                "steps": [say("1. ต่อ Wi-Fi ของเวที ปิดเน็ตมือถือ"), say("2. สแกน QR แล้วใส่ชื่อ")],
                "typed": say("หรือเปิด {address} แล้วใส่รหัส", address=one.address),
                "code": one.code,
            }
            for one in cards
        ],
    }
    return render("table_cards", data)[0]


def attendance(told: Minutes, paper: Paper) -> bytes:
    """The list to sign, A4: who has come in by now, and empty rows for who comes still."""
    say = paper.say
    rows = [[str(n), p.name, p.group, ""] for n, p in enumerate(told.people, start=1)]
    rows += [[str(n), "", "", ""] for n in range(len(rows) + 1, len(rows) + 1 + _EMPTY_ROWS)]
    data = {
        **_head(say("รายชื่อผู้เข้าร่วม"), told.hall, paper),
        "columns": [say("ที่"), say("ชื่อ"), say("กลุ่ม"), say("ลายมือชื่อ")],
        "pages": [rows[n : n + _ROWS] for n in range(0, len(rows), _ROWS)],
        "notice": say("ใช้บันทึกการเข้าร่วมเวทีนี้เท่านั้น เก็บไว้กับบันทึกการประชุม"),
    }
    return render("attendance", data)[0]


def minutes_pdf(told: Minutes, paper: Paper, pictures: Sequence[bytes] = ()) -> bytes:
    """The minutes, A4 portrait, as many pages as they take; `pictures`: photos as JPEG."""
    say, forum, language = paper.say, told.hall.forum, paper.language
    people = [[str(n), p.name, p.group, format_time(p.at, language)] for n, p in enumerate(told.people, start=1)]
    data = {
        **_head(say("บันทึกการประชุม"), told.hall, paper),
        "head": head_lines(told, paper),
        "sections": [
            {"title": say("กำหนดการ"), "lines": agenda_lines(told, paper)},
            {"title": say("มติของเวที"), "lines": [d.text for d in told.hall.plenum.decisions if d.sort == "decision"]},
        ],
        "ballots_title": say("การลงคะแนน"),
        "ballots": [
            {"text": b.text, "how": how_cast(b, paper), "columns": ballot_columns(b, paper), "rows": ballot_rows(b)}
            for b in told.ballots
        ],
        "plans_title": say("แผนที่รับรอง"),
        "plans": plan_lines(told, paper),
        "tasks_title": say("งานที่ต้องทำ"),
        "task_columns": [say("งาน"), say("ใครทำ"), say("กำหนดเสร็จ")],
        "tasks": task_rows(told, paper),
        "ideas_title": say("ความคิดจากเวที"),
        "ideas": [
            {"step": step or say("ทั่วไป"), "heaps": [{"heap": heap, "lines": list(said)} for heap, said in heaps]}
            for step, heaps in told.ideas
        ],
        "people_title": say("ผู้เข้าร่วม {n} คน", n=format_number(len(people))),
        "people_columns": [say("ที่"), say("ชื่อ"), say("กลุ่ม"), say("เข้ามาเวลา")],
        "people": [people[n : n + 100] for n in range(0, len(people), 100)],
        "photos_title": say("รูปจากเวที"),
        "photos": [{"photo": list(as_jpeg(one))} for one in pictures],
        "signatures": [say("ประธานเวที"), say("ผู้บันทึก")],
        "signed": say("ลงชื่อ"),
        "venue": forum.venue or "",
    }
    return render("minutes", data)[0]


def as_jpeg(picture: bytes) -> bytes:
    """A photo as documents take it, at most 900 pixels wide or high."""
    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("RGB")
    small.thumbnail((_PHOTO, _PHOTO))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def head_lines(told: Minutes, paper: Paper) -> list[str]:
    """Days, hall, purpose, people responsible: a line each."""
    say, forum = paper.say, told.hall.forum
    found = [days(told.hall, paper), forum.venue or "", paper.place]
    if forum.purpose:
        found.append(say("จัดเพื่อ {purpose}", purpose=forum.purpose))
    if forum.responsible and paper.names:
        found.append(say("ผู้รับผิดชอบ {who}", who=forum.responsible))
    return [line for line in found if line]


def days(found: Hall, paper: Paper) -> str:
    """The forum's days in words."""
    return format_days(found.forum.starts_on, found.forum.ends_on, paper.language, short=False)


def agenda_lines(told: Minutes, paper: Paper) -> list[str]:
    """The agenda, a step a line."""
    minutes = ((s.text, paper.say("{n} นาที", n=s.minutes) if s.minutes else "") for s in told.hall.plenum.steps)
    return [" · ".join(part for part in pair if part) for pair in minutes]


def how_cast(ballot: MinutesBallot, paper: Paper) -> str:
    """How a ballot was cast and by how many."""
    say = paper.say
    found = [label(BALLOT_FORMS, ballot.form, paper.language), say("ลงคะแนนลับ") if ballot.secret else say("เปิดเผย")]
    if ballot.version is not None:
        found.append(say("แผนฉบับที่ {n}", n=ballot.version))
    if ballot.voted is not None:
        found.append(say("ลงทางโทรศัพท์ {n} จาก {all} ที่นั่ง", n=ballot.voted, all=ballot.seats or 0))
    if ballot.mean is not None:
        found.append(say("เฉลี่ย {n}", n=f"{ballot.mean:.1f}"))
    if ballot.form == "rank":
        found.append(say("อันดับแรกได้ {n} คะแนน อันดับสุดท้ายได้ 1", n=len(ballot.rows)))
    return " · ".join(found)


def ballot_columns(ballot: MinutesBallot, paper: Paper) -> list[str]:
    """The headings of a ballot's table."""
    say = paper.say
    if all(hands is None for _, _, hands, _ in ballot.rows):
        return [say("ตัวเลือก"), say("โทรศัพท์")]
    return [say("ตัวเลือก"), say("โทรศัพท์"), say("มือหรือกระดาษ"), say("รวม")]


def ballot_rows(ballot: MinutesBallot) -> list[list[str]]:
    """A ballot's choices with their counts."""
    if all(hands is None for _, _, hands, _ in ballot.rows):
        return [[words, format_number(phones or 0)] for words, phones, _, _ in ballot.rows]
    return [
        [words, format_number(phones or 0), "–" if hands is None else format_number(hands), format_number(sum_)]
        for words, phones, hands, sum_ in ballot.rows
    ]


def plan_lines(told: Minutes, paper: Paper) -> list[str]:
    """Plans that were certified, with their version."""
    say = paper.say
    return [
        say(
            "{plan} ({group}) ฉบับที่ {n} รับรองเมื่อ {day} ผู้เข้าร่วม {people} คน",
            plan=plan.name,
            group=plan.group,
            n=plan.version or 0,
            day=format_date(plan.on, paper.language),
            people=format_number(plan.attendance or 0),
        )
        for plan in told.plans
    ]


def task_rows(told: Minutes, paper: Paper) -> list[list[str]]:
    """What somebody has to do, by whom, until when."""
    return [
        [d.text, (d.owner if paper.names else "") or "–", format_date(d.due, paper.language) if d.due else "–"]
        for d in told.hall.plenum.decisions
        if d.sort == "task"
    ]


def _head(title: str, found: Hall, paper: Paper) -> dict[str, object]:
    return {
        "title": found.forum.name,
        "plain_title": f"{title} {found.forum.name}",
        "sort": title,
        "place": " · ".join(p for p in (days(found, paper), found.forum.venue or "", paper.place) if p),
        "ribbon": paper.ribbon,
        "footer": paper.say("ทุนชุมชน · ข้อมูลของชุมชน เพื่อชุมชน"),
        "stamp": paper.say("พิมพ์เมื่อ {moment}", moment=format_moment(paper.made_at, paper.language)),
    }
