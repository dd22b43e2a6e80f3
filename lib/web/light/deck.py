"""An area's month for the wall: a slide a point, all in one page, so that it runs on when the network is gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from lib.domain.ladder_changes import What
from lib.domain.months import Month, format_month, format_period
from lib.domain.slides import Slide
from lib.domain.thai_date import bangkok_today, format_moment
from lib.domain.thai_number import format_number
from lib.insight.country.area_state import AreaState, Tile, area_state
from lib.insight.country.kept import slides_of
from lib.insight.country.month import MonthShown, PlaceChange
from lib.insight.country.progress import Progress, progress
from lib.insight.country.told import MonthTold, month_told
from lib.insight.province_shapes import Outlined, outlined, view_of
from lib.insight.source import Shown
from lib.schema.choices import REGIONS
from lib.ui.country.area_words import area_name, sentence
from lib.ui.frame.share import reachable
from lib.ui.frame.speech import words
from lib.web.assets import carried_letters
from lib.web.light.codes import inline_qr
from lib.web.light.visit import Visit

#: What a slide holds in type that the last row can read.
_BARS, _CHANGES, _NAMES = 10, 7, 24
#: How wide a figure of the map is and how high its line, in sizes of type.
_LETTER: Final = 0.62
_LINE: Final = 0.95
#: Shades of the map, from nothing to the most.
_SHADES: Final = 5


@dataclass(frozen=True)
class MapShape:
    """A province on the map, its shade from 0 (nothing proved) to 5, and how many are proved there."""

    outline: Outlined
    shade: int
    name: str
    count: int

    def beside(self, other: MapShape, size: float) -> bool:
        """Whether the two figures would lie over each other, in type of that size."""
        letters = (len(str(self.count)) + len(str(other.count))) / 2
        here, there = self.outline, other.outline
        wide, tall = abs(float(here.x) - float(there.x)), abs(float(here.y) - float(there.y))
        return wide < letters * _LETTER * size and tall < _LINE * size


@dataclass(frozen=True)
class DeckAsked:
    """What is asked for: the state of a part of the country in a month, and what the address says of it."""

    state: AreaState
    read: MonthTold

    @property
    def told(self) -> Progress:
        """The tambons of the country."""
        return self.read.progress.value

    @property
    def shown(self) -> Shown[MonthShown]:
        """What the month brought."""
        return self.read.month

    @property
    def query(self) -> str:
        """The part and the months as an address names them."""
        state = self.state
        months = {"month": state.month.month.id, "since": state.month.since.id}
        return urlencode({k: v for k, v in {"region": state.region, "province": state.province, **months}.items() if v})


def asked_for(visit: Visit) -> DeckAsked:
    """By ``?region=…&province=…&month=2026-11&since=2026-10``; the country and the present month without."""
    told = progress(visit.source).value
    region = visit.query.get("region", "")
    region = region if region in {o.value for o in REGIONS} else ""
    asked = visit.query.get("province", "")
    province = next((p.id for p in told.provinces if p.id == asked and region in ("", p.region)), "")
    today = Month.of(bangkok_today())
    month = min(Month.read(visit.query.get("month", "")) or today, today)
    since = Month.read(visit.query.get("since", "")) or month.plus(-1)
    read = month_told(visit.source, month, since if since < month else month.plus(-1))
    return DeckAsked(area_state(read.told, area_name(told, region, province), region, province), read)


def _session(visit: Visit) -> str:
    """What a window that is opened anew has to know besides: the practice country, and English."""
    return ("&world=practice" if visit.practice else "") + ("&lang=en" if visit.language == "en" else "")


def deck_page(visit: Visit) -> Response:
    """The slides."""
    return HTMLResponse(deck(visit, asked_for(visit)))


def deck(visit: Visit, asked: DeckAsked, *, packed: bool = False) -> str:
    """The page of the slides; `packed`: with its script in it, to be opened from a memory stick."""
    state, language = asked.state, visit.language
    shapes, box = _map(visit, asked.told, state)
    # A figure on the map is 20 px high on a laptop: a twenty-seventh of the map.
    size = float(box.split()[3]) / 27
    below = visit.below.removesuffix("/m").removesuffix("/practice")
    script = next(content for name, (content, _) in visit.site.files.items() if name.startswith("deck-"))
    return visit.drawn(
        "deck",
        state=state,
        name=state.name.text(language),
        says=sentence(words(language), state),
        month=format_period(state.month.since, state.month.month, language),
        since_words=format_month(state.month.since, language),
        figures=_figures(visit, state),
        shapes=shapes,
        box=box,
        size=f"{size:.3f}",
        figured=_apart(shapes, size),
        bars=_bars(visit, state),
        changes=[_change(visit, c) for c in _newest(state)[:_CHANGES]],
        more_changes=max(len(_newest(state)) - _CHANGES, 0),
        silent=[r.name.text(language) for r in state.silent[:_NAMES]],
        number=state.month.number,
        as_of=format_moment(asked.shown.as_of, language),
        qr=inline_qr(f"{reachable(str(visit.request.base_url)).rstrip('/')}{visit.below}/see/deck?{asked.query}"),
        back="tables.html" if packed else f"{below}/area?{asked.query}{_session(visit)}",
        script=Markup(script.decode()) if packed else "",
        letters=Markup(carried_letters()) if packed else "",
        slides=_shown(visit, state, shapes),
    )


def _shown(visit: Visit, state: AreaState, shapes: list[MapShape]) -> list[str]:
    """The slides that the office chose, less those that have nothing to show."""
    empty = {Slide.MAP: len(shapes) < 2, Slide.RANKING: not any(r.proved or r.reported for r in state.rows)}
    return [s.value for s in slides_of(visit.source, state.region, state.province) if not empty.get(s)]


def _figures(visit: Visit, state: AreaState) -> list[dict[str, object]]:
    found = []
    for key, tile in (("tambons", state.tambons), ("networks", state.provinces)):
        most = max(tile.of or 0, tile.count + tile.reported) or 1
        found.append(
            {
                "name": visit.t(key),
                "count": format_number(tile.count),
                "small": " · ".join(_beside(visit, tile)),
                "grown": f"{tile.grown:+,}" if tile.grown else "",
                "proved_share": round(100 * tile.count / most, 1),
                "reported_share": round(100 * tile.reported / most, 1),
            }
        )
    return found


def _beside(visit: Visit, tile: Tile) -> list[str]:
    found = [visit.t("of", n=format_number(tile.of))] if tile.of is not None else []
    return [*found, visit.t("reported_beside", n=format_number(tile.reported))] if tile.reported else found


def _bars(visit: Visit, state: AreaState) -> list[dict[str, object]]:
    rows = [r for r in state.rows if r.proved or r.reported][:_BARS]
    most = max((r.proved + r.reported for r in rows), default=0) or 1
    return [
        {
            "name": r.name.text(visit.language),
            "told": format_number(r.proved) + (f" ({r.grown:+,})" if r.grown else ""),
            "proved": round(100 * r.proved / most, 1),
            "reported": round(100 * r.reported / most, 1),
        }
        for r in rows
    ]


def _newest(state: AreaState) -> list[PlaceChange]:
    order = {What.NEW: 0, What.LOST: 1, What.UP: 2, What.DOWN: 3}
    found = [*state.month.tambons.changes, *state.month.provinces.changes]
    return sorted(found, key=lambda c: (order[c.change.what], c.place.id))


def _change(visit: Visit, one: PlaceChange) -> dict[str, str]:
    return {
        "place": one.place.name.text(visit.language),
        "what": one.change.what.words(visit.language),
        "why": one.change.why.words(visit.language),
        "sign": one.change.what.value,
    }


# The map


def _map(visit: Visit, told: Progress, state: AreaState) -> tuple[list[MapShape], str]:
    """Provinces of the scope in shades, and the view box that they fill."""
    counts = Counter(place.province for place in state.month.tambons.counted_now)
    inside = [p for p in told.provinces if state.region in ("", p.region) and state.province in ("", p.id)]
    most = max((counts[p.id] for p in inside), default=0) or 1
    found = [(p, outline) for p in inside if (outline := outlined(p.id))]
    shapes = [
        MapShape(
            outline, -(-counts[p.id] * _SHADES // most), f"{p.name.text(visit.language)} {counts[p.id]}", counts[p.id]
        )
        for p, outline in found
    ]
    return shapes, view_of([p.id for p in inside])


def _apart(shapes: list[MapShape], size: float) -> list[MapShape]:
    """Those whose figure has room: where provinces are small, the most that is proved comes first."""
    kept: list[MapShape] = []
    for shape in sorted((s for s in shapes if s.count), key=lambda s: (-s.count, s.name)):
        if not any(shape.beside(other, size) for other in kept):
            kept.append(shape)
    return kept
