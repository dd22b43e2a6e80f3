"""Looks at everything that has to be right, and says of each what to press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.domain.errors import Problem
from lib.schema.registry import kind, synced_kinds
from lib.sheets.book_meta import BookMeta, read_meta
from lib.sheets.client import Google
from lib.sheets.layout import SCRATCH, lacking
from lib.sheets.refusals import GoogleTrouble
from lib.sheets.settings import SheetSettings, Workbook
from lib.store.sheet_books import chosen_kinds

GOOD, WARN, BAD = "good", "warn", "bad"


@dataclass(frozen=True)
class CheckResult:
    """One line of the doctor's report. `book`: key of the workbook, '' for the settings."""

    state: str
    book: str
    said: Problem

    def to_json(self) -> list[str]:
        """Plain values."""
        return [self.state, self.book, self.said.th, self.said.en]


def examine(
    settings: SheetSettings, google: Google, chosen: Mapping[str, Sequence[str]] | None = None
) -> list[CheckResult]:
    """Settings, key, connection, every book with its tabs and headings, what is left of the quota.

    `chosen`: key → kinds that the book shall have tabs of; those of its scope where it says nothing.
    """
    found = [CheckResult(BAD, "", p) for p in settings.problems]
    if not settings.wanted:
        return [CheckResult(WARN, "", _nothing_asked(settings))]
    found.append(_identity(settings))
    if not settings.workbooks:
        found.append(
            CheckResult(
                BAD,
                "",
                Problem(
                    "ยังไม่มีชีตในรายการ เพิ่ม [[workbooks]] พร้อมลิงก์ใน secrets.toml",
                    "No sheet is listed; add [[workbooks]] with a link to secrets.toml",
                ),
            )
        )
    if settings.may_write:
        try:
            google.modified()
            found.append(CheckResult(GOOD, "", Problem("ติดต่อ Google ได้ กุญแจใช้ได้", "Google answers and takes the key")))
        except GoogleTrouble as trouble:
            found.append(CheckResult(BAD, "", trouble.problems[0]))
            if trouble.code in (0, 401):
                return found
    for book in settings.workbooks:
        kinds = (chosen or {}).get(book.key) or chosen_kinds(book.scope, None)
        found += book_findings(settings, google, book, kinds)
    left = google.reads.left()
    found.append(
        CheckResult(
            GOOD if left > 5 else WARN,
            "",
            Problem(f"โควตาอ่านในนาทีนี้เหลือ {left} ครั้ง", f"{left} reads are left in this minute"),
        )
    )
    return found


def book_findings(settings: SheetSettings, google: Google, book: Workbook, kinds: Sequence[str]) -> list[CheckResult]:
    """One workbook: opens, tabs of its kinds, headings, locale."""
    try:
        meta = read_meta(google, book.key)
    except GoogleTrouble as trouble:
        problem = trouble.problems[0]
        told = Problem(f"{book.name}: {problem.th}", f"{book.name}: {problem.en}")
        return [CheckResult(BAD, book.key, told)]
    found = [
        CheckResult(
            GOOD, book.key, Problem(f"{book.name}: เปิดได้ “{meta.title}”", f"{book.name}: opens, “{meta.title}”")
        )
    ]
    tabs = [t for t in meta.tabs if t.kind in synced_kinds()]
    if not tabs:
        found.append(CheckResult(WARN, book.key, _not_filled(book, settings)))
        return found
    if meta.own(SCRATCH) is None and settings.may_write:
        found.append(CheckResult(WARN, book.key, _not_filled(book, settings)))
    for tab in tabs:
        if missing_here := lacking(tab.kind, tab.columns.values()):
            names = ", ".join(c.text for c in missing_here)
            found.append(
                CheckResult(
                    WARN,
                    book.key,
                    Problem(
                        f"{book.name}: แท็บ {tab.title} ยังไม่มีคอลัมน์ {names} กด “เติมแบบฟอร์ม”",
                        f"{book.name}: the tab {tab.title} lacks {names}; press “Fill in the template”",
                    ),
                )
            )
    missing = [kind(k).about.th for k in kinds if k not in {t.kind for t in tabs}]
    if missing:
        names = ", ".join(missing)
        found.append(
            CheckResult(
                WARN,
                book.key,
                Problem(
                    f"{book.name}: ไม่มีแท็บ {names} กด “เติมแบบฟอร์ม” ถ้าต้องการ",
                    f"{book.name}: no tab for {names}; press “Fill in the template” if it is wanted",
                ),
            )
        )
    found += _locale(book, meta)
    return found


def _locale(book: Workbook, meta: BookMeta) -> list[CheckResult]:
    if meta.timezone in ("", "Asia/Bangkok"):
        return []
    return [
        CheckResult(
            WARN,
            book.key,
            Problem(
                f"{book.name}: เขตเวลาของชีตเป็น {meta.timezone} ตั้งเป็น Bangkok ที่ ไฟล์ → การตั้งค่า",
                f"{book.name}: the sheet's time zone is {meta.timezone}; set Bangkok in File → Settings",
            ),
        )
    ]


def _identity(settings: SheetSettings) -> CheckResult:
    if settings.email:
        return CheckResult(
            GOOD, "", Problem(f"ระบบเข้าชีตในชื่อ {settings.email}", f"The app opens sheets as {settings.email}")
        )
    return CheckResult(
        WARN,
        "",
        Problem(
            "มีเพียง api_key: อ่านชีตสาธารณะได้อย่างเดียว เขียนกลับไม่ได้",
            "Only an api_key: public sheets are read, nothing is written back",
        ),
    )


def _nothing_asked(settings: SheetSettings) -> Problem:
    return Problem(
        "ยังไม่ได้ตั้งค่า Google Sheets ระบบใช้งานได้ตามปกติ คัดลอก .streamlit/secrets.example.toml เป็น secrets.toml เมื่อต้องการ",
        "Google Sheets is not set up; the app works without it. Copy .streamlit/secrets.example.toml to secrets.toml when wanted",
    )


def _not_filled(book: Workbook, settings: SheetSettings) -> Problem:
    if not settings.may_write:
        return Problem(
            f"{book.name}: ยังไม่รู้ว่าแท็บใดคืออะไร จับคู่คอลัมน์ในหน้าชีต",
            f"{book.name}: nobody has said which tab is what; map the columns on the Sheets screen",
        )
    return Problem(f"{book.name}: ชีตยังว่าง กด “เติมแบบฟอร์ม”", f"{book.name}: still empty; press “Fill in the template”")
