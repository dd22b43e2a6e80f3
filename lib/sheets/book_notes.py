"""What a round learned of a book's tabs, and what has to be said about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lib.actions.sheets.rows import CellWant, Tab
from lib.domain.errors import Problem
from lib.intake.grid import shown
from lib.schema.record import specs
from lib.sheets.layout import STATE_HEADING
from lib.sheets.reading import Snapshot
from lib.sheets.snapshots import layouts_of
from lib.store.sheet_books import Book

#: "Field" of a wish for the heading over the app's own column, and what stands in it when something is wrong.
HEADING, _ALARM = "_heading", "⚠"


def missing_tabs(book: Book, seen: Snapshot) -> set[int]:
    """Tabs that were there and are not any more, by their numbers; one that another stands for is not missed."""
    there = {t.kind for t in seen.tabs}
    gone = {int(k) for k in book.tabs} - {t.sheet_id for t in seen.tabs}
    return {k for k in gone if book.tabs[str(k)].get("kind") not in there}


def tabs_problem(book: Book, seen: Snapshot, swallowing: Sequence[str] = ()) -> Problem | None:
    """Why somebody should look at the book's tabs; None when all are as they should be.

    `swallowing`: titles of tabs on which added rows do not show.
    """
    missing = _missing_tabs(book, missing_tabs(book, seen))
    return missing or _headless(seen) or _swallowing(swallowing) or _lost(book, seen) or _copies(seen)


def tabs_known(book: Book, seen: Snapshot) -> dict[str, dict[str, Any]]:
    """Sheet id → what is known of each tab; of a missing one, what was known last."""
    found: dict[str, dict[str, Any]] = {str(k): book.tabs[str(k)] for k in missing_tabs(book, seen)}
    layouts = layouts_of(seen)
    for tab in seen.tabs:
        found[str(tab.sheet_id)] = {
            "title": tab.grid.tab,
            "kind": tab.kind,
            "width": tab.grid.width,
            "columns": {n: tab.column_of(n) for n in tab.columns},
            # Rows below the heading.
            "rows": max(0, len(tab.grid.rows) - tab.plan.first_row),
            "layout": layouts[tab.sheet_id],
            "lost": lost_columns(book, tab),
        }
    return found


def lost_columns(book: Book, tab: Tab) -> list[str]:
    """Questions that had a column on the tab and have none any more, in the order of the form."""
    before = book.tabs.get(str(tab.sheet_id), {})
    had = {*before.get("columns", {}), *before.get("lost", [])}
    return [name for name in specs(tab.model) if name in had and name not in tab.columns]


def heading_wishes(book: Book, seen: Snapshot) -> list[CellWant]:
    """The heading over the app's own column tells whoever fills the tab in that a column is gone."""
    made = []
    for tab in seen.tabs:
        row, at = tab.plan.header_row, tab.state_column
        if at is None or not tab.plan.header_lines:
            continue
        said = shown(tab.grid.at(row, at))
        names = ", ".join(specs(tab.model)[name].th for name in lost_columns(book, tab))
        wanted = f"{STATE_HEADING} {_ALARM} คอลัมน์ {names} หายไป กดเลิกทำ หรือแจ้งผู้ดูแล" if names else STATE_HEADING
        # People may call the column what they like: only our own words are changed.
        if said != wanted and (said == STATE_HEADING or said.startswith(f"{STATE_HEADING} {_ALARM}")):
            made.append(CellWant(tab.sheet_id, "", row, at, HEADING, said, wanted))
    return made


def _lost(book: Book, seen: Snapshot) -> Problem | None:
    lost = {tab.grid.tab: [specs(tab.model)[n] for n in lost_columns(book, tab)] for tab in seen.tabs}
    th = "; ".join(f"{title}: {', '.join(s.th for s in several)}" for title, several in lost.items() if several)
    en = "; ".join(f"{title}: {', '.join(s.en for s in several)}" for title, several in lost.items() if several)
    if not th:
        return None
    return Problem(
        f"มีคอลัมน์ถูกลบ ({th}) ค่าในระบบยังอยู่ครบ กด “เติมแบบฟอร์ม” เพื่อใส่คืน หรือเลิกทำในชีต",
        f"Columns were deleted ({en}); their values are safe. Press “Fill in the template” to put them back, or undo it in the sheet",
    )


def _missing_tabs(book: Book, missing: set[int]) -> Problem | None:
    if not missing:
        return None
    names = ", ".join(str(book.tabs[str(k)]["title"]) for k in sorted(missing))
    return Problem(
        f"แท็บ {names} หายไปจากชีต ข้อมูลยังอยู่ครบ กู้คืนในชีต (ไฟล์ → ประวัติเวอร์ชัน) หรือกด “เติมแบบฟอร์ม”",
        f"The tab {names} is gone; its data is safe. Bring it back in the sheet (File → Version history) or press “Fill in the template”",
    )


def _headless(seen: Snapshot) -> Problem | None:
    if not seen.headless:
        return None
    names = ", ".join(seen.headless)
    return Problem(
        f"แท็บ {names} ไม่มีหัวตาราง ระบบยังอ่านต่อได้ กด “เติมแบบฟอร์ม” เพื่อใส่คืน",
        f"The tab {names} has no heading row; it is still read. Press “Fill in the template” to put it back",
    )


def _swallowing(titles: Sequence[str]) -> Problem | None:
    if not titles:
        return None
    names = ", ".join(titles)
    return Problem(
        f"แถวใหม่จากระบบไม่ขึ้นในแท็บ {names} เอาตัวกรอง (ข้อมูล → นำตัวกรองออก) ออก แล้วกด “เติมแบบฟอร์ม”",
        f"New rows of the app do not show on the tab {names}: remove its filter (Data → Remove filter), then press “Fill in the template”",
    )


def _copies(seen: Snapshot) -> Problem | None:
    if not seen.copies:
        return None
    names = ", ".join(seen.copies)
    return Problem(
        f"แท็บ {names} เป็นสำเนาของแท็บอื่น ระบบไม่อ่านและไม่เขียน เก็บไว้หรือลบได้ตามต้องการ",
        f"The tab {names} is a copy of another one: it is neither read nor written; keep or delete it as you like",
    )
