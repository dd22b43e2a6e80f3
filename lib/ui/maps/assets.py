"""Which files the map can use: our own Leaflet, the public network's, or none (a drawn map)."""

from __future__ import annotations

import threading
from functools import cache

from lib.config import ROOT, settings

#: The map lives in a frame at ``/component/<name>/``; from there our static files are two up.
_STATIC = "../../app/static"
#: Our own copies, made by set-up: folium's name for each file → where the browser finds it.
OWN_JS = {"leaflet": f"{_STATIC}/vendor/leaflet/leaflet.js", "jquery": f"{_STATIC}/vendor/jquery/jquery.min.js"}
OWN_CSS = {"leaflet_css": f"{_STATIC}/vendor/leaflet/leaflet.css"}
PROBE_SECONDS = 3.0


def mode() -> str:
    """``own``, ``cdn`` or ``drawn``; the setting decides, else the best that answers."""
    wanted = settings().map_assets
    if wanted in ("own", "cdn", "drawn"):
        return wanted
    if own_files_stand():
        return "own"
    return "cdn" if _cdn().answered else "drawn"


def own_files_stand() -> bool:
    """Whether set-up has put every file in place."""
    files = (*OWN_JS.values(), *OWN_CSS.values())
    return all((ROOT / file.replace(_STATIC, "static", 1)).is_file() for file in files)


class _Probe:
    """Asks once, in the background, whether the public network's Leaflet can be reached."""

    def __init__(self, url: str) -> None:
        self.answered = False
        self._thread = threading.Thread(target=self._ask, args=(url,), daemon=True)
        self._thread.start()

    def _ask(self, url: str) -> None:
        import requests

        try:
            self.answered = requests.head(url, timeout=PROBE_SECONDS, allow_redirects=True).ok
        except requests.RequestException:
            self.answered = False


@cache
def _cdn() -> _Probe:
    import folium

    return _Probe(dict(folium.Map.default_js)["leaflet"])
