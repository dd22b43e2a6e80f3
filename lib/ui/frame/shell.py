"""The shell around every page: language, world, access, navigation, and the page guard.

A folder named ``pages`` lets Streamlit run a page without ``Home.py`` for the first visitor
after a start. So every page asks `open_page` for what it needs, and gets the same shell
whichever way it was reached.
"""

from __future__ import annotations

from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from lib.access.actors import OFFICER, READER, Actor, acting_as, audience_of
from lib.access.asking import audience_in, audience_to, may_in, may_to
from lib.access.home import Home, home_of
from lib.access.identity import actor_of
from lib.access.policy import NO_KIND, Act
from lib.config import ROOT, forgettable
from lib.domain.errors import StorageProblem
from lib.domain.thai_date import format_moment
from lib.domain.worlds import OWN
from lib.insight.source import Shown, Source, source
from lib.schema.seeing import Audience
from lib.ui.frame.addresses import LOST, asked_address, settle_address
from lib.ui.frame.connection import watch_connection
from lib.ui.frame.entrance import show_entrance
from lib.ui.frame.failure import errors_in_words
from lib.ui.frame.followed import followed_link, recall_choice
from lib.ui.frame.notes import show_notes, show_title
from lib.ui.frame.projector import projector_switch
from lib.ui.frame.registry import BY_ID, PAGES, Page, left_out
from lib.ui.frame.safe import md
from lib.ui.frame.session_choices import for_a_projector, remember, session_choice, session_language, write_address
from lib.ui.frame.share import BAR_SHOWN, share_button
from lib.ui.frame.speech import LANGUAGES, Words, words
from lib.ui.frame.styles import EVERYWHERE, PROJECTOR

#: Whether a session has just come to the page from another one, and the page it stands on.
ARRIVED, _STANDS_ON = "_arrived", "_stands_on"
_in_shell: ContextVar[bool] = ContextVar("in_shell", default=False)


@dataclass(frozen=True)
class Choice:
    """What a filter of the page stands at: its name in the address, its label, the code, and its words."""

    name: str
    label: str
    value: str
    words: str


@dataclass(frozen=True)
class Here:
    """What a page works with."""

    page: Page
    kept: Source
    say: Words
    projector: bool
    #: The place that the page is about (an area's id) and the kind of record it is about there; '' and '': none.
    place: str = ""
    about: str = ""
    #: The filters of this run by name, in the order in which the page asked: files write down what chose their rows.
    chosen: dict[str, Choice] = field(default_factory=dict, compare=False)

    def within(self, place: str, kind_id: str) -> Here:
        """The same for a page about one place: rights are asked for there from now on."""
        return replace(self, place=place, about=kind_id)

    @property
    def language(self) -> str:
        """``th`` or ``en``."""
        return self.say.language

    @cached_property
    def actor(self) -> Actor:
        """Who is behind this session; looked up only where it matters."""
        return acting_as(current_actor(), str(st.session_state.get("_role") or OFFICER))

    @cached_property
    def home(self) -> Home:
        """The region and province that every filter begins with; none on the own machine and for readers."""
        return home_of(self.source.store, self.actor)

    @cached_property
    def audience(self) -> Audience:
        """What this session reads as, in whatever role: part of the key of everything made for more than one.

        On a page about one place it goes by the rights there.
        """
        if not self.place:
            return audience_of(self.actor)
        return audience_in(self.source.store, self.actor, self.place, self.about)

    def may(self, act: Act, kind_id: str = NO_KIND) -> bool:
        """Whether the actor may do something to a kind: in the place that the page is about, or anywhere at all."""
        return may_in(self.source.store, self.actor, act, self.place, kind_id).allowed

    def may_to(self, act: Act, kind_id: str, record_id: str) -> bool:
        """Whether the actor may do something to a record that stands."""
        return may_to(self.source.store, self.actor, act, kind_id, record_id).allowed

    def audience_to(self, kind_id: str, record_id: str) -> Audience:
        """What the actor reads one record as, by where it lies."""
        return audience_to(self.source.store, self.actor, kind_id, record_id)

    @property
    def source(self) -> Source:
        """The read models: kept ones, but what stands now for whoever has just written, in whichever window."""
        return self.kept.fresh if self.kept.written_by(lambda: self.actor.id) else self.kept

    def wrote(self) -> None:
        """Remember that this person has just written."""
        self.kept.wrote(self.actor.id)

    @property
    def practice_note(self) -> str:
        """What every screen and file of the practice country says; empty in the own world."""
        return self.say("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง") if self.source.store.is_practice else ""

    def as_of(self, shown: Shown[object]) -> str:
        """When the numbers on screen were read."""
        return self.say("ข้อมูล ณ {moment}", moment=format_moment(shown.as_of, self.language))


def page_link(here: Here, page_id: str, label: str, icon: str, query: dict[str, str] | None = None) -> None:
    """A link to another page of the app, optionally to an exact view of it."""
    st.page_link(_page(here.language, page_id), label=label, icon=icon, query_params=query)


def _page(language: str, page_id: str) -> StreamlitPage:
    title = BY_ID[page_id].title(language)
    return next(p for pages in _pages(language).values() for p in pages if p.title == title)


def run() -> None:
    """``Home.py``: open the shell, then run the page that was chosen."""
    chosen = _shell()
    token = _in_shell.set(True)
    try:
        with errors_in_words(words(session_language())):
            chosen.run()
    finally:
        _in_shell.reset(token)


