"""An area's month for the director: a PDF to hand over, and a picture for LINE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.domain.months import format_month, format_period
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.export.paper.qr import qr
from lib.export.paper.renderer import render
from lib.export.work_paper import Paper
from lib.insight.country.area_state import AreaState, Tile
from lib.insight.country.month import PlaceChange

#: Rows set in one table of the PDF; longer lists go on in the next.
_ROWS = 100


@dataclass(frozen=True)
class AreaReport:
    """What a report is made of, besides its paper. `sentence`: where the area stands."""

    state: AreaState
    sentence: str
    #: Names of the rungs by kind of record and id, in the report's language: both ladders have a rung ``plan``.
    rungs: Mapping[tuple[str, str], str]
    #: Names of provinces by id.
    provinces: Mapping[str, str]
    as_of: str

    def rung(self, kind: str, rung: str, unknown: str = "") -> str:
        """What a rung of a kind's ladder is called."""
        return self.rungs.get((kind, rung), unknown)


def report_title(report: AreaReport, paper: Paper) -> str:
    """What a report is called."""
    month = format_period(report.state.month.since, report.state.month.month, paper.language)
    return paper.say("รายงานความก้าวหน้า {place} {month}", place=report.state.name.text(paper.language), month=month)


def status_line(report: AreaReport, paper: Paper) -> str:
    """Whether the month is closed: its number, or that figures may still change."""
    month, say = report.state.month, paper.say
    if month.number:
        return say("เลขที่รายงาน {number} ตัวเลขตรึง ณ สิ้นเดือน", number=month.number)
    if month.is_over:
        return say("คำนวณย้อนหลังจากประวัติ ยังไม่ได้ปิดเดือน")
    return say("เดือนนี้ยังไม่ปิด ตัวเลข ณ {moment} อาจเปลี่ยน", moment=format_moment(month.until, paper.language))


def definitions(paper: Paper) -> list[str]:
    """What the figures mean."""
    say = paper.say
    return [
        say("พิสูจน์แล้ว = เจ้าหน้าที่ตรวจรับรอง และหลักฐานยังอยู่ นับเมื่อถึงวันที่ตามหลักฐาน"),
        say("รายงานแล้ว = มีผู้รายงาน ยังไม่มีใครตรวจรับรอง ไม่รวมในจำนวนที่พิสูจน์แล้ว"),
        say("เพิ่มในเดือน = เริ่มนับในเดือนนั้นตามวันที่ตรวจรับรอง ไม่ใช่วันที่ถึงขั้น"),
        say("เป้าหมาย 500 ตำบลและ 76 จังหวัดตั้งไว้ทั้งประเทศ เป้าของภาคและจังหวัดคือข้อตกลงที่บันทึกไว้พร้อมแหล่งที่มา"),
    ]


# PDF and picture


def report_pdf(report: AreaReport, paper: Paper) -> bytes:
    """A4, as many pages as it takes, table heads repeated. Raises `BadInput` when it cannot be set."""
    return render("area_report", _data(report, paper))[0]


def report_picture(report: AreaReport, paper: Paper) -> bytes:
    """One PNG, 1080 × 1350 pixels, for LINE."""
    return render("area_card", _data(report, paper), "png")[0]


