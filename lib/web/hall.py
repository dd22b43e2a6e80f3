"""What `python3 run.py hall` says and does beside the server: its addresses, and phones for a rehearsal."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lib.access.actors import COMMAND_LINE
from lib.actions.forum import bring_preview, bringing, packing, planning, running
from lib.config import settings
from lib.domain.agendas import Agenda
from lib.domain.errors import BadInput, Problem
from lib.domain.forum_wishes import GroupWish, PackWish
from lib.domain.thai_date import bangkok_today, fiscal_year, format_date
from lib.domain.worlds import OWN, PRACTICE
from lib.insight.canvas.library import canvases
from lib.insight.forum.forums import forums
from lib.insight.source import Source, source
from lib.ui.frame.light import light_path
from lib.ui.frame.own_address import own_addresses
from lib.web.rehearsal import rehearse

_GROUPS = 6


def addresses_told(port: str) -> str:
    """Where phones of this network find the hall, said large."""
    found = own_addresses()
    if not found:
        return (
            "เครื่องนี้ยังไม่ได้ต่อเครือข่ายใด เปิด Wi-Fi หรือฮอตสปอตก่อน ไม่ต้องมีอินเทอร์เน็ต แล้วสั่งใหม่\n"
            "This machine is in no network. Turn on a Wi-Fi or hotspot (no internet is needed), then start again."
        )
    path = light_path(practice=settings().practice)
    first, *others = [f"http://{ip}:{port}/{path}/in" for ip in found]
    line = "─" * (len(first) + 6)
    told = [line, f"   {first}   ", line, "โทรศัพท์ใน Wi-Fi เดียวกันเปิดที่นี่ · Phones on the same Wi-Fi open this"]
    if others:
        told.append("ถ้าเปิดไม่ได้ ลอง · If not: " + "  ".join(others))
    told.append("Windows ถามเรื่อง Firewall ให้กด “อนุญาต” · If Windows asks about its firewall, press “Allow”")
    return "\n".join(told)


def rehearsal(at: str, phones: int, seconds: float) -> str:
    """Phones take part in a forum of the practice country, which is made where there is none with an open door."""
    if not 1 <= phones <= 300:
        raise BadInput(Problem("ซ้อมได้ 1–300 เครื่อง", "Rehearse with 1–300 phones"))
    code = _code(source(PRACTICE))
    came, sent = asyncio.run(rehearse(f"{at.rstrip('/')}/practice/m", code, phones, seconds))
    return f"เข้ามา {came} เครื่อง ส่งความคิดและคะแนน {sent} ครั้ง · {came} phones came in and sent {sent} answers"


def _code(practice: Source) -> str:
    found = next((f.id for f in forums(practice, fresh=True).value if f.runs_on(bangkok_today())), "")
    forum = found or _forum(practice)
    return running.door_of(practice.store, forum) or running.open_door(practice.store, COMMAND_LINE, forum)


def _forum(practice: Source) -> str:
    """A forum of today, where the practice country has most groups."""
    counted = Counter(card.area for card in canvases(practice, fresh=True).value if card.level == "group")
    if not counted:
        raise BadInput(Problem("ยังไม่มีข้อมูลฝึกหัด สั่ง practice ก่อน", "There is no practice country yet: run practice first"))
    area = counted.most_common(1)[0][0]
    typed = {"name": "เวทีซ้อม", "area": area, "venue": "ห้องซ้อม", "starts_on": format_date(bangkok_today(), "th")}
    groups = [GroupWish(f"กลุ่มซ้อม {n}", area) for n in range(1, _GROUPS + 1)]
    return planning.make(practice.store, COMMAND_LINE, typed, Agenda.CBMC, groups, fiscal_year(bangkok_today()))


def packed(target: Path, name: str, *, people: bool, passphrase: str) -> str:
    """A forum of the own store into a file: the one of that name, or the latest. Raises `BadInput`."""
    found = [f for f in forums(source(OWN), fresh=True).value if name in ("", f.name, f.id)]
    if not found:
        raise BadInput(Problem("ไม่พบเวทีนี้", "There is no such forum"))
    if target.exists():
        raise BadInput(Problem(f"มี {target} อยู่แล้ว ตั้งชื่ออื่น", f"{target} exists already; choose another name."))
    content = packing.pack(source(OWN).store, COMMAND_LINE, found[0].id, PackWish(people), passphrase)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return f"บรรจุ “{found[0].name}” แล้ว · Packed: {target}"


def brought(file: Path, ask_passphrase: Callable[[], str], *, agreed: bool) -> str:
    """What a forum's file would do to the own store, and, when `agreed`, does. Raises `BadInput`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(Problem(f"เปิดแฟ้ม {file} ไม่ได้", f"The file {file} cannot be read")) from error
    passphrase = ask_passphrase() if bring_preview.needs_passphrase(content) else ""
    store = source(OWN).store
    seen = bring_preview.preview(store, COMMAND_LINE, content, passphrase)
    told = [f"{seen.file.note.name}"]
    told += [f"  {fate.words('th')} · {fate.words('en')}: {count}" for fate, count in seen.counts.items()]
    if seen.questions:
        told.append(f"  ต่างกันทั้งสองฝั่ง คงของที่นี่ไว้ · changed on both sides, ours stay: {len(seen.questions)}")
    if not agreed:
        return "\n".join([*told, "ยังไม่ได้รับเข้า เติม --yes · Nothing was taken in: add --yes"])
    job = bringing.bring(store, COMMAND_LINE, content, passphrase)
    return "\n".join([*told, "รับแล้ว ย้อนได้ที่หน้าเวที · Taken in" if job else "ไม่มีอะไรต้องรับเพิ่ม · Nothing new"])
