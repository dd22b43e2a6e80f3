"""What of a survey may leave the private store: a fixed list of tables, and what a cell of one is.

Every published cell stands for a set of households and what each contributes. Whoever adds and subtracts
published figures, over all releases of a round, learns sums and distributions of *blocks* of households
(`domain/release_blocks.py`); no block is smaller than ten households, and each passes the rules of its
kind of figure (`domain/release_rules.py`). `docs/decisions/007` says why this way and not another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lib.domain.sentence import Spoken

#: The smallest number of households that any figure, or anything computed from figures, stands for.
LEAST = 10
#: Goes up when a table is added to or taken from `TABLES`, or a declared one is taken away.
LIST_VERSION = 2
#: Figure of a share: of 100 households that answered, how many answered so. Stored releases hold the name.
SHARE = "good"


class Why(Spoken):
    """Why a cell is held back, as people read it."""

    FEW = "few", f"มีไม่ถึง {LEAST} ครัวเรือน", f"fewer than {LEAST} households"
    #: By subtraction from other cells.
    TELLS_ANOTHER = (
        "tells_another",
        f"ถ้าบอก จะคำนวณย้อนถึงกลุ่มเล็กกว่า {LEAST} ครัวเรือนได้",
        f"It would give away a group of fewer than {LEAST} households by subtraction",
    )
    TOO_LIKE_BEFORE = (
        "too_like_before",
        f"ต่างจากฉบับก่อนไม่ถึง {LEAST} ครัวเรือน ดูฉบับก่อน",
        f"Fewer than {LEAST} households differ from the release before; see that one",
    )
    #: One word for all of these: which of them it is would tell of the answers.
    TELLS_OF_ONE = (
        "tells_of_one",
        "คำตอบเกือบเหมือนกันหมด หรือมีบ้านเดียวที่โดดเด่น ถ้าบอก จะเดาคำตอบของบางบ้านได้",
        "Nearly all answer alike, or one household stands out; it would tell of a household",
    )


class Split(StrEnum):
    """By what a table is divided. The whole is the tambon."""

    WHOLE = "whole"
    VILLAGE = "village"
    OCCUPATION = "occupation"


class Figure(StrEnum):
    """What kind of figure a table tells; each kind has its rules (`domain/release_rules.py`)."""

    COUNT = "count"
    SHARE = "share"
    #: Quartiles, never a mean: a mean times households is a sum, and one rich household shows in it.
    SPREAD = "spread"
    SUM = "sum"


@dataclass(frozen=True)
class Table:
    """A table that is released. Its id is ``question`` or ``question.quantity``."""

    id: str
    figure: Figure
    splits: tuple[Split, ...] = (Split.WHOLE,)
    #: Tables of one family are told of the same answers: one figure may be taken from another's.
    family: str = ""
    #: Tables that this one is the sum of: it is told only where all of them are.
    sum_of: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The question that the table is shown under."""
        return self.id.partition(".")[0]


_VILLAGES = (Split.WHOLE, Split.VILLAGE)
_GROUPS = (Split.WHOLE, Split.VILLAGE, Split.OCCUPATION)


@dataclass(frozen=True)
class ShareTable:
    """A table that a question declares: of 100 households that answered it, how many answered so.

    One figure of one set of households a cell: it tells no more than the tables below do.
    """

    th: str
    en: str
    #: The answers (choice ids) that are counted.
    counted: tuple[str, ...]
    #: Version of the list of tables that brought it.
    since: int
    #: Name in releases; the question's id when it says nothing.
    id: str = ""
    #: One of the factors of a family's life: the more the better.
    factor: bool = False
    #: Asked only of those who answered another question so: how many they are is not told.
    follow_up: bool = False
    #: Of a sensitive question (PDPA, section 26): of the whole tambon only, compared with nobody.
    sensitive: bool = False

    def label(self, language: str = "th") -> str:
        """Who is counted, in a language."""
        return self.en if language == "en" else self.th

    @property
    def splits(self) -> tuple[Split, ...]:
        """By what the table is divided."""
        return (Split.WHOLE,) if self.sensitive else _VILLAGES

    @property
    def table(self) -> Table:
        """The table as it is judged."""
        return Table(self.id, Figure.SHARE, self.splits)


def list_version(shares: Sequence[ShareTable]) -> int:
    """Version of the list of tables: its own, or that of the newest declared table."""
    return max([LIST_VERSION, *(s.since for s in shares)])


#: The tables that are released besides those that questions declare, and one for each lender.
#: Nothing else ever is.
TABLES: Mapping[str, Table] = {
    t.id: t
    for t in (
        Table("households", Figure.COUNT, _GROUPS),
        Table("money.income", Figure.SPREAD, _GROUPS, "money"),
        Table("money.expense", Figure.SPREAD, _GROUPS, "money"),
        Table("money.left", Figure.SPREAD, _GROUPS, "money", ("money.income", "money.expense")),
        Table("savings.savings", Figure.SPREAD, _VILLAGES, "savings"),
        Table("savings.saving", Figure.SHARE, _VILLAGES, "savings"),
        Table("debt.debt", Figure.SPREAD, _VILLAGES, "debt"),
        Table("debt.owing", Figure.SHARE, _VILLAGES, "debt"),
        Table("leak_inputs", Figure.SUM),
        # The same sale may go to a middleman and at the buyer's price: one sum may be taken from the other.
        Table("leak_middlemen", Figure.SUM, family="sales"),
        Table("leak_price_taken", Figure.SUM, family="sales"),
        Table("leak_bought_in", Figure.SUM),
        *(Table(f"produce_{name}", Figure.SHARE) for name in ("inputs", "production", "price", "eaten_here")),
    )
}
LENDER = "lender_"


def table_of(name: str) -> Table:
    """The table of a name that a release holds; what is not in the list is a declared share."""
    if name.startswith(LENDER):
        return Table(name, Figure.SUM)
    return TABLES.get(name) or Table(name, Figure.SHARE, _VILLAGES)


#: What a household contributes to a figure, whole baht or 1 for yes; a word: it was forgotten on request.
Contribution = int | str


@dataclass(frozen=True)
class ResultCell:
    """One figure or group of figures: a table, by what, which group, of which households.

    `members`: household (opaque) → part → what it contributes. A figure is of the sum of the parts.
    """

    table: Table
    split: Split
    group: str
    members: Mapping[str, Mapping[str, Contribution]]

    @property
    def key(self) -> str:
        """Name of the cell over all releases."""
        return f"{self.table.id}/{self.split.value}/{self.group}"

    @property
    def family(self) -> str:
        """Cells of one family are judged together."""
        return self.table.family or self.table.id

    @property
    def weight(self) -> tuple[bool, int, str]:
        """What is given up first: parts before wholes, small before large."""
        return self.split is Split.WHOLE, len(self.members), self.key


@dataclass(frozen=True)
class KeptRelease:
    """What the private store keeps of a release: the households behind each cell, by opaque names.

    `cells`: cell key → household → part → contribution; `who`: household → digest of its record's id.
    """

    cells: Mapping[str, Mapping[str, Mapping[str, Contribution]]]
    who: Mapping[str, str]

    def as_cells(self) -> list[ResultCell]:
        """The cells again."""
        found = []
        for key, households in self.cells.items():
            name, split, group = key.split("/", 2)
            found.append(ResultCell(table_of(name), Split(split), group, households))
        return found
