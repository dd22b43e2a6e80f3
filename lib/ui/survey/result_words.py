"""A result in plain sentences: what each chart says, in words that a village meeting understands."""

from __future__ import annotations

from lib.domain.contributions import PRODUCE
from lib.domain.release import LEAST, SHARE
from lib.domain.thai_number import format_number
from lib.insight.survey.results import CellFigures, Others, ReleasedResult
from lib.schema.field import label
from lib.schema.household_result import share_tables
from lib.schema.survey_choices import INFORMAL_LENDERS, LENDERS
from lib.ui.frame.shell import Here


def shares(here: Here, release: ReleasedResult, *, factors: bool) -> list[tuple[str, int]]:
    """What declared questions say (who is counted, of 100): a family's factors, or the others."""
    told = [(t.label(here.language), release.figure(t.id, SHARE)) for t in share_tables() if t.factor is factors]
    return [(who, n) for who, n in told if n is not None]


def missing_factors(here: Here, release: ReleasedResult) -> list[str]:
    """Factors of a family's life that the result does not tell, each with the reason."""
    told = []
    for one in share_tables():
        if not one.factor or release.figure(one.id, SHARE) is not None:
            continue
        why = (
            here.say("เป็นคำตอบอ่อนไหว บอกได้ทั้งตำบลเมื่อผู้ยินยอมมากพอเท่านั้น")
            if one.sensitive
            else here.say("ผู้ตอบยังไม่มากพอจะบอกโดยไม่ชี้ตัวใคร")
        )
        told.append(f"{one.label(here.language)}: {why}")
    return told


def leak_words(here: Here, leak: str) -> str:
    """The ways in which money leaves."""
    return {
        "inputs": here.say("ซื้อวัตถุดิบจากนอกชุมชน"),
        "middlemen": here.say("ขายผ่านพ่อค้าคนกลางนอกชุมชน"),
        "price_taken": here.say("ขายโดยผู้ซื้อกำหนดราคา"),
        "bought_in": here.say("ซื้อของที่ทำเองได้จากข้างนอก"),
    }[leak]


def produce_words(here: Here, part: str) -> str:
    """Who holds which part of the way of what households produce."""
    return {
        "inputs": here.say("เป็นเจ้าของวัตถุดิบ"),
        "production": here.say("ลงทุนและตัดสินใจเอง"),
        "price": here.say("ตั้งหรือต่อรองราคาได้"),
        "eaten_here": here.say("คนในชุมชนกินใช้"),
    }[part]


def produce_answer(here: Here, release: ReleasedResult) -> str:
    """The part of the way that is held by the fewest."""
    told = {part: release.figure(f"produce_{part}", SHARE) for part in PRODUCE}
    known = {part: share for part, share in told.items() if share is not None}
    if not known:
        return here.say("ยังเปิดเผยเรื่องผลผลิตไม่ได้ ครัวเรือนที่ตอบน้อยไป")
    weak = min(known, key=lambda part: known[part])
    return here.say("ครัวเรือนที่ผลิต อ่อนที่สุดเรื่อง “{part}” มี {n} ใน 100", part=produce_words(here, weak), n=known[weak])


def money_answer(here: Here, release: ReleasedResult) -> str:
    """Half of the households …"""
    cell = release.get("money")
    f = cell.figures if cell is not None else {}
    if {"income_middle", "expense_middle", "left_middle"} <= f.keys():
        income, expense = format_number(f["income_middle"]), format_number(f["expense_middle"])
        if f["left_middle"] >= 0:
            return here.say(
                "ครัวเรือนตรงกลางมีรายได้เดือนละ {income} บาท จ่าย {expense} บาท เหลือ {left} บาท",
                income=income,
                expense=expense,
                left=format_number(f["left_middle"]),
            )
        return here.say(
            "ครัวเรือนตรงกลางมีรายได้เดือนละ {income} บาท จ่าย {expense} บาท ขาด {left} บาท",
            income=income,
            expense=expense,
            left=format_number(-f["left_middle"]),
        )
    if "income_middle" in f:
        return here.say("ครัวเรือนตรงกลางมีรายได้เดือนละ {income} บาท", income=format_number(f["income_middle"]))
    if "expense_middle" in f:
        return here.say("ครัวเรือนตรงกลางจ่ายเดือนละ {expense} บาท", expense=format_number(f["expense_middle"]))
    return here.say("ยังเปิดเผยรายได้รายจ่ายไม่ได้ ครัวเรือนที่ตอบน้อยไปหรือตอบคล้ายกันเกินไป")


