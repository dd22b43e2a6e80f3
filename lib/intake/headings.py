"""The headings that a kind's tab is given, in a file to download and on a Google Sheet alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.schema.field import Spec
from lib.schema.record import Answers, nested_fields, shape, typable

PLACE_PARTS = ("ตำบล", "อำเภอ", "จังหวัด")


@dataclass(frozen=True)
class Heading:
    """One column: its text, the note on it, the question, and which part of a place it holds."""

    text: str
    note: str
    spec: Spec | None
    part: str = ""

    @property
    def needed(self) -> bool:
        """Whether a row is nothing without it."""
        return self.text.endswith("*")


def headings(model: type[Answers], place: str = "") -> list[Heading]:
    """Columns of a kind, the app's own left out. `place`: field whose parts get columns of their own."""
    found: list[Heading] = []
    inner = nested_fields(model)
    for name, spec in typable(model).items():
        if name in inner:
            continue
        star = " *" if model.model_fields[name].is_required() else ""
        if place and name == place and name != "id":
            parts = ("จังหวัด",) if spec.area_types == ("province",) else PLACE_PARTS
            found += [Heading(p + star, spec.help(), spec, p) for p in parts]
            continue
        unit = f" ({spec.unit_th})" if spec.unit_th else ""
        found.append(Heading(f"{spec.th}{unit}{star}", note_of(model, spec), spec))
    return found


def note_of(model: type[Answers], spec: Spec) -> str:
    """What to write there: help, example, and how dates and several answers are written."""
    lines = [spec.help()]
    if shape(model, spec.id).python is date:
        lines.append("เขียนเช่น 19 ก.ย. 2566")
    if shape(model, spec.id).many:
        lines.append("หลายคำตอบคั่นด้วย , ")
        if spec.options:
            lines.append("เลือกจาก: " + ", ".join(o.th for o in spec.options))
    if spec.may_decline:
        lines.append("ไม่ทราบ หรือ ไม่สะดวกตอบ ก็เขียนได้")
    return "\n".join(line for line in lines if line)
