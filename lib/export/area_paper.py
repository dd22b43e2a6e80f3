"""An area's month on paper: a cover and one page a question to hand over, and a picture for LINE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from lib.domain.ladder_changes import What
from lib.domain.months import format_month, format_period, months_until
from lib.domain.thai_date import BANGKOK, format_date, format_moment
from lib.domain.thai_number import format_number
from lib.export.area_map import LIGHT_FROM, SHADES, AreaMap, area_map
from lib.export.area_report import (
    AreaReport,
    change_words,
    changes_of,
    corrections_of,
    dated,
    definitions,
    grown_words,
    proof_words,
    report_title,
    rung_lines,
    status_line,
    tile_beside,
    today_words,
)
from lib.export.paper.qr import qr
from lib.export.paper.renderer import render
from lib.export.work_paper import Paper
from lib.insight.country.area_state import Tile
from lib.insight.country.month import PlaceChange

#: Rows set in one table of the PDF; longer lists go on in the next.
_ROWS: Final = 100
#: Bars beside the map, and provinces whose names fit on it.
_BARS, _NAMED = 20, 24


def report_pdf(report: AreaReport, paper: Paper) -> bytes:
    """A4: the cover, then a question a page, table heads repeated. Raises `BadInput` when it cannot be set."""
    return render("area_report", _data(report, paper))[0]


def report_picture(report: AreaReport, paper: Paper) -> bytes:
    """One PNG, 1080 × 1350 pixels, for LINE."""
    return render("area_card", _common(report, paper), "png")[0]


def _data(report: AreaReport, paper: Paper) -> dict[str, object]:
    return {
        **_common(report, paper),
        "cover": _cover(report, paper),
        "standing": _standing(report, paper),
        "units": _units(report, paper),
        "changes": _changes(report, paper),
        "to_do": _to_do(report, paper),
        "notes": _notes(report, paper),
    }


def _common(report: AreaReport, paper: Paper) -> dict[str, object]:
    """What the pages and the picture share."""
    say, state = paper.say, report.state
    return {
        "plain_title": report_title(report, paper),
        "title": report_title(report, paper),
        "number": status_line(report, paper),
        "sentence": report.sentence,
        "ribbon": paper.ribbon,
        "tiles": [
            _tile(say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state.tambons, report, paper),
            _tile(say("จังหวัดที่มีทีมขับเคลื่อน"), state.provinces, report, paper),
        ],
        "bars": _bars(report, paper),
        "source": say("ที่มา: {source}", source=say("บันทึกในระบบทุนชุมชน")) + " · " + report.as_of,
        "made": say("พิมพ์เมื่อ {moment}", moment=format_moment(paper.made_at, paper.language)),
        "qr": qr(paper.link) if paper.link else "",
    }


def _tile(label: str, tile: Tile, report: AreaReport, paper: Paper) -> dict[str, object]:
    most = max(tile.of or 0, tile.count + tile.reported) or 1
    months = months_until(report.state.month.month, len(tile.spark))
    highest = max(tile.spark, default=0) or 1
    return {
        "label": label,
        "figure": format_number(tile.count),
        "grown": grown_words(report.state, tile, paper),
        "small": " · ".join(tile_beside(tile, report, paper)),
        "proved": tile.count / most,
        "reported": tile.reported / most,
        "spark": [
            {"share": n / highest, "told": format_number(n), "month": format_month(m, paper.language).split()[0]}
            for n, m in zip(tile.spark, months, strict=True)
        ]
        if any(tile.spark)
        else [],
    }


def _bars(report: AreaReport, paper: Paper) -> list[dict[str, object]]:
    rows = [r for r in report.state.rows if r.proved or r.reported or r.grown][:_BARS]
    most = max((r.proved + r.reported for r in rows), default=0) or 1
    return [
        {
            "label": r.name.text(paper.language),
            "told": format_number(r.proved) + (f" ({r.grown:+,})" if r.grown else ""),
            "proved": r.proved / most,
            "reported": r.reported / most,
        }
        for r in rows
    ]


def _cover(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, month, language = paper.say, report.state.month, paper.language
    made = format_date(paper.made_at.astimezone(BANGKOK).date(), language, short=False)
    since = format_month(month.since, language, short=False)
    facts = [
        [say("เลขที่รายงาน"), month.number or say("ยังไม่มี เดือนนี้ยังไม่ปิด")],
        [say("ตัวเลข"), say("ตรึง ณ สิ้นเดือน") if month.number else status_line(report, paper)],
        [say("เทียบกับ"), say("สิ้น {month}", month=since)],
        [say("วันที่ทำ"), made],
        [say("ที่มา"), say("บันทึกและตรวจรับรองในระบบทุนชุมชน")],
    ]
    return {
        "kind": say("รายงานความก้าวหน้า"),
        "programme": say("การพัฒนาเศรษฐกิจและทุนชุมชน"),
        "area": report.state.name.text(language),
        "month": format_period(month.since, month.month, language),
        "facts": facts,
        "practice": paper.ribbon,
        "scan": say("สแกนเพื่อเปิดหน้าเดียวกันบนโทรศัพท์"),
        "contents": say("ในรายงานนี้"),
    }


def _standing(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, state = paper.say, report.state
    silent = [] if state.province else [say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(state.silent)))]
    teams = [say("{n} จังหวัดยังไม่มีทีมที่พิสูจน์แล้ว", n=format_number(state.teamless))] if state.teamless else []
    return {
        "title": say("อยู่ตรงไหน"),
        "spark": say("พิสูจน์แล้วสะสม 12 เดือน นับตามวันที่ตรวจรับรอง"),
        "proved": say("พิสูจน์แล้ว"),
        "reported": say("รายงานแต่ยังไม่พิสูจน์"),
        "facts": [
            dated(say("รอตรวจรับรอง {n} รายการ", n=format_number(len(state.todo.waiting))), report, paper),
            dated(say("ข้อมูลที่ต้องแก้ {n} รายการ", n=format_number(len(state.todo.amiss))), report, paper),
            *silent,
            *teams,
        ],
    }


def _units(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, state = paper.say, report.state
    unit = say("อำเภอ") if state.province else say("จังหวัด")
    names = {r.id: r.name.text(paper.language) for r in state.rows}
    table = [
        [
            names[r.id],
            format_number(r.proved) if r.heard else "–",
            format_number(r.reported) if r.heard else "–",
            f"{r.grown:+,}" if r.grown else "–",
        ]
        for r in state.rows
    ]
    drawn = area_map(state, report.provinces, report.regions)
    return {
        "title": say("อำเภอใดบ้าง") if state.province else say("จังหวัดใดบ้าง"),
        "map": _map(drawn, paper) if drawn else None,
        "bars_title": say("พิสูจน์แล้ว (และเปลี่ยนในเดือน) ตาม{unit}", unit=unit),
        "none": say("ยังไม่มีรายการของตำบลใดในพื้นที่นี้"),
        "table_title": say("ทุก{unit}", unit=unit),
        "columns": [unit, say("พิสูจน์แล้ว"), say("รายงานแต่ยังไม่พิสูจน์"), say("เปลี่ยนในเดือน")],
        "table": _parts(table),
    }


def _map(drawn: AreaMap, paper: Paper) -> dict[str, object]:
    say = paper.say
    within = [p for p in drawn.parts if p.within]
    labels = []
    for part in within:
        x, y = drawn.place_of(part)
        told = format_number(part.count) if part.count or part.heard else ""
        name = part.name if len(within) <= _NAMED else ""
        light = part.heard and part.shade >= LIGHT_FROM
        labels.append({"x": x, "y": y, "told": told, "name": name, "light": light})
    return {
        "photo": drawn.drawn,
        "wide": drawn.box[2],
        "tall": drawn.box[3],
        "labels": labels,
        "shades": [{"colour": colour} for colour in SHADES] if len(within) > 1 else [],
        "none": say("ยังไม่มีที่พิสูจน์"),
        "most": say("มากที่สุด"),
        "silent": say("ยังไม่มีรายการ") if any(not p.heard for p in within) else "",
    }


def _changes(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, state = paper.say, report.state
    since = format_month(state.month.since, paper.language)
    found, corrected = changes_of(state), corrections_of(state)
    count = Counter(c.change.what for c in found)
    return {
        "title": say("อะไรเปลี่ยน และเพราะอะไร"),
        "since": say("เปลี่ยนตั้งแต่สิ้น {month}", month=since),
        "counts": [{"label": w.words(paper.language), "figure": format_number(count[w])} for w in What],
        "columns": [say("พื้นที่"), say("เปลี่ยนเป็น"), say("เพราะ"), say("ขั้นเดิม → ขั้นใหม่"), say("หลักฐาน")],
        "rows": _parts([_change(c, report, paper) for c in found]),
        "none": say("ไม่มีตำบลหรือจังหวัดใดเปลี่ยนขั้นในช่วงนี้"),
        "corrections_title": dated(say("แก้หลังปิดเดือน"), report, paper),
        "corrections": _parts([_change(c, report, paper) for c in corrected]),
    }


def _change(one: PlaceChange, report: AreaReport, paper: Paper) -> list[str]:
    where, what, why, then, now = change_words(one, report, paper)
    return [where, what, why, f"{then} → {now}", proof_words(one, report, paper) or "–"]


def _to_do(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, state, language = paper.say, report.state, paper.language
    waiting = [
        [
            report.place_words(w.place, language),
            w.rung.text(language),
            format_date(w.reached_on, language),
            format_number(sum(e.weighs for e in w.evidence)),
        ]
        for w in state.todo.waiting
    ]
    amiss = [
        [report.place_words(a.place, language), a.name.text(language), a.what.words(language)] for a in state.todo.amiss
    ]
    silent = [] if state.province else [r.name.text(language) for r in state.silent]
    return {
        "title": say("อะไรรออยู่ และอะไรต้องแก้"),
        "waiting_title": dated(say("รอตรวจรับรอง {n} รายการ", n=format_number(len(waiting))), report, paper),
        "waiting_columns": [say("พื้นที่"), say("ขั้น"), say("ถึงขั้นนี้เมื่อ"), say("หลักฐาน")],
        "waiting": _parts(waiting),
        "amiss_title": dated(say("ข้อมูลที่ต้องแก้ {n} รายการ", n=format_number(len(amiss))), report, paper),
        "amiss_columns": [say("พื้นที่"), say("รายการ"), say("ต้องแก้อะไร")],
        "amiss": _parts(amiss),
        "silent_title": say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(silent))) if silent else "",
        "silent": " · ".join(silent),
        "none": say("ไม่มี"),
    }


def _notes(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, state, language = paper.say, report.state, paper.language
    check = say("ตรวจเลขที่ {number} ได้ที่ปุ่ม “รายงาน” ในระบบ เลขนี้เป็นของพื้นที่และเดือนนี้เท่านั้น", number=state.month.number)
    scope = say(
        "ตัวกรอง: {place} · {month}", place=state.name.text(language), month=format_month(state.month.month, language)
    )
    today = [say("ตัวเลขที่มีคำว่า “{today}” ไม่ใช่ของสิ้นเดือน", today=words)] if (words := today_words(report, paper)) else []
    return {
        "title": say("นิยามและแหล่งที่มา"),
        "definitions_title": say("นิยาม"),
        "definitions": [*definitions(paper), *today],
        "rungs_title": say("ขั้นของบันได"),
        "rungs": rung_lines(report, paper),
        "sources_title": say("แหล่งที่มา"),
        "sources": [
            say("ที่มา: {source}", source=say("บันทึกและตรวจรับรองในระบบทุนชุมชน")),
            say("ขอบเขตจังหวัดบนแผนที่: Natural Earth (สาธารณสมบัติ)"),
            report.as_of,
            scope,
            status_line(report, paper),
            *([check] if state.month.number else []),
        ],
    }


def _parts(rows: Sequence[list[str]]) -> list[list[list[str]]]:
    return [list(rows[n : n + _ROWS]) for n in range(0, len(rows), _ROWS)]
