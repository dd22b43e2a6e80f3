"""A forum in a file: out to a hall without the internet, and home again; looked at before anything is taken in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.errors import ThunError
from lib.domain.forum_wishes import PackWish
from lib.domain.limits import SHORTEST_PASSPHRASE
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.domain.travel import RecordFate
from lib.insight.display_value import DisplayValues
from lib.insight.forum.forums import files_taken_in
from lib.insight.tambon.workspace_list import works
from lib.schema.registry import KINDS
from lib.ui.forum.doing import DeskPen
from lib.ui.frame.flash import done
from lib.ui.frame.problems import show_error, shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.forum.acts import BringPreview, Brought, ForumActs

_ENDING = "forum"
_MOST_JOBS = 5


def pack_part(pen: DeskPen) -> None:
    """The file of this forum, to take along and to bring home."""
    say = pen.here.say
    with st.expander(say("ไปใช้ในห้องที่ไม่มีเน็ต แล้วนำผลกลับ"), icon=":material/luggage:"):
        st.caption(
            say("บรรจุเวทีนี้พร้อมแผนของทุกกลุ่มลงแฟ้มเดียว เปิดที่โน้ตบุ๊กในหน้า “เวที” จบแล้วบรรจุจากโน้ตบุ๊กกลับมาเปิดที่นี่ รับซ้ำกี่ครั้งก็ได้ผลเท่าเดิม")
        )
        near = {w.id: w.name for w in works(pen.here.source).value if w.area == pen.hall.forum.area}
        chosen = st.multiselect(
            say("พื้นที่ทำงานตำบลที่ไปด้วย"), list(near), format_func=near.__getitem__, key="forum.pack.works"
        )
        people = st.checkbox(say("รวมรายชื่อผู้เข้าร่วม (แฟ้มจะเข้ารหัสด้วยวลีลับ)"), key="forum.pack.people")
        secret = (
            st.text_input(
                say("วลีลับ อย่างน้อย {n} ตัวอักษร", n=SHORTEST_PASSPHRASE), type="password", key="forum.pack.secret"
            )
            if people
            else ""
        )
        if not people or len(secret or "") >= SHORTEST_PASSPHRASE:
            # Made when it is pressed.
            wish = PackWish(people, tuple(chosen))
            st.download_button(
                say("บรรจุลงแฟ้ม"),
                partial(pen.acts.pack, pen.forum, wish, secret or ""),
                f"{pen.hall.forum.name}.{_ENDING}",
                "application/octet-stream",
                icon=":material/luggage:",
                key="forum.pack",
                on_click="ignore",
            )


def bring_part(here: Here, acts: ForumActs) -> None:
    """A file that somebody brought: what it would do, questions, one button; and the way back."""
    say = here.say
    with st.expander(say("รับแฟ้มเวที (เปิดในห้อง หรือนำผลกลับ)"), icon=":material/move_to_inbox:"):
        brought = st.file_uploader(say("แฟ้มเวที"), type=[_ENDING], key="forum.bring")
        secret = st.text_input(say("วลีลับ ถ้าตั้งไว้"), type="password", key="forum.bring.secret")
        if brought is not None:
            content = brought.getvalue()
            try:
                seen = acts.look_into(content, secret or "")
            except ThunError as error:
                show_error(here, error)
            else:
                _preview(here, acts, seen, content, secret or "")
        if here.may(Act.IMPORT):
            _jobs(here, acts)


def _preview(here: Here, acts: ForumActs, seen: BringPreview, content: bytes, secret: str) -> None:
    say, note = here.say, seen.file.note
    st.markdown(f"**{md(note.name)}**" + (f" · {md(note.office)}" if note.office else ""))
    told = [
        f"{fate.words(here.language)} {format_number(seen.counts[fate])}" for fate in RecordFate if seen.counts[fate]
    ]
    if seen.photos:
        told.append(say("รูป {n}", n=len(seen.photos)))
    st.caption(" · ".join(told))
    for one in seen.found:
        if one.fate is RecordFate.REFUSED and one.problem is not None:
            st.caption(f":orange[{_named(here, one)}: {md(one.problem.text(here.language))}]")
    theirs = {(one.told.id, name) for one, name in seen.questions if _question(here, one, name)}
    if not seen.writes and not theirs:
        st.info(say("ไม่มีอะไรต้องรับเพิ่ม รับครบแล้ว"), icon=":material/check_circle:")
        return
    if st.button(say("รับเข้า"), type="primary", icon=":material/move_to_inbox:", key="forum.bring.go"):
        with shows_problems(here) as outcome:
            acts.bring(content, secret, frozenset(theirs))
        if outcome.ok:
            done(here, say("รับแฟ้มเวทีแล้ว ย้อนได้จากรายการด้านล่าง"))


def _question(here: Here, one: Brought, name: str) -> bool:
    """What both sides changed: whether the file's value is wanted."""
    say, teller, kind_id = here.say, DisplayValues(here.source, here.language), one.told.kind
    theirs, ours = one.clashes[name]
    label = say("ถูกถอน") if name.startswith("_") else teller.label(kind_id, name)
    values = {
        "ours": teller.value(kind_id, name, ours) if not name.startswith("_") else _yes(here, ours),
        "theirs": teller.value(kind_id, name, theirs) if not name.startswith("_") else _yes(here, theirs),
    }
    words = {
        "ours": say("ของที่นี่: {value}", value=md(values["ours"])),
        "theirs": say("ในแฟ้ม: {value}", value=md(values["theirs"])),
    }
    chosen = st.radio(
        f"{_named(here, one)} · {md(label)}",
        list(words),
        format_func=words.__getitem__,
        key=f"forum.q.{one.told.id}.{name}",
    )
    return chosen == "theirs"


def _yes(here: Here, value: object) -> str:
    return here.say("ใช่") if value else here.say("ไม่ใช่")


def _named(here: Here, one: Brought) -> str:
    about = KINDS[one.told.kind].about
    title = one.told.values.get(about.title)
    return f"{about.label(here.language)} “{md(str(title or one.told.id))}”"


def _jobs(here: Here, acts: ForumActs) -> None:
    """What was taken in lately, and the way back."""
    say = here.say
    for job in files_taken_in(here.source)[:_MOST_JOBS]:
        with st.container(horizontal=True, vertical_alignment="center"):
            at = format_moment(job.at, here.language)
            st.markdown(say("รับ “{name}” เมื่อ {at}", name=md(job.name), at=at), width="stretch")
            if st.button(say("ย้อน"), key=f"forum.undo.{job.id}", type="tertiary", icon=":material/undo:"):
                with shows_problems(here) as outcome:
                    acts.undo(job.id)
                if outcome.ok:
                    done(here, say("ย้อนแล้ว"))
