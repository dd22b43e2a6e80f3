"""One set of figures on every face of a tambon's plan, and what a meeting certified goes on to count."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling, states
from lib.actions.canvas.rolling import take_up
from lib.actions.records.saving import withdraw
from lib.domain.canvas_months import first_month
from lib.domain.canvas_quarters import planned_in
from lib.domain.canvas_rollup import bundles
from lib.domain.errors import BadInput
from lib.export.canvas_paper import PaperWords, _figures
from lib.insight.canvas.board import Board, read_board
from lib.insight.canvas.library import CanvasCard, read_cards
from lib.store.opening import Store

TAMBON, MEETING = "TH-250204", "สภาองค์กรชุมชน"
WORDS = PaperWords("th", lambda text, **v: text.format(**v), {}, {}, "", "", "", datetime.now(UTC))


class Tambon:
    """A tambon's plan over groups' plans of one gain and one cost each, and what it has to add up to."""

    def __init__(self, store: Store, prices: dict[str, int]) -> None:
        self.store, self.held = store, dict[str, Any]()
        self.prices, self.extra = dict(prices), 0
        self.gains: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        for name, price in prices.items():
            canvas = self.start(f"แผน{name}", f"กลุ่ม{name}")
            self.gains[name] = self.line(
                canvas, "canvas_item", step="5", text=name, gain="income", units="10", price=str(price)
            )
            work = self.line(canvas, "canvas_activity", text=f"ทำ{name}", serves=[self.gains[name]])
            self.line(canvas, "canvas_cost", text=f"ค่า{name}", activity=work, amount="300")
            self.parts[name] = canvas
        self.canvas = self.start("แผนตำบล", "สภาตำบล", level="tambon", parts=list(self.parts.values()))
        #: Part → its income as the meeting saw it; None while nothing is certified.
        self.certified: dict[str, int] | None = None

    def start(self, name: str, group: str, **more: Any) -> str:
        typed = {"name": name, "area": TAMBON, "year": "2570", **more}
        return filling.start(self.store, OWN_MACHINE, typed, group).canvas

    def line(self, canvas: str, kind: str, **typed: Any) -> str:
        return str(filling.put(self.store, OWN_MACHINE, canvas, kind, typed).record.id)

    def income(self, name: str) -> int:
        return 10 * self.prices[name] * 12

    def sells_at(self, name: str, price: int) -> None:
        stored = self.board(self.parts[name]).stored(self.gains[name])
        assert stored is not None
        typed = {"step": "5", "text": name, "gain": "income", "units": "10", "price": str(price)}
        filling.put(
            self.store,
            OWN_MACHINE,
            self.parts[name],
            "canvas_item",
            typed,
            record_id=self.gains[name],
            base_revision=stored.revision,
        )
        self.prices[name] = price

    def adds(self, baht: int) -> None:
        """A line of the tambon's own."""
        self.line(
            self.canvas,
            "canvas_item",
            step="5",
            text=f"ตลาด {baht}",
            gain="income",
            units="1",
            price=str(baht),
            months="1",
        )
        self.extra += baht

    def certify(self) -> None:
        states.certify(self.store, OWN_MACHINE, self.canvas, date(2026, 11, 1), MEETING, 40)
        self.certified = {name: self.income(name) for name in self.parts}

    def reopen(self) -> None:
        states.reopen(self.store, OWN_MACHINE, self.canvas, "แก้ใหม่")
        self.certified = None

    def loses(self, name: str) -> None:
        withdraw(self.store, OWN_MACHINE, "canvas", self.parts.pop(name), "เลิกทำ")

    def board(self, canvas: str = "") -> Board:
        with self.store.database.reading() as connection:
            found = read_board(connection, canvas or self.canvas)
        assert found is not None
        return found

    def card(self) -> CanvasCard:
        with self.store.database.reading() as connection:
            kept = read_cards(connection, self.held)
            assert kept == read_cards(connection), "what is kept is what would be made anew"
        return next(c for c in kept if c.id == self.canvas)

    @property
    def expected(self) -> int:
        parts = self.certified if self.certified is not None else {n: self.income(n) for n in self.parts}
        return sum(parts.values()) + self.extra

    @property
    def costs(self) -> int:
        return 300 * len(self.certified if self.certified is not None else self.parts)

    def agrees(self) -> None:
        """Board, card, paper and follow-up say the same, and it is the hand's sum."""
        board, card = self.board(), self.card()
        told = board.numbers
        assert told.income.low == told.income.high == self.expected
        assert told.surplus.low == self.expected - self.costs
        assert (card.income, card.surplus, card.findings) == (told.income, told.surplus, len(board.findings))
        paper = {one["label"]: one["value"] for one in _figures(board, WORDS)}
        assert paper["เหลือ" if not told.only_turnover else "ได้ (ยังไม่หักต้นทุน)"] == told.surplus.figures()
        first = first_month(2570, None)
        assert sum(planned_in(told, first, 2570, q).income for q in (1, 2, 3, 4)) == pytest.approx(self.expected)
        assert sum(planned_in(told, first, 2571, q).spending for q in (1, 2, 3, 4)) == pytest.approx(self.costs)
        assert sum(g.low - c.low for g, c in told.by_month) == pytest.approx(told.surplus.low)


