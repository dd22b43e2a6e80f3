"""What the light pages say besides the words of the declarations, in Thai and English side by side."""

from __future__ import annotations

from lib.web.plain.texts import COMMON

TEXTS: dict[str, tuple[str, str]] = {
    **COMMON,
    # how it stands with what was typed
    "kept": ("บันทึกแล้ว", "Kept"),
    "sending": ("กำลังส่ง", "On its way"),
    "here": ("อยู่ในเครื่องนี้", "On this phone"),
    "here_why": (
        "ยังไม่มีสัญญาณ สิ่งที่พิมพ์อยู่ในเครื่องนี้ จะส่งเองเมื่อเปิดหน้านี้และมีสัญญาณ",
        "No signal. What you typed is on this phone and is sent by itself once this page is open with a signal.",
    ),
    "page_only": (
        "ยังไม่มีสัญญาณ คำตอบนี้เป็นข้อมูลส่วนบุคคลจึงไม่เก็บไว้ในเครื่อง อย่าปิดหน้านี้",
        "No signal. These answers are personal and are not left on the phone: keep this page open.",
    ),
    "not_kept": ("ยังไม่บันทึก ดูช่องที่มีข้อความ", "Not kept: see the field that says why"),
    "both": ("มีคนแก้ช่องเดียวกัน เลือกค่าที่จะใช้", "Somebody changed the same field: choose"),
    "mine": ("ของฉัน", "Mine"),
    "theirs": ("ของเขา", "Theirs"),
    "sign_in_again": ("ต้องเข้าระบบอีกครั้ง สิ่งที่พิมพ์ยังอยู่", "Come in again; what you typed is still here"),
    "gone": ("รายการนี้ถูกเอาออกแล้ว ไม่มีอะไรถูกบันทึกเพิ่ม", "This was taken away; nothing more was kept"),
    "waiting": ("รอส่ง {n} รายการ", "{n} waiting to be sent"),
    "set_aside": ("พักรายการนี้ไว้", "Set this one aside"),
    "send_now": ("ส่งเลย", "Send now"),
    "strange": (
        "ในเครื่องนี้มีสิ่งที่คนอื่นพิมพ์ค้างไว้ จะไม่ถูกส่งในชื่อของท่าน",
        "Somebody else's answers wait on this phone; they are never sent as yours",
    ),
    "no_script": ("กด “บันทึก” หลังพิมพ์เสร็จทุกครั้ง", "Press “Keep” after typing"),
    "keep": ("บันทึก", "Keep"),
    "form_old": (
        "หน้านี้เปิดค้างไว้นาน กลับไปหน้าเดิมแล้วบันทึกอีกครั้ง สิ่งที่พิมพ์ยังอยู่",
        "This page is old. Go back and keep it again; what you typed is still there.",
    ),
    "back": ("กลับไปที่แบบ", "Back to the form"),
    # a form
    "choose": ("เลือก", "Choose"),
    "unknown": ("ไม่ทราบ", "Not known"),
    "refused_answer": ("ไม่สะดวกตอบ", "Rather not say"),
    "more": ("เพิ่มเติม", "More"),
    "needed": ("ต้องตอบ", "Needed"),
    # the plan
    "plan": ("แผนธุรกิจชุมชน", "Community business plan"),
    "step": ("ขั้น {n} จาก 9", "Step {n} of 9"),
    "steps": ("ทุกขั้น", "All steps"),
    "next": ("ต่อไป", "Next"),
    "previous": ("ย้อนกลับ", "Back"),
    "finish": ("เสร็จแล้ว ดูทั้งแผน", "Done: see the whole plan"),
    "one_more": ("ข้อถัดไป", "One more"),
    "away": ("เอาออก", "Take away"),
    "taken": ("ที่เอาออกไป", "What was taken away"),
    "bring_back": ("เอากลับมา", "Bring back"),
    "undo": ("เอาออกแล้ว", "Taken away"),
    "by": ("โดย {name}", "by {name}"),
    "a_year": ("ปีละ {amount} บาท", "{amount} baht a year"),
    "no_activity": ("ยังไม่มีกิจกรรม ใส่ที่ขั้น 6 ก่อน", "No activity yet: begin with step 6"),
    "no_line": ("ใส่ขั้น 1–5 ก่อน แล้วบอกว่ากิจกรรมทำเพื่อข้อใด", "Begin with steps 1–5, then say what an activity serves"),
    "worth_a_look": ("น่าดูอีกครั้ง", "Worth another look"),
    "others_said": ("กลุ่มอื่นตอบว่า", "Other groups answered"),
    "certified": (
        "ที่ประชุมรับรองแผนนี้แล้วเมื่อ {day} สิ่งที่แก้จากนี้เป็นฉบับใหม่",
        "A meeting certified this plan on {day}; what is changed now is a new version",
    ),
    "whole": ("แผนทั้งหน้า", "The whole plan"),
    "nothing_yet": ("ยังไม่มี", "Nothing yet"),
    "income": ("รายได้ที่คาดต่อปี", "Income expected a year"),
    "saving": ("รายจ่ายที่ลดต่อปี", "Saved a year"),
    "cost": ("เงินที่จำเป็น", "Money needed"),
    "baht": ("บาท", "baht"),
    "on_the_big_screen": ("เปิดบนจอใหญ่ พิมพ์ หรือดาวน์โหลด", "On a big screen, to print or download"),
    "code": ("รหัสของแผน", "The plan's code"),
    "code_why": (
        "ผู้ดูแลเวทีมีรหัสหรือ QR ให้ ใครมีรหัสกรอกแผนนี้ได้",
        "The facilitator has the code or a QR: who holds it may fill in this plan.",
    ),
    "code_wrong": (
        "รหัสไม่ตรง ดูตัวอักษรอีกครั้ง หรือขอ QR ใหม่",
        "That code opens nothing. Look at the letters again, or ask for a QR.",
    ),
    "open_plan": ("เปิดแผน", "Open the plan"),
    "no_plan": (
        "ไม่พบแผนนี้ อาจถูกเอาออก หรือลิงก์ไม่ครบ",
        "There is no such plan: it was taken away, or the link is not whole.",
    ),
    "may_not": ("เครื่องนี้ยังกรอกแผนนี้ไม่ได้ ใส่รหัสของแผน", "This device may not fill in this plan yet: type its code"),
}
