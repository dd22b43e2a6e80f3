"""Who does the work of a tambon, and with which other tambons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.insight.display_value import area_names
from lib.insight.tambon.work import Work
from lib.schema.field import label
from lib.schema.tambon_choices import TEAM_DUTIES
from lib.schema.tambon_links import TambonLink, WorkTeam
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs


def show_teams(here: Here, acts: RecordActs | None, work: Work) -> None:
    """Teams by what they do; their members stand on each for those who may know."""
    say = here.say
    st.markdown(f"**{say('คณะทำงาน')}**")
    show_lines(
        here,
        acts,
        Lines(
            "work_team",
            work.parts["work_team"],
            lambda team: _team(here, team),
            preset={"work": work.work.id},
            add=say("เพิ่มคณะทำงาน"),
        ),
    )


def _team(here: Here, team: WorkTeam) -> str:
    told = [f"**{md(team.name)}**", label(TEAM_DUTIES, team.duty, here.language)]
    if team.people:
        told.append(here.say("{n} คน", n=format_number(team.people)))
    return " · ".join([*told, md(team.meets or "")]).rstrip(" ·")


def show_links(here: Here, acts: RecordActs | None, work: Work) -> None:
    """Tambons that this one works together with."""
    say = here.say
    st.markdown(f"**{say('ทำร่วมกับตำบลอื่น')}**")
    show_lines(
        here,
        acts,
        Lines(
            "tambon_link",
            work.parts["tambon_link"],
            lambda link: _link(here, link),
            preset={"work": work.work.id},
            add=say("เพิ่มความร่วมมือ"),
        ),
    )


def _link(here: Here, link: TambonLink) -> str:
    place = area_names(here.source).get(link.other)
    told = [f"**{md(place.text(here.language) if place else link.other)}**", md(link.text)]
    if link.since_day:
        told.append(here.say("ตั้งแต่ {day}", day=format_date(link.since_day, here.language)))
    return " · ".join(told)
