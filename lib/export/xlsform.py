"""Any record kind as an XLSForm for KoboCollect and ODK Collect, made from its declaration.

Question names are the permanent field ids (``incomes__amount`` within a repeat), choices their permanent values: what comes back fits
whatever the labels are by then (`intake/odk.py`). A question that may be declined is followed by
one that asks why it has no answer (``<id>__why``).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

from lib.domain.errors import BadInput, Problem
from lib.domain.thai_date import fiscal_year_bounds
from lib.schema.field import Option, Spec
from lib.schema.record import Answers, Record, nested_fields, shape, specs, typable
from lib.schema.sections import SECTIONS

LANGUAGES = {"th": "ไทย (th)", "en": "English (en)"}
#: Ends the name of the question that asks why another has no answer.
WHY = "__why"
_WHY = (Option("unknown", "ไม่ทราบ", "Don't know"), Option("refused", "ไม่สะดวกตอบ", "Would rather not say"))
_BOOL = (Option("true", "ใช่", "Yes"), Option("false", "ไม่ใช่", "No"))
#: Heading of questions that stand in no section.
_NO_SECTION = Option("", "คำถาม", "Questions")
_WORDS = {
    ">=": ("ไม่น้อยกว่า", "at least"),
    "<=": ("ไม่เกิน", "at most"),
    ">": ("มากกว่า", "more than"),
    "<": ("น้อยกว่า", "less than"),
}
_COLUMNS = (
    "type",
    "name",
    *(f"label::{n}" for n in LANGUAGES.values()),
    *(f"hint::{n}" for n in LANGUAGES.values()),
    "required",
    "relevant",
    "constraint",
    *(f"constraint_message::{n}" for n in LANGUAGES.values()),
    "default",
    "read_only",
    "appearance",
)

Row = dict[str, str]
Lists = Mapping[str, Sequence[Option]]


def xlsform(model: type[Record], lists: Lists, preset: Mapping[str, str] | None = None, version: str = "") -> bytes:
    """The form as XLSX, validated with pyxform; raises `BadInput` when a list makes it unusable.

    `lists`: name of an editable list → its standing entries. `preset`: answers that are given
    beforehand (the tambon, the round) and cannot be changed on the device.
    """
    survey, choices = _survey(model, lists, dict(preset or {}))
    settings = [
        {
            "form_title": model.about.th,
            "form_id": model.about.id,
            "version": version or "1",
            "default_language": LANGUAGES["th"],
        }
    ]
    book = _workbook({"survey": survey, "choices": choices, "settings": settings})
    validate(book)
    return book


def validate(book: bytes) -> str:
    """The XForm that pyxform makes of an XLSForm; raises `BadInput` with what it says otherwise."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        return str(convert(io.BytesIO(book), validate=False, file_type=".xlsx").xform)
    except PyXFormError as error:
        raise BadInput(
            Problem(
                f"แบบนี้ยังส่งออกเป็น XLSForm ไม่ได้ ตรวจรหัสในรายการตัวเลือก ({error})",
                f"The form cannot be exported as XLSForm; look at the values of its lists ({error})",
            )
        ) from None


def _survey(model: type[Record], lists: Lists, preset: dict[str, str]) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    choices: dict[str, Sequence[Option]] = {}
    section = None
    for name, spec in typable(model).items():
        if spec.section != section:
            if section is not None:
                rows.append({"type": "end_group"})
            section = spec.section
            head = next((s for s in SECTIONS if s.value == section), _NO_SECTION)
            group = {"type": "begin_group", "name": f"section_{section or 'main'}_{len(rows)}"}
            rows.append({**group, **_labels("label", head.th, head.en)})
        rows += _question(model, name, spec, lists, choices, preset)
    rows.append({"type": "end_group"})
    listed = [
        {"list_name": name, "name": o.value, **_labels("label", o.th, o.en)}
        for name, options in choices.items()
        for o in options
    ]
    return rows, listed


def _question(
    model: type[Answers],
    name: str,
    spec: Spec,
    lists: Lists,
    choices: dict[str, Sequence[Option]],
    preset: Mapping[str, str],
    within: str = "",
) -> list[Row]:
    relevant, asked = _relevant(model, spec, within), f"{within}{name}"
    if name in nested_fields(model):
        inner = nested_fields(model)[name]
        head = {"type": "begin_repeat", "name": name, **_labels("label", spec.th, spec.en), "relevant": relevant}
        body = [
            row
            for inner_name, inner_spec in specs(inner).items()
            for row in _question(inner, inner_name, inner_spec, lists, choices, {}, f"{name}__")
        ]
        return [head, *body, {"type": "end_repeat"}]
    kind, options = _type(model, name, spec, lists)
    if options:
        list_name = f"{model.__name__.lower()}_{name}"
        choices[list_name] = options
        kind = f"{kind} {list_name}"
    unit = {"th": f" ({spec.unit_th})" if spec.unit_th else "", "en": f" ({spec.unit_en})" if spec.unit_en else ""}
    row: Row = {
        "type": kind,
        "name": asked,
        **_labels("label", spec.th + unit["th"], spec.en + unit["en"]),
        **_labels("hint", spec.help("th"), spec.help("en")),
        "required": "yes" if shape(model, name).required else "",
        "relevant": relevant,
        **_constraint(model, name, spec, preset),
        "appearance": "multiline" if spec.long_text else "",
        "default": str(preset.get(name, "")) or _default(model, name),
        "read_only": "yes" if name in preset else "",
    }
    rows = [row]
    if spec.likely:
        rows.append(_unusual(asked, spec))
    if spec.may_decline:
        choices["why_no_answer"] = _WHY
        unanswered = f"${{{asked}}} = ''"
        rows.append(
            {
                "type": "select_one why_no_answer",
                "name": f"{asked}{WHY}",
                "appearance": "minimal",
                **_labels("label", f"{spec.th}: ถ้าไม่มีคำตอบ เพราะ", f"{spec.en}: no answer because"),
                "relevant": f"({relevant}) and {unanswered}" if relevant else unanswered,
            }
        )
    return rows


