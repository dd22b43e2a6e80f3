"""What can be amiss is declared with its words in both languages, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lib.domain.canvas_rules import Finding, Rule
from lib.domain.clash import Clash
from lib.domain.gaps import Lack
from lib.domain.household import Doubt, DoubtRule
from lib.domain.release import Why
from lib.domain.row_fate import Fate
from lib.domain.sentence import Sentence, Spoken
from lib.domain.seven_steps import REQUIREMENTS
from lib.intake.reading import Verdict

THAI, LATIN = re.compile(r"[ก-๙]"), re.compile(r"[A-Za-z]")
#: Named values that a rule of each enumeration may tell, as its screens give them.
DECLARED: dict[type[Spoken], dict[str, object]] = {
    Rule: {"text": "ปลา{แดด}เดียว", "want": "120", "can": "90", "short": "4,000"},
    DoubtRule: {"question": "เงินออม"},
    Why: {},
    Lack: {},
    Clash: {},
    Verdict: {},
    Fate: {},
}


def every_sentence() -> Iterator[tuple[str, Sentence, dict[str, object]]]:
    for rules, values in DECLARED.items():
        for rule in rules:
            yield f"{rules.__name__}.{rule.name}", rule.sentence, values
    for rung, asked in REQUIREMENTS.items():
        for number, one in enumerate(asked):
            yield f"{rung}.{number}", one.sentence, {}


SENTENCES = list(every_sentence())


@pytest.mark.parametrize(("name", "sentence", "values"), SENTENCES, ids=[name for name, _, _ in SENTENCES])
def test_every_sentence_is_whole_in_both_languages(name: str, sentence: Sentence, values: dict[str, object]) -> None:
    assert sentence.places <= set(values), name
    mine = {place: values[place] for place in sentence.places}
    thai, english = sentence.text("th", **mine), sentence.text("en", **mine)
    assert THAI.search(thai)
    assert LATIN.search(english)
    for told in mine.values():
        assert str(told) in thai
        assert str(told) in english


@pytest.mark.parametrize(
    ("th", "en"),
    [("", "few"), ("มีน้อยไป", ""), ("few", "few"), ("มีน้อยไป", "น้อย"), ("มี {n}", "has {count}"), ("มี {n}", "has")],
)
def test_half_a_sentence_is_none(th: str, en: str) -> None:
    with pytest.raises(ValueError, match=r"language|Thai"):
        Sentence(th, en)


def test_a_rule_without_its_sentence_is_no_rule() -> None:
    with pytest.raises(TypeError):

        class Bare(Spoken):
            FEW = "few"

    with pytest.raises(ValueError, match="its English"):

        class Half(Spoken):
            FEW = "few", "มีน้อยไป", ""


def test_a_rule_is_its_value_where_it_is_stored_and_compared() -> None:
    assert (Why.FEW, str(Why.FEW), f"{Why.FEW}", Why["FEW"]) == ("few", "few", "few", Why.FEW)
    assert {"few": 1}[Why.FEW] == 1


def test_a_finding_that_cannot_say_its_figures_is_not_made() -> None:
    with pytest.raises(ValueError, match="too_much"):
        Finding(Rule.TOO_MUCH, 5, "i5", "ขายปลา")
    with pytest.raises(ValueError, match="unserved"):
        Finding(Rule.UNSERVED, 3, "i3", "เพจ", {"want": 3})
    told = Finding(Rule.TOO_MUCH, 5, "i5", "ขายปลา", {"want": 1200, "can": 90})
    assert told.words() == "“ขายปลา” จะขายเดือนละ 1,200 แต่กลุ่มทำได้ 90 เพิ่มกำลังผลิตหรือปรับเป้า"
    assert told.words("en").startswith("“ขายปลา” is to sell 1,200 a month, but the group can make 90")


def test_a_doubt_names_the_question_as_the_form_asks_it() -> None:
    doubt = Doubt(DoubtRule.MISSING, "savings")
    assert doubt.words("th", "เงินออม") == "ยังไม่ตอบ: เงินออม"
    assert doubt.words("en", "Savings") == "Not answered: Savings"
    assert doubt.words("en") == "Not answered: savings", "a question without a label still says which"
