"""Region, province and month: chosen once, kept in the address and from page to page.

One bar opens every screen of the country: its title, the choices, and what is done with what is shown.
It stays in sight while one scrolls.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.months import Month, format_month, months_until
from lib.domain.thai_date import bangkok_today
from lib.insight.country.progress import Progress
from lib.insight.source import Shown
from lib.ui.frame.filters import Manner, choose, province, region
from lib.ui.frame.provinces import province_names
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

#: Months that can be chosen, the present one among them.
MONTHS = 25


@dataclass(frozen=True)
class Scope:
    """What a screen's figures are of. '' for the whole country, or a whole region."""

    region: str
    province: str
    month: Month
    #: The month whose end it is held against.
    since: Month

    @property
    def place(self) -> tuple[str, str]:
        """Region and province."""
        return self.region, self.province

    @property
    def query(self) -> dict[str, str]:
        """As an address names it."""
        found = {"region": self.region, "province": self.province, "month": self.month.id, "since": self.since.id}
        return {k: v for k, v in found.items() if v}

    @property
    def is_past(self) -> bool:
        """Whether another month than the present one is looked at."""
        return self.month != Month.of(bangkok_today())


def scope_bar(here: Here, told: Shown[Progress], *, compared: bool) -> tuple[Scope, DeltaGenerator]:
    """The bar with the page's title and its choices, and the room at its end for what is done with them.

    `compared`: the month that it is held against can be chosen as well.
    """
    today = Month.of(bangkok_today())
    with st.container(key="scope"):
        widths = [1.1, 1.05, 1.1, 1.12, 1.6, 2.5] if compared else [1.6, 1.2, 1.2, 1, 2.5]
        columns = st.columns(widths, vertical_alignment="center")
        with columns[0]:
            st.title(md(here.page.title(here.language)), anchor=False)
        with columns[1]:
            chosen_region = region(here, bare=True)
        with columns[2]:
            names = province_names(here, told, chosen_region)
            chosen_province = province(here, here.say("ชื่อจังหวัด"), names, here.say("ทุกจังหวัด"), bare=True)
        with columns[3]:
            options = {m.id: format_month(m, here.language) for m in reversed(months_until(today, MONTHS))}
            month = choose(here, "month", here.say("เดือน"), options, manner=Manner(kept=True, bare=True))
        chosen, since = Month.read(month) or today, None
        if compared:
            with columns[4]:
                since = Month.read(_held_against(here, chosen))
    return Scope(chosen_region, chosen_province, chosen, since or chosen.plus(-1)), columns[-1]


def _held_against(here: Here, month: Month) -> str:
    """The month at whose end the other one's figures are compared."""
    earlier = {m.id: format_month(m, here.language) for m in reversed(months_until(month.plus(-1), MONTHS))}
    against = {k: here.say("เทียบสิ้น {month}", month=v) for k, v in earlier.items()}
    begun = month.quarter_begun_after
    if begun != month.plus(-1):
        words = {"n": month.fiscal_quarter, "month": earlier[begun.id]}
        against[begun.id] = here.say("ตั้งแต่ต้นไตรมาส {n} (สิ้น {month})", **words)
    return choose(here, "since", here.say("เทียบกับ"), against, manner=Manner(kept=True, bare=True))
