"""The verdict on a reported rung: verify, return to a field, reject, unlock. Only this moves a count.

Verdicts are the regional officer's; a tambon's team reports, corrects and hands in again.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from lib.access.actors import Actor, require_verdict, require_write
from lib.access.policy import Act
from lib.actions.records.checks import problems_with
from lib.actions.records.proofs import proof_count
from lib.actions.records.verdicts import COMMENTS
from lib.actions.records.writing import Pen, writing
from lib.actions.rulebook import rules_of
from lib.domain.errors import BadInput, NotAllowed, Problem, bad_input
from lib.domain.ladders import Status
from lib.domain.sentence import Sentence
from lib.domain.thai_text import clean_text
from lib.schema.history_words import Verb
from lib.schema.verdict import UNVERIFIED, Verifiable
from lib.store import history, region_rules
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table

#: What of a rung may change without anybody reporting anything: the verdict itself, and remarks.
_BESIDE_THE_SUBSTANCE = {"status", *UNVERIFIED, *COMMENTS}


def verify(store: Store, actor: Actor, kind_id: str, record_id: str, verifier: str, in_spite: str = "") -> int:
    """Certify a rung in the verifier's name; needs evidence. Returns the new revision.

    `in_spite`: why, where something that the rung asks for is missing; it stands with the proof. A note that
    the app made of its own records is never the only evidence.

    Of who signed in, the name is the account's; and nobody verifies what one reported oneself, unless
    the region allows it.
    """
    require_verdict(actor, kind_id)
    name = actor.label if actor.account else clean_text(verifier)
    if not name:
        raise BadInput(Problem("ใส่ชื่อผู้ตรวจรับรอง", "Give the verifier's name", "verified_by"))
    with writing(store, actor, Verb.VERIFY) as pen:
        before, step = _step(pen, kind_id, record_id)
        pen.require(Act.VERIFY, step)
        _not_ones_own(pen, step)
        if proof_count(pen.connection, step) == 0:
            raise BadInput(
                Problem(
                    "ยังไม่มีหลักฐานนอกจากบันทึกที่ระบบทำเอง เพิ่มลิงก์ แฟ้ม รูป หรือบันทึกของคนก่อนจึงตรวจรับรองได้",
                    "There is no evidence besides the app's own note; add a link, file, picture or a person's note first",
                )
            )
        bad_input(problems_with(pen.connection, step))
        missing, why = lacking(pen.connection, step), clean_text(in_spite)
        if missing and not why:
            raise BadInput(
                Problem(
                    f"ขั้นนี้ยังขาด: {' · '.join(s.th for s in missing)} ถ้ารับรองทั้งที่ยังขาด บอกเหตุผล",
                    f"Still missing: {'; '.join(s.en for s in missing)}. To verify in spite of it, say why",
                    "in_spite",
                )
            )
        verdict = {"status": Status.VERIFIED.value, "verified_by": name, "returned_reason": None, "returned_to": None}
        said = {"verified_at": datetime.now(UTC), "in_spite": why if missing else None}
        after = step.model_copy(update={**verdict, **said})
        return pen.change(before, type(step).model_validate(after.model_dump()))


def send_back(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str, to: str = "") -> int:
    """Return a rung for correction, saying why; it leaves the count. Returns the new revision.

    `to`: the field that the comment is about, as ``kind/record/field``.
    """
    said = _said(reason, "บอกเหตุผลที่ส่งกลับ", "Say why it is returned")
    verdict = {"status": Status.RETURNED.value, "returned_reason": said, "returned_to": to or None}
    return _decide(store, actor, kind_id, record_id, Verb.RETURN, said, verdict)


def reject(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str) -> int:
    """Refuse a rung, saying why. Returns the new revision."""
    said = _said(reason, "บอกเหตุผลที่ไม่รับรอง", "Say why it is rejected")
    verdict = {"status": Status.REJECTED.value, "returned_reason": said, "returned_to": None}
    return _decide(store, actor, kind_id, record_id, Verb.REJECT, said, verdict)


def unlock(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str) -> int:
    """Open a verified rung for correction; it leaves the count until it is verified again."""
    said = _said(reason, "บอกเหตุผลที่ปลดล็อก", "Say why it is unlocked")
    verdict = {"status": Status.REPORTED.value, "returned_reason": None, "returned_to": None}
    return _decide(store, actor, kind_id, record_id, Verb.UNLOCK, said, verdict)


def report_again(store: Store, actor: Actor, kind_id: str, record_id: str) -> int:
    """Hand a returned or rejected rung in once more; the reason stays in its history."""
    require_write(actor, kind_id)
    with writing(store, actor, Verb.REPORT) as pen:
        before, step = _step(pen, kind_id, record_id)
        if step.status not in (Status.RETURNED, Status.REJECTED):
            return before.revision
        verdict = {"status": Status.REPORTED.value, "returned_reason": None, "returned_to": None}
        return pen.change(before, step.model_copy(update=verdict))


def _decide(
    store: Store, actor: Actor, kind_id: str, record_id: str, verb: Verb, said: str, verdict: dict[str, str | None]
) -> int:
    require_verdict(actor, kind_id)
    with writing(store, actor, verb, said) as pen:
        before, step = _step(pen, kind_id, record_id)
        pen.require(Act.VERIFY, step)
        after = step.model_copy(update={**UNVERIFIED, **verdict})
        return pen.change(before, type(step).model_validate(after.model_dump()))


def lacking(connection: Connection, step: Verifiable) -> list[Sentence]:
    """What a verdict on a rung asks for and does not find."""
    return [one for rules in rules_of(step) for one in rules.lacks(connection, step)]


def _not_ones_own(pen: Pen, step: Verifiable) -> None:
    """Raise `NotAllowed` when who verifies is who reported; on the own machine nobody is told apart."""
    actor = pen.actor
    if not actor.account or reporter(pen.connection, step.about.id, step.id) != actor.id:
        return
    if not region_rules.allows(pen.connection, pen.where.place(step), region_rules.OWN_REPORT):
        raise NotAllowed(
            Problem(
                "ท่านเป็นผู้รายงานขั้นนี้เอง ให้ผู้อื่นตรวจรับรอง", "You reported this rung yourself; somebody else has to verify it."
            )
        )


def reporter(connection: Connection, kind_id: str, record_id: str) -> str:
    """Id of the actor who reported it last: who recorded it, changed it, or handed it in again; not who unlocked it."""
    for change in history.of_record(connection, kind_id, record_id):
        handed_in = change.fields.get("status", (None, None))[1] == Status.REPORTED and change.action != Verb.UNLOCK
        told = {name for name in change.fields if not name.startswith("_")} - _BESIDE_THE_SUBSTANCE
        if handed_in or told or change.revision == 1:
            sets = table("change_set")
            return str(connection.scalar(select(sets.c.actor).where(sets.c.number == change.number)))
    return ""


def _said(reason: str, th: str, en: str) -> str:
    said = clean_text(reason)
    if not said:
        raise BadInput(Problem(th, en, "returned_reason"))
    return said


def _step(pen: Pen, kind_id: str, record_id: str) -> tuple[Stored, Verifiable]:
    before = pen.stored(kind_id, record_id)
    if before.withdrawn or not isinstance(before.record, Verifiable):
        raise BadInput(Problem("รายการนี้ตรวจรับรองไม่ได้", "This record cannot be verified"))
    return before, before.record
