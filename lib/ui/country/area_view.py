"""What every screen of the country opens with: its bar, and everything that is known of the area in the month."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.months import format_month
from lib.insight.country.area_state import AreaState, area_state
from lib.insight.country.month import MonthShown
from lib.insight.country.networks import Networks
from lib.insight.country.progress import Progress, progress
from lib.insight.country.published import Published
from lib.insight.country.to_do import ToDo
from lib.insight.country.told import MonthTold, month_told
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
    read: MonthTold
    #: What the screen's figures are of: the place and the month.
    about: str

    @property
    def version(self) -> str:
        """Changes with any of what was read, and with the months that were chosen."""
        return self.read.version

    @property
    def place(self) -> tuple[str, str]:
        """Region and province; '' for all."""
        return self.scope.place

    @property
    def progress(self) -> Shown[Progress]:
        """The tambons of the country."""
        return self.read.progress

    @property
    def networks(self) -> Shown[Networks]:
        """Its provinces."""
        return self.read.networks

    @property
    def published(self) -> Shown[Published]:
        """Targets and published results."""
        return self.read.published

    @property
    def to_do(self) -> Shown[ToDo]:
        """What waits today."""
        return self.read.to_do

    @property
    def month(self) -> Shown[MonthShown]:
        """What the month brought."""
        return self.read.month

    @property
    def part(self) -> Progress:
        """The tambons of the area."""
        return self.progress.value.only(*self.place)


def open_area(here: Here, *, compared: bool = False, of_today: bool = False) -> AreaView:
    """The bar, and what its choices show. `compared`: the other month can be chosen as well; `of_today`: what the
    screen lists is of today whatever month is chosen, and it says so.
    """
    scope, beside = scope_bar(here, progress(here.source), compared=compared)
    read = month_told(here.source, scope.month, scope.since)
    name = area_name(read.progress.value, *scope.place)
    state = kept(here, read.version, "state", lambda: area_state(read.told, name, *scope.place), *scope.place)
    with beside:
        report_buttons(here, state, read.month)
    if scope.is_past:
        words = format_month(scope.month, here.language, short=False)
        told = (
            here.say("หน้านี้เป็นของวันนี้ ไม่ว่าเลือกเดือนใด")
            if of_today
            else here.say("ทุกตัวเลขเป็นของสิ้น {month} · สิ่งที่ต้องทำ ศูนย์ และหลักฐานเป็นของวันนี้", month=words)
        )
        st.caption(told)
    about = f"{name.text(here.language)} {format_month(scope.month, here.language)}"
    return AreaView(scope, state, read, about)
