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
)
ORGANISATION_TYPES = options(
    ("group", "กลุ่ม/วิสาหกิจชุมชน", "Group / community enterprise"),
    ("council", "สภาองค์กรชุมชน", "Community organisation council"),
    ("network", "เครือข่าย", "Network"),
    ("agency", "หน่วยงานรัฐ", "Public agency"),
    ("university", "สถาบันการศึกษา", "University"),
    ("company", "บริษัท/เอกชน", "Company"),
)
CLUSTERS = options(
    ("production", "การผลิต", "Production"),
    ("processing", "แปรรูป–การตลาด", "Processing and marketing"),
    ("service", "การบริการ", "Services"),
)
EVENT_TYPES = options(
    ("training", "อบรม", "Training"),
    ("forum", "เวทีแลกเปลี่ยน", "Forum"),
    ("meeting", "ประชุม", "Meeting"),
    ("visit", "ศึกษาดูงาน/ลงพื้นที่", "Visit"),
)
MODES = options(("onsite", "พบหน้ากัน", "Face to face"), ("online", "ออนไลน์", "Online"))
EVIDENCE_TYPES = options(
    ("link", "ลิงก์", "Link"),
    ("file", "แฟ้มหรือเอกสารที่เก็บไว้", "File or filed document"),
    ("note", "บันทึกคำบอกเล่า/มติ", "Note or resolution"),
)
PROJECT_STAGES = options(
    ("crawl", "หัดเดิน", "Learning to walk"),
    ("walk", "เดินได้", "Walking"),
    ("run", "วิ่งได้", "Running"),
)
CENTRE_STATES = options(
    ("active", "ดำเนินการอยู่", "Active"),
    ("planned", "กำลังจัดตั้ง", "Being set up"),
    ("closed", "หยุดดำเนินการ", "Closed"),
)
PLACE_BASIS = options(
    ("point", "พิกัดจริง", "Measured point"),
    ("office", "ที่ทำการในพื้นที่", "Local office"),
    ("centroid", "กึ่งกลางพื้นที่", "Centre of the area"),
    ("area", "รู้เพียงพื้นที่", "Only the area is known"),
    ("unresolved", "ยังหาที่ตั้งไม่ได้", "Not located yet"),
)
COVERAGE = options(
    ("has", "จังหวัดมีศูนย์", "Has a centre"),
    ("none", "ยืนยันว่าไม่มี", "Confirmed none"),
    ("unknown", "ยังไม่ทราบ", "Not known"),
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
LENDERS = options(
    ("bank", "ธนาคาร/ธ.ก.ส.", "Bank / BAAC"),
    ("village_fund", "กองทุนหมู่บ้าน", "Village fund"),
    ("savings_group", "กลุ่มออมทรัพย์/สัจจะ", "Savings group"),
    ("cooperative", "สหกรณ์", "Co-operative"),
    ("leasing", "ไฟแนนซ์/เช่าซื้อ", "Leasing company"),
    ("relative", "ญาติ/เพื่อนบ้าน", "Relative or neighbour"),
    ("moneylender", "นายทุน/หนี้นอกระบบ", "Informal moneylender"),
    ("shop", "ร้านค้า (เชื่อของ)", "Shop credit"),
    ("other", "อื่น ๆ", "Other"),
)
#: Lenders outside the financial system (source: tambon survey 2.1.2).
INFORMAL_LENDERS = ("relative", "moneylender", "shop")
OCCUPATIONS = options(
    ("rice", "ทำนา", "Rice farming"),
    ("field_crop", "ทำไร่", "Field crops"),
    ("orchard", "ทำสวน", "Orchard or garden"),
    ("rubber_palm", "ยางพารา/ปาล์ม", "Rubber or oil palm"),
    ("livestock", "เลี้ยงสัตว์", "Livestock"),
    ("fishery", "ประมง/เพาะเลี้ยงสัตว์น้ำ", "Fishery or aquaculture"),
    ("trade", "ค้าขาย", "Trade"),
    ("craft", "แปรรูป/หัตถกรรม", "Processing or craft"),
    ("wage", "รับจ้างทั่วไป", "Wage labour"),
    ("employee", "ลูกจ้าง/พนักงาน", "Employee"),
    ("civil_servant", "ข้าราชการ", "Civil servant"),
    ("service", "บริการ/ท่องเที่ยว", "Services or tourism"),
    ("none", "ไม่มีอาชีพ/เกษียณ", "None or retired"),
    ("other", "อื่น ๆ", "Other"),
)
CANVAS_LEVELS = options(
    ("group", "แผนของกลุ่ม", "Group's plan"), ("tambon", "แผนตำบล (TBMC)", "Tambon plan (TBMC)")
)
#: The life of a plan; "followed up" is told by its quarters, not by a state.
CANVAS_STATES = options(
    ("draft", "กำลังร่าง", "Draft"),
    ("presented", "นำเสนอแล้ว", "Presented"),
    ("certified", "ที่ประชุมรับรองแล้ว", "Certified by the meeting"),
    ("in_use", "ใช้จริงแล้ว", "In use"),
)
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
)  # fmt: skip
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
