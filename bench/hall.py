"""A hall on one laptop: 250 phones come in, look, type in ten plans and vote, with the wall following; no internet.

Phones are those of a rehearsal: each its own cookies, pages and forms. Client and server share the machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2

from bench.figures import percentile
from bench.server import Server
from bench.variants import VARIANTS
from lib.access.actors import OWN_MACHINE
from lib.actions.forum import ballots, planning, running
from lib.actions.records.saving import save_typed
from lib.domain.agendas import Agenda
from lib.domain.forum_wishes import GroupWish, Scene
from lib.domain.thai_date import bangkok_today, format_date
from lib.insight.forum.hall import Hall, hall
from lib.insight.source import Source
from lib.store.opening import Store, open_store
from lib.web.rehearsal import LOOKS, Phone, phone

_TAMBON: Final = "TH-250204"
_PLANS, _TYPISTS = 10, 50
#: Somebody writes a line in so many seconds.
_LINE_EVERY: Final = 10.0
_INSIDE: Final = "THUN_BENCH_NO_WAY_OUT"


@dataclass
class _Found:
    """What was measured, seconds."""

    came_in: float = 0.0
    pages: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    ballot: float = 0.0
    counted: int = 0
    lines: int = 0
    refused: int = 0
    cpu: float = 0.0


def report(data: Path, phones: int, seconds: float) -> str:
    """A Markdown table; see `docs/performance.md`."""
    if os.environ.get(_INSIDE) != "1" and _has_namespaces():
        # A network with nothing in it but this machine: whoever asks for anything outside would fail.
        words = [
            "unshare",
            "--net",
            "sh",
            "-c",
            'ip link set lo up && exec "$@"',
            "sh",
            sys.executable,
            "-m",
            "bench.hall",
        ]
        told = subprocess.run(
            [*words, str(data), str(phones), str(seconds)],
            env={**os.environ, _INSIDE: "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode != 0:
            raise RuntimeError(told.stderr[-2000:])
        return told.stdout
    with Server(VARIANTS["app"], data) as server:
        folder = Path(server.env["THUN_DATA_DIR"])
        os.environ["THUN_DATA_DIR"] = str(folder)
        store = open_store(f"sqlite:///{folder}/own.sqlite", "own", folder / "backups" / "own")
        head = {"name": "เวที", "area": _TAMBON, "starts_on": format_date(bangkok_today(), "th")}
        wishes = [GroupWish(f"กลุ่ม {n}", _TAMBON) for n in range(_PLANS)]
        forum = planning.make(store, OWN_MACHINE, head, Agenda.CBMC, wishes, 2570)
        found = asyncio.run(_afternoon(server, store, forum, phones, seconds))
    return _table(found, phones, os.environ.get(_INSIDE) == "1")


async def _afternoon(server: Server, store: Store, forum: str, phones: int, seconds: float) -> _Found:
    found, dice = _Found(), random.Random(1)
    code = running.open_door(store, OWN_MACHINE, forum)
    crowd = [phone(f"{server.origin}/m", n) for n in range(phones)]
    begun = time.perf_counter()
    await asyncio.gather(*(_comes_in(one, code, n, dice.random() * 10) for n, one in enumerate(crowd)))
    found.came_in = time.perf_counter() - begun
    for one in crowd:
        one.waits.clear()
    until = time.perf_counter() + seconds
    cpu, at = server.cpu_seconds(), time.perf_counter()
    work: list[Awaitable[None]] = [_looks(one, until) for one in crowd]
    work += [_types(one, _seen(store, forum), found, until) for one in crowd[:_TYPISTS]]
    work += [_follows(server, store, forum, found, until), _says(store, forum, crowd, found, until)]
    await asyncio.gather(*work)
    found.cpu = (server.cpu_seconds() - cpu) / (time.perf_counter() - at)
    found.pages = [wait for one in crowd for what, wait in one.waits if what in ("page", "now")]
    await _vote(store, forum, crowd, found)
    for one in crowd:
        await one.client.aclose()
    return found


async def _comes_in(one: Phone, code: str, number: int, after: float) -> None:
    await asyncio.sleep(after)
    await one.come_in(code, number)


async def _looks(one: Phone, until: float) -> None:
    await asyncio.sleep(random.random() * LOOKS)
    while time.perf_counter() < until:
        await one.look()
        await asyncio.sleep(LOOKS)


async def _types(one: Phone, seen: Hall, found: _Found, until: float) -> None:
    """Somebody at a table writes a line into the group's plan now and then."""
    await asyncio.sleep(random.random() * _LINE_EVERY)
    page = await one.client.get(one.forum)
    there = re.search(r'href="/m/plan/([\w-]+)[/"]', page.text)
    if there is None:
        return
    step = await one.client.get(f"{one.at}/plan/{there[1]}/1")
    who, token = (re.search(rf'data-{name}="([^"]*)"', step.text) for name in ("who", "token"))
    assert who
    assert token
    while time.perf_counter() < until:
        line = {
            "kind": "canvas_item",
            "canvas": there[1],
            "record": "",
            "base": "0",
            "slot": "new-canvas_item-1",
            "asked": "text,step",
            "a.text": f"ข้อ {secrets.token_hex(4)}",
            "a.step": "1",
            "key": secrets.token_hex(16),
            "who": who[1],
            "token": token[1],
            "from": f"/m/plan/{there[1]}/1",
        }
        begun = time.perf_counter()
        told = await one.client.post(f"{one.at}/answer", data=line, headers=_headers(one))
        one.waits.append(("page", time.perf_counter() - begun))
        found.lines += told.status_code == 200
        found.refused += told.status_code != 200
        await asyncio.sleep(_LINE_EVERY)


