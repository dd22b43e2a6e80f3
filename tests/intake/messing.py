"""Clean records written down as people write them: every mess keeps the meaning."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lib.domain.thai_date import MONTHS_SHORT_TH, MONTHS_TH, be_year
from lib.intake.context import IntakeContext
from lib.intake.gazetteer import Place
from lib.intake.grid import Grid
from lib.intake.reading import Candidate
from lib.schema.choices import CLUSTERS, EVENT_TYPES, ORGANISATION_TYPES, PLACE_BASIS
from tests.intake.test_a_place_is_found_or_asked_about import slip

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
PLACE_HEADS = {
    "area/tambon": ("ตำบล", "ชื่อตำบล", "ต.", "ตำบล/เทศบาล"),
    "area/district": ("อำเภอ", "อ.", "ชื่ออำเภอ", "อำเภอ/เขต"),
    "area/province": ("จังหวัด", "จ.", "ชื่อจังหวัด"),
}


@dataclass(frozen=True)
class Sheet:
    """A messy tab, the kind it holds, and the values each row was made from."""

    kind: str
    grid: Grid
    truth: list[dict[str, Any]]


def wobble(text: str, rng: random.Random, *, digits: bool = True) -> str:
    """Spaces, hidden characters and letters in an order that looks the same."""
    ways = ["none", "spaces", "hidden", "double e", "nikhahit", "no-break", "marks", "after aa", "doubled", "old glyph"]
    how = rng.choice([*ways, "digits"] if digits else ways)
    if how == "spaces":
        return f"  {text} "
    if how == "hidden":
        at = rng.randrange(len(text) + 1)
        return text[:at] + "\u200b" + text[at:]
    if how == "marks":
        for vowel in "ัิีึืุู":
            for tone in "่้":
                text = text.replace(vowel + tone, tone + vowel)
        return text
    if how == "after aa":  # ้า typed as า้, ้ำ as ำ้
        for tone in "่้":
            text = text.replace(f"{tone}า", f"า{tone}").replace(f"{tone}ำ", f"ำ{tone}")
        return text
    if how == "doubled":
        return text.replace("่", "่่").replace("้", "้้")
    if how == "old glyph":  # raised and lowered marks of old fonts, as a PDF gives them
        return text.translate({0xE48: 0xF70A, 0xE49: 0xF70B, 0xE31: 0xF710})
    changes = {"double e": ("แ", "เเ"), "nikhahit": ("ำ", "ํา"), "no-break": (" ", "\u00a0")}
    if how in changes:
        return text.replace(*changes[how])
    return text.translate(_THAI) if how == "digits" else text


def write_number(value: int, unit: str, rng: random.Random) -> Any:
    """A count as a number cell, with commas, its unit, or in Thai digits."""
    forms = (
        str(value),
        f"{value:,}",
        f"{value} {unit}",
        float(value),
        f" {value:,} {unit} ",
        str(value).translate(_THAI),
        f"{value:,}{unit}".translate(_THAI),
        f"{value:,}\u00a0{unit}",
    )
    return rng.choice(forms)


def write_money(value: Decimal, rng: random.Random) -> Any:
    """Baht with commas, .-, ฿ or in thousands."""
    whole = int(value)
    forms: list[Any] = [
        f"{value:,.2f}",
        f"{whole:,}.-",
        f"฿{whole:,}",
        f"{whole:,} บาท",
        f"{whole} บาทถ้วน",
        float(value),
        f"{Decimal(whole) / 1000:f} พันบาท",
        f"{whole:,} บาท".translate(_THAI),
    ]
    return rng.choice(forms)


def write_date(day: date, rng: random.Random) -> Any:
    """A day in a usual spelling of either era, as a date cell or a serial number."""
    be, serial = be_year(day.year), float((day - date(1899, 12, 30)).days)
    forms: list[Any] = [
        f"{day.day}/{day.month}/{be}",
        f"{day.day:02}/{day.month:02}/{be}",
        f"{day.day} {MONTHS_TH[day.month - 1]} {be}",
        f"{day.day} {MONTHS_SHORT_TH[day.month - 1]} {be}",
        f"{day.day}-{day.month}-{be}",
        day.isoformat(),
        day,
        serial,
        f"วันที่ {day.day} {MONTHS_TH[day.month - 1]} พ.ศ. {be}",
        f"{day.day} {MONTHS_SHORT_TH[day.month - 1]}{be % 100}",
        f"{day.day}/{day.month}/{be % 100}",
        f"{day.day}.{day.month}.{be}",
        f"{day.day} {MONTHS_SHORT_TH[day.month - 1].replace('.', '')} {be % 100}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}/{day.month}/{be} 0:00:00",
        f"{day.isoformat()}T10:30:00.000+07:00",
        f"{day.day}-{MONTHS_SHORT_TH[day.month - 1]}-{be % 100}",
    ]
    made = rng.choice(forms)
    return made.translate(_THAI) if isinstance(made, str) and rng.random() < 0.3 else made


def write_choice(option: Any, rng: random.Random) -> str:
    """A label in either language, the value itself, or the label with a slip."""
    label = option.th
    said = rng.choice((label, label, option.en, str(option.value)))
    if rng.random() < 0.15 and len(label) > 5:
        said = slip(label, rng)
    return wobble(said, rng)


def _place_cells(known: IntakeContext, place: Place, rng: random.Random) -> dict[str, str]:
    inside = known.gazetteer.district_of(place)
    assert inside is not None
    province = known.gazetteer.by_id[place.province].name_th
    typed = slip(place.name_th, rng) if rng.random() < 0.4 else place.name_th
    return {
        "area/tambon": wobble(rng.choice(("", "ต.", "ตำบล", "ต. ")) + typed, rng),
        "area/district": wobble(rng.choice(("", "อ.", "อำเภอ")) + inside.name_th, rng),
        "area/province": wobble(rng.choice(("", "จ.", "จังหวัด")) + province, rng),
    }


def _address(known: IntakeContext, place: Place, rng: random.Random) -> str:
    inside = known.gazetteer.district_of(place)
    assert inside is not None
    province = known.gazetteer.by_id[place.province].name_th
    house = rng.choice(("", "", "99 หมู่ 5 ", "ม.3 "))
    post = rng.choice(("", "", " 25110"))
    marks = rng.choice((("ต.", "อ.", "จ."), ("ตำบล", "อำเภอ", "จังหวัด"), ("ต. ", "อ. ", "จ. ")))
    names = (place.name_th, inside.name_th, province)
    return wobble(house + " ".join(m + n for m, n in zip(marks, names, strict=True)) + post, rng)


def _tambon(known: IntakeContext, rng: random.Random) -> Place:
    places = list(known.gazetteer.by_id)
    while (found := known.gazetteer.by_id[rng.choice(places)]).type != "tambon":
        continue
    return found


def _sheet(
    kind: str,
    title: str,
    heads: dict[str, tuple[str, ...]],
    made: Sequence[tuple[dict[str, Any], dict[str, Any]]],
    rng: random.Random,
) -> Sheet:
    """Columns in any order under any known heading, title rows above, a note below."""
    order = list(heads)
    rng.shuffle(order)
    numbered = rng.random() < 0.3
    rows = [[cells.get(name, "") for name in order] for cells, _ in made]
    head = [rng.choice(heads[name]) for name in order]
    if numbered:
        head, rows = ["ที่", *head], [[float(n), *row] for n, row in enumerate(rows, start=1)]
    above: list[list[Any]] = rng.choice(([], [[title]], [[title], ["ปรับปรุง ๑๙ ก.ย. ๒๕๖๖"], []]))
    below: list[list[Any]] = rng.choice(([], [[], ["หมายเหตุ: ข้อมูลเบื้องต้น"]]))
    return Sheet(kind, Grid("ข้อมูล", [*above, head, *rows, *below]), [truth for _, truth in made])


def organisations(known: IntakeContext, rng: random.Random) -> Sheet:
    """Groups: type, place in three columns, members."""
    heads = {
        "name": ("ชื่อองค์กร", "ชื่อกลุ่ม", "ชื่อวิสาหกิจชุมชน"),
        "type": ("ประเภทองค์กร", "ประเภท", "Type"),
        "members": ("จำนวนสมาชิก", "จำนวนสมาชิก (คน)", "จำนวน สมาชิก"),
        **PLACE_HEADS,
    }
    made = []
    for n in range(5):
        place, kind = _tambon(known, rng), rng.choice(ORGANISATION_TYPES)
        members = rng.randrange(1, 40_000)
        name = f"กลุ่มแม่บ้านน้ำใสบ้านที่ {n}"
        cells = {
            "name": wobble(name, rng, digits=False),
            "type": write_choice(kind, rng),
            "members": write_number(members, "คน", rng),
            **_place_cells(known, place, rng),
        }
        made.append((cells, {"name": name, "type": kind.value, "area": place.id, "members": members}))
    return _sheet("organisation", "บัญชีรายชื่อองค์กร", heads, made, rng)


def tambon_steps(known: IntakeContext, rng: random.Random) -> Sheet:
    """Rungs of tambons with the day they were reached."""
    heads = {"rung": ("ขั้น", "ขั้นบันได", "Rung"), "reached_on": ("วันที่ถึงขั้น", "ถึงขั้นนี้เมื่อ", "วันที่ผ่าน"), **PLACE_HEADS}
    made = []
    for _ in range(5):
        place, rung, day = (_tambon(known, rng), rng.choice(known.lists["tambon_rung"]), some_day(rng))
        cells = {"rung": write_choice(rung, rng), "reached_on": write_date(day, rng), **_place_cells(known, place, rng)}
        made.append((cells, {"rung": rung.value, "reached_on": day, "area": place.id}))
    return _sheet("tambon_progress", "ความก้าวหน้าตำบลเข้มแข็ง", heads, made, rng)


def events(known: IntakeContext, rng: random.Random) -> Sheet:
    """Trainings and forums: days, people."""
    heads = {
        "name": ("ชื่อกิจกรรม",),
        "type": ("ประเภท", "Type"),
        "starts_on": ("วันเริ่ม", "First day"),
        "ends_on": ("วันสุดท้าย", "Last day"),
        "people": ("ผู้เข้าร่วม", "ผู้เข้าร่วม (คน)", "Participants"),
    }
    made = []
    for n in range(5):
        kind, first, people = rng.choice(EVENT_TYPES), some_day(rng), rng.randrange(5, 3_000)
        last = first + timedelta(days=rng.randrange(4))
        name = f"เวทีแลกเปลี่ยนรุ่นที่ {n}"
        cells = {
            "name": wobble(name, rng, digits=False),
            "type": write_choice(kind, rng),
            "starts_on": write_date(first, rng),
            "ends_on": write_date(last, rng),
            "people": write_number(people, "คน", rng),
        }
        truth = {"name": name, "type": kind.value, "starts_on": first, "ends_on": last}
        made.append((cells, {**truth, "people": people}))
    return _sheet("event", "ปฏิทินกิจกรรม", heads, made, rng)


def centres(known: IntakeContext, rng: random.Random) -> Sheet:
    """Incubation centres: address in one cell, position in one or two, year in either era, lists."""
    together = rng.random() < 0.5
    position = (
        {"point": ("พิกัด", "พิกัด GPS", "lat,long")}
        if together
        else {"latitude": ("ละติจูด", "Latitude"), "longitude": ("ลองจิจูด", "Longitude")}
    )
    heads = {
        "name": ("ชื่อศูนย์", "ชื่อศูนย์บ่มเพาะ"),
        "area": ("ที่ตั้ง", "ที่อยู่", "พื้นที่"),
        "basis": ("ที่มาของพิกัด",),
        "since_year": ("เริ่มปีงบประมาณ (พ.ศ.)",),
        "cluster": ("คลัสเตอร์",),
        "members": ("สมาชิก", "Members"),
        "products": ("ผลิตภัณฑ์เด่น",),
        **position,
    }
    made = []
    for n in range(4):
        place, year = _tambon(known, rng), rng.randrange(2550, 2570)
        basis, cluster = rng.choice(PLACE_BASIS), rng.choice(CLUSTERS)
        products = rng.sample(list(known.lists["product"]), 2)
        lat, lon = _within(known, place.province)
        members = rng.randrange(5, 4_000)
        name = f"ศูนย์บ่มเพาะเศรษฐกิจ {n}"
        year_forms: tuple[Any, ...] = (
            float(year),
            str(year),
            str(year - 543),
            f"ปีงบประมาณ {year}",
            f"พ.ศ. {year}",
            str(year % 100),
        )
        cells: dict[str, Any] = {
            "name": wobble(name, rng, digits=False),
            "area": _address(known, place, rng),
            "basis": write_choice(basis, rng),
            "cluster": write_choice(cluster, rng),
            "since_year": rng.choice(year_forms),
            "members": write_number(members, "คน", rng),
            "products": _listed(products, rng),
            **_position(lat, lon, rng, together=together),
        }
        made.append(
            (
                cells,
                {
                    "name": name,
                    "area": place.id,
                    "basis": basis.value,
                    "cluster": cluster.value,
                    "since_year": year,
                    "members": members,
                    "products": [p.value for p in products],
                    "latitude": lat,
                    "longitude": lon,
                },
            )
        )
    return _sheet("incubation_centre", "ทะเบียนศูนย์บ่มเพาะ", heads, made, rng)


def some_day(rng: random.Random) -> date:
    return date(2017, 1, 1) + timedelta(days=rng.randrange(3_600))


def _listed(entries: Sequence[Candidate], rng: random.Random) -> str:
    words = [e.th for e in entries]
    forms = (
        ", ".join(words),
        "\n".join(f"{n}. {w}" for n, w in enumerate(words, start=1)),
        "\n".join(f"- {w}" for w in words),
        "; ".join(words),
        " และ ".join(words),
    )
    return rng.choice(forms)


def _within(known: IntakeContext, province: str) -> tuple[float, float]:
    """A point on the province's border: inside it as far as a simplified shape can say."""
    shape = known.shapes[province]
    ring = max(shape.rings, key=len)
    at = ring[len(ring) // 3]
    return round(at[1], 4), round(at[0], 4)


def _position(lat: float, lon: float, rng: random.Random, *, together: bool) -> dict[str, Any]:
    if rng.random() < 0.25:
        lat, lon = lon, lat
    if not together:
        wide: Sequence[Any] = (lat, str(lat), f" {lat}\u200b", str(lat).translate(_THAI))
        return {"latitude": rng.choice(wide), "longitude": rng.choice((lon, str(lon)))}
    forms = (f"{lat}, {lon}", f"{lat} {lon}", f"({lat},{lon})", f"{lat}/{lon}", f"{lat}°, {lon}°")
    return {"point": rng.choice(forms)}


MESSES: dict[str, Callable[[IntakeContext, random.Random], Sheet]] = {
    "organisation": organisations,
    "tambon_progress": tambon_steps,
    "event": events,
    "incubation_centre": centres,
}
