"""What a report of an area tells beside its state: what proves each change, and which slides its office chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.slides import EVERY_SLIDE, Slide
from lib.insight.country.area_state import AreaState
from lib.insight.country.kept import slides_of
from lib.insight.records.ledger import PlaceProof, proofs_of
from lib.insight.source import Source


@dataclass(frozen=True)
class ReportParts:
    """Proofs by the id of the record that they prove, as they stand today; slides in the order that was chosen."""

    proofs: Mapping[str, Sequence[PlaceProof]] = field(default_factory=dict)
    slides: Sequence[Slide] = EVERY_SLIDE


def report_parts(source: Source, state: AreaState) -> ReportParts:
    """The parts of an area's report in a month."""
    found: dict[str, Sequence[PlaceProof]] = {}
    with source.store.database.reading() as connection:
        for ladder in (state.month.tambons, state.month.provinces):
            wanted = {c.change.record_id for c in (*ladder.changes, *ladder.corrections)}
            found |= proofs_of(connection, ladder.kind, sorted(wanted)) if wanted else {}
    return ReportParts(found, slides_of(source, state.region, state.province))
