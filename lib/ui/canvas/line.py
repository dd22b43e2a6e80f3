"""One line of a canvas as a small form: each field is saved the moment it is left.

A new line begins as an empty field below the others and becomes a line where it stands, so that
nobody who types on loses a letter. What cannot be saved is kept, said, and never thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.errors import Conflict, Problem, ThunError
from lib.insight.canvas.board import Board
from lib.insight.source import Shown
from lib.schema.record import Record, specs
from lib.schema.registry import kind
from lib.ui.form.questions import show_question
from lib.ui.form.state import Form, typed_of
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.canvas.acts import CanvasActs
    from lib.store.drafts import Draft
    from lib.store.records import Stored

_HELD, _NEW, _DRAFTS = "_canvas_lines", "_canvas_new", "_canvas_drafts"


@dataclass
class Line(Form):
    """A form of one line; `slot` is its id, or its place on the canvas while it has none."""

    canvas: str = ""
    slot: str = ""
    problems: tuple[Problem, ...] = ()
    drafted: bool = False


@dataclass(frozen=True)
class OpenCanvas:
    """What a screen that shows one canvas works with."""

    here: Here
    board: Board

    @property
    def shown(self) -> Shown[Board]:
        """The board under its own version: what is drawn of it changes with this canvas only."""
        return Shown(self.board, str(self.board.version), self.board.changed_at)

    @property
    def canvas(self) -> str:
        """Id of the open canvas."""
        return self.board.canvas.id


@dataclass(frozen=True)
class Pen(OpenCanvas):
    """The same in the hand of somebody who may fill this canvas in."""

    acts: CanvasActs


def line_of(pen: Pen, stored: Stored) -> Line:
    """This session's form of a stored line, brought up to what others changed meanwhile."""
    held: dict[str, Line] = st.session_state.setdefault(_HELD, {})
    record = stored.record
    form = held.get(record.id)
    if form is None:
        form = held[record.id] = _opened(pen, stored)
    elif stored.revision > form.base_revision and not form.problems:
        _take_over(pen, form, record)
        form.base_revision = stored.revision
    return form


def _opened(pen: Pen, stored: Stored) -> Line:
    record = stored.record
    typed = typed_of(record, pen.here.language)
    form = Line(f"cv.{record.id}", type(record), record.id, stored.revision, typed, canvas=pen.canvas, slot=record.id)
    draft = _drafts(pen).get(record.id)
    if draft is not None:
        form.typed, form.base_revision, form.drafted = draft.typed, draft.base_revision, True
        form.problems = (_waiting(),)
    return form


def _waiting() -> Problem:
    return Problem(
        "ข้อนี้มีสิ่งที่พิมพ์ไว้แต่ยังบันทึกไม่ได้ ดูช่องที่กรอกแล้วแก้ หรือออกจากช่องอีกครั้ง",
        "Something typed here could not be saved yet; look at the fields and correct it",
    )


def _drafts(pen: Pen) -> dict[str, Draft]:
    """What waits on this canvas, asked for once a session."""
    asked: dict[str, dict[str, Draft]] = st.session_state.setdefault(_DRAFTS, {})
    if pen.canvas not in asked:
        asked[pen.canvas] = pen.acts.drafts_of(pen.canvas)
    return asked[pen.canvas]


def _take_over(pen: Pen, form: Line, record: Record) -> None:
    """Fields that somebody else changed say so here too; what is being typed elsewhere stays."""
    for name, value in typed_of(record, pen.here.language).items():
        if form.typed.get(name) != value:
            form.typed[name] = value
            st.session_state.pop(f"{form.id}.{name}", None)


def new_line(pen: Pen, kind_id: str, slot: str, **preset: Any) -> Line:
    """The empty form at a place of the canvas."""
    held: dict[str, Line] = st.session_state.setdefault(_NEW, {})
    place = f"{pen.canvas}.{slot}"
    if place not in held:
        number = st.session_state["_forms"] = st.session_state.get("_forms", 0) + 1
        form = Line(f"cv.new.{number}", kind(kind_id), "", 0, {"no_answer": {}, **preset}, canvas=pen.canvas, slot=slot)
        draft = _drafts(pen).pop(slot, None)
        if draft is not None:
            form.typed, form.drafted = draft.typed, True
        held[place] = form
    return held[place]


