"""The reports of a month that is over: made by themselves, for the country and each region, and kept.

A province's are made as well once anybody has kept one of it by hand: seventy-seven every month would be made
for nobody. With the month that ends a fiscal quarter the quarter's reports are made too. They are in Thai, as an
office hands them on; whoever needs one in English makes it in one press.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from lib.actions.country.reports import keep_scheduled, scheduled_id
from lib.domain.months import Month
from lib.domain.places import id_of_part
from lib.domain.reports import MadeReport
from lib.domain.thai_date import format_moment
from lib.export.area_paper import report_pdf
from lib.export.area_report import AreaReport
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.country.area_state import area_state
from lib.insight.country.kept import kept_places, months_to_report, reports_of
from lib.insight.country.networks import networks
from lib.insight.country.progress import progress
from lib.insight.country.told import month_told
from lib.insight.source import Source
from lib.schema.choices import REGIONS
from lib.ui.country.area_words import area_name, area_report
from lib.ui.frame.speech import words

_FORMS: Final[dict[str, Callable[[AreaReport, Paper], bytes]]] = {"pdf": report_pdf, "xlsx": report_xlsx}
_LANGUAGE: Final = "th"


def keep_month_reports(source: Source) -> Iterator[MadeReport]:
    """Make and keep what is missing of the months that are closed, the earliest first; gives what was made just now.

    What was made stays as it was, whatever is corrected later. Raises `ThunError` where a file cannot be kept.
    """
    parts = _parts(source)
    for month in months_to_report(source):
        spans = [month.plus(-1), *([month.quarter_begun_after] if month.ends_a_quarter else [])]
        for since in spans:
            for region, province in parts:
                yield from _of_place(source, region, province, month, since)


def _parts(source: Source) -> list[tuple[str, str]]:
    """The country, its regions, and the provinces of which somebody has kept a report."""
    asked, provinces = kept_places(source), progress(source).value.provinces
    return [("", ""), *((o.value, "") for o in REGIONS), *((p.region, p.id) for p in provinces if p.id in asked)]


def _of_place(source: Source, region: str, province: str, month: Month, since: Month) -> Iterator[MadeReport]:
    place = id_of_part(region, province)
    standing = {one.report.id for one in reports_of(source, place)}
    missing = [f for f in _FORMS if scheduled_id(place, month, since, f) not in standing]
    if not missing:
        return
    # What was closed a moment ago is what is told: nothing from before it.
    fresh = source.fresh
    if not progress(fresh).value.any_record and not any(n.said for n in networks(fresh).value.provinces):
        # An app that nobody has recorded anything in has nothing to report every month.
        return
    read = month_told(fresh, month, since)
    state = area_state(read.told, area_name(read.told.progress, region, province), region, province)
    say = words(_LANGUAGE)
    as_of = say("ข้อมูล ณ {moment}", moment=format_moment(read.month.as_of, _LANGUAGE))
    report = area_report(say, source, read.told, state, as_of)
    paper = Paper(_LANGUAGE, say, state.name.text(_LANGUAGE), "", "", datetime.now(UTC))
    for form, make in _FORMS.items():
        if form in missing:
            content = make(report, paper)
            made = MadeReport(place, month, since, form, _LANGUAGE, state.month.number, content)
            keep_scheduled(source.store, made)
            yield made
