"""Headings of a form's sections, under the names that questions give (`Spec.section`)."""

from __future__ import annotations

from lib.schema.field import options

SECTIONS = options(
    ("start", "เริ่มต้น", "Start"),
    ("work", "คนและอาชีพ", "People and work"),
    ("money", "รายได้ รายจ่าย เงินออม", "Income, expense, savings"),
    ("debt", "หนี้", "Debt"),
    ("produce", "ผลผลิต", "Produce"),
    ("life", "ความเป็นอยู่", "Living"),
    ("context", "บริบท", "Context"),
    ("economy", "เศรษฐกิจ", "Economy"),
    ("outside", "ปัจจัยภายนอก", "From outside"),
    ("round", "เวทีและกำหนดการสำรวจ", "Forum and days of the survey"),
    ("members", "คนในเครือข่าย", "Members of the network"),
    ("plan", "วิสัยทัศน์และแผน", "Vision and plan"),
    ("place", "ที่ตั้ง", "Place"),
    ("centre", "งานของศูนย์", "The centre's work"),
    ("next", "ก้าวต่อไป", "What comes next"),
    ("gain", "รายได้–รายจ่าย", "Gains"),
)


def section_names(language: str = "th") -> dict[str, str]:
    """Section → its heading in a language."""
    return {section.value: section.label(language) for section in SECTIONS}
