"""A reader walks every page, tab, download, search and deep link of a store full of marked words and meets none."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE, READER, Actor
from lib.access.policy import Grant, Role
from lib.export import canvas_paper, work_paper
from lib.insight.records import ledger, timeline
from lib.insight.records.duplicates import KINDS as ALIKE
from lib.insight.records.duplicates import pairs
from lib.insight.records.listing import listing
from lib.insight.records.quality import troubles
from lib.insight.sheets import books as sheets
from lib.insight.source import Source, source
from lib.schema.history_words import Way
from lib.schema.registry import KINDS
from lib.schema.seeing import Audience, sees_kind
from lib.ui.frame import shell
from lib.ui.frame.registry import PAGES
from tests.pages.conftest import Open
from tests.pages.marked_store import (
    MARK,
    OPEN,
    PHONE,
    fill_with_marks,
    first_id,
    hidden_fields,
    hidden_texts,
    place_without_records,
)

CANVAS = ("walk", "board", "numbers", "rollup", "follow", "paper", "versions", "head")
WORK = ("steps", "survey", "decide", "plan", "follow", "lessons", "assess", "climb", "head")
PUBLIC = tuple(k for k in KINDS if sees_kind(Audience.READER, k))
PRIVATE = tuple(k for k in KINDS if k not in PUBLIC)
#: What a team and who collects forms see of one's own place.
OF_PERSONS, OF_HOMES = ("households", "learning", "records"), ("household_survey", "person")
#: Public kinds that hold something hidden: their lists and records are opened one by one.
MIXED = tuple(k for k in PUBLIC if hidden_fields(k))


@pytest.fixture
def marked(folder: Any) -> Source:
    """The practice country full of marked words."""
    world = source("practice")
    fill_with_marks(world.store)
    return world


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every download of a page holds, made at once instead of when it is pressed; papers as what they print."""
    held: list[str] = []
    plain = st.download_button

    def button(label: str, data: Any, file_name: str | None = None, *given: Any, **more: Any) -> Any:
        content = data() if callable(data) else data
        held.append(f"{file_name or ''} {_text_of(content)}")
        return plain(label, b"", file_name, *given, **more)

    def printed(name: str, data: dict[str, Any], *_given: Any, **_more: Any) -> list[bytes]:
        return [f"{name} {json.dumps(data, default=str)}".encode()]

    monkeypatch.setattr(st, "download_button", button)
    monkeypatch.setattr(canvas_paper, "render", printed)
    monkeypatch.setattr(work_paper, "render", printed)
    # The poster is shown as a picture as well; what it would show is kept beside the downloads.
    monkeypatch.setattr(st, "image", lambda content, *_g, **_m: held.append(_text_of(content)))
    return held


def _text_of(content: bytes | str) -> str:
    if isinstance(content, str):
        return content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8", "replace")


def everything_on(app: AppTest) -> str:
    """All that was sent to the browser: every element with its options, help texts, tables and charts."""
    sent: list[str] = [str(dict(app.query_params))]

    def walk(block: Any) -> None:
        for one in block.children.values():
            if hasattr(one, "children"):
                walk(one)
            proto = getattr(one, "proto", None)
            if callable(getattr(proto, "SerializeToString", None)):
                sent.append(proto.SerializeToString().decode("latin-1"))
            try:
                value = one.value
            except (AttributeError, NotImplementedError, TypeError):
                continue
            sent.append(value.to_csv() if callable(getattr(value, "to_csv", None)) else str(value))

    walk(app._tree)
    return "\n".join(sent)


Walk = Callable[[], Iterator[tuple[str, dict[str, str]]]]


