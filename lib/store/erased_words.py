"""Words that name an erased record, struck out where free text repeats them: notes, reasons, file names.

Only words long enough to name somebody: a household's code ``12`` stands in too many texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from sqlalchemy import Column, ColumnElement, Connection, or_, select, update

from lib.schema.field import Privacy, Spec
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.store.tables import table

#: What stands in place of a word.
STRUCK = "(ลบแล้ว · erased)"
_SHORTEST, _SHORTEST_CODE = 4, 7


def naming(kind_id: str, values: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """Texts that tell a record of a private kind from others, out of its plain values."""
    model = kind(kind_id)
    if not model.about.private:
        return frozenset()
    fields = [n for n, spec in specs(model).items() if _names_somebody(spec, n in model.about.key)]
    found = {str(one[n]).strip() for one in values for n in fields if one.get(n)}
    return frozenset(word for word in found if len(word) >= (_SHORTEST_CODE if word.isascii() else _SHORTEST))


def _names_somebody(spec: Spec, is_key: bool) -> bool:
    free = not (spec.options or spec.choice_list or spec.refers_to)
    return free and spec.privacy is Privacy.PERSONAL and (is_key or spec.format == "phone")


def strike_out(connection: Connection, words: Set[str], jobs: Set[str]) -> None:
    """Take the words out of reasons, notes and names of files; `jobs`: imports that touched the record."""
    if not words:
        return
    sets, erased, job, cell = (table(n) for n in ("change_set", "erasure", "import_job", "import_cell"))
    for rows, key, column in (
        (sets, sets.c.number, sets.c.note),
        (erased, erased.c.id, erased.c.reason),
        (job, job.c.id, job.c.file_name),
        (cell, cell.c.id, cell.c.said),
        (cell, cell.c.id, cell.c.why_th),
        (cell, cell.c.id, cell.c.why_en),
    ):
        if column.table is cell and not jobs:
            continue
        here = _holds(column, words)
        where = here & cell.c.job.in_(jobs) if column.table is cell else here
        for one in connection.execute(select(key, column).where(where)).all():
            connection.execute(update(rows).where(key == one[0]).values({column.name: _struck(one[1], words)}))


def _holds(column: Column[str], words: Set[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(word, autoescape=True) for word in words))


def _struck(text: str, words: Set[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, STRUCK)
    return text
