"""The data dictionary, written from the declarations. ``docs/data-dictionary.md`` is made by it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from lib.schema.field import Spec
from lib.schema.record import Answers, every_spec, nested_fields, shape
from lib.schema.registry import KINDS, SCHEMA_VERSION

_TYPES: dict[type, tuple[str, str]] = {
    str: ("ข้อความ", "text"),
    int: ("จำนวนเต็ม", "whole number"),
    float: ("ตัวเลข", "number"),
    Decimal: ("จำนวนเงิน", "money"),
    date: ("วันที่ (ค.ศ. ISO)", "date (C.E., ISO)"),
    datetime: ("เวลา (UTC)", "moment (UTC)"),
    bool: ("ใช่/ไม่ใช่", "yes/no"),
}
_PRIVACY = {
    "public": ("สาธารณะ", "public"),
    "internal": ("ภายใน", "internal"),
    "personal": ("ส่วนบุคคล", "personal"),
    "sensitive": ("อ่อนไหว", "sensitive"),
}
_AUTHORITY = {"both": ("ทุกทาง", "anywhere"), "app": ("ระบบเท่านั้น", "app only"), "sheet": ("ชีต", "sheet")}


def rows(model: type[Answers], language: str = "th") -> list[dict[str, str]]:
    """One row per field: id, label, type, choices, limits, who may change and see it."""
    en = language == "en"
    heads = (
        ("id", "label", "type", "required", "choices", "help", "privacy", "changed in", "since")
        if en
        else ("รหัส", "ชื่อ", "ชนิด", "ต้องกรอก", "ตัวเลือก", "คำอธิบาย", "ความลับ", "แก้ได้ที่", "ตั้งแต่รุ่น")
    )
    made = []
    for name, spec in every_spec(model).items():
        cells = (
            name,
            spec.label(language),
            _type(model, name, en),
            ("yes" if en else "ใช่") if shape(model, name).required else "",
            _choices(spec, language),
            spec.help(language),
            _PRIVACY[spec.privacy][en],
            _AUTHORITY[spec.authority][en],
            _since(spec, model),
        )
        made.append(dict(zip(heads, cells, strict=True)))
    return made


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


def _type(model: type[Answers], name: str, en: bool) -> str:
    python, many, _ = shape(model, name)
    if name in nested_fields(model):
        return "rows" if en else "แถวย่อย"
    text = _TYPES[python][en]
    return (f"list of {text}" if en else f"รายการ{text}") if many else text


def _choices(spec: Spec, language: str) -> str:
    if spec.options:
        return ", ".join(f"{o.value} = {o.label(language)}" for o in spec.options)
    if spec.choice_list:
        return f"list_item: {spec.choice_list}"
    return f"→ {spec.refers_to}" if spec.refers_to else ""


def _since(spec: Spec, model: type[Answers]) -> str:
    about = getattr(model, "about", None)
    since = max(spec.since, about.since if about else 1)
    return f"{since}–{spec.retired}" if spec.retired else str(since)


def _table(made: list[dict[str, str]]) -> str:
    heads = list(made[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(v.replace("|", "\\|") for v in row.values()) + " |" for row in made]
    return "\n".join(lines) + "\n"
