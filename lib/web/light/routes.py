"""The addresses below ``/m``: light pages for phones, in the same process as everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.routing import BaseRoute, Route

from lib.ui.frame.addresses import base_path
from lib.web.light import answering, coming_in, forms, house, mine, photos, plan, reading
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
    {"connect-src": "'self'", "frame-ancestors": "'self'"},
    longest_form=256 * 1024,
    most_fields=1000,
)


def light_routes() -> list[BaseRoute]:
    """What `st.App` is given."""
    return [
        _at("GET", "/", mine.first_page),
        _at("GET", "/see", reading.country_page),
        _at("GET", "/see/region/{region}", reading.region_page),
        _at("GET", "/see/centres", reading.centres_page),
        _at("GET", "/see/{area}", reading.place_page),
        _at("GET", "/form/{kind}", forms.form_page),
        _at("GET", "/form/{kind}/{id}", forms.form_page),
        _at("GET", "/house/{work}", house.list_page),
        _at("GET", "/house/{work}/new", house.begin_page),
        _at("POST", "/house/{work}/new", house.begin),
        _at("GET", "/house/{work}/d/{draft}/{part:int}", house.section_page),
        _at("POST", "/house/{work}/d/{draft}/{part:int}", house.keep_section),
        _at("POST", "/house/{work}/d/{draft}/save", house.save),
        _at("GET", "/house/{work}/done/{record}", house.done_page),
        _at("GET", "/plan", coming_in.ask_for_code),
        _at("POST", "/code", coming_in.use_code),
        _at("GET", "/plan/{canvas}", plan.open_plan),
        _at("GET", "/plan/{canvas}/{step:int}", plan.step_page),
        _at("POST", "/answer", answering.receive),
        _at("POST", "/photo", photos.add_photo, read=photos.form_with_file),
        Route(f"{base_path()}/m/files/{{name}}", SITE.file, methods=["GET"]),
    ]


def _at(way: str, path: str, handler: Handler[Visit], read: ReadForm | None = None) -> Route:
    return Route(f"{base_path()}/m{path}", page(Visit, SITE, handler, read=read), methods=[way])
