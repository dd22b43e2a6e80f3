"""Rounds are known by their records, a leader and a tambon count once; our own counts say what they count."""

from __future__ import annotations

from datetime import date

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling, states
from lib.actions.records.saving import save, withdraw
from lib.domain.thai_date import bangkok_today
from lib.insight.country.learning import learning
from lib.insight.country.own_counts import SPEAKS_OF, OwnCount, own_counts
from lib.insight.country.published import published
from lib.insight.source import Source
from lib.store.opening import Store
from tests.insight.test_read_models_tell_what_the_store_holds import prove


def put(store: Store, kind_id: str, **values: object) -> str:
    return save(store, OWN_MACHINE, kind_id, values).record.id


def test_two_rounds_of_one_name_stay_two_and_a_leader_is_one(store: Store) -> None:
    first, second = (
        put(store, "event", name="อบรม CBMC", type="training", starts_on=day, trainer="วิทยาลัยชุมชน")
        for day in ("2025-02-03", "2025-08-04")
    )
    daeng = put(store, "person", name="แดง", area="TH-250204")
    dam = put(store, "person", name="ดำ", area="TH-250204")
    khao = put(store, "person", name="ขาว", area="TH-25")
    for person, event, before, after in (
        (daeng, first, "money", "capital"),
        (daeng, second, None, None),
        (dam, first, "between", "between"),
        (khao, second, "money", None),
    ):
        put(store, "learning", person=person, event=event, mindset_before=before, mindset_after=after)
    told = learning(Source(store)).value
    assert [(r.name, r.starts_on, r.leaders, r.tambons) for r in told.rounds] == [
        ("อบรม CBMC", date(2025, 8, 4), 2, 1),
        ("อบรม CBMC", date(2025, 2, 3), 2, 1),
    ]
    assert told.rounds[0].trainer == "วิทยาลัยชุมชน"
    assert [o.learned_on for o in told.learned] == [date(2025, 8, 4)] * 2 + [date(2025, 2, 3)] * 2, "the last first"
    assert (told.leaders, told.tambons) == (3, 1), "a province is no tambon"
    assert (told.asked, told.moved) == (2, 1)
    facts = published(Source(store)).value
    totals = [facts.total(series) for series in ("leaders_trained_total", "tambons_trained_total")]
    assert [t.value for t in totals if t] == [1216, 589], "the published ones stand beside, and are other ones"


def test_our_own_records_speak_of_goals_and_nothing_is_counted_that_is_not_so(store: Store) -> None:
    source = Source(store)
    assert set(SPEAKS_OF.values()) == set(OwnCount)
    before = own_counts(source).value
    put(store, "agreement", name="ร่างข้อตกลง")
    signed = put(store, "agreement", name="ข้อตกลงขายผลผลิต", signed_on="2026-01-05")
    put(store, "organisation", name="สภาตำบล", type="council")
    team = prove(store, "provincial_network", area="TH-25", rung="team", reached_on="2023-09-19")
    save(store, OWN_MACHINE, "provincial_network", {"area": "TH-50", "rung": "team", "reached_on": "2023-09-19"})
    head = {"name": "แผนปลา", "area": "TH-250204", "year": "2569"}
    plan = filling.start(store, OWN_MACHINE, head, "กลุ่มปลา").canvas
    states.certify(store, OWN_MACHINE, plan, bangkok_today(), "สภา", 5)

    def grown() -> dict[OwnCount, int]:
        now = own_counts(source, fresh=True).value
        return {k: v - before[k] for k, v in now.items() if v != before[k]}

    assert grown() == {OwnCount.AGREEMENTS: 1, OwnCount.COUNCILS: 1, OwnCount.NETWORKS: 1}
    states.put_in_use(store, OWN_MACHINE, plan)
    assert grown()[OwnCount.PLANS] == 1
    withdraw(store, OWN_MACHINE, "agreement", signed, "ยกเลิก")
    withdraw(store, OWN_MACHINE, "provincial_network", team, "ซ้ำ")
    assert grown() == {OwnCount.COUNCILS: 1, OwnCount.PLANS: 1}


def test_a_goal_of_the_strategy_has_years_with_decimals_and_units(store: Store) -> None:
    goal = published(Source(store)).value.strategy[0]
    assert goal.years == ()
    for year, target, actual in ((2568, "62.5", None), (2567, "60", "57.25")):
        values = {"goal": goal.id, "year": str(year), "unit": "ร้อยละ", "target": target, "source": "รายงานภาค"}
        save(store, OWN_MACHINE, "strategy_year", {**values, **({"actual": actual} if actual else {})})
    (told,) = [g for g in published(Source(store)).value.strategy if g.id == goal.id]
    assert [(y.year, y.unit, y.target, y.actual) for y in told.years] == [
        (2567, "ร้อยละ", 60.0, 57.25),
        (2568, "ร้อยละ", 62.5, None),
    ]
