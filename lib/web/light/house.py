"""A household's form on a phone: consent read out first, then a section a screen, then what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from lib.access.policy import Act
from lib.actions.records.drafting import drop_draft, keep_draft, open_drafts, resume
from lib.actions.records.saving import save_typed
from lib.actions.records.sending import once
from lib.actions.survey.coding import propose_code, require_unused_code
from lib.actions.survey.households import alike, alike_to
from lib.domain.errors import NotAllowed, NotFound, Problem, ThunError
from lib.domain.household import doubts, left_over
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_number import format_number
from lib.insight.options import options_of
from lib.insight.survey.rounds import from_values
from lib.insight.tambon.work import Work, work
from lib.intake.as_typed import begun
from lib.intake.typed import Typed, read_form
from lib.schema.household import HouseholdSurvey
from lib.schema.record import nested_fields, specs, typable
from lib.schema.sections import section_names
from lib.ui.frame.speech import words
from lib.ui.survey.consent import notice
from lib.ui.survey.form import doubt_words_in
from lib.web.light.boxes import Asking, answers_in
from lib.web.light.drawing import FormOfBoxes
from lib.web.light.row_boxes import has_rows, rows_box, rows_in
from lib.web.light.visit import Visit
from lib.web.plain.asked import status_of

KIND: Final = "household_survey"
#: What the first screen asks, before anything else.
_START: Final = ("household_code", "village", "surveyed_on", "consent_channel")
_LONGEST_CODE: Final = 40
_GIVEN: Final = frozenset({"area", "year", "consent", *_START})


def list_page(visit: Visit) -> Response:
    """Begin a household, or go on with one that was left."""
    one = _work(visit)
    drafts = [
        (d.code, str(d.typed.get("household_code") or "–"))
        for d in open_drafts(visit.source.store, visit.actor, KIND)
        if d.typed.get("area") == one.work.area and not d.record_id
    ]
    villages = sorted(getattr(s.record, "number", 0) for s in one.parts["survey_village"])
    return visit.page("houses", place=_place(one, visit.language), drafts=drafts, villages=villages, here=_below(visit))


def begin_page(visit: Visit) -> Response:
    """The first screen: what is read out, and consent by one tap."""
    return _draw_begin(visit, _work(visit), None, (), 200)


def _draw_begin(visit: Visit, one: Work, refused: Typed | None, problems: Sequence[Problem], status: int) -> Response:
    village = visit.query.get("village", "")
    number = int(village) if village.isdecimal() and len(village) < 4 else None
    code = propose_code(visit.source.store, visit.actor, one.work.area, one.work.year, number)
    typed = refused or {
        **begun(HouseholdSurvey, {}),
        "household_code": visit.query.get("code", "")[:_LONGEST_CODE] or code,
        "village": village,
        "surveyed_on": format_date(bangkok_today(), "th"),
        "consent": "yes",
        "consent_channel": "spoken",
    }
    asking = _asking(visit, typed, problems)
    return visit.page(
        "house_begin",
        status,
        notice=notice(words(visit.language), one.work, _place(one, visit.language)),
        boxes=[asking.box(name) for name in _START],
        form=FormOfBoxes("begin"),
        here=_below(visit),
    )


def begin(visit: Visit) -> Response:
    """Consent was given, or not: the form begins, as a draft on the server."""
    one, store = _work(visit), visit.source.store
    answers = answers_in(HouseholdSurvey, [*visit.fields, ("asked", ",".join([*_START, "consent"]))])
    typed = {**begun(HouseholdSurvey, {}), **answers, "area": one.work.area, "year": str(one.work.year)}
    try:
        require_unused_code(store, visit.actor, one.work.area, one.work.year, str(answers.get("household_code") or ""))
        if answers.get("consent") != "yes":
            typed["consent_channel"] = None
            saved = once(
                store, visit.actor, visit.form.get("key", ""), KIND, "", lambda a: save_typed(store, a, KIND, typed)
            )
            return visit.go(f"{_below(visit)}/done/{saved.record_id}{_lang(visit)}")
        made = keep_draft(store, visit.actor, "", KIND, "", 0, typed)
    except ThunError as error:
        if error.problems and error.problems[0].field:
            return _draw_begin(visit, one, typed, error.problems, status_of(error))
        raise
    return visit.go(f"{_below(visit)}/d/{made.code}/0{_lang(visit)}")


def section_page(visit: Visit) -> Response:
    """One section of a form that was begun."""
    one, draft = _work(visit), _draft(visit)
    reading = read_form(HouseholdSurvey, draft)
    parts = _sections(reading.values)
    number = visit.request.path_params["part"]
    if number >= len(parts):
        return _check_page(visit, one, draft, (), 200)
    asking = _asking(visit, draft, reading.problems if "tried" in visit.query else ())
    names = parts[number][1]
    boxes = [
        ("rows", rows_box(asking, name)) if has_rows(HouseholdSurvey, name) else ("box", asking.box(name))
        for name in names
    ]
    return visit.page(
        "house",
        heading=section_names(visit.language).get(parts[number][0], ""),
        code=draft.get("household_code"),
        number=number,
        count=len(parts),
        boxes=boxes,
        form=FormOfBoxes("house"),
        asked=",".join(n for n in names if not has_rows(HouseholdSurvey, n)),
        nested=",".join(n for n in names if has_rows(HouseholdSurvey, n)),
        sums=_sums(visit, reading.values),
        here=f"{_below(visit)}/d/{visit.request.path_params['draft']}",
    )


def keep_section(visit: Visit) -> Response:
    """What a section says is kept as it is typed; the script asks for no page."""
    draft, code = _draft(visit), visit.request.path_params["draft"]
    told = {**draft, **answers_in(HouseholdSurvey, visit.fields)}
    declined = {**draft.get("no_answer", {}), **told.get("no_answer", {})}
    told["no_answer"] = {n: why for n, why in declined.items() if told.get(n) in (None, "", [])}
    for name in visit.form.get("nested", "").split(","):
        if name in nested_fields(HouseholdSurvey):
            told[name] = rows_in(HouseholdSurvey, name, visit.fields)
    kept = keep_draft(visit.source.store, visit.actor, code, KIND, "", 0, told)
    reading = read_form(HouseholdSurvey, told)
    if visit.wants_data:
        said = [{"field": p.field or "", "say": p.text(visit.language)} for p in reading.problems]
        return JSONResponse({"kept": bool(kept.code), "sums": _sums(visit, reading.values), "said": said})
    number = visit.request.path_params["part"]
    asked = {*visit.form.get("asked", "").split(","), *visit.form.get("nested", "").split(",")}
    if any(p.field in asked for p in reading.problems):
        return visit.go(f"{_below(visit)}/d/{code}/{number}{_lang(visit) or '?lang=th'}&tried=1")
    return visit.go(f"{_below(visit)}/d/{code}/{number + 1}{_lang(visit)}")


def save(visit: Visit) -> Response:
    """The whole form is handed in, once."""
    one, draft, code = _work(visit), _draft(visit), visit.request.path_params["draft"]
    store = visit.source.store
    try:
        saved = once(
            store, visit.actor, visit.form.get("key", ""), KIND, "", lambda a: save_typed(store, a, KIND, draft)
        )
    except ThunError as error:
        return _check_page(visit, one, draft, error.problems, status_of(error))
    standing = resume(store, visit.actor, code)
    if standing is not None:
        drop_draft(store, visit.actor, standing)
    village = draft.get("village") or ""
    return visit.go(f"{_below(visit)}/done/{saved.record_id}?village={village}&lang={visit.language}")


def done_page(visit: Visit) -> Response:
    """Handed in: whether it looks like another one, and the next house."""
    one, record = _work(visit), visit.request.path_params["record"]
    found = [h.code for h, _ in alike(visit.source.store, visit.actor, record)]
    village = visit.query.get("village", "")
    return visit.page(
        "house_done",
        place=_place(one, visit.language),
        alike=found,
        here=_below(visit),
        village=village if village.isdecimal() else "",
    )


def _check_page(visit: Visit, one: Work, draft: Typed, problems: Sequence[Problem], status: int) -> Response:
    """The last screen: correct and complete, or what is worth another look – each with its section."""
    reading = read_form(HouseholdSurvey, draft)
    parts = _sections(reading.values)
    where = {name: number for number, (_, names) in enumerate(parts) for name in names}
    said = [(p.text(visit.language), where.get(p.field or "")) for p in (*reading.problems, *problems)]
    seen = [(doubt_words_in(d, visit.language), where.get(d.question)) for d in doubts(from_values(reading.values))]
    return visit.page(
        "house_check",
        status,
        place=_place(one, visit.language),
        code=draft.get("household_code"),
        said=said,
        doubts=seen,
        sums=_sums(visit, reading.values),
        alike=alike_to(visit.source.store, visit.actor, one.work.area, one.work.year, reading.values),
        here=f"{_below(visit)}/d/{visit.request.path_params['draft']}",
        count=len(parts),
    )


def _work(visit: Visit) -> Work:
    """The workspace in the address, for who may collect forms there."""
    found = work(visit.source, visit.request.path_params["work"]).value
    if found is None:
        raise NotFound(Problem("ไม่พบพื้นที่ทำงานนี้", "There is no such workspace"))
    said = visit.may_in(Act.WRITE, found.work.area, KIND)
    if not said.allowed:
        raise NotAllowed(said.why)
    return found


def _draft(visit: Visit) -> Typed:
    found = resume(visit.source.store, visit.actor, visit.request.path_params["draft"])
    if found is None or found.kind != KIND:
        raise NotFound(Problem("ร่างนี้ถูกส่งแล้ว หรือไม่มีแล้ว", "This draft was handed in, or is no more"))
    return found.typed


def _asking(visit: Visit, typed: Typed, problems: Sequence[Problem]) -> Asking:
    def options(spec: Any) -> Mapping[str, str]:
        return options_of(visit.source, spec, visit.language) if not spec.refers_to else {}

    return Asking(HouseholdSurvey, typed, visit.language, options, problems)


def _sections(values: Typed) -> list[tuple[str, list[str]]]:
    """Section and its questions, those that are asked by what was answered in other sections."""
    found: dict[str, list[str]] = {}
    for name, spec in typable(HouseholdSurvey).items():
        if name in _GIVEN:
            continue
        # A question that depends on one of its own section is hidden and shown by the page itself.
        near = spec.ask_if and specs(HouseholdSurvey)[spec.ask_if[0]].section == spec.section
        if near or spec.asked(values):
            found.setdefault(spec.section, []).append(name)
    return list(found.items())


def _sums(visit: Visit, values: Typed) -> str:
    """Income, expense and debt so far, in one line."""
    one = from_values(dict(values))
    told = [
        ("income_month", one.income),
        ("expense_month", one.expense),
        ("left_month", left_over(one)),
        ("debt", one.debt),
    ]
    return " · ".join(f"{visit.t(key)} {format_number(value)}" for key, value in told if value is not None)


def _place(one: Work, language: str) -> str:
    return f"{one.place.text(language)} {one.province_name.text(language)}"


def _below(visit: Visit) -> str:
    return f"{visit.below}/house/{visit.request.path_params['work']}"


def _lang(visit: Visit) -> str:
    return "?lang=en" if visit.language == "en" else ""
