"""Previews of imports, made once per state of the store and of the import."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from lib.config import forget_with
from lib.schema.registry import KINDS
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs, Preview


#: Previews looked at last, shared by the sessions of this process.
_KEPT = 4
_previews: OrderedDict[tuple[str, ...], Preview] = OrderedDict()
forget_with(_previews.clear)
_guard = Lock()


def preview_of(here: Here, acts: ImportActs, job_id: str, revision: int) -> Preview:
    """The preview of an import, made once per state of the store and of the import."""
    version = here.source.version((*KINDS,), fresh=True)
    key = (job_id, str(revision), version)
    with _guard:
        if key in _previews:
            _previews.move_to_end(key)
            return _previews[key]
    bar = st.progress(0.0, text=here.say("กำลังอ่านแฟ้ม ออกจากหน้านี้ได้ งานไม่หาย"))

    def moved(done: int, of: int) -> None:
        bar.progress(min(done / max(of, 1), 1.0), text=here.say("อ่านแล้ว {done} จาก {of} แถว", done=done, of=of))

    made = acts.preview(job_id, progress=moved)
    bar.empty()
    with _guard:
        _previews[key] = made
        while len(_previews) > _KEPT:
            _previews.popitem(last=False)
    return made
