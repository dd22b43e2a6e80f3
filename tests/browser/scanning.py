"""What a phone held before the screen reads: QR codes decoded from the picture, not from the markup."""

from __future__ import annotations

import io
import time

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.browser.visitor import PATIENCE_MS


def picture(place: Page | Locator) -> Image.Image:
    """What stands on the screen now."""
    return Image.open(io.BytesIO(place.screenshot())).convert("RGB")


def qr_codes(image: Image.Image) -> list[str]:
    """The texts of the QR codes in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


def scanned(place: Page | Locator, count: int = 1) -> list[str]:
    """Holds a phone before the screen until it reads so many codes: a picture comes a moment after its words."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while len(codes := qr_codes(picture(place))) != count:
        assert time.monotonic() < deadline, f"{count} QR codes are looked for, read are {codes}"
        time.sleep(0.1)
    return codes
