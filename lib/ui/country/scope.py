"""Region, province and month: chosen once, kept in the address and from page to page.

The bar stays in sight while one scrolls. Its choices are those of the filters of every page.
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


def scope_bar(here: Here, told: Shown[Progress]) -> tuple[Scope, DeltaGenerator]:
    """The bar with its choices, and the room at its end for what is done with them."""
    with st.container(key="scope"):
        columns = st.columns([1.2, 1.2, 0.85, 1.25, 1.3], vertical_alignment="bottom")
        with columns[0]:
            chosen_region = region(here, bare=True)
        with columns[1]:
            names = province_names(here, told, chosen_region)
            chosen_province = province(here, here.say("ชื่อจังหวัด"), names, here.say("ทุกจังหวัด"), bare=True)
        with columns[2]:
            today = Month.of(bangkok_today())
            options = {m.id: format_month(m, here.language) for m in reversed(months_until(today, MONTHS))}
            month = choose(here, "month", here.say("เดือน"), options, manner=Manner(kept=True, bare=True))
        chosen = Month.read(month) or today
        with columns[3]:
            earlier = {m.id: format_month(m, here.language) for m in reversed(months_until(chosen.plus(-1), MONTHS))}
            against = {k: here.say("เทียบสิ้น {month}", month=v) for k, v in earlier.items()}
            since = choose(here, "since", here.say("เทียบกับ"), against, manner=Manner(bare=True))
    return Scope(chosen_region, chosen_province, chosen, Month.read(since) or chosen.plus(-1)), columns[4]
