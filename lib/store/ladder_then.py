"""A ladder as the store said it at a moment: today's records with everything undone that came later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, select

from lib.domain.ladder_changes import LadderThen, StepThen
from lib.domain.ladders import Rung
from lib.domain.thai_date import BANGKOK
from lib.store import history
from lib.store.evidence_rows import files_since
from lib.store.history import WITHDRAWN
from lib.store.tables import table

_STEP = ("area", "rung", "reached_on", "status", "verified_by", "verified_at")
_PROOF = ("proves_kind", "proves", "made_from", "link", "where_kept")
_RUNG = ("list", "value", "order", "counts", "retired")
#: Which list of rungs belongs to which kind of record.
LADDERS = {"tambon_progress": "tambon_rung", "provincial_network": "province_rung"}


def ladder_then(connection: Connection, kind_id: str, moment: datetime, day: date | None = None) -> LadderThen:
    """The ladder of a kind at `moment` (aware). `day`: as of which day it is judged; the last one before it, without.

    A record counts from when it was recorded. What a file or an exercise brought in with its verdict counts
    from the day of the verdict. Where the store knew no rungs yet, today's are taken.
    """
    judged = day or (moment - timedelta(microseconds=1)).astimezone(BANGKOK).date()
    steps: dict[str, list[StepThen]] = {}
    proofs = _proofs(connection, kind_id, moment)
    for record_id, values, created in _as_it_was(connection, kind_id, _STEP, moment, since_verdict=True):
        verified_at = _moment(values.get("verified_at"))
        brought = verified_at is not None and verified_at < created
        standing = proofs.get(record_id, [])
        steps.setdefault(str(values.get("area") or ""), []).append(
            StepThen(
                record_id,
                str(values.get("rung") or ""),
                str(values.get("status") or ""),
                _day(values.get("reached_on")),
                any(brought or made <= moment for made in standing),
                str(values.get("verified_by") or ""),
                verified_at,
            )
        )
    return LadderThen(judged, _rungs(connection, LADDERS[kind_id], moment), steps)


def _proofs(connection: Connection, kind_id: str, moment: datetime) -> dict[str, list[datetime]]:
    """Record → when each evidence of it was recorded that had not been withdrawn by then."""
    found: dict[str, list[datetime]] = {}
    files = files_since(connection, moment)
    for evidence_id, values, created in _as_it_was(connection, "evidence", _PROOF, moment, later_too=True):
        if values.get("proves_kind") != kind_id:
            continue
        made = created
        if values.get("made_from") and not (values.get("link") or values.get("where_kept")):
            # A note of the app: it proves something since a file was attached to it.
            if evidence_id not in files:
                continue
            made = max(created, files[evidence_id])
        found.setdefault(str(values.get("proves")), []).append(made)
    return found


def _rungs(connection: Connection, ladder: str, moment: datetime) -> tuple[Rung, ...]:
    def of(at: datetime) -> tuple[Rung, ...]:
        found = (v for _, v, _ in _as_it_was(connection, "list_item", _RUNG, at))
        mine = [v for v in found if v.get("list") == ladder and not v.get("retired")]
        return tuple(
            sorted(
                (Rung(str(v["value"]), int(str(v.get("order") or 0)), bool(v.get("counts"))) for v in mine), key=_order
            )
        )

    return of(moment) or of(datetime.now(UTC))


def _order(rung: Rung) -> tuple[int, str]:
    return rung.order, rung.id


def _as_it_was(
    connection: Connection,
    kind_id: str,
    fields: tuple[str, ...],
    moment: datetime,
    *,
    since_verdict: bool = False,
    later_too: bool = False,
) -> list[tuple[str, dict[str, object], datetime]]:
    """Records of a kind at a moment: id, some of their values, when they were recorded; withdrawn ones left out.

    `since_verdict`: a record whose verdict is older than itself was there since the verdict; `later_too`:
    those recorded later as well.
    """
    rows = table(kind_id)
    later = history.later_than(connection, kind_id, moment)
    columns = [rows.c.id, rows.c.created_at, rows.c.withdrawn_at, *(rows.c[name] for name in fields)]
    found = []
    for row in connection.execute(select(*columns)).mappings():
        values = {name: row[name] for name in fields}
        withdrawn = row["withdrawn_at"] is not None
        for change in later.get(row["id"], ()):
            values |= {name: before for name, (before, _) in change.fields.items() if name in values}
            if WITHDRAWN in change.fields:
                withdrawn = bool(change.fields[WITHDRAWN][0])
        begun = created = _aware(row["created_at"])
        if since_verdict and (verdict := _moment(values.get("verified_at"))) is not None:
            begun = min(created, verdict)
        if not withdrawn and (later_too or begun <= moment):
            found.append((row["id"], values, created))
    return found


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(value: object) -> datetime | None:
    """A moment as a column or a change holds it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return _aware(value) if isinstance(value, datetime) else None


def _day(value: object) -> date | None:
    """A day as a column or a change holds it."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value if isinstance(value, date) else None
