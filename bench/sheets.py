"""Syncing a big Sheet: the app's way beside the plain way (read everything, clear, write everything)."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TYPE = "กลุ่ม/วิสาหกิจชุมชน"


def measure(rows: int) -> dict[str, Any]:
    """Seconds, CPU and calls of a book with so many rows; the double runs in a process of its own."""
    from lib.sheets.client import Google
    from lib.sheets.poller import Poller
    from lib.sheets.settings import read_settings
    from lib.store.opening import open_store

    with tempfile.TemporaryDirectory() as folder:
        secrets, port = Path(folder, "secrets.toml"), _free_port()
        double = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.sheets_double",
                "--port",
                str(port),
                "--secrets",
                str(secrets),
                "--scope",
                "country",
            ],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(secrets)
            said = read_settings(secrets)
            store = open_store(f"sqlite:///{folder}/own.sqlite", "own", Path(folder))
            google = Google(said, reads=10**6, writes=10**6)
            poller = Poller(store, said, google)
            (book,) = said.workbooks
            poller.connect()
            poller.fill(book.key)
            sheet = _Tab(google, book.key, "องค์กร")
            places = _places(store)
            sheet.write([_line(n, places[n % len(places)]) for n in range(rows)])
            told: dict[str, Any] = {"rows": rows}
            with _Waiting(store) as waiting:
                told["first"], told["first_cpu"] = _timed(lambda: poller.round(book.key))
            told["waited"] = sorted(waiting.seconds)
            # The first ones still settle what came before: the median of seven.
            quiet = sorted(_timed(lambda: poller.round(book.key)) for _ in range(7))
            told["quiet"], told["quiet_cpu"] = quiet[3]
            sheet.members([n % 90 + 7 for n in range(rows)])
            told["changed"], told["changed_cpu"] = _settled(poller, book.key)
            sheet.members([4711 if n == rows // 2 else n % 90 + 7 for n in range(rows)])
            told["one"], told["one_cpu"] = _settled(poller, book.key)
            told["plain"] = sheet.plain()
            store.database.close()
            return told
        finally:
            double.send_signal(signal.SIGTERM)
            double.wait()


def _settled(poller: Any, key: str) -> tuple[float, float]:
    """A round, and the one after it: what a change costs until nothing is left to be done."""
    return _timed(lambda: (poller.round(key), poller.round(key)))


class _Waiting:
    """Somebody who saves a form every 50 ms beside all that, and how long the store was not to be had, seconds."""

    def __init__(self, store: Any) -> None:
        self.store, self.seconds, self._stop = store, list[float](), threading.Event()
        self._thread = threading.Thread(target=self._save, daemon=True)

    def __enter__(self) -> _Waiting:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _save(self) -> None:
        while not self._stop.wait(0.05):
            began = time.perf_counter()
            with self.store.database.writing():
                self.seconds.append(time.perf_counter() - began)


class _Tab:
    """A tab written to as gspread programs do."""

    def __init__(self, google: Any, key: str, title: str) -> None:
        self.http, self.key, self.title = google._client(), key, title
        head = self.http.values_get(key, f"'{title}'!A1:Z1")["values"][0]
        self.at = {text.split(" ")[0]: i for i, text in enumerate(head)}

    def write(self, lines: list[dict[str, Any]]) -> None:
        width = max(self.at.values()) + 1
        rows: list[list[Any]] = [[None] * width for _ in lines]
        for row, line in zip(rows, lines, strict=True):
            for name, value in line.items():
                row[self.at[name]] = value
        grow = {"requests": [{"appendDimension": {"sheetId": self._gid(), "dimension": "ROWS", "length": len(rows)}}]}
        self.http.batch_update(self.key, grow)
        self.http.values_update(self.key, f"'{self.title}'!A2", {"valueInputOption": "RAW"}, {"values": rows})

    def members(self, figures: list[int]) -> None:
        letter = chr(65 + self.at["จำนวนสมาชิก"])
        self.http.values_update(
            self.key, f"'{self.title}'!{letter}2", {"valueInputOption": "RAW"}, {"values": [[f] for f in figures]}
        )

    def _gid(self) -> int:
        said = self.http.fetch_sheet_metadata(self.key, {"fields": "sheets(properties(sheetId,title))"})
        return next(s["properties"]["sheetId"] for s in said["sheets"] if s["properties"]["title"] == self.title)

    def plain(self) -> dict[str, Any]:
        """get_all_records, then clear and update to save: what is lost when the second call fails."""
        area = f"'{self.title}'!A1:Z"

        def read() -> list[list[Any]]:
            found: list[list[Any]] = self.http.values_get(self.key, area)["values"]
            return found

        rows = read()
        read_seconds, read_cpu = _timed(read)

        def save() -> None:
            self.http.request(
                "post", f"https://sheets.googleapis.com/v4/spreadsheets/{self.key}/values/{area}:clear", json={}
            )
            self.http.values_update(self.key, area, {"valueInputOption": "RAW"}, {"values": rows})

        save_seconds, save_cpu = _timed(save)
        self.http.request(
            "post", f"https://sheets.googleapis.com/v4/spreadsheets/{self.key}/values/{area}:clear", json={}
        )
        # The second call never comes (a weak signal, a full quota, a closed laptop).
        left = len(self.http.values_get(self.key, area).get("values", []))
        return {
            "read": read_seconds,
            "read_cpu": read_cpu,
            "save": save_seconds,
            "save_cpu": save_cpu,
            "lost": len(rows) - left,
        }


def kill_run(writes: int) -> str:
    """The full kill -9 run of the tests; returns its last line."""
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "tests/sheets/test_a_killed_process_loses_and_doubles_nothing.py",
        ],
        cwd=ROOT,
        env={**os.environ, "THUN_KILL_WRITES": str(writes)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return ran.stdout.strip().splitlines()[-1]


def report(rows: int, writes: int) -> str:
    """All measurements as Markdown."""
    told = measure(rows)
    plain = told["plain"]
    lines = [
        f"`python -m bench sheets` · one tab of {rows:,} rows, the Sheets double in a process of its own",
        "",
        "| | seconds | of them CPU of the app | calls |",
        "| --- | --- | --- | --- |",
        f"| first pull: {rows:,} new rows, ids and states written back and confirmed | {told['first']:.1f} | {told['first_cpu']:.1f} | reads 3, writes {-(-rows // 2000)} a round |",
        f"| pull of {rows:,} changed rows, until nothing is left to be done | {told['changed']:.1f} | {told['changed_cpu']:.1f} | 3 reads |",
        f"| pull of 1 changed row, until nothing is left to be done | {told['one']:.2f} | {told['one_cpu']:.3f} | 2 reads |",
        f"| poll without a change | {told['quiet']:.3f} | {told['quiet_cpu']:.3f} | 1 read |",
        f"| plain: read everything | {plain['read']:.2f} | {plain['read_cpu']:.2f} | 1 read a tab |",
        f"| plain: save one change (clear, write everything) | {plain['save']:.2f} | {plain['save_cpu']:.2f} | 2 writes a tab; rows lost when the second fails: {plain['lost']:,} |",
    ]
    waited = told["waited"]
    lines += [
        "",
        f"Meanwhile somebody saved a form every 50 ms: during the first pull the store was not to be had for "
        f"{1000 * waited[len(waited) // 2]:.0f} ms at the median, {1000 * waited[int(len(waited) * 0.99)]:.0f} ms at p99 "
        f"and {1000 * waited[-1]:.0f} ms at the worst.",
    ]
    if writes:
        lines += [
            "",
            f"`kill -9` with faults until {writes:,} writes were acknowledged, each looked for afterwards: {kill_run(writes)}",
        ]
    return "\n".join(lines)


def _timed(act: Any) -> tuple[float, float]:
    started, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - started, time.process_time() - cpu


def _places(store: Any) -> list[str]:
    from lib.actions.imports.lookups import known_of
    from lib.intake.wording import place_label

    known = known_of(store)
    tambons = [p.id for p in known.gazetteer.by_id.values() if p.type == "tambon"]
    return [place_label(known, one) for one in random.Random(2564).sample(tambons, 2_000)]


def _line(number: int, place: str) -> dict[str, Any]:
    return {
        "ชื่อองค์กร": f"กลุ่มอาชีพ {number:05}",
        "ประเภทองค์กร": TYPE,
        "ตั้งอยู่ที่": place,
        "จำนวนสมาชิก": number % 90 + 5,
        "หมายเหตุ": f"เล่า {number}",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(file: Path) -> None:
    until = time.monotonic() + 30
    while not file.exists() or not file.read_text(encoding="utf-8"):
        if time.monotonic() > until:
            raise TimeoutError("the double does not start")
        time.sleep(0.1)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1])), indent=1))
