"""What an area's page, its deck and its report say of it in one sentence, and what it is called."""

from __future__ import annotations

from lib.domain.months import format_month, needed_per_month
from lib.domain.places import COUNTRY_ID, id_of_part
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_number import format_number
from lib.export.area_report import AreaReport
from lib.insight.bilingual_name import Name
from lib.insight.country import networks, progress
from lib.insight.country.area_state import AreaState, Tile, Told
from lib.insight.country.month import MonthShown
from lib.insight.country.progress import Progress
from lib.insight.country.published import Goal
from lib.insight.country.report_parts import report_parts
from lib.insight.source import Source
from lib.schema.choices import REGIONS
from lib.ui.frame.speech import Words


def area_name(told: Progress, region: str, province: str) -> Name:
    """What a part of the country is called; an unknown province by its id."""
    if province:
        return next((p.name for p in told.provinces if p.id == province), Name(province, ""))
    found = next((o for o in REGIONS if o.value == region), None)
    return Name(found.label("th"), found.label("en")) if found else Name("ทั้งประเทศ", "The whole country")


def place_name(told: Progress, place: str) -> Name:
    """What a part of the country is called, by its id (``TH-50``, ``CODI-N``, ``TH``)."""
    region = next((o.value for o in REGIONS if id_of_part(o.value, "") == place), "")
    return area_name(told, region, "" if region or place == COUNTRY_ID else place)


def area_report(say: Words, source: Source, whole: Told, state: AreaState, as_of: str) -> AreaReport:
    """What a report of an area is made of, in the words of a language."""
    told, teams = whole.progress, whole.networks
    ladders = {progress.KIND: told.rungs, networks.KIND: teams.rungs}
    rungs = {(kind, e.value): e.name.text(say.language) for kind, entries in ladders.items() for e in entries}
    provinces = {p.id: p.name.text(say.language) for p in told.provinces}
    regions = {p.id: p.region for p in told.provinces}
    return AreaReport(state, sentence(say, state), rungs, provinces, as_of, regions, report_parts(source, state))


def sentence(say: Words, state: AreaState) -> str:
    """Where the area stands, in words; plain text."""
    tile, name = state.tambons, state.name.text(say.language)
    if not state.any_record and not tile.count:
        return say("{place} ยังไม่มีใครบันทึกตำบลใด จึงยังไม่มีตัวเลข", place=name)
    when = format_month(state.month.month, say.language, short=False)
    figures = {"place": name, "month": when, "n": format_number(tile.count), "new": format_number(tile.gained)}
    told = say("{place} {month}: พิสูจน์แล้ว {n} ตำบล เพิ่ม {new}", **figures)
    if not state.month.against_the_month_before:
        told += " " + say("ตั้งแต่สิ้น {month}", month=format_month(state.month.since, say.language))
    if tile.lost:
        told += say(" ไม่นับแล้ว {n}", n=format_number(tile.lost))
    gap = gap_words(say, tile, state.goal, state.month)
    return f"{told} · {gap}" if gap else told


def gap_words(say: Words, tile: Tile, goal: Goal | None, month: MonthShown) -> str:
    """What is missing to a target, and what a month has to bring; '' where nobody has set one."""
    if goal is None or tile.of is None:
        return ""
    missing = tile.of - tile.count
    if missing <= 0:
        return say("ถึงเป้า {n} แล้ว", n=format_number(tile.of))
    if month.is_over:
        # What is needed is counted from today: it says nothing beside the figure of a month that is over.
        return say("ยังขาด {n}", n=format_number(missing))
    needed = needed_per_month(missing, bangkok_today(), goal.due_on)
    if needed is None:
        due = format_date(goal.due_on, say.language)
        return say("ยังขาด {n} เลยกำหนด {due}", n=format_number(missing), due=due)
    rate = format_number(-(-missing // _months(needed, missing)))
    return say("ยังขาด {n} ต้องได้เดือนละ {rate}", n=format_number(missing), rate=rate)


def _months(needed: float, missing: int) -> int:
    """Whole months that are left."""
    return max(round(missing / needed), 1)
