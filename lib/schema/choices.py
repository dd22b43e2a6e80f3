"""Closed choices: values that rules depend on. Lists that offices edit are ``list_item`` records."""

from __future__ import annotations

from lib.schema.field import options

AREA_TYPES = options(
    ("region", "ภาค", "Region"),
    ("province_group", "กลุ่มจังหวัด", "Province group"),
    ("province", "จังหวัด", "Province"),
    ("district", "อำเภอ", "District"),
    ("bangkok_district", "เขต (กรุงเทพฯ)", "Bangkok district"),
    ("tambon", "ตำบล", "Tambon"),
    ("khwaeng", "แขวง (กรุงเทพฯ)", "Bangkok subdistrict"),
    ("municipality", "เทศบาล", "Municipality"),
)
#: Areas that can have a council and so stand on the tambon ladder.
COUNCIL_AREAS = ("tambon", "municipality", "bangkok_district", "khwaeng")
REGIONS = options(
    ("N", "ภาคเหนือ", "North"),
    ("NE", "ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    ("CW", "ภาคกลางและตะวันตก", "Central and West"),
    ("BE", "ภาคกรุงเทพฯ ปริมณฑลและตะวันออก", "Bangkok, vicinity and East"),
    ("S", "ภาคใต้", "South"),
)
YES_NO = options(("yes", "มี", "Yes"), ("no", "ไม่มี", "No"))
STATUS = options(
    ("reported", "รายงานแล้ว รอตรวจ", "Reported, to be verified"),
    ("verified", "ตรวจรับรองแล้ว", "Verified"),
    ("returned", "ส่งกลับให้แก้", "Returned for correction"),
    ("rejected", "ไม่รับรอง", "Rejected"),
)
ORGANISATION_TYPES = options(
    ("group", "กลุ่ม/วิสาหกิจชุมชน", "Group / community enterprise"),
    ("council", "สภาองค์กรชุมชน", "Community organisation council"),
    ("network", "เครือข่าย", "Network"),
    ("agency", "หน่วยงานรัฐ", "Public agency"),
    ("university", "สถาบันการศึกษา", "University"),
    ("company", "บริษัท/เอกชน", "Company"),
    ("bank", "ธนาคาร", "Bank"),
)
CLUSTERS = options(
    ("production", "การผลิต", "Production"),
    ("processing", "แปรรูป–การตลาด", "Processing and marketing"),
    ("service", "การบริการ", "Services"),
)
#: KSNB: from money first to capital first (source 002).
MINDSETS = options(
    ("money", "เอาเงินเป็นตัวตั้ง", "Money first"),
    ("between", "เริ่มมองทุนที่มี", "Begins to see the capital there is"),
    ("capital", "เอาทุนเป็นตัวตั้ง", "Capital first"),
)
EVENT_TYPES = options(
    ("training", "อบรม", "Training"),
    ("forum", "เวทีแลกเปลี่ยน", "Forum"),
    ("meeting", "ประชุม", "Meeting"),
    ("visit", "ศึกษาดูงาน/ลงพื้นที่", "Visit"),
    ("evaluation", "เวทีประเมินผล", "Evaluation forum"),
)
MODES = options(("onsite", "พบหน้ากัน", "Face to face"), ("online", "ออนไลน์", "Online"))
EVIDENCE_TYPES = options(
    ("link", "ลิงก์", "Link"),
    ("file", "แฟ้มหรือเอกสารที่เก็บไว้", "File or filed document"),
    ("note", "บันทึกคำบอกเล่า/มติ", "Note or resolution"),
)
PROJECT_STAGES = options(
    ("crawl", "หัดเดิน", "Learning to walk"), ("walk", "เดินได้", "Walking"), ("run", "วิ่งได้", "Running")
)
CENTRE_STATES = options(
    ("active", "ดำเนินการอยู่", "Active"), ("planned", "กำลังจัดตั้ง", "Being set up"), ("closed", "หยุดดำเนินการ", "Closed")
)
PLACE_BASIS = options(
    ("point", "พิกัดจริง", "Measured point"),
    ("office", "ที่ทำการในพื้นที่", "Local office"),
    ("centroid", "กึ่งกลางพื้นที่", "Centre of the area"),
    ("area", "รู้เพียงพื้นที่", "Only the area is known"),
    ("unresolved", "ยังหาที่ตั้งไม่ได้", "Not located yet"),
)
COVERAGE = options(
    ("has", "จังหวัดมีศูนย์", "Has a centre"), ("none", "ยืนยันว่าไม่มี", "Confirmed none"), ("unknown", "ยังไม่ทราบ", "Not known")
)
METRICS = options(
    ("provinces_with_team", "จังหวัดที่มีทีมขับเคลื่อน", "Provinces with a driving team"),
    ("concrete_tambons", "ตำบลรูปธรรม", "Concrete tambons"),
    ("incubation_centres", "ศูนย์บ่มเพาะ", "Incubation centres"),
    ("provinces_new_centre", "จังหวัดที่จะตั้งศูนย์ใหม่", "Provinces to get a new centre"),
    ("plan_tambons", "ตำบลที่ได้รับการหนุนทำแผน", "Tambons supported to plan"),
    ("cbmc_tambons", "ตำบลที่ทำแผนธุรกิจเพื่อชุมชน", "Tambons with a CBMC plan"),
    ("cbmc_products", "ผลิตภัณฑ์จากแผนธุรกิจเพื่อชุมชน", "Products from CBMC plans"),
    ("leaders_trained", "ผู้นำที่ผ่านการอบรม", "Leaders trained"),
    ("tambons_trained", "ตำบลที่ผู้นำผ่านการอบรม", "Tambons with trained leaders"),
    ("projects", "โครงการ", "Projects"),
    ("project_tambons", "ตำบลในโครงการ", "Tambons in projects"),
    ("project_provinces", "จังหวัดในโครงการ", "Provinces in projects"),
    ("budget", "งบประมาณ", "Budget"),
    ("people", "ผู้เข้าร่วม", "People taking part"),
    ("manuals", "คู่มือที่พิมพ์", "Manuals printed"),
    ("income_per_household", "รายได้ต่อครัวเรือนสมาชิก", "Income per member household"),
    ("groups", "กลุ่ม", "Groups"),
)
CHOICE_LISTS = options(
    ("tambon_rung", "ขั้นบันไดตำบล", "Tambon ladder"),
    ("province_rung", "ขั้นบันไดจังหวัด", "Provincial ladder"),
    ("product", "ประเภทผลิตภัณฑ์", "Product category"),
    ("target_group", "กลุ่มเป้าหมายของศูนย์", "Target group of a centre"),
    ("training_cohort", "รุ่นการอบรม", "Training cohort"),
    ("cbmc_question", "คำถามนำแต่ละขั้นของแผน", "Guiding question of each canvas step"),
    ("ksnb_process", "กระบวนการ KSNB", "KSNB process"),
    ("ksnb_step", "ขั้นในกระบวนการ KSNB", "Step of the KSNB processes"),
)