def middles_note(here: Here) -> str:
    """Why a reader who subtracts the middles does not get the middle of what is left."""
    return here.say("รายได้ รายจ่าย และเหลือ เรียงหาบ้านตรงกลางแยกกัน คนละบ้านกัน และปัดเป็นร้อยบาท จึงเอามาลบกันแล้วไม่ตรงพอดี")


def quartile_words(here: Here) -> tuple[str, str, str]:
    """What the ends and the middle of a band of households say, for its tooltip."""
    say = here.say
    return (say("หนึ่งในสี่ได้ไม่เกิน"), say("ครึ่งหนึ่งได้ไม่เกิน"), say("สามในสี่ได้ไม่เกิน"))


def spread_note(here: Here, cell: CellFigures | None, name: str) -> str:
    """The middle half of one quantity; '' when it is not told. No mean: one rich household shows in it."""
    if cell is None or f"{name}_low" not in cell.figures:
        return ""
    f = cell.figures
    return here.say(
        "ครึ่งหนึ่งของครัวเรือนอยู่ระหว่าง {low} ถึง {high} บาท (จากราว {n} ครัวเรือน)",
        low=format_number(f[f"{name}_low"]),
        high=format_number(f[f"{name}_high"]),
        n=format_number(cell.n),
    )


def debt_answer(here: Here, release: ReleasedResult) -> str:
    """How many owe, and to whom most."""
    owing, lenders = release.figure("debt", "owing"), release.lenders
    if owing is None:
        told = here.say("ยังเปิดเผยไม่ได้ว่ามีกี่ครัวเรือนเป็นหนี้ ครัวเรือนที่ตอบน้อยไปหรือตอบคล้ายกันเกินไป")
    else:
        told = here.say("ทุก 100 ครัวเรือนเป็นหนี้ {n} ครัวเรือน", n=owing)
    if lenders:
        told += " " + here.say("กู้จาก{lender}มากที่สุด", lender=label(LENDERS, lenders[0][0], here.language))
    outside = sum(t.figures["baht"] for name, t in lenders if name in INFORMAL_LENDERS)
    if outside:
        told += " " + here.say("หนี้นอกระบบอย่างน้อย {baht} บาท", baht=format_number(outside))
    return told


def leak_answer(here: Here, release: ReleasedResult) -> str:
    """What leaves in a year, and what would stay."""
    leaks = release.leaks
    if not leaks:
        return here.say("ยังเปิดเผยเรื่องเงินรั่วไม่ได้ ครัวเรือนที่ตอบน้อยไป")
    name, most = max(leaks, key=lambda pair: pair[1].figures["kept_year"])
    return here.say(
        "เงินรั่วทางใหญ่ที่สุดคือ{leak} ถ้าอุดได้ เก็บไว้ในตำบลปีละราว {baht} บาท",
        leak=leak_words(here, name),
        baht=format_number(most.figures["kept_year"]),
    )


def kept_words(here: Here, release: ReleasedResult) -> str:
    """What would stay of each leak, a line each."""
    return "\n".join(
        "- "
        + here.say(
            "{leak}: เก็บไว้ได้ปีละราว {baht} บาท",
            leak=leak_words(here, name),
            baht=format_number(cell.figures["kept_year"]),
        )
        for name, cell in sorted(release.leaks, key=lambda p: -p[1].figures["kept_year"])
    )


