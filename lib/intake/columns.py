"""Which column answers which question: by label, by a known other heading, or by a proposal
that a person confirms. Finds the header among title rows, two-line headers and merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from lib.domain.thai_text import name_key as key
from lib.intake.grid import Grid, is_blank, shown
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
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*")


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
    return found


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
        for label in (spec.th, spec.en, _BRACKETS.sub("", spec.th)):
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


def plan_tab(grid: Grid, kind_id: str = "") -> TabPlan:
    """Best reading of a tab's header; an empty `kind` when nothing known stands in it."""
    if grid.hidden and not kind_id:
        return TabPlan(grid.tab, confirmed=True)  # a person may still choose to use it
    best, best_score = TabPlan(grid.tab), 0.0
    for candidate in [kind_id] if kind_id else readable_kinds():
        for row in range(min(_LOOK_AT, len(grid.rows))):
            for lines in (1, 2):
                headings = _headings(grid, row, lines)
                if sum(bool(h) for h in headings) < 2:
                    continue
                columns, score = match_headings(headings, candidate)
                score += _fits_tab_name(grid.tab, candidate) - 0.1 * (lines - 1) - 0.01 * row
                if score > best_score:
                    best_score = score
                    best = TabPlan(grid.tab, candidate, row, lines, columns)
    if best_score < 2 and not kind_id:
        return replace(best, kind="")
    return best


def match_headings(headings: Iterable[str], kind_id: str) -> tuple[tuple[Column, ...], float]:
    """Targets for headings, each target once, and how well it all fits.

    A two-line heading arrives as ``upper\\nlower``; the lower line decides when it can.
    """
    words = _vocabulary(kind_id)
    columns: list[Column] = []
    worth: list[float] = []
    for index, heading in enumerate(headings):
        target, how, value = _target(heading, words)
        columns.append(Column(index, heading.replace("\n", " "), target, how))
        worth.append(value)
    columns = _each_once(columns)
    score = sum(value for c, value in zip(columns, worth, strict=True) if c.target)
    return tuple(columns), score + _recognisable(columns, kind_id)


def _recognisable(columns: list[Column], kind_id: str) -> float:
    """A table without what its kind cannot do without is probably of another kind."""
    head, _, nested = kind_id.partition("/")
    model = nested_fields(kind(head))[nested] if nested else kind(head)
    found = {c.target.partition("/")[0] for c in columns if c.target}
    needed = [n for n in specs(model) if model.model_fields[n].is_required()]
    missing = sum(n not in found for n in needed)
    return -1.0 * missing + (0.2 if not nested else 0.0)


def _target(heading: str, words: Mapping[str, tuple[str, How]]) -> tuple[str, How, float]:
    lines = [line for line in heading.replace("*", " ").split("\n") if line.strip()]
    if not lines:
        return "", How.UNKNOWN, 0.0
    tries = dict.fromkeys(
        form for text in (lines[-1], " ".join(lines), lines[0]) for form in (key(text), key(_BRACKETS.sub("", text)))
    )
    for form in tries:
        if form in words:
            target, how = words[form]
            return target, how, 1.2 if how is How.LABEL else 1.0
    if key(lines[-1]) in _NUMBERING:
        return "", How.IGNORED, 0.0
    likeness, target = 0.0, ""
    for form in tries:
        for word, (goal, _) in words.items():
            alike = _alike(form, word)
            if alike > likeness:
                likeness, target = alike, goal
    if likeness >= _NEAR_ENOUGH:
        return target, How.PROPOSED, 0.5 * likeness
    return "", How.UNKNOWN, 0.0


def _alike(heading: str, word: str) -> float:
    if len(word) >= 4 and len(heading) >= 4 and (word in heading or heading in word):
        return 0.75 + 0.2 * min(len(word), len(heading)) / max(len(word), len(heading))
    return OSA.normalized_similarity(heading, word, score_cutoff=_NEAR_ENOUGH)


def _each_once(columns: list[Column]) -> list[Column]:
    """The best column keeps a target; others of the same target are left to a person."""
    rank = {How.LABEL: 0, How.ALIAS: 1, How.REMEMBERED: 1, How.CHOSEN: 0, How.PROPOSED: 2}
    order = sorted((c for c in columns if c.target), key=lambda c: (rank.get(c.how, 3), c.index))
    holder: dict[str, int] = {}
    for column in order:
        holder.setdefault(column.target, column.index)
    return [
        c if not c.target or holder[c.target] == c.index else replace(c, target="", how=How.UNKNOWN) for c in columns
    ]


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
    if lines == 2 and not _two_lines(grid, row, spread):
        return []
    return headings


def _two_lines(grid: Grid, row: int, spread: Mapping[tuple[int, int], Any]) -> bool:
    """A second header line has words only, and the first spans something or has gaps."""
    second = grid.rows[row + 1]
    if any(not isinstance(cell, str) for cell in second if not is_blank(cell)):
        return False
    first = grid.rows[row]
    gaps = any(is_blank(grid.at(row, c)) for c in range(len(second)) if not is_blank(second[c]))
    return bool(spread) or (gaps and any(not is_blank(cell) for cell in first))


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
