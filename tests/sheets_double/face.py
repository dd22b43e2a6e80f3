"""What a person sees of the double: its books as tables, to look at and to type into."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

from tests.sheets_double.a1 import letters
from tests.sheets_double.cells import formatted
from tests.sheets_double.phone import Forbidden, Phone

if TYPE_CHECKING:
    from tests.sheets_double.server import Double

_STYLE = """
@font-face{font-family:Sarabun;src:url(/_double/Sarabun.ttf)}
body{font-family:Sarabun,sans-serif;margin:1rem;background:#fbfaf6;color:#16302f}
table{border-collapse:collapse;font-size:14px}td,th{border:1px solid #cfd9d6;padding:4px 8px;min-width:5rem;max-width:20rem}
th{background:#eef3f1}td:focus{outline:2px solid #c8553d;background:#fff}nav a{margin-right:1rem}
.wide{overflow-x:auto}
"""
_SCRIPT = """
document.querySelectorAll("td").forEach(td => td.addEventListener("blur", async () => {
  if (td.textContent === td.dataset.was) return;
  const answer = await fetch("/_double/type", {method: "POST", body: JSON.stringify({
    key: td.dataset.key, sheet: +td.dataset.sheet, row: +td.dataset.row, column: +td.dataset.column,
    text: td.textContent})});
  if (!answer.ok) alert(await answer.text());
  td.dataset.was = td.textContent;
}));
"""


def serve(google: Double, command: str, path: str, query: dict[str, list[str]], body: str) -> tuple[int, str, str]:
    """Status, content type and text of one page or of one typed cell."""
    if command == "POST" and path == "/_double/type":
        wanted = json.loads(body)
        book = google.books[wanted["key"]]
        try:
            Phone(book).types_at(book.by_id(wanted["sheet"]), wanted["row"], wanted["column"], wanted["text"])
        except Forbidden as error:
            return 403, "text/plain; charset=utf-8", str(error)
        return 200, "text/plain; charset=utf-8", "ok"
    if path == "/":
        rows = "".join(
            f'<li><a href="/_double/{key}">{html.escape(b.title)}</a> <code>{key}</code></li>'
            for key, b in google.books.items()
        )
        return 200, "text/html; charset=utf-8", _page("Google จำลอง", f"<ul>{rows}</ul>")
    key = path.removeprefix("/_double/")
    if key not in google.books:
        return 404, "text/plain; charset=utf-8", "no such book"
    return 200, "text/html; charset=utf-8", _book(google, key, int(query.get("gid", ["-1"])[0]))


def _book(google: Double, key: str, gid: int) -> str:
    book = google.books[key]
    sheet = next((s for s in book.sheets if s.id == gid), book.sheets[0])
    tabs = "".join(f'<a href="?gid={s.id}">{html.escape(s.title)}</a>' for s in book.sheets if not s.hidden)
    width = min(max((len(line) for line in sheet.rows), default=0) + 2, sheet.width)
    shown = [c for c in range(width) if c not in sheet.hidden_columns]
    head = "".join(f"<th>{letters(c)}</th>" for c in shown)
    lines = []
    for row in range(min(len(sheet.rows) + 10, sheet.height)):
        if row in sheet.hidden_rows or row in sheet.filtered_rows:
            continue
        cells = "".join(
            f'<td contenteditable data-key="{key}" data-sheet="{sheet.id}" data-row="{row}" '
            f'data-column="{c}" data-was="{html.escape(formatted(sheet.at(row, c)))}" '
            f'title="{html.escape(sheet.at(row, c).note or "")}">'
            f"{html.escape(formatted(sheet.at(row, c)))}</td>"
            for c in shown
        )
        lines.append(f"<tr><th>{row + 1}</th>{cells}</tr>")
    body = f'<nav>{tabs}</nav><div class="wide"><table><tr><th></th>{head}</tr>{"".join(lines)}</table></div>'
    return _page(book.title, body)


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{html.escape(title)}</h1>{body}<script>{_SCRIPT}</script></html>"
    )
