"""gspread as anybody uses it, only its addresses changed."""

from __future__ import annotations

import gspread
import pytest


def point_gspread_at(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send what gspread sends to Google to a double."""
    for name, value in list(vars(gspread.urls).items()):
        if str(value).startswith("https://"):
            here = value.replace("https://sheets.googleapis.com", url).replace("https://www.googleapis.com", url)
            for module in (gspread.urls, gspread.http_client, gspread.client):
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, here)
