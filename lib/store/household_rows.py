"""Rounds of household surveys read for the rules: answers without what names anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Table, and_, select

from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.household_code import same_code
from lib.schema.household import HouseholdSurvey
from lib.schema.household_economy import Debt, Expense, Income, Produce
from lib.schema.household_health import HouseholdHealth
from lib.schema.household_result import tables_fed_by
from lib.schema.record import Answers, specs, unanswered
from lib.store.tables import child_table_name, table

KIND = "household_survey"


def counted(rows: Table) -> ColumnElement[bool]:
    """SQL: the form is in the result – consented, not withdrawn, checked."""
    return and_(
        rows.c.withdrawn_at.is_(None),
        rows.c.withdrawn_on.is_(None),
        rows.c.consent == "yes",
        rows.c.checked_on.is_not(None),
    )


def read_round(connection: Connection, area: str, year: int, *where: ColumnElement[bool]) -> list[Household]:
    """The consenting households of a round (fiscal year B.E.) that fit; all of them without `where`."""
    rows = table(KIND)
    here = and_(
        rows.c.area == area,
        rows.c.year == year,
        rows.c.withdrawn_at.is_(None),
        rows.c.withdrawn_on.is_(None),
        rows.c.consent == "yes",
        *where,
    )
    names = ("id", "no_answer", *_columns())
    found = connection.execute(select(*(rows.c[n] for n in names)).where(here)).all()
    mine = select(rows.c.id).where(here)
    nested = {n: _nested(connection, n, mine) for n in ("incomes", "expenses", "debts", "produce")}
    health = _health(connection, mine)
    return [household(dict(row._mapping), nested, health.get(row.id, {})) for row in found]


def household(
    row: Mapping[str, Any], nested: Mapping[str, Mapping[str, Sequence[Any]]], health: Mapping[str, str] | None = None
) -> Household:
    """One row with its nested rows as the rules see it. `health`: what its sensitive answers feed."""
    parts = {n: nested[n].get(row["id"], ()) for n in nested}
    return Household(
        row["id"],
        row["household_code"] or "",
        row["village"],
        row["people"],
        row["main_occupation"] or "",
        _baht(row["income_per_month"]),
        _baht(row["expense_per_month"]),
        _baht(row["savings"]),
        row["has_debt"] or "",
        tuple(Amount(r.source, _baht(r.amount), r.period == "year") for r in parts["incomes"]),
        tuple(
            Amount(r.item, _baht(r.amount), r.period == "year", r.bought == "outside", r.could_make == "yes")
            for r in parts["expenses"]
        ),
        tuple(Owed(r.lender, _baht(r.balance), r.interest_per_year) for r in parts["debts"]),
        tuple(
            Crop(
                r.what,
                _baht(r.sold_per_year),
                _baht(r.input_cost),
                r.inputs or "",
                r.production or "",
                r.price or "",
                r.sold_to or "",
                r.consumers or "",
            )
            for r in parts["produce"]
        ),
        {**_fed(HouseholdSurvey, row), **(health or {})},
        unanswered(HouseholdSurvey, row),
    )


def drafts_of(connection: Connection, household: str) -> list[str]:
    """Codes of drafts that were typed for a household, saved as its record or not yet."""
    rows, draft = table(KIND), table("draft")
    mine = connection.execute(
        select(rows.c.area, rows.c.household_code, rows.c.year).where(rows.c.id == household)
    ).first()
    query = select(draft.c.code, draft.c.record_id, draft.c.typed).where(draft.c.kind.in_((KIND, "household_health")))
    found = []
    for one in connection.execute(query):
        typed = one.typed or {}
        named = (
            mine is not None
            and typed.get("area") == mine.area
            and str(typed.get("year") or mine.year) == str(mine.year)
            and same_code(str(typed.get("household_code") or ""), mine.household_code)
        )
        if one.record_id == household or typed.get("household") == household or named:
            found.append(str(one.code))
    return found


_PARTS: Mapping[str, type[Answers]] = {"incomes": Income, "expenses": Expense, "debts": Debt, "produce": Produce}
#: Columns with a meaning of their own in `domain/household.py`.
_OF_THE_RULES = (
    "household_code",
    "village",
    "people",
    "main_occupation",
    "income_per_month",
    "expense_per_month",
    "savings",
    "has_debt",
)


@cache
def _columns() -> tuple[str, ...]:
    """Those, what declarations want checked or released, and what such questions depend on."""
    declared = specs(HouseholdSurvey)
    wanted = [*_OF_THE_RULES, *tables_fed_by(HouseholdSurvey), *(n for n, s in declared.items() if s.check_before)]
    depend = [spec.ask_if[0] for name in wanted if (spec := declared[name]).ask_if]
    return tuple(dict.fromkeys([*wanted, *depend]))


def _fed(model: type[Answers], row: Mapping[str, Any]) -> dict[str, str]:
    """Table of the result → the answer that feeds it."""
    return {fed.id: row[name] for name, fed in tables_fed_by(model).items() if row[name]}


def from_values(values: Mapping[str, Any]) -> Household:
    """A household from a form that is still being typed; what cannot be read yet is left out."""
    record_id = str(values.get("id") or "")
    row = {"id": record_id, **{n: values.get(n) for n in ("no_answer", *_columns())}}
    nested = {n: {record_id: _readable(values.get(n) or (), m)} for n, m in _PARTS.items()}
    return household(row, nested)


def _readable(rows: Sequence[Any], model: type[Answers]) -> list[Any]:
    found = []
    for row in rows:
        told = {n: v for n, v in row.items() if v is not None and n not in ("id", "no_answer")}
        with suppress(ValidationError):
            found.append(model.model_validate(told))
    return found


def _nested(connection: Connection, field: str, mine: Any) -> dict[str, list[Any]]:
    rows = table(child_table_name(KIND, field))
    grouped: dict[str, list[Any]] = {}
    query = select(rows).where(rows.c.record_id.in_(mine)).order_by(rows.c.record_id, rows.c.position)
    for row in connection.execute(query):
        grouped.setdefault(row.record_id, []).append(row)
    return grouped


def _health(connection: Connection, mine: Any) -> dict[str, dict[str, str]]:
    rows = table("household_health")
    query = select(rows.c.household, *(rows.c[name] for name in tables_fed_by(HouseholdHealth))).where(
        rows.c.household.in_(mine), rows.c.withdrawn_at.is_(None), rows.c.explicit_consent == "yes"
    )
    return {row.household: _fed(HouseholdHealth, dict(row._mapping)) for row in connection.execute(query)}


def _baht(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
