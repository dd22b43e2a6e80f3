"""A canvas on paper: A3 poster, PNG for LINE, one A4 page, a blank form, and a workbook."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.domain.canvas import yearly
from lib.domain.thai_date import format_date, format_moment, format_year
from lib.domain.thai_number import format_number
from lib.export.paper.qr import qr
from lib.export.paper.renderer import render
from lib.export.sheets import Cell, day_format, write_cell
from lib.insight.canvas.board import Board

#: Gains drawn as bars on the poster.
_BARS = 5


@dataclass(frozen=True)
class PaperWords:
    """What a document says besides the plan itself, in the language of the screen."""

    language: str
    #: Translates a sentence with values put in.
    say: Callable[..., str]
    #: Number → (short name, wording, colour, guiding question).
    steps: dict[int, tuple[str, str, str, str]]
    #: Number → lines with small print, as the board shows them.
    lines: dict[int, list[tuple[str, str]]]
    place: str
    #: "Practice data" or empty.
    ribbon: str
    #: Where the canvas is opened; '' for no QR.
    link: str
    made_at: datetime


def poster(board: Board, words: PaperWords) -> bytes:
    """A3 landscape PDF; boxes that do not fit go on in full on a second page."""
    return render("canvas_poster", _data(board, words))[0]


@dataclass(frozen=True)
class Picture:
    """A plan as a PNG, not drawn yet. `digest`: the same for as long as it would show the same."""

    digest: str
    _template: str
    _data: dict[str, object]

    def drawn(self) -> bytes:
        """The PNG; a second of a core. Raises `BadInput`."""
        return render(self._template, self._data, "png")[0]


def picture(board: Board, words: PaperWords) -> Picture:
    """The poster's first page, to look at on the screen."""
    return pictured("canvas_poster", _data(board, words))


def card(board: Board, words: PaperWords) -> Picture:
    """1080 × 1350 pixels for a chat on phones."""
    return pictured("canvas_card", _data(board, words))


def pictured(template: str, data: dict[str, object]) -> Picture:
    """A template with what it shows."""
    # When it was drawn stands on it, and makes no other picture of it.
    told = [template, {name: value for name, value in data.items() if name != "stamp"}]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Picture(digest, template, data)


def one_page(board: Board, words: PaperWords) -> bytes:
    """A4 portrait PDF for the tambon's office, with lines to sign on."""
    return render("canvas_page", _data(board, words))[0]


def blank(words: PaperWords, board: Board | None = None) -> bytes:
    """An empty A3 form for writing by hand; with a board it bears its name and QR."""
    say = words.say
    data = {
        **_head(words),
        "name": board.canvas.name if board else "",
        "place": words.place
        if board
        else say(
            "ชื่อกลุ่ม ........................................  ตำบล ..............................  อำเภอ ..............................  จังหวัด .............................."
        ),
        "boxes": [
            {"id": f"b{n}", "no": n, "name": short, "wording": wording, "colour": colour, "question": asked}
            for n, (short, wording, colour, asked) in words.steps.items()
        ],
        "scan": say("สแกนเพื่อกรอกแผนนี้ในระบบ"),
    }
    return render("canvas_blank", data)[0]


def _head(words: PaperWords) -> dict[str, Any]:
    say = words.say
    title = say("แผนธุรกิจเพื่อชุมชน (CBMC)")
    return {
        "title": title,
        "plain_title": title,
        "qr": qr(words.link),
        "ribbon": words.ribbon,
        "footer": say("ทุนชุมชน · แผนลดรายจ่าย เพิ่มรายได้ ขยายกิจการ"),
        "stamp": say("พิมพ์เมื่อ {moment}", moment=format_moment(words.made_at, words.language)),
    }


