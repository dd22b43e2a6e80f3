"""What can be missing in the country's records, as the first screen says it after its number."""

from __future__ import annotations

from lib.domain.sentence import Spoken


class Lack(Spoken):
    """A gap, with the words that stand after how many there are."""

    PROVINCES_WITHOUT_TEAM = (
        "provinces_without_team",
        "จังหวัดยังไม่มีทีมขับเคลื่อนที่พิสูจน์แล้ว",
        "provinces with no proved driving team yet",
    )
    TAMBONS_WAITING = (
        "tambons_waiting",
        "ตำบลรายงานว่าเป็นพื้นที่รูปธรรม รอตรวจรับรอง",
        "tambons reported as concrete, waiting to be verified",
    )
    PROVINCES_WITHOUT_TAMBON = (
        "provinces_without_tambon",
        "จังหวัดยังไม่มีรายการของตำบลใดเลย",
        "provinces with no tambon records at all yet",
    )
    VERDICTS_WAITING = "verdicts_waiting", "ขั้นที่รายงานแล้ว รอตรวจรับรอง", "reported rungs waiting to be verified"
    AMISS = "amiss", "รายการที่ข้อมูลขัดกันเอง ต้องแก้", "records that cannot be right, to be mended"
    PROVINCES_QUIET = (
        "provinces_quiet",
        "จังหวัดที่ไม่มีใครบันทึกอะไรเกิน 3 เดือน",
        "provinces of which nobody has recorded anything for 3 months",
    )
    COVERAGE_UNKNOWN = (
        "coverage_unknown",
        "จังหวัดยังไม่ทราบว่ามีศูนย์บ่มเพาะหรือไม่",
        "provinces where it is not known if there is an incubation centre",
    )
    CENTRES_UNRESOLVED = "centres_unresolved", "ศูนย์ยังหาที่ตั้งไม่ได้", "centres not located yet"
    VERIFIED_WITHOUT_EVIDENCE = (
        "verified_without_evidence",
        "รายการตรวจรับรองแล้วแต่ไม่มีหลักฐาน จึงไม่ถูกนับ",
        "records verified but without evidence, so not counted",
    )
