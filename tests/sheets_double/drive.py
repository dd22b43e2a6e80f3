"""The parts of Drive that gspread uses: files, their permissions, copies, exports, imports and comments."""

from __future__ import annotations

import re
import secrets
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.sheets_double import exports, oracle
from tests.sheets_double.book import Book
from tests.sheets_double.exports import File
from tests.sheets_double.masks import only
from tests.sheets_double.refusal import Refused, bad, unknown
from tests.sheets_double.sheet import Json

if TYPE_CHECKING:
    from tests.sheets_double.server import Double

__all__ = ["File", "serve", "upload"]
Query = dict[str, list[str]]
_SHEET = "application/vnd.google-apps.spreadsheet"
_SHORT = "kind,id,name,mimeType"
_PAGE = 100
_TEST = re.compile(r"""(name|mimeType)\s*(=|!=|contains)\s*(["'])((?:\\.|(?!\3).)*)\3""")


def serve(google: Double, user: str, command: str, path: str, query: Query, message: Json) -> Any:
    """The reply to a call of Drive v3; None for an answer without content."""
    rest = path.removeprefix("/drive/v3/files").strip("/")
    fields = query.get("fields", [""])[0]
    key, _, tail = rest.partition("/")
    message = {name: value for name, value in message.items() if value is not None}
    if command == "GET" and not rest:
        return only(_listed(google, user, query), fields or f"kind,incompleteSearch,nextPageToken,files({_SHORT})")
    if command == "POST" and not rest:
        _check("File", message)
        return only(_file(google, google.add(message.get("name", "Untitled"), owner=user)), fields or _SHORT)
    book = _found(google, key, user)
    if command == "GET" and not tail:
        return only(_file(google, book), fields or _SHORT)
    if command == "GET" and tail == "export":
        return exports.export(book, query.get("mimeType", [""])[0])
    if command == "POST" and tail == "copy":
        _check("File", message)
        return only(_file(google, _copied(google, book, message.get("name", ""), user)), fields or _SHORT)
    if tail.startswith("comments"):
        return _comments(book, command, fields, message)
    if command == "GET" and tail == "permissions":
        return only(_permissions(book), fields or "kind,permissions(kind,id,type,role)")
    if book.role(user) not in ("owner", "writer"):
        raise Refused(403, "PERMISSION_DENIED", "The user does not have sufficient permissions for this file.")
    if command == "DELETE" and not tail:
        del google.books[key]
        return None
    if command == "PATCH" and not tail:
        _check("File", message)
        book.title = message.get("name", book.title)
        return only(_file(google, book), fields or _SHORT)
    if tail.startswith("permissions"):
        return _permit(book, command, tail.removeprefix("permissions").strip("/"), message)
    raise unknown(f"{command} {path}")


def upload(google: Double, user: str, command: str, path: str, kind: str, body: str) -> Json:
    """``files.update`` of Drive v2 with new content: a CSV becomes the only tab of the workbook."""
    if command != "PUT" or not path.startswith("/upload/drive/v2/files/"):
        raise unknown(f"{command} {path}")
    if not kind.startswith("text/csv"):
        raise unknown(f"the import of {kind}")
    key = path.removeprefix("/upload/drive/v2/files/")
    book = _found(google, key, user)
    if book.role(user) not in ("owner", "writer"):
        raise Refused(403, "PERMISSION_DENIED", "The user does not have sufficient permissions for this file.")
    exports.replace_by_csv(book, body)
    book.touched(user)
    return {"kind": "drive#file", "id": key, "title": book.title, "mimeType": _SHEET, "editable": True}


def _found(google: Double, key: str, user: str) -> Book:
    book = google.books.get(key)
    if book is None or not book.role(user):
        raise Refused(404, "NOT_FOUND", f"File not found: {key}.")
    return book


def _check(schema: str, message: Json) -> None:
    """400 for values of a wrong kind; fields that Drive does not know it lets pass, unlike Sheets."""
    wrong = [fault for fault in oracle.faults("drive.v3", schema, message) if "unknown field" not in fault]
    if wrong:
        raise bad("; ".join(wrong[:3]))


