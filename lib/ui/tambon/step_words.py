"""The seven steps in words: method, tools and result of each, and what the ladder's rules ask for."""

from __future__ import annotations

from dataclasses import dataclass

from lib.ui.frame.speech import Words


@dataclass(frozen=True)
class Guide:
    """How a step is done, with what, and what comes of it (source 004, our wording)."""

    method: str
    tools: str
    result: str


def guide(say: Words, step: str) -> Guide:
    """The guide of one of the seven steps."""
    return {
        "1": Guide(
            say("พบปะผู้นำ กลุ่ม ปราชญ์ ท้องถิ่น และภาคี คุยเป้าหมายร่วม ตั้งทีมทำงานของตำบล"),
            say("เวทีพูดคุย รายชื่อผู้นำและภาคี"),
            say("มีทีมทำงานของตำบลและภาคีที่เห็นเป้าเดียวกัน"),
        ),
        "2": Guide(
            say("ทำความเข้าใจแบบทีละข้อ ซ้อมเก็บ กำหนดวันเสร็จ ลงพื้นที่ แล้วตรวจทุกชุดให้ถูกและครบ"),
            say("แบบสำรวจตำบล แบบครัวเรือน ใบกระดาษหรือโทรศัพท์"),
            say("ข้อมูลตำบลที่ตรวจแล้ว พร้อมวิเคราะห์"),
        ),
        "3": Guide(
            say("ดูผลสำรวจร่วมกัน จัดลำดับปัญหา แยกเรื่องที่ทำเองได้ หารากเหตุ เขียนแผนและให้ที่ประชุมรับรอง"),
            say("ผลสำรวจ การโหวต ต้นไม้สาเหตุ SWOT เวทีประชาคม"),
            say("แผนเศรษฐกิจและทุนชุมชนของตำบลที่รับรองแล้ว"),
        ),
        "4": Guide(
            say("แบ่งบทบาท ลงมือทำ นัดทบทวนเป็นระยะ แก้ปัญหาร่วมกัน และปรับแผนตามสถานการณ์"),
            say("แผนตำบล แบบติดตาม เวทีสรุปบทเรียน"),
            say("แผนงานเดินได้ คนทำงานเรียนรู้ร่วมกัน"),
        ),
        "5": Guide(
            say("วัดตัวชี้วัดเทียบกับค่าตั้งต้น ทำระหว่างทางได้ ไม่ต้องรอให้จบทุกแผนงาน"),
            say("ค่าก่อน–หลัง การสัมภาษณ์เพิ่ม เวทีประเมิน"),
            say("เห็นการเปลี่ยนแปลงที่จับต้องได้"),
        ),
        "6": Guide(
            say("เปิดให้ที่อื่นมาเรียนรู้ ทำหลักสูตรของตำบลและสื่อ สร้างเครือข่ายข้ามพื้นที่"),
            say("บทเรียน หลักสูตร สื่อ ศูนย์เรียนรู้"),
            say("งานขยายไปพื้นที่อื่น เกิดเครือข่าย"),
        ),
        "7": Guide(
            say("รวมงานของหลายตำบลเป็นวิสัยทัศน์และแผนจังหวัด เสนอเข้าแผนพัฒนาจังหวัดและนโยบาย"),
            say("แผนเศรษฐกิจจังหวัด ข้อเสนอนโยบาย ภาคีเครือข่าย"),
            say("จังหวัดมีนโยบายเศรษฐกิจและทุนชุมชน"),
        ),
    }[step]


def rule_words(say: Words, rule: str) -> str:
    """What a rule of the ladder asks for."""
    return {
        "step1": say("ขั้น 1 เสร็จและมีหลักฐาน"),
        "step2": say("ขั้น 2 เสร็จและมีหลักฐาน"),
        "plan_lines": say("แผนมีแผนงานพร้อมตัวชี้วัด"),
        "certified": say("ที่ประชุมรับรองแผนแล้ว"),
        "followed_up": say("มีการติดตามแผนงานอย่างน้อยหนึ่งครั้ง"),
        "lessons": say("มีบทเรียน หลักสูตร หรือสื่อ"),
        "visits": say("มีคนมาเรียนรู้หรือไปเรียนรู้"),
        "steps": say("ขั้น 1–6 เสร็จและมีหลักฐานครบ"),
        "released": say("เผยแพร่ผลสำรวจครัวเรือนแล้ว"),
        "improved": say("มีตัวชี้วัดที่ดีขึ้นจากค่าตั้งต้น"),
        "characteristics": say("ผู้ตรวจเห็นว่าถึงระดับ “ทำต่อเนื่อง เห็นผล” อย่างน้อย 6 จาก 8 คุณลักษณะ"),
    }[rule]


def doubt_words(say: Words, rule: str, question: str) -> str:
    """What the check list found in a form."""
    return {
        "missing": say("ยังไม่ตอบ: {question}", question=question),
        "no_debts_listed": say("บอกว่ามีหนี้แต่ยังไม่แจกแจง"),
        "sums_differ": say("ยอดที่แจกแจงมากกว่ายอดรวม: {question}", question=question),
        "spends_far_more": say("รายจ่ายมากกว่ารายได้เกิน 3 เท่า"),
    }[rule]
