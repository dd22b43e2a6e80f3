"""Which column answers which question: by label, by a known other heading, or by a proposal
that a person confirms. Finds the header among title rows, two-line headers and merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lib.domain.thai_text import name_key as key
from lib.intake.grid import Grid, is_blank, shown
from lib.intake.qualifiers import (
    BRACKETS,
    changes_nothing,
    in_brackets,
    is_qualifier_row,
    names_the_total,
    tells_a_year,
)
from lib.schema.field import Spec
from lib.schema.record import Answers, nested_fields, specs
from lib.schema.registry import KINDS, kind


class How(StrEnum):
    """Why a column was given its question."""

    LABEL = "label"
    ALIAS = "alias"
    REMEMBERED = "remembered"
    PROPOSED = "proposed"
    CHOSEN = "chosen"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


#: Targets besides field ids.
ID, POINT, PARENT = "id", "point", "parent"
#: A column without a question of its own, kept in the record's note when a person says so.
AS_NOTE = "_note"
#: Column of a Google Sheet in which the app tells how a row fares; it answers nothing.
STATE = "_state"
#: Parts of a place in columns of their own, as `field/part`.
PARTS = ("tambon", "district", "province")
_PART_WORDS = {
    "tambon": ("ตำบล", "แขวง", "ตำบล/แขวง", "ต.", "ตำบล/เทศบาล", "ชื่อตำบล", "tambon", "subdistrict"),
    "district": ("อำเภอ", "เขต", "อำเภอ/เขต", "อ.", "ชื่ออำเภอ", "amphoe", "district"),
    "province": ("จังหวัด", "จ.", "ชื่อจังหวัด", "province", "changwat"),
}
_WHOLE_PLACE = ("ที่ตั้ง", "ที่อยู่", "พื้นที่", "สถานที่", "พื้นที่ตั้ง", "รหัสพื้นที่", "รหัสตำบล")
_POINT_WORDS = ("พิกัด", "พิกัด gps", "gps", "lat,long", "lat/long", "ละติจูด,ลองจิจูด", "coordinates")
_ID_WORDS = ("รหัสระบบ", "id", "รหัสรายการ")
_NUMBERING = frozenset(key(w) for w in ("ลำดับ", "ลำดับที่", "ที่", "no", "no.", "#", "เลขที่", "ลำดับ ที่"))
#: A header is looked for in the first rows only.
_LOOK_AT = 30
_NEAR_ENOUGH = 0.72


@dataclass(frozen=True)
class Column:
    """One column of a tab and the question it answers ('' for none)."""

    index: int
    heading: str
    target: str = ""
    how: How = How.UNKNOWN


@dataclass(frozen=True)
class TabPlan:
    """How a tab is to be read. `kind` is a record kind, or ``kind/field`` for nested rows."""

    tab: str
    kind: str = ""
    header_row: int = 0
    header_lines: int = 1
    columns: tuple[Column, ...] = ()
    #: Id of the province that the whole tab is about, found in its title or chosen.
    province: str = ""
    confirmed: bool = False

    @property
    def first_row(self) -> int:
        """Row (from 0) where records begin."""
        return self.header_row + self.header_lines

    @property
    def used(self) -> tuple[Column, ...]:
        """Columns that answer something."""
        return tuple(c for c in self.columns if c.target not in ("", STATE) and c.how is not How.IGNORED)

    @property
    def proposals(self) -> tuple[Column, ...]:
        """Columns that a person has to confirm."""
        return tuple(c for c in self.columns if c.how is How.PROPOSED)

    @property
    def fingerprint(self) -> str:
        """What is remembered of a layout: its headings, in their order."""
        return "|".join(key(c.heading) for c in self.columns)

    def model(self) -> type[Answers]:
        """The model whose questions the columns answer."""
        head, _, nested = self.kind.partition("/")
        return nested_fields(kind(head))[nested] if nested else kind(head)

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be kept with an import."""
        return {
            "tab": self.tab,
            "kind": self.kind,
            "header_row": self.header_row,
            "header_lines": self.header_lines,
            "province": self.province,
            "confirmed": self.confirmed,
            "columns": [[c.index, c.heading, c.target, c.how.value] for c in self.columns],
        }

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> TabPlan:
        """The plan that `to_json` wrote."""
        columns = tuple(Column(i, h, t, How(how)) for i, h, t, how in values["columns"])
        return TabPlan(**{**values, "columns": columns})


