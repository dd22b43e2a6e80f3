"""Other ways to fill in a form: paper with a QR, KoboCollect and ODK there and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import streamlit as st

from lib.domain.errors import BadInput
from lib.domain.household_code import next_code
from lib.export.paper.join import joined
from lib.export.work_paper import Paper, form
from lib.export.xlsform import xlsform
from lib.insight.lists import lists
from lib.insight.tambon.work import Work
from lib.schema.field import Option
from lib.schema.record import nested_fields, typable
from lib.schema.registry import kind, kinds_for_forms
from lib.ui.frame.flash import done
from lib.ui.frame.problems import show_error, shows_problems
from lib.ui.frame.replay import kept
from lib.ui.frame.safe import md
from lib.ui.frame.share import app_address, reachable, show_qr
from lib.ui.frame.shell import Here
from lib.ui.survey.consent import notice
from lib.ui.survey.form import KIND

if TYPE_CHECKING:
    from lib.actions.survey.acts import HouseholdActs

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Forms printed at a time, each with its own code and QR.
_MOST_FORMS = 40


def show_devices(here: Here, acts: HouseholdActs, work: Work) -> None:
    """Paper, then phones."""
    _paper(here, work)
    _phones(here, work)
    _back(here, acts, work)


def options_of(here: Here) -> dict[str, tuple[Option, ...]]:
    """Editable lists as choices."""
    return {
        name: tuple(Option(e.value, e.name.text("th"), e.name.text("en")) for e in entries if not e.retired)
        for name, entries in lists(here.source).value.items()
    }


def _paper(here: Here, work: Work) -> None:
    say = here.say
    st.markdown(f"#### {say('แบบกระดาษ')}")
    left, middle, right = st.columns(3)
    village = left.number_input(say("หมู่ที่"), 1, 99, 1, key="paper.village")
    first = middle.text_input(say("รหัสครัวเรือนแรก"), value=f"{int(village):02d}-001", key=f"paper.code.{village}")
    count = right.number_input(say("จำนวนชุด"), 1, _MOST_FORMS, 1, key="paper.count")
    # Asked for here: a deferred download runs where Streamlit knows of no request.
    address = _households_address()

    def made() -> bytes:
        place = f"{work.place.text(here.language)} {work.province_name.text(here.language)}"
        pages, code = [], first or ""
        for _ in range(int(count)):
            link = _link(address, work, {"form": "new", "village": str(int(village)), "code": code})
            paper = Paper(
                here.language,
                here.say,
                f"{place} · {say('หมู่ {n}', n=int(village))}",
                here.practice_note,
                link,
                datetime.now(UTC),
            )
            filled = {"household_code": code, "area": place, "village": str(int(village)), "year": str(work.work.year)}
            pages.append(form(kind(KIND), paper, options_of(here), filled=filled, notice=notice(say, work.work, place)))
            code = next_code(code)
        return joined(pages)

    st.download_button(
        say("พิมพ์แบบกระดาษ พร้อมรหัสและ QR (PDF)"),
        made,
        f"household-form-{work.work.area}.pdf",
        "application/pdf",
        icon=":material/print:",
        on_click="ignore",
        key="paper.go",
    )
    st.caption(say("QR บนแต่ละชุดเปิดแบบของรหัสนั้น เปิดสวิตช์ “พิมพ์ตามแบบกระดาษ” แล้วพิมพ์ต่อเนื่องได้เร็ว"))


def _households_address() -> str:
    """Where other devices open the page of household forms; '' when this request does not know."""
    base = urlsplit(reachable(st.context.url or ""))
    path = base.path.rsplit("/", 1)[0] + "/households"
    return f"{base.scheme}://{base.netloc}{path}" if base.netloc else ""


def _link(address: str, work: Work, query: Mapping[str, str]) -> str:
    return f"{address}?{urlencode({'work': work.work.id, **query})}" if address else ""


def _phones(here: Here, work: Work) -> None:
    say = here.say
    if not here.practice_note and (address := app_address(f"m/house/{work.work.id}")):
        st.markdown(f"#### {say('โทรศัพท์ของผู้เก็บข้อมูล')}")
        st.caption(say("สแกนแล้วเก็บทีละบ้าน ทีละส่วน ใช้ได้ในหน้าต่างของ LINE ผู้เก็บข้อมูลต้องรับคำเชิญก่อน"))
        show_qr(say, address)
    st.markdown("#### KoboCollect / ODK")
    kinds = {m.about.id: m.about.label(here.language) for m in kinds_for_forms()}
    chosen = st.selectbox(
        say("แบบ"), list(kinds), format_func=kinds.__getitem__, index=list(kinds).index(KIND), key="odk.kind"
    )

    # Checked by pyxform once per form and lists: what cannot be used is said here, not downloaded.
    version = here.source.version(("list_item",))
    content, wrong = kept(here, version, "xlsform", lambda: _xlsform(here, work, chosen), chosen, work.work.id)
    if wrong is not None:
        show_error(here, wrong)
        return
    st.download_button(
        say("ดาวน์โหลดแบบ (XLSForm)"),
        content,
        f"{chosen}.xlsx",
        _XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="odk.form",
    )
    st.caption(say("นำแฟ้มนี้ไปสร้างแบบใน KoboToolbox หรือ ODK Central แล้วกรอกบนโทรศัพท์ได้แม้ไม่มีสัญญาณ"))


def _xlsform(here: Here, work: Work, kind_id: str) -> tuple[bytes, BadInput | None]:
    try:
        made = xlsform(kind(kind_id), options_of(here), preset_of(work, kind_id), version=str(work.work.year))
    except BadInput as error:
        return b"", error
    return made, None


def preset_of(work: Work, kind_id: str) -> dict[str, str]:
    """Answers that a form of this workspace has beforehand."""
    model = kind(kind_id)
    told_: dict[str, str] = {}
    if model.about.within == "work":
        told_["work"] = work.work.id
    if model.about.place == "area" and kind_id in (KIND, "tambon_work"):
        told_["area"] = work.work.area
        told_["year"] = str(work.work.year)
    return told_


def _back(here: Here, acts: HouseholdActs, work: Work) -> None:
    say = here.say
    chosen = str(st.session_state.get("odk.kind") or KIND)
    file = st.file_uploader(say("นำข้อมูลที่กรอกกลับเข้ามา (xlsx, csv, zip)"), type=["xlsx", "csv", "zip"], key="odk.file")
    if file is None:
        return
    content, looked = file.getvalue(), None
    mapping: dict[str, str] = st.session_state.setdefault(f"odk.mapping.{chosen}", {})
    with shows_problems(here):
        looked = acts.look_through(chosen, file.name, content, preset_of(work, chosen), mapping)
    if looked is None:
        return
    st.markdown(
        say(
            "ใหม่ {new} · แก้ไขหรือเติมจากเดิม {changed} · เคยนำเข้าแล้ว {same} · ยังใช้ไม่ได้ {wrong}",
            new=looked.count("new"),
            changed=looked.count("changed"),
            same=looked.count("same"),
            wrong=looked.count("wrong"),
        )
    )
    if looked.missing:
        names = ", ".join(s.label(here.language) for s in looked.missing)
        st.info(say("แฟ้มนี้ไม่มีรายการย่อย: {names} ส่งออกเป็น xlsx แล้วนำเข้าซ้ำได้ ระบบจะเติมในชุดเดิม", names=names))
    for outcome in [o for o in looked.outcomes if o.problems][:50]:
        why = " · ".join(md(p.text(here.language)) for p in outcome.problems)
        st.markdown(f"- {md(outcome.where)}: {why}")
    heads = [*mapping, *(h for h in looked.strange if h not in mapping)]
    if heads:
        _map_headings(here, chosen, heads, mapping)
    usable = looked.count("new") + looked.count("changed")
    if st.button(say("นำเข้า {n} ชุดที่ใช้ได้", n=usable), type="primary", key="odk.take", disabled=not usable):
        with shows_problems(here) as result:
            acts.take_in(chosen, file.name, content, preset_of(work, chosen), mapping)
        if result.ok:
            st.session_state.pop(f"odk.mapping.{chosen}", None)
            done(here, say("นำเข้าแล้ว {n} ชุด", n=usable))


def _map_headings(here: Here, kind_id: str, heads: Sequence[str], mapping: dict[str, str]) -> None:
    """Columns that no question answers to: say what they are, or leave them out."""
    model = kind(kind_id)
    names = {n: s.label(here.language) for n, s in typable(model).items() if n not in nested_fields(model)}
    with st.expander(here.say("{n} คอลัมน์ที่ยังไม่รู้ว่าคือข้อใด", n=len(heads)), icon=":material/rule:", key="odk.rule"):
        for head in heads[:40]:
            key = f"odk.map.{kind_id}.{head}"
            st.session_state.setdefault(key, mapping.get(head))
            st.selectbox(
                md(head),
                list(names),
                format_func=names.__getitem__,
                index=None,
                key=key,
                placeholder=here.say("ไม่ใช้คอลัมน์นี้"),
                on_change=_mapped,
                args=(mapping, head, key),
            )


def _mapped(mapping: dict[str, str], head: str, key: str) -> None:
    if st.session_state.get(key):
        mapping[head] = st.session_state[key]
    else:
        mapping.pop(head, None)
