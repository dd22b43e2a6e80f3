"""A photo from the phone: attached to the record itself, or as evidence of a rung that was reported."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from lib.access.identity import actor_of
from lib.actions.records.attaching import attach
from lib.actions.records.saving import save_typed, withdraw
from lib.domain.errors import BadInput, NotAllowed, Problem, ThunError
from lib.domain.limits import ATTACHED_FILE
from lib.domain.thai_date import BANGKOK, format_date
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.intake.attached import BroughtFile
from lib.schema.attachments import ATTACHABLE
from lib.schema.registry import KINDS
from lib.web.identity import session_in
from lib.web.light.visit import Visit
from lib.web.plain import guard
from lib.web.plain.asked import Form

#: What a form adds around its file.
_AROUND: Final = 16 * 1024


def takes_photos(kind_id: str) -> bool:
    """Whether a photo can be added to records of a kind here."""
    return kind_id in ATTACHABLE or KINDS[kind_id].about.verifiable


async def form_with_file(request: Request) -> Form:
    """A form with one file; refused unread when it is too large (`TooLong`) or nobody's who may write (`NotAllowed`)."""
    if not (await anyio.to_thread.run_sync(actor_of, source(OWN).store, session_in(request.scope))).may_write:
        raise NotAllowed(Problem("ต้องเข้าระบบก่อนส่งรูป", "Come in before you send a photo"))
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > ATTACHED_FILE.most + _AROUND:
        raise guard.TooLong
    async with request.form(max_files=1, max_fields=20, max_part_size=_AROUND) as form:
        fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
        found = next((value for value in form.values() if isinstance(value, UploadFile)), None)
        return fields, (found.filename or "", await found.read()) if found else ("", b"")


def add_photo(visit: Visit) -> Response:
    """Attach what came; nothing is left half done when it is no picture."""
    kind_id, record_id = visit.form.get("kind", ""), visit.form.get("record", "")
    name, content = visit.file
    if not content:
        raise BadInput(Problem("ยังไม่ได้เลือกรูป", "No photo was chosen"))
    if kind_id not in KINDS or not takes_photos(kind_id):
        raise BadInput(Problem("รายการประเภทนี้แนบรูปไม่ได้", "Nothing can be attached to records of this kind"))
    brought = BroughtFile(name, content)
    if kind_id in ATTACHABLE:
        attach(visit.source.store, visit.actor, kind_id, record_id, brought)
    else:
        _as_evidence(visit, kind_id, record_id, brought)
    return visit.go(f"{visit.below}/form/{kind_id}/{record_id}?kept=1&lang={visit.language}")


def _as_evidence(visit: Visit, kind_id: str, record_id: str, brought: BroughtFile) -> None:
    day = format_date(datetime.now(BANGKOK).date(), "th")
    proof = {"name": f"รูปจากโทรศัพท์ {day}", "proves_kind": kind_id, "proves": record_id, "type": "file", "dated": day}
    evidence = save_typed(visit.source.store, visit.actor, "evidence", proof).record.id
    try:
        attach(visit.source.store, visit.actor, "evidence", evidence, brought)
    except ThunError:
        withdraw(visit.source.store, visit.actor, "evidence", evidence, "รูปที่ส่งมาใช้ไม่ได้")
        raise
