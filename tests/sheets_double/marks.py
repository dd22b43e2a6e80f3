"""Requests about what is laid over cells: merges, names, protection, developer metadata."""

from __future__ import annotations

from itertools import product
from typing import NoReturn

from tests.sheets_double.book import Book, fit_for_a_name
from tests.sheets_double.grids import overlaps, told, within
from tests.sheets_double.masks import masked
from tests.sheets_double.refusal import bad, unknown
from tests.sheets_double.sheet import Block, Json, Sheet, fresh_id

# Merges


def merge(book: Book, body: Json) -> None:
    """mergeCells: all in one, or each row or column for itself; only the first cell's content stays."""
    sheet, block = book.block_of(body["range"])
    top, left, bottom, right = block
    kind = body.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        made = [(r, left, r + 1, right) for r in range(top, bottom)]
    elif kind == "MERGE_COLUMNS":
        made = [(top, c, bottom, c + 1) for c in range(left, right)]
    else:
        made = [block]
    _take_apart(sheet, block)
    for one in made:
        if (one[2] - one[0]) * (one[3] - one[1]) > 1:
            sheet.merges.append(one)
        for r, c in product(range(one[0], one[2]), range(one[1], one[3])):
            if (r, c) != (one[0], one[1]) and sheet.at(r, c).holds:
                sheet.put(r, c, sheet.at(r, c)._replace(value=None, formula=None))


def unmerge(book: Book, body: Json) -> None:
    """unmergeCells"""
    _take_apart(*book.block_of(body["range"]))