def _type(model: type[Answers], name: str, spec: Spec, lists: Lists) -> tuple[str, Sequence[Option]]:
    python, many = shape(model, name).python, shape(model, name).many
    options = spec.options or tuple(lists.get(spec.choice_list, ()))
    if options:
        return ("select_multiple" if many else "select_one"), options
    if python is bool:
        return "select_one", _BOOL
    known = {int: "integer", float: "decimal", Decimal: "decimal", date: "date"}
    return known.get(python, "text"), ()


def _relevant(model: type[Answers], spec: Spec, within: str) -> str:
    if spec.ask_if is None:
        return ""
    other, wanted = spec.ask_if
    if shape(model, other).many:
        return " or ".join(f"selected(${{{within}{other}}}, '{v}')" for v in wanted)
    return " or ".join(f"${{{within}{other}}} = '{v}'" for v in wanted)


def _constraint(model: type[Answers], name: str, spec: Spec, preset: Mapping[str, str]) -> Row:
    """Everything that the server would refuse, refused on the phone first, with the sentence that says it."""
    rules: list[Rule] = []
    for told in model.model_fields[name].metadata:
        for limit, sign in (("ge", ">="), ("le", "<="), ("gt", ">"), ("lt", "<")):
            if (value := getattr(told, limit, None)) is not None:
                rules.append((f". {sign} {value}", f"{_WORDS[sign][0]} {value:,}", f"{_WORDS[sign][1]} {value:,}"))
        if (longest := getattr(told, "max_length", None)) is not None:
            rules.append((f"string-length(.) <= {longest}", f"ไม่เกิน {longest} ตัวอักษร", f"at most {longest} characters"))
        if (pattern := getattr(told, "pattern", None)) is not None:
            example = spec.example or spec.help("th")
            rules.append(
                (f"regex(., '{pattern}')", f"เขียนเช่น {example}", f"written as {spec.example or spec.help('en')}")
            )
        if (places := getattr(told, "decimal_places", None)) is not None:
            rules.append(
                (
                    f"regex(., '^-?[0-9]*(\\.[0-9]{{0,{places}}})?$')",
                    f"ทศนิยมไม่เกิน {places} ตำแหน่ง",
                    f"at most {places} decimals",
                )
            )
    rules += [*_days(spec, preset), *_texts(model, name, spec)]
    if not rules:
        return {}
    conditions, th, en = zip(*rules, strict=True)
    return {
        "constraint": " and ".join(conditions),
        **_labels("constraint_message", f"{spec.th}: {', '.join(th)}", f"{spec.en}: {', '.join(en)}"),
    }


Rule = tuple[str, str, str]
"""A condition, and what it asks for in Thai and English."""


def _days(spec: Spec, preset: Mapping[str, str]) -> list[Rule]:
    """Days to come, and days outside the round that the form was made for."""
    rules = [(". <= today()", "ไม่ใช่วันที่ยังมาไม่ถึง", "not a day to come")] if spec.past else []
    year = preset.get(spec.near_year, "") if spec.near_year else ""
    if year.isdecimal():
        first, last = fiscal_year_bounds(int(year) - 1)[0], fiscal_year_bounds(int(year) + 1)[1]
        rules.append(
            (
                f". >= '{first}' and . <= '{last}'",
                f"อยู่ในรอบปี {year} หรือปีข้างเคียง",
                f"in the round of {year} B.E. or beside it",
            )
        )
    return rules


def _texts(model: type[Answers], name: str, spec: Spec) -> list[Rule]:
    if shape(model, name).python is not str or spec.options or spec.choice_list:
        return []
    rules = []
    if shape(model, name).required:
        rules.append(("normalize-space(.) != ''", "มีตัวอักษร", "more than spaces"))
    if spec.format == "code":
        rules.append(("not(regex(., '^[1-8]([ -]?[0-9]){12}$'))", "ไม่ใช่เลขบัตรประชาชน", "no citizen id"))
    return rules


def _unusual(name: str, spec: Spec) -> Row:
    """An unusual value is pointed out and may stay."""
    assert spec.likely is not None
    low, high = spec.likely
    return {
        "type": "note",
        "name": f"{name}__odd",
        "relevant": f"${{{name}}} != '' and (${{{name}}} < {low} or ${{{name}}} > {high})",
        **_labels(
            "label",
            f"{spec.th}: ผิดจากที่พบทั่วไป ({low:,}–{high:,}) ถ้าถูกแล้วไปต่อได้",
            f"{spec.en}: unusual ({low:,}–{high:,}); go on if it is right",
        ),
    }


def _default(model: type[Answers], name: str) -> str:
    value = model.model_fields[name].default
    return value if isinstance(value, str) else ""


def _labels(column: str, th: str, en: str) -> Row:
    return {f"{column}::{LANGUAGES['th']}": th, f"{column}::{LANGUAGES['en']}": en}


def _workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    out = io.BytesIO()
    columns: dict[str, tuple[str, ...]] = {
        "survey": _COLUMNS,
        "choices": ("list_name", "name", *(f"label::{n}" for n in LANGUAGES.values())),
        "settings": ("form_title", "form_id", "version", "default_language"),
    }
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for column, title in enumerate(columns[name]):
                sheet.write_string(0, column, title)
            for number, row in enumerate(rows, start=1):
                for column, title in enumerate(columns[name]):
                    if row.get(title):
                        sheet.write_string(number, column, row[title])
    return out.getvalue()
