"""The workflow on paper: the village's result on one page, the certified plan, a form to fill by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.domain.thai_date import format_date, format_moment, format_year
from lib.domain.thai_number import format_number
from lib.export.paper.qr import qr
from lib.export.paper.renderer import render
from lib.insight.tambon.work import Work
from lib.schema.field import Option, Spec, label
from lib.schema.record import Answers, Record, nested_fields, shape, specs, typable
from lib.schema.sections import section_names
from lib.schema.tambon_choices import GOAL_LEVELS
from lib.schema.tambon_plan import PlanLine

#: Lines for rows of a repeat on a form to be filled by hand.
_ROWS_BY_HAND = 4


@dataclass(frozen=True)
class Paper:
    """What a document says besides its content, in the language of the screen."""

    language: str
    #: Translates a sentence with values put in.
    say: Callable[..., str]
    place: str
    #: "Practice data" or empty.
    ribbon: str
    #: What the QR opens; '' for none.
    link: str
    made_at: datetime
    #: Whether names of people of the programme are told; not to readers.
    names: bool = True


@dataclass(frozen=True)
class Bar:
    """One bar of a chart on paper: label, value as told, length as a share of the longest (0–1)."""

    label: str
    told: str
    share: float


@dataclass(frozen=True)
class Panel:
    """One finding: a plain sentence, its bars, and small print."""

    answer: str
    bars: Sequence[Bar]
    note: str = ""


def result_page(
    title: str,
    figures: Sequence[tuple[str, str, str]],
    panels: Sequence[Panel],
    note: str,
    paper: Paper,
    *,
    picture: bool = False,
) -> bytes:
    """A village's result on one A4 page: PDF, or PNG for LINE. `figures`: (label, value, unit)."""
    data = {
        **_head(title, paper),
        "note": note,
        "figures": [{"label": name, "value": value, "unit": unit} for name, value, unit in figures],
        "panels": [
            {
                "answer": p.answer,
                "note": p.note,
                "bars": [{"label": b.label, "told": b.told, "size": round(b.share, 3)} for b in p.bars],
            }
            for p in panels
        ],
    }
    return render("village_page", data, "png" if picture else "pdf")[0]


def certificate(work: Work, paper: Paper) -> bytes:
    """The plan with the meeting's decision and lines to sign on, A4 PDF; a draft says that it is one."""
    say, head = paper.say, work.work
    certified = head.plan_state == "certified"
    decision = say("ร่างแผนเพื่อเสนอที่ประชุม ยังไม่ได้รับรอง")
    if certified and head.certified_on:
        decision = say(
            "{meeting} เมื่อ {day} มีผู้เข้าร่วม {n} คน เห็นชอบ {yes} คน มีมติรับรองแผนฉบับนี้",
            meeting=head.certified_by or "",
            day=format_date(head.certified_on, paper.language, short=False),
            n=format_number(head.attendance or 0),
            yes=format_number(head.in_favour or 0),
        )
    budget = sum(line.budget or 0 for line in work.of("plan_line"))
    data = {
        **_head(say("แผนพัฒนาเศรษฐกิจและทุนชุมชน {place}", place=work.place.text(paper.language)), paper),
        "year": say("ปีงบ {year}", year=format_year(head.year, paper.language)),
        "decision": decision,
        "number": say("เลขที่ {n}", n=f"{head.area}/{head.year}"),
        "check": say("สแกนเพื่อตรวจว่าตำบลถึงขั้นใด"),
        "minutes": head.minutes or "",
        "minutes_title": say("บันทึกการประชุม"),
        "columns": [say("แผนงาน"), say("ตัวชี้วัด"), say("ตั้งต้น → เป้า"), say("เวลา"), say("งบ (บาท)"), say("ผู้รับผิดชอบ")],
        "rows": [_plan_row(line, paper) for line in work.of("plan_line")],
        "total": say("รวมงบ {baht} บาท", baht=format_number(budget)),
        "methods_title": say("วิธีทำและแหล่งงบ"),
        "methods": [{"line": line.text, "method": how} for line in work.of("plan_line") if (how := _how(line, paper))],
        "signatures": [say("ประธานที่ประชุม"), say("ประธานสภาองค์กรชุมชนตำบล"), say("เลขานุการที่ประชุม"), say("พยาน")],
        "signed": say("ลงชื่อ"),
        "date": say("วันที่"),
    }
    return render("certificate", data)[0]


