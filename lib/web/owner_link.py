"""The link that makes a browser the owner's: said once by whoever started this process.

`run.py` draws the key, hands it over in the environment and says the link when the page answers; any other
start says it here. The store keeps a digest; the key works once and for a working day.
"""

from __future__ import annotations

import os
import sys

from lib.actions.access.owning import owner_key
from lib.config import settings
from lib.domain.errors import ThunError
from lib.domain.worlds import OWN
from lib.insight.source import source

#: `tools/serving.py` writes it; a test compares.
HANDED = "THUN_START_KEY"


def owner_link(here: str, key: str) -> str:
    """The link of a key; it stands behind ``#``, which browsers send nowhere."""
    return f"{here}/s/key#{key}"


def say_how_to_be_the_owner(here: str) -> None:
    """Keep the key that was handed over, or make one and say its link; nothing where nobody is the owner."""
    handed = os.environ.pop(HANDED, "")
    if settings().served:
        return
    try:
        key = owner_key(source(OWN).store, handed)
    except ThunError:
        return  # The page says in words what is wrong with the store.
    if not handed:
        link = owner_link(here, key)
        print(
            f"บันทึกได้เฉพาะเบราว์เซอร์ที่เปิดลิงก์นี้ (ใช้ได้ครั้งเดียว): {link}",
            f"Only the browser that opens this link may record (it works once): {link}",
            sep="\n",
            file=sys.stderr,
        )
