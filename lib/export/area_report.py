"""An area's month for the director: what its report is made of, and what all of its forms say in the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lib.domain.ladder_changes import What
from lib.domain.months import format_month, format_period
from lib.domain.thai_date import BANGKOK, format_date, format_moment
from lib.domain.thai_number import format_number
from lib.export.work_paper import Paper
from lib.insight.country.area_state import AreaState, Tile
from lib.insight.country.month import LadderPlace, PlaceChange
from lib.insight.country.report_parts import ReportParts
from lib.insight.records.ledger import PlaceProof

#: Proofs of a change that are named; the others are counted.
_PROOFS = 3


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
    #: Region codes of provinces by id: a province's map shows what lies around it.
    regions: Mapping[str, str] = field(default_factory=dict)
    parts: ReportParts = field(default_factory=ReportParts)

    def rung(self, kind: str, rung: str, unknown: str = "") -> str:
        """What a rung of a kind's ladder is called."""
        return self.rungs.get((kind, rung), unknown)

    def place_words(self, place: LadderPlace, language: str) -> str:
        """A place and the province that it lies in."""
        name, where = place.name.text(language), self.provinces.get(place.province, "")
        return name if name == where or not where else f"{name} · {where}"


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


def today_words(report: AreaReport, paper: Paper) -> str:
    """What stands beside a figure that is known as of the day only: '' while the month itself goes on."""
    if not report.state.month.is_over:
        return ""
    return paper.say("วันนี้ ({day})", day=format_date(paper.made_at.astimezone(BANGKOK).date(), paper.language))


def dated(words: str, report: AreaReport, paper: Paper) -> str:
    """The name of a figure that is not of the month's end, with the day that it is of."""
    today = today_words(report, paper)
    return f"{words} {today}" if today else words


def day_of_figures(report: AreaReport, paper: Paper, *, frozen: bool) -> date:
    """The day that a figure is of: the month's last for what the month is told by, else the day it was made."""
    today = paper.made_at.astimezone(BANGKOK).date()
    return min(report.state.month.month.last, today) if frozen else today


def definitions(paper: Paper) -> list[str]:
    """What the figures mean."""
    say = paper.say
    return [
        say("พิสูจน์แล้ว = เจ้าหน้าที่ตรวจรับรอง และหลักฐานยังอยู่ นับเมื่อถึงวันที่ตามหลักฐาน"),
        say("รายงานแล้ว = มีผู้รายงาน ยังไม่มีใครตรวจรับรอง ไม่รวมในจำนวนที่พิสูจน์แล้ว"),
        say("เพิ่มในเดือน = เริ่มนับในเดือนนั้นตามวันที่ตรวจรับรอง ไม่ใช่วันที่ถึงขั้น"),
        say("เป้าหมาย 500 ตำบลและ 76 จังหวัดตั้งไว้ทั้งประเทศ เป้าของภาคและจังหวัดคือข้อตกลงที่บันทึกไว้พร้อมแหล่งที่มา"),
    ]


def rung_lines(report: AreaReport, paper: Paper) -> list[str]:
    """The rungs of each ladder as the report names them, the lowest first."""
    ladders = {"tambon_progress": paper.say("ตำบล"), "provincial_network": paper.say("จังหวัด")}
    named = {kind: [name for (of, _), name in report.rungs.items() if of == kind] for kind in ladders}
    return [f"{ladders[kind]}: {' → '.join(names)}" for kind, names in named.items() if names]


def tile_beside(tile: Tile, report: AreaReport, paper: Paper) -> list[str]:
    """What stands beside a figure: of how many, of the whole country, and what was only reported."""
    say = paper.say
    told = [say("จาก {n}", n=format_number(tile.of))] if tile.of is not None else []
    told += [say("ทั้งประเทศ {n}", n=format_number(tile.country))] if tile.country is not None else []
    if tile.reported:
        told.append(say("รอพิสูจน์ {n}", n=format_number(tile.reported)))
    return told


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


#: As they are told: what counts first, then what only moved.
_ORDER = {What.NEW: 0, What.LOST: 1, What.UP: 2, What.DOWN: 3}


def changes_of(state: AreaState) -> Sequence[PlaceChange]:
    """What the month brought and took, on both ladders."""
    found = (*state.month.tambons.changes, *state.month.provinces.changes)
    return sorted(found, key=lambda c: (_ORDER[c.change.what], c.place.province, c.place.id))


def corrections_of(state: AreaState) -> Sequence[PlaceChange]:
    """What was otherwise when the month was closed, on both ladders."""
    return (*state.month.tambons.corrections, *state.month.provinces.corrections)


def change_words(one: PlaceChange, report: AreaReport, paper: Paper) -> list[str]:
    """One change as a row of words: where, what, why, the rung before and the rung now."""
    change, language = one.change, paper.language
    return [
        report.place_words(one.place, language),
        change.what.words(language),
        change.why.words(language),
        report.rung(one.kind, change.then, "–"),
        report.rung(one.kind, change.now, "–"),
    ]


def proof_words(one: PlaceChange, report: AreaReport, paper: Paper) -> str:
    """What proves the record that made the difference, as it stands today; '' for nothing."""
    found = [p for p in report.parts.proofs.get(one.change.record_id, ()) if p.weighs]
    told = [_proof(p, paper.language) for p in found[:_PROOFS]]
    if len(found) > _PROOFS:
        told.append(paper.say("และอีก {n} รายการ", n=format_number(len(found) - _PROOFS)))
    return " · ".join(told)


def _proof(proof: PlaceProof, language: str) -> str:
    """Its name, and its day where the name does not tell it."""
    day = format_date(proof.dated, language) if proof.dated else ""
    return f"{proof.name} ({day})" if day and day not in proof.name else proof.name
