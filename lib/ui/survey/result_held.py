"""Which figures of a result are held back, in words: by the reason, and by table and place."""

from __future__ import annotations

import streamlit as st

from lib.domain.contributions import LEAKS, PRODUCE
from lib.domain.release import Why
from lib.insight.survey.results import ReleasedResult
from lib.schema.household_result import share_tables
from lib.schema.survey_choices import LENDERS, OCCUPATIONS
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.survey.result_words import leak_words, produce_words


def held_back(here: Here, release: ReleasedResult) -> None:
    """What is held back, by the reason for it."""
    for why in Why:
        cells = [cell_words(here, key) for key, reason in release.held.items() if reason == why]
        if cells:
            st.markdown(f"**{why.words(here.language)}**: {md(', '.join(dict.fromkeys(cells)))}")


def cell_words(here: Here, key: str) -> str:
    """A cell's key (`table/split/group`) in words."""
    say = here.say
    table, split, group = key.split("/", 2)
    what = {
        "households": say("จำนวนครัวเรือน"),
        "money": say("รายได้รายจ่าย"),
        "money.income": say("รายได้"),
        "money.expense": say("รายจ่าย"),
        "money.left": say("เหลือ"),
        **dict.fromkeys(("savings", "savings.savings"), say("เงินออม")),
        "savings.saving": say("มีเงินออม"),
        **dict.fromkeys(("debt", "debt.debt"), say("หนี้")),
        "debt.owing": say("เป็นหนี้"),
        **{f"lender_{o.value}": o.label(here.language) for o in LENDERS},
        **{f"leak_{name}": leak_words(here, name) for name in LEAKS},
        **{f"produce_{p}": produce_words(here, p) for p in PRODUCE},
        **{t.id: t.label(here.language) for t in share_tables(retired=True)},
    }[table]
    jobs = {o.value: o.label(here.language) for o in OCCUPATIONS}
    where = {"whole": say("ทั้งตำบล"), "village": say("หมู่ {n}", n=group or "–"), "occupation": jobs.get(group, "–")}[
        split
    ]
    return f"{what} {where}"
