"""Closed choices of a forum: tools of a step, ballots, ideas, decisions."""

from __future__ import annotations

from lib.schema.field import options

FORUM_TOOLS = options(
    ("talk", "พูดคุย บรรยาย", "Talk"),
    ("canvas", "ทำแผนธุรกิจ", "Business plan"),
    ("ideas", "รวบรวมความคิด", "Collect ideas"),
    ("ballot", "ลงคะแนน", "Vote"),
    ("tour", "กลุ่มนำเสนอ", "Groups present"),
    ("break", "พัก", "Break"),
)
SEAT_WAYS = options(("phone", "โทรศัพท์ของตน", "Own phone"), ("desk", "โต๊ะลงทะเบียน", "The desk"))
IDEA_STATES = options(("new", "ใหม่", "New"), ("used", "นำไปใช้แล้ว", "Moved into a plan"), ("aside", "พักไว้", "Set aside"))
BALLOT_FORMS = options(
    ("yes_no", "เห็นชอบ · ไม่เห็นชอบ · งดออกเสียง", "Yes, no, abstain"),
    ("one", "เลือกข้อเดียว", "Choose one"),
    ("several", "เลือกได้หลายข้อ", "Choose several"),
    ("rank", "เรียงลำดับ", "Rank"),
    ("dots", "แจกจุดคนละหลายจุด", "Dots"),
    ("scale", "ให้คะแนน 1–5", "Scale of 1–5"),
    ("quiz", "ถามความรู้ มีข้อถูก", "Quiz with a right answer"),
    ("certify", "รับรองแผน", "Certify a plan"),
)
BALLOT_STATES = options(("draft", "เตรียมไว้", "Ready"), ("open", "กำลังลง", "Open"), ("closed", "ปิดแล้ว", "Closed"))
DECISION_SORTS = options(("decision", "มติ", "Decision"), ("task", "งาน", "Task"))
