"""What invented groups and centres live on: cluster, products, words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """One line of work; `products` are values of the list ``product``."""

    cluster: str
    products: tuple[str, ...]
    words: str
    ability: str


TRADES = (
    Trade("production", ("organic", "fruit_vegetable"), "ผักอินทรีย์", "สอนทำปุ๋ยหมัก เพาะกล้า และวางแผนปลูกให้มีขายทุกสัปดาห์"),
    Trade("production", ("safe_farming", "fruit_vegetable"), "เกษตรปลอดภัย", "สอนตรวจสารตกค้างอย่างง่าย และจดบันทึกแปลง"),
    Trade("production", ("rice",), "ข้าวพื้นเมือง", "คัดพันธุ์ข้าว สีข้าวเอง และเก็บเมล็ดพันธุ์ร่วมกัน"),
    Trade("production", ("livestock",), "ไก่พื้นเมือง", "ทำอาหารไก่จากของในบ้าน เลี้ยงหมุนเวียนกันเป็นกลุ่ม"),
    Trade("production", ("fish",), "ปลาน้ำจืด", "เลี้ยงปลาในนาและบ่อดิน ทำลูกพันธุ์แจกสมาชิก"),
    Trade("processing", ("food",), "น้ำพริกและอาหารแปรรูป", "สอนทำน้ำพริก บรรจุ และคิดต้นทุนต่อกระปุก"),
    Trade("processing", ("fish", "food"), "ปลาแปรรูป", "ทำปลาแดดเดียวและปลาร้าสะอาด มีโรงตากที่ใช้ร่วมกัน"),
    Trade("processing", ("textile",), "ผ้าทอย้อมสีธรรมชาติ", "ย้อมสีจากใบไม้ในตำบล ทอและตัดเย็บเป็นของใช้"),
    Trade("processing", ("herb",), "สมุนไพรและสบู่", "ทำลูกประคบ ยาหม่อง และสบู่จากของในสวน"),
    Trade("processing", ("craft",), "จักสาน", "สอนจักสานตั้งแต่เตรียมตอกจนถึงออกแบบลาย"),
    Trade("processing", ("cocoa_coffee", "food"), "โกโก้และกาแฟ", "หมัก ตาก คั่ว และชิมเพื่อคุมรสให้เท่ากันทุกรุ่น"),
    Trade("processing", ("market", "food"), "ตลาดชุมชน", "รวมของจากหลายกลุ่ม คัดคุณภาพ และแบ่งรายได้เข้ากองทุนสวัสดิการ"),
    Trade("service", ("tourism",), "ท่องเที่ยวโดยชุมชน", "ฝึกเป็นเจ้าบ้าน เล่าเรื่องตำบล และทำอาหารรับแขก"),
    Trade("service", ("tourism", "herb"), "นวดและสุขภาพ", "ฝึกนวดแผนไทยและดูแลผู้สูงอายุที่บ้าน"),
)
