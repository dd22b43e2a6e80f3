"""The pages: one line each, in the order of the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from lib.access.actors import Actor, answer
from lib.access.policy import Act


@dataclass(frozen=True)
class Page:
    """One screen. Its path in the address is its file's name."""

    id: str
    th: str
    en: str
    icon: str
    group: str
    help_th: str
    help_en: str
    #: What somebody must be able to do somewhere for the page to stand in the menu; None: it is everybody's.
    only: Act | None = None
    #: Whether its own bar (region, province, month) bears its title.
    has_bar: bool = False

    @property
    def file(self) -> str:
        """Path of the script, relative to the project's root."""
        return f"pages/{self.id}.py"

    def title(self, language: str) -> str:
        """Name of the page in a language."""
        return self.en if language == "en" else self.th

    def help(self, language: str) -> str:
        """What the page shows, in a language."""
        return self.help_en if language == "en" else self.help_th


PAGES = (
    Page(
        "overview",
        "ภาพรวม",
        "Overview",
        "dashboard",
        "",
        "สองเป้าหมาย แผนที่ สิ่งที่ต้องทำ และสิ่งที่บันทึกในเดือนนี้",
        "Two goals, the map, what is to be done, what the month brought",
        has_bar=True,
    ),
    Page(
        "area",
        "พื้นที่ของฉัน",
        "My area",
        "pin_drop",
        "",
        "ภาคหรือจังหวัดหนึ่งในเดือนหนึ่ง อยู่ตรงไหน อะไรเปลี่ยน อะไรรอ และรายงาน",
        "A region or province in a month: where it stands, what changed, what waits, the report",
        has_bar=True,
    ),
    Page(
        "progress",
        "ความก้าวหน้า",
        "Progress",
        "trending_up",
        "follow",
        "ภาค จังหวัด ตำบล ตามขั้นบันไดและปี พร้อมหลักฐาน",
        "Region, province, tambon by rung and year, with the proof",
        has_bar=True,
    ),
    Page(
        "networks",
        "เครือข่ายจังหวัด",
        "Provincial networks",
        "hub",
        "follow",
        "76 จังหวัด ทีม แผน ภาคี และสิ่งที่ยังขาด",
        "76 provinces: team, plan, partners, and what each lacks",
        has_bar=True,
    ),
    Page(
        "published",
        "ผลที่เผยแพร่",
        "Published results",
        "newspaper",
        "follow",
        "ตัวเลขในเอกสาร พอช. ก่อนมีระบบ รายปีและรายภาค แยกจากเป้า 500 ตำบล",
        "Figures of CODI's documents from before this app, by year and region; apart from the 500",
    ),
    Page(
        "centres",
        "แผนที่ศูนย์บ่มเพาะ",
        "Map of centres",
        "map",
        "follow",
        "ศูนย์อยู่ที่ไหน จังหวัดใดมี ไม่มี หรือยังไม่ทราบ",
        "Where the centres are; provinces with, without, or not known",
        has_bar=True,
    ),
    Page(
        "strategy",
        "ยุทธศาสตร์",
        "Strategy",
        "flag",
        "follow",
        "4 ยุทธศาสตร์ 12 เป้าประสงค์ ตัวชี้วัดและผล",
        "4 strategies, 12 goals, indicators and results",
    ),
    Page(
        "tambon",
        "ตำบล 7 ขั้น",
        "Seven steps",
        "footprint",
        "tambon",
        "งานของแต่ละตำบลทีละขั้น ตั้งแต่เชื่อมคนจนถึงนโยบาย ใครติดอะไร",
        "Each tambon's work step by step, from people to policy; who is stuck",
    ),
    Page(
        "households",
        "แบบครัวเรือน",
        "Household forms",
        "home_work",
        "tambon",
        "กรอก ตรวจ แบบสำรวจครัวเรือน ความยินยอม แบบกระดาษ โทรศัพท์ ODK",
        "Fill in and check household forms; consent, paper, ODK phones",
    ),
    Page(
        "results",
        "ผลสำรวจ",
        "Survey results",
        "insights",
        "tambon",
        "ผลที่เผยแพร่ของแต่ละตำบล รายได้ หนี้ เงินรั่ว ทุน พร้อมใบสรุปหน้าเดียว",
        "Released results of each tambon: income, debt, leaks, capital, on one page",
    ),
    Page(
        "canvas",
        "แผนธุรกิจ",
        "Business plans",
        "lightbulb",
        "plan",
        "แผนธุรกิจเพื่อชุมชน 9 ขั้น ทำด้วยกัน พิมพ์ติดผนัง รับรอง ติดตาม",
        "Nine-step community business plans: make, print, certify, follow up",
    ),
    Page(
        "forum",
        "เวที",
        "Forum",
        "groups",
        "plan",
        "จัดเวที เปิดรับคน จอหน้าห้อง ลงคะแนน บันทึกการประชุม และกลุ่มไหนติดอยู่",
        "Run a forum: door, wall, ballots, minutes; and who is stuck",
    ),
    Page(
        "learning",
        "การเรียนรู้ผู้นำ",
        "Leaders' learning",
        "school",
        "plan",
        "ผู้นำคนใดได้ความรู้ ทักษะ เครือข่ายใด จากรอบอบรมไหน",
        "Which leaders gained which knowledge, skills and network, in which round",
    ),
    Page(
        "records",
        "บันทึก",
        "Records",
        "edit_note",
        "work",
        "เพิ่ม แก้ไข ตรวจรับรอง ดูประวัติ",
        "Add, correct, verify, see the history",
    ),
    Page(
        "imports",
        "นำเข้า",
        "Import",
        "upload_file",
        "work",
        "แฟ้ม Excel/CSV ของสำนักงาน ดูก่อน ตอบข้อสงสัย นำเข้า ย้อนได้",
        "An office's Excel or CSV: look first, answer, apply, undo",
    ),
    Page(
        "sheets",
        "ชีต",
        "Sheets",
        "table_view",
        "work",
        "Google Sheets ที่ต่อไว้ อ่านล่าสุดเมื่อใด ค่าที่ขัดกัน และสิ่งที่ต้องกด",
        "Connected Google Sheets: when read, what clashes, what to press",
    ),
    Page(
        "quality",
        "คุณภาพข้อมูล",
        "Data quality",
        "fact_check",
        "work",
        "ช่องที่ใช้ไม่ได้ เพราะอะไร แก้อย่างไร และรายการที่อาจซ้ำกัน",
        "Cells that could not be used, why, and how to fix them; possible duplicates",
    ),
    Page(
        "people",
        "คนและสิทธิ",
        "People and rights",
        "group",
        "work",
        "ใครเข้าได้ ทำอะไรได้ที่ไหน ออกคำเชิญพร้อม QR ถอนสิทธิ และใครดูอะไร",
        "Who may come in and do what where; invitations with QR, taking back, who saw what",
        Act.INVITE,
    ),
    Page(
        "timeline",
        "ย้อนเวลา",
        "Time machine",
        "history",
        "work",
        "ข้อมูล ณ วันที่ใดก็ได้ อะไรเปลี่ยน ใครเปลี่ยน",
        "The data as of any day; what changed, and by whom",
    ),
    Page(
        "about",
        "เกี่ยวกับ",
        "About",
        "info",
        "work",
        "แหล่งที่มา นิยาม พจนานุกรมข้อมูล ข้อมูลฝึกหัด",
        "Sources, definitions, data dictionary, practice data",
    ),
)
BY_ID = {page.id: page for page in PAGES}


def left_out(actor: Actor) -> frozenset[str]:
    """Pages that are of no use to somebody; each says so itself when it is opened all the same."""
    return frozenset(p.id for p in PAGES if p.only is not None and not answer(actor, p.only).allowed)
