"""One line of a canvas as a small form: each field is saved the moment it is left.

A new line begins as an empty field below the others and becomes a line where it stands, so that
nobody who types on loses a letter. What cannot be saved is kept, said, and never thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.errors import Problem, ThunError
from lib.insight.canvas.board import Board
from lib.insight.source import Shown
from lib.schema.registry import kind
from lib.ui.form.engine import FormPlace, OpenForm, forget_form, forget_forms, open_form, rename_form
from lib.ui.form.questions import show_question
from lib.ui.form.refusal import show_refusal
from lib.ui.form.state import Form
from lib.ui.form.taking_back import note_taken
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.canvas.acts import CanvasActs
    from lib.actions.records.acts import Saved
    from lib.store.drafts import Draft
    from lib.store.records import Stored

_DRAFTS = "_canvas_drafts"


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
class CanvasPen(OpenCanvas):
    """The same in the hand of somebody who may fill this canvas in."""

    acts: CanvasActs


@dataclass(frozen=True)
class LineKeeping:
    """Keeping a line: saved on leaving a field; a draft under its slot when that cannot be.

    `slot`: the line's id, or its place on the canvas while it has none.
    """

    pen: CanvasPen
    kind_id: str
    slot: str

    def waiting(self) -> Draft | None:
        """The draft of this slot."""
        return _drafts(self.pen).get(self.slot)

    def asked_for(self) -> str:
        """The address of a canvas names no drafts."""
        return ""

    def keep(self, form: Form) -> str:
        """Keep a draft for whoever opens the canvas next."""
        canvas, record_id = self.pen.canvas, form.record_id
        self.pen.acts.keep_draft(canvas, self.slot, self.kind_id, record_id, form.base_revision, form.typed)
        return self.slot

    def drop(self, form: Form) -> None:
        """Forget the draft: it was put right."""
        self.pen.acts.drop_draft(self.pen.canvas, self.slot)
        _drafts(self.pen).pop(self.slot, None)

    def saves_on_leaving(self, form: Form) -> bool:
        """A new line waits for its words: before, there is nothing to save."""
        words = "amount" if self.kind_id == "canvas_line_result" else "text"
        return bool(form.record_id or str(form.typed.get(words) or "").strip())

    def save(self, form: Form) -> Saved:
        """Put the line on the canvas."""
        return self.pen.acts.put(
            self.pen.canvas, self.kind_id, form.typed, record_id=form.record_id, base_revision=form.base_revision
        )


def line_of(pen: CanvasPen, stored: Stored) -> Form:
    """This session's form of a stored line, brought up to what others changed meanwhile."""
    record = stored.record
    form = _open(pen, record.id, FormPlace(_place(pen, record.id), type(record), stored)).form
    if form.code and not form.problems:
        form.problems = (_WAITING,)
    return form


def new_line(pen: CanvasPen, kind_id: str, slot: str, **preset: Any) -> Form:
    """The empty form at a place of the canvas."""
    return _open(pen, slot, FormPlace(_place(pen, slot), kind(kind_id), begin=preset)).form


_WAITING = Problem(
    "ข้อนี้มีสิ่งที่พิมพ์ไว้แต่ยังบันทึกไม่ได้ ดูช่องที่กรอกแล้วแก้ หรือออกจากช่องอีกครั้ง",
    "Something typed here could not be saved yet; look at the fields and correct it",
)


def _open(pen: CanvasPen, slot: str, place: FormPlace) -> OpenForm:
    return open_form(pen.here.language, place, LineKeeping(pen, place.model.about.id, slot))


def _place(pen: CanvasPen, slot: str) -> str:
    return f"canvas.{pen.canvas}.{slot}"


def _opened(pen: CanvasPen, form: Form) -> OpenForm:
    """A form of this canvas that is open already, with what may be done with it now."""
    stored = pen.board.stored(form.record_id) if form.record_id else None
    slot = form.place.removeprefix(_place(pen, ""))
    return OpenForm(pen.here.language, form, stored, LineKeeping(pen, form.model.about.id, slot))


def _drafts(pen: CanvasPen) -> dict[str, Draft]:
    """What waits on this canvas, asked for once a session."""
    asked: dict[str, dict[str, Draft]] = st.session_state.setdefault(_DRAFTS, {})
    if pen.canvas not in asked:
        asked[pen.canvas] = pen.acts.drafts_of(pen.canvas)
    return asked[pen.canvas]


def forget_lines(pen: CanvasPen) -> None:
    """Close every form of this canvas; what waits in drafts is asked for anew."""
    forget_forms(lambda place: place.startswith(_place(pen, "")))
    st.session_state.get(_DRAFTS, {}).pop(pen.canvas, None)


def show_line(
    pen: CanvasPen, form: Form, rows: Sequence[Sequence[str]], *, label: str = "", border: bool = True
) -> None:
    """The fields of a line; below them what is amiss and how to take the line away."""
    with st.container(border=border):
        show_fields(pen, form, rows)
        if form.record_id:
            take_away_button(pen, form, label)


def show_fields(pen: CanvasPen, form: Form, rows: Sequence[Sequence[str]]) -> None:
    """Fields row by row, and below them what is amiss."""
    for row in rows:
        places = st.columns(len(row)) if len(row) > 1 else [st.container()]
        for place, name in zip(places, row, strict=True):
            with place:
                show_question(pen.here, form, name, lambda f: keep(pen, f))
    with st.container():
        words = pen.here.say("ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้เก็บเป็นร่างแล้ว ไม่หาย")
        show_refusal(pen.here, _opened(pen, form), words)


def keep(pen: CanvasPen, form: Form) -> None:
    """Save a line as it is typed now; what cannot be saved becomes a draft of the line."""
    _kept(pen, form, _opened(pen, form).leave_field())


def save_new(pen: CanvasPen, form: Form) -> bool:
    """Save a line that has no words of its own, when its button is pressed; whether it went through."""
    saved = _opened(pen, form).save()
    _kept(pen, form, saved)
    return saved is not None


def _kept(pen: CanvasPen, form: Form, saved: Saved | None) -> None:
    if saved is not None:
        rename_form(form, _place(pen, saved.record.id))
    if saved is not None or form.problems:
        # Somebody else may have written a moment ago: what they wrote has to be seen at once.
        pen.here.wrote()


def take_away_button(pen: CanvasPen, form: Form, label: str = "") -> None:
    """Takes the line off the canvas; the undo stands beside it, the list of what was taken away below.

    Behind a door of its own: Tab leads from field to field, never onto a button that deletes.
    """
    with st.popover(pen.here.say("ข้อนี้"), icon=":material/more_horiz:", type="tertiary", key=f"{form.id}.more"):
        st.button(
            pen.here.say("เอาออก"),
            key=f"{form.id}.away",
            on_click=_away,
            args=(pen, form),
            type="tertiary",
            icon=":material/close:",
            help=label or None,
        )


def _away(pen: CanvasPen, form: Form) -> None:
    try:
        pen.acts.take_away(pen.canvas, form.model.about.id, form.record_id)
    except ThunError as error:
        form.problems = error.problems
        return
    spec = form.model.about.title
    note_taken(pen.canvas, form.model.about.id, form.record_id, str(form.typed.get(spec) or ""))
    forget_form(form.place)
    pen.here.wrote()
