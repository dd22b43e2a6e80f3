"""The parts of the provincial networks screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from lib.domain.thai_number import format_number
from lib.export.sheets import OnlyInFile, Row
from lib.insight.country.networks import Network, Networks, Stand
from lib.insight.source import Shown
from lib.ui.frame.cells import day_cell
from lib.ui.frame.colours import EDGE, PALE_TEAL, TEAL, themed_css
from lib.ui.frame.filters import choose
from lib.ui.frame.links import Linked, address_of
from lib.ui.frame.regions import region_name
from lib.ui.frame.safe import as_html
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table


def views(here: Here) -> dict[str, str]:
    """What the table can show."""
    return {
        "all": here.say("ทุกจังหวัด"),
        "team": here.say("มีทีม"),
        "reported": here.say("รอพิสูจน์"),
        "no_team": here.say("ยังไม่มีทีม"),
        "unconfirmed": here.say("ภาคยังไม่ยืนยันกับ พอช."),
    }


def chosen(told: Networks, region: str, province: str, view: str) -> list[Network]:
    """Provinces that fit the filters."""
    tests: dict[str, Callable[[Network], bool]] = {
        "all": lambda p: True,
        "team": lambda p: p.team_proved_on is not None,
        "reported": lambda p: p.team_reported and p.team_proved_on is None,
        "no_team": lambda p: p.team_proved_on is None,
        "unconfirmed": lambda p: p.unconfirmed,
    }
    fits = [p for p in told.provinces if region in ("", p.region) and province in ("", p.province)]
    return [p for p in fits if tests[view](p)]


#: How a square says where a province stands; the mark tells it without colour.
_SQUARES = {
    Stand.PROVED: (TEAL, TEAL, "✓", "color:#fff;color:light-dark(#fff, #0b1a1a)"),
    Stand.REPORTED: (PALE_TEAL, TEAL, "…", ""),
    Stand.SKIPPED: ("transparent", "#c8553d", "!", ""),
    Stand.NONE: ("transparent", EDGE, "", ""),
}


def _stands(here: Here) -> dict[Stand, str]:
    say = here.say
    return {
        Stand.PROVED: say("พิสูจน์แล้ว"),
        Stand.REPORTED: say("รายงานแต่ยังไม่พิสูจน์"),
        Stand.SKIPPED: say("ข้ามไป ขั้นที่สูงกว่าพิสูจน์แล้ว"),
        Stand.NONE: say("ยังไม่มี"),
    }


def ladder_grid(here: Here, told: Networks, fits: Sequence[Network]) -> None:
    """Provinces × rungs: a square each."""
    if not fits:
        st.info(here.say("ไม่มีรายการที่ตรงกับตัวกรองนี้"), icon=":material/filter_alt_off:")
        return
    words = _stands(here)
    heads = "".join(f"<th>{as_html(r.name.text(here.language))}</th>" for r in told.rungs)
    rows = []
    for p in sorted(fits, key=lambda p: (p.proved is None, -(p.proved.order if p.proved else 0), p.province)):
        cells = "".join(f"<td>{_square(words, p.stands_at(r))}</td>" for r in told.rungs)
        opens = as_html(address_of(here, "networks", proof=p.province))
        name = f'<a href="{opens}">{as_html(p.name.text(here.language))}</a>'
        rows.append(f"<tr><th scope='row'>{name}</th>{cells}</tr>")
    head = f"<thead><tr><th>{as_html(here.say('ชื่อจังหวัด'))}</th>{heads}</tr></thead>"
    st.html(f'<div class="thun-grid"><table>{head}<tbody>{"".join(rows)}</tbody></table></div>')
    key = "".join(f"<span>{_square(words, s)} {as_html(t)}</span>" for s, t in words.items())
    st.html(f'<div class="thun-grid-key">{key}</div>')
    if any(r.unconfirmed for r in told.rungs):
        st.caption(f":material/help: {here.say('ชื่อและลำดับขั้นยังไม่ยืนยันกับ พอช. แก้ได้ที่หน้า “บันทึก”')}")


def _square(words: dict[Stand, str], stand: Stand) -> str:
    ground, edge, mark, ink = _SQUARES[stand]
    style = f"{themed_css('background', ground)};{themed_css('border-color', edge)};{ink}"
    if stand is Stand.SKIPPED:
        style += ";border-style:dashed"
    return (
        f'<i role="img" aria-label="{as_html(words[stand])}" title="{as_html(words[stand])}" style="{style}">{mark}</i>'
    )


def network_table(here: Here, shown: Shown[Networks], fits: Sequence[Network], *filters: str) -> None:
    """Every province with its team, plan, partners and what it lacks."""
    say = here.say
    names = {r.value: r.name.text(here.language) for r in shown.value.rungs}

    def build() -> list[Row]:
        return [
            {
                say("รหัสจังหวัด"): OnlyInFile(p.province),
                say("ชื่อจังหวัด"): Linked.to(p.name.text(here.language), address_of(here, "networks", proof=p.province)),
                say("ภาค"): region_name(here.language, p.region) + (f" ({say('ยังไม่ยืนยัน')})" if p.unconfirmed else ""),
                say("พิสูจน์ถึงขั้นที่"): OnlyInFile(p.proved.order if p.proved else 0),
                say("พิสูจน์ถึงขั้น"): OnlyInFile(names.get(p.proved.id, "") if p.proved else ""),
                say("รายงานถึงขั้นที่"): OnlyInFile(p.reported.order if p.reported else 0),
                say("รายงานถึงขั้น"): OnlyInFile(names.get(p.reported.id, "") if p.reported else ""),
                say("ทีม"): p.team_name,
                say("คนในทีม"): p.team_members,
                say("พิสูจน์ทีมเมื่อ"): day_cell(p.team_proved_on, here.language),
                say("แผนเศรษฐกิจ"): p.plan_title,
                say("ภาคี"): p.partners,
                say("ยังขาด"): ", ".join(names[r] for r in p.lacks),
            }
            for p in fits
        ]

    st.subheader(say("{n} จังหวัด: {view}", n=format_number(len(fits)), view=views(here)[filters[-1]]), anchor=False)
    table(here, shown, "networks", say("เครือข่ายจังหวัด"), build, say("บันทึกในระบบ"), *filters)


def choose_province(here: Here, fits: Sequence[Network]) -> str:
    """Pick a province to see its proof."""
    options = {p.province: p.name.text(here.language) for p in fits}
    return choose(here, "area", here.say("ดูหลักฐานของจังหวัด"), options, all_label=here.say("เลือกจังหวัด"))
