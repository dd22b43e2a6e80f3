"""What everybody may read, in a second on a phone: the two goals, a region, a province, a tambon, centres near me.

The figures are those of the dashboards, from the same read models: public aggregates and releases only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from lib.domain.errors import NotFound, Problem
from lib.domain.goals import GoalState, Standing
from lib.domain.places import BANGKOK_ID
from lib.domain.thai_date import format_date
from lib.insight.areas import place
from lib.insight.bilingual_name import Name
from lib.insight.country.centres import centres
from lib.insight.country.networks import Network, networks
from lib.insight.country.overview import overview
from lib.insight.country.progress import Progress, Tambon, progress
from lib.insight.display_value import area_names
from lib.insight.survey.published import newest_release
from lib.schema.choices import REGIONS
from lib.schema.field import label
from lib.web.light.visit import Visit

#: A phone asks again after so many seconds; in between the page is as it was.
_FRESH_SECONDS: Final = 30
_NEAREST: Final = 10


@dataclass(frozen=True)
class Row:
    """One place in a list: how many of it count, and how many are only reported."""

    name: str
    href: str
    proved: int | str
    reported: int | str = ""
    note: str = ""


def country_page(visit: Visit) -> Response:
    """The country's two goals and its regions."""
    shown = overview(visit.source).value
    goals = [_goal(visit, key, found) for key, found in (("tambons", shown.tambons), ("networks", shown.provinces))]
    regions = [
        _row(option.label(visit.language), f"see/region/{option.value}", shown.progress.only(option.value))
        for option in REGIONS
    ]
    return _public(visit, "country", goals=[g for g in goals if g], rows=regions)


def region_page(visit: Visit) -> Response:
    """A region's provinces."""
    region = visit.request.path_params["region"]
    if region not in {o.value for o in REGIONS}:
        raise _no_place()
    told = progress(visit.source).value.only(region)
    teams = {n.province: n for n in networks(visit.source).value.provinces}
    rows = [
        _row(p.name.text(visit.language), f"see/{p.id}", told.only(region, p.id), _team(visit, teams.get(p.id)))
        for p in told.provinces
    ]
    return _public(visit, "places", title=label(REGIONS, region, visit.language), rows=rows, above="", note="")


def place_page(visit: Visit) -> Response:
    """A province with its tambons on the way, or a tambon's public card."""
    area = visit.request.path_params["area"]
    found = place(visit.source, area)
    if found is None:
        raise _no_place()
    told = progress(visit.source).value
    if found.type != "province":
        return _tambon(visit, area, next((t for t in told.tambons if t.area == area), None), told)
    mine = told.only(province=area)
    team = next((n for n in networks(visit.source).value.provinces if n.province == area), None)
    rows = [_tambon_row(visit, t, told) for t in sorted(mine.tambons, key=lambda t: (-t.proved, -t.reported))]
    note = _team(visit, team) if area != BANGKOK_ID else ""
    title = found.name.text(visit.language)
    region = next((p.region for p in told.provinces if p.id == area), "")
    return _public(visit, "places", title=title, rows=rows, above=f"region/{region}" if region else "", note=note)


def centres_page(visit: Visit) -> Response:
    """Centres, the nearest first when the phone says where it is (``?at=13.75,100.5``)."""
    told, near = centres(visit.source).value, _position(visit.query.get("at", ""))
    measured = told.nearest(*near, count=_NEAREST) if near else [(c, -1.0) for c in told.centres]
    rows = [
        Row(
            c.name,
            "",
            f"{km:,.1f} {visit.t('km')}" if km >= 0 else "",
            note=" · ".join(part for part in (c.place.text(visit.language), c.abilities) if part),
        )
        for c, km in measured
    ]
    return _public(visit, "centres", rows=rows, near=bool(near))


def _tambon(visit: Visit, area: str, tambon: Tambon | None, told: Progress) -> Response:
    names = area_names(visit.source)
    rungs = sorted(told.rungs, key=lambda r: r.order)
    steps = [
        (
            r.name.text(visit.language),
            "proved"
            if tambon and tambon.proved >= r.order
            else "said"
            if tambon and tambon.reported >= r.order
            else "",
        )
        for r in rungs
    ]
    result = newest_release(visit.source, area)
    figures = [(visit.t(name), f"{value:,}") for name, value in (result.figures if result else ())]
    return _public(
        visit,
        "tambon",
        title=names.get(area, Name(area, area)).text(visit.language),
        steps=steps,
        figures=figures,
        year=result.year_words(visit.language) if result else "",
        area=area,
    )


def _tambon_row(visit: Visit, tambon: Tambon, told: Progress) -> Row:
    rung = {r.order: r.name.text(visit.language) for r in told.rungs}
    district = tambon.district.text(visit.language)
    said = rung.get(tambon.reported, "") if tambon.reported > tambon.proved else ""
    return Row(
        f"{tambon.name.text(visit.language)} {district}", f"see/{tambon.area}", rung.get(tambon.proved, ""), said
    )


def _row(name: str, href: str, told: Progress, note: str = "") -> Row:
    if not told.any_record:
        return Row(name, href, "–", "", note)
    return Row(name, href, told.proved, told.reported_beside or "", note)


def _team(visit: Visit, network: Network | None) -> str:
    if network is None:
        return ""
    key = "team" if network.team_proved_on else "team_said" if network.team_reported else "no_team"
    return visit.t(key)


def _goal(visit: Visit, key: str, found: tuple[object, Standing] | None) -> dict[str, object] | None:
    if found is None:
        return None
    standing = found[1]
    known = standing.state is not GoalState.NO_FIGURE
    return {
        "name": visit.t(key),
        "proved": standing.proved if known else None,
        "target": standing.target,
        "reported": standing.reported,
        "due": format_date(standing.due, visit.language),
    }


def _position(said: str) -> tuple[float, float] | None:
    latitude, _, longitude = said.partition(",")
    try:
        found = round(float(latitude), 2), round(float(longitude), 2)
    except ValueError:
        return None
    return found if -90 <= found[0] <= 90 and -180 <= found[1] <= 180 else None


def _no_place() -> NotFound:
    return NotFound(Problem("ไม่พบพื้นที่นี้", "There is no such place"))


def _public(visit: Visit, template: str, **values: object) -> Response:
    """A page that is the same for everybody who reads: kept for half a minute, asked about by its tag."""
    response = visit.page(template, 200, **values, who="", me="", token="")
    tag = f'"{hashlib.sha256(response.body).hexdigest()[:24]}"'
    if visit.request.headers.get("if-none-match") == tag:
        response = Response(status_code=304)
    response.headers["ETag"] = tag
    # The first page is another one for who has come in.
    shared = "/m/see" in visit.request.url.path
    response.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}" if shared else "private, no-cache"
    return response