def test_a_groups_later_change_is_told_and_not_counted_until_a_meeting_certifies_again(store: Store) -> None:
    tambon = Tambon(store, {"ปลา": 1250, "ผ้า": 2500})
    tambon.agrees()
    assert tambon.board().numbers.income.low == 450_000
    tambon.certify()
    tambon.sells_at("ปลา", 7250)
    tambon.agrees()
    board = tambon.board()
    assert board.numbers.income.low == 450_000
    assert [(p.name, p.state, p.changed) for p in board.changed_parts] == [("แผนปลา", "draft", True)]
    tambon.sells_at("ปลา", 1250)
    assert tambon.board().changed_parts == (), "as certified again"
    tambon.sells_at("ปลา", 7250)
    tambon.reopen()
    tambon.agrees()
    assert tambon.board().numbers.income.low == 1_170_000
    tambon.certify()
    tambon.agrees()
    assert tambon.board().changed_parts == ()


def test_a_part_that_is_withdrawn_after_the_meeting_stays_in_the_plan_marked(store: Store) -> None:
    tambon = Tambon(store, {"ปลา": 100, "ผ้า": 50})
    take_up(store, OWN_MACHINE, tambon.canvas, bundles(tambon.board().part_plans))
    tambon.agrees()
    tambon.certify()
    tambon.loses("ผ้า")
    tambon.agrees()
    assert [(p.name, p.state, p.now) for p in tambon.board().changed_parts] == [("แผนผ้า", "", None)]
    tambon.reopen()
    tambon.agrees()
    assert [p.name for p in tambon.board().counted] == ["แผนปลา"]


def test_a_groups_plan_lies_in_one_tambons_plan_only(store: Store) -> None:
    tambon = Tambon(store, {"ปลา": 100})
    with pytest.raises(BadInput, match="แผนปลา") as refused:
        tambon.start("แผนอีกฉบับ", "สภาอื่น", level="tambon", parts=list(tambon.parts.values()))
    assert "แผนตำบล" in refused.value.problems[0].th
    withdraw(store, OWN_MACHINE, "canvas", tambon.canvas, "ซ้ำ")
    assert tambon.start("แผนอีกฉบับ", "สภาอื่น", level="tambon", parts=list(tambon.parts.values()))


def test_groups_plans_are_neither_added_nor_taken_out_once_a_meeting_certified(store: Store) -> None:
    tambon = Tambon(store, {"ปลา": 100, "ผ้า": 50})
    tambon.certify()

    def parts_become(*names: str) -> None:
        board = tambon.board()
        typed: dict[str, Any] = {"name": "แผนตำบล", "area": TAMBON, "year": "2570", "level": "tambon"}
        typed |= {"organisation": board.canvas.organisation, "parts": [tambon.parts[n] for n in names]}
        revision = board.head.revision
        filling.put(store, OWN_MACHINE, tambon.canvas, "canvas", typed, record_id=tambon.canvas, base_revision=revision)

    for names in ((), ("ปลา",)):
        with pytest.raises(BadInput) as refused:
            parts_become(*names)
        assert "เปิดเป็นฉบับร่างก่อน" in refused.value.problems[0].th
    tambon.agrees()
    tambon.reopen()
    parts_become("ปลา")
    del tambon.parts["ผ้า"]
    tambon.agrees()


@pytest.mark.parametrize("seed", range(4))
def test_after_any_history_every_face_says_the_hands_sum(sqlite_store: Store, seed: int) -> None:
    rng = random.Random(seed)
    tambon = Tambon(sqlite_store, {"ปลา": 100, "ผ้า": 50, "ข้าว": 20})
    for _ in range(14):
        certified = tambon.certified is not None
        deed = rng.choice(["price", "price", "extra", "up", "state", "lose"])
        if deed == "price":
            tambon.sells_at(rng.choice(list(tambon.parts)), rng.randrange(1, 500))
        elif deed == "extra":
            tambon.adds(rng.randrange(1, 9000))
        elif deed == "up":
            take_up(sqlite_store, OWN_MACHINE, tambon.canvas, bundles(tambon.board().part_plans))
        elif deed == "state":
            (tambon.reopen if certified else tambon.certify)()
        elif len(tambon.parts) > 1:
            tambon.loses(rng.choice(list(tambon.parts)))
        tambon.agrees()
