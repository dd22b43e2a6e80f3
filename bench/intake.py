"""Importing an office's list: the app's preview and apply beside pandas and pydantic in a plain loop."""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

HEADS = ["ที่", "ชื่อกลุ่ม", "ประเภท", "ตำบล", "อำเภอ", "จังหวัด", "จำนวนสมาชิก", "คลัสเตอร์", "รหัสทะเบียนวิสาหกิจชุมชน", "หมายเหตุ"]
KINDS = ("กลุ่ม", "วิสาหกิจชุมชน", "สภาองค์กรชุมชน", "เครือข่าย")
FATES = ("used", "normalised", "question", "rejected", "wrong")
CLUSTERS = ("การผลิต", "แปรรูป", "การบริการ", "")


def workbook(rows: int, seed: int = 2564) -> bytes:
    """A list of groups as an office might keep it: real places, Thai digits, units, slips."""
    import xlsxwriter

    from lib.store.reference import areas

    rng = random.Random(seed)
    places = {a.id: a for a in areas()}
    tambons = [a for a in places.values() if a.type == "tambon"]  # type: ignore[attr-defined]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("องค์กร")
    sheet.write_string(0, 0, "บัญชีรายชื่อกลุ่ม")
    sheet.write_row(1, 0, HEADS)
    for n in range(rows):
        place: Any = rng.choice(tambons)
        name = place.name_th if rng.random() < 0.95 else place.name_th[:-1]
        members = rng.randrange(5, 900)
        sheet.write_row(
            n + 2,
            0,
            [
                n + 1,
                f"กลุ่มอาชีพบ้าน{name} {n}",
                rng.choice(KINDS),
                rng.choice(("", "ต.")) + name,
                places[place.parent].name_th,
                places[place.province].name_th,  # type: ignore[attr-defined]
                rng.choice(
                    (members, f"{members} คน", str(members).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")))
                ),
                rng.choice(CLUSTERS),
                f"4-{n % 99:02}-05-04/1-{n:04}",
                rng.choice(("", "-", "เข้มแข็ง")),
            ],
        )
    book.close()
    return out.getvalue()


def app(file: Path, *, apply: bool) -> dict[str, Any]:
    """Seconds and memory of the app's own way, in this process."""
    from lib.access.actors import OWN_MACHINE
    from lib.actions.imports import importing
    from lib.store.opening import open_store

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", Path(folder))
        content = file.read_bytes()
        before, started, cpu = _peak_mb(), time.perf_counter(), time.process_time()
        job = importing.start(store, OWN_MACHINE, "สำนักงาน", "กลุ่ม.xlsx", content)
        seen = importing.preview(store, OWN_MACHINE, job)
        told = {"preview": time.perf_counter() - started, "preview_cpu": time.process_time() - cpu}
        told |= {**seen.counts, "before_mb": before}
        if apply:
            started, cpu = time.perf_counter(), time.process_time()
            importing.apply(store, OWN_MACHINE, seen)
            told |= {"apply": time.perf_counter() - started, "apply_cpu": time.process_time() - cpu}
            started, cpu = time.perf_counter(), time.process_time()
            again = importing.start(store, OWN_MACHINE, "สำนักงาน", "กลุ่ม.xlsx", content)
            told["again"] = importing.preview(store, OWN_MACHINE, again).counts
            told["preview_again"] = time.perf_counter() - started
            told["preview_again_cpu"] = time.process_time() - cpu
        store.database.close()
    return {**told, "peak_mb": _peak_mb()}


def plain(file: Path) -> dict[str, Any]:
    """The plain way: pandas reads, a pydantic model per row checks; nothing is understood or asked."""
    import pandas as pd
    from pydantic import BaseModel, ValidationError

    class Group(BaseModel):
        name: str
        type: str
        tambon: str
        district: str
        province: str
        members: int

    started, cpu = time.perf_counter(), time.process_time()
    frame = pd.read_excel(file, header=1, engine="openpyxl")
    fate: Counter[str] = Counter()
    for _, row in frame.iterrows():
        try:
            Group(
                name=row["ชื่อกลุ่ม"],
                type=row["ประเภท"],
                tambon=row["ตำบล"],
                district=row["อำเภอ"],
                province=row["จังหวัด"],
                members=row["จำนวนสมาชิก"],
            )
            fate["taken"] += 1
        except ValidationError:
            fate["refused"] += 1
    seconds = {"preview": time.perf_counter() - started, "preview_cpu": time.process_time() - cpu}
    return {**seconds, **fate, "peak_mb": _peak_mb()}


def places() -> dict[str, float]:
    """Every tambon of the country with one typical slip and its province: shares by fate."""
    from lib.actions.imports.lookups import known_of
    from lib.domain.thai_text import name_key
    from lib.intake.gazetteer import LEVELS
    from lib.store.opening import open_store
    from tests.intake.test_a_place_is_found_or_asked_about import _fate, slip

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", Path(folder))
        gazetteer = known_of(store).gazetteer
        store.database.close()
    tambons = [p for p in gazetteer.by_id.values() if p.type in LEVELS["tambon"]]
    twins = Counter((p.province, name_key(p.name_th)) for p in tambons)
    rng = random.Random(1)
    told = Counter(_fate(gazetteer, p, slip(p.name_th, rng), twins) for p in tambons)
    return {fate: n / len(tambons) for fate, n in sorted(told.items())}


def rates(sheets: int = 200) -> dict[str, dict[str, float]]:
    """Clean records written down in random human ways and read back: shares of cells by fate."""
    from lib.actions.imports.lookups import known_of
    from lib.store.opening import open_store
    from tests.intake.messing import MESSES
    from tests.intake.test_clean_records_survive_human_ways_of_writing import rates_of

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", Path(folder))
        known = known_of(store)
        store.database.close()
    told = {}
    for kind, make in MESSES.items():
        fates: Counter[str] = Counter()
        for seed in range(sheets):
            fates += rates_of(make(known, random.Random(seed)), known)
        told[kind] = {"cells": fates.total()} | {fate: fates[fate] / fates.total() for fate in FATES}
    return told


def _peak_mb() -> int:
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+)", status.read_text())):
        return int(found[1]) // 1024
    import psutil

    return int(psutil.Process().memory_info().rss // 2**20)


def _child(what: str, file: Path) -> dict[str, Any]:
    """One measurement in a process of its own, so that memory is its own too."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.intake", what, str(file)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def report(rows: int, many: int) -> str:
    """All measurements as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.xlsx"), Path(folder, "large.xlsx")
        small.write_bytes(workbook(rows))
        large.write_bytes(workbook(many))
        ours, base, big = _child("apply", small), _child("plain", small), _child("preview", large)
        found, messed = _child("places", small), _child("rates", small)
    used = ours.get("cell.used", 0) + ours.get("cell.normalised", 0)
    cells = sum(v for k, v in ours.items() if k.startswith("cell."))
    return "\n".join(
        [
            f"`python -m bench intake` · {rows:,} rows of {len(HEADS)} columns, one in twenty with a slip in its tambon",
            "",
            "| | seconds | of them CPU | rows taken | rows refused or asked about | peak MB |",
            "| --- | --- | --- | --- | --- | --- |",
            f"| preview | {ours['preview']:.1f} | {ours['preview_cpu']:.1f} | {ours.get('new', 0):,} | {ours.get('waits', 0) + ours.get('rejected', 0):,} | {ours['peak_mb']} |",
            f"| apply (all in one transaction, with history) | {ours['apply']:.1f} | {ours['apply_cpu']:.1f} | | | |",
            f"| preview of the same file again | {ours['preview_again']:.1f} | {ours['preview_again_cpu']:.1f} | unchanged {ours['again'].get('unchanged', 0):,} | | |",
            f"| plain: pandas + pydantic in a loop, nothing stored | {base['preview']:.1f} | {base['preview_cpu']:.1f} | {base.get('taken', 0):,} | {base.get('refused', 0):,} | {base['peak_mb']} |",
            f"| preview of {many:,} rows | {big['preview']:.1f} | {big['preview_cpu']:.1f} | {big.get('new', 0):,} | {big.get('waits', 0) + big.get('rejected', 0):,} | {big['peak_mb']} |",
            "",
            f"Cells used or put right: {used / cells:.1%}; asked about {ours.get('cell.question', 0) / cells:.2%}; rejected {ours.get('cell.rejected', 0) / cells:.2%}.",
            "",
            "Every tambon of the country with one typical slip, its province beside it (its district too where the province has namesakes): "
            + ", ".join(f"{fate} {share:.2%}" for fate, share in found.items())
            + ".",
            "",
            "Clean records written down in random human ways (`tests/intake/messing.py`) and read back:",
            "",
            "| | cells | " + " | ".join(FATES) + " |",
            "| --- |" + " --- |" * (len(FATES) + 1),
            *(
                f"| {kind} | {told['cells']:,} | " + " | ".join(f"{told[f]:.1%}" for f in FATES) + " |"
                for kind, told in messed.items()
            ),
        ]
    )


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Options of ``bench intake``."""
    command.add_argument("--rows", type=int, default=10_000)
    command.add_argument("--many", type=int, default=100_000)


if __name__ == "__main__":
    asked, given = sys.argv[1], Path(sys.argv[2])
    measured = {
        "apply": lambda: app(given, apply=True),
        "preview": lambda: app(given, apply=False),
        "plain": lambda: plain(given),
        "places": places,
        "rates": rates,
    }[asked]()
    print(json.dumps(measured))
