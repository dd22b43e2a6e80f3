"""What intake has to know besides the schema; the caller reads it from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lib.domain.province_shapes import Outline
from lib.domain.thai_date import bangkok_today
from lib.intake.gazetteer import Gazetteer
from lib.intake.reading import Candidate


@dataclass(frozen=True)
class IntakeContext:
    """Places, editable lists, records to point at, and provinces' shapes."""

    gazetteer: Gazetteer
    #: Name of an editable list → its entries.
    lists: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    #: Record kind → its standing records by title.
    titles: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    #: Province id → shape, to notice coordinates that lie elsewhere.
    shapes: Mapping[str, Outline] = field(default_factory=dict)
    today: date = field(default_factory=bangkok_today)

    def with_titles(self, titles: Mapping[str, tuple[Candidate, ...]]) -> IntakeContext:
        """The same with other records to point at."""
        return replace(self, titles=titles)


NOTHING = IntakeContext(Gazetteer(()))
