"""An area's month for a day without network: one zip whose pages open from a memory stick in any browser."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from lib.config import forget_with
from lib.domain.thai_date import format_moment
from lib.domain.thai_text import thai_sort_key
from lib.export.area_map import area_map
from lib.export.area_pack import area_tables, pack_words, province_part
from lib.export.area_paper import report_pdf
from lib.export.area_report import AreaReport, report_title, status_line
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.country.area_state import AreaState, area_state
from lib.insight.country.kept import slides_of
from lib.insight.country.progress import Progress
from lib.schema.choices import REGIONS
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
    """The zip: slides, tables, each province, PDF and workbook of the part and month that the address names."""
    asked = asked_for(visit)
    slides = ",".join(slides_of(visit.source, asked.state.region, asked.state.province))
    key = (
        visit.source.store.world,
        visit.language,
        asked.query,
        asked.read.version,
        str(visit.request.base_url),
        slides,
    )
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
    ribbon = say("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง") if visit.practice else ""
    paper = Paper(visit.language, say, state.name.text(visit.language), ribbon, "", datetime.now(UTC))
    report = _report(visit, asked, state)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("index.html", deck(visit, asked, packed=True))
        packed.writestr("tables.html", _tables(visit, report, paper))
        if not state.province:
            each = [_report(visit, asked, one) for one in _provinces(visit, asked)]
            packed.writestr("provinces.html", _each(visit, report, each, asked.told, paper))
        packed.writestr("report.pdf", report_pdf(report, paper))
        packed.writestr("tables.xlsx", report_xlsx(report, paper))
    return out.getvalue()


def _report(visit: Visit, asked: DeckAsked, state: AreaState) -> AreaReport:
    say = words(visit.language)
    as_of = say("ข้อมูล ณ {moment}", moment=format_moment(asked.shown.as_of, visit.language))
    return area_report(say, visit.source, asked.read.told, state, as_of)


def _provinces(visit: Visit, asked: DeckAsked) -> Iterator[AreaState]:
    """The state of each province of the area."""
    whole = asked.read.told
    for one in asked.told.provinces:
        if asked.state.region in ("", one.region):
            yield area_state(whole, one.name, one.region, one.id)


def _tables(visit: Visit, report: AreaReport, paper: Paper) -> str:
    """Every table of the area."""
    return visit.drawn(
        "pack_tables",
        title=report_title(report, paper),
        says=report.sentence,
        words=pack_words(paper.say),
        provinces=not report.state.province,
        tables=area_tables(report, paper),
        as_of=f"{report.as_of} · {status_line(report, paper)}",
        letters=Markup(carried_letters()),
    )


def _each(visit: Visit, whole: AreaReport, each: Sequence[AreaReport], told: Progress, paper: Paper) -> str:
    """The provinces of an area in one page: a choice and a press on the map show one of them."""
    parts = [province_part(one, told, paper) for one in each]
    parts.sort(key=lambda p: (p.region, thai_sort_key(p.name)))
    names = {o.value: o.label(visit.language) for o in REGIONS}
    drawn = area_map(whole.state, whole.provinces, whole.regions)
    return visit.drawn(
        "pack_provinces",
        title=report_title(whole, paper),
        whole=whole.state.name.text(visit.language),
        says=whole.sentence,
        words=pack_words(paper.say),
        groups=[(names.get(region, ""), list(several)) for region, several in groupby(parts, lambda p: p.region)],
        parts=parts,
        map=drawn,
        box=" ".join(f"{n:.2f}" for n in drawn.box) if drawn else "",
        # Seventy-seven provinces leave less room for a figure than a region's.
        size=f"{drawn.box[3] / (34 if whole.state.region else 52):.3f}" if drawn else "",
        as_of=f"{whole.as_of} · {status_line(whole, paper)}",
        letters=Markup(carried_letters()),
    )
