"""A list of references follows what becomes of a record: merged, erased, and erased again after a restore."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.merging import merge
from lib.actions.records.saving import save
from lib.actions.tambon import work as tambon_work
from lib.store import records
from lib.store.keeping import back_up_now
from lib.store.opening import Store
from lib.store.restoring import restore
from tests.actions.survey.household_forms import AREA, begin


def put(store: Store, kind_id: str, **values: object) -> str:
    return save(store, OWN_MACHINE, kind_id, values).record.id


def held(store: Store, kind_id: str, record_id: str, name: str) -> object:
    with store.database.reading() as connection:
        found = records.get(connection, kind_id, record_id)
    assert found is not None
    return getattr(found.record, name)


def test_a_member_of_a_team_is_erased_from_it(store: Store) -> None:
    work = begin(store)
    daeng, dam = (put(store, "person", name=name, area=AREA) for name in ("แดง", "ดำ"))
    team = put(store, "work_team", work=work, duty="operate", name="ทีมปุ๋ย", members=[daeng, dam])
    file = back_up_now(store)
    erase(store, OWN_MACHINE, "person", daeng, "เจ้าตัวขอ")
    assert held(store, "work_team", team, "members") == [dam]
    restore(store, file)
    assert held(store, "work_team", team, "members") == [dam], "a restore brings nobody back"


@pytest.mark.parametrize("kind_id", ["agreement", "community_capital"])
def test_a_merged_organisation_is_the_one_that_stays_in_every_list(store: Store, kind_id: str) -> None:
    keep, give, other = (put(store, "organisation", name=name, type="agency") for name in ("ธ.ก.ส.", "ธกส", "พช."))
    if kind_id == "agreement":
        name, record = "partners", put(store, kind_id, name="ข้อตกลง", partners=[give, other, keep])
    else:
        told = {"work": begin(store), "capital": "financial", "text": "กองทุน"}
        name, record = "supporters", put(store, kind_id, **told, supporters=[give, other])
    merge(store, OWN_MACHINE, "organisation", keep, give)
    assert held(store, kind_id, record, name) in ([keep, other], [other, keep])


def test_what_the_app_says_of_a_record_is_not_taken_over_by_another(store: Store) -> None:
    work = begin(store)
    step = tambon_work.report_rung(store, OWN_MACHINE, work, "spread", "มีบทเรียน")
    typed = {"name": "เล่าเอง", "type": "note", "text": "เห็นกับตา", "proves_kind": "tambon_progress", "proves": step}
    mine = put(store, "evidence", **typed)
    with store.database.reading() as connection:
        (note,) = [s.record.id for s in records.find(connection, "evidence") if s.record.id != mine]
    merge(store, OWN_MACHINE, "evidence", mine, note)
    assert held(store, "evidence", mine, "made_from") is None
