"""The list of records of a kind, and the drafts that wait."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.access.visible import visible_in_a_list
from lib.domain.limits import DRAFTS_AT_ONCE, SEARCH
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.insight.records.listing import PAGE_SIZE, Listing, listing
from lib.schema.choices import STATUS
from lib.schema.registry import kind
from lib.schema.seeing import Audience
from lib.ui.form.engine import forget_forms
from lib.ui.frame.filters import choose
from lib.ui.frame.replay import kept
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs

#: What the places of the editor's forms begin with.
EDITED = "record."


def show_list(here: Here, kind_id: str) -> None:
    """Search, then the records of a kind, twenty a page; press one to open it."""
    say, about = here.say, kind(kind_id).about
    mine = _of_mine(here, kind_id)
    search = st.text_input(
        say("ค้นหาใน {kind}", kind=about.label(here.language)),
        key=f"records.search.{kind_id}",
        placeholder=say("พิมพ์บางส่วนของชื่อ"),
        max_chars=SEARCH.most,
    )
    first = _listed(here, kind_id, search or "", 1, mine=mine)
    st.caption(say("{n} รายการ", n=format_number(first.total)))
    pages = max(1, -(-first.total // PAGE_SIZE))
    page = st.pagination(pages, key=f"records.page.{kind_id}", max_visible_pages=5) if pages > 1 else 1
    found = first if page == 1 else _listed(here, kind_id, search or "", page, mine=mine)
    statuses = {o.value: o.label(here.language) for o in STATUS}
    for line in found.lines:
        state = f" · {statuses[line.status]}" if line.status else ""
        st.button(
            f"{md(line.title.text(here.language))}{state}",
            key=f"open.{line.id}",
            type="tertiary",
            icon=":material/chevron_right:",
            on_click=open_record,
            args=(kind_id, line.id),
        )
    if not found.lines:
        st.info(say("ยังไม่มีรายการ"), icon=":material/inbox:")


def _of_mine(here: Here, kind_id: str) -> bool:
    """Whether the list is of what one may see whole; who has a right in a part of the country may choose.

    Of a private kind there is nothing else to see, and who may see everything needs no choice.
    """
    rights, about = here.actor.rights, kind(kind_id).about
    if rights.everywhere(Act.READ, kind_id) or not rights.places(Act.READ, kind_id):
        return False
    if about.private:
        return True
    words = {"mine": here.say("ในพื้นที่ของฉัน"), "all": here.say("ทั้งประเทศ (เฉพาะที่เผยแพร่)")}
    return choose(here, "whose", here.say("แสดง"), words) == "mine"


def _listed(here: Here, kind_id: str, search: str, page: int, *, mine: bool) -> Listing:
    """One page of a list, read once per version of what it shows; one's own part is read for oneself alone."""
    if mine:
        only = visible_in_a_list(here.actor, kind_id)
        return listing(here.source, kind_id, search, page, audience=Audience.WRITER, only=only)
    version = here.source.version((kind_id, "area", "list_item"))
    build = partial(listing, here.source, kind_id, search, page, audience=here.audience)
    return kept(here, version, "listing", build, kind_id, search, page)


def open_record(kind_id: str, record_id: str, draft: str = "") -> None:
    """Put a record (or a new one, or a draft) into the address; the page opens it."""
    st.query_params["kind"] = kind_id
    for name, value in (("record", record_id), ("draft", draft)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    for asked in ("field", "at", "of"):
        st.query_params.pop(asked, None)
    forget_forms(lambda place: place.startswith(EDITED))


def show_drafts(here: Here, acts: RecordActs) -> None:
    """Drafts that wait to be finished; each opens where it was left."""
    waiting = acts.open_drafts()
    if not waiting:
        return
    with st.expander(here.say("{n} ร่างที่ยังไม่ได้บันทึก", n=len(waiting)), icon=":material/draft:"):
        pages = -(-len(waiting) // DRAFTS_AT_ONCE)
        page = st.pagination(pages, key="records.drafts.page", max_visible_pages=5) if pages > 1 else 1
        for draft in waiting[(page - 1) * DRAFTS_AT_ONCE : page * DRAFTS_AT_ONCE]:
            name = kind(draft.kind).about.label(here.language)
            st.button(
                f"{name} · {format_moment(draft.updated_at, here.language)}",
                key=f"draft.{draft.code}",
                on_click=open_record,
                args=(draft.kind, draft.record_id or "new", draft.code),
                type="tertiary",
            )