def _plan_row(line: Any, paper: Paper) -> list[str]:
    lead = label(GOAL_LEVELS, line.level or "", paper.language)
    period = " – ".join(format_date(d, paper.language) for d in (line.from_day, line.to_day) if d)
    return [
        f"{line.text}{f' ({lead})' if lead else ''}",
        line.indicator or "–",
        f"{_figure(line.baseline)} → {_figure(line.target)} {line.unit or ''}".strip(),
        period or "–",
        format_number(line.budget) if line.budget is not None else "–",
        (line.owner if paper.names else "") or "–",
    ]


def _how(line: PlanLine, paper: Paper) -> str:
    """How a line is to be done, and where its money comes from; '' when nobody said."""
    source = paper.say("แหล่งงบ {source}", source=line.source) if line.source else ""
    return " · ".join(p for p in (line.method or "", source) if p)


def _figure(value: float | None) -> str:
    return "–" if value is None else format_number(value, 0 if value == int(value) else 2)


def form(
    model: type[Record], paper: Paper, lists: Mapping[str, Sequence[Option]], *, filled: Mapping[str, str], notice: str
) -> bytes:
    """A form to fill by hand, A4 PDF, made from the declaration. `filled`: answers known beforehand."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, spec in typable(model).items():
        groups.setdefault(spec.section, []).append(_asked(model, name, spec, paper, lists, filled))
    headings = section_names(paper.language)
    data = {
        **_head(model.about.label(paper.language), paper),
        "notice": notice,
        "sections": [{"name": headings.get(s, ""), "questions": asked} for s, asked in groups.items()],
        "declines": [paper.say("ไม่ทราบ"), paper.say("ไม่สะดวกตอบ")],
        "scan": paper.say("สแกนเพื่อกรอกแบบนี้ในระบบ"),
        # On every page: sheets of several households get mixed on a table.
        "code": " · ".join(p for p in (filled.get("household_code", ""), paper.place) if p),
    }
    return render("paper_form", data)[0]


def _asked(
    model: type[Answers],
    name: str,
    spec: Spec,
    paper: Paper,
    lists: Mapping[str, Sequence[Option]],
    filled: Mapping[str, str],
) -> dict[str, Any]:
    language = paper.language
    unit = spec.unit(language)
    told: dict[str, Any] = {
        "label": spec.label(language) + (f" ({unit})" if unit else ""),
        "filled": filled.get(name, ""),
        "options": [],
        "columns": [],
        "rows": 0,
        "long": spec.long_text,
        "declines": spec.may_decline,
        "only_if": "",
    }
    if spec.ask_if and spec.ask_if[0] != "consent":
        other = specs(model)[spec.ask_if[0]]
        wanted = " / ".join(label(other.options, str(v), language) or str(v) for v in spec.ask_if[1])
        told["only_if"] = paper.say("ถามเมื่อ “{question}” = {answer}", question=other.label(language), answer=wanted)
    if name in nested_fields(model):
        inner = nested_fields(model)[name]
        told["columns"] = [_column(inner, n, s, language) for n, s in specs(inner).items()]
        told["rows"] = _ROWS_BY_HAND
        return told
    options = spec.options or tuple(lists.get(spec.choice_list, ()))
    told["options"] = [o.label(language) for o in options]
    if shape(model, name).python is bool:
        told["options"] = [paper.say("ใช่"), paper.say("ไม่ใช่")]
    return told


def _column(model: type[Answers], name: str, spec: Spec, language: str) -> dict[str, str]:
    """A column of a table to fill by hand; its choices stand in small print under the heading."""
    choices = " / ".join(o.label(language) for o in spec.options)
    return {"label": spec.label(language), "small": choices}


def _head(title: str, paper: Paper) -> dict[str, Any]:
    return {
        "title": title,
        "plain_title": title,
        "place": paper.place,
        "ribbon": paper.ribbon,
        "qr": qr(paper.link),
        "footer": paper.say("ทุนชุมชน · ข้อมูลของชุมชน เพื่อชุมชน"),
        "stamp": paper.say("พิมพ์เมื่อ {moment}", moment=format_moment(paper.made_at, paper.language)),
    }
