"""The lists of a month that is over: the same code for now says what today's read models say; then is as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lib.access.actors import OWN_MACHINE
from lib.actions.country.closing import close_month
from lib.actions.records.saving import save
from lib.actions.records.verifying import send_back
from lib.insight.bilingual_name import Name
from lib.insight.country.area_state import area_state
from lib.insight.country.month import ladder_places
from lib.insight.country.networks import read_networks
from lib.insight.country.progress import read_progress
from lib.insight.country.then import networks_then, progress_then
from lib.insight.country.told import month_told
from lib.insight.source import Source
from lib.store.database import Database
from lib.store.ladder_then import ladder_then
from lib.store.opening import Store
from tests.insight.country.test_a_month_is_told_as_it_was import KIND, TAMBONS, back_into, moved, this_month
from tests.insight.test_read_models_tell_what_the_store_holds import prove


def test_now_is_the_same_by_either_way(practice_template: Path) -> None:
    """Two codes for one thing: the queries of today, and the steps of a moment."""
    database, now = Database(f"sqlite:///{practice_template}"), datetime.now(UTC)
    source = Source(Store("practice", database, practice_template.parent))
    with database.reading() as connection:
        today, teams = read_progress(connection), read_networks(connection)
        places = ladder_places(source, connection)
        then = progress_then(today, ladder_then(connection, KIND, now), places)
        assert networks_then(teams, ladder_then(connection, "provincial_network", now)) == teams
    database.close()
    assert then.tambons == today.tambons
    assert set(then.years) == set(today.years)
    assert len(today.tambons) > 100


def test_a_past_months_tables_bars_and_lines_are_of_its_end(store: Store) -> None:
    before = this_month().plus(-1)
    first = prove(store, KIND, area=TAMBONS[0], rung="concrete", reached_on="2023-09-19")
    save(store, OWN_MACHINE, KIND, {"area": TAMBONS[1], "rung": "concrete", "reached_on": "2023-09-19"})
    team = prove(store, "provincial_network", area="TH-25", rung="team", reached_on="2023-09-19")
    moved(store, back_into(before))
    close_month(store, before)
    # What this month does to them is this month's.
    send_back(store, OWN_MACHINE, KIND, first, "ไม่ชัด")
    send_back(store, OWN_MACHINE, "provincial_network", team, "ไม่ชัด")
    prove(store, KIND, area=TAMBONS[2], rung="concrete", reached_on="2023-09-19")
    source = Source(store)
    then, now = month_told(source, before, fresh=True), month_told(source, this_month(), fresh=True)
    whole = Name("ทั้งประเทศ", "The country")
    assert [t.area for t in then.progress.value.tambons if t.concrete] == [TAMBONS[0]]
    assert [t.area for t in then.progress.value.tambons if t.reported_beside] == [TAMBONS[1]]
    assert [t.area for t in now.progress.value.tambons if t.concrete] == [TAMBONS[2]]
    assert then.networks.value.proved == 1
    assert now.networks.value.proved == 0
    state = area_state(then.told, whole)
    assert (state.tambons.count, state.tambons.reported, state.tambons.spark[-1]) == (1, 1, 1)
    assert {r.id: (r.proved, r.reported) for r in state.rows if r.heard} == {"TH-25": (1, 0), "TH-54": (0, 1)}
    assert (state.provinces.count, state.teamless) == (1, 75)
    earlier = month_told(source, before.plus(-1), fresh=True)
    assert earlier.progress.value.tambons == (), "nothing had been recorded"
