"""Phones that are none: they come in to a hall, look, send ideas and vote, so that a facilitator can rehearse alone.

Each is a browser without a picture: its own cookies, the same pages and forms as a real phone's.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final
from urllib.parse import urljoin

import httpx2

#: How often a phone looks whether there is something new, seconds: as its script does.
LOOKS = 3.0
NAMES: Final = (
    "สมศรี",
    "บุญมา",
    "คำแปง",
    "อุไร",
    "ประสิทธิ์",
    "มะลิ",
    "สมหมาย",
    "วันดี",
    "ทองใบ",
    "จันทร์เพ็ญ",
    "ดาวเรือง",
    "อำนวย",
)
IDEAS: Final = (
    "ขายออนไลน์ด้วยกัน",
    "รวมซื้อปุ๋ยให้ถูกลง",
    "ตลาดนัดวันเสาร์หน้าวัด",
    "ทำถุงใหม่มีชื่อกลุ่ม",
    "ชวนเยาวชนถ่ายรูปสินค้า",
    "แปรรูปของที่เหลือ",
    "ตั้งกองทุนเมล็ดพันธุ์",
    "เลี้ยงปลาในนาข้าว",
)
_FORM: Final = re.compile(r"<form(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL)
_TO, _SORT = re.compile(r'action="([^"]+)"'), re.compile(r'data-send="(\w+)"')
_HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CHOICES: Final = re.compile(r'name="(c|r\.\d+|d\.\d+)"(?: type="number")?(?:[^>]*?value="(\d+)")?')


@dataclass(frozen=True)
class _Form:
    """A form of a page: where it goes, what kind of answer it is ('' for none), its hidden fields."""

    to: str
    sort: str
    hidden: dict[str, str]
    body: str


def _forms(text: str) -> list[_Form]:
    found = []
    for one in _FORM.finditer(text):
        to, sort = _TO.search(one["head"]), _SORT.search(one["head"])
        hidden = dict(_HIDDEN.findall(one["body"]))
        found.append(_Form(to[1] if to else "", sort[1] if sort else "", hidden, one["body"]))
    return found


def _step(text: str) -> str:
    found = re.search(r'data-part="agenda" data-key="([^"]*)"', text)
    return found[1] if found else ""


class CouldNot(Exception):
    """A page was not what a phone needs."""


@dataclass
class Phone:
    """One phone. `waits`: seconds that each answer took, by what was asked."""

    client: httpx2.AsyncClient
    at: str
    name: str
    forum: str = ""
    tag: str = ""
    #: Ballots and ideas that it has answered.
    answered: set[str] = field(default_factory=set)
    waits: list[tuple[str, float]] = field(default_factory=list)

    async def come_in(self, code: str, group: int) -> None:
        """The code, a name, one of the groups; raises `CouldNot`."""
        door = await self._get("door", f"{self.at}/in")
        asked = await self._post("code", door, "/in", {"code": code})
        groups = re.findall(r'name="group" value="([^"]+)"', asked.text)
        chosen = groups[group % len(groups)] if groups else ""
        page = await self._post("name", asked, "/in/name", {"name": self.name, "group": chosen})
        self.forum = str(page.url).partition("?")[0]
        if "/forum/" not in self.forum:
            raise CouldNot(f"{self.name}: {page.status_code} {page.url}")

    async def look(self) -> str:
        """What is new: the page's text; '' when nothing is."""
        headers = {"If-None-Match": self.tag} if self.tag else {}
        told = await self._get("now", f"{self.forum}/now", headers)
        if told.status_code == 304:
            return ""
        self.tag = told.headers.get("ETag", "")
        return (await self._get("page", f"{self.forum}?part=1")).text

    async def answer(self, text: str, dice: random.Random) -> list[str]:
        """Vote and say something where the page asks for it, once each; what was sent."""
        sent = []
        for one in _forms(text):
            told = one.hidden.get("ballot") or f"idea {_step(text)}"
            if not one.sort or told in self.answered:
                continue
            given = _vote(one.body, dice) if one.sort == "vote" else {"text": dice.choice(IDEAS)}
            if await self._send(one, given):
                self.answered.add(told)
                sent.append(one.sort)
        return sent

    async def _send(self, one: _Form, given: dict[str, str]) -> bool:
        """Once more where the browser had no word yet, as its script does."""
        for _ in range(2):
            headers = {"Accept": "application/json", **_from(self.at)}
            done = await self.client.post(urljoin(self.at, one.to), data={**one.hidden, **given}, headers=headers)
            if done.status_code != 409:
                break
        return done.status_code == 200

    async def _get(self, what: str, url: str, headers: dict[str, str] | None = None) -> httpx2.Response:
        begun = perf_counter()
        told = await self.client.get(url, headers=headers or {})
        self.waits.append((what, perf_counter() - begun))
        if told.status_code >= 400:
            raise CouldNot(f"{self.name}: {told.status_code} {url}")
        return told

    async def _post(self, what: str, page: httpx2.Response, path: str, given: dict[str, str]) -> httpx2.Response:
        hidden = next((one.hidden for one in _forms(page.text) if one.to.endswith(path)), {})
        begun = perf_counter()
        told = await self.client.post(f"{self.at}{path}", data={**hidden, **given}, headers=_from(self.at))
        self.waits.append((what, perf_counter() - begun))
        if told.status_code >= 400:
            raise CouldNot(f"{self.name}: {told.status_code} {path}")
        return told