def open_page(page_id: str) -> Here:
    """The guard at the top of each page: the shell is there, title and ribbon are drawn."""
    if not _in_shell.get():
        _shell()
        if not st.session_state.get("_under_the_shell"):
            # Under Home.py widgets have other identities: what is typed now would be lost.
            st.session_state["_under_the_shell"] = True
            st.rerun()
    page, say = BY_ID[page_id], words(session_language())
    st.session_state[ARRIVED] = st.session_state.get(_STANDS_ON) != page_id
    st.session_state[_STANDS_ON] = page_id
    st.session_state[BAR_SHOWN] = page.has_bar
    try:
        here = Here(page, source(session_choice("world")), say, for_a_projector())
    except StorageProblem as problem:
        st.error(problem.problems[0].text(say.language), icon=":material/database_off:")
        st.stop()
    show_notes(say, page_id, practice=bool(here.practice_note), projector=here.projector)
    show_title(say, "" if page.has_bar else page.title(say.language), practice=bool(here.practice_note))
    return here


def current_actor() -> Actor:
    """Who is behind this session."""
    try:
        return actor_of(source(OWN).store, _session())
    except StorageProblem:
        return READER


def _session() -> str:
    """Id of the session that the server found behind this connection; '' for nobody's (`lib.web.identity`)."""
    return str(st.user.get("thun") or "")


def _shell() -> StreamlitPage:
    language, projector = session_language(), for_a_projector()
    say = words(language)
    st.set_page_config(
        page_title=say("ทุนชุมชน"),
        page_icon="🌾",
        layout="wide",
        initial_sidebar_state="collapsed" if projector else "auto",
    )
    # Each session gets copies: Streamlit marks the page that may run.
    actor = current_actor()
    menu = _pages(language, left_out(actor))
    groups = {group: [copy(page) for page in pages] for group, pages in menu.items()}
    settle_address()
    recall_choice(actor.account, lambda: bool(home_of(source(OWN).store, actor).region))
    chosen = st.navigation(groups, position="hidden" if projector else "sidebar", expanded=True)
    # Several windows of one browser are told apart by it.
    st.set_page_config(page_title=f"{chosen.title} · {say('ทุนชุมชน')}")
    with st.sidebar:
        _switches(say, projector, has_deck=_has_deck(chosen))
        if not projector:
            show_entrance(say, chosen.url_path, signed_in=bool(_session()))
    st.html(EVERYWHERE + (PROJECTOR if projector else ""))
    watch_connection(say)
    if projector:
        st.button(
            say("ออกจากโหมดจอฉาย"),
            on_click=remember,
            args=("view", ""),
            type="tertiary",
            icon=":material/close_fullscreen:",
        )
    write_address()
    with st.container(key="followed"):
        link = followed_link()
    if link is not None:
        page_id, asked = link
        # On the page itself a link changes what it names, and leaves what was chosen.
        stays = dict(st.query_params) if BY_ID[page_id].title(language) == chosen.title else {}
        st.switch_page(_page(language, page_id), query_params=stays | asked)
    return chosen


@forgettable
@cache
def _pages(language: str, hidden: frozenset[str] = frozenset()) -> dict[str, list[StreamlitPage]]:
    """The navigation of a language: heading → pages; some that do not stand in the menu, but have their address."""
    say = words(language)
    headings = {"": "", "follow": say("ติดตาม"), "tambon": say("งานตำบล"), "plan": say("วางแผน"), "work": say("จัดการ")}
    groups: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        groups.setdefault(headings[page.group], []).append(
            st.Page(
                str(ROOT / page.file),
                title=page.title(language),
                icon=f":material/{page.icon}:",
                url_path=page.id,
                default=page.id == PAGES[0].id,
                help=page.help(language),
                visibility="hidden" if page.id in hidden else "visible",
            )
        )
    groups[""].append(
        st.Page(_lost, title=say("ไม่พบหน้านี้"), icon=":material/search_off:", url_path=LOST, visibility="hidden")
    )
    return groups


def _lost() -> None:
    """What stands at an address that leads nowhere: a sentence and the way to the start page."""
    say = words(session_language())
    st.title(say("ไม่พบหน้านี้"))
    asked = asked_address()
    missing = say("ระบบนี้ไม่มีที่อยู่ “/{address}”", address=md(asked)) + " " if asked else ""
    advice = say("ลิงก์อาจไม่ครบหรือพิมพ์ผิด เลือกหน้าจากเมนู หรือเริ่มที่ภาพรวม")
    st.info(missing + advice, icon=":material/search_off:")
    st.page_link(_pages(say.language)[""][0], label=say("ไปที่ภาพรวม"), icon=":material/arrow_forward:")


def _has_deck(chosen: StreamlitPage) -> bool:
    """Whether a page is one of the country; an address that leads nowhere is no page of ours."""
    page = BY_ID.get(chosen.url_path or PAGES[0].id)
    return page is not None and page.has_bar


def _switches(say: Words, projector: bool, *, has_deck: bool) -> None:
    st.segmented_control(
        say("ภาษา"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        default=say.language,
        key="_language_choice",
        label_visibility="collapsed",
        on_change=lambda: remember("lang", st.session_state["_language_choice"]),
    )
    if not projector:
        projector_switch(say, has_deck=has_deck)
        share_button(say)
