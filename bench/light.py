"""Light pages: what a first visit weighs, what a page and a saved field cost, and how many people a core carries.

Side by side with the same plan in Streamlit, in one run. Phones are simulated by Chromium's own throttle
(Slow 4G and 3G as DevTools name them, a CPU four times slower), many people by plain connections that
ask as the page's script asks.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import re
import secrets
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx2

from bench.figures import percentile
from bench.server import Server
from bench.variants import VARIANTS
from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.store.opening import open_store

#: Latency ms, download and upload bytes a second, as Chromium's DevTools set them.
NETWORKS: Final = {"Slow 4G": (562.5, 180_000, 84_375), "3G": (2000.0, 50_000, 50_000)}
HEAD: Final = {"name": "ปลาแดดเดียว", "area": "TH-250204", "year": "2570", "cluster": "processing"}
#: Ten people a group.
GROUPS: Final = 200
JSON: Final = {"Accept": "application/json"}


@dataclass(frozen=True)
class Hall:
    """A running server with one plan that may be filled in."""

    server: Server
    canvas: str
    code: str
    #: Plans of other groups, with their codes: each crowd of a forum has many.
    groups: tuple[filling.Started, ...] = ()

    def of(self, group: filling.Started) -> Hall:
        """The same server with another group's plan."""
        return Hall(self.server, group.canvas, group.code)

    def phone(self) -> httpx2.Client:
        """A browser that holds the plan's code."""
        client = httpx2.Client(base_url=self.server.origin, timeout=60, trust_env=False)
        token = re.search(r'name="token" value="(\w+)"', client.get("/m/plan").text)
        assert token
        client.post("/m/code", data={"token": token[1], "code": self.code})
        return client


def report(data: Path, people: int, seconds: float) -> str:
    """Markdown tables; see `docs/performance.md`."""
    with Server(VARIANTS["app"], data) as server:
        store_folder = Path(server.env["THUN_DATA_DIR"])
        os.environ["THUN_DATA_DIR"] = str(store_folder)
        store = open_store(f"sqlite:///{store_folder}/own.sqlite", "own", store_folder / "backups" / "own")
        made = filling.start(store, OWN_MACHINE, HEAD, "กลุ่มแปรรูปปลา")
        groups = [filling.start(store, OWN_MACHINE, {**HEAD, "name": f"แผน {n}"}, f"กลุ่ม {n}") for n in range(GROUPS)]
        hall = Hall(server, made.canvas, made.code, tuple(groups))
        parts = [_costs(hall), _burst(hall, store_count(store.database.path))]
        parts.append(asyncio.run(_crowd(hall, people, seconds)))
        browser = os.environ.get("THUN_BROWSER") or shutil.which("chromium")
        if browser:
            parts.append(_paint(hall, browser))
        store.database.close()
    return "\n\n".join(parts)


def store_count(file: Path | None) -> Callable[[], int]:
    """Counts the plan's lines, read by a connection of its own."""
    import sqlite3

    def count() -> int:
        with sqlite3.connect(str(file)) as connection:
            return int(connection.execute("select count(*) from canvas_item").fetchone()[0])

    return count


