"""The region and province that filters begin with follow from a person's rights."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER, Actor
from lib.access.home import Home, home_of
from lib.access.policy import COUNTRY, Grant, Role
from lib.schema.history_words import Way
from lib.store.opening import Store


def somebody(*places: str, record: str = "") -> Actor:
    grants = tuple(Grant(Role.OFFICER, place, record) for place in places)
    return Actor("acc-1", "ใครคนหนึ่ง", Way.FORM, grants, account="acc-1")


@pytest.mark.parametrize(
    ("places", "home"),
    [
        (("CODI-BE",), Home("BE", "")),
        (("TH-25",), Home("BE", "TH-25")),
        (("TH-250213",), Home("BE", "TH-25")),
        (("TH-250213", "TH-2501"), Home("BE", "TH-25")),
        (("TH-25", "TH-24"), Home("BE", "")),
        (("TH-25", "TH-50"), Home("", "")),
        (("CODI-BE", COUNTRY), Home("", "")),
        (("area-gone",), Home("", "")),
        ((), Home("", "")),
    ],
)
def test_home_is_the_one_place_that_all_rights_share(sqlite_store: Store, places: tuple[str, ...], home: Home) -> None:
    assert home_of(sqlite_store, somebody(*places)) == home


def test_readers_the_own_machine_and_holders_of_a_code_are_at_home_nowhere(sqlite_store: Store) -> None:
    for actor in (READER, OWN_MACHINE, somebody("TH-25", record="canvas-1")):
        assert home_of(sqlite_store, actor) == Home()
