"""What is compared: how each variant is started and which text proves that a page arrived."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.country import ROOT

BASELINES = Path(__file__).resolve().parent / "baselines"


@dataclass(frozen=True)
class Page:
    """One screen by its url path; `text` must be in what the server sends for it."""

    path: str
    text: str = ""


@dataclass(frozen=True)
class Variant:
    name: str
    script: str
    """Relative to `folder`, which is also the working directory (config.toml is read there)."""
    folder: Path
    pages: tuple[Page, ...]
    env: dict[str, str] = field(default_factory=dict)
    """`{temp}` in a value stands for a fresh folder of this run."""
    prepare: Callable[[Path], None] | None = None
    """Called with the CSV folder before the start."""
    writer: tuple[str, ...] = ()
    """Command that writes while the load runs; `{rate}` and `{seconds}` are filled in. It gets
    the server's environment and runs in `folder`."""


def _share_polygons(data: Path) -> None:
    static = BASELINES / "competent/static"
    static.mkdir(exist_ok=True)
    shutil.copyfile(data / "provinces.geojson", static / "provinces.geojson")


BASELINE_PAGES = (
    Page("", "ภาพรวม"),
    Page("progress", "ความก้าวหน้า"),
    Page("networks", "เครือข่ายจังหวัด"),
    Page("centres", "แผนที่ศูนย์บ่มเพาะ"),
    Page("strategy", "ยุทธศาสตร์"),
)

APP = Variant(
    name="app",
    script="lib/web/launcher.py",
    folder=ROOT,
    pages=(
        Page("", "ภาพรวม"),
        Page("progress", "ความก้าวหน้า"),
        Page("networks", "เครือข่าย"),
        Page("centres", "ศูนย์บ่มเพาะ"),
        Page("strategy", "ยุทธศาสตร์"),
        Page("records", "บันทึก"),
        Page("about", "เกี่ยวกับ"),
    ),
    env={"THUN_DATA_DIR": "{temp}", "THUN_PRACTICE": "1", "THUN_COLLECTOR": ""},
    writer=("{python}", "-m", "bench.writers", "--rate", "{rate}", "--seconds", "{seconds}"),
)

VARIANTS = {
    variant.name: variant
    for variant in (
        APP,
        # The same app with the garbage collector as Python has it: what `lib/web/collector.py` is worth.
        replace(APP, name="app-plain-collector", env={**APP.env, "THUN_COLLECTOR": "python"}),
        Variant(
            name="competent",
            script="Home.py",
            folder=BASELINES / "competent",
            pages=BASELINE_PAGES,
            prepare=_share_polygons,
        ),
        Variant(
            name="probe",
            script="Home.py",
            folder=BASELINES.parent / "probe",
            pages=(Page("", "ตัววัด หนึ่ง"), Page("second", "ตัววัด สอง")),
        ),
        Variant(name="plain", script="Home.py", folder=BASELINES / "plain", pages=BASELINE_PAGES),
    )
}
