"""Reports of a place that were kept, and the slides that its office chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.months import Month
from lib.domain.places import COUNTRY_ID, id_of_part
from lib.domain.slides import EVERY_SLIDE, Slide, read_slides
from lib.insight.source import Source
from lib.store import closed_months, kept_reports
from lib.store.kept_reports import KeptReport

#: A machine that was off for longer leaves the months before to whoever presses the button.
REPORTED_MONTHS = 24


@dataclass(frozen=True)
class ReportOnFile:
    """A kept report, and the months that it is of."""

    report: KeptReport
    month: Month
    since: Month


def reports_of(source: Source, place: str) -> list[ReportOnFile]:
    """Reports of a place, the newest month first."""
    with source.store.database.reading() as connection:
        found = kept_reports.kept_of(connection, place)
    told = []
    for one in found:
        month, since = Month.read(one.month), Month.read(one.since)
        if month is not None and since is not None:
            told.append(ReportOnFile(one, month, since))
    return told


def kept_places(source: Source) -> frozenset[str]:
    """Ids of the places of which any report was kept."""
    with source.store.database.reading() as connection:
        return kept_reports.places_kept(connection)


def months_to_report(source: Source) -> list[Month]:
    """Closed months whose reports are made by themselves, the earliest first: those of the last two years."""
    with source.store.database.reading() as connection:
        return closed_months.closed_list(connection)[-REPORTED_MONTHS:]


def read_report(source: Source, report: KeptReport) -> bytes:
    """The file as it was kept; raises `FileNotFoundError` or `StorageProblem`."""
    return source.store.files.read(report.digest)


def slides_of(source: Source, region: str, province: str) -> Sequence[Slide]:
    """The slides of a part's wall: its own choice, else that of what it lies in, else all."""
    places = list(dict.fromkeys([id_of_part(region, province), id_of_part(region, ""), COUNTRY_ID]))
    with source.store.database.reading() as connection:
        chosen = kept_reports.chosen_slides(connection, places)
    return read_slides(chosen) or EVERY_SLIDE
