"""What a region decides for itself about verifying."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Role
from lib.insight.access.places import wide_places
from lib.insight.access.rules import regions_where_reporters_verify
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.access.acts import AccessActs
    from lib.store.jurisdiction import Jurisdiction


def may_decide_rules(here: Here, charge: Jurisdiction) -> bool:
    """Whether there is a region to decide for."""
    return bool(_regions(here, charge))


def show_rules(here: Here, acts: AccessActs, charge: Jurisdiction) -> None:
    """One switch a region."""
    say = here.say
    st.markdown(
        say(
            "ตามปกติ **คนที่รายงานขั้นบันไดตรวจรับรองรายงานของตัวเองไม่ได้** ต้องให้เจ้าหน้าที่อีกคนตรวจ "
            "สำนักงานที่มีเจ้าหน้าที่คนเดียวเปิดข้อยกเว้นได้ ทุกครั้งที่เปลี่ยนถูกจดในบันทึกเหตุการณ์"
        )
    )
    allowing = regions_where_reporters_verify(here.source)
    for region, name in _regions(here, charge).items():
        now = region in allowing
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            state = say("ผู้รายงานตรวจรับรองเองได้") if now else say("ผู้รายงานตรวจรับรองเองไม่ได้")
            st.markdown(f"**{md(name)}**  \n:gray[{state}]", width="content")
            label = say("กลับไปห้าม") if now else say("อนุญาตให้ตรวจเองได้")
            if st.button(label, key=f"people.rule.{region}"):
                with shows_problems(here) as outcome:
                    acts.let_reporters_verify(region, allowed=not now)
                if outcome.ok:
                    done(here, say("เปลี่ยนกติกาของภาคแล้ว"))


def _regions(here: Here, charge: Jurisdiction) -> dict[str, str]:
    found = wide_places(here.source, charge, [Role.OFFICER.value])
    return {p.id: p.name.text(here.language) for p in found if p.type == "region" and p.mine}
