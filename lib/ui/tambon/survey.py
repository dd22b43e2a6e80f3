"""The tambon survey, its products and its capital; the map of five capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.insight.tambon.work import Work
from lib.schema.survey_choices import CAPITALS
from lib.ui.form.attached import files_of, files_part, picture_row
from lib.ui.form.line_form import Part, part_form
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs
from lib.ui.survey.capital_lines import capital_line, product_line


def show_survey(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """2.1.1–2.1.4: what the tambon answers together; households' answers are counted apart."""
    say, key = here.say, {"work": work.work.id}
    records = acts.records if acts else None
    st.markdown(f"#### {say('ผลผลิตสำคัญ ใครถือส่วนไหน')}")
    show_lines(
        here,
        records,
        Lines(
            "local_product",
            work.parts["local_product"],
            lambda p: product_line(here, p),
            preset=key,
            add=say("เพิ่มผลผลิต"),
            under=(lambda product: files_part(here, records.files, product)) if records else None,
            pictures=files_of(here, [s.record for s in work.parts["local_product"]]),
        ),
    )
    st.markdown(f"#### {say('ทุนของชุมชน')}")
    for kind in CAPITALS:
        mine = [s for s in work.parts["community_capital"] if getattr(s.record, "capital", "") == kind.value]
        st.markdown(f"**{kind.label(here.language)} ({len(mine)})**")
        show_lines(
            here,
            records,
            Lines(
                "community_capital",
                mine,
                lambda c: capital_line(here, c),
                preset={**key, "capital": kind.value},
                add=say("เพิ่ม{capital}", capital=kind.label(here.language)),
            ),
        )
    if records is not None:
        st.markdown(f"#### {say('บริบท เศรษฐกิจ และปัจจัยภายนอก')}")
        stored = next(iter(work.parts["tambon_survey"]), None)
        part_form(here, records, Part("tambon_survey", f"survey.{work.work.id}", stored, key))
        if stored is not None:
            st.markdown(f"**{say('แผนที่ชุมชนและเอกสาร')}**")
            files_part(here, records.files, stored.record)
    elif stored := next(iter(work.parts["tambon_survey"]), None):
        picture_row(here, files_of(here, [stored.record])[stored.record.id])
