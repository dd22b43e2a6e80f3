"""The time machine's parts: a day, the records of that day, and every change between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import streamlit as st

from lib.domain.thai_date import BANGKOK, bangkok_today, format_date, format_moment, parse_date
from lib.export.sheets import OnlyInFile, Row
from lib.insight.display_value import DisplayValues
from lib.insight.records.timeline import Then, TimelineStep, as_of, end_of, steps
from lib.insight.source import Shown
from lib.schema.registry import kind
from lib.ui.frame.cells import stored_cell
from lib.ui.frame.history_words import action_word, note_words, source_word
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table


def pick_day(here: Here, name: str, label: str, default: date) -> date:
    """A day typed as people write it, kept in the address as ISO; read back in words."""
    asked = st.query_params.get(name, "")
    state = f"{here.page.id}.{name}"
    start = parse_date(asked) or default
    st.session_state.setdefault(state, format_date(start, "th" if here.language == "th" else "en"))
    typed = st.text_input(label, key=state, placeholder=here.say("เช่น 19 ก.ย. 2566"))
    day = parse_date(typed or "") or _english(typed or "")
    if day is None:
        st.caption(f":red[{here.say('อ่านวันที่ไม่ได้ เขียนเช่น 19 ก.ย. 2566 หรือ 19/9/2566')}]")
        return start
    if day == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = day.isoformat()
    return day


def _english(text: str) -> date | None:
    from lib.intake.dates import read_date

    found = read_date(text)
    return found.value if found.settled else None


def then_part(here: Here, shown: Shown[object], kind_id: str, day: date, province: str, office: str) -> None:
    """Records of a kind as they stood at the end of a day."""
    say = here.say
    st.subheader(
        say("{kind} ณ สิ้นวันที่ {day}", kind=kind(kind_id).about.label(here.language), day=format_date(day, here.language)),
        anchor=False,
    )
    found = as_of(here.source, kind_id, end_of(day), province, office, audience=here.audience)
    if not found:
        st.info(say("วันนั้นยังไม่มีรายการ"), icon=":material/inbox:")
        return
    build = partial(_then_rows, here, kind_id, found)
    table(here, shown, "then", say("ข้อมูลย้อนหลัง"), build, say("ประวัติในระบบ"), kind_id, day, province, office)


def _then_rows(here: Here, kind_id: str, found: Sequence[Then]) -> list[Row]:
    from lib.schema.record import nested_fields, specs

    teller = DisplayValues(here.source, here.language)
    fields = [n for n in specs(kind(kind_id)) if n not in nested_fields(kind(kind_id))]
    used = [n for n in fields if any(t.values.get(n) not in (None, "", []) for t in found)][:10]
    return [
        {
            here.say("รหัสรายการ"): OnlyInFile(t.id),
            **{teller.label(kind_id, n): stored_cell(teller, kind_id, n, t.values.get(n)) for n in used},
            here.say("ฉบับที่"): t.revision,
        }
        for t in found
    ]


def changes_part(here: Here, shown: Shown[object], kinds: Sequence[str], since: date, until: date, by: str) -> None:
    """What changed after one day up to another, by whom and by which way."""
    say = here.say
    st.subheader(
        say(
            "สิ่งที่เปลี่ยนหลัง {since} ถึง {until}",
            since=format_date(since, here.language),
            until=format_date(until, here.language),
        ),
        anchor=False,
    )
    found = steps(here.source, end_of(since), end_of(until), kinds, by, audience=here.audience)
    if not found:
        st.info(say("ไม่มีการเปลี่ยนแปลงในช่วงนี้"), icon=":material/inbox:")
        return
    build = partial(_step_rows, here, found)
    table(
        here,
        shown,
        "changes",
        say("การเปลี่ยนแปลง"),
        build,
        say("ประวัติในระบบ"),
        ",".join(kinds),
        since,
        until,
        by,
        len(found),
    )


def _step_rows(here: Here, found: Sequence[TimelineStep]) -> list[Row]:
    say, teller = here.say, DisplayValues(here.source, here.language)
    rows: list[Row] = []
    for step in found:
        change = step.change
        told = [
            f"{teller.label(change.kind, n)}: "
            + (f"{teller.value(change.kind, n, before)} → " if change.revision > 1 else "")
            + teller.value(change.kind, n, after)
            for n, (before, after) in change.fields.items()
            if not n.startswith("_") and n != "no_answer"
        ]
        if step.erased:
            told = [say("ลบข้อมูลส่วนบุคคลแล้ว")]
        who = " · ".join(p for p in (change.actor_label, source_word(say, change.source)) if p)
        origin = " · ".join(p for p in (note_words(say, change.action, change.note), step.row) if p)
        what = action_word(say, change.action) + (f" ({origin})" if origin else "")
        name = kind(change.kind).about.label(here.language)
        rows.append(
            {
                say("รหัสรายการ"): OnlyInFile(change.record_id),
                say("วันที่เปลี่ยน"): OnlyInFile(change.when.astimezone(BANGKOK).date()),
                say("เมื่อ และใคร"): f"{format_moment(change.when, here.language)} · {who}",
                say("ทำอะไร"): f"{what} · {name}: {step.title.text(here.language)}",
                say("ช่องที่เปลี่ยน"): " · ".join(told),
            }
        )
    return rows


def default_days() -> tuple[date, date]:
    """A month ago and today."""
    today = bangkok_today()
    return today - timedelta(days=30), today
