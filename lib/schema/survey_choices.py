"""Closed choices of a tambon's survey: of its households, what it produces, the capitals of the community."""

from __future__ import annotations

from lib.schema.field import options

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
DECIDERS = options(
    ("self", "คนทำตัดสินใจเอง", "Who makes it decides"),
    ("group", "กลุ่มตัดสินใจร่วมกัน", "The group decides together"),
    ("investor", "ผู้ลงทุนตัดสินใจ", "Who invests decides"),
    ("buyer", "ผู้รับซื้อตัดสินใจ", "Who buys decides"),
)
BARGAINING = options(
    ("know_price", "รู้ราคาตลาด", "Know the market's price"),
    ("sell_together", "รวมกันขาย", "Sell together"),
    ("several_buyers", "มีผู้ซื้อหลายราย", "Several buyers"),
    ("agreement", "มีข้อตกลงราคา", "A price is agreed on"),
    ("store", "เก็บไว้รอราคาได้", "Can wait for a better price"),
    ("none", "ต่อรองไม่ได้เลย", "No bargaining at all"),
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
