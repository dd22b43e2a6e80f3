"""How one question is declared: words, limits, choices, privacy, authority.

`field(...)` is the only way a record kind declares a question. Its attribute name is the
permanent field id (labels may change, ids never); everything else that the product needs to
know of the question – form, table column, validation, dictionary – is read from the `Spec`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import Field
from pydantic.fields import FieldInfo

from lib.domain.release import ShareTable


class Privacy(StrEnum):
    """Who may see a value (PDPA, B.E. 2562)."""

    PUBLIC = "public"
    INTERNAL = "internal"  # people of the programme
    PERSONAL = "personal"  # about a person or household
    SENSITIVE = "sensitive"  # section 26: health, disability, belief, …


class Authority(StrEnum):
    """Where a field may be changed."""

    BOTH = "both"
    APP = "app"  # verification and certified values: a Sheet only shows them
    SHEET = "sheet"


class Sync(StrEnum):
    """Whether a record kind travels to and from Google Sheets."""

    NONE = "none"
    PULL = "pull"
    BOTH = "both"


class NoAnswer(StrEnum):
    """Why a question that was asked has no value; an absent entry means "not filled in yet"."""

    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True)
class Option:
    """One choice, with its permanent value and its two labels."""

    value: str
    th: str
    en: str

    def label(self, language: str = "th") -> str:
        """The choice's label in a language."""
        return self.en if language == "en" else self.th


@dataclass(frozen=True)
class Spec:
    """The declaration of one question. `id` is set when its record kind is read."""

    th: str
    en: str
    help_th: str = ""
    help_en: str = ""
    example: str = ""
    unit_th: str = ""
    unit_en: str = ""
    section: str = ""
    #: Closed choices from code …
    options: tuple[Option, ...] = ()
    #: … or the name of an editable list (records of kind ``list_item``).
    choice_list: str = ""
    #: Kind id that the value points at.
    refers_to: str = ""
    #: With ``refers_to="area"``: the area types that fit.
    area_types: tuple[str, ...] = ()
    #: Values outside are unusual: a warning, never a block.
    likely: tuple[float, float] | None = None
    #: Asked only when another field holds one of these values (skip logic).
    ask_if: tuple[str, tuple[object, ...]] | None = None
    #: May be answered by "don't know" or "would rather not say".
    may_decline: bool = False
    #: A day that is still to come cannot be meant.
    past: bool = False
    #: Field with a fiscal year (B.E.) in which, or beside which, a day has to lie.
    near_year: str = ""
    #: The check before counting wants it answered or declined, when it is asked (`record.unanswered`).
    check_before: bool = False
    #: The table of the released result that a question with closed choices feeds (`household_result`).
    result: ShareTable | None = None
    long_text: bool = False
    #: "phone" and "code" are digits that are no numbers; "be_year" is a year in B.E.
    format: str = ""
    #: Other headings that offices give this question in their own lists.
    aliases: tuple[str, ...] = ()
    #: Position in a form; what says which record it is comes before inherited questions.
    rank: int = 0
    #: Screens join or count by it: its column has an index (a kind's place and whole always have one).
    joined: bool = False
    authority: Authority = Authority.BOTH
    privacy: Privacy = Privacy.PUBLIC
    since: int = 1
    retired: int | None = None
    id: str = ""

    def label(self, language: str = "th") -> str:
        """Label in a language (``th`` or ``en``)."""
        return self.en if language == "en" else self.th

    def help(self, language: str = "th") -> str:
        """Help in a language, with the example and unit when there are any."""
        text = self.help_en if language == "en" else self.help_th
        if self.example:
            text += f" {'e.g.' if language == 'en' else 'เช่น'} {self.example}"
        return text.strip()

    def unit(self, language: str = "th") -> str:
        """Unit in a language; empty when the value has none."""
        return self.unit_en if language == "en" else self.unit_th

    @property
    def by_the_app(self) -> bool:
        """Whether the app decides the answer and people may not type it (see `record.typable`)."""
        return self.authority is Authority.APP

    def named(self, field_id: str) -> Spec:
        """The same declaration under its permanent id."""
        return replace(self, id=field_id)

    def asked(self, values: Mapping[str, Any]) -> bool:
        """Whether the skip logic asks this question, given the record's other values."""
        if self.ask_if is None:
            return True
        other, wanted = self.ask_if
        value = values.get(other)
        if isinstance(value, list):
            return any(item in wanted for item in value)
        return value in wanted


def options(*triples: tuple[str, str, str]) -> tuple[Option, ...]:
    """Closed choices from (value, Thai, English) triples."""
    return tuple(Option(*triple) for triple in triples)


#: Extra keyword arguments of `field` that are pydantic constraints, not parts of the `Spec`.
_CONSTRAINTS = ("max_length", "min_length", "ge", "le", "gt", "lt", "pattern", "decimal_places")


def field(th: str, en: str, *, default: Any = None, required: bool = False, **declared: Any) -> Any:
    """Declare a question. Limits (``ge``, ``le``, ``max_length`` …) block; ``likely`` warns."""
    limits = {name: declared.pop(name) for name in _CONSTRAINTS if name in declared}
    if "area_types" in declared:
        declared.setdefault("refers_to", "area")
    spec = Spec(th, en, **declared)
    return Field(
        default=... if required else default,
        json_schema_extra={"spec": spec},  # type: ignore[dict-item]
        **limits,
    )


def rows(th: str, en: str, **declared: Any) -> Any:
    """Declare a nested list of rows (a household's debts)."""
    return Field(default_factory=list, json_schema_extra={"spec": Spec(th, en, **declared)})  # type: ignore[dict-item]


def spec_of(info: FieldInfo, field_id: str) -> Spec | None:
    """The `Spec` that a pydantic field carries, or None for technical fields such as ``id``."""
    extra = info.json_schema_extra
    found = extra.get("spec") if isinstance(extra, dict) else None
    return found.named(field_id) if isinstance(found, Spec) else None


def in_order(values: Sequence[Option], value: str) -> int:
    """Position of a choice, for sorting by meaning and not by letter."""
    return next((i for i, option in enumerate(values) if option.value == value), len(values))


def label(choices: Sequence[Option], value: str, language: str = "th") -> str:
    """Label of a choice in a language; empty for no or an unknown choice."""
    return next((option.label(language) for option in choices if option.value == value), "")
