"""An empty workbook to fill in: one tab per record kind, child tabs for nested rows, dropdowns."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from lib.insight.imports.template_lists import TemplateLists
from lib.intake.headings import PLACE_PARTS, Heading
from lib.intake.headings import headings as headings_of
from lib.schema.choices import YES_NO
from lib.schema.field import Spec
from lib.schema.record import Answers, nested_fields, shape, specs
from lib.schema.registry import kind

#: Rows that are made ready to be typed into.
_ROWS = 2_000
_LISTS, _PLACES = "_รายการ", "_พื้นที่"
_TAMBON, _DISTRICT, _PROVINCE = PLACE_PARTS
_TEAL = "#1f6f78"


def to_template(
    kinds: Sequence[str],
    offered: TemplateLists,
    guide: Sequence[str],
    province: str = "",
    say: Callable[[str], str] = str,
) -> bytes:
    """The workbook; `guide` are the lines of its first tab, `province` a name when there is one.

    Headings and choices are Thai, as offices write them; `say` says what is around them in the
    reader's language.
    """
    import xlsxwriter  # 40 ms; only when somebody downloads

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        maker = _Maker(book, offered, province, say)
        maker.guide(guide)
        for kind_id in kinds:
            maker.tab(kind(kind_id).about.th, kind(kind_id), kind(kind_id).about.place)
            for name, inner in nested_fields(kind(kind_id)).items():
                title = specs(kind(kind_id))[kind(kind_id).about.title]
                maker.tab(specs(kind(kind_id))[name].th, inner, "", title)
        maker.lists()
    return out.getvalue()


class _Maker:
    def __init__(self, book: Any, offered: TemplateLists, province: str, say: Callable[[str], str]) -> None:
        self.book, self.offered, self.province, self.say = book, offered, province, say
        font = {"font_name": "Sarabun", "font_size": 11}
        self.head = book.add_format(
            {
                **font,
                "bold": True,
                "font_color": "#ffffff",
                "bg_color": _TEAL,
                "text_wrap": True,
                "valign": "top",
                "border": 1,
                "border_color": "#cfd9d6",
            }
        )
        self.needed = book.add_format(
            {
                **font,
                "bold": True,
                "font_color": "#ffffff",
                "bg_color": "#c8553d",
                "text_wrap": True,
                "valign": "top",
                "border": 1,
                "border_color": "#cfd9d6",
            }
        )
        self.body = book.add_format(font)
        self.as_text = book.add_format({**font, "num_format": "@"})
        self.columns: list[tuple[str, ...]] = []

    def guide(self, lines: Sequence[str]) -> None:
        """The first tab: how to fill in."""
        sheet = self.book.add_worksheet(self.say("อ่านก่อน"))
        sheet.set_column(0, 0, 110, self.body)
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.body)

    def tab(self, name: str, model: type[Answers], place: str, parent: Spec | None = None) -> None:
        """One tab of a kind, or of nested rows with the column that names their record."""
        sheet = self.book.add_worksheet(name[:31])
        headings = headings_of(model, place)
        if parent is not None:
            headings.insert(0, Heading(f"{parent.th} *", self.say("ตรงกับแท็บหลัก"), None))
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 34)
        for column, heading in enumerate(headings):
            needed = heading.text.endswith("*")
            sheet.write_string(0, column, heading.text, self.needed if needed else self.head)
            if heading.note:
                sheet.write_comment(0, column, heading.note, {"x_scale": 2, "author": self.say("ทุนชุมชน")})
            sheet.set_column(column, column, min(max(len(heading.text) + 4, 14), 40), self._cells(model, heading))
            self._choices(sheet, column, headings, model)

    def _cells(self, model: type[Answers], heading: Heading) -> Any:
        spec = heading.spec
        if spec is None or heading.part:
            return self.as_text
        if spec.format in ("phone", "code"):
            return self.as_text
        return self.as_text if shape(model, spec.id).python is date else self.body

    def _choices(self, sheet: Any, column: int, headings: Sequence[Heading], model: type[Answers]) -> None:
        heading = headings[column]
        source = self._source(column, heading, headings, model)
        if source:
            sheet.data_validation(
                1,
                column,
                _ROWS,
                column,
                {
                    "validate": "list",
                    "source": source,
                    "error_type": "warning",
                    "error_title": self.say("ไม่อยู่ในรายการ"),
                    "error_message": self.say("ถ้าแน่ใจว่าถูก กดใช่เพื่อใช้ต่อ"),
                },
            )

    def _source(self, column: int, heading: Heading, headings: Sequence[Heading], model: type[Answers]) -> str:
        spec = heading.spec
        if heading.part:
            return self._place_source(heading.part, column, headings)
        if spec is None:
            return ""
        if shape(model, spec.id).many:
            return ""  # several answers in one cell do not go with a dropdown
        if spec.options:
            return self._list(f"{model.__name__} {spec.th}", [o.th for o in spec.options])
        if spec.choice_list:
            return self._list(spec.choice_list, self.offered.lists.get(spec.choice_list, ()))
        if spec.refers_to and spec.refers_to != "area":
            return self._list(spec.refers_to, self.offered.titles.get(spec.refers_to, ()))
        return self._list("yes_no", [o.th for o in YES_NO]) if shape(model, spec.id).python is bool else ""

    def _place_source(self, part: str, column: int, headings: Sequence[Heading]) -> str:
        places = self.offered.places
        if part == _PROVINCE:
            return self._list(_PROVINCE, tuple(dict.fromkeys(p for p, _, _ in places)))
        offset = [h.part for h in headings].index(_PROVINCE) - column if not self.province else 0
        source = "C" if part == _TAMBON else "B"
        if self.province:
            if part == _DISTRICT:
                return self._list(_DISTRICT, tuple(dict.fromkeys(d for _, d, _ in places)))
            return f"={_PLACES}!$C$2:$C${len(places) + 1}"
        # Only the tambons of the province that stands in the same row.
        there = f"{xl_col_to_name(column + offset)}2"
        first = f"MATCH(${there},{_PLACES}!$A$2:$A${len(places) + 1},0)"
        count = f"COUNTIF({_PLACES}!$A$2:$A${len(places) + 1},${there})"
        return f"=OFFSET({_PLACES}!${source}$2,{first}-1,0,{count},1)"

    def _list(self, name: str, entries: Sequence[str]) -> str:
        if not entries:
            return ""
        known = [column[0] for column in self.columns]
        if name not in known:
            self.columns.append((name, *entries))
        at = [column[0] for column in self.columns].index(name)
        letter = xl_col_to_name(at)
        return f"={_LISTS}!${letter}$2:${letter}${len(self.columns[at])}"

    def lists(self) -> None:
        """The two tabs that dropdowns read from."""
        sheet = self.book.add_worksheet(_LISTS)
        for column, entries in enumerate(self.columns):
            sheet.write_column(0, column, entries)
        sheet.hide()
        places = self.book.add_worksheet(_PLACES)
        places.write_row(0, 0, (_PROVINCE, _DISTRICT, _TAMBON))
        for row, line in enumerate(self.offered.places, start=1):
            places.write_row(row, 0, line)
        places.hide()
