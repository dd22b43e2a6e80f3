"""Two phones and the desk on one plan, with requests and answers that get lost: nothing twice, nothing gone, all agree.

The phones do what the page's script does: one sealed answer of a place at a time, under one key until the
server has said what became of it; both values on a clash, and then one's own.
"""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.domain.errors import Conflict, NotFound
from lib.insight.canvas.board import Board, read_board
from tests.web.light_app import LightApp, hidden_in, light_app

HEAD = {"name": "ปลาแดดเดียว", "area": "TH-250204", "year": "2570", "cluster": "processing"}
#: What becomes of one sending: it arrives and is heard of, it arrives and its answer is lost, it never arrives.
HEARD, DEAF, CUT = "heard", "deaf", "cut"
WORDS = itertools.count()


@dataclass
class Place:
    """A line as a phone has it: `text` is what stands in its box."""

    text: str = ""
    record: str = ""
    base: int = 0
    typed: bool = False
    sealed: dict[str, str] | None = None
    gone: bool = False


@dataclass
class PhoneAtWork:
    """A phone with the page of step 1 open."""

    client: TestClient
    canvas: str
    told: dict[str, str]
    places: list[Place] = field(default_factory=list)

    def types(self, number: int) -> None:
        """Into the empty line, or into one that stands."""
        open_ = [p for p in self.places if not p.gone]
        if not open_ or number % 3 == 0:
            open_ = [Place()]
            self.places += open_
        place = open_[number % len(open_)]
        place.text, place.typed = f"คำที่ {next(WORDS)}", True

    def sends(self, how: str) -> None:
        for place in self.places:
            if place.gone or (place.sealed is None and not place.typed):
                continue
            if place.sealed is None:
                answer = {"kind": "canvas_item", "canvas": self.canvas, "record": place.record, "base": str(place.base)}
                asked = "text" if place.record else "text,step"
                place.sealed = {**answer, "asked": asked, "a.text": place.text, "key": secrets.token_hex(16)}
                place.sealed |= {} if place.record else {"a.step": "1"}
                place.typed = False
            if how == CUT:
                continue
            answer = {**place.sealed, **self.told}
            said = self.client.post("/m/answer", data=answer, headers={"Accept": "application/json"})
            if how == DEAF:
                continue
            self._hears(place, said.status_code, said.json())

    def _hears(self, place: Place, status: int, told: dict[str, Any]) -> None:
        sealed, place.sealed = place.sealed, None
        assert sealed is not None
        if status == 200:
            place.record, place.base = told["id"], told["base"]
        elif status == 409:
            place.base, place.typed = told["base"], True
        else:
            assert status == 404, (status, told)
            place.gone = True

    def looks(self, board: Board) -> None:
        """The others' lines arrive; what is being typed in is left alone."""
        standing = {r.id: r for r in board.of_step(1)}
        for place in self.places:
            now = standing.get(place.record)
            if now is None and place.record and not (place.typed or place.sealed):
                place.gone = True
            elif now is not None and not (place.typed or place.sealed):
                stored = board.stored(place.record)
                place.text, place.base = now.text, stored.revision if stored else 0
        known = {p.record for p in self.places}
        for record_id, record in standing.items():
            # A line whose first answer was lost is the phone's own: it will hear so.
            if record_id not in known and record.text not in {p.text for p in self.places if p.sealed}:
                stored = board.stored(record_id)
                self.places.append(Place(record.text, record_id, stored.revision if stored else 0))


@pytest.fixture(scope="module")
def light(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LightApp]:
    with (
        pytest.MonkeyPatch.context() as patch,
        light_app(sqlite_template, tmp_path_factory.mktemp("data"), patch) as app,
    ):
        yield app


def phone_at(light: LightApp, code: str, canvas: str) -> PhoneAtWork:
    client = light.phone()
    client.post("/m/code", data={**hidden_in(client.get("/m/plan").text), "code": code})
    page = client.get(f"/m/plan/{canvas}/1").text
    told = {name: found[1] for name in ("who", "token") if (found := re.search(rf'data-{name}="(\w+)"', page))}
    return PhoneAtWork(client, canvas, told)


def board_of(light: LightApp, canvas: str) -> Board:
    with light.store.database.reading() as connection:
        found = read_board(connection, canvas)
    assert found is not None
    return found


STEP = st.one_of(
    st.tuples(st.just("types"), st.integers(0, 1), st.integers(0, 8)),
    st.tuples(st.just("sends"), st.integers(0, 1), st.sampled_from([HEARD, HEARD, DEAF, CUT])),
    st.tuples(st.just("looks"), st.integers(0, 1), st.just(0)),
    st.tuples(st.just("desk"), st.just(0), st.integers(0, 8)),
    st.tuples(st.just("takes away"), st.just(0), st.integers(0, 8)),
)


@pytest.mark.long
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=4, max_size=25))
def test_any_interleaving(light: LightApp, steps: list[tuple[str, int, Any]]) -> None:
    made = filling.start(light.store, OWN_MACHINE, HEAD, "กลุ่มแปรรูปปลา")
    phones = [phone_at(light, made.code, made.canvas) for _ in range(2)]
    written: set[str] = set()
    for what, who, how in steps:
        standing = board_of(light, made.canvas).of_step(1)
        if what == "types":
            phones[who].types(how)
        elif what == "sends":
            phones[who].sends(how)
        elif what == "looks":
            phones[who].looks(board_of(light, made.canvas))
        elif what == "desk" and standing:
            text, line = f"คำที่ {next(WORDS)}", standing[how % len(standing)]
            written.add(text)
            try:
                filling.put(
                    light.store, OWN_MACHINE, made.canvas, "canvas_item", {"step": "1", "text": text}, record_id=line.id
                )
            except (Conflict, NotFound):
                written.discard(text)
        elif what == "takes away" and standing:
            filling.take_away(light.store, OWN_MACHINE, made.canvas, "canvas_item", standing[how % len(standing)].id)
    for _ in range(4):  # a clash is answered, and then what was typed meanwhile
        for phone in phones:
            phone.sends(HEARD)
    for phone in phones:
        phone.looks(board_of(light, made.canvas))
    stands = {r.id: r.text for r in board_of(light, made.canvas).of_step(1)}
    assert len(set(stands.values())) == len(stands), "nothing stands twice"
    for phone in phones:
        mine = {p.record: p.text for p in phone.places if not p.gone}
        assert mine == stands, "everybody sees the same"
        assert not [p for p in phone.places if p.sealed or p.typed], "nothing waits for ever"
