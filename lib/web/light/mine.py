"""งานของฉัน: where somebody stands, what is due, what was sent and what became of it, whom to ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.responses import Response

from lib.access.policy import Act
from lib.domain.thai_date import bangkok_today, format_date, format_moment, format_year
from lib.insight.areas import place as area
from lib.insight.canvas.board import board
from lib.insight.canvas.due_quarters import due_quarters
from lib.insight.country.progress import progress
from lib.insight.display_value import area_names
from lib.insight.records.sent import sent_by
from lib.insight.source import Source
from lib.insight.tambon.due import due_tasks
from lib.insight.tambon.workspace_list import works
from lib.schema.canvas_choices import QUARTERS
from lib.schema.choices import COUNCIL_AREAS, STATUS
from lib.schema.field import label
from lib.schema.record import specs
from lib.schema.registry import KINDS
from lib.web.light.forms import kinds_for
from lib.web.light.reading import country_page
from lib.web.light.visit import Visit

#: As many as a thumb goes through.
_MOST_WORKS = 30


def first_page(visit: Visit) -> Response:
    """My work for who has come in; for everybody else the country's figures."""
    if not visit.signed_in and not visit.codes:
        return country_page(visit)
    language, own = visit.language, visit.source
    kinds = kinds_for(visit)
    names = area_names(own)
    held = dict.fromkeys(g.place for g in visit.actor.grants if not g.record)
    places = {place: names[place].text(language) for place in held if place in names}
    sent = sent_by(own, visit.actor.id, frozenset(kinds)) if visit.actor.account else []
    return visit.page(
        "mine",
        places=[(p, name, _rung(own, p, language)) for p, name in places.items()],
        plans=_plans(visit),
        tasks=[
            (t.record, t.text, _day(t.due, language), t.due < bangkok_today()) for t in due_tasks(own, list(places))
        ],
        quarters=_quarters(visit, list(places)) if "canvas_follow_up" in kinds else [],
        sent=[_sent(one, language) for one in sent],
        works=_works(visit, list(places)),
        forms=[(k, KINDS[k].about.label(language)) for k in kinds],
        contact=visit.inviter,
    )


def _rung(own: Source, place: str, language: str) -> tuple[str, str]:
    """The rung that a tambon has proved, and the next one; ('', '') for other places."""
    found = area(own, place)
    if found is None or found.type not in COUNCIL_AREAS:
        return "", ""
    told = progress(own).value
    tambon = next((t for t in told.tambons if t.area == place), None)
    proved = tambon.proved if tambon else 0
    rungs = sorted(told.rungs, key=lambda r: r.order)
    now = [r.name.text(language) for r in rungs if r.order == proved]
    later = [r.name.text(language) for r in rungs if r.order > proved]
    return (now or [""])[0], (later or [""])[0]


def _plans(visit: Visit) -> list[tuple[str, str]]:
    """Plans that may be filled in from this phone: by code, or by a right to that one."""
    ids = [*visit.codes, *(g.record for g in visit.actor.grants if g.record)]
    found = []
    for canvas in dict.fromkeys(ids):
        shown = board(visit.source, canvas).value if visit.may_fill(canvas) else None
        if shown is not None:
            found.append((canvas, shown.canvas.name))
    return found


def _quarters(visit: Visit, places: list[str]) -> list[tuple[str, str, str]]:
    """Quarters that wait to be followed up: the way to the form, the plan, and which quarter."""
    found = []
    for one in due_quarters(visit.source, places):
        asked = f"canvas={one.canvas}&year={one.year}&quarter={one.quarter}"
        told = f"{label(QUARTERS, str(one.quarter), visit.language)} {format_year(one.year, visit.language)}"
        found.append((asked, one.name, told))
    return found


def _works(visit: Visit, places: list[str]) -> list[tuple[str, str]]:
    """Workspaces whose household forms the visitor may collect: id and place."""
    if not visit.actor.rights.may(Act.WRITE, "household_survey").allowed:
        return []
    near = [w for w in works(visit.source).value if w.area in places or w.province in places or not places]
    able = [w for w in near[:_MOST_WORKS] if visit.may_in(Act.WRITE, w.area, "household_survey").allowed]
    return [(w.id, w.place.text(visit.language)) for w in able]


def _sent(one: Any, language: str) -> dict[str, str]:
    spec = specs(KINDS[one.kind]).get(one.returned_field)
    return {
        "href": f"form/{one.kind}/{one.id}" if not one.withdrawn else "",
        "kind": KINDS[one.kind].about.label(language),
        "title": one.title.text(language),
        "at": format_moment(one.at, language),
        "status": label(STATUS, one.status, language),
        "why": one.returned_reason if one.status == "returned" else "",
        "field": spec.label(language) if spec else "",
        "on_sheet": one.on_sheet,
    }


def _day(day: date | None, language: str) -> str:
    return format_date(day, language) if day else ""
