"""What the pages of a pack hold: an area's tables as words, and each province with its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.export.area_report import AreaReport, change_words, changes_of, dated, grown_words, proof_words, tile_beside
from lib.export.work_paper import Paper
from lib.insight.country.area_state import Tile
from lib.insight.country.progress import Progress


@dataclass(frozen=True)
class PackTable:
    """One table: its title, the heads of its columns, its cells as words."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ProvincePart:
    """One province of the page of provinces."""

    id: str
    name: str
    region: str
    says: str
    figures: Sequence[dict[str, object]]
    tables: Sequence[PackTable]


def pack_words(say: Callable[..., str]) -> dict[str, str]:
    """What the pages of a pack say besides their figures."""
    return {
        "provinces": say("ทีละจังหวัด"),
        "choose": say("เลือกจังหวัด"),
        "tables": say("ตารางของพื้นที่ทั้งหมด"),
        "none": say("ไม่มี"),
    }


def province_part(report: AreaReport, told: Progress, paper: Paper) -> ProvincePart:
    """One province, from its own report."""
    say, state = paper.say, report.state
    figures = [
        _figure(say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state.tambons, report, paper),
        _figure(say("จังหวัดที่มีทีมขับเคลื่อน"), state.provinces, report, paper),
    ]
    tables = [*area_tables(report, paper), _tambons(report, told, paper)]
    name = state.name.text(paper.language)
    return ProvincePart(state.province, name, report.regions.get(state.province, ""), report.sentence, figures, tables)


def _figure(label: str, tile: Tile, report: AreaReport, paper: Paper) -> dict[str, object]:
    most = max(tile.of or 0, tile.count + tile.reported) or 1
    return {
        "label": label,
        "count": format_number(tile.count),
        "grown": grown_words(report.state, tile, paper),
        "small": " · ".join(tile_beside(tile, report, paper)),
        "proved": round(100 * tile.count / most, 1),
        "reported": round(100 * tile.reported / most, 1),
    }


def area_tables(report: AreaReport, paper: Paper) -> list[PackTable]:
    """Every table of an area: its parts, what changed, what waits, what is amiss."""
    say, state, language = paper.say, report.state, paper.language
    unit, area, rung = say("อำเภอ") if state.province else say("จังหวัด"), say("พื้นที่"), say("ขั้น")
    reported = say("รายงานแต่ยังไม่พิสูจน์")
    units = [
        [r.name.text(language), format_number(r.proved), format_number(r.reported), f"{r.grown:+,}" if r.grown else "–"]
        for r in state.rows
    ]
    moved = [[*change_words(c, report, paper), proof_words(c, report, paper) or "–"] for c in changes_of(state)]
    waiting = [
        [
            w.place.name.text(language),
            report.provinces.get(w.place.province, ""),
            w.rung.text(language),
            format_date(w.reached_on, language),
            str(len(w.evidence)),
        ]
        for w in state.todo.waiting
    ]
    amiss = [[a.place.name.text(language), a.name.text(language), a.what.words(language)] for a in state.todo.amiss]
    changed = [area, say("เปลี่ยนเป็น"), say("เพราะ"), say("ขั้นเดิม"), say("ขั้นใหม่"), say("หลักฐาน")]
    return [
        PackTable(unit, [unit, say("พิสูจน์แล้ว"), reported, say("เปลี่ยนในเดือน")], units),
        PackTable(say("สิ่งที่เปลี่ยน"), changed, moved),
        PackTable(
            dated(say("รอตรวจรับรอง"), report, paper),
            [area, say("จังหวัด"), rung, say("ถึงขั้นนี้เมื่อ"), say("หลักฐาน")],
            waiting,
        ),
        PackTable(dated(say("ข้อมูลที่ต้องแก้"), report, paper), [area, say("รายการ"), say("ต้องแก้อะไร")], amiss),
    ]


def _tambons(report: AreaReport, told: Progress, paper: Paper) -> PackTable:
    """Every tambon of a province that was ever recorded, as it stands on the day."""
    say, language = paper.say, paper.language
    rungs = {r.order: r.name.text(language) for r in told.rungs}
    rows = [
        [
            t.name.text(language),
            t.district.text(language),
            rungs.get(t.proved, "–"),
            rungs.get(t.reported, "–"),
            format_date(t.concrete_on, language) if t.concrete_on else "–",
        ]
        for t in told.tambons
        if t.province == report.state.province
    ]
    head = [say("ชื่อตำบล"), say("อำเภอ"), say("พิสูจน์ถึงขั้น"), say("รายงานถึงขั้น"), say("เป็นรูปธรรมเมื่อ")]
    return PackTable(say("ตำบล"), head, rows)
