"""Validation failures as sentences in Thai and English, tied to the field they concern."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from lib.domain.errors import BadInput, Problem
from lib.schema.record import Answers, Record, every_spec, nested_fields

_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("ต้องกรอก", "must be filled in"),
    "none_required": ("ต้องกรอก", "must be filled in"),
    "string_type": ("ต้องกรอก", "must be filled in"),
    "string_too_long": ("ยาวเกิน {max_length} ตัวอักษร", "is longer than {max_length} characters"),
    "string_too_short": ("สั้นกว่า {min_length} ตัวอักษร", "is shorter than {min_length} characters"),
    "string_pattern_mismatch": ("เขียนไม่ตรงรูปแบบ ดูตัวอย่างใต้ช่อง", "is not written as in the example"),
    "greater_than_equal": ("ต้องไม่น้อยกว่า {ge}", "must be at least {ge}"),
    "less_than_equal": ("ต้องไม่เกิน {le}", "must be at most {le}"),
    "greater_than": ("ต้องมากกว่า {gt}", "must be more than {gt}"),
    "less_than": ("ต้องน้อยกว่า {lt}", "must be less than {lt}"),
    "int_parsing": ("ต้องเป็นจำนวนเต็ม", "must be a whole number"),
    "int_from_float": ("ต้องเป็นจำนวนเต็ม", "must be a whole number"),
    "int_type": ("ต้องเป็นจำนวนเต็ม", "must be a whole number"),
    "float_parsing": ("ต้องเป็นตัวเลข", "must be a number"),
    "float_type": ("ต้องเป็นตัวเลข", "must be a number"),
    "decimal_parsing": ("ต้องเป็นตัวเลข", "must be a number"),
    "decimal_max_places": ("มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง", "may have two decimals at most"),
    "date_from_datetime_parsing": ("ไม่ใช่วันที่", "is not a date"),
    "date_parsing": ("ไม่ใช่วันที่", "is not a date"),
    "bool_parsing": ("ต้องเลือกใช่หรือไม่ใช่", "must be yes or no"),
    "extra_forbidden": ("ไม่มีช่องนี้ในแบบบันทึก", "is not a field of this form"),
    "may_not_decline": ("ตอบว่าไม่ทราบหรือไม่สะดวกตอบไม่ได้", "cannot be declined"),
    "answered_and_declined": (
        "มีทั้งคำตอบและเครื่องหมายว่าไม่ตอบ เลือกอย่างเดียว",
        "has both an answer and a mark for no answer; keep one",
    ),
    "not_asked": ("ไม่ต้องตอบข้อนี้เมื่อดูจากคำตอบข้ออื่น", "is not asked, going by the other answers"),
    "unknown_choice": ("ไม่อยู่ในตัวเลือก", "is not one of the choices"),
    "citizen_id": (
        "มีเลขบัตรประชาชน ระบบไม่เก็บเลขบัตรของใคร ลบออกแล้วใช้รหัสหรือชื่อแทน",
        "holds a citizen id; nobody's is kept here. Take it out and use a code or a name",
    ),
}
_FALLBACK = ("กรอกไม่ถูกต้อง", "is not valid")


R = TypeVar("R", bound=Record)


def validate(model: type[R], values: dict[str, Any]) -> R:
    """Build a record from typed values; raises `BadInput` with one problem per wrong field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise BadInput(*explain(error, model)) from None


def explain(error: ValidationError, model: type[Answers]) -> list[Problem]:
    """Every failure of a pydantic validation as a `Problem` in the words of the form."""
    return [_problem(dict(detail), model) for detail in error.errors(include_url=False)]


def _problem(detail: dict[str, Any], model: type[Answers]) -> Problem:
    context = detail.get("ctx") or {}
    path = [part for part in detail["loc"] if part != "no_answer"]
    inner = str(context.get("field") or "")
    field_id = str(path[0]) if path else inner
    th, en = _labels(model, path, inner or field_id)
    empty = detail.get("input") in (None, "") and detail["type"] not in _ABOUT_THE_RECORD
    th_says, en_says = _SENTENCES.get("missing" if empty else detail["type"], _FALLBACK)
    return Problem(f"{th} {th_says.format(**context)}", f"{en} {en_says.format(**context)}", field_id)


_ABOUT_THE_RECORD = {"may_not_decline", "answered_and_declined", "not_asked", "unknown_choice"}


def _labels(model: type[Answers], path: list[Any], field_id: str) -> tuple[str, str]:
    """Labels of the failing field, with the row's number when it is in a nested list."""
    if len(path) >= 2 and path[0] in nested_fields(model) and isinstance(path[1], int):
        outer = every_spec(model)[str(path[0])]
        inner_model = nested_fields(model)[str(path[0])]
        inner = every_spec(inner_model).get(str(path[2]) if len(path) > 2 else field_id)
        row = path[1] + 1
        return (
            f"{outer.th} แถวที่ {row} {inner.th if inner else ''}".strip(),
            f"{outer.en} row {row} {inner.en if inner else ''}".strip(),
        )
    spec = every_spec(model).get(field_id)
    return (spec.th, spec.en) if spec else (field_id, field_id)