def village_answer(here: Here, cells: list[CellFigures]) -> str:
    """The highest and the lowest village."""
    known = [c for c in cells if c.group and "income_middle" in c.figures]
    if len(known) < 2:
        return here.say("รายได้ตามหมู่บ้าน")
    high = max(known, key=lambda c: c.figures["income_middle"])
    low = min(known, key=lambda c: c.figures["income_middle"])
    return here.say(
        "หมู่ {high} มีรายได้ตรงกลางมากที่สุด {most} บาท หมู่ {low} น้อยที่สุด {least} บาท",
        high=high.group,
        low=low.group,
        most=format_number(high.figures["income_middle"]),
        least=format_number(low.figures["income_middle"]),
    )


def factor_answer(here: Here, release: ReleasedResult) -> str:
    """The factor that is weakest."""
    known = shares(here, release, factors=True)
    if not known:
        return here.say("ยังเปิดเผยเรื่องความเป็นอยู่ไม่ได้ ครัวเรือนที่ตอบน้อยไป")
    factor, n = min(known, key=lambda share: share[1])
    return here.say("เรื่องที่ต้องช่วยกันก่อนคือ “{factor}” มี {n} ใน 100 ครัวเรือน", factor=factor, n=n)


def share_answer(here: Here, known: list[tuple[str, int]]) -> str:
    """The answer that most households gave, of the questions that are no factor."""
    who, n = max(known, key=lambda share: share[1])
    return here.say("“{who}” มี {n} ใน 100 ครัวเรือนที่ตอบ", who=who, n=n)


def occupation_answer(here: Here, cells: list[CellFigures], names: dict[str, str]) -> str:
    """Which occupation has the most left over."""
    cells = [c for c in cells if c.group and "left_middle" in c.figures]
    if not cells:
        return here.say("ยังแยกตามอาชีพไม่ได้ เพราะจะบอกถึงกลุ่มเล็กกว่า {n} ครัวเรือน", n=LEAST)
    best = max(cells, key=lambda t: t.figures["left_middle"])
    return here.say(
        "อาชีพ{occupation}เหลือเงินตรงกลางมากที่สุด เดือนละ {left} บาท",
        occupation=names.get(best.group, best.group),
        left=format_number(best.figures["left_middle"]),
    )


def others_answer(here: Here, mine: int | None, others: Others) -> str:
    """Above or below the province's other tambons, nameless."""
    theirs = others.figures.get("income")
    if mine is None or theirs is None:
        return here.say("ยังเทียบไม่ได้ ต้องมีอีกอย่างน้อย 3 ตำบลในจังหวัดที่เผยแพร่ผลปีเดียวกัน")
    side = here.say("สูงกว่า") if mine > theirs else here.say("ต่ำกว่า") if mine < theirs else here.say("เท่ากับ")
    return here.say(
        "รายได้ตรงกลางของเรา{side}อีก {n} ตำบลในจังหวัด ({mine} กับ {theirs} บาท)",
        side=side,
        n=others.counts["income"],
        mine=format_number(mine),
        theirs=format_number(theirs),
    )


def compared_words(here: Here) -> dict[str, str]:
    """What is compared with last round and with other tambons."""
    say = here.say
    return {
        "income": say("รายได้ตรงกลาง (บาท/เดือน)"),
        "expense": say("รายจ่ายตรงกลาง (บาท/เดือน)"),
        "left": say("เหลือตรงกลาง (บาท/เดือน)"),
        "savings": say("เงินออมตรงกลาง (บาท)"),
        "debt": say("หนี้ตรงกลาง (บาท)"),
        "owing": say("เป็นหนี้ (ใน 100)"),
        **{t.id: say("{who} (ใน 100)", who=t.label(here.language)) for t in share_tables()},
    }
