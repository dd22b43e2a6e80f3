"""How much of anything is taken at once, each with the sentence that a person is told.

The one place of limits on uploads, drafts, lists, searches and downloads. What a single answer may
be is the schema's (`record.limits`); what a file may hold once unpacked is looked at while it is read
(``lib/intake/file_limits.py``), because only the reader of a file knows what it has read so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.domain.errors import BadInput, Problem

MEGABYTE = 1024 * 1024


#: Letters of a passphrase: a shorter one is found by trying.
SHORTEST_PASSPHRASE: Final = 10


@dataclass(frozen=True)
class Limit:
    """The most of something, and what is said beyond it. `unit`: what one of the number in the sentence is."""

    most: int
    th: str
    en: str
    unit: int = 1

    def problem(self) -> Problem:
        """The sentence, with the number in it."""
        shown = f"{self.most // self.unit:,}"
        return Problem(self.th.format(most=shown), self.en.format(most=shown))

    def require(self, amount: int) -> None:
        """Raise `BadInput` when there is more."""
        if amount > self.most:
            raise BadInput(self.problem())


#: One file on the wire; the screens say their own, smaller limit in the language of the page.
UPLOAD_FILE = Limit(
    130 * MEGABYTE,
    "แฟ้มใหญ่เกิน {most} MB แบ่งเป็นหลายแฟ้มแล้วส่งใหม่",
    "The file is larger than {most} MB. Split it and send it again.",
    MEGABYTE,
)
UPLOAD_SESSION = Limit(
    150 * MEGABYTE,
    "แฟ้มที่ส่งในหน้าต่างนี้รวมกันเกิน {most} MB เอาแฟ้มที่อ่านแล้วออกก่อน หรือเปิดหน้าใหม่",
    "The files sent from this window are more than {most} MB together. Remove those that were read, or open the page anew.",
    MEGABYTE,
)
UPLOADS_OF_A_SESSION = Limit(
    40,
    "ส่งได้ครั้งละไม่เกิน {most} แฟ้ม เอาแฟ้มที่อ่านแล้วออกก่อน",
    "At most {most} files at a time. Remove those that were read first.",
)
UPLOAD_TOTAL = Limit(
    200 * MEGABYTE,
    "ตอนนี้มีแฟ้มรออ่านอยู่มาก (รวมเกิน {most} MB) รอสักครู่แล้วส่งใหม่",
    "Many files wait to be read (more than {most} MB). Wait a moment and send yours again.",
    MEGABYTE,
)
#: What is typed into one form, as JSON in UTF-8: a household with a thousand debts is a third of it.
DRAFT = Limit(
    1_000_000,
    "สิ่งที่พิมพ์ในแบบนี้ยาวเกินไป (เกิน {most} กิโลไบต์) จึงยังไม่ได้เก็บเป็นร่าง ตัดข้อความยาวออก หรือแยกเป็นหลายรายการ",
    "What is typed into this form is too long (over {most} KB) and was not kept as a draft. Shorten it, or make several records.",
    1_000,
)
DRAFTS_OF_A_KIND = Limit(
    500,
    "มีร่างของข้อมูลประเภทนี้ค้างอยู่ {most} ร่างแล้ว บันทึกหรือทิ้งร่างเก่าก่อน",
    "{most} drafts of this kind are waiting already. Save or discard old ones first.",
)
DRAFTS_OF_A_CANVAS = Limit(
    200,
    "แผนนี้มีข้อที่พิมพ์ค้างอยู่ {most} ข้อแล้ว บันทึกหรือเอาข้อเก่าออกก่อน",
    "{most} lines of this plan are typed and not saved yet. Save or remove old ones first.",
)
INVITATIONS_AT_ONCE = Limit(
    100, "ออกคำเชิญได้ครั้งละไม่เกิน {most} คน แบ่งเป็นหลายครั้ง", "At most {most} invitations at a time; make several batches"
)
SEARCH = Limit(200, "คำค้นยาวเกิน {most} ตัวอักษร", "A search of more than {most} letters")
DOWNLOAD_ROWS = Limit(
    100_000,
    "ตารางนี้เกิน {most} แถว กรองให้แคบลงก่อนดาวน์โหลด",
    "This table has more than {most} rows. Narrow it down before downloading.",
)
#: An office's own workbook handed back with its doubtful cells coloured: openpyxl holds all of it, at some
#: twenty times its unpacked size.
MARKED_WORKBOOK = Limit(
    15 * MEGABYTE,
    "แฟ้มเดิมมีข้อมูลมาก (เกิน {most} MB เมื่อแตกออก) จึงระบายสีในแฟ้มเดิมไม่ได้ แฟ้มนี้เป็นรายการช่องที่ต้องแก้แทน",
    "The file holds a lot (over {most} MB unpacked), too much to colour its cells. This is the list of cells to correct instead.",
    MEGABYTE,
)
#: A photo or a PDF that is attached to a record: phones take photos of 5 to 15 MB.
ATTACHED_FILE = Limit(
    25 * MEGABYTE,
    "แฟ้มใหญ่เกิน {most} MB ย่อรูปหรือแบ่งเอกสารก่อนแนบ",
    "The file is larger than {most} MB. Make the picture smaller, or split the document.",
    MEGABYTE,
)
#: Looked at before anything is decoded: 50,000 × 50,000 points are 42 kB as a file and 10 GB in memory.
PICTURE_PIXELS = Limit(
    50_000_000,
    "รูปใหญ่เกิน {most} ล้านจุด ย่อรูปก่อนแนบ",
    "The picture has more than {most} million points. Make it smaller first.",
    1_000_000,
)
DOCUMENT_PAGES = Limit(
    300,
    "เอกสารยาวเกิน {most} หน้า แบ่งเป็นหลายแฟ้ม",
    "The document has more than {most} pages. Split it into several files.",
)
ATTACHED_TO_RECORD = Limit(
    20,
    "รายการนี้มีแฟ้มแนบครบ {most} แฟ้มแล้ว เอาแฟ้มที่ไม่ใช้ออกก่อน",
    "This record has {most} files already. Remove one that is not needed first.",
)
#: What was taken away can be brought back, but the store does not fill up with it.
TAKEN_AWAY_OF_RECORD = Limit(
    60,
    "รายการนี้แนบและเอาแฟ้มออกมากเกินไป ({most} แฟ้มใน 90 วัน) รอให้แฟ้มเก่าหมดอายุก่อน",
    "Too many files were attached to this record and removed ({most} within 90 days). Wait until old ones are gone.",
)
#: Longer side of a picture as it is kept, and of the small one in lists; in points.
PICTURE_SIDE, SMALL_SIDE = 2048, 480
#: Rows of a nested list drawn at once; the others are on further pages.
ROWS_AT_ONCE = 20
#: Drafts listed at once; the others are on further pages.
DRAFTS_AT_ONCE = 20
KEPT_REPORTS_OF_PLACE = Limit(
    500,
    "พื้นที่หนึ่งเก็บรายงานได้ไม่เกิน {most} ฉบับ เอาฉบับที่ไม่ใช้ออกก่อน",
    "A place keeps at most {most} reports; throw away what is not needed.",
)
