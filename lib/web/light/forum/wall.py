"""The wall of a hall: what the projector shows, one scene at a time, in type that the last row can read."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response

from lib.actions.forum import running
from lib.domain.ballots import choices_of, mean
from lib.domain.errors import NotFound, Problem
from lib.domain.forum_wishes import Scene
from lib.domain.hall_type import type_share
from lib.insight.canvas.board import Board, board
from lib.insight.canvas.library import canvases
from lib.insight.forum.hall import Hall, hall, votes
from lib.schema.seeing import Audience
from lib.ui.canvas.steps import STEPS
from lib.ui.canvas.wall import box_lines
from lib.ui.frame.own_address import own_address
from lib.ui.frame.share import only_here
from lib.ui.frame.speech import words
from lib.web.light.codes import inline_qr
from lib.web.light.visit import Visit

#: What a scene is drawn with.
_Drawn = dict[str, object]
#: Letters that a Wi-Fi QR has to mask.
_MASKED: Final = '\\;,:"'


def wall_page(visit: Visit) -> Response:
    """The wall, or with ``?part`` the scene only, when it is another than the browser has."""
    found = _mine(visit)
    drawn = {"hall": found, "forum": found.forum, "scene": found.live.scene, **_scene(visit, found)}
    if "part" not in visit.query:
        share = type_share(found.live.length, found.live.width)
        return visit.page(
            "wall", 200, **drawn, share=f"{share:.5f}", scenes=[(n, s.value) for n, s in enumerate(Scene, 1)]
        )
    text = visit.drawn("wall_part", **drawn)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(text, media_type="text/html", headers={"ETag": tag})


def change_scene(visit: Visit) -> Response:
    """Another scene, by a key on the wall's own keyboard."""
    forum = visit.request.path_params["forum"]
    scene = Scene.stored(visit.form.get("scene", ""))
    if scene is not None:
        running.show_on_wall(visit.source.store, visit.actor, forum, scene, visit.form.get("of", ""))
    return JSONResponse({"scene": scene or ""}) if visit.wants_data else visit.go(f"{visit.below}/wall/{forum}")


def _mine(visit: Visit) -> Hall:
    """The hall, for who runs it; raises `NotFound`, `NotAllowed`."""
    forum = visit.request.path_params["forum"]
    found = hall(visit.source, forum)
    if found is None:
        raise NotFound(Problem("ไม่พบเวทีนี้", "There is no such forum"))
    running.require_hall(visit.source.store, visit.actor, forum)
    return found


def _scene(visit: Visit, found: Hall) -> _Drawn:
    drawer = {
        Scene.DOOR: _door,
        Scene.AGENDA: _agenda,
        Scene.BOX: _boxes,
        Scene.IDEAS: _ideas,
        Scene.BALLOT: _ballot,
        Scene.PROGRESS: _progress,
        Scene.THANKS: _thanks,
    }.get(Scene.stored(found.live.scene) or Scene.DOOR, _door)
    return drawer(visit, found)


def hall_address(visit: Visit) -> str:
    """Where phones come in: the wall's own address, or this machine's in its network when the wall is on it."""
    told = urlsplit(str(visit.request.url))
    host = told.netloc
    if only_here(str(visit.request.url)) and (own := own_address()):
        host = f"{own}:{told.port}" if told.port else own
    return f"{told.scheme}://{host}{visit.below}/in"


def _door(visit: Visit, found: Hall) -> _Drawn:
    address, code = hall_address(visit), found.code
    wifi = found.live.wifi_name
    joins = (
        f"WIFI:T:{'WPA' if found.live.wifi_word else 'nopass'};S:{_masked(wifi)};P:{_masked(found.live.wifi_word)};;"
    )
    return {
        "address": address.partition("://")[2],
        "code": code,
        "enter": inline_qr(f"{address}#{code}") if code else "",
        "wifi": inline_qr(joins) if wifi else "",
        "heads": found.plenum.heads,
    }


def _agenda(visit: Visit, found: Hall) -> _Drawn:
    step, since = found.step, found.live.step_since
    until = int(since.timestamp()) + step.minutes * 60 if step and since and step.minutes else 0
    return {"steps": found.plenum.steps, "step": step, "then": found.next_step, "until": until}


def _boxes(visit: Visit, found: Hall) -> _Drawn:
    """A group's plan, box by box."""
    groups = [g for g in found.plenum.groups if g.canvas]
    group = next((g for g in groups if g.id == found.live.scene_of), groups[0] if groups else None)
    shown: Board | None = None
    if group is not None and group.canvas:
        shown = board(visit.source, group.canvas, audience=Audience.READER, fresh=True).value
    if group is None or shown is None:
        return {"group": None, "boxes": [], "applause": 0}
    lines = box_lines(words(visit.language), shown)
    boxes = [(s.number, s.short(visit.language), lines.get(s.number, [])) for s in STEPS]
    step = found.step
    box_now = int(step.canvas_step) if step is not None and step.canvas_step else 1
    return {"group": group, "boxes": boxes, "box_now": box_now, "applause": found.applause_for(group.id)}


def _ideas(visit: Visit, found: Hall) -> _Drawn:
    heaps: dict[str, list[str]] = {}
    for one in found.ideas_now():
        heaps.setdefault(one.said.heap or "", []).append(one.said.text)
    step = found.step
    title = step.text if step is not None else visit.t("ideas")
    return {"heaps": sorted(heaps.items(), key=lambda pair: (pair[0] == "", pair[0])), "title": title}


def _ballot(visit: Visit, found: Hall) -> _Drawn:
    one = found.ballot_on_wall
    if one is None:
        return {"ballot": None}
    choices = choices_of(one.asked.form, one.asked.offered or "", visit.language)
    shown = found.may_show(one)
    rows = [(w, c.together, c.phones, c.hands) for w, c in zip(choices, one.counted, strict=False)] if shown else []
    open_ = one.asked.state == "open"
    return {
        "ballot": one,
        "choices": choices,
        "rows": rows,
        "most": max((r[1] for r in rows), default=0) or 1,
        "mean": f"{middle:.1f}" if shown and (middle := _mean(one.asked.form, rows)) is not None else "",
        "voted": votes(visit.source, one.id) if open_ else one.asked.voted,
        "seats": found.plenum.heads if open_ else one.asked.seats,
    }


def _mean(form: str, rows: list[tuple[str, int, int | None, int | None]]) -> float | None:
    return mean([r[1] for r in rows]) if form == "scale" else None


def _progress(visit: Visit, found: Hall) -> _Drawn:
    """How far each group is, kindly: what is done, and nobody is late."""
    cards = {c.id: c for c in canvases(visit.source, fresh=True).value}
    told = [(g.name, len(cards[g.canvas].answered) if g.canvas in cards else None) for g in found.plenum.groups]
    return {"groups": told}


def _thanks(visit: Visit, found: Hall) -> _Drawn:
    plenum = found.plenum
    return {
        "enter": inline_qr(hall_address(visit)),
        "people": plenum.heads,
        "groups": len(plenum.groups),
        "ideas": len(plenum.spoken),
        "decided": [d.text for d in plenum.decisions],
    }


def _masked(text: str) -> str:
    return "".join(f"\\{c}" if c in _MASKED else c for c in text)
