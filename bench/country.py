"""The baselines' practice country: plain CSV files of the same size as the app's own.

Only the sizes matter here (77 provinces, 7,436 tambons, ~900 of them on the ladder, 58
centres), so this generator is far simpler than the product's practice data.
"""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The project's own copies come first; the shared folder is where they were copied from.
PROVINCE_SOURCES = (ROOT / "data/reference/provinces.csv",)
POLYGON_SOURCES = (ROOT / "data/geo/provinces.geojson",)

RUNGS = ("trained", "plan", "in_use", "spread", "concrete")
YEARS = tuple(range(2564, 2570))  # fiscal years B.E.
TAMBONS_ON_THE_LADDER = 900
CENTRES = 58
BANGKOK = "10"  # not one of the 76 provinces of the goal
SEED = 2564
FILES = ("provinces", "tambons", "progress", "networks", "centres", "goals", "training")


def build(folder: Path) -> Path:
    """Write every CSV and the polygons into `folder`; a second call finds them there."""
    if (folder / "complete").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(SEED)
    provinces = _provinces()
    tambons = _tambons(provinces)
    points = _province_points()
    shutil.copyfile(_first(POLYGON_SOURCES), folder / "provinces.geojson")
    _write(folder / "provinces.csv", ("code", "name", "region"), provinces)
    _write(folder / "tambons.csv", ("code", "tambon", "province", "region"), tambons)
    _write(folder / "progress.csv", ("code", "rung", "year", "status"), _progress(tambons, draw))
    _write(
        folder / "networks.csv",
        ("code", "province", "region", "rung", "team", "members", "plan", "partners"),
        _networks(provinces, draw),
    )
    _write(
        folder / "centres.csv",
        ("id", "name", "province", "region", "year", "cluster", "product", "lat", "lon"),
        _centres(provinces, points, draw),
    )
    _write(folder / "goals.csv", ("id", "strategy", "indicator", "target", "actual", "evidence"), _goals(draw))
    _write(folder / "training.csv", ("year", "region", "mode", "leaders", "tambons"), _training(provinces, draw))
    (folder / "complete").touch()
    return folder


def _first(paths: Sequence[Path]) -> Path:
    for path in paths:
        if path.exists():
            return path
    raise FileNotFoundError(f"none of these exists: {', '.join(map(str, paths))}")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _provinces() -> list[tuple[str, str, str]]:
    with _first(PROVINCE_SOURCES).open(encoding="utf-8-sig", newline="") as file:
        return [(row["code"], row["province_th"], row["region"]) for row in csv.DictReader(file)]


def _tambons(provinces: list[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    import geothai

    by_code = {code: (name, region) for code, name, region in provinces}
    return [
        (place.code, place.name_th, *by_code[province])
        for province in by_code
        for district in geothai.districts(province)
        for place in geothai.subdistricts(district.code)
    ]


def _province_points() -> dict[str, tuple[float, float]]:
    """A point inside or near each province: the middle of its largest ring's corners."""
    import json

    shapes = json.loads(_first(POLYGON_SOURCES).read_text(encoding="utf-8"))
    points = {}
    for feature in shapes["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        rings = [polygons[0]] if geometry["type"] == "Polygon" else [p[0] for p in polygons]
        ring = max(rings, key=len)
        lon, lat = (sum(axis) / len(ring) for axis in zip(*ring, strict=True))
        points[feature["properties"]["code"]] = (lat, lon)
    return points


def _progress(tambons: list[tuple[str, str, str, str]], draw: random.Random) -> list[tuple[str, str, int, str]]:
    candidates = [code for code, *_ in tambons if code[:2] != BANGKOK]
    rows = []
    for code in sorted(draw.sample(candidates, TAMBONS_ON_THE_LADDER)):
        year = draw.choice(YEARS[:4])
        for rung in RUNGS[: draw.randint(1, len(RUNGS))]:
            rows.append((code, rung, year, draw.choice(("reported", "verified", "verified"))))
            year = min(YEARS[-1], year + draw.randint(0, 1))
    return rows


def _networks(provinces: list[tuple[str, str, str]], draw: random.Random) -> list[tuple[object, ...]]:
    partners = ("ธ.ก.ส.", "สสส.", "อพท.", "ราชภัฏ", "")
    return [
        (
            code,
            name,
            region,
            draw.randint(0, 5),
            draw.choice(("verified", "reported", "")),
            draw.randint(0, 25),
            draw.choice(("yes", "no")),
            draw.choice(partners),
        )
        for code, name, region in provinces
        if code != BANGKOK
    ]


def _centres(
    provinces: list[tuple[str, str, str]], points: dict[str, tuple[float, float]], draw: random.Random
) -> list[tuple[object, ...]]:
    products = ("ผ้าทอ", "สมุนไพร", "กาแฟ", "ข้าวอินทรีย์", "ท่องเที่ยวชุมชน")
    rows: list[tuple[object, ...]] = []
    for number in range(1, CENTRES + 1):
        code, name, region = draw.choice(provinces)
        lat, lon = points[code]
        rows.append(
            (
                f"c{number:02}",
                f"ศูนย์บ่มเพาะ {name} {number}",
                name,
                region,
                draw.choice(YEARS),
                draw.choice(("production", "processing", "services")),
                draw.choice(products),
                lat + draw.uniform(-0.1, 0.1),
                lon + draw.uniform(-0.1, 0.1),
            )
        )
    return rows


def _goals(draw: random.Random) -> list[tuple[object, ...]]:
    return [
        (
            f"{s}.{g}",
            f"ยุทธศาสตร์ {s}",
            f"ตัวชี้วัด {s}.{g}",
            draw.choice((76, 100, 500)),
            draw.randint(0, 90),
            f"หลักฐาน {draw.randint(0, 9)} รายการ",
        )
        for s in range(1, 5)
        for g in range(1, 4)
    ]


def _training(provinces: list[tuple[str, str, str]], draw: random.Random) -> list[tuple[object, ...]]:
    regions = sorted({region for _, _, region in provinces})
    return [
        (year, region, mode, draw.randint(10, 200), draw.randint(5, 90))
        for year in YEARS
        for region in regions
        for mode in ("online", "face_to_face")
    ]
