"""The five regions: official names for sentences, short ones where room is scarce."""

from __future__ import annotations

from lib.schema.choices import REGIONS
from lib.ui.frame.speech import Words


def region_name(language: str, region: str) -> str:
    """Official name of a region code; empty for none."""
    return next((o.label(language) for o in REGIONS if o.value == region), "")


def short_regions(say: Words) -> dict[str, str]:
    """Names that fit beside a chart on a phone."""
    return {"N": say("เหนือ"), "NE": say("อีสาน"), "CW": say("กลาง–ตะวันตก"), "BE": say("กทม.–ตะวันออก"), "S": say("ใต้")}
