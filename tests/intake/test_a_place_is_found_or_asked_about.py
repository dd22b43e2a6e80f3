"""Places: abbreviations, slips, namesakes, abolished ones, swapped or foreign positions."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from lib.domain.thai_text import name_key
from lib.intake.coordinates import check_point, read_degrees, read_point
from lib.intake.gazetteer import LEVELS, Gazetteer, Place
from lib.intake.place_text import PlaceWanted
from lib.intake.places import find_place
from lib.intake.province_search import find_province
from lib.intake.reading import Verdict
from lib.schema.choices import COUNCIL_AREAS
from lib.store.province_shapes import province_shapes

ASK, NO = Verdict.QUESTION, Verdict.REJECTED


def check(gazetteer: Gazetteer, wanted: PlaceWanted, expected: str | Verdict, types: tuple[str, ...]) -> None:
    found = find_place(gazetteer, wanted, types)
    if isinstance(expected, Verdict):
        assert found.verdict is expected, (found.value, found.why)
        assert found.why is not None
    else:
        assert found.value == expected, (found.verdict, found.why)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (PlaceWanted("ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี"), "TH-250213"),
        (PlaceWanted("ตำบลเขาไม้แก้ว อำเภอกบินทร์บุรี จังหวัดปราจีนบุรี"), "TH-250213"),
        (PlaceWanted("ต.เขาไม้แก้วอ.กบินทร์บุรีจ.ปราจีนบุรี"), "TH-250213"),
        (PlaceWanted("เขาไม้แก้ว กบินทร์บุรี ปราจีนบุรี"), "TH-250213"),
        (PlaceWanted("แก่งดินสอ นาดี"), "TH-250305"),
        (PlaceWanted("แก่งดินสอ  นาดี", default_province="TH-25"), "TH-250305"),
        (PlaceWanted("ต.แก่งดินสอ นาดี"), "TH-250305"),
        (PlaceWanted("เขาไม้แก้ว, กบินทร์บุรี, ปราจีนบุรี"), "TH-250213"),
        (PlaceWanted("250213"), "TH-250213"),
        (PlaceWanted("TH-250213"), "TH-250213"),
        (PlaceWanted("๒๕๐๒๑๓"), "TH-250213"),
        (PlaceWanted(tambon="เขาไมแก้ว", province="ปจ."), "TH-250213"),
        (PlaceWanted(tambon="เขาไม้แก้ว", default_province="TH-25"), "TH-250213"),
        (PlaceWanted(tambon="ต เขาไม้แก้ว", province="ปราจีน"), "TH-250213"),
        (PlaceWanted(tambon="Khao Mai Kaeo", province="Prachin Buri"), "TH-250213"),
        (PlaceWanted(tambon="ในเมือง", district="เมือง", province="โคราช"), "TH-300101"),
        (PlaceWanted(tambon="ในเมือง", district="อ.เมืองฯ", province="นครราชสีมา"), "TH-300101"),
        (PlaceWanted(tambon="ท่าเรือ", district="ท่าเรือ", province="อยุธยา"), "TH-140201"),
        (PlaceWanted(tambon="อบต.หนองแวง", district="พระยืน", province="ขอนแก่น"), "TH-400304"),
        (PlaceWanted(tambon="นาดี", district="นาดี"), "TH-250301"),
        (PlaceWanted("บางบอน กทม."), "TH-1050"),
        (PlaceWanted("เขตบางบอน"), "TH-1050"),
        (PlaceWanted("แขวงบางบอนใต้ เขตบางบอน กรุงเทพฯ"), "TH-105003"),
        (PlaceWanted("ทต.ตลาดใหม่ จ.ปราจีนบุรี"), "area-tk1"),
        (PlaceWanted("เทศบาลตำบลเขาไม้แก้ว จ.ปราจีนบุรี"), "area-tk2"),
        (PlaceWanted("area-tk1"), "area-tk1"),
        (PlaceWanted("99 ม.5 ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี 25110"), "TH-250213"),
        (PlaceWanted("เขาไม้แก้ว (กบินทร์บุรี ปราจีนบุรี) ๒๕๑๑๐"), "TH-250213"),
        (PlaceWanted("เขาไม้แก้ว - กบินทร์บุรี - ปราจีนบุรี"), "TH-250213"),
        (PlaceWanted("ต.จ.ป.ร. อ.กระบุรี จ.ระนอง"), "TH-850406"),
        (PlaceWanted(tambon="จ.ป.ร.", province="ระนอง"), "TH-850406"),
        (PlaceWanted("ต." * 300), NO),
        (PlaceWanted(tambon="นาดี"), ASK),
        (PlaceWanted("ต.นาดี"), ASK),
        (PlaceWanted(tambon="นาดี", district="เมือง"), ASK),
        (PlaceWanted(tambon="เขาไม้แก้ว", district="นาดี", province="ปราจีนบุรี"), ASK),
        (PlaceWanted(tambon="ไม่มีที่นี่เลย", province="ปราจีนบุรี"), NO),
        (PlaceWanted(tambon="เขาไม้แก้ว", province="จังหวัดสมมติ"), NO),
        (PlaceWanted("999999"), NO),
        (PlaceWanted("จ.ปราจีนบุรี"), NO),
    ],
)
def test_a_council_area(gazetteer: Gazetteer, wanted: PlaceWanted, expected: str | Verdict) -> None:
    check(gazetteer, wanted, expected, COUNCIL_AREAS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ขอนแก่น", "TH-40"),
        ("จ.ขก.", "TH-40"),
        ("จังหวัดขอนแก่น", "TH-40"),
        ("กทม", "TH-10"),
        ("อุบล", "TH-34"),
        ("แปดริ้ว", "TH-24"),
        ("สุราษฎร์ธาณี", "TH-84"),
        ("40", "TH-40"),
        ("Khon Kaen", "TH-40"),
        ("นครศรี", "TH-80"),
        ("นคร", ASK),
        ("เมืองจันทน์", NO),
        ("ภาคเหนือ", NO),
    ],
)
def test_a_province(gazetteer: Gazetteer, text: str, expected: str | Verdict) -> None:
    found = find_province(gazetteer, text)
    assert (found.verdict if isinstance(expected, Verdict) else found.value) == expected


def test_an_abolished_name_or_code_offers_its_successor(gazetteer: Gazetteer) -> None:
    gone = next(
        f
        for f in gazetteer.former
        if len(f.id) == 9
        and f.successors
        and f.successors[0] in gazetteer.by_id
        and not [p for p in gazetteer.within(f.province) if name_key(p.name_th) == name_key(f.name_th)]
    )
    for wanted in (PlaceWanted(gone.id), PlaceWanted(tambon=gone.name_th, default_province=gone.province)):
        found = find_place(gazetteer, wanted, COUNCIL_AREAS)
        assert found.verdict is not Verdict.USED
        if found.verdict is ASK:
            assert found.candidates


def test_a_name_without_a_province_is_asked_about_even_when_it_looks_unique(gazetteer: Gazetteer) -> None:
    names = Counter(name_key(p.name_th) for p in gazetteer.by_id.values())
    once = next(p for p in gazetteer.by_id.values() if p.type == "tambon" and names[name_key(p.name_th)] == 1)
    asked = find_place(gazetteer, PlaceWanted(tambon=once.name_th), COUNCIL_AREAS)
    assert asked.verdict is ASK
    assert [c.value for c in asked.candidates] == [once.id]


_TONES = "่้๊๋์็"
_ALIKE = [
    ("ศ", "ส"),
    ("ษ", "ส"),
    ("ณ", "น"),
    ("ใ", "ไ"),
    ("ร", "ล"),
    ("ท", "ธ"),
    ("ี", "ิ"),
    ("ู", "ุ"),
    ("ญ", "ย"),
    ("ค", "ข"),
    ("พ", "ภ"),
]
_KEYS = "กขคงจชซดตถทนบปผพฟมยรลวสหอะาิีุูเแโใไ"


def slip(name: str, rng: random.Random) -> str:
    """One typical mistake of typing or spelling."""
    while True:
        at = rng.randrange(len(name))
        how = rng.choice(("drop", "double", "swap", "tone", "no tone", "sound", "key"))
        made = name
        if how == "drop" and len(name) > 3:
            made = name[:at] + name[at + 1 :]
        elif how == "double":
            made = name[:at] + name[at] + name[at:]
        elif how == "swap":
            made = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
        elif how == "tone":
            made = name[: at + 1] + rng.choice("่้") + name[at + 1 :]
        elif how == "no tone" and (marks := [n for n, c in enumerate(name) if c in _TONES]):
            made = name[: (n := rng.choice(marks))] + name[n + 1 :]
        elif how == "sound" and (pairs := [p for p in _ALIKE if p[0] in name]):
            made = name.replace(*rng.choice(pairs), 1)
        elif how == "key":
            made = name[:at] + rng.choice(_KEYS) + name[at + 1 :]
        if name_key(made) != name_key(name):
            return made


def _addresses(gazetteer: Gazetteer, place: Place) -> dict[str, str]:
    """One place as people write its address into one cell."""
    inside = gazetteer.district_of(place)
    assert inside is not None
    name, district = place.name_th, inside.name_th
    province = gazetteer.by_id[place.province].name_th
    capital = district.replace(f"เมือง{province}", "เมือง")
    bangkok = place.type == "khwaeng"
    long = ("แขวง", "เขต", "") if bangkok else ("ตำบล", "อำเภอ", "จังหวัด")
    t, d, p = ("แขวง", "เขต", "") if bangkok else ("ต.", "อ.", "จ.")
    return {
        "in full": f"{long[0]}{name} {long[1]}{district} {long[2]}{province}",
        "short": f"{t}{name} {d}{district} {p}{province}",
        "run together": f"{t}{name}{d}{district}{p}{province}",
        "spaced": f"{t} {name} {d} {district} {p} {province}",
        "bare": f"{name} {district} {province}",
        "commas": f"{name}, {district}, {province}",
        "slashes": f"{name}/{district}/{province}",
        "dashes": f"{name} - {district} - {province}",
        "brackets": f"{t}{name} ({d}{district} {p}{province})",
        "capital": f"{t}{name} {d}{capital} {p}{province}",
        "house": f"99 หมู่ 5 {t}{name} {d}{district} {p}{province} 10200",
        "village": f"บ้านหนองแวง ม.3 {t}{name} {d}{district} {p}{province}",
        "backwards": f"{p}{province} {d}{district} {t}{name}",
        "lines": f"{long[0]}{name}\n{long[1]}{district}\n{long[2]}{province}",
        "no district": f"{t}{name} {p}{province}",
    }


def test_whole_addresses_in_one_cell_are_right_or_asked_about(gazetteer: Gazetteer) -> None:
    """Every thirteenth tambon in fifteen ways; namesakes within a province are asked about."""
    tambons = [p for p in gazetteer.by_id.values() if p.type in LEVELS["tambon"]]
    told: dict[str, Counter[str]] = {}
    for place in tambons[::13]:
        for how, text in _addresses(gazetteer, place).items():
            found = find_place(gazetteer, PlaceWanted(text), COUNCIL_AREAS)
            if found.settled:
                assert found.value == place.id, f"{text} was taken for {found.value}"
            told.setdefault(how, Counter())[found.verdict.value] += 1
    for how, fates in told.items():
        settled = fates["used"] + fates["normalised"]
        assert settled / fates.total() >= 0.96, (how, fates)


@pytest.mark.parametrize("level", ["district", "province"])
def test_a_slip_in_the_district_or_province_never_finds_another_place(gazetteer: Gazetteer, level: str) -> None:
    rng = random.Random(2566)
    tambons = [p for p in gazetteer.by_id.values() if p.type in LEVELS["tambon"]]
    told: Counter[str] = Counter()
    for place in tambons[::8]:
        inside = gazetteer.district_of(place)
        assert inside is not None
        words = {"district": inside.name_th, "province": gazetteer.by_id[place.province].name_th}
        words[level] = slip(words[level], rng)
        found = find_place(gazetteer, PlaceWanted(tambon=place.name_th, **words), COUNCIL_AREAS)
        told["right" if found.value == place.id else "wrong" if found.settled else "asked"] += 1
    assert told["wrong"] / told.total() <= 0.001, told
    assert told["right"] / told.total() >= 0.9, told


def test_single_errors_find_the_right_place_and_hardly_ever_another(
    gazetteer: Gazetteer, record_property: pytest.FixtureRequest
) -> None:
    """The whole gazetteer is measured by ``bench intake``; here every third tambon."""
    rng = random.Random(2564)
    tambons = [p for p in gazetteer.by_id.values() if p.type in LEVELS["tambon"]]
    twins = Counter((p.province, name_key(p.name_th)) for p in tambons)
    told: Counter[str] = Counter()
    for place in tambons[::3]:
        told[_fate(gazetteer, place, slip(place.name_th, rng), twins)] += 1
    record_property("fates", dict(told))  # type: ignore[operator]
    total = sum(told.values())
    assert told["right"] / total >= 0.98, told
    assert told["wrong"] / total <= 0.001, told


def _fate(gazetteer: Gazetteer, place: Place, typed: str, twins: Counter[tuple[str, str]]) -> str:
    province = gazetteer.by_id[place.province].name_th
    same_name = twins[(place.province, name_key(place.name_th))] > 1
    inside = gazetteer.district_of(place) if same_name else None
    district = inside.name_th if inside else ""
    found = find_place(gazetteer, PlaceWanted(tambon=typed, district=district, province=province), COUNCIL_AREAS)
    if not found.settled:
        return found.verdict.value
    return "right" if found.value == place.id else "wrong"


def test_positions_swapped_elsewhere_or_unreadable() -> None:
    prachin = province_shapes()["TH-25"]
    inside = (13.99, 101.72)
    assert [r.value for r in check_point(*inside, prachin, "จ.ปราจีนบุรี")] == list(inside)
    turned = check_point(inside[1], inside[0], prachin, "จ.ปราจีนบุรี")
    assert [r.value for r in turned] == list(inside)
    assert {r.verdict for r in turned} == {Verdict.NORMALISED}
    assert {r.verdict for r in check_point(18.79, 98.98, prachin, "จ.ปราจีนบุรี")} == {ASK}
    assert {r.verdict for r in check_point(48.85, 2.35, None, "")} == {NO}
    assert [r.value for r in read_point("13.99, 101.72")] == [13.99, 101.72]
    assert [r.value for r in read_point("13°45'0\"N 100°30'0\"E")] == [13.75, 100.5]
    assert {r.verdict for r in read_point("แถวตลาด")} == {NO}
    assert read_degrees(13.5).value == 13.5
    assert read_degrees("๑๓.๕").verdict is Verdict.NORMALISED


def test_a_name_of_three_letters_with_a_slip_is_asked_about(gazetteer: Gazetteer) -> None:
    """``นาขาม`` without its ข, where the doubled vowel then falls together as well: one letter from ``นามน``."""
    found = find_place(gazetteer, PlaceWanted(tambon="นาาม", province="กาฬสินธุ์"), COUNCIL_AREAS)
    assert found.verdict is ASK
