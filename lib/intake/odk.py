"""Submissions of KoboCollect and ODK (xlsx, csv, or a zip of csv) as typed answers.

Repeats lie in tabs of their own and point at their submission by ``_parent_index`` (Kobo) or
``PARENT_KEY`` (ODK Central). A submission that was edited on the server has a new instance id and
``_uuid``, but keeps its root uuid (Kobo) or ``KEY`` (Central) and names the one it replaces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.errors import BadInput, Problem
from lib.intake.odk_columns import Columns
from lib.intake.odk_files import read_export
from lib.schema.field import Spec
from lib.schema.record import Record, nested_fields, specs

#: Headings that name a submission over all its versions, the surest first.
_ROOT = ("rootuuid", "key", "deprecatedid", "instanceid", "_uuid")
#: A number that is unique on its own server only: better than nothing.
_NUMBER = ("_id",)
_INDEX, _PARENTS = ("key", "_index"), ("parent_key", "_parent_index")
_REVIEW = ("_validation_status", "reviewstate")
#: What a reviewer on the server said of a submission that is not to be used.
_NOT_APPROVED = {
    "validation_status_not_approved": ("ไม่อนุมัติ", "not approved"),
    "not approved": ("ไม่อนุมัติ", "not approved"),
    "validation_status_on_hold": ("พักไว้", "on hold"),
    "on hold": ("พักไว้", "on hold"),
    "rejected": ("ไม่รับ", "rejected"),
    "hasissues": ("มีปัญหา", "has issues"),
    "has issues": ("มีปัญหา", "has issues"),
}


@dataclass(frozen=True)
class Submission:
    """One filled form: how the server names it, and the answers as typed text."""

    #: Names over all its versions, the surest first.
    names: tuple[str, ...]
    #: Tab and row, as people find it.
    where: str
    typed: dict[str, object]
    #: Its number on its own server (Kobo's ``_id``), which edits keep; '' when the file gives none.
    number: str = ""
    #: Questions that the file has a column or a list for; others say nothing about the submission.
    answered: frozenset[str] = frozenset()
    #: Whether it replaces an earlier version of itself, so that an emptied answer is meant.
    edited: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class SubmissionBatch:
    """What a file holds; `strange` are headings that no question answers to."""

    submissions: tuple[Submission, ...]
    strange: tuple[str, ...] = ()
    mapped: dict[str, str] = field(default_factory=dict)
    #: Lists (debts, incomes …) that the file has no tab for, as a CSV of Kobo never has.
    missing: tuple[Spec, ...] = ()


def read_submissions(
    model: type[Record], name: str, content: bytes, mapping: Mapping[str, str] | None = None
) -> SubmissionBatch:
    """Every submission of a file; raises `BadInput` when it holds none. `mapping`: heading → field id."""
    grids = read_export(name, content)
    main = Columns(model, grids[0], mapping or {})
    if not main.fields:
        raise BadInput(
            Problem(
                "ไม่พบคำถามของแบบนี้ในแฟ้ม เลือกแฟ้มที่ส่งออกจากแบบเดียวกัน",
                "No question of this form is in the file; choose an export of the same form",
            )
        )
    tabs = {g.tab.rsplit("/", 1)[-1]: g for g in grids[1:]}
    nested = {
        field_id: Columns(inner, grid, {}, within=f"{field_id}__")
        for field_id, inner in nested_fields(model).items()
        for tab, grid in tabs.items()
        if tab == field_id or tab.endswith(f"-{field_id}") or tab.startswith(field_id)
    }
    lists = {field_id: _by_parent(tab) for field_id, tab in nested.items()}
    answered = main.answered | frozenset(nested)
    found = tuple(_submission(main, number, cells, lists, answered) for number, cells in main.rows())
    strange = [*main.strange, *(s for tab in nested.values() for s in tab.strange)]
    missing = tuple(specs(model)[n] for n in nested_fields(model) if n in specs(model) and n not in nested)
    return SubmissionBatch(found, tuple(dict.fromkeys(strange)), dict(main.mapped), missing)


Row = tuple[dict[str, object], list[Problem]]


def _submission(
    main: Columns,
    number: int,
    cells: Sequence[object],
    lists: Mapping[str, Mapping[str, list[Row]]],
    answered: frozenset[str],
) -> Submission:
    typed, problems = main.typed(cells)
    index = main.cell(cells, _INDEX) or str(number)
    for field_id, by_parent in lists.items():
        rows = by_parent.get(index, [])
        typed[field_id] = [row for row, _ in rows]
        problems += [p for _, wrong in rows for p in wrong]
    if (state := _NOT_APPROVED.get(main.cell(cells, _REVIEW).casefold())) is not None:
        problems.append(
            Problem(f"ผู้ตรวจบนเซิร์ฟเวอร์ระบุว่า{state[0]} จึงไม่นำเข้า", f"The reviewer on the server marked it {state[1]}")
        )
    names = [n.removeprefix("uuid:") for n in main.said_in(cells, _ROOT)] or list(main.said_in(cells, _NUMBER))
    return Submission(
        names=tuple(dict.fromkeys(names)),
        where=f"{main.grid.tab} · {number + 1}",
        typed=typed,
        number=main.cell(cells, _NUMBER),
        answered=answered,
        edited=bool(main.cell(cells, ("deprecatedid",))) or main.cell(cells, ("edits",)) not in ("", "0"),
        problems=tuple(problems),
    )


def _by_parent(tab: Columns) -> dict[str, list[Row]]:
    """Rows of a list by the submission they belong to."""
    grouped: dict[str, list[Row]] = {}
    for _, cells in tab.rows():
        grouped.setdefault(tab.cell(cells, _PARENTS), []).append(tab.typed(cells))
    return grouped
