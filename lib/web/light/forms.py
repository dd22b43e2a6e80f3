"""Short forms on a phone: any kind of record that somebody may write, from its declaration, one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from lib.access.policy import Act
from lib.access.visible import visible
from lib.actions.records.reading import stands_for
from lib.domain.errors import NotAllowed, NotFound, Problem
from lib.domain.thai_date import format_moment
from lib.insight.areas import places_in, provinces
from lib.insight.options import options_of
from lib.intake.as_typed import begun, typed_of
from lib.intake.typed import Typed
from lib.schema.field import Privacy, Spec
from lib.schema.record import Record, nested_fields, specs, typable
from lib.schema.registry import kind
from lib.schema.sections import section_names
from lib.web.light import drafts
from lib.web.light.boxes import ANSWER, Asking, Box
from lib.web.light.photos import takes_photos
from lib.web.light.visit import Visit

#: What is reported from the field, in the order of how often; other kinds are the office's, or have pages of their own.
SHORT: Final = (
    "tambon_progress",
    "provincial_network",
    "evidence",
    "tambon_task",
    "plan_follow_up",
    "canvas_follow_up",
    "organisation",
    "event",
    "incubation_centre",
    "local_product",
    "community_capital",
    "tambon_problem",
    "swot_line",
    "lesson",
)
#: A list that a thumb can still go through.
_MOST_OPTIONS: Final = 400
#: Boxes to tick, one under the other.
_MOST_TICKS: Final = 40


@dataclass(frozen=True)
class ShortForm:
    """A form of a record on one page. `personal`: what is typed is not left in the browser."""

    slot: str
    kind: str
    record: str
    base: int
    sections: list[tuple[str, list[Box]]]
    personal: bool
    given: Mapping[str, str]
    quiet: bool = False

    @property
    def shown(self) -> list[str]:
        """The questions that stand on it."""
        return [box.name for _, boxes in self.sections for box in boxes]

    @property
    def asked(self) -> str:
        """What the form answers, as it says so when it is sent."""
        return ",".join(dict.fromkeys([*self.given, *self.shown]))


def is_personal(kind_id: str) -> bool:
    """Whether answers of a kind tell of a person or a household: they do not rest in a browser."""
    model = kind(kind_id)
    told = {s.privacy for s in specs(model).values()}
    return model.about.private or bool(told & {Privacy.PERSONAL, Privacy.SENSITIVE})


def kinds_for(visit: Visit) -> list[str]:
    """Kinds that the visitor may fill in here, in their order."""
    return [k for k in SHORT if visit.actor.rights.may(Act.WRITE, k).allowed]


def form_page(visit: Visit) -> Response:
    """A form: of a new record, or of one that stands."""
    kind_id = visit.request.path_params["kind"]
    return draw_form(visit, kind_id, visit.request.path_params.get("id", ""), None, (), 200)


def draw_form(
    visit: Visit, kind_id: str, record_id: str, refused: Typed | None, problems: Sequence[Problem], status: int
) -> Response:
    """The form as it stands, or with what was `refused` still in its boxes."""
    if kind_id not in SHORT:
        raise NotFound(Problem("ไม่รู้จักแบบนี้", "There is no such form"))
    if kind_id not in kinds_for(visit):
        raise NotAllowed(visit.actor.rights.may(Act.WRITE, kind_id).why)
    model, given = kind(kind_id), _given(visit, kind_id)
    if not record_id and _asks_province(visit, model, given):
        named = [(p.id, p.name.text(visit.language)) for p in provinces(visit.source)]
        return visit.page("province", title=model.about.label(visit.language), provinces=named)
    base, typed, note = 0, begun(model, given), ""
    if record_id:
        stored = stands_for(visit.source.store, visit.actor, kind_id, record_id)
        base, typed = stored.revision, typed_of(stored.record, visit.language)
        note = getattr(stored.record, "returned_reason", None) or ""
    slot = record_id or f"new-{kind_id}-{'-'.join(given.values())}"
    left = drafts.waiting(visit, kind_id, record_id, slot) if refused is None else None
    if left is not None:
        base, typed = left.base, {**typed, **left.typed}
    asking = Asking(model, refused or typed, visit.language, lambda spec: _options(visit, spec, typed), problems)
    form = ShortForm(slot, kind_id, record_id, base, _sections(asking, model, given), is_personal(kind_id), given)
    return visit.page(
        "form",
        status,
        form=form,
        title=model.about.label(visit.language),
        returned=note,
        # Said above the form: what is about none of the questions on it.
        said=[p.text(visit.language) for p in problems if p.field not in form.shown],
        kept="kept" in visit.query,
        left="" if left is None else format_moment(left.at, visit.language),
        left_at=0 if left is None else int(left.at.timestamp() * 1000),
        province=_province(visit),
        photos=bool(record_id) and takes_photos(kind_id),
    )


def _given(visit: Visit, kind_id: str) -> dict[str, str]:
    """What the link that opened the form says already, such as the tambon: ``?area=TH-250204``."""
    names, said = typable(kind(kind_id)), visit.fields if visit.fields else visit.query.items()
    sent = {key.removeprefix(ANSWER): value for key, value in said} if visit.fields else dict(said)
    wanted = visit.form.get("given", "").split(",") if visit.fields else list(sent)
    return {name: sent[name][:64] for name in wanted if name in names and sent.get(name)}


def _sections(asking: Asking, model: type[Record], given: Mapping[str, str]) -> list[tuple[str, list[Box]]]:
    headings, found = section_names(asking.language), list[tuple[str, list[Box]]]()
    nested = nested_fields(model)
    for name, spec in typable(model).items():
        if name in nested or name in given:
            continue
        if not found or found[-1][0] != headings.get(spec.section, ""):
            found.append((headings.get(spec.section, ""), []))
        found[-1][1].append(asking.box(name))
    return found


def _options(visit: Visit, spec: Spec, typed: Typed) -> Mapping[str, str]:
    if spec.refers_to == "area":
        return _areas(visit, spec, typed.get(spec.id))
    only = visible(visit.actor, spec.refers_to) if spec.refers_to and kind(spec.refers_to).about.private else None
    found = options_of(visit.source, spec, visit.language, only)
    if not spec.refers_to:
        return found
    held = typed.get(spec.id)
    chosen = [str(one) for one in (held if isinstance(held, list) else [held]) if one]
    most = _MOST_TICKS if isinstance(held, list) else _MOST_OPTIONS
    # What was chosen stays on the form, though it stands far down the list or its name is not for this visitor.
    kept = {one: found.get(one, visit.t("chosen_before")) for one in chosen}
    return {**dict(list(found.items())[:most]), **kept}


def _asks_province(visit: Visit, model: type[Record], given: Mapping[str, str]) -> bool:
    """Whether somebody who is at home in many provinces has to say first which one it is about."""
    asked = [s for n, s in typable(model).items() if s.refers_to == "area" and n not in given]
    return bool(asked) and any(s.area_types != ("province",) for s in asked) and not _province(visit)


def _province(visit: Visit) -> str:
    return visit.home.province or visit.form.get("province", "") or visit.query.get("province", "")[:10]


def _areas(visit: Visit, spec: Spec, value: object) -> dict[str, str]:
    """Places of the question's kind where the visitor is at home; everywhere for who is at home everywhere."""
    language = visit.language
    if spec.area_types == ("province",):
        return {p.id: p.name.text(language) for p in provinces(visit.source)}
    home = _province(visit)
    found = places_in(visit.source, home, spec.area_types) if home else ()
    named = {p.id: f"{p.name.text(language)} · {p.district.text(language)}".rstrip(" ·") for p in found}
    own = {grant.place for grant in visit.actor.grants if grant.place in named}
    return {k: v for k, v in named.items() if not own or k in own or k == value}
