"""When a month is over, it is closed and its reports are kept, by themselves and once; not by a clock that leapt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.access.actors import OWN_MACHINE
from lib.actions.country.closing import close_month
from lib.actions.country.reports import keep_report, unless_others_report
from lib.actions.survey.retention import Swept
from lib.domain.months import Month
from lib.domain.reports import MadeReport, number_of_part
from lib.domain.thai_date import bangkok_today
from lib.insight.country.kept import read_report, reports_of
from lib.insight.country.month import month_shown
from lib.insight.source import Source, source
from lib.schema.choices import REGIONS
from lib.store import opening
from lib.web import background
from lib.web.month_end import keep_month_reports
from tests.export.test_an_areas_month_is_handed_over import text_of
from tests.insight.test_read_models_tell_what_the_store_holds import prove

PLACES = ["TH", *(f"CODI-{o.value}" for o in REGIONS)]


@pytest.fixture
def own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, fresh_process: None
) -> Iterator[Source]:
    (tmp_path / "own.sqlite").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    yield source("own")
    opening.opened().database.close()


def last_month() -> Month:
    return Month.of(bangkok_today()).plus(-1)


def test_the_sweep_closes_the_month_and_keeps_a_report_of_every_region(own: Source) -> None:
    prove(own.store, "tambon_progress", area="TH-540602", rung="concrete", reached_on="2023-09-19")
    shown = month_shown(own, last_month()).value
    assert shown.number == ""
    background.sweep()
    closed = month_shown(own, last_month(), fresh=True).value
    assert closed.number, "who has looked at the month already sees that it is closed"
    spans = 2 if last_month().ends_a_quarter else 1
    for place in PLACES:
        found = reports_of(own, place)
        assert [o.report.form for o in found].count("pdf") == [o.report.form for o in found].count("xlsx") == spans
        assert {o.report.number for o in found} == {number_of_part(closed.number, place)}
        assert all(o.report.scheduled for o in found)
    (pdf,) = [o.report for o in reports_of(own, "CODI-N") if o.report.form == "pdf"][:1]
    said = text_of(read_report(own, pdf))
    assert "ภาคเหนือ" in said
    assert number_of_part(closed.number, "CODI-N") in said
    assert list(keep_month_reports(own)) == [], "once"


def test_the_month_that_ends_a_quarter_brings_the_quarters_report(own: Source) -> None:
    prove(own.store, "tambon_progress", area="TH-540602", rung="concrete", reached_on="2023-09-19")
    september = Month(2026, 9)
    close_month(own.store, september, datetime(2026, 10, 1, tzinfo=UTC))
    made = list(keep_month_reports(own))
    assert {m.since.id for m in made} == {"2026-08", "2026-06"}
    quarter = next(m for m in made if m.place == "TH" and m.form == "pdf" and m.since.id == "2026-06")
    assert "ไตรมาส 4 ปีงบประมาณ 2569" in " ".join(text_of(quarter.content).split())


def test_a_machine_that_was_off_makes_the_reports_of_every_month_it_missed(own: Source) -> None:
    prove(own.store, "tambon_progress", area="TH-540602", rung="concrete", reached_on="2023-09-19")
    for number in (11, 12):
        close_month(own.store, Month(2025, number), datetime(2026, 2, 1, tzinfo=UTC))
    made = list(keep_month_reports(own))
    of = {(m.month.id, m.since.id) for m in made}
    assert of == {("2025-11", "2025-10"), ("2025-12", "2025-11"), ("2025-12", "2025-09")}, "and the quarter's"
    with unless_others_report(own.store) as mine:
        assert mine
        close_month(own.store, Month(2026, 1), datetime(2026, 2, 1, tzinfo=UTC))
        background._end_of_month()
        assert not [o for o in reports_of(own, "TH") if o.month == Month(2026, 1)], "another one is at it"
    background._end_of_month()
    assert [o for o in reports_of(own, "TH") if o.month == Month(2026, 1)]


def test_an_app_that_nobody_writes_in_reports_nothing(own: Source) -> None:
    background.sweep()
    assert [reports_of(own, place) for place in PLACES] == [[]] * len(PLACES)


def test_a_clock_that_leapt_closes_no_month(own: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = Swept(stopped=True)
    real = background.retention.keep_promises
    monkeypatch.setattr(background.retention, "keep_promises", lambda *told: (swept, real(*told)[1]))
    background.sweep()
    with own.store.database.reading() as connection:
        assert connection.scalar(text("select count(*) from closed_month")) == 0


def test_a_province_of_which_somebody_kept_a_report_is_reported_every_month_from_then_on(own: Source) -> None:
    prove(own.store, "tambon_progress", area="TH-540602", rung="concrete", reached_on="2023-09-19")
    kept = MadeReport("TH-54", last_month(), last_month().plus(-1), "pdf", "th", "", b"%PDF-1.7")
    keep_report(own.store, OWN_MACHINE, kept, datetime.now(UTC))
    close_month(own.store, Month(2026, 8), datetime(2026, 9, 1, tzinfo=UTC))
    made = list(keep_month_reports(own))
    assert {m.place for m in made} == {*PLACES, "TH-54"}
    (pdf,) = [m for m in made if m.place == "TH-54" and m.form == "pdf"]
    assert "แพร่" in text_of(pdf.content)
