"""What history says was done, and by which way it came: each verb and way with its word in both languages.

The value is what is stored and never changes; a verb that the programme no longer writes stays
readable through `verb_word`.
"""

from __future__ import annotations

from lib.domain.sentence import Worded


class Verb(Worded):
    """What a change-set did."""

    # Photos and documents of a record
    ATTACH = "attach", "แนบแฟ้ม", "Attached a file"
    DETACH = "detach", "เอาแฟ้มออก", "Removed a file"
    PUBLISH_FILE = "publish_file", "เผยแพร่แฟ้ม", "Published a file"
    HIDE_FILE = "hide_file", "เลิกเผยแพร่แฟ้ม", "Unpublished a file"
    ERASE_FILE = "erase_file", "ลบแฟ้มถาวร", "Erased a file for good"
    # Any record
    CREATE = "create", "เพิ่ม", "Added"
    SAVE = "save", "แก้ไข", "Edited"
    WITHDRAW = "withdraw", "ถอน", "Withdrawn"
    RESTORE = "restore", "คืนค่า", "Restored"
    MERGE = "merge", "รวมรายการซ้ำ", "Merged duplicates"
    ERASE = "erase", "ลบข้อมูลส่วนบุคคล", "Erased personal data"
    IMPORT = "import", "นำเข้า", "Imported"
    UNDO = "undo", "ย้อนการนำเข้า", "Import undone"
    SHEET = "sheet", "อ่านจากชีต", "Read from a Sheet"
    SETTLE = "settle", "เลือกค่าจากชีต", "Took the Sheet's value"
    REFERENCE = "reference", "ข้อมูลเผยแพร่", "Published data"
    # A rung and its verdict
    REPORT = "report", "รายงานถึงขั้น", "Reported"
    EVIDENCE = "evidence", "ใช้แผนเป็นหลักฐาน", "Plan given as evidence"
    VERIFY = "verify", "ตรวจรับรอง", "Verified"
    RETURN = "return", "ส่งกลับ", "Sent back"
    REJECT = "reject", "ไม่รับรอง", "Rejected"
    UNLOCK = "unlock", "ปลดล็อก", "Unlocked"
    # A plan and its meeting
    COPY = "copy", "คัดลอกมา", "Copied"
    ROLL_UP = "roll_up", "รวมจากแผนกลุ่ม", "Put together"
    PRESENT = "present", "นำเสนอ", "Presented"
    CERTIFY = "certify", "ที่ประชุมรับรอง", "Certified by the meeting"
    USE = "use", "เริ่มใช้จริง", "Put to use"
    REOPEN = "reopen", "เปิดเป็นร่าง", "Opened again as a draft"
    # A forum
    JOIN = "join", "เข้าร่วมเวที", "Came in"
    IDEA = "idea", "เสนอความคิด", "Put an idea"
    USE_IDEA = "use_idea", "นำความคิดไปใช้", "Moved an idea"
    OPEN_BALLOT = "open_ballot", "เปิดลงคะแนน", "Ballot opened"
    CLOSE_BALLOT = "close_ballot", "ปิดลงคะแนน", "Ballot closed"
    BRING = "bring", "รับแฟ้มเวที", "Forum's file taken in"
    COUNT_HANDS = "count_hands", "นับมือ", "Hands counted"
    # A household's form
    CHECK = "check", "ตรวจแบบ", "Checked"
    WITHDRAW_CONSENT = "withdraw_consent", "ถอนความยินยอม", "Consent withdrawn"
    ANNOUNCE = "announce", "แจ้งว่าครบกำหนดเก็บ", "Told that its time has come"
    HIDE = "hide", "ซ่อนเพราะครบกำหนดเก็บ", "Hidden when its time had come"
    SHOW_AGAIN = "show_again", "แสดงอีกครั้ง เก็บต่อ", "Shown again, kept on"
    EXPIRE = "expire", "ลบเพราะครบกำหนดเก็บ", "Erased when its time had come"
    # The store itself
    BRING_BACK = "bring_back", "นำแฟ้มสำรองกลับมา", "Backup brought back"
    BELIEVE_CLOCK = "believe_clock", "ยืนยันวันที่ของเครื่อง", "The machine's date confirmed"


class Way(Worded):
    """By which way a change came into the store."""

    FORM = "form", "แบบฟอร์ม", "form"
    FILE = "file", "แฟ้มที่นำเข้า", "imported file"
    SHEET = "sheet", "ชีต", "Google Sheet"
    COMMAND = "command", "คำสั่ง", "command"
    REFERENCE = "reference", "ข้อมูลเผยแพร่", "published data"
    PRACTICE = "practice", "ข้อมูลฝึกหัด", "practice data"
    HALL = "hall", "เวทีในห้องประชุม", "forum in a hall"
    RETENTION = "retention", "ระบบลบเมื่อครบกำหนด", "kept until its time"


def verb_word(stored: str, language: str = "th") -> str:
    """The word of a stored verb; a plain one for what an older version wrote."""
    known = Verb.stored(stored)
    if known is not None:
        return known.label(language)
    return "Changed" if language == "en" else "เปลี่ยนข้อมูล"


def way_word(stored: str, language: str = "th") -> str:
    """The word of a stored way; a plain one for what an older version wrote."""
    known = Way.stored(stored)
    if known is not None:
        return known.label(language)
    return "another way" if language == "en" else "ทางอื่น"
