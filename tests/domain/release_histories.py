"""Random histories of a tambon's households and its releases, and what an outsider reads in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from lib.domain.contributions import Digests
from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.release import KeptRelease, ShareTable
from lib.domain.village_result import CellFigures, VillageResult, result
from tests.domain.release_attacker import Published, Variable

SALT = "the store's secret of this round"
SHARES = (
    ShareTable("กินพอ", "Enough", ("always",), since=1, id="food", factor=True),
    ShareTable("แข็งแรง", "Well", ("well",), since=1, id="health", sensitive=True),
    ShareTable("มีน้ำ", "Water", ("yes",), since=2, id="water"),
    ShareTable("น้ำบ่อ", "From a well", ("well",), since=2, id="water_from", follow_up=True),
)


@dataclass(frozen=True)
class Tambon:
    """How households of a tambon are: how many villages, how alike they are, how many answer yes."""

    villages: int
    spread: float
    yes: float
    giants: float

    @classmethod
    def any(cls, dice: Random) -> Tambon:
        return cls(
            dice.randint(1, 5),
            dice.choice([0.02, 0.2, 0.6]),
            dice.choice([0.03, 0.3, 0.6, 0.97]),
            dice.choice([0, 0.03]),
        )

    def household(self, number: int, dice: Random, village: int | None = None) -> Household:
        owes, water = dice.random() < self.yes, dice.random() < self.yes
        baht = lambda middle: float(round(middle * dice.lognormvariate(0, self.spread) / 100) * 100)  # noqa: E731
        return Household(
            f"hh-{number}-{dice.getrandbits(40)}",
            f"{number:04d}",
            village or dice.choice([None, *range(1, self.villages + 1)]),
            dice.randint(1, 7),
            dice.choice(["rice", "rice", "wage"]),
            baht(12_000),
            baht(9_000),
            0.0 if dice.random() < 0.4 else baht(1_000_000 if dice.random() < self.giants else 6_000),
            "yes" if owes else "no",
            (),
            (Amount("food", baht(900), False, True, True),) if dice.random() < 0.8 else (),
            tuple(Owed(lender, baht(40_000)) for lender in ("bank", "shop") if dice.random() < 0.7) if owes else (),
            tuple(self._crop(dice, baht(40_000)) for _ in range(dice.choice([0, 1, 1, 2]))),
            {
                "food": dice.choice(["", "often"]) if dice.random() > self.yes else "always",
                "health": "well" if dice.random() < self.yes else "ill",
                "water": "yes" if water else "no",
                "water_from": dice.choice(["well", "tank"]) if water else "",
            },
        )

    def _crop(self, dice: Random, sold: float) -> Crop:
        return Crop(
            "ข้าว",
            sold,
            sold // 4,
            dice.choice(["outside", "own"]),
            "self",
            dice.choice(["buyer", "buyer", "bargain"]),
            dice.choice(["middleman_out", "middleman_out", "market"]),
        )


@dataclass
class History:
    """A tambon over a year. `truth[n]`: record id → household as release n saw it."""

    tambon: Tambon
    dice: Random
    homes: list[Household] = field(default_factory=list)
    results: list[VillageResult] = field(default_factory=list)
    kept: list[KeptRelease] = field(default_factory=list)
    truth: list[dict[str, Household]] = field(default_factory=list)
    numbers: int = 0

    def grow(self, count: int, village: int | None = None) -> None:
        for _ in range(count):
            self.homes.append(self.tambon.household(self.numbers, self.dice, village))
            self.numbers += 1

    def correct(self, count: int, *names: str) -> None:
        """So many households told one thing wrong; the others of `names` stay."""
        for _ in range(min(count, len(self.homes))):
            at = self.dice.randrange(len(self.homes))
            other = self.tambon.household(0, self.dice)
            name = self.dice.choice(
                names or ("income_told", "expense_told", "savings", "answers", "produce", "village")
            )
            self.homes[at] = replace(self.homes[at], **{name: getattr(other, name)})

    def erase(self, count: int, *, type_anew: bool = False) -> None:
        for _ in range(min(count, len(self.homes) - 1)):
            one = self.homes.pop(self.dice.randrange(len(self.homes)))
            self.kept = [forget(kept, one) for kept in self.kept]
            if type_anew:
                self.homes.append(replace(one, id=f"{one.id}-again"))

    def release(self) -> VillageResult:
        found = result(self.homes, SHARES, self.kept, SALT)
        self.results.append(found)
        self.kept.append(found.shown())
        self.truth.append({h.id: h for h in self.homes})
        return found

    @classmethod
    def random(cls, seed: int, first: int, steps: Sequence[int]) -> History:
        dice = Random(seed)
        one = cls(Tambon.any(dice), dice)
        one.grow(first)
        one.release()
        for changes in steps:
            way = dice.randrange(6)
            if way == 0:
                one.grow(changes)
            elif way == 1:
                one.correct(changes, dice.choice(["income_told", "expense_told", "savings", "answers", "produce"]))
                one.correct(1, "income_told", "savings")
            elif way == 2:
                one.erase(changes, type_anew=True)
                one.grow(1)
            elif way == 3:
                for village in range(1, one.tambon.villages + 1):
                    one.grow(1 if village < one.tambon.villages else changes, village)
            elif way == 4:
                one.erase(dice.randint(1, 3))
                one.grow(changes)
            else:
                one.correct(changes)
                one.grow(changes // 2)
                one.erase(dice.randint(0, 2), type_anew=True)
            one.release()
        return one


def forget(kept: KeptRelease, one: Household) -> KeptRelease:
    """What the store does with a household that is erased: chance in place of its answers."""
    name = next((n for n, digest in kept.who.items() if digest == Digests(SALT).of(one.id)), "")
    cells = {
        key: {h: {p: f"gone {v}" for p, v in parts.items()} if h == name else parts for h, parts in members.items()}
        for key, members in kept.cells.items()
    }
    return KeptRelease(cells, {n: d for n, d in kept.who.items() if n != name})


_QUARTILES = {"low": 0.25, "middle": 0.5, "high": 0.75}


@dataclass
class Reading:
    """Published figures of one quantity, or of quantities that are parts of one another, and the truth."""

    kind: str
    figures: list[Published] = field(default_factory=list)
    truth: dict[Variable, float] = field(default_factory=dict)


def read(history: History) -> dict[str, Reading]:
    """All figures of all releases by quantity; the attacker knows persons, whatever id their form has."""
    found: dict[str, Reading] = {}
    for released, truth in zip(history.results, history.truth, strict=True):
        ids = {Digests(SALT).of(record_id): h.code for record_id, h in truth.items()}
        inside = {c.key: {ids[released.who[name]]: parts for name, parts in c.members.items()} for c in released.cells}
        for cell in released.told:
            for name, value in cell.figures.items():
                if name != "kept_year":  # a tenth, or all, of what is lost
                    _read(found, cell, name, value, inside)
    return found


def _read(
    found: dict[str, Reading],
    cell: CellFigures,
    name: str,
    value: int,
    inside: Mapping[str, Mapping[str, Mapping[str, Any]]],
) -> None:
    stem, _, end = name.rpartition("_")
    spread = bool(stem) and end in _QUARTILES
    quantity = stem if spread else cell.question if name in ("good", "baht", "lost_year") else name
    place = f"{cell.split}/{cell.group}"
    members = inside.get(f"{cell.question}.{quantity}/{place}") or inside[f"{cell.question}/{place}"]
    kind = "sum" if name in ("baht", "lost_year") else "quartile" if spread else "share"
    # The two sums of sales have parts in common: one reading of both.
    reading = found.setdefault("sales" if quantity in _SALES else quantity, Reading(kind))
    of = set()
    for person, parts in members.items():
        told = (
            parts
            if quantity in _SALES
            else {"": abs(sum(parts.values())) if quantity != "left" else sum(parts.values())}
        )
        for part, n in told.items():
            variable = (person, part, n)
            of.add(variable)
            reading.truth[variable] = float(n > 0) if kind == "share" else n
    figure = {"sum": (value, 1000.0), "share": (value / 100, 0.05), "quartile": (value, 100.0)}[kind]
    reading.figures.append(Published(frozenset(of), kind, *figure, quantile=_QUARTILES.get(end, 0.0)))


_SALES = ("leak_middlemen", "leak_price_taken")
