"""What was typed stands in no error of the database or of the schema, and in no line of a log."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from lib.domain.errors import StorageProblem
from lib.schema.people import Person
from lib.store.opening import Store
from lib.store.tables import table
from lib.web.logs import LOGGERS, frames_of, keep_values_out

MARK = "qzxsecret0812345678"


def twice(store: Store) -> None:
    """Two records under one id: the database refuses the second."""
    row = {
        "code": MARK[:10],
        "kind": "person",
        "record_id": "",
        "base_revision": 0,
        "typed": {"name": MARK},
        "updated_at": None,
    }
    with store.database.writing() as connection:
        connection.execute(insert(table("draft")).values(**row))


def of_no_type(store: Store) -> None:
    with store.database.writing() as connection:
        connection.execute(insert(table("draft")).values(code="c", updated_at=MARK))


def no_person(_store: Store) -> None:
    Person.model_validate({"name": "ก", "phone": MARK, MARK: 1})


@pytest.mark.parametrize("fault", [twice, of_no_type])
def test_an_error_of_the_database_hides_its_parameters(store: Store, fault: Callable[[Store], None]) -> None:
    with pytest.raises((StorageProblem, SQLAlchemyError)) as raised:
        fault(store)
    assert MARK not in frames_of(raised.value)
    assert "Error" in frames_of(raised.value)
    if store.database.is_sqlite or fault is of_no_type:  # PostgreSQL adds the row to its own words
        assert MARK not in "".join(traceback.format_exception(raised.value))


def test_an_error_of_the_schema_hides_what_was_typed(sqlite_store: Store) -> None:
    with pytest.raises(ValidationError) as raised:
        no_person(sqlite_store)
    assert "qzxsecret" not in str(raised.value).replace(f"\n{MARK}\n", "")


@pytest.fixture
def lines() -> Any:
    """What the loggers write, with the filter in place as a server puts it there."""
    written: list[str] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler, before = Keeps(), {name: list(logging.getLogger(name).filters) for name in LOGGERS}
    keep_values_out()
    keep_values_out()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
    yield written
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(handler)
        logging.getLogger(name).filters[:] = before[name]


@pytest.mark.parametrize("name", LOGGERS)
def test_a_failure_is_logged_by_its_kind_and_its_way_not_by_its_words(name: str, lines: list[str]) -> None:
    def reads(text: str) -> int:
        try:
            return int(text)
        except ValueError as error:
            raise RuntimeError(f"cannot read {text}") from error

    try:
        reads(MARK)
    except RuntimeError as error:
        logging.getLogger(name).error("failure %s", "1a2b3c", exc_info=error)
    (line,) = lines
    assert MARK not in line
    assert "failure 1a2b3c" in line
    assert "ValueError" in line
    assert "RuntimeError" in line
    assert "in reads" in line
