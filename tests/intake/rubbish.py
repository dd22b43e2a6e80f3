"""What people type, paste and dictate into boxes that expect something else."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lib.schema.field import Spec
from lib.schema.record import Answers, nested_fields, shape, specs, typable

RUBBISH = (
    "10,000-12,000",
    "ประมาณ 5 พัน",
    "เยอะมาก",
    "๑๒,๓๔",
    "1e999",
    "NaN",
    "-",
    "ไม่ทราบ",
    "31 ก.พ. 2568",
    "12/2026",
    "=SUM(A1:A9)",
    "<b>**{field}** $x$ [a](b)",
    "\u202e ก่ำ\u200b ํา",
    "๙" * 90,
    "อ" * 5_000,
    "0",
    "-7.5",
)
#: Anything that a box can hold; a browser sends no half characters and no NUL.
ANYTHING = st.one_of(
    st.sampled_from(RUBBISH), st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
)


def text_boxes(model: type[Answers]) -> list[str]:
    """Fields that are answered in one's own words."""
    return [
        name
        for name, spec in typable(model).items()
        if not (spec.options or spec.choice_list or spec.refers_to)
        and name not in nested_fields(model)
        and shape(model, name).python is not bool
    ]


def filled(model: type[Answers], asking: str = "") -> dict[str, Any]:
    """A form with everything in it that is asked together with the field `asking`."""
    declared = specs(model)
    typed: dict[str, Any] = {"no_answer": {}}
    for name, spec in declared.items():
        if name in nested_fields(model):
            typed[name] = [{"id": "", **filled(nested_fields(model)[name])}]
        else:
            typed[name] = _answer(model, spec)
    # First what leads to other questions, last what leads to the one that is looked at.
    for spec in (*declared.values(), *_leading_to(declared, asking)):
        if spec.ask_if is not None:
            other, wanted = spec.ask_if
            typed[other] = [wanted[0]] if shape(model, other).many else wanted[0]
    return typed


def _leading_to(declared: dict[str, Spec], name: str) -> list[Spec]:
    way: list[Spec] = []
    while name in declared and declared[name].ask_if is not None:
        way.append(declared[name])
        name = declared[name].ask_if[0]  # type: ignore[index]
    return way


def _answer(model: type[Answers], spec: Spec) -> Any:
    python, many, _ = shape(model, spec.id)
    if spec.options:
        value: Any = spec.options[0].value
    elif python is bool:
        value = True
    elif spec.format == "be_year":
        value = "2569"
    elif spec.id in ("latitude", "longitude"):
        value = "16" if spec.id == "latitude" else "100"
    elif python.__name__ in ("int", "float", "Decimal"):
        value = "5"
    elif python.__name__ in ("date", "datetime"):
        value = "12 พ.ย. 2568"
    elif spec.format == "phone":
        value = "0812345678"
    else:
        value = "ก"
    return [value] if many else value