def show_line(pen: Pen, form: Line, rows: Sequence[Sequence[str]], *, label: str = "", border: bool = True) -> None:
    """The fields of a line, row by row; below them what is amiss and how to take the line away."""
    with st.container(border=border):
        for row in rows:
            places = st.columns(len(row)) if len(row) > 1 else [st.container()]
            for place, name in zip(places, row, strict=True):
                with place:
                    show_question(pen.here, form, name, lambda f: keep(pen, f))
        with st.container():
            _amiss(pen, form)
        if form.record_id:
            take_away_button(pen, form, label)


def keep(pen: Pen, form: Form) -> None:
    """Save a line as it is typed now; what cannot be saved becomes a draft of the line."""
    assert isinstance(form, Line)
    kind_id = form.model.about.id
    if not form.record_id and not str(form.typed.get("text") or "").strip() and kind_id != "canvas_follow_up":
        _draft(pen, form)
        return
    try:
        saved = pen.acts.put(
            form.canvas, kind_id, form.typed, record_id=form.record_id, base_revision=form.base_revision
        )
    except ThunError as error:
        form.problems = error.problems
        form.theirs = dict(error.theirs) if isinstance(error, Conflict) else {}
        _draft(pen, form)
        # Somebody else wrote a moment ago: what they wrote has to be seen at once.
        pen.here.wrote()
        return
    if form.drafted:
        pen.acts.drop_draft(form.canvas, form.slot)
        _drafts(pen).pop(form.slot, None)
    if not form.record_id:
        st.session_state.get(_NEW, {}).pop(f"{form.canvas}.{form.slot}", None)
        st.session_state.setdefault(_HELD, {})[saved.record.id] = form
    form.record_id = form.slot = saved.record.id
    form.base_revision, form.problems, form.theirs, form.drafted = saved.revision, (), {}, False
    pen.here.wrote()


def _draft(pen: Pen, form: Line) -> None:
    pen.acts.keep_draft(form.canvas, form.slot, form.model.about.id, form.record_id, form.base_revision, form.typed)
    form.drafted = True


def _amiss(pen: Pen, form: Line) -> None:
    here, say = pen.here, pen.here.say
    if not form.problems:
        return
    told = "\n".join(f"- {md(p.text(here.language))}" for p in form.problems)
    st.error(f"{told}\n\n{say('ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้เก็บเป็นร่างแล้ว ไม่หาย')}", icon=":material/error:")
    for name, value in form.theirs.items():
        spec = specs(form.model).get(name)
        st.markdown(
            f"**{md(spec.label(here.language) if spec else name)}** · "
            f"{say('ของผู้อื่น')}: {md(_words(value))} · {say('ของท่าน')}: {md(_words(form.typed.get(name)))}"
        )
    if form.theirs:
        mine, theirs = st.columns(2)
        mine.button(say("ใช้ค่าของฉัน"), key=f"{form.id}.mine", on_click=_settle, args=(pen, form, False))
        theirs.button(say("ใช้ค่าของผู้อื่น"), key=f"{form.id}.theirs", on_click=_settle, args=(pen, form, True))


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")


def _settle(pen: Pen, form: Line, theirs: bool) -> None:
    stored = pen.board.stored(form.record_id)
    if stored is None:
        return
    if theirs:
        now = typed_of(stored.record, pen.here.language)
        for name in form.theirs:
            form.typed[name] = now.get(name)
            st.session_state.pop(f"{form.id}.{name}", None)
    form.base_revision = stored.revision
    keep(pen, form)


def take_away_button(pen: Pen, form: Line, label: str = "") -> None:
    """Takes the line off the canvas; it can be brought back from the versions."""
    st.button(
        pen.here.say("เอาออก"),
        key=f"{form.id}.away",
        on_click=_away,
        args=(pen, form),
        type="tertiary",
        icon=":material/close:",
        help=label or None,
    )


def _away(pen: Pen, form: Line) -> None:
    try:
        pen.acts.take_away(form.canvas, form.model.about.id, form.record_id)
    except ThunError as error:
        form.problems = error.problems
        return
    st.session_state.get(_HELD, {}).pop(form.record_id, None)
    pen.here.wrote()