def _costs(hall: Hall) -> str:
    phone, at = hall.phone(), f"/m/plan/{hall.canvas}"
    page = phone.get(f"{at}/5").text
    files = list(re.findall(r'(?:href|src)="(/m/files/[^"]+)"', page))
    once = sum(len(gzip.compress(phone.get(f).content, 5)) for f in files)
    tag = phone.get(f"{at}/5?part=1").headers["etag"]
    acts = {
        "step of a plan": lambda: phone.get(f"{at}/5"),
        "asking whether others wrote (304)": lambda: phone.get(f"{at}/5?part=1", headers={"If-None-Match": tag}),
        "the country's figures": lambda: phone.get("/m/see"),
        "a province": lambda: phone.get("/m/see/TH-25"),
        "a field saved": lambda: _send(phone, page, hall, f"ข้อ {secrets.token_hex(3)}"),
    }
    lines = ["| | ms CPU | ms, median | KB on the wire, first visit |", "|---|---|---|---|"]
    for name, act in acts.items():
        for _ in range(10):
            act()
        taken, before = [], hall.server.cpu_seconds()
        for _ in range(100):
            began = time.perf_counter()
            answer = act()
            taken.append(time.perf_counter() - began)
        cpu = (hall.server.cpu_seconds() - before) * 10
        weight = (
            f"{(len(gzip.compress(answer.content, 5)) + once) / 1024:.1f}"
            if "text/html" in str(answer.headers.get("content-type"))
            else "–"
        )
        lines.append(f"| {name} | {cpu:.1f} | {statistics.median(taken) * 1000:.1f} | {weight} |")
    return "\n".join(lines)


def _send(phone: httpx2.Client, page: str, hall: Hall, text: str) -> httpx2.Response:
    return phone.post("/m/answer", data=_answer(page, hall, text), headers=JSON)


def _answer(page: str, hall: Hall, text: str) -> dict[str, str]:
    told = {name: (re.search(rf'data-{name}="(\w+)"', page) or ["", ""])[1] for name in ("who", "token")}
    line = {"kind": "canvas_item", "canvas": hall.canvas, "record": "", "base": "0", "asked": "text,step"}
    return {**told, **line, "key": secrets.token_hex(16), "a.text": text, "a.step": "1"}


def _burst(hall: Hall, count: Callable[[], int]) -> str:
    """500 submissions as fast as one phone after another hands them in; each is looked for afterwards."""
    phone = hall.phone()
    page, before = phone.get(f"/m/plan/{hall.canvas}/1").text, count()
    began, cpu = time.perf_counter(), hall.server.cpu_seconds()
    kept = sum(_send(phone, page, hall, f"ส่ง {n}").status_code == 200 for n in range(500))
    seconds, used = time.perf_counter() - began, hall.server.cpu_seconds() - cpu
    lost = 500 - (count() - before)
    return f"500 submissions: {kept} acknowledged, {lost} lost, {seconds:.0f} s, {used:.1f} s CPU ({60 / used * 500:,.0f} a minute on one core)"


async def _crowd(hall: Hall, people: int, seconds: float) -> str:
    """People who read and fill in for a while: each asks every ten seconds on average, every tenth time a line."""
    desks = []
    for group in hall.groups:
        own = hall.of(group)
        phone = own.phone()
        cookies = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
        desks.append((own, phone.get(f"/m/plan/{own.canvas}/1").text, cookies))
        phone.close()
    taken: dict[str, list[float]] = {"read": [], "save": []}
    failed: Counter[str] = Counter()
    end = time.perf_counter() + seconds
    cpu = hall.server.cpu_seconds()

    async def person(number: int) -> None:
        chance, (own, page, cookies) = random.Random(number), desks[number % len(desks)]
        paths = ["/m/see", "/m/see/TH-25", f"/m/plan/{own.canvas}/1?part=1", f"/m/plan/{own.canvas}/2"]
        await asyncio.sleep(chance.uniform(0, 10))
        reader = writer = None
        while time.perf_counter() < end:
            saves = chance.random() < 0.1
            body = urlencode(_answer(page, own, f"คน {number}")).encode() if saves else b""
            path = "/m/answer" if saves else chance.choice(paths)
            began = time.perf_counter()
            try:
                # The server lets go of a connection that said nothing for a while; browsers then open another one.
                for fresh in (False, True):
                    if writer is None or fresh:
                        reader, writer = await asyncio.open_connection("127.0.0.1", hall.server.port)
                    with suppress(ConnectionError, asyncio.IncompleteReadError):
                        status = await _ask(reader, writer, path, cookies, body)
                        break
                else:
                    raise ConnectionError
                failed[f"{status} {path.split('/')[2].partition('?')[0]}"] += status >= 400
            except (OSError, asyncio.IncompleteReadError) as error:
                failed[type(error).__name__] += 1
                writer = None
            taken["save" if saves else "read"].append(time.perf_counter() - began)
            await asyncio.sleep(chance.expovariate(0.1))

    await asyncio.gather(*(person(n) for n in range(people)))
    lines = [
        f"{people} people, {seconds:.0f} s, {failed.total()} failed {dict(+failed) or ''}, CPU {(hall.server.cpu_seconds() - cpu) / seconds:.2f} cores",
        "",
    ]
    lines += ["| | times | p50 s | p95 s |", "|---|---|---|---|"]
    for name, all_ in taken.items():
        lines.append(f"| {name} | {len(all_)} | {percentile(all_, 0.5):.3f} | {percentile(all_, 0.95):.3f} |")
    return "\n".join(lines)