def addresses(world: Source) -> Iterator[tuple[str, dict[str, str]]]:
    """Pages with what can stand in their addresses."""
    with world.store.database.reading() as connection:
        first = {k: first_id(connection, k) for k in KINDS}
        step = connection.exec_driver_sql("select area from tambon_progress where verified_by is not null").scalar()
        network = connection.exec_driver_sql(
            "select area from provincial_network where verified_by is not null"
        ).scalar()
    yield from ((page.id, {}) for page in PAGES)
    yield "progress", {"area": str(step)}
    yield "area", {"tambon": str(step)}
    yield "networks", {"province": str(network)}
    for kind_id in (*MIXED, *PRIVATE):
        yield "records", {"kind": kind_id}
        yield "records", {"kind": kind_id, "record": first[kind_id] or "x", "draft": f"draft-{MARK}"}
        yield "timeline", {"show": "then", "kind": kind_id}
    yield "timeline", {"show": "changes"}
    yield from (("timeline", {"show": "sheet", "tab": tab, "book": book}) for tab in "012" for book in ("0", "book-1"))
    yield "imports", {"job": "imp-1"}
    yield from (("quality", {"show": view}) for view in ("cells", "duplicates", "trend"))
    yield from (("quality", {"show": "cells", "verdict": v}) for v in ("normalised", "note"))
    yield from (("canvas", {"canvas": first["canvas"], "part": part}) for part in CANVAS)
    yield from (("tambon", {"work": first["tambon_work"], "part": part}) for part in WORK)
    yield "households", {"work": first["tambon_work"], "form": first["household_survey"]}
    yield "results", {"work": first["tambon_work"]}


