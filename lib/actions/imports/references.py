"""References of a file's rows that are right without a query: known places, and new rows of the same file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from lib.actions.imports.preview import RowFate
from lib.actions.records.checks import Memo
from lib.config import forget_with
from lib.domain.row_fate import Fate
from lib.intake.context import IntakeContext
from lib.intake.gazetteer import Gazetteer
from lib.intake.reading import Candidate
from lib.schema.record import Record, specs
from lib.schema.registry import kind
from lib.store.whereabouts import INSIDE


def fitting_places(model: type[Record], known: IntakeContext) -> Memo:
    """Places that the gazetteer vouches for: no query each. The caller may add to it."""
    held = _fitting.setdefault(known.gazetteer, {})
    if model not in held:
        held[model] = _vouched(model, known)
    return dict(held[model])


#: Worked out once for each gazetteer: thousands of places, asked about in every round of a Sheet.
_fitting: WeakKeyDictionary[Gazetteer, dict[type[Record], Memo]] = WeakKeyDictionary()
forget_with(_fitting.clear)


def _vouched(model: type[Record], known: IntakeContext) -> Memo:
    memo: Memo = {}
    for name, spec in specs(model).items():
        if spec.refers_to == "area":
            fits = spec.area_types
            for place in known.gazetteer.by_id.values():
                if not fits or place.type in fits:
                    memo[(model, name, place.id)] = []
    return memo


class InFile:
    """New records of a file that later rows of the same file may point at, by their title."""

    def __init__(self) -> None:
        self._titles: dict[str, list[Candidate]] = {}

    def take(self, fates: Sequence[RowFate], kind_id: str, wanted: Iterable[str], known: IntakeContext) -> None:
        """Remember what is new of a kind, when a kind still to be read points at it."""
        model = kind(kind_id)
        pointed = any(s.refers_to == kind_id for w in wanted for s in specs(kind(w)).values())
        if not pointed:
            return
        wholes = {c.value: c.th for found in self.added_to(known).titles.values() for c in found}
        for fate in fates:
            if fate.fate is Fate.NEW:
                title = str(fate.read.values.get(model.about.title) or "")
                if model.about.within:
                    title = f"{wholes.get(fate.read.values.get(model.about.within), '')}{INSIDE}{title}"
                candidate = Candidate(fate.record_id, title, title)
                self._titles.setdefault(kind_id, []).append(candidate)

    def added_to(self, known: IntakeContext) -> IntakeContext:
        """What intake knows, with these as well."""
        if not self._titles:
            return known
        titles = dict(known.titles)
        for kind_id, found in self._titles.items():
            titles[kind_id] = (*titles.get(kind_id, ()), *found)
        return replace(known, titles=titles)

    def vouched(self, model: type[Record]) -> Memo:
        """References that are right although the store does not hold them yet."""
        return {
            (model, name, c.value): []
            for name, spec in specs(model).items()
            for c in self._titles.get(spec.refers_to, ())
        }
