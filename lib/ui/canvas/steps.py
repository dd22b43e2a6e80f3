"""The nine steps as every screen names them: number, wording, short name, colour, fields of a line."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.insight.lists import lists
from lib.insight.source import Source
from lib.schema.canvas_choices import CANVAS_STEPS
from lib.ui.frame.shell import Here


@dataclass(frozen=True)
class CanvasStep:
    """One step. `colour` is its box's everywhere: on the board, the wall and the paper."""

    number: int
    th: str
    en: str
    short_th: str
    short_en: str
    icon: str
    colour: str

    def words(self, language: str) -> str:
        """The programme's own wording."""
        return self.en if language == "en" else self.th

    def short(self, language: str) -> str:
        """Two or three words, for a box."""
        return self.short_en if language == "en" else self.short_th


_SHORT = (
    ("จุดขาย แบรนด์", "Selling point", "star", "#c8553d"),
    ("ลูกค้าเป้าหมาย", "Customers", "groups", "#3d5a98"),
    ("สื่อสารการตลาด", "Marketing", "campaign", "#3d5a98"),
    ("ปิดการขาย–บริการ", "Sale and service", "handshake", "#3d5a98"),
    ("เพิ่มรายได้–ลดรายจ่าย", "Income and savings", "savings", "#2f7d4f"),
    ("กิจกรรมหลัก", "Main activities", "checklist", "#1f6f78"),
    ("ทำเองได้", "By ourselves", "front_hand", "#1f6f78"),
    ("ร่วมมือกับภาคี", "With partners", "diversity_3", "#1f6f78"),
    ("เงินเท่าที่จำเป็น", "Necessary money", "payments", "#7a5c3e"),
)
STEPS = tuple(CanvasStep(int(o.value), o.th, o.en, *short) for o, short in zip(CANVAS_STEPS, _SHORT, strict=True))


def step(number: int) -> CanvasStep:
    """One of the nine."""
    return STEPS[number - 1]


def question(here: Here, number: int) -> str:
    """The guiding question of a step, in the language of the screen."""
    return step_question(here.source, number, here.language)


def step_question(source: Source, number: int, language: str) -> str:
    """The guiding question of a step: an editable list, ours and not the manual's."""
    entries = lists(source).value.get("cbmc_question", ())
    return next((e.name.text(language) for e in entries if e.value == f"step_{number}"), "")


def go_to(number: int) -> None:
    """Put a step into the address."""
    st.query_params["step"] = str(number)
    st.query_params["part"] = "walk"


def step_asked() -> int:
    """The step in the address, 1 when there is none."""
    asked = st.query_params.get("step", "1")
    return int(asked) if asked in {str(s.number) for s in STEPS} else 1
