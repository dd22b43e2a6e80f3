"""Closed choices of a business plan (CBMC): its nine steps, what stands in them, the life of a plan."""

from __future__ import annotations

from lib.schema.field import options

CANVAS_LEVELS = options(("group", "แผนของกลุ่ม", "Group's plan"), ("tambon", "แผนตำบล (TBMC)", "Tambon plan (TBMC)"))
#: The life of a plan; "followed up" is told by its quarters, not by a state.
CANVAS_STATES = options(
    ("draft", "กำลังร่าง", "Draft"),
    ("presented", "นำเสนอแล้ว", "Presented"),
    ("certified", "ที่ประชุมรับรองแล้ว", "Certified by the meeting"),
    ("in_use", "ใช้จริงแล้ว", "In use"),
)
#: What a group tells the facilitator of the hall from its phone.
CANVAS_CALLS = options(("help", "ขอให้มาช่วย", "Asks for help"), ("ready", "ทำเสร็จแล้ว มาดูได้", "Done: come and see"))
#: The nine steps, worded as the programme words them (source: CBMC).
CANVAS_STEPS = options(
    ("1", "การค้นหาจุดขาย สร้างแบรนด์", "Selling point and brand"),
    ("2", "ค้นหากลุ่มลูกค้าเป้าหมาย", "Target customers"),
    ("3", "การสื่อสารการตลาด", "Marketing communication"),
    ("4", "ปิดการขายและบริการหลังการขาย", "Closing the sale, after-sale service"),
    ("5", "ช่องทางเพิ่มรายได้–ลดค่าใช้จ่ายในการผลิต", "Raise income, cut production cost"),
    ("6", "แผนการดำเนินกิจกรรมหลัก (เพื่อบรรลุผลข้อ 5 4 3 2 1)", "Main activities (in service of 5 4 3 2 1)"),
    ("7", "จากข้อ 6 อะไรที่ทำเองได้", "Of 6: what we can do ourselves"),
    ("8", "จากข้อ 6 อะไรที่ต้องร่วมมือกับภาคีเครือข่าย", "Of 6: what needs partners"),
    ("9", "จากข้อ 6 ใช้เงินเท่าที่จำเป็น", "Of 6: only the money that is necessary"),
)
ITEM_STEPS = CANVAS_STEPS[:5]
GAINS = options(("income", "เพิ่มรายได้", "More income"), ("saving", "ลดรายจ่าย", "Less expense"))
WAYS = options(("self", "ทำเองได้", "By ourselves"), ("partner", "ร่วมมือกับภาคี", "With partners"))
MONEY_SOURCES = options(
    ("own", "เงินของสมาชิก", "Members' own money"),
    ("group_fund", "กองทุนของกลุ่ม", "The group's fund"),
    ("partner", "ภาคีสนับสนุน", "A partner"),
    ("loan", "เงินกู้", "A loan"),
)
QUARTERS = options(
    ("1", "ไตรมาส 1 (ต.ค.–ธ.ค.)", "Quarter 1 (Oct–Dec)"),
    ("2", "ไตรมาส 2 (ม.ค.–มี.ค.)", "Quarter 2 (Jan–Mar)"),
    ("3", "ไตรมาส 3 (เม.ย.–มิ.ย.)", "Quarter 3 (Apr–Jun)"),
    ("4", "ไตรมาส 4 (ก.ค.–ก.ย.)", "Quarter 4 (Jul–Sep)"),
)
