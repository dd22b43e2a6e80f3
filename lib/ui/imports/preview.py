"""What an import would do: counts, rows field by field, and the button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.row_fate import Fate
from lib.domain.thai_number import format_number
from lib.export.marked import Mark, to_marked
from lib.insight.display_value import DisplayValues
from lib.intake.files import read_file
from lib.intake.tab_plan import TabPlan
from lib.intake.workbook import is_workbook
from lib.ui.frame.flash import done
from lib.ui.frame.layout import cards_row
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import XLSX, draw_rows
from lib.ui.imports.decisions import lost_part, verified_part

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs, Preview, RowFate
    from lib.store.imports import Job

_PAGE = 15
#: A row with more changes than this is shortened on screen; the download has them all.
_MOST_CHANGES = 6
#: What is shown first: changes, then what stands still because somebody verified it.
_FIRST = (Fate.CHANGED.value, Fate.FROZEN.value)


def preview_part(here: Here, acts: ImportActs, seen: Preview) -> None:
    """The second part: counts as cards, what would be taken away, rows by fate; first what changes."""
    say, counts, words = here.say, seen.counts, {f.value: f.words(here.language) for f in Fate}
    st.subheader(say("2 ดูก่อนนำเข้า"), anchor=False)
    shown_fates = [f for f in Fate if f is not Fate.NOTE and (f is not Fate.FROZEN or counts.get(f))]
    cards = cards_row(len(shown_fates))
    for fate in shown_fates:
        cards.metric(words[fate], format_number(counts.get(fate, 0)), border=True)
    st.caption(
        say(
            "ช่องที่ใช้ได้ตามที่เขียน {used} · ปรับตัวเขียน {normalised} · ถาม {question} · ใช้ไม่ได้ {rejected}",
            **{v: format_number(counts.get(f"cell.{v}", 0)) for v in ("used", "normalised", "question", "rejected")},
        )
    )
    verified_part(here, acts, seen)
    lost_part(here, acts, seen)
    present = [f for f in (*_FIRST, *(w for w in words if w not in _FIRST)) if counts.get(f)]
    if not present:
        st.info(say("ไม่มีแถวข้อมูลในแท็บที่เลือก"), icon=":material/inbox:")
        return
    shown = st.segmented_control(
        say("แสดง"),
        present,
        format_func=words.__getitem__,
        default=present[0],
        required=True,
        key=f"imports.page.fate.{seen.job.id}",
        label_visibility="collapsed",
    )
    rows = [r for r in seen.rows if r.fate.value == shown]
    _rows(here, seen.job, rows, str(shown), words[str(shown)])


def _rows(here: Here, job: Job, rows: list[RowFate], fate: str, word: str) -> None:
    say = here.say
    pages = -(-len(rows) // _PAGE)
    page = st.pagination(pages, key=f"imports.page.{job.id}.{fate}", max_visible_pages=5) if pages > 1 else 1
    teller = DisplayValues(here.source, here.language)
    lines = []
    for row in rows[(page - 1) * _PAGE : page * _PAGE]:
        lines.append(
            {
                say("แถวในแฟ้ม"): f"{row.read.tab} {say('แถว {n}', n=row.read.row + 1)}",
                say("จะเกิดอะไร"): row_text(here, teller, row),
            }
        )
    draw_rows(lines, word)


def row_text(here: Here, teller: DisplayValues, row: RowFate) -> str:
    """What a row would do, or why it would do nothing, in one line."""
    say, kind_id = here.say, row.kind
    if row.fate.value == "note":
        return str(row.read.text)
    parts = []
    for name, (before, after) in list(row.changes.items())[:_MOST_CHANGES]:
        if name in ("no_answer", "status"):
            continue
        new = teller.value(kind_id, name, after)
        old = f"{teller.value(kind_id, name, before)} → " if row.before is not None else ""
        parts.append(f"{teller.label(kind_id, name)}: {old}{new}")
    more = len(row.changes) - _MOST_CHANGES
    if more > 0:
        parts.append(say("และอีก {n} ช่อง", n=more))
    if row.fate.value in ("unchanged", "waits", "rejected"):
        values = [(n, v) for n, v in row.read.values.items() if n != "no_answer"]
        parts = parts or [f"{teller.label(kind_id, n)}: {teller.value(kind_id, n, v)}" for n, v in values[:3]]
    parts += [p.text(here.language) for p in row.problems]
    parts += [f"{c.address} {c.reading.why.text(here.language)}" for c in row.doubts[:4] if c.reading.why]
    if row.kept:
        names = ", ".join(teller.label(kind_id, n) for n in row.kept)
        parts.append(say("คงค่าที่แก้ในระบบหลังแฟ้มก่อน: {names}", names=names))
    return " · ".join(parts) or "–"


def apply_part(here: Here, acts: ImportActs, seen: Preview) -> None:
    """The button, what it writes and what it leaves."""
    say, counts = here.say, seen.counts
    writes, left = len(seen.writes), counts.get("waits", 0) + counts.get("rejected", 0)
    if frozen := counts.get(Fate.FROZEN.value, 0):
        st.caption(say("รายการที่ตรวจรับรองแล้ว {n} แถวไม่ถูกแตะ จนกว่าจะติ๊กทีละแถวข้างบน", n=format_number(frozen)))
    if left:
        st.caption(
            say("แถวที่รอคำตอบหรือใช้ไม่ได้ {n} แถวจะยังไม่เข้า และไปอยู่ที่หน้าคุณภาพข้อมูล แก้แล้วนำเข้าเพิ่มได้", n=format_number(left))
        )
    with st.container(horizontal=True):
        pressed = st.button(
            say("นำเข้า {n} รายการ", n=format_number(writes)),
            type="primary",
            icon=":material/download_done:",
            disabled=not writes and seen.job.state == "applied",
            key=f"apply.{seen.job.id}",
        )
        st.download_button(
            say("แฟ้มเดิมพร้อมสีและหมายเหตุ"),
            partial(_marked, here, acts, seen),
            file_name=f"checked-{seen.job.file_name.rsplit('.', 1)[0]}.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
            key=f"marked.{seen.job.id}",
        )
        dropped = seen.job.state == "open" and st.button(
            say("ยกเลิกการนำเข้านี้"), type="tertiary", key=f"drop.{seen.job.id}"
        )
    if pressed:
        with shows_problems(here) as outcome:
            written = acts.apply(seen)
        if outcome.ok:
            done(here, say("นำเข้าแล้ว {n} รายการ ย้อนได้ทั้งหมดที่หน้านี้", n=format_number(written)))
    if dropped:
        with shows_problems(here) as outcome:
            acts.drop(seen.job.id)
        if outcome.ok:
            st.query_params.pop("job", None)
            done(here, say("ยกเลิกแล้ว ไม่มีอะไรเปลี่ยน"))


def _marked(here: Here, acts: ImportActs, seen: Preview) -> bytes:
    content = acts.file_of(seen.job.id)
    tables: list[tuple[str, Any]] = []
    if not is_workbook(content):
        tables = [(grid.tab, grid.rows) for grid in read_file(seen.job.file_name, content)]
    return to_marked(content, marks_of(here, seen), _legend(here), tables, here.say)


def marks_of(here: Here, seen: Preview) -> list[Mark]:
    """Every cell that is not taken as it stands, and rows that cannot be used."""
    marks = []
    firsts = {p["tab"]: TabPlan.from_json(p).first_row for p in seen.job.plans}
    for row in seen.rows:
        for cell in row.read.cells:
            if cell.reading.verdict.value == "used" or cell.reading.why is None:
                continue
            text = " – ".join(p.text(here.language) for p in (cell.reading.why, cell.reading.fix) if p)
            if cell.reading.candidates:
                text += " (" + ", ".join(c.label(here.language) for c in cell.reading.candidates[:5]) + ")"
            marks.append(Mark(row.read.tab, cell.row, cell.column, cell.reading.verdict.value, text))
        for problem in row.problems:
            column = next((c.column for c in row.read.cells if c.target == problem.field), 0)
            if row.read.row >= firsts.get(row.read.tab, 0):
                marks.append(Mark(row.read.tab, row.read.row, column, "rejected", problem.text(here.language)))
    return marks


def _legend(here: Here) -> list[str]:
    say = here.say
    return [
        line
        for line in (
            here.practice_note,
            say("สีแดง = ใช้ไม่ได้ · สีเหลือง = ต้องเลือก · สีเขียวอ่อน = ระบบปรับตัวเขียนให้แล้ว"),
            say("แก้ในแฟ้มนี้แล้วส่งกลับที่หน้า “นำเข้า” แถวที่เข้าไปแล้วจะไม่ซ้ำ"),
        )
        if line
    ]


__all__ = ["apply_part", "marks_of", "preview_part", "row_text"]
