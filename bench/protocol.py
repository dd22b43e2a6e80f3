"""What one browser tab knows: decodes ForwardMsg, builds BackMsg, holds the message cache.

No sockets here. The rules are read in the frontend bundle of streamlit 1.67: which widget
states travel, when a cached message expires, which fragment a widget belongs to.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.AppPage_pb2 import AppPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.widgets import Widget, read_widget, state_of

EXPIRY_RUNS = 2  # global.maxCachedMessageAge, until new_session says otherwise
SERVED_BY_URL = re.compile(rb"(?:app/static|media)/[\w./%-]+")


@dataclass
class CachedMessage:
    """What is kept of a cacheable message: enough to replay it, without its megabytes."""

    last_run: int
    fragment_id: str
    widget: Widget | None
    is_exception: bool = False


@dataclass
class Run:
    """One answer of the server, from the request to its last script_finished."""

    page: str
    wanted_text: bytes = b""
    frames: int = 0
    payload_bytes: int = 0
    elements: int = 0
    changed: bool = False
    """The page differs from the one before: proof that an interaction did something."""
    cache_hits: int = 0
    text_found: bool = False
    finished: bool = False
    fragment: bool = False
    errors: list[str] = field(default_factory=list)


@dataclass
class Shown:
    """One element on the page, by its delta path."""

    content_hash: str
    fragment_id: str
    widget: Widget | None


#: What comes round later than this never does in a visit (`lib/ui/frame/connection.py` has such a part).
A_VISIT_S = 3600.0


class Tab:
    """The state of one browser tab between two messages."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.session_id = ""
        self.pages: dict[str, str] = {}
        self.page_hash = ""
        self.main_hash = ""
        self.query: dict[str, list[str]] = {}
        self.values: dict[str, tuple[str, ...]] = {}
        self.shown: dict[tuple[int, ...], Shown] = {}
        self.urls: set[str] = set()
        self.auto_reruns = 0
        #: Fragments that ask to be run again by themselves.
        self.ticking: dict[str, float] = {}
        self._before: dict[tuple[int, ...], str] = {}
        self._cache: dict[str, CachedMessage] = {}
        self._runs = 0
        self._max_age = EXPIRY_RUNS
        self._fragments: tuple[str, ...] = ()
        self._touched: set[tuple[int, ...]] = set()
        self._started = False

    # -- what the tab sends -------------------------------------------------------------

    def visit(self, page: str) -> bytes:
        """The first message of a fresh tab: the server resolves the page by its path."""
        return self._rerun(page_name=page)

    def switch_page(self, page: str) -> bytes:
        """A click in the navigation. Only the entry script's own widgets keep their value."""
        keep = {w.id for w in self.widgets() if self.in_shell(w)}
        self.values = {id_: value for id_, value in self.values.items() if id_ in keep}
        self.page_hash = self.pages[page]
        self.shown = {p: s for p, s in self.shown.items() if s.widget and s.widget.id in keep}
        return self._rerun(page_hash=self.page_hash)

    def change(self, widget: Widget, value: tuple[str, ...]) -> bytes:
        """A change of one widget; of its fragment only, when it lives in one."""
        self.values[widget.id] = value
        if widget.query_key:
            # As the browser does with its address: a default value leaves no trace there.
            self.query.pop(widget.query_key, None)
            if value != widget.default:
                self.query[widget.query_key] = list(value)
        return self._rerun(page_hash=self.page_hash, fragment_id=widget.fragment_id)

    def tick(self, fragment_id: str) -> bytes:
        """A fragment's time is up: it is run again by itself."""
        return self._rerun(page_hash=self.page_hash, fragment_id=fragment_id)

    def widgets(self) -> list[Widget]:
        return [s.widget for s in self.shown.values() if s.widget is not None]

    def in_shell(self, widget: Widget) -> bool:
        """Drawn by the entry script around st.navigation (in a pages/ app that is a page)."""
        return widget.script_hash == self.main_hash and self.main_hash not in self.pages.values()

    def value_of(self, widget: Widget) -> tuple[str, ...]:
        return self.values.get(widget.id, widget.default)

    def _rerun(self, page_hash: str = "", page_name: str = "", fragment_id: str = "") -> bytes:
        self._before = self._contents()
        self._started = False
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(self.query, doseq=True)
        state.page_script_hash = page_hash
        state.page_name = page_name
        state.fragment_id = fragment_id
        # A browser sends the value of every widget on the page, touched or not.
        for widget in self.widgets():
            if widget.id in self.values or (widget.default and widget.wire != "map"):
                state.widget_states.widgets.append(state_of(widget, self.value_of(widget)))
        state.cached_message_hashes.extend(self._cache)
        context = state.context_info
        context.timezone, context.timezone_offset = "Asia/Bangkok", -420
        context.locale, context.color_scheme = "th-TH", "light"
        context.url = f"{self.origin}/{page_name}"
        context.is_embedded = False
        return message.SerializeToString()

    # -- what the tab receives ----------------------------------------------------------

    def receive(self, frame: bytes, run: Run) -> None:
        """Take one frame in. `run.finished` turns true with the script_finished that ends it."""
        run.frames += 1
        run.payload_bytes += len(frame)
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind in ("delta", "ref_hash"):
            if run.wanted_text and not run.text_found:
                run.text_found = run.wanted_text in frame
            self._take_delta(message, frame, run)
        elif kind == "new_session":
            self._start(message)
        elif kind == "navigation":
            self._take_pages(message.navigation.app_pages)
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = {}
            for key, value in parse_qsl(message.page_info_changed.query_string):
                self.query.setdefault(key, []).append(value)
        elif kind == "page_not_found":
            run.errors.append("page_not_found")
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            run.errors.append("script does not compile")
        elif kind == "auto_rerun" and message.auto_rerun.interval < A_VISIT_S:
            self.auto_reruns += 1  # counted; obeyed only by who calls `tick`: the report says so
            self.ticking[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "script_finished":
            self._finish(message, run)

    def _start(self, message: ForwardMsg) -> None:
        session = message.new_session
        self.session_id = session.initialize.session_id or self.session_id
        self._started = True
        self._fragments = tuple(message.metadata.run.fragment_ids)
        self._touched = set()
        self.main_hash = session.main_script_hash
        self._max_age = session.config.max_cached_message_age or EXPIRY_RUNS
        if not self._fragments:
            self.page_hash = session.page_script_hash
            self._take_pages(session.app_pages)

    def _take_pages(self, pages: Iterable[AppPage]) -> None:
        for page in pages:
            path = "" if page.is_default else page.url_pathname
            self.pages[path] = page.page_script_hash

    def _take_delta(self, message: ForwardMsg, frame: bytes, run: Run) -> None:
        content_hash = message.hash
        path = tuple(message.metadata.delta_path)
        if message.WhichOneof("type") == "ref_hash":
            content_hash = message.ref_hash
            cached = self._cache.get(content_hash)
            if cached is None:
                run.errors.append("cache miss: the server referred to a message never sent")
                return
            cached.last_run = self._runs
            run.cache_hits += 1
        elif message.delta.WhichOneof("type") != "new_element":
            return
        else:
            cached = self._read(message)
            if message.metadata.cacheable:
                self._cache[content_hash] = cached
            self.urls.update(m.decode() for m in SERVED_BY_URL.findall(frame))
        run.elements += 1
        if cached.is_exception:
            run.errors.append("the page shows an exception")
        widget = cached.widget
        if widget is not None and widget.script_hash != message.metadata.active_script_hash:
            widget = replace(widget, script_hash=message.metadata.active_script_hash)
        self.shown[path] = Shown(content_hash, cached.fragment_id, widget)
        self._touched.add(path)

    def _read(self, message: ForwardMsg) -> CachedMessage:
        element = message.delta.new_element
        widget = read_widget(element)
        fragment_id = message.delta.fragment_id
        if widget is not None and fragment_id:
            widget = replace(widget, fragment_id=fragment_id)
        is_exception = element.WhichOneof("type") == "exception"
        return CachedMessage(self._runs, fragment_id, widget, is_exception)

    def _finish(self, message: ForwardMsg, run: Run) -> None:
        status = message.script_finished
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return  # st.rerun or st.switch_page: the run that answers is still to come
        if not self._started:
            return  # the end of an older run that was in flight when we sent
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            run.errors.append("script does not compile")
        self._drop_stale()
        self._expire()
        run.changed = self._contents() != self._before
        run.fragment = status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        run.finished = True
        if run.wanted_text and not run.text_found:
            run.errors.append("the text that proves the page is missing")

    def _drop_stale(self) -> None:
        """Elements a run did not draw again are gone; a fragment run clears only its own."""
        self.shown = {
            path: shown
            for path, shown in self.shown.items()
            if path in self._touched or (self._fragments and shown.fragment_id not in self._fragments)
        }
        alive = {widget.id for widget in self.widgets()}
        self.values = {id_: value for id_, value in self.values.items() if id_ in alive}

    def _expire(self) -> None:
        self._runs += 1
        self._cache = {
            hash_: cached
            for hash_, cached in self._cache.items()
            if (self._fragments and cached.fragment_id not in self._fragments)
            or self._runs - cached.last_run <= self._max_age
        }

    def fingerprint(self) -> str:
        """A digest of everything on the page, to compare two states of it."""
        return hashlib.sha256(repr(sorted(self._contents().items())).encode()).hexdigest()

    def _contents(self) -> dict[tuple[int, ...], str]:
        return {path: shown.content_hash for path, shown in self.shown.items()}
