"""What a person says of two lines is remembered; who buys from whom stands on the tambon's plan."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.canvas import filling, states
from lib.actions.canvas.rolling import take_up
from lib.actions.canvas.together import join, tell_apart
from lib.actions.records.saving import save_typed, withdraw
from lib.domain.canvas_rollup import Bundle, bundles, read_pairs
from lib.domain.canvas_trades import Stays
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.thai_date import bangkok_today
from lib.store.opening import Store
from lib.ui.canvas.together import united
from tests.actions.canvas.test_a_tambons_plan_is_put_together import TAMBON, board, line, start, tambon

__all__ = ["tambon"]


def proposed(store: Store, canvas: str) -> list[Bundle]:
    told = board(store, canvas)
    return bundles(told.part_plans, read_pairs(told.canvas.apart))


def of_customers(store: Store, canvas: str) -> list[Bundle]:
    return [b for b in proposed(store, canvas) if b.step == 2]


def test_what_is_told_apart_is_never_proposed_together_again(sqlite_store: Store, tambon: str) -> None:
    (both,) = of_customers(sqlite_store, tambon)
    one, other = [li.id for li in both.lines]
    assert tell_apart(sqlite_store, OWN_MACHINE, tambon, [one], [other]) == 0, "nothing stood for both yet"
    assert sorted(li.id for b in of_customers(sqlite_store, tambon) for li in b.lines) == sorted([one, other])
    assert len(of_customers(sqlite_store, tambon)) == 2
    take_up(sqlite_store, OWN_MACHINE, tambon, proposed(sqlite_store, tambon))
    assert len(board(sqlite_store, tambon).of_step(2)) == 2
    assert take_up(sqlite_store, OWN_MACHINE, tambon, proposed(sqlite_store, tambon)) == 0


def test_a_line_that_stands_for_both_is_taken_apart_and_joined_again(sqlite_store: Store, tambon: str) -> None:
    take_up(sqlite_store, OWN_MACHINE, tambon, proposed(sqlite_store, tambon))
    (customer,) = board(sqlite_store, tambon).of_step(2)
    one, other = customer.made_from
    assert tell_apart(sqlite_store, OWN_MACHINE, tambon, [one], [other]) == 1
    (left,) = board(sqlite_store, tambon).of_step(2)
    assert left.made_from == [one]
    assert take_up(sqlite_store, OWN_MACHINE, tambon, proposed(sqlite_store, tambon)) == 1
    first, second = board(sqlite_store, tambon).of_step(2)
    served = {a.id for a in board(sqlite_store, tambon).of("canvas_activity") if first.id in a.serves}
    line_of_new = line(sqlite_store, tambon, "canvas_activity", text="ขายหน้าวัด", serves=[second.id], ways=["self"])
    join(sqlite_store, OWN_MACHINE, tambon, first.id, second.id)
    told = board(sqlite_store, tambon)
    (again,) = told.of_step(2)
    assert sorted(again.made_from) == sorted([one, other])
    assert told.canvas.apart == [], "joined by hand: they belong together again"
    serving = {a.id for a in told.of("canvas_activity") if again.id in a.serves}
    assert serving == served | {line_of_new}, "what pointed at the second points at the first"
    assert (told.numbers.income.low, told.numbers.cost.low) == (18_000, 600), "no figure moved"


def test_a_bundle_that_somebody_arranged_is_taken_up_under_its_name(sqlite_store: Store, tambon: str) -> None:
    gains = [b for b in proposed(sqlite_store, tambon) if b.step == 5]
    assert len(gains) == 2
    lines = tuple(li for b in gains for li in b.lines)
    arranged = Bundle("item", 5, "ของดีตำบลเรา", lines)
    take_up(sqlite_store, OWN_MACHINE, tambon, [arranged])
    (gain,) = board(sqlite_store, tambon).of_step(5)
    assert (gain.text, len(gain.made_from)) == ("ของดีตำบลเรา", 2)


def test_nobody_tells_apart_what_is_not_theirs_or_nothing(sqlite_store: Store, tambon: str) -> None:
    (both,) = of_customers(sqlite_store, tambon)
    one, other = [li.id for li in both.lines]
    with pytest.raises(NotAllowed):
        tell_apart(sqlite_store, READER, tambon, [one], [other])
    for kept, out in (([], [one]), ([one], []), ([one], [one])):
        with pytest.raises(BadInput):
            tell_apart(sqlite_store, OWN_MACHINE, tambon, kept, out)
    group = start(sqlite_store, "แผนผ้า", "กลุ่มผ้า")
    with pytest.raises(BadInput):
        tell_apart(sqlite_store, OWN_MACHINE, group, [one], [other])
    take_up(sqlite_store, OWN_MACHINE, tambon, proposed(sqlite_store, tambon))
    told = board(sqlite_store, tambon)
    customer, gain = told.of_step(2)[0], told.of_step(5)[0]
    for first, second in ((customer.id, gain.id), (customer.id, customer.id), (customer.id, "ci-none")):
        with pytest.raises(BadInput):
            join(sqlite_store, OWN_MACHINE, tambon, first, second)


def test_trades_are_recorded_kept_when_names_change_and_summed_up(sqlite_store: Store, tambon: str) -> None:
    fish, compost = board(sqlite_store, tambon).canvas.parts
    typed = {"text": "ปุ๋ยหมัก", "buyer": fish, "seller": compost, "amount": "120", "unit": "ถุง", "price": "25.50"}
    trade = line(sqlite_store, tambon, "canvas_trade", **typed)
    line(
        sqlite_store,
        tambon,
        "canvas_trade",
        text="ปลาร้า",
        buyer=compost,
        seller=fish,
        amount="10",
        price="80",
        agreed=True,
    )
    line(sqlite_store, tambon, "canvas_trade", text="ขี้ปลา", buyer=compost, seller=fish)
    told = board(sqlite_store, tambon)
    assert told.stays == Stays(800.0, 3060.0, 1)
    before = told.numbers
    filling.put(sqlite_store, OWN_MACHINE, tambon, "canvas_trade", {**typed, "agreed": True}, record_id=trade)
    told = board(sqlite_store, tambon)
    assert told.stays == Stays(3860.0, 0.0, 1)
    assert told.numbers == before, "what groups pay each other is in their own plans already"
    head = {"name": "ปลาท่าอาจ", "area": TAMBON, "year": "2570"}
    head["organisation"] = board(sqlite_store, fish).canvas.organisation
    save_typed(sqlite_store, OWN_MACHINE, "canvas", head, record_id=fish)
    assert board(sqlite_store, tambon).part_name(fish) == "ปลาท่าอาจ"
    withdraw(sqlite_store, OWN_MACHINE, "canvas", compost, "เลิกทำ")
    assert len(board(sqlite_store, tambon).trades) == 3, "what was agreed stays readable"


def test_only_groups_of_the_plan_trade_with_each_other(sqlite_store: Store, tambon: str) -> None:
    fish, compost = board(sqlite_store, tambon).canvas.parts
    strange = start(sqlite_store, "แผนผ้า", "กลุ่มผ้า")
    for canvas, buyer, seller, field in (
        (tambon, fish, fish, "seller"),
        (tambon, strange, fish, "buyer"),
        (tambon, fish, strange, "seller"),
        (fish, fish, compost, "canvas"),
    ):
        with pytest.raises(BadInput) as refused:
            line(sqlite_store, canvas, "canvas_trade", text="ปุ๋ย", buyer=buyer, seller=seller)
        assert refused.value.problems[0].field == field


def test_two_activities_that_are_one_keep_what_either_served_and_when_it_was_done(
    sqlite_store: Store, tambon: str
) -> None:
    store = sqlite_store
    take_up(store, OWN_MACHINE, tambon, proposed(store, tambon))
    one, two = board(store, tambon).of("canvas_activity")
    other = line(store, tambon, "canvas_item", step="1", text="ของแท้จากตำบล")
    typed = {"text": two.text, "serves": [other], "ways": ["partner"], "from_month": "1", "to_month": "9"}
    filling.put(store, OWN_MACHINE, tambon, "canvas_activity", typed, record_id=two.id)
    quarter = {"year": "2570", "quarter": "1", "activities_done": [two.id]}
    told = line(store, tambon, "canvas_follow_up", **quarter)
    join(store, OWN_MACHINE, tambon, one.id, two.id)
    (left,) = board(store, tambon).of("canvas_activity")
    assert set(left.serves) == {*one.serves, other}
    assert (set(left.ways), left.from_month, left.to_month) == ({"self", "partner"}, 1, 9)
    (followed,) = [q for q in board(store, tambon).of("canvas_follow_up") if q.id == told]
    assert followed.activities_done == [left.id], "what was done stays done"


def test_what_was_told_apart_does_not_come_back_beside_it(sqlite_store: Store, tambon: str) -> None:
    store = sqlite_store
    third = start(store, "แผนผ้า", "กลุ่มผ้า")
    line(store, third, "canvas_item", step="2", text="นักท่องเที่ยว")
    parts = [*board(store, tambon).canvas.parts, third]
    head = board(store, tambon).head
    typed = {"name": "แผนตำบล", "area": TAMBON, "year": "2570", "level": "tambon", "parts": parts}
    typed["organisation"] = board(store, tambon).canvas.organisation
    filling.put(store, OWN_MACHINE, tambon, "canvas", typed, record_id=tambon, base_revision=head.revision)
    (whole,) = of_customers(store, tambon)
    a, b, c = sorted(li.id for li in whole.lines)
    lines = {li.id: li for li in whole.lines}
    take_up(store, OWN_MACHINE, tambon, [Bundle("item", 2, "นักท่องเที่ยว", (lines[a], lines[c]))])
    tell_apart(store, OWN_MACHINE, tambon, [a], [b])
    assert take_up(store, OWN_MACHINE, tambon, [Bundle("item", 2, "นักท่องเที่ยว", (lines[b], lines[c]))]) == 1
    behind = sorted(sorted(i.made_from) for i in board(store, tambon).of_step(2))
    assert behind == sorted([sorted([a, c]), [b]])


def test_what_is_said_of_two_lines_is_no_edit_of_the_plan(sqlite_store: Store, tambon: str) -> None:
    (both,) = of_customers(sqlite_store, tambon)
    states.certify(sqlite_store, OWN_MACHINE, tambon, bangkok_today(), "สภาตำบล", 30)
    tell_apart(sqlite_store, OWN_MACHINE, tambon, [both.lines[0].id], [both.lines[1].id])
    assert board(sqlite_store, tambon).changed_since == 0


def test_proposals_that_take_each_other_in_are_one_and_none_is_lost(sqlite_store: Store, tambon: str) -> None:
    gains = [b for b in proposed(sqlite_store, tambon) if b.step in (2, 5)]
    one, two, three = gains
    ids = [b.lines[0].id for b in gains]
    (made,) = united(gains, [(one, {ids[1]}), (two, {ids[0]})])
    assert {li.id for li in made.lines} == {li.id for b in (one, two) for li in b.lines}
    (chain,) = united(gains, [(one, {ids[1]}), (two, {ids[2]}), (three, set())])
    assert {li.id for li in chain.lines} == {li.id for b in gains for li in b.lines}
    assert chain.text == one.text
    apart = united(gains, [(one, set()), (three, {ids[1]})])
    assert [len(b.lines) for b in apart] == [len(one.lines), len(two.lines) + len(three.lines)]
