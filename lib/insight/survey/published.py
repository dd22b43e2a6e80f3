"""A tambon's newest released result, in the few figures that a public card tells."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from lib.insight.source import Source
from lib.insight.survey.results import releases
from lib.store.tables import table

#: The name that the card calls a figure by, its question and its name in a release.
_TOLD = (
    ("income", "money", "income_middle"),
    ("expense", "money", "expense_middle"),
    ("savings", "savings", "savings_middle"),
)


@dataclass(frozen=True)
class PublicResult:
    """`figures`: name → baht a year, those that the release told. `year`: fiscal, B.E."""

    year: int
    figures: tuple[tuple[str, int], ...]

    def year_words(self, language: str) -> str:
        """The year in the era of the language."""
        return str(self.year - 543 if language == "en" else self.year)


def newest_release(source: Source, area: str) -> PublicResult | None:
    """What the newest release of a tambon tells; None when there is none."""
    rows = table("survey_release")
    with source.store.database.reading() as connection:
        year = connection.scalar(select(func.max(rows.c.year)).where(rows.c.area == area))
    if year is None:
        return None
    newest = releases(source, area, int(year)).value[:1]
    told = [(name, newest[0].figure(question, figure)) for name, question, figure in _TOLD] if newest else []
    return PublicResult(int(year), tuple((name, value) for name, value in told if value is not None))