@pytest.mark.long
def test_no_page_tab_deep_link_or_download_tells_a_reader(
    open_page: Open, marked: Source, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Those who may write look first: what was drawn for them is never shown to a reader.
    monkeypatch.setattr(shell, "current_actor", lambda: OWN_MACHINE)
    shown_to_me = [
        (p, q)
        for p, q in addresses(marked)
        if q.get("show") in ("cells", "changes", "sheet")
        or (p == "canvas" and q.get("part") in ("board", "paper", "versions"))
        or (p, q.get("kind")) in (("records", "person"), ("timeline", "tambon_work"))
        or (p == "progress" and q)
    ]
    seen = [everything_on(open_page(p, world="practice", **q)) for p, q in shown_to_me]
    assert sum(MARK in one for one in seen) > 10, "the marks are where people who may know them look"
    assert any(MARK in one for one in files)
    files.clear()
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    told = []
    for page, query in addresses(marked):
        app = open_page(page, world="practice", **query)
        assert not app.error, (page, query, [e.value for e in app.error])
        given = [f for f in files if MARK in f or PHONE in f]
        # What the browser asked for stands in its own address.
        sent = everything_on(app).replace(f"draft-{MARK}", "")
        if MARK in sent or PHONE in sent or given:
            told.append((page, query, [f[:60] for f in given]))
        files.clear()
    assert told == []


def test_a_right_in_another_place_tells_nothing_of_this_one(
    open_page: Open, marked: Source, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer, a team, an enumerator of a place where nothing was recorded are told what readers are told."""
    with marked.store.database.reading() as connection:
        empty = place_without_records(connection)
    told = []
    for role in (Role.OFFICER, Role.TEAM, Role.ENUMERATOR):
        somebody = Actor("acc-far", "คนพื้นที่อื่น", Way.FORM, (Grant(role, empty),), account="acc-far")
        monkeypatch.setattr(shell, "current_actor", lambda who=somebody: who)
        for page, query in addresses(marked):
            if page in ("overview", "strategy", "centres", "progress", "networks", "results", "sheets", "forum"):
                continue
            if role is not Role.OFFICER and (page not in OF_PERSONS or query.get("kind") not in (None, *OF_HOMES)):
                continue
            app = open_page(page, world="practice", **query)
            assert not app.error or page == "records", (page, query, [e.value for e in app.error])
            sent = everything_on(app).replace(f"draft-{MARK}", "")
            if MARK in sent or PHONE in sent or any(MARK in f or PHONE in f for f in files):
                told.append((role, page, query))
            files.clear()
    assert told == []


def test_a_search_box_answers_a_reader_by_what_is_shown(
    open_page: Open, marked: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    app = open_page("records", world="practice", kind="tambon_work")
    app.text_input(key="records.search.tambon_work").input(MARK).run()
    assert [c.value for c in app.caption if "รายการ" in c.value] == ["0 รายการ"]


@pytest.mark.long
def test_nothing_can_be_found_out_by_searching_sorting_and_counting(marked: Source) -> None:
    """Whatever the hidden fields hold, a reader is answered the same."""
    for kind_id in KINDS:
        for part in ("qzx", PHONE, MARK, f"{kind_id}.", "q", "9"):
            found = listing(marked, kind_id, part, audience=Audience.READER)
            assert MARK not in str(found)
            if kind_id in PRIVATE:
                assert (found.total, found.lines) == (0, ())
            elif part != "q" and part != "9":
                assert found.total == 0, (kind_id, part)
    mine = [k for k in KINDS if hidden_texts(k) and listing(marked, k, MARK, audience=Audience.WRITER).total]
    assert {"tambon_work", "person", "canvas_activity", "household_survey"} <= set(mine)
    before = _answers(marked)
    with marked.store.database.writing() as connection:
        for kind_id in KINDS:
            for name in hidden_texts(kind_id):
                # Another order, other lengths, other letters – and half of them empty.
                connection.exec_driver_sql(
                    f'update "{kind_id}" set "{name}" = substr(id || \'9\', 5) where rowid % 2 or "{name}" is not null'
                )
        connection.exec_driver_sql("update incubation_centre set contact = null")
    assert _answers(marked) == before


def _answers(world: Source) -> str:
    """What the read models answer a reader, all of it."""
    now, told = datetime.now(UTC) + timedelta(days=1), list[Any]()
    for kind_id in KINDS:
        for search in ("", "ก", "9"):
            told += [listing(world, kind_id, search, page, audience=Audience.READER) for page in (1, 2)]
        with world.store.database.reading() as connection:
            one = first_id(connection, kind_id)
        told.append(ledger.detail(world, kind_id, one, audience=Audience.READER))
        if kind_id != "area":
            told.append(timeline.as_of(world, kind_id, now, audience=Audience.READER))
    told += [pairs(world, k, audience=Audience.READER) for k in ALIKE]
    return "\n".join(str(asdict(t)) if hasattr(t, "__dataclass_fields__") else str(t) for t in told)


def test_history_cells_and_sheets_leave_out_what_is_hidden(marked: Source) -> None:
    since, until = datetime.now(UTC) - timedelta(days=400), datetime.now(UTC) + timedelta(days=1)
    verdicts = ("rejected", "question", "normalised", "note")
    for audience, told in ((Audience.READER, False), (Audience.WRITER, True)):
        assert (MARK in str(timeline.steps(marked, since, until, KINDS, audience=audience))) is told
        assert (MARK in str(troubles(marked, verdicts, audience=audience))) is told
        assert (MARK in str(sheets.books(marked, audience=audience))) is told
        assert (MARK in str(sheets.matters(marked, audience=audience))) is told
        for tab, kind_id in enumerate(("canvas_activity", "person", "organisation")):
            rows = sheets.tab_at(marked, "book-1", tab, until, kind_id=kind_id, audience=audience)
            assert (MARK in str(rows)) is told


@pytest.mark.parametrize("page", ["quality", "timeline"])
def test_what_those_who_may_know_looked_at_is_not_handed_on(
    open_page: Open, marked: Source, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The faults of version 0.5.0: one cache for both, whoever came first."""
    for asked, told in ((OWN_MACHINE, True), (READER, False), (OWN_MACHINE, True)):
        monkeypatch.setattr(shell, "current_actor", lambda asked=asked: asked)
        app = open_page(page, world="practice", show="cells" if page == "quality" else "changes")
        sent = everything_on(app)
        assert OPEN in sent
        assert (MARK in sent) is told
