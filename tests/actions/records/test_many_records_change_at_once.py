"""Many records of one kind in one go: rows, nested rows, history and versions as one by one."""

from __future__ import annotations

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save, withdraw
from lib.actions.records.writing import writing
from lib.schema.history_words import Verb
from lib.schema.registry import kind
from lib.store import history, records, versions
from lib.store.opening import Store
from tests.actions.records.test_every_write_is_an_action_with_a_history import HOUSEHOLD


def test_many_change_at_once_nested_rows_included(store: Store) -> None:
    ids = [
        save(store, OWN_MACHINE, "household_survey", {**HOUSEHOLD, "household_code": f"บ-{n}"}).record.id
        for n in range(3)
    ]
    withdraw(store, OWN_MACHINE, "household_survey", ids[2], "ผิด")
    with writing(store, OWN_MACHINE, Verb.SHEET) as pen:
        before = [pen.stored("household_survey", one) for one in ids]
        model = kind("household_survey")
        after = [
            model.model_validate(
                {
                    **b.record.model_dump(),
                    "village": 1 + n,
                    "debts": [{**b.record.model_dump()["debts"][0], "balance": 2000 + n}],
                }
            )
            for n, b in enumerate(before)
        ]
        after[1] = before[1].record
        was = versions.current(pen.connection)["household_survey"]
        pen.change_many(list(zip(before, after, strict=True)))
    with store.database.reading() as connection:
        now = [records.get(connection, "household_survey", one) for one in ids]
        assert [n.revision for n in now if n] == [2, 1, 3]
        assert [n.withdrawn for n in now if n] == [False, False, False]
        assert [str(n.record.debts[0].balance) for n in now if n] == ["2000.00", "1000.00", "2002.00"]  # type: ignore[attr-defined]
        (last, *_) = history.of_record(connection, "household_survey", ids[2])
        assert last.fields[history.WITHDRAWN] == (True, False)
        assert versions.current(connection)["household_survey"] > was
    with writing(store, OWN_MACHINE, Verb.SHEET) as pen:
        pen.change_many([])
        assert pen.changes == []
