"""Look-alikes: the same group or centre written differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from sqlalchemy import select

from lib.domain.places import province_id_of
from lib.domain.thai_text import name_key
from lib.insight.source import Source
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.schema.seeing import Audience, seen_fields
from lib.store import distinct
from lib.store.tables import table

#: Kinds of which people write the same thing twice.
KINDS = ("organisation", "incubation_centre", "project", "event")
#: Words that say what something is, not which one it is.
_COMMON = re.compile("วิสาหกิจชุมชน|กลุ่ม|ศูนย์บ่มเพาะ|ศูนย์เรียนรู้|ศูนย์|เครือข่าย|สภาองค์กรชุมชน|โครงการ|ตำบล|บ้าน|ชุมชน|จังหวัด")
_ALIKE = 88


@dataclass(frozen=True)
class Pair:
    """Two records that may be one, with their values by field; `likeness` in per cent."""

    kind: str
    first: str
    second: str
    likeness: int
    values: dict[str, tuple[object, object]]
    origins: tuple[str, str]


def pairs(source: Source, kind_id: str, *, audience: Audience = Audience.READER) -> list[Pair]:
    """Look-alike records of a kind that nobody called distinct, likeliest first, with the values that are seen."""
    model, rows = kind(kind_id), table(kind_id)
    with source.store.database.reading() as connection:
        standing = connection.execute(select(rows).where(rows.c.withdrawn_at.is_(None))).mappings().all()
        apart = distinct.remembered(connection)
    place = model.about.place
    groups: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in standing:
        area = row.get(place) if place else None
        groups[province_id_of(str(area)) or "" if area else ""].append(dict(row))
    found = []
    nowhere = groups.get("", [])
    for province, members in groups.items():
        others = nowhere if province else []
        found += _alike(kind_id, members, others, apart)
    found.sort(key=lambda pair: (-pair.likeness, pair.first))
    return [replace(p, values={n: p.values[n] for n in seen_fields(audience, kind_id, p.values)}) for p in found]


def _alike(
    kind_id: str, members: Sequence[dict[str, object]], others: Sequence[dict[str, object]], apart: set[str]
) -> list[Pair]:
    names = [(_core(str(m["name"])), m) for m in members]
    more = [(_core(str(m["name"])), m) for m in others]
    found = []
    for n, (core, one) in enumerate(names):
        for other_core, two in [*names[n + 1 :], *more]:
            likeness = _likeness(core, other_core, str(one["name"]), str(two["name"]))
            if likeness >= _ALIKE and distinct.key_of(str(one["id"]), str(two["id"])) not in apart:
                found.append(_pair(kind_id, one, two, likeness))
    return found


def _core(name: str) -> str:
    return name_key(_COMMON.sub(" ", name)) or name_key(name)


def _likeness(core: str, other: str, name: str, other_name: str) -> int:
    """Per cent; cores that differ in a number (กลุ่ม 1, กลุ่ม 2) are two things."""
    if re.findall(r"\d+", core) != re.findall(r"\d+", other):
        return 0
    if min(len(core), len(other)) < 3:
        return 100 if name_key(name) == name_key(other_name) else 0
    return int(fuzz.ratio(core, other))


def _pair(kind_id: str, one: dict[str, object], two: dict[str, object], likeness: int) -> Pair:
    fields = [n for n in specs(kind(kind_id)) if n in one]
    values = {n: (one[n], two[n]) for n in fields if one[n] or two[n]}
    return Pair(kind_id, str(one["id"]), str(two["id"]), likeness, values, (str(one["origin"]), str(two["origin"])))
