"""Pages for what cannot be shown: no such address, a failure, a server that comes back in a moment.

Each is one file without anything else, in Thai and English, that a phone shows at once. The first two are
given by this process; all three lie in ``deploy/pages/`` too, for the proxy to give while no process answers.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("thun")


@dataclass(frozen=True)
class TroublePage:
    """What a page says, first in Thai."""

    status: int
    title: tuple[str, str]
    words: tuple[str, str]
    #: Ask again by itself after so many seconds; 0: no.
    again: int = 0
    link: tuple[str, str] = ("ไปหน้าแรก", "To the start page")


LOST = TroublePage(
    404, ("ไม่พบหน้านี้", "There is no such page"), ("ลิงก์อาจไม่ครบหรือพิมพ์ผิด", "The link may be cut off or mistyped.")
)
FAILED = TroublePage(
    500,
    ("ขออภัย เปิดหน้านี้ไม่สำเร็จ", "Sorry, this page could not be shown"),
    (
        "ลองใหม่อีกครั้ง สิ่งที่บันทึกแล้วยังอยู่ครบ ถ้ายังไม่ได้ แจ้งผู้ดูแลระบบ",
        "Try again; what was saved is still there. If it goes on, tell whoever looks after the system.",
    ),
)
BACK_SOON = TroublePage(
    503,
    ("ระบบกำลังกลับมา", "The system is coming back"),
    (
        "อาจกำลังใช้รุ่นใหม่ หน้านี้จะลองใหม่เองทุก 5 วินาที ไม่ต้องกดอะไร สิ่งที่พิมพ์ค้างและบันทึกแล้วยังอยู่",
        "It may be taking a new version. This page tries again by itself every 5 seconds. What was typed and saved is kept.",
    ),
    again=5,
    link=("ลองเดี๋ยวนี้", "Try now"),
)
#: File in ``deploy/pages/`` → page.
FILES = {"404.html": LOST, "500.html": FAILED, "back-soon.html": BACK_SOON}


def html_of(page: TroublePage, number: str = "") -> str:
    """The whole file; `number` is what a person reads out to whoever looks for the failure in the log."""
    again = f'<meta http-equiv="refresh" content="{page.again}">\n' if page.again else ""
    # Whoever waits goes on where they were; else the way leads to the start.
    target = "" if page.again else "/"
    told = (
        f'<p class="number">เลขที่แจ้งผู้ดูแล <b>{number}</b><br><span lang="en">Number to tell: {number}</span></p>\n'
        if number
        else ""
    )
    return f"""<!doctype html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
{again}<title>{page.title[0]} · ทุนชุมชน</title>
<style>
body {{ margin: 0; background: #fbfaf6; color: #16302f; line-height: 1.75;
  font-family: Sarabun, "Noto Sans Thai", "Leelawadee UI", Thonburi, sans-serif; font-size: 1.1rem; }}
main {{ max-width: 34rem; margin: 12vh auto 0; padding: 0 1.25rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.5; margin: 0 0 .5rem; }}
a {{ display: inline-block; margin-top: .75rem; padding: .6rem 1.2rem; min-height: 1.75rem; border-radius: .4rem;
  background: #1f6f78; color: #fff; text-decoration: none; }}
[lang="en"] {{ color: #51645f; font-size: .95em; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #0f1f1f; color: #eef3f0; }} [lang="en"] {{ color: #b9c9c4; }}
}}
</style>
</head>
<body>
<main>
<h1>{page.title[0]}<br><span lang="en">{page.title[1]}</span></h1>
<p>{page.words[0]}</p>
<p lang="en">{page.words[1]}</p>
{told}<a href="{target}">{page.link[0]} · <span lang="en" style="color:inherit">{page.link[1]}</span></a>
</main>
</body>
</html>
"""


class TroublePages:
    """ASGI middleware: a browser that asks for a page is told in words; programs and files get what they got."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put a page in place of a bare 404 or 500, and of a failure that nobody caught."""
        if scope["type"] != "http" or not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        begun = instead = False

        async def in_words(message: Message) -> None:
            nonlocal begun, instead
            if message["type"] == "http.response.start" and (page := _page_for(message)) is not None:
                instead = begun = True
                await HTMLResponse(html_of(page), page.status)(scope, receive, send)
                return
            if not instead:
                begun = True
                await send(message)

        try:
            await self.app(scope, receive, in_words)
        except Exception:
            if begun:
                raise
            number = secrets.token_hex(3)
            _log.exception("failure %s", number, extra={"number": number})
            await HTMLResponse(html_of(FAILED, number), FAILED.status)(scope, receive, send)


def _page_for(start: Message) -> TroublePage | None:
    """The page in place of an answer that is none; an answer with a page of its own is left alone."""
    page = {404: LOST, 500: FAILED}.get(int(start["status"]))
    kind = next((value for name, value in start.get("headers", ()) if name.lower() == b"content-type"), b"")
    return None if kind.startswith(b"text/html") else page


def _asks_for_a_page(scope: Scope) -> bool:
    accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return scope["method"] == "GET" and b"text/html" in accepted
