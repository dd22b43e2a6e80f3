"""Stored values as people read them: choices by label, places by full name, dates in their era."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from lib.domain.places import BANGKOK_ID
from lib.domain.thai_date import format_date, format_moment
from lib.insight.bilingual_name import Name
from lib.insight.choices import choices_of
from lib.insight.lists import lists
from lib.insight.source import Source
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import every_spec, nested_fields, shape
from lib.schema.registry import KINDS, kind
from lib.store.tables import table

DECLINED = "no_answer"
_NOT_ANSWERED = Name("ข้อที่ไม่ตอบ", "Not answered")
_UNKNOWN, _REFUSED = Name("ไม่ทราบ", "Not known"), Name("ไม่สะดวกตอบ", "Would rather not say")
_MARKS = {"tambon": "ต.", "khwaeng": "แขวง", "district": "อ.", "province": "จ."}


class DisplayValues:
    """Says values of one store in one language."""

    def __init__(self, source: Source, language: str) -> None:
        self.source, self.language = source, language

    def value(self, kind_id: str, field_id: str, value: Any) -> str:
        """One field's value; an en dash for none."""
        if value in (None, "", [], {}):
            return "–"
        model = kind(kind_id)
        if field_id == DECLINED and isinstance(value, Mapping):
            return ", ".join(f"{self.label(kind_id, n)}: {self._why_none(reason)}" for n, reason in value.items())
        spec = every_spec(model).get(field_id)
        if spec is None:
            return str(value)
        if field_id == "proves_kind" and value in KINDS:
            return KINDS[str(value)].about.label(self.language)
        if field_id in nested_fields(model):
            return f"{len(value)}"
        if isinstance(value, list):
            return ", ".join(self._one(model, spec, v) for v in value)
        return self._one(model, spec, value)

    def label(self, kind_id: str, field_id: str) -> str:
        """A question's label, a retired one's too; the id of what was never asked."""
        if field_id == DECLINED:
            return _NOT_ANSWERED.text(self.language)
        spec = every_spec(kind(kind_id)).get(field_id)
        return spec.label(self.language) if spec else field_id

    def _why_none(self, reason: object) -> str:
        known = NoAnswer.UNKNOWN.value == str(reason), NoAnswer.REFUSED.value == str(reason)
        return (_UNKNOWN if known[0] else _REFUSED if known[1] else Name(str(reason))).text(self.language)

    def _one(self, model: Any, spec: Spec, value: Any) -> str:
        if spec.options:
            return next((o.label(self.language) for o in spec.options if o.value == value), str(value))
        if spec.choice_list:
            entries = lists(self.source).value.get(spec.choice_list, ())
            return next((e.name.text(self.language) for e in entries if e.value == value), str(value))
        if spec.refers_to == "area":
            name = area_names(self.source).get(str(value))
            return name.text(self.language) if name else str(value)
        if spec.refers_to:
            return choices_of(self.source, spec.refers_to).get(str(value), str(value))
        python = shape(model, spec.id).python
        if python is bool:
            return "✓" if value else "–"
        if python is date:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
            return format_date(day, self.language)
        if python is datetime:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            return format_moment(moment, self.language)
        if python in (int, float, Decimal) and spec.format != "be_year":
            number = Decimal(str(value)).normalize()
            return f"{number:,f}"
        return str(value)


def area_names(source: Source) -> dict[str, Name]:
    """Every area's full name by id: ``ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี``."""
    return source.read("area_names", ("area",), _read_names).value


def _read_names(connection: Connection) -> dict[str, Name]:
    area = table("area")
    query = select(area.c.id, area.c.type, area.c.name_th, area.c.name_en, area.c.parent, area.c.province)
    rows = {r.id: r for r in connection.execute(query)}
    found = {}
    for row in rows.values():
        chain = [row]
        for up in (rows.get(row.parent or ""), rows.get(row.province or "")):
            if up is not None and up.type != "region" and up.id not in {c.id for c in chain}:
                chain.append(up)
        th = " ".join(("" if c.id == BANGKOK_ID else _MARKS.get(c.type, "")) + c.name_th for c in chain)
        found[row.id] = Name(th, ", ".join(c.name_en or c.name_th for c in chain))
    return found
