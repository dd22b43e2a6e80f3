"""Closed choices of a tambon's year: its seven steps, findings, plan, and what is assessed."""

from __future__ import annotations

from lib.schema.field import options

#: The seven steps of tambon economic development (source 004).
SEVEN_STEPS = options(
    ("1", "ค้นหาและเชื่อมคน", "Find and link people"),
    ("2", "เก็บข้อมูลตำบล", "Collect the tambon's data"),
    ("3", "วิเคราะห์และทำแผน", "Analyse and plan"),
    ("4", "ลงมือตามแผน", "Act on the plan"),
    ("5", "ประเมินตามตัวชี้วัด", "Evaluate by indicators"),
    ("6", "ขยายผล", "Spread the work"),
    ("7", "ยกระดับเป็นนโยบาย", "Lift into policy"),
)
STEP_STATES = options(
    ("todo", "ยังไม่เริ่ม", "Not begun"),
    ("doing", "กำลังทำ", "Under way"),
    ("blocked", "ติดขัด", "Blocked"),
    ("done", "เสร็จแล้ว", "Done"),
)
TAMBON_PLAN_STATES = options(("draft", "กำลังร่าง", "Draft"), ("certified", "ที่ประชุมรับรองแล้ว", "Certified by the meeting"))
#: The five categories that step 3 sorts findings into.
FINDING_CATEGORIES = options(
    ("economy", "ระบบเศรษฐกิจตำบล", "Economy"),
    ("problem", "สภาพปัญหา", "Problems"),
    ("policy", "นโยบายรัฐ", "State policy"),
    ("chance", "โอกาส", "Opportunity"),
    ("context", "บริบททั่วไป", "Context"),
)
SOLVABLE = options(("we", "พวกเราช่วยกันแก้ได้", "We can"), ("others", "ต้องประสานข้างนอก", "Needs others"))
SWOT_SIDES = options(
    ("s", "จุดแข็ง", "Strengths"),
    ("w", "จุดอ่อน", "Weaknesses"),
    ("o", "โอกาส", "Opportunities"),
    ("t", "ภัยคุกคาม", "Threats"),
)
GOAL_LEVELS = options(
    ("family", "ครอบครัว", "Family"),
    ("group", "กลุ่ม/หมู่บ้าน", "Group or village"),
    ("tambon", "ตำบล", "Tambon"),
    ("province", "จังหวัด/ภาค", "Province or region"),
)
DIRECTIONS = options(("up", "ตัวเลขเพิ่มขึ้น", "The figure rises"), ("down", "ตัวเลขลดลง", "The figure falls"))
FOLLOW_UP_STATES = options(
    ("on_track", "เดินตามแผน", "On track"),
    ("late", "ช้ากว่าแผน", "Late"),
    ("stuck", "ติดขัด", "Stuck"),
    ("done", "เสร็จแล้ว", "Done"),
)
TEAM_DUTIES = options(
    ("operate", "ปฏิบัติการ", "Operates"),
    ("follow", "ติดตามประเมินผล", "Follows up"),
    ("advise", "ที่ปรึกษา", "Advises"),
    ("money", "การเงินและบัญชี", "Looks after the money"),
)
LESSON_TYPES = options(
    ("lesson", "ถอดบทเรียน", "Lesson drawn"),
    ("curriculum", "หลักสูตรท้องถิ่น", "Local curriculum"),
    ("visit", "มีคนมาเรียนรู้/ไปเรียนรู้", "Learning visit"),
    ("media", "สื่อที่ทำ", "Medium made"),
)
PROPOSAL_STATES = options(
    ("draft", "กำลังร่าง", "Draft"),
    ("handed_in", "เสนอแล้ว", "Handed in"),
    ("in_plan", "อยู่ในแผนพัฒนาจังหวัด", "In the province's plan"),
    ("policy", "เป็นนโยบายแล้ว", "Became policy"),
    ("declined", "ไม่รับ", "Declined"),
)
ASSESSORS = options(("self", "ตำบลประเมินตนเอง", "The tambon itself"), ("verifier", "ผู้ตรวจรับรอง", "The verifier"))
LEVELS = options(
    ("1", "ยังไม่เริ่ม", "Not begun"),
    ("2", "เริ่มทำ", "Begun"),
    ("3", "ทำต่อเนื่อง เห็นผล", "Steady, with results"),
    ("4", "เป็นแบบอย่างให้ที่อื่น", "An example to others"),
)
#: What is assessed: eight characteristics (c), goals at four levels (g), and output, outcome and
#: impact in four dimensions (d…).
CHARACTERISTICS = options(
    ("c1", "สำรวจและวิเคราะห์ข้อมูลของตนเอง", "Surveys and analyses its own data"),
    ("c2", "มีเป้าหมาย แผน และตัวชี้วัดการเปลี่ยนแปลง", "Has goals, a plan and indicators of change"),
    ("c3", "มีกลไกรับผิดชอบ", "Has a mechanism in charge"),
    ("c4", "เชื่อมโยงภาคี", "Is linked with partners"),
    ("c5", "ทำตามแผนและเชื่อมกับงานอื่น", "Acts on the plan, linked to other work"),
    ("c6", "มีเวทีเรียนรู้และถอดบทเรียน", "Holds learning forums, draws lessons"),
    ("c7", "มีการเปลี่ยนแปลงที่เห็นได้จริง", "Has concrete, visible change"),
    ("c8", "ยกระดับและขยายผลทั้งพื้นที่และนโยบาย", "Lifts and spreads in area and policy"),
)
GOALS_REACHED = options(
    ("g1", "ครอบครัวมีคุณภาพชีวิตที่ดี", "Families live well"),
    ("g2", "กลุ่มและหมู่บ้านเข้มแข็ง", "Groups and villages are strong"),
    ("g3", "ตำบลมีฐานเศรษฐกิจและทุนที่เข้มแข็ง", "The tambon has a strong base of economy and capital"),
    ("g4", "จังหวัดเชื่อมกันถึงระดับนโยบาย", "The province is linked up to policy"),
)
_DIMENSIONS = (
    ("d1", "คนมีแนวคิดและความสามารถ", "People's ideas and ability"),
    ("d2", "คุณภาพชีวิต", "Quality of life"),
    ("d3", "ความสัมพันธ์กับท้องถิ่นและหน่วยงาน", "Relations with locality and agencies"),
    ("d4", "องค์กรชุมชนเข้มแข็ง", "Strong organisations"),
)
_DEPTHS = (("output", "ผลผลิต", "output"), ("outcome", "ผลลัพธ์", "outcome"), ("impact", "ผลกระทบ", "impact"))
DIMENSIONS = options(
    *((f"{d}_{k}", f"{th} – {k_th}", f"{en} – {k_en}") for d, th, en in _DIMENSIONS for k, k_th, k_en in _DEPTHS)
)
ASSESSED = (*CHARACTERISTICS, *GOALS_REACHED, *DIMENSIONS)
