"""What an import would take away: verified records, ticked one by one, and values that the file says otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.actors import may_decide
from lib.domain.row_fate import Answer, Fate, Prefer
from lib.domain.thai_number import format_number
from lib.insight.country.without import counted_without
from lib.insight.display_value import DisplayValues
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs, Preview, RowFate

#: Rows shown at a time; a list that touches more verified records than this is looked at in parts.
_SHOWN = 25


def verified_part(here: Here, acts: ImportActs, seen: Preview) -> None:
    """Rows that would change what a person verified: left alone until an officer ticks them."""
    touched = [r for r in seen.rows if r.reopens]
    if not touched:
        return
    say = here.say
    ticked = [r for r in touched if r.fate is not Fate.FROZEN]
    with st.container(border=True, key=f"imports.verified.{seen.job.id}"):
        st.markdown(
            f":material/verified: **{say('{n} แถวจะแก้รายการที่ตรวจรับรองแล้ว จึงยังไม่นำเข้า', n=format_number(len(touched)))}**"
        )
        st.caption(say("ติ๊กแถวที่ยืนยันว่าแฟ้มถูก รายการนั้นจะกลับไปรอตรวจ และออกจากยอดที่นับจนกว่าจะตรวจรับรองใหม่"))
        _effect(here, ticked)
        decides = may_decide(here.actor)
        if not decides:
            st.caption(say("ผู้ที่ติ๊กได้คือเจ้าหน้าที่ภาค"))
        teller = DisplayValues(here.source, here.language)
        pages = -(-len(touched) // _SHOWN)
        page = st.pagination(pages, key=f"imports.verified.page.{seen.job.id}") if pages > 1 else 1
        for row in touched[(page - 1) * _SHOWN : page * _SHOWN]:
            key = f"imports.reopen.{seen.job.id}.{row.record_id}"
            st.session_state[key] = row in ticked
            st.checkbox(
                _told(here, teller, row),
                key=key,
                disabled=not decides,
                on_change=_ticked,
                args=(here, acts, seen.job.id, row, key),
            )


def _effect(here: Here, ticked: list[RowFate]) -> None:
    """What the ticks do to the counts."""
    say = here.say
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in ticked:
        by_kind[row.kind].append(row.record_id)
    for kind_id, ids in by_kind.items():
        counted = counted_without(here.source, kind_id, ids)
        if counted is not None:
            st.markdown(
                f":red[**{say('ยอดที่นับแล้ว {now} → {then}', now=format_number(counted.now), then=format_number(counted.then))}**]"
            )


def _told(here: Here, teller: DisplayValues, row: RowFate) -> str:
    where = here.say("แถว {n}", n=row.read.row + 1)
    title = row.before.record.title() if row.before else row.record_id
    changes = " · ".join(
        f"{md(teller.label(row.kind, n))}: {md(teller.value(row.kind, n, was))} → {md(teller.value(row.kind, n, then))}"
        for n, (was, then) in row.changes.items()
        if n not in ("no_answer", "status")
    )
    return f"{md(row.read.tab)} {where} · {md(teller.value(row.kind, 'area', title) if title.startswith('TH-') else title)} · {changes}"


def _ticked(here: Here, acts: ImportActs, job_id: str, row: RowFate, key: str) -> None:
    with shows_problems(here):
        acts.let_reopen(job_id, row.kind, row.record_id, bool(st.session_state[key]))


def lost_part(here: Here, acts: ImportActs, seen: Preview) -> None:
    """Values that stand and would be overwritten: whose stays, for a whole column or one row."""
    rows = [r for r in seen.rows if r.fate is Fate.CHANGED and r.lost]
    answered = {k for k in seen.job.answers if k.startswith("prefer|")}
    if not rows and not answered:
        return
    say, teller = here.say, DisplayValues(here.source, here.language)
    columns: dict[tuple[str, str], list[RowFate]] = defaultdict(list)
    for row in rows:
        for name in row.lost:
            if name not in ("no_answer", "status"):
                columns[row.kind, name].append(row)
    for key in answered:
        _, kind_id, name, _ = key.split("|", 3)
        columns.setdefault((kind_id, name), [])
    count = sum(len(r.lost) for r in rows)
    with st.expander(
        say("{n} ค่าในระบบจะถูกแทนด้วยค่าจากแฟ้ม เลือกได้ว่าจะคงไว้", n=format_number(count)),
        icon=":material/swap_horiz:",
        key=f"imports.lost.{seen.job.id}",
    ):
        for (kind_id, name), touched in columns.items():
            _choice(here, acts, seen, Answer(kind_id, name), f"{md(teller.label(kind_id, name))} · {say('ทั้งคอลัมน์')}")
            for row in touched[:_SHOWN]:
                was, then = (md(teller.value(kind_id, name, v)) for v in row.lost[name])
                title = f"{say('แถว {n}', n=row.read.row + 1)} · {was} → {then}"
                _choice(here, acts, seen, Answer(kind_id, name, row.record_id), title)


def _choice(here: Here, acts: ImportActs, seen: Preview, answer: Answer, title: str) -> None:
    key = f"imports.prefer.{seen.job.id}.{answer.kind}.{answer.field}.{answer.record_id}"
    said = seen.job.answers.get(f"prefer|{answer.kind}|{answer.field}|{answer.record_id}", {}).get("prefer")
    st.session_state[key] = next((p for p in Prefer if p.value == said), None)

    def chosen() -> None:
        whose = st.session_state[key]
        if whose is not None:
            with shows_problems(here):
                acts.prefer(seen.job.id, answer, whose)

    st.segmented_control(title, list(Prefer), format_func=lambda p: p.words(here.language), key=key, on_change=chosen)
