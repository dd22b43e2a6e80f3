"""Drafts: limited in length and number, none of them vanishes from the list, and a plan's code crowds nobody out."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER, holding
from lib.actions.canvas import filling
from lib.actions.records import drafting
from lib.domain import limits
from lib.domain.errors import BadInput
from lib.domain.limits import DRAFT, DRAFTS_OF_A_CANVAS, DRAFTS_OF_A_KIND, Limit
from lib.store.opening import Store
from tests.actions.canvas.test_a_canvas_is_filled_in_together import begun


def keep(store: Store, kind_id: str = "organisation", name: str = "ร่าง", code: str = "") -> str:
    return drafting.keep_draft(store, OWN_MACHINE, code, kind_id, "", 0, {"name": name}).code


def few(monkeypatch: pytest.MonkeyPatch, module: object, name: str, most: int) -> Limit:
    limit = getattr(limits, name)
    small = Limit(most, limit.th, limit.en)
    monkeypatch.setattr(module, name, small)
    return small


def test_more_than_a_hundred_drafts_are_all_in_the_list(store: Store) -> None:
    first = keep(store, name="แรก")
    codes = {keep(store) for _ in range(130)} | {first}
    assert {d.code for d in drafting.open_drafts(store, OWN_MACHINE)} == codes
    assert {d.code for d in drafting.open_drafts(store, OWN_MACHINE, "event")} == set()


def test_a_draft_of_twenty_megabytes_is_not_taken_and_the_one_before_stays(store: Store) -> None:
    code = keep(store, name="เดิม")
    with pytest.raises(BadInput) as refused:
        keep(store, name="ก" * 7_000_000, code=code)
    assert refused.value.problems == (DRAFT.problem(),)
    kept = drafting.resume(store, OWN_MACHINE, code)
    assert kept is not None
    assert kept.typed == {"name": "เดิม"}


def test_a_kind_has_so_many_drafts_and_no_other_kind_suffers(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = few(monkeypatch, drafting, "DRAFTS_OF_A_KIND", 3)
    codes = [keep(sqlite_store) for _ in range(3)]
    with pytest.raises(BadInput) as refused:
        keep(sqlite_store)
    assert refused.value.problems == (limit.problem(),)
    assert keep(sqlite_store, name="แก้", code=codes[0]) == codes[0], "one that stands is kept on"
    assert keep(sqlite_store, "event")
    assert DRAFTS_OF_A_KIND.most == 500


def test_the_holder_of_a_code_crowds_nobody_out_and_is_limited(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = begun(sqlite_store).canvas
    mine = keep(sqlite_store)
    holder = holding(READER, canvas)
    limit = few(monkeypatch, filling, "DRAFTS_OF_A_CANVAS", 5)
    for n in range(5):
        filling.keep_draft(sqlite_store, holder, canvas, f"new.{n}", "canvas_item", "", 0, {"text": "ก"})
    filling.keep_draft(sqlite_store, holder, canvas, "new.4", "canvas_item", "", 0, {"text": "ข"})
    with pytest.raises(BadInput) as refused:
        filling.keep_draft(sqlite_store, holder, canvas, "new.5", "canvas_item", "", 0, {"text": "ก"})
    assert refused.value.problems == (limit.problem(),)
    with pytest.raises(BadInput):
        filling.keep_draft(sqlite_store, holder, canvas, "new.4", "canvas_item", "", 0, {"text": "ก" * 500_000})
    assert [d.code for d in drafting.open_drafts(sqlite_store, OWN_MACHINE)] == [mine]
    assert DRAFTS_OF_A_CANVAS.most == 200


@pytest.mark.parametrize("name", [n for n in vars(limits) if isinstance(getattr(limits, n), Limit)])
def test_each_limit_says_its_number_in_both_languages(name: str) -> None:
    limit = getattr(limits, name)
    number = f"{limit.most // limit.unit:,}"
    assert number in limit.problem().th
    assert number in limit.problem().en
    assert limit.problem().th != limit.problem().en
    limit.require(limit.most)
    with pytest.raises(BadInput):
        limit.require(limit.most + 1)
