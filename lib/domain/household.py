"""One household's answers as the rules of the survey see them: sums, gaps, look-alikes.

Amounts are baht; income and expense are per month. Unanswered, unknown and refused are all ``None``
here: what a household did not say never becomes a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.household_code import bare_code, same_code
from lib.domain.sentence import Spoken

MONTHS = 12
#: A list that adds up to this share more than the total that was told does not fit it.
MISMATCH = 0.05
#: Spending this many times the income is asked about.
FAR_MORE = 3


@dataclass(frozen=True)
class Amount:
    """A listed sum of money: what for, how much, and whether it is a month's or a year's."""

    what: str
    baht: float | None
    yearly: bool = False
    outside: bool = False
    could_make: bool = False

    @property
    def monthly(self) -> float | None:
        """Baht a month."""
        return None if self.baht is None else self.baht / MONTHS if self.yearly else self.baht


@dataclass(frozen=True)
class Crop:
    """Something that a household produces (choices by their ids, baht a year)."""

    what: str
    sold: float | None = None
    input_cost: float | None = None
    inputs: str = ""
    production: str = ""
    price: str = ""
    sold_to: str = ""
    consumers: str = ""


@dataclass(frozen=True)
class Owed:
    """One debt: lender (choice id), balance in baht, interest in percent a year."""

    lender: str
    balance: float | None = None
    interest: float | None = None


@dataclass(frozen=True)
class Household:
    """The answers of one consenting household in one round."""

    id: str
    code: str = ""
    village: int | None = None
    people: int | None = None
    occupation: str = ""
    income_told: float | None = None
    expense_told: float | None = None
    savings: float | None = None
    has_debt: str = ""
    incomes: tuple[Amount, ...] = ()
    expenses: tuple[Amount, ...] = ()
    debts: tuple[Owed, ...] = ()
    produce: tuple[Crop, ...] = ()
    #: Answers that feed a declared table of the result: table → choice (`domain/release.ShareTable`).
    answers: Mapping[str, str] = field(default_factory=dict)
    #: Questions that a complete form answers and this one neither answers nor declines, in its order.
    unanswered: tuple[str, ...] = ()

    @property
    def income(self) -> float | None:
        """Baht a month: what was told as the total, else the listed sources added up."""
        return self.income_told if self.income_told is not None else total(self.incomes)

    @property
    def expense(self) -> float | None:
        """Baht a month: what was told as the total, else the listed expenses added up."""
        return self.expense_told if self.expense_told is not None else total(self.expenses)

    @property
    def debt(self) -> float | None:
        """Baht owed; None as soon as one balance is not known."""
        if self.has_debt == "no":
            return 0.0
        if self.has_debt != "yes" or not self.debts:
            return None
        owed = [d.balance for d in self.debts]
        return None if None in owed else float(sum(b for b in owed if b is not None))


def total(amounts: Iterable[Amount]) -> float | None:
    """Baht a month of a list; None when it is empty or one amount is not known."""
    told = [a.monthly for a in amounts]
    if not told or None in told:
        return None
    return round(sum(m for m in told if m is not None), 2)


def left_over(household: Household) -> float | None:
    """Baht a month that income leaves when expenses are paid; None until both are told."""
    if household.income is None or household.expense is None:
        return None
    return household.income - household.expense


class DoubtRule(Spoken):
    """What can be amiss in a form, with its words; `question` is the label of the question it is about."""

    MISSING = "missing", "ยังไม่ตอบ: {question}", "Not answered: {question}"
    NO_DEBTS_LISTED = "no_debts_listed", "บอกว่ามีหนี้แต่ยังไม่แจกแจง", "Says it has debt, but lists none"
    SUMS_DIFFER = (
        "sums_differ",
        "ยอดที่แจกแจงมากกว่ายอดรวม: {question}",
        "The list adds up to more than the total: {question}",
    )
    SPENDS_FAR_MORE = (
        "spends_far_more",
        f"รายจ่ายมากกว่ารายได้เกิน {FAR_MORE} เท่า",
        f"Spends more than {FAR_MORE} times its income",
    )


@dataclass(frozen=True)
class Doubt:
    """Something to look at before a form counts: the rule and the question it is about."""

    rule: DoubtRule
    question: str

    @property
    def stops(self) -> bool:
        """Whether the form is incomplete with it; the others only ask to look again."""
        return self.rule in (DoubtRule.MISSING, DoubtRule.NO_DEBTS_LISTED)

    def words(self, language: str = "th", question: str = "") -> str:
        """The doubt in plain words; `question`: the label of the question in that language."""
        return self.rule.words(language, question=question or self.question)


#: Totals that a list stands for when it adds up: question → the sum.
_ADDED_UP = {"income_per_month": "income", "expense_per_month": "expense"}


def doubts(one: Household) -> list[Doubt]:
    """The check list of step 2.4: correct and complete, or what is not."""
    found = [
        Doubt(DoubtRule.MISSING, question)
        for question in one.unanswered
        if question not in _ADDED_UP or getattr(one, _ADDED_UP[question]) is None
    ]
    if one.has_debt == "yes" and not one.debts:
        found.append(Doubt(DoubtRule.NO_DEBTS_LISTED, "debts"))
    for told, listed, question in (
        (one.income_told, total(one.incomes), "income_per_month"),
        (one.expense_told, total(one.expenses), "expense_per_month"),
    ):
        # A list may be shorter than the total, never longer.
        if told is not None and listed is not None and listed - told > MISMATCH * max(told, 1):
            found.append(Doubt(DoubtRule.SUMS_DIFFER, question))
    if one.income is not None and one.expense is not None and one.expense > FAR_MORE * max(one.income, 1):
        found.append(Doubt(DoubtRule.SPENDS_FAR_MORE, "expense_per_month"))
    return found


def ready_to_check(doubts: Sequence[Doubt], alike: Sequence[object], *, consents: bool, checked: bool) -> bool:
    """Whether a form may be checked with the others at once: nothing is missing, and it looks like no other."""
    return consents and not checked and not any(d.stops for d in doubts) and not alike


#: Of these answers, as many have to be there on both sides and equal for a look-alike.
_TELLING, _ENOUGH = ("people", "occupation", "income", "expense", "savings", "debt"), 4


def look_alike(one: Household, other: Household) -> str:
    """Why two forms look like one household: ``code``, ``answers``, or '' when they do not."""
    if one.id == other.id or ((one.village or other.village) and one.village != other.village):
        return ""
    if same_code(one.code, other.code):
        return "code"
    pairs = [(getattr(one, n), getattr(other, n)) for n in _TELLING]
    told = [(a, b) for a, b in pairs if a not in (None, "") and b not in (None, "")]
    equal = sum(a == b for a, b in told)
    # Two poor households without savings or debt are not one: some real figure must agree.
    figures = [getattr(one, n) for n in ("income", "expense") if getattr(one, n) == getattr(other, n)]
    return "answers" if equal >= _ENOUGH and equal == len(told) and any(figures) else ""


def look_alikes(households: Sequence[Household]) -> list[tuple[Household, Household, str]]:
    """Pairs of a round that look like one household, each with the reason."""
    found: list[tuple[Household, Household, str]] = []
    by_code: dict[tuple[object, ...], list[Household]] = {}
    by_answers: dict[tuple[object, ...], list[Household]] = {}
    for one in households:
        code: tuple[object, ...] = (one.village, bare_code(one.code))
        keys = code, (one.village, one.people, one.income, one.expense)
        for key, held in zip(keys, (by_code, by_answers), strict=True):
            for other in held.get(key, ()):
                why = look_alike(other, one)
                if why and (other, one, why) not in found:
                    found.append((other, one, why))
            held.setdefault(key, []).append(one)
    return found
