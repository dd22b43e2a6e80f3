"""The proof of one place: each rung with its evidence and verifier."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.domain.thai_date import format_date
from lib.insight.records.ledger import PlaceProof, ProvenStep
from lib.schema.choices import STATUS
from lib.ui.form.attached import proof_pictures
from lib.ui.frame.safe import as_link, md
from lib.ui.frame.shell import Here, page_link

_ICONS = {
    "verified": ":green[:material/verified:]",
    "reported": ":material/pending:",
    "returned": ":red[:material/undo:]",
    "rejected": ":red[:material/block:]",
}


def show_proof(here: Here, title: str, steps: Sequence[ProvenStep]) -> None:
    """Every recorded rung of a place, lowest first."""
    say = here.say
    st.subheader(say("หลักฐานของ {place}", place=md(title)), anchor=False)
    if not steps:
        st.info(say("ยังไม่มีรายการของพื้นที่นี้"), icon=":material/inbox:")
        return
    for step in steps:
        label = next(o.label(here.language) for o in STATUS if o.value == step.status)
        counts = f" · **{say('นับเข้าเป้าหมาย')}**" if step.proved and step.counts else ""
        with st.container(border=True):
            st.markdown(f"{_ICONS[step.status]} **{md(step.rung_name.text(here.language))}** · {label}{counts}")
            line = say("ถึงขั้นนี้ {day}", day=format_date(step.reached_on, here.language))
            if step.verified_by and step.verified_at:
                line += " · " + say(
                    "ตรวจรับรองโดย {who} เมื่อ {day}",
                    who=md(step.verified_by),
                    day=format_date(step.verified_at.date(), here.language),
                )
            elif step.verified_at:
                day = format_date(step.verified_at.date(), here.language)
                line += " · " + say("ตรวจรับรองเมื่อ {day}", day=day)
            st.caption(line)
            if step.in_spite:
                st.markdown(f":orange[{say('รับรองทั้งที่ยังขาด เพราะ')}] {md(step.in_spite)}")
            if step.note:
                st.markdown(md(step.note))
            if step.evidence:
                st.markdown("\n".join(f"- {evidence_line(here, e)}" for e in step.evidence))
                proof_pictures(here, step.kind, step.id, step.evidence)
            else:
                st.markdown(f":red[{say('ยังไม่มีหลักฐาน')}]")
            page_link(
                here,
                "records",
                label=say("เปิดรายการนี้"),
                icon=":material/edit_note:",
                query={"kind": step.kind, "record": step.id},
            )


def evidence_line(here: Here, proof: PlaceProof) -> str:
    """One piece of evidence as a Markdown line."""
    link = as_link(proof.link)
    text = f"[{md(proof.name)}]({link})" if link else md(proof.name)
    if proof.where_kept:
        text += " · " + here.say("เก็บที่ {where}", where=md(proof.where_kept))
    if proof.text:
        text += f" · {md(proof.text)}"
    if proof.dated:
        text += f" · {format_date(proof.dated, here.language)}"
    if not proof.weighs:
        text += f" · :gray[{here.say('บันทึกของระบบ อย่างเดียวยังไม่พอ')}]"
    return text
