"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Float, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """A moment, kept as naive UTC and returned aware."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware → naive UTC."""
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC → aware."""
        return value.replace(tzinfo=UTC) if value is not None else None


class Money(TypeDecorator[Decimal]):
    """Baht with two decimals, kept as whole satang: exact sums on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Baht → satang."""
        return None if value is None else int((Decimal(value) * 100).to_integral_value())

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Satang → baht. Sums may arrive as Decimal (PostgreSQL)."""
        return None if value is None else (Decimal(int(value)) / 100).quantize(Decimal("0.01"))


def column_type(python: type[Any], *, many: bool) -> TypeEngine[Any]:
    """SQL type of a declared field; lists of plain values are one JSON column."""
    if many:
        return JSON()
    known: dict[type[Any], TypeEngine[Any]] = {
        str: Text(),
        int: BigInteger(),
        float: Float(),
        Decimal: Money(),
        date: Date(),
        datetime: Moment(),
        bool: Boolean(),
    }
    return known[python]


__all__ = ["Moment", "Money", "String", "column_type"]