async def _ask(
    reader: asyncio.StreamReader | None, writer: asyncio.StreamWriter, path: str, cookies: str, body: bytes
) -> int:
    assert reader is not None
    way = "POST" if body else "GET"
    head = f"{way} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nAccept: application/json\r\n"
    head += "Accept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\n"
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}\r\n".encode() + body)
    await writer.drain()
    told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"content-length: (\d+)", told)
    if length:
        await reader.readexactly(int(length[1]))
    elif "chunked" in told:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(told.split(" ", 2)[1])


#: Milliseconds from asking for the page to its first words, as browsers measure it.
_FIRST_CONTENT: Final = """
new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime))
  .observe({ type: "paint", buffered: true }))
"""


def _paint(hall: Hall, path: str) -> str:
    """When the first words stand on a throttled phone, and how much came over the wire: light, and in Streamlit."""
    from playwright.sync_api import sync_playwright

    lines = ["| | network | first content, s | its form stands, s | KB over the wire |", "|---|---|---|---|---|"]
    ways = {
        "light page": (f"/m/plan#{hall.code}", "#lines"),
        "light page, opened again": (f"/m/plan/{hall.canvas}/3", "#lines"),
        "the country's figures": ("/m/see", "h1"),
        "Streamlit": (f"/canvas?canvas={hall.canvas}&code={hall.code}", "text=/ปลาแดดเดียว|ไม่พบแผนนี้/"),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for network, (latency, down, up) in NETWORKS.items():
            context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th")
            for name, (address, sign) in ways.items():
                if name == "Streamlit":
                    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th")
                page, carried = context.new_page(), [0]
                wire = context.new_cdp_session(page)
                wire.send("Network.enable")
                slow = {"offline": False, "latency": latency, "downloadThroughput": down, "uploadThroughput": up}
                wire.send("Network.emulateNetworkConditions", slow)
                wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
                wire.on(
                    "Network.loadingFinished", lambda e, c=carried: c.__setitem__(0, c[0] + int(e["encodedDataLength"]))
                )
                began = time.perf_counter()
                page.goto(f"{hall.server.origin}{address}", wait_until="commit", timeout=180_000)
                page.wait_for_selector(sign, timeout=180_000)
                stood = time.perf_counter() - began
                first = page.evaluate(_FIRST_CONTENT) / 1000
                lines.append(f"| {name} | {network} | {first:.1f} | {stood:.1f} | {carried[0] / 1024:.0f} |")
                if name == "light page":
                    # What the next step takes, once this one has come to rest.
                    page.wait_for_timeout(4 * latency + 1500)
                    began = time.perf_counter()
                    onward = page.get_attribute("a[data-ahead]", "href")
                    page.click("a[data-ahead]")
                    page.wait_for_function("at => location.pathname === at", arg=onward)
                    page.wait_for_selector("#lines")
                    lines.append(f"| the next step, pressed | {network} | – | {time.perf_counter() - began:.2f} | – |")
                page.close()
            context.close()
        browser.close()
    return "\n".join(lines)