async def _follows(server: Server, store: Store, forum: str, found: _Found, until: float) -> None:
    """The wall shows another scene: how long until its browser has it, which asks as its script asks."""
    name, _, secret = server.cookie.partition("=")
    cookies = {name: secret}
    async with httpx2.AsyncClient(timeout=30, cookies=cookies) as wall:
        scenes = [Scene.AGENDA, Scene.PROGRESS, Scene.IDEAS, Scene.DOOR]
        while time.perf_counter() < until:
            scene = scenes[len(found.wall) % len(scenes)]
            await asyncio.to_thread(running.show_on_wall, store, OWN_MACHINE, forum, scene)
            begun = time.perf_counter()
            while time.perf_counter() < until:
                told = await wall.get(f"{server.origin}/m/wall/{forum}?part=1")
                if f'data-scene="{scene.value}"' in told.text:
                    found.wall.append(time.perf_counter() - begun)
                    break
                await asyncio.sleep(0.8)
            await asyncio.sleep(3.0)


async def _says(store: Store, forum: str, crowd: list[Phone], found: _Found, until: float) -> None:
    """Something is said to all: how long until each phone has been told that there is something new."""
    while time.perf_counter() < until - 8:
        await asyncio.sleep(6.0)
        tags = {id(one): one.tag for one in crowd}
        begun = time.perf_counter()
        await asyncio.to_thread(running.say_to_all, store, OWN_MACHINE, forum, f"พัก {int(begun)}")
        waiting = list(crowd)
        while waiting and time.perf_counter() < until:
            await asyncio.sleep(0.1)
            told = [one for one in waiting if one.tag != tags[id(one)]]
            found.heard += [time.perf_counter() - begun] * len(told)
            waiting = [one for one in waiting if one not in told]


async def _vote(store: Store, forum: str, crowd: list[Phone], found: _Found) -> None:
    """Everybody answers as soon as one's phone shows the question: the last answer is kept after so long."""
    asked = {"forum": forum, "text": "เรื่องใดทำก่อน", "form": "one", "offered": "ก\nข\nค", "secret": True}
    ballot = save_typed(store, OWN_MACHINE, "forum_ballot", asked).record.id
    await asyncio.to_thread(ballots.open_ballot, store, OWN_MACHINE, ballot)
    begun = time.perf_counter()
    dice = random.Random(2)

    async def answers(one: Phone) -> None:
        await asyncio.sleep(random.random() * LOOKS)
        while not one.answered:
            if text := await one.look():
                await one.answer(text, dice)
            await asyncio.sleep(0.2)

    await asyncio.wait_for(asyncio.gather(*(answers(one) for one in crowd)), 120)
    found.ballot = time.perf_counter() - begun
    await asyncio.to_thread(ballots.close_ballot, store, OWN_MACHINE, ballot)
    found.counted = sum(one.phones or 0 for one in _seen(store, forum).plenum.ballots[-1].counted)


def _seen(store: Store, forum: str) -> Hall:
    found = hall(Source(store), forum)
    assert found is not None
    return found


def _headers(one: Phone) -> dict[str, str]:
    scheme, _, rest = one.at.partition("://")
    return {
        "Accept": "application/json",
        "Origin": f"{scheme}://{rest.partition('/')[0]}",
        "Sec-Fetch-Site": "same-origin",
    }


def _has_namespaces() -> bool:
    """Whether this machine can make a network with nothing in it."""
    try:
        return subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _table(found: _Found, phones: int, alone: bool) -> str:
    def seconds(values: list[float], share: float) -> str:
        return f"{percentile(values, share):.2f} s" if values else "–"

    rows: list[tuple[str, str, str]] = [
        (f"{phones} phones come in, over ten seconds", f"{found.came_in:.1f} s", "30 s"),
        (
            "a phone's page and look, p50 · p95",
            f"{seconds(found.pages, 0.5)} · {seconds(found.pages, 0.95)}",
            "p95 0.2 s",
        ),
        (
            "a word to all is heard, p50 · p95 (phones look every 3 s)",
            f"{seconds(found.heard, 0.5)} · {seconds(found.heard, 0.95)}",
            "",
        ),
        (
            "the wall has another scene, p50 · p95 (asks every 0.8 s)",
            f"{seconds(found.wall, 0.5)} · {seconds(found.wall, 0.95)}",
            "1 s",
        ),
        (
            f"a ballot of {phones}: opened until the last is kept",
            f"{found.ballot:.1f} s, {found.counted} counted",
            "10 s",
        ),
        (f"lines written in {_PLANS} plans meanwhile (refused)", f"{found.lines} ({found.refused})", ""),
        ("cores of the server meanwhile", f"{found.cpu:.2f}", ""),
    ]
    where = "no network but this machine" if alone else "on loopback"
    lines = [f"One process, {where}.", "", "| | measured | goal |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {what} | {told} | {goal} |" for what, told, goal in rows), ""])


if __name__ == "__main__":
    run: Callable[[Path, int, float], str] = report
    print(run(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
