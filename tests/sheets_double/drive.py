"""The parts of Drive v3 that gspread uses: files and their permissions."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.sheets_double import oracle
from tests.sheets_double.book import Book, Refused
from tests.sheets_double.replies import only

if TYPE_CHECKING:
    from tests.sheets_double.server import Double

Json = dict[str, Any]
_SHEET = "application/vnd.google-apps.spreadsheet"


def serve(google: Double, user: str, command: str, path: str, query: dict[str, list[str]], message: Json) -> Any:
    """The reply to a call."""
    rest = path.removeprefix("/drive/v3/files").strip("/")
    fields = query.get("fields", [""])[0]
    key, _, tail = rest.partition("/")
    if command == "GET" and not rest:
        mine = [_file(google, b) for b in google.books.values() if b.role(user)]
        fields = fields or "kind,files(kind,id,name,mimeType)"
        return only({"kind": "drive#fileList", "incompleteSearch": False, "files": mine}, fields)
    if command == "POST" and not rest:
        _check("File", message)
        return _file(google, google.add(message.get("name", "Untitled"), owner=user))
    book = google.books.get(key)
    if book is None or not book.role(user):
        raise Refused(404, "NOT_FOUND", f"File not found: {key}.")
    if command == "GET" and not tail:
        return only(_file(google, book), fields or "kind,id,name,mimeType")
    if command == "DELETE" and not tail:
        del google.books[key]
        return {}
    if command == "GET" and tail == "permissions":
        people = [(book.owner, "owner"), *book.shared.items()]
        found = [
            {"kind": "drive#permission", "id": mail, "type": "user", "emailAddress": mail, "role": role}
            for mail, role in people
        ]
        return only({"kind": "drive#permissionList", "permissions": found}, fields or "*")
    if command == "POST" and tail == "permissions":
        _check("Permission", message)
        if message.get("type") == "anyone":
            book.public = True
        else:
            book.shared[message["emailAddress"]] = message["role"]
        return {"kind": "drive#permission", "id": message.get("emailAddress", "anyone"), **message}
    raise Refused(501, "UNIMPLEMENTED", f"The double does not know {command} {path}")


def _check(schema: str, message: Json) -> None:
    wrong = oracle.faults("drive.v3", schema, message)
    if wrong:
        raise Refused(400, "INVALID_ARGUMENT", "; ".join(wrong[:3]))


def _file(google: Double, book: Book) -> Json:
    """A File. Its modified time lags behind, as on Google."""
    lately = time.time() - book.modified < google.drive_lag
    at = datetime.fromtimestamp(book.modified - (3600 if lately else 0), UTC)
    found: Json = {
        "kind": "drive#file",
        "id": book.key,
        "name": book.title,
        "mimeType": _SHEET,
        "modifiedTime": at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "createdTime": "2021-01-01T00:00:00.000Z",
    }
    if book.last_editor:
        found["lastModifyingUser"] = {
            "kind": "drive#user",
            "displayName": book.last_editor,
            "emailAddress": book.last_editor,
        }
    return found