def readable_kinds() -> list[str]:
    """Everything a tab may hold: record kinds, and nested rows as ``kind/field``."""
    found = []
    for kind_id, model in KINDS.items():
        found.append(kind_id)
        found += [f"{kind_id}/{name}" for name in nested_fields(model)]
    return found


def targets_of(kind_id: str) -> dict[str, Spec | None]:
    """Everything a column of a tab may answer: field ids, parts of the place, and the rest."""
    head, _, nested = kind_id.partition("/")
    model = kind(head)
    if nested:
        return {PARENT: None, **specs(nested_fields(model)[nested])}
    inner = nested_fields(model)
    found: dict[str, Spec | None] = {ID: None}
    for name, spec in specs(model).items():
        if name in inner:
            continue
        found[name] = spec
        if name == model.about.place:
            found |= {f"{name}/{part}": spec for part in PARTS}
    if {"latitude", "longitude"} <= set(found):
        found[POINT] = None
    if "note" in found:
        found[AS_NOTE] = None
    return found


@cache
def _targets(kind_id: str) -> Mapping[str, Spec | None]:
    return MappingProxyType(targets_of(kind_id))


@cache
def _vocabulary(kind_id: str) -> dict[str, tuple[str, How]]:
    """Heading (as `key`) → target, by label or by another known heading."""
    words: dict[str, tuple[str, How]] = {}
    head, _, nested = kind_id.partition("/")
    place = kind(head).about.place if not nested else ""
    targets = targets_of(kind_id)
    for name, spec in targets.items():
        if spec is None or "/" in name:
            continue
        for label in (spec.th, spec.en, BRACKETS.sub("", spec.th)):
            words.setdefault(key(label), (name, How.LABEL))
        for alias in (*spec.aliases, name):
            words.setdefault(key(alias), (name, How.ALIAS))
    if place and place in specs(kind(head)):
        spec = specs(kind(head))[place]
        only_province = spec.area_types == ("province",)
        for part, spelled in _PART_WORDS.items():
            if only_province and part != "province":
                continue
            for word in spelled:
                if key(word) not in words or words[key(word)][0] == place:
                    words[key(word)] = (f"{place}/{part}", How.ALIAS)
        for word in _WHOLE_PLACE:
            words.setdefault(key(word), (place, How.ALIAS))
        words[key(spec.th)] = (place, How.LABEL) if not only_province else (f"{place}/province", How.LABEL)
    for target, spelled in ((ID, _ID_WORDS), (POINT, _POINT_WORDS)):
        if target in targets:
            for word in spelled:
                words.setdefault(key(word), (target, How.ALIAS))
    if nested:
        title = specs(kind(head))[kind(head).about.title]
        for word in (title.th, title.en, title.id, "รหัส"):
            words.setdefault(key(word), (PARENT, How.LABEL))
    return words


@cache
def headings_known() -> frozenset[str]:
    """Every heading (as `key`) that answers some question of some kind."""
    return frozenset(word for kind_id in readable_kinds() for word in _vocabulary(kind_id))


def plan_tab(grid: Grid, kind_id: str = "") -> TabPlan:
    """Best reading of a tab's header; an empty `kind` when nothing known stands in it."""
    if grid.hidden and not kind_id:
        return TabPlan(grid.tab, confirmed=True)  # a person may still choose to use it
    best, best_score = TabPlan(grid.tab), 0.0
    # Where a header may stand is the same whatever the kind: looked for once.
    headers = [
        (row, lines, headings)
        for row in range(min(_LOOK_AT, len(grid.rows)))
        for lines in (1, 2)
        for headings in [_headings(grid, row, lines)]
        if len([h for h in headings if h]) >= 2
    ]
    for candidate in [kind_id] if kind_id else readable_kinds():
        for row, lines, headings in headers:
            columns, score = match_headings(headings, candidate)
            score += _fits_tab_name(grid.tab, candidate) - 0.1 * (lines - 1) - 0.01 * row
            if score > best_score:
                best_score = score
                best = TabPlan(grid.tab, candidate, row, lines, columns)
    best = replace(best, columns=_beside(grid, best.header_row, best.columns))
    if best_score < 2 and not kind_id:
        return replace(best, kind="")
    return best


