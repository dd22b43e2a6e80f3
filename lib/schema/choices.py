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
#: Who owns what goes in (land, seed, fertiliser) – outside means money leaves.
INPUT_OWNERS = options(
    ("own", "ของครัวเรือนเอง", "The household"),
    ("community", "ของกลุ่ม/ในชุมชน", "The community"),
    ("outside", "ซื้อจากนอกชุมชน", "Bought outside"),
    ("mixed", "ผสมกัน", "Mixed"),
)
PRODUCTION_OWNERS = options(
    ("self", "ลงทุนและตัดสินใจเอง", "We invest and decide"),
    ("group", "กลุ่มลงทุนร่วมกัน", "The group invests"),
    ("investor", "นายทุนลงทุน เราเป็นแรงงาน", "An investor; we are labour"),
)
PRICE_SETTERS = options(
    ("self", "ตั้งราคาเองได้", "We set it"),
    ("bargain", "ต่อรองได้", "We can bargain"),
    ("buyer", "ผู้ซื้อเป็นคนกำหนด", "The buyer sets it"),
)
BUYERS = options(
    ("direct", "ขายเองถึงผู้กินผู้ใช้", "Directly to consumers"),
    ("group", "ผ่านกลุ่ม/ตลาดชุมชน", "Through a group or community market"),
    ("middleman_in", "พ่อค้าคนกลางในชุมชน", "A middleman of the community"),
    ("middleman_out", "พ่อค้าคนกลางนอกชุมชน", "A middleman from outside"),
    ("own_use", "กินใช้เอง ไม่ได้ขาย", "Own use, not sold"),
)
CONSUMERS = options(("inside", "คนในชุมชน", "People inside"), ("outside", "คนนอกชุมชน", "People outside"))
CAPITALS = options(
    ("human", "ทุนมนุษย์", "Human"),
    ("social", "ทุนสังคม", "Social"),
    ("physical", "ทุนกายภาพ", "Physical"),
    ("natural", "ทุนธรรมชาติ", "Natural"),
    ("financial", "ทุนการเงิน", "Financial"),
)
FOUNDERS = options(("self", "ตั้งกันเอง", "Ourselves"), ("others", "คนอื่นตั้งให้", "Others founded it"))
PERIODS = options(("month", "ต่อเดือน", "A month"), ("year", "ต่อปี", "A year"))
INCOME_SOURCES = options(
    *((o.value, o.th, o.en) for o in OCCUPATIONS if o.value not in ("none", "other")),
    ("remittance", "ลูกหลานส่งให้", "Sent by family"),
    ("welfare", "เบี้ยยังชีพ/สวัสดิการ", "Welfare payments"),
    ("other", "อื่น ๆ", "Other"),
)
EXPENSE_ITEMS = options(
    ("food", "อาหาร", "Food"),
    ("household", "ของใช้ในบ้าน", "Household goods"),
    ("energy", "ไฟฟ้า ก๊าซ น้ำมัน", "Electricity, gas, fuel"),
    ("farm_inputs", "ปุ๋ย ยา เมล็ดพันธุ์ อาหารสัตว์", "Fertiliser, chemicals, seed, feed"),
    ("school", "การศึกษาลูกหลาน", "Schooling"),
    ("health", "ค่ายา ค่าหมอ", "Medicine and doctors"),
    ("transport", "เดินทาง ซ่อมรถ", "Transport and repairs"),
    ("social", "งานบุญ ภาษีสังคม", "Merit-making and social duties"),
    ("drink", "เหล้า บุหรี่ หวย", "Drink, tobacco, lottery"),
    ("phone", "โทรศัพท์ อินเทอร์เน็ต", "Phone and internet"),
    ("other", "อื่น ๆ", "Other"),
)
PLACES_BOUGHT = options(("inside", "ในชุมชน", "In the community"), ("outside", "นอกชุมชน", "Outside"))
ENOUGH_FOOD = options(
    ("always", "พอกินทั้งปี", "All year"), ("mostly", "ขาดบางช่วง", "Short at times"), ("often", "ขาดบ่อย", "Often short")
)
LAND_HELD = options(
    ("own", "เป็นเจ้าของพอทำกิน", "Own enough"),
    ("part", "เป็นเจ้าของบางส่วน เช่าบ้าง", "Own some, rent some"),
    ("rent", "เช่าทั้งหมด", "All rented"),
    ("none", "ไม่มีที่ทำกิน", "None"),
)
STEADY_INCOME = options(
    ("steady", "ขายได้ รายได้มั่นคง", "Sells, income is steady"),
    ("seasonal", "ขายได้บางฤดู", "In some seasons"),
    ("unsteady", "ไม่แน่นอน", "Unsteady"),
)
HEALTH_STATES = options(
    ("well", "แข็งแรงกันดี", "All are well"),
    ("some", "มีคนเจ็บป่วยหรือทุกข์ใจบ้าง", "Some are unwell"),
    ("heavy", "ต้องดูแลหนัก", "Heavy care is needed"),
)
CHANNELS = options(
    ("paper", "ลงชื่อบนกระดาษ", "Signed on paper"),
    ("spoken", "บอกด้วยวาจา ผู้เก็บบันทึก", "Spoken, noted by the interviewer"),
    ("phone", "กดยินยอมบนเครื่อง", "Pressed on a device"),
)
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
