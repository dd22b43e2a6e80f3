"""The report's pages and its picture for LINE look as they did when somebody last looked at them.

The stored pictures lie beside this file, made small. Whoever changes a template on purpose looks at the
new ones first: ``THUN_PICTURES=write python3 run.py test tests/export/test_pictures_look_as_they_did.py``
puts them in place of the old ones, and the test says so.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from lib.domain.ladder_changes import AreaChange, MoveCause, What
from lib.domain.months import Month
from lib.export.area_paper import report_pdf, report_picture
from lib.export.area_report import AreaReport
from lib.export.work_paper import Paper
from lib.insight.bilingual_name import Name
from lib.insight.country.area_state import AreaState, Tile, UnitRow
from lib.insight.country.month import LadderMonth, LadderPlace, MonthShown, PlaceChange
from lib.insight.country.to_do import Amiss, RecordAmiss, ToDo
from lib.ui.frame.speech import words

STORED = Path(__file__).parent / "pictures"
#: Small enough to lie in the project, large enough for a missing column or a line that moved.
WIDTH = 360
#: How far two pictures of the same may be apart: letters are set by the renderer's version. Of 255, on the whole
#: and in the worst of 8 × 8 fields.
WHOLE, WORST = 1.5, 14.0


def state() -> AreaState:
    """The north in October 2026 by hand: what is told does not move with the day."""
    mae_tha = LadderPlace("TH-510601", Name("ทาปลาดุก", "Tha Pla Duk"), "TH-51", "N")
    huai = LadderPlace("TH-540602", Name("ห้วยไร่", "Huai Rai"), "TH-54", "N")
    nan = LadderPlace("TH-55", Name("น่าน", "Nan"), "TH-55", "N")
    changes = (
        PlaceChange(
            "tambon_progress", mae_tha, AreaChange("TH-510601", What.NEW, "plan", "concrete", MoveCause.VERIFIED, "a")
        ),
        PlaceChange(
            "tambon_progress",
            huai,
            AreaChange("TH-540602", What.LOST, "concrete", "plan", MoveCause.EVIDENCE_GONE, "b"),
        ),
    )
    teams = (
        PlaceChange("provincial_network", nan, AreaChange("TH-55", What.NEW, "", "team", MoveCause.VERIFIED, "c")),
    )
    october = Month(2026, 10)
    month = MonthShown(
        october,
        october.plus(-1),
        october.end,
        "2026-10-N-1a2b3c4d",
        LadderMonth("tambon_progress", changes, (huai,), (mae_tha,), changes[1:]),
        LadderMonth("provincial_network", teams, (), (nan,)),
    )
    rows = tuple(
        UnitRow(f"TH-{50 + n}", Name(th, en), proved, reported, grown, proved + reported)
        for n, (th, en, proved, reported, grown) in enumerate(
            (
                ("เชียงใหม่", "Chiang Mai", 21, 6, 0),
                ("ลำพูน", "Lamphun", 14, 2, 1),
                ("ลำปาง", "Lampang", 9, 0, 0),
                ("อุตรดิตถ์", "Uttaradit", 4, 5, 0),
                ("แพร่", "Phrae", 2, 1, -1),
                ("น่าน", "Nan", 0, 0, 0),
            )
        )
    )
    todo = ToDo((), (RecordAmiss(Amiss.SKIPPED, "tambon_progress", "b", huai, Name("พื้นที่รูปธรรม", "Concrete area")),))
    return AreaState(
        "N",
        "",
        Name("ภาคเหนือ", "North"),
        month,
        Tile(50, None, 1, 1, 14, tuple(range(39, 51)), 171),
        Tile(6, 17, 1, 0, 2, (3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6), 31),
        rows,
        todo,
        None,
        teamless=11,
        silent_count=1,
    )


@pytest.fixture(scope="module")
def pictures() -> dict[str, Image.Image]:
    """Everything that is made of the state, by name."""
    return dict(_made())


def _made() -> Iterator[tuple[str, Image.Image]]:
    tambon = {"plan": "มีแผนแล้ว", "concrete": "พื้นที่รูปธรรม"}
    rungs = {("tambon_progress", k): v for k, v in tambon.items()} | {("provincial_network", "team"): "มีทีมขับเคลื่อน"}
    for language in ("th", "en"):
        say = words(language)
        at = datetime(2026, 11, 1, 2, tzinfo=UTC)
        paper = Paper(language, say, state().name.text(language), "", "https://thun.example.org/area/N", at)
        report = AreaReport(state(), "ภาคเหนือ ตุลาคม 2569: พิสูจน์แล้ว 50 ตำบล", rungs, {"TH-51": "ลำพูน"}, "1 พ.ย. 2569")
        yield f"card-{language}", Image.open(io.BytesIO(report_picture(report, paper)))
        with pdfium.PdfDocument(io.BytesIO(report_pdf(report, paper))) as document:
            for n, page in enumerate(document):
                yield f"page-{n + 1}-{language}", page.render(scale=2).to_pil()


def small(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two small pictures are apart: on the whole, and in the worst field of 8 × 8."""
    if one.size != other.size:
        return 255.0, 255.0
    # A letter that stands half a pixel elsewhere is no difference that anybody sees.
    softened = [p.filter(ImageFilter.GaussianBlur(2)) for p in (one, other)]
    difference = ImageChops.difference(*softened)
    fields = difference.resize((8, 8), Image.Resampling.BOX)
    return ImageStat.Stat(difference).mean[0], float(max(fields.tobytes()))


def test_each_looks_as_it_did(pictures: dict[str, Image.Image]) -> None:
    if os.environ.get("THUN_PICTURES") == "write":
        STORED.mkdir(exist_ok=True)
        for old in STORED.glob("*.png"):
            old.unlink()
        for name, picture in pictures.items():
            small(picture).quantize(16).save(STORED / f"{name}.png", optimize=True)
        pytest.fail("the pictures were written anew: look at them, then run again without THUN_PICTURES")
    assert {p.stem for p in STORED.glob("*.png")} == set(pictures)
    found = {}
    for name, picture in pictures.items():
        whole, worst = apart(small(picture), Image.open(STORED / f"{name}.png").convert("L"))
        if whole > WHOLE or worst > WORST:
            found[name] = (round(whole, 2), worst)
    assert not found, "mean and worst difference of what no longer looks the same"


def test_a_row_that_is_missing_would_be_noticed(pictures: dict[str, Image.Image]) -> None:
    standing = small(pictures["card-th"])
    say = words("th")
    paper = Paper("th", say, "ภาคเหนือ", "", "https://thun.example.org/area/N", datetime(2026, 11, 1, 2, tzinfo=UTC))
    fewer = replace(state(), rows=state().rows[1:])
    report = AreaReport(fewer, "ภาคเหนือ ตุลาคม 2569: พิสูจน์แล้ว 50 ตำบล", {}, {}, "1 พ.ย. 2569")
    whole, worst = apart(standing, small(Image.open(io.BytesIO(report_picture(report, paper)))))
    assert whole > WHOLE or worst > WORST


def test_the_day_of_the_state_is_no_day_of_the_machine() -> None:
    assert state().month.until.date() == date(2026, 10, 31)
