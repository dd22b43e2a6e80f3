"""Which column answers which question: by label, by a known other heading, or by a proposal that a person confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lib.domain.thai_text import name_key as key
from lib.intake.heading_words import heading_words
from lib.intake.qualifiers import BRACKETS, changes_nothing, in_brackets, names_the_total, tells_a_year
from lib.intake.tab_plan import Column, How
from lib.intake.targets import targets_of
from lib.schema.field import Spec
from lib.schema.record import nested_fields, specs
from lib.schema.registry import kind

_NUMBERING = frozenset(key(w) for w in ("ลำดับ", "ลำดับที่", "ที่", "no", "no.", "#", "เลขที่", "ลำดับ ที่"))
_NEAR_ENOUGH = 0.72


def match_headings(headings: Iterable[str], kind_id: str) -> tuple[tuple[Column, ...], float]:
    """Targets for headings, each target once, and how well it all fits.

    A two-line heading arrives as ``upper\\nlower``; the lower line decides when it can.
    """
    words, targets = heading_words(kind_id), _targets(kind_id)
    columns: list[Column] = []
    worth: list[float] = []
    said = list(headings)
    for index, (heading, whole) in enumerate(zip(said, _with_totals(said), strict=True)):
        target, how, value = _target(whole, words, targets)
        columns.append(Column(index, heading.replace("\n", " "), target, how))
        worth.append(value)
    columns = _each_once(columns, worth)
    score = sum(value for c, value in zip(columns, worth, strict=True) if c.target)
    return tuple(columns), score + _recognisable(columns, kind_id)


@cache
def _targets(kind_id: str) -> Mapping[str, Spec | None]:
    return MappingProxyType(targets_of(kind_id))


def _with_totals(headings: list[str]) -> list[str]:
    """``สมาชิก (ชาย)``, ``สมาชิก (หญิง)``, ``รวม``: the last one is the total of what the others part."""
    made = list(headings)
    for index, heading in enumerate(headings):
        if index < 2 or not names_the_total([heading]):
            continue
        before = headings[index - 2 : index]
        bases = {key(BRACKETS.sub("", h)) for h in before}
        if len(bases) == 1 and all(in_brackets(h) for h in before):
            made[index] = f"{BRACKETS.sub('', before[0]).strip()}\n{heading}"
    return made


def _recognisable(columns: list[Column], kind_id: str) -> float:
    """A table without what its kind cannot do without is probably of another kind."""
    head, _, nested = kind_id.partition("/")
    model = nested_fields(kind(head))[nested] if nested else kind(head)
    found = {c.target.partition("/")[0] for c in columns if c.target}
    needed = [n for n in specs(model) if model.model_fields[n].is_required()]
    missing = sum(n not in found for n in needed)
    return -1.0 * missing + (0.2 if not nested else 0.0)


def _target(
    heading: str, words: Mapping[str, tuple[str, How]], targets: Mapping[str, Spec | None]
) -> tuple[str, How, float]:
    lines = [line for line in heading.replace("*", " ").split("\n") if line.strip()]
    if not lines:
        return "", How.UNKNOWN, 0.0
    readings = _readings(tuple(lines))
    for form, qualifiers, group in readings:
        if (found := words.get(form)) is None:
            continue
        target, how = found
        if changes_nothing(qualifiers, targets.get(target)) and not tells_a_year(group):
            total = 0.1 if names_the_total(qualifiers) else 0.0
            return target, how, (1.2 if how is How.LABEL else 1.0) + total
        return target, How.PROPOSED, 0.6
    if key(lines[-1]) in _NUMBERING:
        return "", How.IGNORED, 0.0
    likeness, target = 0.0, ""
    for form in dict.fromkeys(form for form, _, _ in readings):
        word, alike = _nearest(form, words)
        if alike > likeness:
            likeness, target = alike, words[word][0]
    if likeness >= _NEAR_ENOUGH:
        return target, How.PROPOSED, 0.5 * likeness
    return "", How.UNKNOWN, 0.0


@lru_cache(maxsize=2_000)
def _readings(lines: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """What a heading may ask, the surest first: its question (as `key`), what qualifies it, the group above.

    The lower of two lines decides when it is a question; else it qualifies the upper one.
    """
    upper, lower, joined = " ".join(lines[:-1]), lines[-1], " ".join(lines)
    found = [(joined, (), ""), (lower, (), upper), (BRACKETS.sub("", lower), tuple(in_brackets(lower)), upper)]
    if upper:
        rest = BRACKETS.sub("", lower).strip()
        around = tuple(in_brackets(joined))
        found.append((BRACKETS.sub("", joined), around, ""))
        found.append((BRACKETS.sub("", upper), (*around, *([rest] if rest else [])), ""))
    return tuple((key(base), qualifiers, group) for base, qualifiers, group in found)


def _nearest(heading: str, words: Mapping[str, tuple[str, How]]) -> tuple[str, float]:
    """The known heading that is most like this one, and how like: one within the other, or nearly the same."""
    found = process.extractOne(heading, words.keys(), scorer=OSA.normalized_similarity, score_cutoff=_NEAR_ENOUGH)
    nearest, likeness = (found[0], found[1]) if found else ("", 0.0)
    if len(heading) >= 4:
        for word in [w for w in words if len(w) >= 4 and (w in heading or heading in w)]:
            alike = 0.75 + 0.2 * min(len(word), len(heading)) / max(len(word), len(heading))
            if alike > likeness:
                nearest, likeness = word, alike
    return nearest, likeness


def _each_once(columns: list[Column], worth: list[float]) -> list[Column]:
    """The best column keeps a target; others of the same target are left to a person.

    When another one is as good, a person says which of them is meant.
    """
    rank = {How.LABEL: 0, How.ALIAS: 1, How.REMEMBERED: 1, How.CHOSEN: 0, How.PROPOSED: 2}
    claims: dict[str, list[Column]] = {}
    for column in sorted(
        (c for c in columns if c.target), key=lambda c: (rank.get(c.how, 3), -worth[c.index], c.index)
    ):
        claims.setdefault(column.target, []).append(column)
    kept = {}
    for target, rivals in claims.items():
        first = rivals[0]
        tied = [c for c in rivals[1:] if c.how is first.how and worth[c.index] == worth[first.index]]
        kept[target] = replace(first, how=How.PROPOSED) if tied and first.how is not How.CHOSEN else first
    return [
        kept[c.target]
        if c.target and kept[c.target].index == c.index
        else replace(c, target="", how=How.UNKNOWN)
        if c.target
        else c
        for c in columns
    ]
