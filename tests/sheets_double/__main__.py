"""``python -m tests.sheets_double``: a Google for training, with ready settings for the app."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from tests.sheets_double.server import ANYBODY, Double

EMAIL = "thun@thun-double.iam.gserviceaccount.com"


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--open", action="store_true", help="any token or none, no quota: for programs of others")
    parser.add_argument("--title", default="ทะเบียนตำบล จ.ปราจีนบุรี", help="title of the empty spreadsheet")
    parser.add_argument("--scope", default="TH-25", help="province of the spreadsheet")
    parser.add_argument("--secrets", type=Path, help="write the app's settings to this file")
    chosen = parser.parse_args()
    google = Double(open=chosen.open).start(chosen.port)
    people = [EMAIL, ANYBODY] if chosen.open else [EMAIL]
    book = google.add(chosen.title, *people, key="1practice-spreadsheet")
    settings = secrets(google, {book.key: (chosen.title, chosen.scope)})
    print(f"Google จำลอง: {google.url}\n")
    if chosen.secrets:
        chosen.secrets.parent.mkdir(parents=True, exist_ok=True)
        chosen.secrets.write_text(settings, encoding="utf-8")
        print(f"เขียนการตั้งค่าแล้ว: {chosen.secrets}")
    else:
        print(settings)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        google.stop()


def secrets(google: Double, books: dict[str, tuple[str, str]], poll_seconds: float = 10) -> str:
    """Settings for the app, as `.streamlit/secrets.toml` takes them; books: key → (name, scope)."""
    account = google.service_account(EMAIL)
    lines = ["[google]", f'api_base = "{google.url}"', f"poll_seconds = {poll_seconds}", "", "[google.service_account]"]
    for name, value in account.items():
        escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
        lines.append(f'{name} = "{escaped}"')
    for key, (name, scope) in books.items():
        lines += ["", "[[workbooks]]", f'name = "{name}"', f'key = "{key}"', f'scope = "{scope}"']
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