def _data(report: AreaReport, paper: Paper) -> dict[str, object]:
    say, state = paper.say, report.state
    title = report_title(report, paper)
    most = max((r.proved + r.reported for r in state.rows), default=0) or 1
    unit = say("อำเภอ") if state.province else say("จังหวัด")
    rows = [r for r in state.rows if r.proved or r.reported or r.grown]
    bars = [
        {
            "label": r.name.text(paper.language),
            "told": format_number(r.proved) + (f" ({r.grown:+,})" if r.grown else ""),
            "proved": r.proved / most,
            "reported": r.reported / most,
        }
        for r in rows[:20]
    ]
    table = [
        [
            r.name.text(paper.language),
            format_number(r.proved),
            format_number(r.reported),
            f"{r.grown:+,}" if r.grown else "–",
        ]
        for r in state.rows
    ]
    change_columns = [say("พื้นที่"), say("เปลี่ยนเป็น"), say("เพราะ"), say("ขั้นเดิม"), say("ขั้นใหม่")]
    return {
        "plain_title": title,
        "title": title,
        "number": status_line(report, paper),
        "sentence": report.sentence,
        "ribbon": paper.ribbon,
        "tiles": [
            _tile(say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state, state.tambons, paper),
            _tile(say("จังหวัดที่มีทีมขับเคลื่อน"), state, state.provinces, paper),
        ],
        "facts": [
            say("รอตรวจรับรอง {n} รายการ", n=format_number(len(state.todo.waiting))),
            say("ข้อมูลที่ต้องแก้ {n} รายการ", n=format_number(len(state.todo.amiss))),
            *([] if state.province else [say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(state.silent)))]),
        ],
        "bars_title": say("พิสูจน์แล้ว (และเปลี่ยนในเดือน) ตาม{unit}", unit=unit),
        "bars": bars,
        "table_title": say("ทุก{unit}", unit=unit),
        "table_columns": [unit, say("พิสูจน์แล้ว"), say("รายงานแต่ยังไม่พิสูจน์"), say("เปลี่ยนในเดือน")],
        "table": _parts(table),
        "changes_title": say("เปลี่ยนตั้งแต่สิ้น {month}", month=format_month(state.month.since, paper.language)),
        "changes_columns": change_columns,
        "changes": _parts([change_words(c, report, paper) for c in changes_of(state)]),
        "no_changes": say("ไม่มีตำบลหรือจังหวัดใดเปลี่ยนขั้นในช่วงนี้"),
        "corrections_title": say("แก้หลังปิดเดือน"),
        "corrections": _parts([change_words(c, report, paper) for c in corrections_of(state)]),
        "amiss_title": say("ข้อมูลที่ต้องแก้"),
        "amiss_columns": [say("พื้นที่"), say("รายการ"), say("ต้องแก้อะไร")],
        "amiss": _parts(
            [
                [a.place.name.text(paper.language), a.name.text(paper.language), a.what.words(paper.language)]
                for a in state.todo.amiss
            ]
        ),
        "definitions_title": say("นิยาม"),
        "definitions": definitions(paper),
        "source": say("ที่มา: {source}", source=say("บันทึกในระบบทุนชุมชน")) + " · " + report.as_of,
        "made": say("พิมพ์เมื่อ {moment}", moment=format_moment(paper.made_at, paper.language)),
        "qr": qr(paper.link) if paper.link else "",
    }


def _tile(label: str, state: AreaState, tile: Tile, paper: Paper) -> dict[str, str]:
    say = paper.say
    small = [say("จาก {n}", n=format_number(tile.of))] if tile.of is not None else []
    small += [say("รอพิสูจน์ {n}", n=format_number(tile.reported))] if tile.reported else []
    small += [say("ทั้งประเทศ {n}", n=format_number(tile.country))] if tile.country is not None else []
    return {
        "label": label,
        "figure": format_number(tile.count),
        "grown": grown_words(state, tile, paper),
        "small": " · ".join(small),
    }


def grown_words(state: AreaState, tile: Tile, paper: Paper) -> str:
    """What a figure gained or lost, and since when."""
    say, month = paper.say, state.month
    since = format_month(month.since, paper.language)
    if not tile.grown:
        return say("ไม่เปลี่ยนในเดือนนี้") if month.against_the_month_before else say("ไม่เปลี่ยนตั้งแต่สิ้น {month}", month=since)
    figure = f"{tile.grown:+,}"
    if month.against_the_month_before:
        return say("{n} เดือนนี้", n=figure)
    return say("{n} ตั้งแต่สิ้น {month}", n=figure, month=since)


def changes_of(state: AreaState) -> Sequence[PlaceChange]:
    """What the month brought and took, on both ladders."""
    return (*state.month.tambons.changes, *state.month.provinces.changes)


def corrections_of(state: AreaState) -> Sequence[PlaceChange]:
    """What was otherwise when the month was closed, on both ladders."""
    return (*state.month.tambons.corrections, *state.month.provinces.corrections)


def change_words(one: PlaceChange, report: AreaReport, paper: Paper) -> list[str]:
    """One change as a row of words: where, what, why, the rung before and the rung now."""
    change, language = one.change, paper.language
    where = report.provinces.get(one.place.province, "")
    name = one.place.name.text(language)
    return [
        name if name == where or not where else f"{name} · {where}",
        change.what.words(language),
        change.why.words(language),
        report.rung(one.kind, change.then, "–"),
        report.rung(one.kind, change.now, "–"),
    ]


def _parts(rows: list[list[str]]) -> list[list[list[str]]]:
    return [rows[n : n + _ROWS] for n in range(0, len(rows), _ROWS)]