def _listed(google: Double, user: str, query: Query) -> Json:
    """A page of the files that the user may see and the query ``q`` names."""
    tests = [(m[1], m[2], re.sub(r"\\(.)", r"\1", m[4])) for m in _TEST.finditer(query.get("q", [""])[0])]
    mine = [_file(google, b) for b in google.books.values() if b.role(user)]
    mine = [f for f in mine if all(_fits(f[name], how, value) for name, how, value in tests)]
    start, size = int(query.get("pageToken", [""])[0] or 0), int(query.get("pageSize", [""])[0] or _PAGE)
    found = {"kind": "drive#fileList", "incompleteSearch": False, "files": mine[start : start + size]}
    return {**found, "nextPageToken": str(start + size)} if len(mine) > start + size else found


def _fits(text: str, how: str, value: str) -> bool:
    if how == "contains":
        return value.casefold() in text.casefold()
    return (text == value) == (how == "=")


def _copied(google: Double, book: Book, name: str, user: str) -> Book:
    """A copy of a workbook: its tabs keep their numbers, nobody else may see it."""
    copy = book.copy()
    copy.key = "1" + secrets.token_urlsafe(32)[:43]
    copy.title = name or book.copy_title(book.title)
    copy.owner, copy.shared, copy.public, copy.comments = user, {}, False, []
    if not book.copies_metadata:
        copy.metadata = []
        for sheet in copy.sheets:
            sheet.metadata = []
    copy.created = copy.modified = time.time()
    google.books[copy.key] = copy
    return copy


# Permissions: the id of one is the e-mail address, or "anyone"


def _permission(who: str, role: str) -> Json:
    if who == "anyone":
        return {"kind": "drive#permission", "id": who, "type": "anyone", "role": role}
    return {"kind": "drive#permission", "id": who, "type": "user", "emailAddress": who, "role": role}


def _permissions(book: Book) -> Json:
    people = [(book.owner, "owner"), *book.shared.items()]
    if book.public:
        people.append(("anyone", "reader"))
    return {"kind": "drive#permissionList", "permissions": [_permission(*p) for p in people]}


def _permit(book: Book, command: str, who: str, message: Json) -> Any:
    """Share with somebody, change what they may, or stop sharing."""
    if command == "POST" and not who:
        _check("Permission", message)
        if message.get("type") == "anyone":
            book.public = True
            return _permission("anyone", "reader")
        return _grant(book, message["emailAddress"], message["role"])
    if who not in ("anyone", book.owner, *book.shared):
        raise Refused(404, "NOT_FOUND", f"Permission not found: {who}.")
    if command == "PATCH":
        return _grant(book, who, message.get("role", "reader"))
    if command == "DELETE":
        if who == book.owner:
            raise Refused(403, "PERMISSION_DENIED", "The owner of a file cannot be removed.")
        book.shared.pop(who, None)
        book.public = book.public and who != "anyone"
        return None
    raise unknown(f"{command} permissions")


def _grant(book: Book, who: str, role: str) -> Json:
    if role == "owner":
        book.shared[book.owner] = "writer"
        book.shared.pop(who, None)
        book.owner = who
    elif who != "anyone":
        book.shared[who] = role
    return _permission(who, role)


def _comments(book: Book, command: str, fields: str, message: Json) -> Json:
    if command == "POST":
        book.comments.append({"kind": "drive#comment", "id": secrets.token_urlsafe(8), **message})
        shown, usual = book.comments[-1], "kind,id,content"
    elif command == "GET":
        shown, usual = {"kind": "drive#commentList", "comments": book.comments}, "*"
    else:
        raise unknown(f"{command} comments")
    found: Json = only(shown, fields or usual)
    return found


def _file(google: Double, book: Book) -> Json:
    """A File. Its modified time lags behind, as on Google."""
    lately = time.time() - book.modified < google.drive_lag
    found: Json = {
        "kind": "drive#file",
        "id": book.key,
        "name": book.title,
        "mimeType": _SHEET,
        "modifiedTime": _stamp(book.modified - (3600 if lately else 0)),
        "createdTime": _stamp(book.created),
    }
    if book.last_editor:
        found["lastModifyingUser"] = {
            "kind": "drive#user",
            "displayName": book.last_editor,
            "emailAddress": book.last_editor,
        }
    return found


def _stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
