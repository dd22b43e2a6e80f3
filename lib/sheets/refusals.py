"""What Google refused or did not answer, in sentences that say what to press."""

from __future__ import annotations

import gspread
import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.exceptions import APIError

from lib.domain.errors import Problem, ThunError
from lib.sheets.settings import SheetSettings

_TEMPORARY = (-1, 429, 500, 502, 503, 504)


class GoogleTrouble(ThunError):
    """Google did not do what we asked. `code`: HTTP status, -1 for a body that is not JSON, 0 for
    no answer; `unsure`: a write may have been applied all the same."""

    def __init__(self, code: int, problem: Problem, *, unsure: bool = False) -> None:
        super().__init__(problem)
        self.code, self.unsure = code, unsure

    @property
    def temporary(self) -> bool:
        """Whether waiting helps."""
        return self.code == 0 or self.code in _TEMPORARY


def trouble_of(error: Exception, settings: SheetSettings, *, write: bool) -> GoogleTrouble:
    """What went wrong, in words that say what to do."""
    if isinstance(error, PermissionError):
        return GoogleTrouble(403, not_shared(settings))
    if isinstance(error, gspread.SpreadsheetNotFound):
        return GoogleTrouble(404, _not_found())
    if isinstance(error, APIError):
        code = error.code if error.code else error.response.status_code
        if code == 403:
            return GoogleTrouble(403, not_shared(settings))
        if code == 404:
            return GoogleTrouble(404, _not_found())
        if code == 429:
            return GoogleTrouble(429, no_quota())
        if code == 401:
            return GoogleTrouble(401, bad_account(str(error)))
        if code in _TEMPORARY:
            return GoogleTrouble(code, no_answer(), unsure=write)
        if code == 400:
            return GoogleTrouble(400, changed_meanwhile(str(error)))
        return GoogleTrouble(code, _other(code, str(error)))
    if isinstance(error, TransportError):
        return GoogleTrouble(0, no_answer(), unsure=False)
    if isinstance(error, GoogleAuthError):
        return GoogleTrouble(401, bad_account(str(error)))
    if isinstance(error, (requests.RequestException, ValueError)):
        return GoogleTrouble(0, no_answer(), unsure=write)
    raise error


def not_shared(settings: SheetSettings) -> Problem:
    """403: with whom the spreadsheet has to be shared."""
    if not settings.email:
        return Problem(
            "ชีตนี้ไม่ได้เปิดให้ทุกคนอ่าน กด แชร์ → ทุกคนที่มีลิงก์ → ผู้มีสิทธิ์อ่าน",
            "The sheet is not public: press Share → Anyone with the link → Viewer",
        )
    return Problem(
        f"ยังเปิดชีตนี้ไม่ได้ กด แชร์ ในชีต แล้วเพิ่ม {settings.email} เป็น “ผู้แก้ไข”",
        f"The sheet is not shared yet: press Share and add {settings.email} as an Editor",
    )


def _not_found() -> Problem:
    return Problem(
        "ไม่พบชีตนี้ ตรวจลิงก์ใน secrets.toml ว่าชีตไม่ได้ถูกลบหรือย้ายไปถังขยะ",
        "There is no such sheet: check the link in secrets.toml; it may have been deleted",
    )


def no_quota() -> Problem:
    """429: the minute's share is used up."""
    return Problem(
        "ใช้โควตาของ Google ในนาทีนี้หมดแล้ว ระบบจะลองใหม่เอง ไม่มีอะไรหาย",
        "Google's quota for this minute is used up; the app tries again by itself, nothing is lost",
    )


def changed_meanwhile(said: str) -> Problem:
    """400: what we asked about is not there any more. `said`: in Google's words."""
    return Problem(
        "มีผู้ลบ ย้าย หรือเปลี่ยนแท็บหรือคอลัมน์ของชีตนี้พอดี ระบบจะอ่านใหม่เอง ถ้าขึ้นซ้ำ กด “เติมแบบฟอร์ม”",
        f"A tab or column of the sheet was deleted, moved or changed at this moment; it is read again. If this stays, press “Fill in the template” ({said[:120]})",
    )


def restless() -> Problem:
    """Columns move while they are read or written."""
    return Problem(
        "มีผู้กำลังย้ายคอลัมน์ในชีตนี้อยู่ ระบบจะอ่านใหม่ในรอบหน้า",
        "Somebody is moving columns at this moment; the next round reads again",
    )


def _other(code: int, said: str) -> Problem:
    return Problem(
        f"Google ไม่ทำตามที่ขอ (รหัส {code}) ระบบจะลองใหม่เอง ข้อมูลยังอยู่ครบ ถ้าขึ้นซ้ำ กด “ตรวจเดี๋ยวนี้”",
        f"Google refused (code {code}: {said[:120]}); the app tries again, nothing is lost. If this stays, press “Check now”",
    )


def no_answer() -> Problem:
    """Nothing came back; waiting helps."""
    return Problem(
        "Google ไม่ตอบในตอนนี้ ข้อมูลล่าสุดยังใช้ได้ ระบบจะลองใหม่เอง",
        "Google does not answer at the moment; the last data stays in use and the app tries again",
    )


def unexpected() -> Problem:
    """Something went wrong that nobody thought of; the log tells what."""
    return Problem(
        "ระบบทำงานกับชีตนี้ไม่สำเร็จ (รายละเอียดอยู่ในบันทึกของระบบ) ข้อมูลยังอยู่ครบ จะลองใหม่เอง ชีตอื่นทำงานตามปกติ",
        "The app failed with this sheet (its log tells more). Nothing is lost, it tries again by itself, and other sheets go on",
    )


def bad_account(said: str) -> Problem:
    """The key is refused, or is no key at all. `said`: in Google's words."""
    return Problem(
        f"Google ไม่รับกุญแจของระบบ ({said[:120]}) สร้างกุญแจใหม่แล้วคัดลอกลง secrets.toml ทั้งแฟ้ม",
        f"Google refuses the key ({said[:120]}); make a new one and copy all of it into secrets.toml",
    )