def match_headings(headings: Iterable[str], kind_id: str) -> tuple[tuple[Column, ...], float]:
    """Targets for headings, each target once, and how well it all fits.

    A two-line heading arrives as ``upper\\nlower``; the lower line decides when it can.
    """
    words, targets = _vocabulary(kind_id), _targets(kind_id)
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


def _beside(grid: Grid, header: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns behind an empty one may belong to another table: they are proposed, not taken."""
    gap = next(
        (
            c.index
            for c in columns
            if not c.heading
            and sum(bool(o.target) for o in columns[: c.index]) >= 2
            and all(is_blank(grid.at(row, c.index)) for row in range(header, len(grid.rows)))
        ),
        len(columns),
    )
    sure = (How.LABEL, How.ALIAS)
    return tuple(replace(c, how=How.PROPOSED) if c.index > gap and c.how in sure else c for c in columns)


def _headings(grid: Grid, row: int, lines: int) -> list[str]:
    """Texts of a header of one or two rows; merged cells lend their text to all they cover."""
    if row + lines > len(grid.rows):
        return []
    spread = {}
    for top, left, bottom, right in grid.merged:
        if top <= row + lines - 1 and bottom >= row:
            for r in range(max(top, row), min(bottom, row + lines - 1) + 1):
                for c in range(left, right + 1):
                    spread[(r, c)] = grid.at(top, left)
    width = max(len(grid.rows[r]) for r in range(row, row + lines))
    headings = []
    for column in range(width):
        parts = [shown(spread.get((r, column), grid.at(r, column))).strip() for r in range(row, row + lines)]
        headings.append("\n".join(dict.fromkeys(p for p in parts if p)))
    if _needs_two_lines(grid, row) if lines == 1 else not _two_lines(grid, row, spread):
        return []
    return headings


def _two_lines(grid: Grid, row: int, spread: Mapping[tuple[int, int], Any]) -> bool:
    """A second header line has words only, and the first spans something or has gaps."""
    second = grid.rows[row + 1]
    if any(not isinstance(cell, str) for cell in second if not is_blank(cell)):
        return False
    words = [key(cell) for cell in second if not is_blank(cell)]
    if is_qualifier_row(second) or (words and all(w in headings_known() for w in words) and len(words) < len(second)):
        return True
    first = grid.rows[row]
    gaps = any(is_blank(grid.at(row, c)) for c in range(len(second)) if not is_blank(second[c]))
    return bool(spread) or (gaps and any(not is_blank(cell) for cell in first))


def _needs_two_lines(grid: Grid, row: int) -> bool:
    """Whether the line below belongs to the heading: it only qualifies, or stands under one wide cell."""
    if row + 1 >= len(grid.rows):
        return False
    below = grid.rows[row + 1]
    if is_qualifier_row(below):
        return True
    wide = [(left, right) for top, left, bottom, right in grid.merged if top == bottom == row and right > left]
    parts = [sum(isinstance(c, str) and not is_blank(c) for c in below[left : right + 1]) for left, right in wide]
    return any(count >= 2 for count in parts) and all(isinstance(c, str) for c in below if not is_blank(c))


def _fits_tab_name(tab: str, kind_id: str) -> float:
    head, _, nested = kind_id.partition("/")
    about = kind(head).about
    label = specs(kind(head))[nested].th if nested else about.th
    wanted = {key(label), key(about.en), key(head)} if not nested else {key(label), key(nested)}
    name = key(tab)
    if name in wanted:
        return 3.0
    return 1.0 if any(len(w) > 3 and w in name for w in wanted) else 0.0


def may_be_set(spec: Spec | None) -> bool:
    """Whether a sheet may change a question at all (verdicts belong to the app)."""
    return spec is None or not spec.by_the_app


__all__ = [
    "AS_NOTE",
    "ID",
    "PARENT",
    "PARTS",
    "POINT",
    "STATE",
    "Column",
    "How",
    "TabPlan",
    "match_headings",
    "may_be_set",
    "plan_tab",
    "readable_kinds",
    "targets_of",
]