def _data(board: Board, words: PaperWords) -> dict[str, Any]:
    say, head = words.say, board.canvas
    certified = ""
    if head.certified_on:
        certified = say(
            "{meeting} รับรองเมื่อ {day} ผู้เข้าร่วม {n} คน",
            meeting=head.certified_by or "",
            day=format_date(head.certified_on, words.language),
            n=format_number(head.attendance),
        )
        if head.certified_version:
            certified += f" · {say('ฉบับที่ {n}', n=head.certified_version)}"
    year = say("ปีงบ {year}", year=format_year(head.year, words.language))
    base = _head(words)
    if certified:
        base["footer"] = certified
    return {
        **base,
        "name": head.name,
        "certified": certified,
        "place": " · ".join(p for p in (board.group, words.place, year) if p),
        "figures": _figures(board, words),
        "boxes": _boxes(words),
        "gains": _gains(board, words),
        "more": say("… ดูต่อหน้าถัดไป"),
        "continued": say("รายละเอียดเพิ่มเติม"),
        "signatures": [say("ประธานกลุ่ม"), say("ประธานสภาองค์กรชุมชนตำบล")],
    }


def _boxes(words: PaperWords) -> list[dict[str, Any]]:
    return [
        {
            "id": f"b{n}",
            "no": n,
            "name": short,
            "wording": wording if n != 7 else "",
            "colour": colour,
            "entries": [{"text": text, "small": small} for text, small in words.lines.get(n, ())],
        }
        for n, (short, wording, colour, _) in words.steps.items()
    ]


def _figures(board: Board, words: PaperWords) -> list[dict[str, str]]:
    say, told = words.say, board.numbers
    left = say("ได้ (ยังไม่หักต้นทุน)") if told.only_turnover else say("เหลือ")
    made = [
        {"label": left, "value": told.surplus.figures(), "unit": say("บาทต่อปี")},
        {"label": say("ใช้เงิน"), "value": told.cost.figures(), "unit": say("บาทต่อปี")},
    ]
    if board.stays.agreed:
        stays = {"label": say("หมุนในตำบล"), "value": format_number(board.stays.agreed), "unit": say("บาทต่อปี")}
        made.append(stays)
    if board.households:
        made.insert(0, {"label": say("ร่วมกัน"), "value": format_number(board.households), "unit": say("ครัวเรือน")})
    return made


def _gains(board: Board, words: PaperWords) -> list[dict[str, Any]]:
    worth = [(i, yearly(i)) for i in board.plan.of_step(5)]
    known = sorted(((i, w) for i, w in worth if w), key=lambda p: -p[1].middle)[:_BARS]
    return [
        {
            "label": i.text,
            "share": int(100 * w.middle / max(known[0][1].middle, 1)),
            "amount": words.say("{n} บาท", n=w.figures()),
        }
        for i, w in known
    ]


def workbook(board: Board, words: PaperWords, columns: Sequence[tuple[str, list[list[Cell | str]]]]) -> bytes:
    """The plan as XLSX: one tab of nine boxes, then a tab a kind with every field (`columns`)."""
    import xlsxwriter  # 40 ms; only when somebody downloads

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        font = {"font_name": "Sarabun", "font_size": 11, "text_wrap": True, "valign": "top"}
        body, bold = book.add_format(font), book.add_format({**font, "bold": True})
        days = book.add_format(day_format(words.say, **font))
        sheet = book.add_worksheet(words.say("แผน"))
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 2, 30)
        told = [(board.canvas.name, board.group, words.place)]
        if words.ribbon:
            told.insert(0, (words.ribbon, "", ""))
        for number, (short, wording, _, _) in words.steps.items():
            told.append((f"{number} {short}", wording, ""))
            told += [("", t, s) for t, s in words.lines.get(number, ())]
        for row, cells in enumerate(told):
            look = bold if cells[0] else body
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, look)
        for name, rows in columns:
            tab = book.add_worksheet(name[:31])
            tab.freeze_panes(1, 0)
            for row, line in enumerate(rows):
                for column, cell in enumerate(line):
                    write_cell(tab, row, column, cell, (body, days) if row else (bold, bold))
            tab.set_column(0, max(0, len(rows[0]) - 1), 22)
    return out.getvalue()
