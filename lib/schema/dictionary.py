"""The data dictionary, written from the declarations. ``docs/data-dictionary.md`` is made by it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from lib.schema.choices import CHOICE_LISTS
from lib.schema.field import Spec, label
from lib.schema.record import Answers, every_spec, limits, nested_fields, shape
from lib.schema.registry import KINDS, SCHEMA_VERSION

_TYPES: dict[type, tuple[str, str]] = {
    str: ("ข้อความ", "text"),
    int: ("จำนวนเต็ม", "whole number"),
    float: ("ตัวเลข", "number"),
    Decimal: ("ทศนิยมสองตำแหน่ง", "number with two decimals"),
    date: ("วันที่ (ค.ศ. ISO)", "date (C.E., ISO)"),
    datetime: ("เวลา (UTC)", "moment (UTC)"),
    bool: ("ใช่/ไม่ใช่", "yes/no"),
}
_MONEY = ("จำนวนเงิน", "money")
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
#: Columns that are left out of a table when none of its questions has anything to say there.
_OFTEN_EMPTY = frozenset({"หน่วย", "ขอบเขต", "ถามเมื่อ", "ใช้ใน", "unit", "limits", "asked when", "used in"})
_PRIVACY = {
    "public": ("สาธารณะ", "public"),
    "internal": ("ภายใน", "internal"),
    "personal": ("ส่วนบุคคล", "personal"),
    "sensitive": ("อ่อนไหว", "sensitive"),
}
_AUTHORITY = {"both": ("ทุกทาง", "anywhere"), "app": ("ระบบเท่านั้น", "app only"), "sheet": ("ชีต", "sheet")}


def rows(model: type[Answers], language: str = "th", *, coded: bool = True) -> list[dict[str, str]]:
    """One row per field: what it holds and in which unit and limits, when it is asked, who may change and see it.

    `coded`: with the ids of fields, choices and kinds, as files and programs have them; else words alone, for
    people who read, and no column that is empty.
    """
    en = language == "en"
    heads = (
        ("id", "label", "type", "unit", "limits", "required", "choices", "asked when", "help", "used in")
        if en
        else ("รหัส", "ชื่อ", "ชนิด", "หน่วย", "ขอบเขต", "ต้องกรอก", "ตัวเลือก", "ถามเมื่อ", "คำอธิบาย", "ใช้ใน")
    ) + (("privacy", "changed in", "since") if en else ("ความลับ", "แก้ได้ที่", "ตั้งแต่รุ่น"))
    made = []
    for name, spec in every_spec(model).items():
        cells = (
            name,
            spec.label(language),
            _type(model, name, spec, en),
            spec.unit(language),
            _limits(model, name, spec, en),
            ("yes" if en else "ใช่") if shape(model, name).required else "",
            _choices(spec, language) if coded else _choices_in_words(spec, language),
            _asked_when(model, spec, language, coded=coded),
            spec.help(language),
            _used_in(spec, language),
            _PRIVACY[spec.privacy][en],
            _AUTHORITY[spec.authority][en],
            _since(spec, model),
        )
        made.append(dict(zip(heads, cells, strict=True)))
    if coded:
        return made
    said = [head for head in heads[1:] if any(row[head] for row in made)]
    return [{head: row[head] for head in said} for row in made]


def to_markdown() -> str:
    """The whole dictionary as a document."""
    parts = [
        "# พจนานุกรมข้อมูล · Data dictionary\n",
        f"Made from `lib/schema/` by `python3 run.py dictionary` (schema version {SCHEMA_VERSION}). Do not edit by hand.\n",
        "Every record also has: `id` (globally unique, permanent), `revision` (1, 2, …), `origin` "
        "(`published` or `own`), `created_at`, `updated_at`, `withdrawn_at` (UTC), and `no_answer` "
        "(field id → `unknown` or `refused`; a field neither there nor filled was not answered yet).\n",
    ]
    for kind_id, model in KINDS.items():
        about = model.about
        parts.append(f"## {about.th} · {about.en} (`{kind_id}`)\n\n{about.help_th} · {about.help_en}\n")
        parts.append(f"sync: `{about.sync}` · private: {'yes' if about.private else 'no'}\n")
        parts.append(_table(rows(model)))
        for field_id, row_model in nested_fields(model).items():
            parts.append(f"### `{kind_id}.{field_id}` (rows)\n")
            parts.append(_table(rows(row_model)))
    return "\n".join(parts)


def field_ids() -> list[str]:
    """Every permanent id, ``kind.field`` and ``kind.list.field``, sorted."""
    found = []
    for kind_id, model in KINDS.items():
        found += [f"{kind_id}.{name}" for name in every_spec(model)]
        for field_id, row_model in nested_fields(model).items():
            found += [f"{kind_id}.{field_id}.{name}" for name in every_spec(row_model)]
    return sorted(found)


def _limits(model: type[Answers], name: str, spec: Spec, en: bool) -> str:
    """What blocks, and what is only unusual."""
    told = limits(model, name)
    form = "" if spec.format == "be_year" else ","
    parts = [f"{sign} {told[limit]:{form}}" for limit, sign in _SIGNS.items() if limit in told]
    if "max_length" in told:
        parts.append(f"≤ {told['max_length']:,} {'characters' if en else 'ตัวอักษร'}")
    if spec.likely:
        low, high = spec.likely
        parts.append(f"{'usually' if en else 'ปกติ'} {low:,}–{high:,}")
    return ", ".join(parts)


def _asked_when(model: type[Answers], spec: Spec, language: str, *, coded: bool) -> str:
    if spec.ask_if is None:
        return ""
    other, wanted = spec.ask_if
    question = every_spec(model)[other]
    answers = " / ".join(label(question.options, str(value), language) or _said(value, language) for value in wanted)
    return f"{other if coded else question.label(language)} = {answers}"


def _said(value: object, language: str) -> str:
    """A yes or no in words; anything else as it stands."""
    if isinstance(value, bool):
        return ("yes" if value else "no") if language == "en" else ("ใช่" if value else "ไม่ใช่")
    return str(value)


def _used_in(spec: Spec, language: str) -> str:
    """The check before counting, and the table of the result."""
    en = language == "en"
    parts = [("check" if en else "ตรวจก่อนนับ")] if spec.check_before else []
    if spec.result:
        parts.append(f"{'result' if en else 'ผล'}: {spec.result.label(language)}")
    return ", ".join(parts)


def _type(model: type[Answers], name: str, spec: Spec, en: bool) -> str:
    python, many, _ = shape(model, name)
    if name in nested_fields(model):
        return "rows" if en else "แถวย่อย"
    baht = python is Decimal and spec.unit_en.startswith("baht")
    text = _MONEY[en] if baht else _TYPES[python][en]
    return (f"list of {text}" if en else f"รายการ{text}") if many else text


def _choices(spec: Spec, language: str) -> str:
    if spec.options:
        return ", ".join(f"{o.value} = {o.label(language)}" for o in spec.options)
    if spec.choice_list:
        return f"list_item: {spec.choice_list}"
    return f"→ {spec.refers_to}" if spec.refers_to else ""


def _choices_in_words(spec: Spec, language: str) -> str:
    if spec.options:
        return ", ".join(o.label(language) for o in spec.options)
    if spec.choice_list:
        return label(CHOICE_LISTS, spec.choice_list, language)
    return f"→ {KINDS[spec.refers_to].about.label(language)}" if spec.refers_to else ""


def _since(spec: Spec, model: type[Answers]) -> str:
    about = getattr(model, "about", None)
    since = max(spec.since, about.since if about else 1)
    return f"{since}–{spec.retired}" if spec.retired else str(since)


def _table(made: list[dict[str, str]]) -> str:
    heads = [head for head in made[0] if head not in _OFTEN_EMPTY or any(row[head] for row in made)]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row[head].replace("|", "\\|") for head in heads) + " |" for row in made]
    return "\n".join(lines) + "\n"
