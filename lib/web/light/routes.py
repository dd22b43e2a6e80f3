"""The addresses below ``/m`` (and ``/practice/m``): light pages for phones, in the same process as everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.routing import BaseRoute, Route

from lib.ui.frame.addresses import base_path
from lib.ui.frame.light import PRACTICE_BELOW
from lib.web.light import (
    answering,
    calling,
    coming_in,
    deck,
    drafts,
    forms,
    house,
    mine,
    pack,
    photos,
    pictures,
    plan,
    reading,
)
from lib.web.light.forum import coming_in as hall_door
from lib.web.light.forum import pages as hall
from lib.web.light.forum import wall
from lib.web.light.texts import TEXTS
from lib.web.light.visit import Visit
from lib.web.plain.asked import Handler, ReadForm, page
from lib.web.plain.site import Site

#: A household's form in Thai is long in an address' spelling: nine bytes a letter.
SITE: Final = Site(
    Path(__file__).parent,
    "/m",
    TEXTS,
    # The office's own screens may show a form of it in a frame.
    {"connect-src": "'self'", "font-src": "'self'", "frame-ancestors": "'self'"},
    longest_form=256 * 1024,
    most_fields=1000,
)


def light_routes() -> list[BaseRoute]:
    """What `st.App` is given: the pages of the own world and, under another address, of the practice country."""
    files = Route(f"{base_path()}/m/files/{{name}}", SITE.file, methods=["GET"])
    return [*_pages(""), *_pages(PRACTICE_BELOW), files]


def _pages(world: str) -> list[BaseRoute]:
    return [
        _at(world, "GET", "/", mine.first_page),
        _at(world, "GET", "/see", reading.country_page),
        _at(world, "GET", "/see/region/{region}", reading.region_page),
        _at(world, "GET", "/see/centres", reading.centres_page),
        _at(world, "GET", "/see/deck", deck.deck_page),
        _at(world, "GET", "/see/pack", pack.pack_page),
        _at(world, "GET", "/see/{area}", reading.place_page),
        _at(world, "GET", "/form/{kind}", forms.form_page),
        _at(world, "GET", "/form/{kind}/{id}", forms.form_page),
        _at(world, "GET", "/house/{work}", house.list_page),
        _at(world, "GET", "/house/{work}/new", house.begin_page),
        _at(world, "POST", "/house/{work}/new", house.begin),
        _at(world, "GET", "/house/{work}/d/{draft}/{part:int}", house.section_page),
        _at(world, "POST", "/house/{work}/d/{draft}/{part:int}", house.keep_section),
        _at(world, "POST", "/house/{work}/d/{draft}/save", house.save),
        _at(world, "GET", "/house/{work}/done/{record}", house.done_page),
        _at(world, "GET", "/plan", coming_in.ask_for_code),
        _at(world, "POST", "/code", coming_in.use_code),
        _at(world, "GET", "/plan/{canvas}", plan.open_plan),
        _at(world, "GET", "/plan/{canvas}/{step:int}", plan.step_page),
        _at(world, "POST", "/plan/{canvas}/call", calling.call),
        _at(world, "GET", "/plan/{canvas}/picture", pictures.picture, waits=True),
        _at(world, "GET", "/plan/{canvas}/quarter/{quarter}", pictures.picture, waits=True),
        _at(world, "GET", "/in", hall_door.ask_for_code),
        _at(world, "POST", "/in", hall_door.use_code),
        _at(world, "POST", "/in/name", hall_door.take_seat),
        _at(world, "GET", "/forum/{forum}", hall.hall_page),
        _at(world, "GET", "/forum/{forum}/now", hall.turn_now),
        _at(world, "GET", "/forum/{forum}/another", hall_door.another),
        _at(world, "POST", "/forum/{forum}/vote", hall.vote),
        _at(world, "POST", "/forum/{forum}/idea", hall.idea),
        _at(world, "GET", "/wall/{forum}", wall.wall_page),
        _at(world, "POST", "/wall/{forum}", wall.change_scene),
        _at(world, "POST", "/draft", drafts.keep),
        _at(world, "POST", "/answer", answering.receive),
        _at(world, "POST", "/photo", photos.add_photo, read=photos.form_with_file),
    ]


def _at(
    world: str, way: str, path: str, handler: Handler[Visit], read: ReadForm | None = None, *, waits: bool = False
) -> Route:
    return Route(f"{base_path()}{world}/m{path}", page(Visit, SITE, handler, read=read, waits=waits), methods=[way])
