"""What every screen of the country opens with: its bar, and everything that is known of the area in the month."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.months import format_month
from lib.insight.country.area_state import AreaState, Told, area_state
from lib.insight.country.month import MonthShown, month_shown
from lib.insight.country.networks import Networks, networks
from lib.insight.country.progress import Progress, progress
from lib.insight.country.published import Published, published
from lib.insight.country.to_do import ToDo, to_do
from lib.insight.source import Shown
from lib.ui.country.area_report import report_buttons
from lib.ui.country.area_words import area_name
from lib.ui.country.scope import Scope, scope_bar
from lib.ui.frame.replay import kept
from lib.ui.frame.shell import Here


@dataclass(frozen=True)
class AreaView:
    """A part of the country in a month, with what it was put together of (all of the whole country)."""

    scope: Scope
    state: AreaState
    progress: Shown[Progress]
    networks: Shown[Networks]
    published: Shown[Published]
    to_do: Shown[ToDo]
    month: Shown[MonthShown]
    #: Changes with any of these, and with the months that were chosen.
    version: str

    @property
    def place(self) -> tuple[str, str]:
        """Region and province; '' for all."""
        return self.scope.place

    @property
    def part(self) -> Progress:
        """The tambons of the area."""
        return self.progress.value.only(*self.place)


def open_area(here: Here, *, compared: bool = False) -> AreaView:
    """The bar, and what its choices show. `compared`: the other month can be chosen as well."""
    told, teams = progress(here.source), networks(here.source)
    facts, todo = published(here.source), to_do(here.source)
    scope, beside = scope_bar(here, told, compared=compared)
    month = month_shown(here.source, scope.month, scope.since)
    versions = [shown.version for shown in (told, teams, facts, todo, month)]
    version = " ".join([scope.month.id, scope.since.id, *versions])
    whole = Told(told.value, teams.value, month.value, todo.value, facts.value)
    name = area_name(told.value, *scope.place)
    state = kept(here, version, "state", lambda: area_state(whole, name, *scope.place), *scope.place)
    with beside:
        report_buttons(here, state, month)
    if scope.is_past and not compared:
        words = format_month(scope.month, here.language, short=False)
        st.caption(here.say("ตัวเลขเป้าและอันดับเป็นของสิ้น {month} · รายการ ตาราง และสิ่งที่ต้องทำเป็นของวันนี้", month=words))
    return AreaView(scope, state, told, teams, facts, todo, month, version)