def phone(at: str, number: int) -> Phone:
    """A phone with a name of its own. `at`: the address of the light pages, such as ``http://…/practice/m``."""
    client = httpx2.AsyncClient(timeout=60.0, follow_redirects=True)
    return Phone(client, at.rstrip("/"), f"{NAMES[number % len(NAMES)]} {number + 1}")


async def rehearse(at: str, code: str, phones: int, seconds: float, seed: int = 1) -> tuple[int, int]:
    """Let so many phones come in and take part for some time; how many are in, and what they sent."""
    dice = random.Random(seed)
    crowd = [phone(at, number) for number in range(phones)]
    told = await asyncio.gather(
        *(_takes_part(one, code, n, seconds, random.Random(dice.random())) for n, one in enumerate(crowd))
    )
    for one in crowd:
        await one.client.aclose()
    return sum(bool(one.forum) for one in crowd), sum(told)


async def _takes_part(one: Phone, code: str, number: int, seconds: float, dice: random.Random) -> int:
    until, sent = perf_counter() + seconds, 0
    await asyncio.sleep(dice.random() * min(20.0, seconds / 3))
    while perf_counter() < until:
        try:
            if not one.forum:
                await one.come_in(code, number)
            if text := await one.look():
                await asyncio.sleep(dice.random() * 4)
                sent += len(await one.answer(text, dice))
        except (httpx2.HTTPError, CouldNot):
            # The laptop starts again, or the door is shut: a phone goes on trying.
            await asyncio.sleep(1.0)
        await asyncio.sleep(LOOKS)
    return sent


def _vote(body: str, dice: random.Random) -> dict[str, str]:
    found: Sequence[tuple[str, str]] = _CHOICES.findall(body)
    ticks = [value for name, value in found if name == "c"]
    if ticks:
        return {"c": dice.choice(ticks)}
    ranks = list(dict.fromkeys(name for name, _ in found if name.startswith("r.")))
    if ranks:
        places = list(range(1, len(ranks) + 1))
        dice.shuffle(places)
        return {name: str(place) for name, place in zip(ranks, places, strict=True)}
    dots = list(dict.fromkeys(name for name, _ in found if name.startswith("d.")))
    return {dice.choice(dots): "1"} if dots else {}


def _from(at: str) -> dict[str, str]:
    """Says where a form was sent from, as browsers do."""
    scheme, _, rest = at.partition("://")
    return {"Origin": f"{scheme}://{rest.partition('/')[0]}", "Sec-Fetch-Site": "same-origin"}
