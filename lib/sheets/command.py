"""``python3 run.py sheets …``: the doctor, one round, or the template, from a shell."""

from __future__ import annotations

import time

from lib.config import settings
from lib.domain.errors import BadInput, Problem
from lib.sheets import doctor
from lib.sheets.client import Google
from lib.sheets.poller import Poller
from lib.sheets.settings import SheetSettings, Workbook, read_settings
from lib.store.opening import opened

_MARKS = {doctor.GOOD: "✓", doctor.WARN: "!", doctor.BAD: "✗"}


def run(what: str, book: str) -> str:
    """Do one thing with the named book (or all); returns what came of it, in Thai and English.

    Raises `BadInput` when the settings name no such book, `GoogleTrouble` when Google does not answer.
    """
    said = read_settings(settings().secrets)
    if what == "doctor":
        found = doctor.examine(said, Google(said))
        return "\n".join(f"{_MARKS[f.state]} {f.said.th}\n  {f.said.en}" for f in found)
    poller = Poller(opened(), said)
    chosen = _chosen(said, book)
    # What is wrong with one setting is told, and the others are used.
    lines = [f"{_MARKS[doctor.BAD]} {p.th}\n  {p.en}" for p in (*said.problems, *poller.connect())]
    for number, one in enumerate(chosen, 1):
        began = time.monotonic()
        if what == "fill":
            told = poller.fill(one.key)
            lines.append(f"{one.name}: {'; '.join(p.th for p in told) or 'ครบแล้ว · up to date'}")
        else:
            done = poller.rounds.round(one.key)
            lines.append(
                f"{one.name}: เข้า {done.changed} · ออก {done.written} · ต้องแก้ {done.troubles}"
                f" · in {done.changed}, out {done.written}, to mend {done.troubles}"
            )
        print(f"{number}/{len(chosen)} {one.name} ({time.monotonic() - began:.1f} s)", flush=True)
    return "\n".join(lines)


def _chosen(said: SheetSettings, book: str) -> list[Workbook]:
    found = [w for w in said.workbooks if book in ("", w.name, w.key)]
    if not found:
        raise BadInput(
            *said.problems,
            Problem(
                f"ไม่มีชีต {book} ใน {settings().secrets.name}" if book else f"ยังไม่มีชีตใน {settings().secrets.name}",
                f"There is no sheet {book} in {settings().secrets.name}",
            ),
        )
    return found
