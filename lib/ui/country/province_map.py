"""Provinces by the share that is proved, drawn without a network; a press on one chooses it for every screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from lib.domain.places import BANGKOK_ID
from lib.insight.country.area_state import AreaState
from lib.insight.country.networks import Networks
from lib.insight.country.progress import Progress
from lib.ui.country.pressing import CHOSEN, chart_that_chooses
from lib.ui.frame.charts import Spec
from lib.ui.frame.colours import FAINT, RUNG_COLOURS, rung_colour
from lib.ui.frame.legend import legend
from lib.ui.frame.replay import kept
from lib.ui.frame.shell import Here
from lib.ui.maps.drawn import MapLook, province_map

#: Height of a map beside a ranking, px: both stand in the first fold.
BESIDE: Final = 290
#: Parts of a whole from which a shade begins.
_SHADES: Final = ((2 / 3, 5), (1 / 3, 3), (0.0, 1))
_SILENT, _OUTSIDE = "transparent", FAINT


def choose_on_map(here: Here, told: Progress, state: AreaState, version: str, height: int = 430) -> None:
    """The map of the area, the rest of the country pale; a press chooses a province, another one gives it free."""
    classes = _classes(here)
    chart = kept(
        here, version, "map", lambda: _drawn(here, told, state, classes, height), state.region, state.province, height
    )
    chart_that_chooses(here, chart, "map", told, state.province, _map_name(here, state, classes))
    legend([(colour, words) for words, colour in classes.items()])


def choose_team_on_map(
    here: Here, told: Progress, teams: Networks, state: AreaState, version: str, height: int = 430
) -> None:
    """The same by how far each province's network is."""
    say = here.say
    rungs = {r.name.text(here.language): rung_colour(r.order) for r in teams.rungs}
    classes = {say("ยังไม่พิสูจน์ขั้นใด"): rung_colour(0), **rungs}

    def build() -> Spec:
        outside, none = say("นอกพื้นที่ที่เลือก"), next(iter(classes))
        names = {r.value: r.name.text(here.language) for r in teams.rungs}
        rows = [{"code": BANGKOK_ID[3:], "name": say("กรุงเทพมหานคร"), "class": outside, "note": ""}]
        for p in teams.provinces:
            inside = state.region in ("", p.region) and state.province in ("", p.province)
            words = names[p.proved.id] if p.proved else none
            rows.append(
                {
                    "code": p.province[3:],
                    "name": p.name.text(here.language),
                    "class": words if inside else outside,
                    "note": p.team_name if inside else "",
                }
            )
        return province_map(
            rows, {**classes, outside: _OUTSIDE}, MapLook(height, CHOSEN, only=_drawn_codes(told, state))
        )

    chart = kept(here, version, "team-map", build, state.region, state.province, height)
    chart_that_chooses(here, chart, "map", told, state.province, _map_name(here, state, classes))
    legend([(colour, words) for words, colour in classes.items()])


def _map_name(here: Here, state: AreaState, classes: Mapping[str, str]) -> str:
    return f"{here.say('แผนที่')} {state.name.text(here.language)}: {', '.join(classes)}"


def _drawn_codes(told: Progress, state: AreaState) -> list[str]:
    """The provinces of the area's region; none for the whole country, which is drawn whole."""
    region = state.region or next((p.region for p in told.provinces if p.id == state.province), "")
    return [p.id[3:] for p in told.provinces if p.region == region] if region else []


def _classes(here: Here) -> dict[str, str]:
    """What a province can be: words → colour."""
    say = here.say
    return {
        say("พิสูจน์แล้ว 2 ใน 3 ขึ้นไป"): RUNG_COLOURS[5],
        say("1 ใน 3 ขึ้นไป"): RUNG_COLOURS[3],
        say("น้อยกว่านั้น"): RUNG_COLOURS[1],
        say("ยังไม่มีรายการ"): _SILENT,
    }


def _drawn(here: Here, told: Progress, state: AreaState, classes: Mapping[str, str], height: int) -> Spec:
    say, silent = here.say, list(classes)[-1]
    heard = Counter(t.province for t in told.tambons)
    proved = Counter(p.province for p in state.month.tambons.counted_now)
    outside = say("นอกพื้นที่ที่เลือก")
    rows = []
    for p in told.provinces:
        inside = state.region in ("", p.region) and state.province in ("", p.id)
        share = proved[p.id] / heard[p.id] if heard[p.id] else 0.0
        shade = next(n for n, (least, _) in enumerate(_SHADES) if share >= least)
        words = list(classes)[shade] if heard[p.id] else silent
        # Outside of the scope nothing is counted here, which is not none.
        told_of = heard[p.id] and inside
        note = say("พิสูจน์แล้ว {n} จาก {all} ตำบลที่มีรายการ", n=proved[p.id], all=heard[p.id]) if told_of else ""
        if p.id == BANGKOK_ID and not heard[p.id]:
            words, note = outside, ""
        rows.append(
            {"code": p.id[3:], "name": p.name.text(here.language), "class": words if inside else outside, "note": note}
        )
    look = MapLook(height, CHOSEN, dashed=silent, only=_drawn_codes(told, state))
    return province_map(rows, {**classes, outside: _OUTSIDE}, look)
