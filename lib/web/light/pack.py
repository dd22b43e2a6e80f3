"""An area's month for a day without network: one zip whose pages open from a memory stick in any browser."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from lib.config import forget_with
from lib.domain.thai_date import format_date, format_moment
from lib.domain.thai_number import format_number
from lib.export.area_paper import report_pdf
from lib.export.area_report import AreaReport, change_words, changes_of, report_title
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.country.networks import networks
from lib.ui.country.area_words import area_report
from lib.ui.frame.speech import words
from lib.web.assets import carried_letters
from lib.web.light.deck import DeckAsked, asked_for, deck
from lib.web.light.visit import Visit

#: Packs kept for whoever asks for the same one; each takes a second or two of a core.
_KEPT: Final = 8
_making = threading.Lock()
_made: dict[tuple[str, ...], bytes] = {}
forget_with(_made.clear)


def pack_page(visit: Visit) -> Response:
    """The zip: slides, tables, PDF and workbook of the part and month that the address names."""
    asked = asked_for(visit)
    key = (visit.source.store.world, visit.language, asked.query, asked.shown.version, f"{asked.shown.as_of:%Y%m%d%H}")
    with _making:
        if key not in _made:
            _made[key] = _pack(visit, asked)
            while len(_made) > _KEPT:
                del _made[next(iter(_made))]
        content = _made[key]
    state = asked.state
    name = f"{'practice-' if visit.practice else ''}{state.province or state.region or 'TH'}-{state.month.month.id}.zip"
    return Response(
        content, media_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _pack(visit: Visit, asked: DeckAsked) -> bytes:
    say, state = words(visit.language), asked.state
    as_of = say("ข้อมูล ณ {moment}", moment=format_moment(asked.shown.as_of, visit.language))
    report = area_report(say, visit.source, asked.told, networks(visit.source).value, state, as_of)
    ribbon = say("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง") if visit.practice else ""
    paper = Paper(visit.language, say, state.name.text(visit.language), ribbon, "", datetime.now(UTC))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("index.html", deck(visit, asked, packed=True))
        packed.writestr("tables.html", _tables(visit, report, paper))
        packed.writestr("report.pdf", report_pdf(report, paper))
        packed.writestr("tables.xlsx", report_xlsx(report, paper))
    return out.getvalue()


def _tables(visit: Visit, report: AreaReport, paper: Paper) -> str:
    say, state, language = paper.say, report.state, visit.language
    unit = say("อำเภอ") if state.province else say("จังหวัด")
    units = [
        [r.name.text(language), format_number(r.proved), format_number(r.reported), f"{r.grown:+,}" if r.grown else "–"]
        for r in state.rows
    ]
    waiting = [
        [
            w.place.name.text(language),
            report.provinces.get(w.place.province, ""),
            w.rung.text(language),
            format_date(w.reached_on, language),
            str(len(w.evidence)),
        ]
        for w in state.todo.waiting
    ]
    amiss = [[a.place.name.text(language), a.name.text(language), a.what.words(language)] for a in state.todo.amiss]
    area, rung = say("พื้นที่"), say("ขั้น")
    tables = [
        (unit, [unit, say("พิสูจน์แล้ว"), say("รายงานแต่ยังไม่พิสูจน์"), say("เปลี่ยนในเดือน")], units),
        (
            say("สิ่งที่เปลี่ยน"),
            [area, say("เปลี่ยนเป็น"), say("เพราะ"), say("ขั้นเดิม"), say("ขั้นใหม่")],
            [change_words(c, report, paper) for c in changes_of(state)],
        ),
        (say("รอตรวจรับรอง"), [area, say("จังหวัด"), rung, say("ถึงขั้นนี้เมื่อ"), say("หลักฐาน")], waiting),
        (say("ข้อมูลที่ต้องแก้"), [area, say("รายการ"), say("ต้องแก้อะไร")], amiss),
    ]
    return visit.drawn(
        "pack_tables",
        title=report_title(report, paper),
        says=report.sentence,
        tables=tables,
        as_of=report.as_of,
        letters=Markup(carried_letters()),
    )
