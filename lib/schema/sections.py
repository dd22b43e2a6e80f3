"""Sections of the forms: the headings that questions stand under, on screen, on paper and on phones."""

from __future__ import annotations

from lib.schema.field import options

#: `Spec.section` → heading; '' is a form without sections.
SECTIONS = options(
    ("", "คำถาม", "Questions"),
    ("start", "เริ่มต้น", "Start"),
    ("work", "คนและอาชีพ", "People and work"),
    ("money", "รายได้ รายจ่าย เงินออม", "Income, expense, savings"),
    ("debt", "หนี้", "Debt"),
    ("produce", "ผลผลิต", "Produce"),
    ("life", "ความเป็นอยู่", "Living"),
    ("context", "บริบท", "Context"),
    ("economy", "เศรษฐกิจ", "Economy"),
    ("outside", "ปัจจัยภายนอก", "From outside"),
    ("gain", "รายได้–รายจ่าย", "Gains"),
    ("place", "ที่ตั้ง", "Place"),
    ("next", "สิ่งที่ยังขาดและทิศทาง", "What is missing, and where to"),
)
