"""Reports stay as they were handed out, in backups too; only who answers for a place keeps and chooses there."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.access.actors import EVERYTHING, OWN_MACHINE, Actor
from lib.access.policy import Grant, Role
from lib.actions.country.closing import MOST_AT_ONCE, close_what_is_over
from lib.actions.country.reports import choose_slides, keep_report, keep_scheduled, throw_away
from lib.domain.errors import NotAllowed, NotFound
from lib.domain.months import Month
from lib.domain.reports import MadeReport
from lib.domain.slides import EVERY_SLIDE, Slide
from lib.insight.country.kept import read_report, reports_of, slides_of
from lib.insight.source import Source
from lib.schema.history_words import Way
from lib.store import backup_files
from lib.store.keeping import back_up_now
from lib.store.kept_backups import listed
from lib.store.opening import Store

OCTOBER = Month(2026, 10)
MADE = MadeReport(
    "CODI-N", OCTOBER, OCTOBER.plus(-1), "pdf", "th", "2026-10-1a2b3c4d", b"%PDF-1.7 handed to the director"
)


def officer(place: str) -> Actor:
    return Actor(f"account:{place}", "เจ้าหน้าที่", Way.FORM, (Grant(Role.OFFICER, place),), account="a1")


def test_a_kept_report_is_the_file_that_was_handed_out(store: Store) -> None:
    source = Source(store)
    kept = keep_report(store, officer("CODI-N"), MADE)
    keep_report(store, officer("CODI-N"), replace(MADE, form="xlsx", content=b"PK table"))
    keep_report(store, OWN_MACHINE, replace(MADE, place="TH", content=b"%PDF country"))
    assert [(r.report.form, read_report(source, r.report)) for r in reports_of(source, "CODI-N")][::-1] == [
        ("pdf", MADE.content),
        ("xlsx", b"PK table"),
    ]
    assert [r.month for r in reports_of(source, "TH")] == [OCTOBER]
    throw_away(store, officer("CODI-N"), kept.id)
    assert [r.report.form for r in reports_of(source, "CODI-N")] == ["xlsx"]
    assert not store.files.has(kept.digest)
    with pytest.raises(NotFound):
        throw_away(store, officer("CODI-N"), kept.id)


def test_nobody_keeps_a_report_of_a_place_that_is_not_theirs(store: Store) -> None:
    kept = keep_report(store, OWN_MACHINE, MADE)
    for stranger in (officer("CODI-S"), officer("TH-50"), Actor("r", "ผู้อ่าน", Way.FORM, ())):
        with pytest.raises(NotAllowed):
            keep_report(store, stranger, MADE)
        with pytest.raises(NotAllowed):
            throw_away(store, stranger, kept.id)
        with pytest.raises(NotAllowed):
            choose_slides(store, stranger, "CODI-N", [Slide.MAP])
    with pytest.raises(NotAllowed):
        keep_report(store, officer("CODI-N"), replace(MADE, place="TH"))
    # A region's officer answers for its provinces.
    keep_report(store, officer("CODI-N"), replace(MADE, place="TH-50"))
    assert [len(reports_of(Source(store), place)) for place in ("CODI-N", "TH-50", "TH")] == [1, 1, 0]


def test_what_is_made_by_itself_is_kept_once_and_stays(store: Store) -> None:
    first = keep_scheduled(store, MADE)
    again = keep_scheduled(store, replace(MADE, content=b"%PDF made a second time, after a correction"))
    assert again == first
    assert read_report(Source(store), first) == MADE.content
    with pytest.raises(NotAllowed):
        throw_away(store, OWN_MACHINE, first.id)
    of_the_quarter = keep_scheduled(store, replace(MADE, since=OCTOBER.plus(-3)))
    assert of_the_quarter.id != first.id


def test_a_kept_report_is_in_the_backup_and_comes_back(store: Store) -> None:
    kept = keep_report(store, OWN_MACHINE, MADE)
    back_up_now(store)
    (made,) = listed(store.backups)
    with zipfile.ZipFile(made.file) as bundle:
        assert "kept_report.jsonl" in bundle.namelist()
    assert backup_files.named_in(made.file) == {kept.digest}
    # Nothing that a report needs is swept away; what was lost is brought back.
    assert backup_files.sweep(store) == 0
    path = store.files.on_disk(kept.digest)
    assert path is not None
    path.unlink()
    assert backup_files.bring_back(store) == 0
    assert read_report(Source(store), kept) == MADE.content


def test_an_office_chooses_its_slides(store: Store) -> None:
    source = Source(store)
    assert slides_of(source, "N", "TH-50") == EVERY_SLIDE
    choose_slides(store, officer("CODI-N"), "CODI-N", [Slide.CHANGES, Slide.STANDING, Slide.CHANGES])
    assert slides_of(source, "N", "") == (Slide.CHANGES, Slide.STANDING)
    assert slides_of(source, "N", "TH-50") == (Slide.CHANGES, Slide.STANDING), "a province uses its region's"
    assert slides_of(source, "", "") == slides_of(source, "S", "") == EVERY_SLIDE
    choose_slides(store, officer("CODI-N"), "TH-50", [Slide.TO_DO])
    assert slides_of(source, "N", "TH-50") == (Slide.TO_DO,)
    choose_slides(store, officer("CODI-N"), "TH-50", EVERY_SLIDE)
    assert slides_of(source, "N", "TH-50") == EVERY_SLIDE, "all of them is a choice too"
    choose_slides(store, officer("CODI-N"), "TH-50", [])
    assert slides_of(source, "N", "TH-50") == (Slide.CHANGES, Slide.STANDING), "as its region again"
    choose_slides(store, officer("CODI-N"), "CODI-N", [])
    assert slides_of(source, "N", "") == EVERY_SLIDE


def test_a_machine_that_was_off_closes_each_month_it_missed(store: Store) -> None:
    def closed(moment: datetime) -> list[str]:
        return [one.month.id for one in close_what_is_over(store, moment)]

    assert closed(datetime(2026, 8, 2, tzinfo=UTC)) == ["2026-07"]
    assert closed(datetime(2026, 8, 31, 16, 59, tzinfo=UTC)) == [], "it is August in Bangkok until 17:00 UTC"
    assert closed(datetime(2026, 11, 3, tzinfo=UTC)) == ["2026-08", "2026-09", "2026-10"]
    assert closed(datetime(2026, 11, 30, tzinfo=UTC)) == []
    assert len(closed(datetime(2036, 1, 2, tzinfo=UTC))) == MOST_AT_ONCE


def test_everything_may_be_done_by_the_keeper(store: Store, tmp_path: Path) -> None:
    keeper = Actor("retention", "ระบบ", Way.RETENTION, EVERYTHING)
    assert keep_report(store, keeper, replace(MADE, place="TH")).place == "TH"
