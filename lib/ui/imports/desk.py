"""What the import screens may do, handed to them by the page: the actions, bound to store and actor."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from threading import Lock
from typing import Any

import streamlit as st

from lib.config import forget_with
from lib.schema.registry import KINDS
from lib.ui.frame.shell import Here


@dataclass(frozen=True)
class ImportDesk:
    """The actions that the screens offer. Each raises `ThunError` with a sentence to show."""

    start: Callable[[str, str, bytes], str]
    set_plan: Callable[[str, list[Any]], None]
    replan: Callable[[str, str, str], None]
    answer: Callable[[str, str, dict[str, Any] | None], None]
    preview: Callable[..., Any]
    apply: Callable[[Any], int]
    plan_undo: Callable[[str], Any]
    undo: Callable[[str], Any]
    drop: Callable[[str], None]
    file_of: Callable[[str], bytes]


def bound(store: Any, actor: Any, *actions: Any) -> ImportDesk:
    """The desk with the actions of some modules bound to a store and an actor."""
    found = {name: getattr(m, name) for m in actions for name in dir(m) if not name.startswith("_")}
    names = [f.name for f in fields(ImportDesk)]
    return ImportDesk(**{name: partial(found[name], store, actor) for name in names})


#: Previews looked at last, shared by the sessions of this process.
_KEPT = 4
_previews: OrderedDict[tuple[str, ...], Any] = OrderedDict()
forget_with(_previews.clear)
_guard = Lock()


def preview_of(here: Here, desk: ImportDesk, job_id: str, revision: int) -> Any:
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

    made = desk.preview(job_id, progress=moved)
    bar.empty()
    with _guard:
        _previews[key] = made
        while len(_previews) > _KEPT:
            _previews.popitem(last=False)
    return made