def _take_apart(sheet: Sheet, block: Block) -> None:
    met = [m for m in sheet.merges if overlaps(m, block)]
    if not all(within(m, block) for m in met):
        raise bad("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [m for m in sheet.merges if m not in met]


# Names


def add_name(book: Book, body: Json) -> Json:
    """addNamedRange"""
    wanted = body["namedRange"]
    made = {"namedRangeId": str(fresh_id()), **wanted}
    _name_is_free(book, made)
    book.by_id(made["range"].get("sheetId", 0)).named.append(made)
    return {"addNamedRange": {"namedRange": {**made, "range": told(made["range"])}}}


def update_name(book: Book, body: Json) -> None:
    """updateNamedRange"""
    wanted, fields = body["namedRange"], body["fields"]
    sheet, old = _name(book, wanted.get("namedRangeId", ""))
    new = {**old, **{k: v for k, v in wanted.items() if masked(fields, k)}}
    _name_is_free(book, new)
    sheet.named.remove(old)
    book.by_id(new["range"].get("sheetId", 0)).named.append(new)


def delete_name(book: Book, body: Json) -> None:
    """deleteNamedRange"""
    sheet, one = _name(book, body["namedRangeId"])
    sheet.named.remove(one)


def _name(book: Book, name_id: str) -> tuple[Sheet, Json]:
    found = _with_id(book, "named", "namedRangeId", name_id)
    return found or _unknown(f"Cannot find a named range with ID: {name_id}")


def _with_id(book: Book, holder: str, field: str, wanted: str | int) -> tuple[Sheet, Json] | None:
    """The tab and the one of its `holder` that has this id."""
    return next(((s, one) for s in book.sheets for one in getattr(s, holder) if one[field] == wanted), None)


def _unknown(message: str) -> NoReturn:
    raise bad(message)


def _name_is_free(book: Book, wanted: Json) -> None:
    name = wanted.get("name", "")
    if not fit_for_a_name(name):
        raise bad(f"The name '{name}' is not a valid name for a named range.")
    book.block_of(wanted["range"])
    others = [n for s in book.sheets for n in s.named if n["namedRangeId"] != wanted["namedRangeId"]]
    if any(n["name"].casefold() == name.casefold() for n in others):
        raise bad(f"A named range with the name '{name}' already exists.")


def told_names(book: Book) -> list[Json]:
    """All NamedRanges of a workbook."""
    return [{**n, "range": told(n["range"])} for s in book.sheets for n in s.named]


# Protection


def add_protected(book: Book, body: Json) -> Json:
    """addProtectedRange: whoever asks is an editor of it from then on."""
    wanted = {"protectedRangeId": fresh_id(), **body["protectedRange"]}
    if "namedRangeId" in wanted:
        raise unknown("the protection of named ranges")
    if wanted.get("warningOnly") and wanted.get("editors", {}).get("users"):
        raise bad("A protected range that only warns can't have editors")
    sheet, _ = book.block_of(wanted["range"])
    users = wanted.get("editors", {}).get("users", [])
    editors = {**wanted.get("editors", {}), "users": [*users, book.last_editor]}
    kept = {**wanted, "range": {**wanted["range"]}, "requestingUserCanEdit": True, "editors": editors}
    sheet.protections.append(kept)
    # The reply names the editors as they were asked for.
    shown = {**told_protection(kept), "editors": {"users": users} if users else {}}
    return {"addProtectedRange": {"protectedRange": shown}}


def told_protection(one: Json) -> Json:
    """A ProtectedRange as it comes back: what is false or empty is left out."""
    found = {name: value for name, value in one.items() if value not in (False, "", None)}
    found["range"] = told(one["range"])
    if "editors" in found:
        found["editors"] = {name: value for name, value in one["editors"].items() if value}
    return found


def update_protected(book: Book, body: Json) -> None:
    """updateProtectedRange"""
    wanted = body["protectedRange"]
    _, one = _protected(book, wanted.get("protectedRangeId", 0))
    one |= {k: v for k, v in wanted.items() if masked(body["fields"], k)}


def delete_protected(book: Book, body: Json) -> None:
    """deleteProtectedRange"""
    sheet, one = _protected(book, body["protectedRangeId"])
    sheet.protections.remove(one)


def _protected(book: Book, protection_id: int) -> tuple[Sheet, Json]:
    found = _with_id(book, "protections", "protectedRangeId", protection_id)
    return found or _unknown(f"No protected range with ID: {protection_id}")


# Developer metadata


def create_metadata(book: Book, body: Json) -> Json:
    """createDeveloperMetadata"""
    wanted = body["developerMetadata"]
    place = wanted.get("location", {})
    one: Json = {
        "metadataId": wanted.get("metadataId", fresh_id()),
        "metadataKey": wanted["metadataKey"],
        "metadataValue": wanted.get("metadataValue", ""),
        "visibility": wanted.get("visibility", "DOCUMENT"),
    }
    if "dimensionRange" in place:
        span = place["dimensionRange"]
        if span["endIndex"] - span.get("startIndex", 0) != 1:
            raise bad("Developer metadata can only be on a single row or column")
        sheet = book.by_id(span.get("sheetId", 0))
        sheet.metadata.append(
            {**one, "dimension": span["dimension"], "start": span.get("startIndex", 0), "end": span["endIndex"]}
        )
    elif "sheetId" in place:
        book.by_id(place["sheetId"]).metadata.append({**one, "dimension": "", "start": 0, "end": 0})
    else:
        book.metadata.append(one)
    return {"createDeveloperMetadata": {"developerMetadata": {**one, "location": place or {"spreadsheet": True}}}}


def delete_metadata(book: Book, body: Json) -> Json:
    """deleteDeveloperMetadata"""
    wanted = body["dataFilter"]["developerMetadataLookup"]
    gone = []
    for holder in (book.metadata, *(s.metadata for s in book.sheets)):
        for one in list(holder):
            if (
                wanted.get("metadataId", one["metadataId"]) == one["metadataId"]
                and wanted.get("metadataKey", one["metadataKey"]) == one["metadataKey"]
            ):
                holder.remove(one)
                gone.append({k: one[k] for k in ("metadataId", "metadataKey", "metadataValue", "visibility")})
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": gone}}
